//! Which browser classes a surface needs: what its screen, root, providers and hydrated components
//! refer to, directly or not.
//!
//! A component that the server only renders to HTML (`ssr(Card)` and nowhere else) is not needed in the
//! browser. What a screen names in any other way may be hydrated by some request, so it counts.

use super::declare::file_at_module;
use super::describe::app_description;
use super::discovery::importable_segment;
use super::entry::Registry;
use super::output::uses_socket;
use super::wiring::item_wiring;
use crate::attributes::{common_attributes, item_writes};
use crate::binding::{Attributes, BrowserKind};
use crate::db::Db;
use crate::input::{ItemKey, SourceFile, SourceTree};
use crate::items::{ItemDef, keyed_items, module_classes};
use crate::references::item_references;
use crate::render::{
    ClassRef, Rendered, RenderedSurface, Renderings, SurfaceDescription, SurfaceKey,
};
use crate::resolve::{Symbol, resolve_path};
use crate::runtime::{Base, Runtime, class_bases, class_runtime};
use crate::syntax::ast::{Expr, ExprKind, Name};
use crate::syntax::scope::dotted;
use crate::syntax::visit::{Visitor, walk_expr};
use std::collections::{BTreeMap, BTreeSet};

/// The item of a class that a declaration or the worker names.
pub fn class_item<'db>(db: &'db dyn Db, class: &ClassRef) -> Option<ItemDef<'db>> {
    let file = file_at_module(db, &class.module).or_else(|| file_imported_as(db, &class.module))?;
    module_classes(db, file).iter().copied().find(|item| item.name(db) == class.name.as_str())
}

/// The file that the framework imports under a name of its own, because a folder's name has a dot.
fn file_imported_as(db: &dyn Db, module: &str) -> Option<SourceFile> {
    framework_names(db).get(module).and_then(|path| super::declare::file_at(db, path))
}

/// The names under which the framework imports files below folders with a dot in their name.
#[salsa::tracked(returns(ref))]
fn framework_names(db: &dyn Db) -> BTreeMap<String, Name> {
    let mut names = BTreeMap::new();
    for file in SourceTree::get(db).modules(db).values() {
        let path = file.path(db);
        let stem = path.trim_end_matches(".py").trim_end_matches("/__init__");
        let has_dot = path.rsplit_once('/').is_some_and(|(folder, _)| folder.contains('.'));
        if has_dot {
            let parts: Vec<String> = stem.split('/').map(importable_segment).collect();
            names.insert(parts.join("."), path.clone());
        }
    }
    names
}

/// Everything that browser code starting at `item` needs, itself included.
#[salsa::tracked(returns(ref))]
pub fn browser_closure<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> BTreeSet<ItemDef<'db>> {
    let mut reached = BTreeSet::from([item]);
    let mut waiting = vec![item];
    while let Some(item) = waiting.pop() {
        waiting
            .extend(item_references(db, item).iter().copied().filter(|next| reached.insert(*next)));
    }
    reached
}

/// Everything that the browser may need of what the server renders starting at `item`: a screen, or
/// code that screens call.
#[salsa::tracked(returns(ref))]
pub fn server_closure<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> BTreeSet<ItemDef<'db>> {
    let mut needed = BTreeSet::new();
    let mut seen = BTreeSet::from([item]);
    let mut waiting = vec![item];
    while let Some(item) = waiting.pop() {
        let uses = render_uses(db, item);
        // What a component's own `render` names is rendered with it, unless it is hydrated.
        let is_component = class_runtime(db, item).browser().is_some();
        let may_be_hydrated = |class: &ItemDef<'db>| {
            uses.hydrated.contains(class) || uses.other.contains(class) && !is_component
        };
        let bases = class_bases(db, item).iter().filter_map(|base| match base {
            Base::Project(base) => Some(*base),
            _ => None,
        });
        for next in item_references(db, item).iter().copied().chain(bases) {
            let is_browser = class_runtime(db, next).browser().is_some();
            if is_browser && may_be_hydrated(&next) {
                needed.extend(browser_closure(db, next).iter().copied());
            } else if seen.insert(next) {
                waiting.push(next);
            }
        }
    }
    needed
}

/// The Components that some screen itself renders: the first argument of its `hydrate(…)` and `ssr(…)`.
#[salsa::tracked(returns(ref))]
pub fn screen_components(db: &dyn Db) -> BTreeSet<ItemDef<'_>> {
    let surfaces = app_description(db).surfaces.iter();
    let screens = surfaces.filter_map(|surface| class_item(db, surface.screen.as_ref()?));
    screens.flat_map(|screen| render_uses(db, screen).rendered.iter().copied()).collect()
}

/// How code that runs on the server uses browser classes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub struct RenderUses<'db> {
    /// The component of a `hydrate(…)` or `ssr(…)`.
    rendered: BTreeSet<ItemDef<'db>>,
    /// Mentioned inside `hydrate(…)`.
    hydrated: BTreeSet<ItemDef<'db>>,
    /// Mentioned in any way but as the component of `ssr(…)`.
    other: BTreeSet<ItemDef<'db>>,
}

#[salsa::tracked(returns(ref))]
pub fn render_uses<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> RenderUses<'db> {
    let mut reader =
        RenderReader { db, file: item.file(db), uses: RenderUses::default(), is_hydrating: false };
    reader.visit_stmt(&item.statement(db));
    reader.uses
}

struct RenderReader<'db> {
    db: &'db dyn Db,
    file: SourceFile,
    uses: RenderUses<'db>,
    /// Inside the arguments of `hydrate(…)`.
    is_hydrating: bool,
}

impl<'db> RenderReader<'db> {
    fn symbol(&self, expression: &Expr) -> Option<Symbol<'db>> {
        let (name, path) = dotted(expression)?;
        match resolve_path(self.db, self.file, name, &path)? {
            (symbol, []) => Some(symbol),
            _ => None,
        }
    }

    fn class(&self, expression: &Expr) -> Option<ItemDef<'db>> {
        self.symbol(expression)?.class(self.db)
    }

    /// The framework's name of what a call calls.
    fn callee(&self, callee: &Expr) -> Option<Name> {
        match self.symbol(callee)? {
            Symbol::Framework(name) => Some(name),
            _ => None,
        }
    }
}

impl Visitor for RenderReader<'_> {
    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Call { callee, args, keywords } => match self.callee(callee).as_deref() {
                Some("ssr") if args.first().is_some_and(|first| self.class(first).is_some()) => {
                    self.uses.rendered.extend(self.class(&args[0]));
                    self.visit_exprs(&args[1..]);
                    keywords.iter().for_each(|keyword| self.visit_expr(&keyword.value));
                }
                Some("hydrate") => {
                    let component = args.first().and_then(|first| self.class(first));
                    self.uses.rendered.extend(component);
                    let outer = std::mem::replace(&mut self.is_hydrating, true);
                    walk_expr(self, expression);
                    self.is_hydrating = outer;
                }
                _ => walk_expr(self, expression),
            },
            ExprKind::Name(_) | ExprKind::Attribute { .. } => {
                let class = self.class(expression);
                self.uses.other.extend(class);
                if self.is_hydrating {
                    self.uses.hydrated.extend(class);
                }
                walk_expr(self, expression);
            }
            _ => walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}

/// The classes that the run hydrated on one path.
#[salsa::tracked(returns(ref))]
fn hydrated_classes(db: &dyn Db, surface: RenderedSurface) -> BTreeSet<ClassRef> {
    match &surface.entry(db).rendered {
        Rendered::Content(content) => {
            let classes = content.hydration.iter();
            classes
                .flat_map(|entry| std::iter::once(&entry.component).chain(&entry.module))
                .cloned()
                .collect()
        }
        _ => BTreeSet::new(),
    }
}

/// The items that the pages of a surface need, whatever their path.
fn declared_items<'db>(db: &'db dyn Db, surface: &SurfaceDescription) -> BTreeSet<ItemDef<'db>> {
    let roots = [&surface.component, &surface.module]
        .into_iter()
        .flatten()
        .chain(surface.providers.values());
    let items = roots.filter_map(|class| class_item(db, class));
    // A class of the wrong kind is reported where it is declared.
    let roots = items.filter(|item| class_runtime(db, *item).browser().is_some());
    let mut items: BTreeSet<ItemDef<'db>> =
        roots.flat_map(|item| browser_closure(db, item)).copied().collect();
    if let Some(screen) = surface.screen.as_ref().and_then(|class| class_item(db, class)) {
        items.extend(server_closure(db, screen));
    }
    items
}

/// The items of browser code that each concrete path needs.
#[salsa::tracked(returns(ref))]
pub fn surface_items(db: &dyn Db) -> BTreeMap<SurfaceKey, BTreeSet<ItemDef<'_>>> {
    let rendered = Renderings::get(db).surfaces(db);
    let mut all = BTreeMap::new();
    for surface in &app_description(db).surfaces {
        db.step();
        let declared = declared_items(db, surface);
        for entry in &surface.entries {
            let key = SurfaceKey { kind: surface.kind, path: entry.path.clone() };
            let mut items = declared.clone();
            if let Some(rendered) = rendered.get(&key) {
                let hydrated = hydrated_classes(db, *rendered)
                    .iter()
                    .filter_map(|class| class_item(db, class));
                items.extend(hydrated.flat_map(|item| browser_closure(db, item)));
            }
            all.insert(key, items);
        }
    }
    all
}

/// The browser classes that screens only render on the server.
#[salsa::tracked(returns(ref))]
pub fn server_rendered(db: &dyn Db) -> BTreeSet<ItemDef<'_>> {
    let screens = app_description(db)
        .surfaces
        .iter()
        .filter_map(|surface| class_item(db, surface.screen.as_ref()?));
    let mut seen: BTreeSet<ItemDef<'_>> = screens.collect();
    let mut waiting: Vec<ItemDef<'_>> = seen.iter().copied().collect();
    while let Some(item) = waiting.pop() {
        waiting.extend(item_references(db, item).iter().copied().filter(|next| seen.insert(*next)));
    }
    seen
}

/// All items of browser code that some surface needs.
#[salsa::tracked(returns(ref))]
pub fn needed_items(db: &dyn Db) -> BTreeSet<ItemDef<'_>> {
    let of_paths = surface_items(db).values().flatten().copied();
    // A dynamic route without a built path is still served.
    let of_surfaces =
        app_description(db).surfaces.iter().flat_map(|surface| declared_items(db, surface));
    of_paths.chain(of_surfaces).collect()
}

/// What the app as a whole decides about its files and surfaces, for [`Change::reach`](crate::change::Change::reach).
#[derive(Debug, Default)]
pub struct Reached {
    /// The items that browsers get of each file; nothing of any other.
    pub files: BTreeMap<SourceFile, BTreeSet<ItemKey>>,
    /// The surfaces whose pages need the socket client.
    pub sockets: BTreeSet<SurfaceKey>,
    /// What the items leave in attributes.
    pub attributes: Attributes,
}

/// Asks what [`reached`] asks of one file: of many, on many threads, beforehand.
pub fn prepare_reach(db: &dyn Db, file: SourceFile) {
    db.step();
    for &class in module_classes(db, file) {
        let runtime = class_runtime(db, class);
        if runtime.browser().is_some() {
            item_wiring(db, class);
        }
        if runtime.browser().is_some() || runtime == Runtime::Screen {
            item_references(db, class);
            item_writes(db, class);
            render_uses(db, class);
        }
    }
}

pub fn reached(db: &dyn Db) -> Reached {
    let needed = needed_items(db);
    let files: BTreeSet<SourceFile> = needed.iter().map(|item| item.file(db)).collect();
    let of_file = |file: SourceFile| {
        db.step();
        let keys = keyed_items(db, file).filter(|(_, item)| needed.contains(item));
        (file, keys.map(|(key, _)| key).collect())
    };
    let files = files.into_iter().map(of_file).collect();
    let attributes = common_attributes(db, needed.iter().copied());
    Reached { files, sockets: with_socket(db), attributes }
}

fn with_socket(db: &dyn Db) -> BTreeSet<SurfaceKey> {
    let surfaces = app_description(db).surfaces.iter();
    let keys = surfaces.filter(|surface| uses_socket(db, surface)).flat_map(|surface| {
        let paths = surface.entries.iter().map(|entry| entry.path.clone());
        paths.map(|path| SurfaceKey { kind: surface.kind, path })
    });
    keys.collect()
}

/// The browser classes among items, by name.
pub fn registry<'db>(db: &'db dyn Db, items: impl IntoIterator<Item = ItemDef<'db>>) -> Registry {
    let mut registry = Registry::default();
    for item in items {
        match class_runtime(db, item).browser() {
            Some(BrowserKind::Component) => registry.components.insert(item.name(db).to_string()),
            Some(BrowserKind::Module) => registry.modules.insert(item.name(db).to_string()),
            None => continue,
        };
    }
    registry
}
