//! What an update is decided from: prints of everything that open pages hold.
//!
//! A print is a hash; equal prints mean equal meaning, whatever moved in the source. Facts of one class, one
//! shared module and one file are queries of their own, so that gathering them after a save costs a lookup
//! for each that did not change.

use super::difference::Difference;
use super::parts::{Parts, class_parts};
use super::pragma::{Pragma, class_pragma};
use super::update::SurfaceName;
use crate::binding::BrowserKind;
use crate::db::Db;
use crate::emit::{class_outline, class_source, item_chunk, shared_items, shared_outline};
use crate::input::{FilePath, SourceFile, SourceTree};
use crate::items::{Bound, ItemDef, ItemKind, module_items, module_scope, reached_items};
use crate::lower::ImportSource;
use crate::project::Project;
use crate::references::{emitted_classes, evaluated_references, item_references};
use crate::render::{AppDescription, Renderings, SurfaceDescription};
use crate::resolve::{Symbol, member, module_symbol};
use crate::runtime::{Base, class_bases, class_runtime};
use crate::surface::assets::project_path;
use crate::surface::declare::file_at;
use crate::surface::describe::app_description;
use crate::surface::generated::stores_module;
use crate::surface::output::{assets_of, effective_shell};
use crate::surface::reach::{browser_closure, needed_items};
use crate::syntax::ast::Name;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Debug, Write};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// A hash that stands for what it was made of. Compared within one process only.
pub type Print = u64;

/// Everything that decides what a save means.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fingerprints {
    /// Counts the gatherings of a session, from 1.
    pub generation: u64,
    /// In which generation a shared module last changed, by path; absent if it never did.
    pub versions: Arc<BTreeMap<String, u64>>,
    /// Browser classes that surfaces need, by the path of their module in the web root.
    pub classes: BTreeMap<String, Arc<ClassFacts>>,
    /// Modules of what classes share, by path in the web root.
    pub shared: BTreeMap<String, Arc<SharedFacts>>,
    pub files: BTreeMap<FilePath, FileFacts>,
    pub surfaces: BTreeMap<SurfaceName, SurfaceFacts>,
    pub stores: Print,
}

/// A Python file, as the server runs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileFacts {
    /// What only the server runs of it, with the helpers of other files that this calls.
    pub server: Print,
    /// All that is in it but browser classes.
    pub own: Print,
    /// The files that import it.
    pub importers: BTreeSet<FilePath>,
}

/// A browser class, as pages hold it.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassFacts {
    pub name: Name,
    /// The dotted Python module.
    pub module: Name,
    pub file: FilePath,
    pub kind: BrowserKind,
    /// As written, from left to right.
    pub bases: Vec<Name>,
    /// The paths of the modules of those that are browser classes of the project.
    pub base_paths: Vec<String>,
    /// The text of its module.
    pub text: Print,
    pub parts: Parts,
    /// What its body evaluates while it is defined: defaults, decorators and values from other files.
    pub evaluated: Print,
    /// What `# sprag: hot=…` asks for.
    pub pragma: Option<Pragma>,
}

/// What browser code uses of one Python file besides browser classes.
#[derive(Clone, Debug, PartialEq)]
pub struct SharedFacts {
    /// The dotted Python module.
    pub module: Name,
    pub file: FilePath,
    /// The text of the module.
    pub text: Print,
    /// Exported names, each with what its value depends on.
    pub names: BTreeMap<Name, Print>,
}

/// A page or mount.
#[derive(Clone, Debug, PartialEq)]
pub struct SurfaceFacts {
    pub pattern: String,
    /// Its shell, with the text of the template.
    pub shell: Print,
    /// Its JavaScript import aliases.
    pub imports: Print,
    pub providers: Print,
    /// Its controller, screen, root and mode.
    pub declaration: Print,
    /// The Python files that its own file imports, directly or not, itself included.
    pub files: Arc<BTreeSet<FilePath>>,
}

impl Fingerprints {
    /// What an app that cannot be imported says of its stores and surfaces is not what pages hold.
    fn or_as(mut self, before: &Self) -> Self {
        for (path, facts) in &before.classes {
            self.classes.entry(path.clone()).or_insert_with(|| facts.clone());
        }
        for (path, facts) in &before.shared {
            self.shared.entry(path.clone()).or_insert_with(|| facts.clone());
        }
        Self { surfaces: before.surfaces.clone(), stores: before.stores, ..self }
    }
}

/// The facts now. `before` is what pages hold: classes that do not compile at the moment are taken from it,
/// because pages keep them too.
pub fn fingerprints(db: &dyn Db, before: &Fingerprints) -> Fingerprints {
    let mut prints = Fingerprints {
        generation: before.generation + 1,
        versions: before.versions.clone(),
        stores: print(stores_module(db)),
        ..Fingerprints::default()
    };
    let mut shared = BTreeSet::new();
    for &item in needed_items(db) {
        if let Some((path, facts)) = held_class(db, item, before) {
            prints.classes.insert(path, facts);
        } else if item.kind(db) != ItemKind::Import {
            shared.insert(item.file(db));
        }
    }
    for file in shared {
        let Some((path, facts)) = held_shared(db, file) else { continue };
        if before.shared.get(&path).is_some_and(|old| *old != facts) {
            prints.count(&path);
        }
        prints.shared.insert(path, facts);
    }
    for &file in SourceTree::get(db).modules(db).values() {
        let facts = prints.files.entry(file.path(db).clone()).or_default();
        (facts.server, facts.own) = (server_print(db, file), own_print(db, file));
        for imported in direct_imports(db, file) {
            let importers =
                &mut prints.files.entry(imported.path(db).clone()).or_default().importers;
            importers.insert(file.path(db).clone());
        }
    }
    let app = app_description(db);
    for surface in &app.surfaces {
        let name = SurfaceName { kind: surface.kind.as_str().into(), name: surface.name.clone() };
        prints.surfaces.insert(name, surface_facts(db, app, surface));
    }
    if is_broken(db) { prints.or_as(before) } else { prints }
}

impl Fingerprints {
    /// What differs after edits of these files of which nothing but the files themselves can tell. Costs what
    /// the files and, for helpers, those who import them cost, however large the project is.
    pub fn difference(&self, db: &dyn Db, edited: &[SourceFile]) -> Difference {
        let generation = self.generation + 1;
        let mut difference = Difference { generation, ..Difference::default() };
        for file in self.touched(db, edited) {
            for &class in emitted_classes(db, file) {
                if let Some((path, facts)) = held_class(db, class, self) {
                    let old = self.classes.get(&path).cloned();
                    difference.add_class(path, old, facts);
                }
            }
            if let Some((path, facts)) = held_shared(db, file) {
                let old = self.shared.get(&path).cloned();
                difference.add_shared(path, old, facts);
            }
            let prints = (server_print(db, file), own_print(db, file));
            let path = file.path(db);
            difference.add_file(path, self.files.get(path).map(FileFacts::prints), Some(prints));
        }
        difference
    }

    /// The files whose facts may be others: the edited ones, and who imports them if anything but browser
    /// classes was edited. What such a class does is seen by itself alone, while a helper may run wherever
    /// something is evaluated, and on the server.
    fn touched(&self, db: &dyn Db, edited: &[SourceFile]) -> BTreeSet<SourceFile> {
        let mut found: BTreeSet<SourceFile> = edited.iter().copied().collect();
        let is_helper = |file: &&SourceFile| {
            let known = self.files.get(file.path(db));
            known.is_none_or(|known| known.own != own_print(db, **file))
        };
        let importers = |path: &FilePath| {
            let facts = self.files.get(path);
            facts.map(|facts| facts.importers.iter().cloned().collect()).unwrap_or_default()
        };
        let helpers = edited.iter().filter(is_helper);
        let mut waiting: Vec<FilePath> =
            helpers.flat_map(|file| -> Vec<FilePath> { importers(file.path(db)) }).collect();
        while let Some(path) = waiting.pop() {
            let Some(file) = file_at(db, &path) else { continue };
            if found.insert(file) {
                waiting.extend(importers(&path));
            }
        }
        found
    }

    /// Takes in a difference that [`Fingerprints::difference`] found.
    pub fn apply(&mut self, difference: &Difference) {
        self.generation = difference.generation;
        for (path, (_, facts)) in &difference.classes {
            self.classes.insert(path.clone(), facts.clone());
        }
        for (path, (old, facts)) in &difference.shared {
            if old.is_some() {
                self.count(path);
            }
            self.shared.insert(path.clone(), facts.clone());
        }
        for (path, (_, prints)) in &difference.files {
            if let (Some(facts), Some((server, own))) = (self.files.get_mut(path), *prints) {
                (facts.server, facts.own) = (server, own);
            }
        }
    }

    /// A shared module has changed in this generation.
    fn count(&mut self, path: &str) {
        Arc::make_mut(&mut self.versions).insert(path.to_owned(), self.generation);
    }
}

impl FileFacts {
    /// Of its server code, and of all that is its own.
    pub(super) fn prints(&self) -> (Print, Print) {
        (self.server, self.own)
    }
}

/// A browser class with the path of its module; what does not compile is what pages hold. `None` if it is
/// none, or no page has it.
fn held_class<'db>(
    db: &'db dyn Db,
    item: ItemDef<'db>,
    before: &Fingerprints,
) -> Option<(String, Arc<ClassFacts>)> {
    let path = class_source(db, item)?.path();
    let facts = class_facts(db, item).or_else(|| before.classes.get(&path).cloned())?;
    Some((path, facts))
}

fn held_shared(db: &dyn Db, file: SourceFile) -> Option<(String, Arc<SharedFacts>)> {
    let path = ImportSource::Shared(file.module(db).clone()).path();
    Some((path, shared_facts(db, file)?))
}

/// Whether the app could not say what it declares, so that what is known of it may lack something.
fn is_broken(db: &dyn Db) -> bool {
    !Renderings::get(db).app(db).problems.is_empty()
}

/// The print of something hashable.
fn print(value: impl Hash) -> Print {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

/// The print of something by all that its `Debug` form shows, which is everything in it.
fn print_of(value: &impl Debug) -> Print {
    struct Hashed(DefaultHasher);
    impl Write for Hashed {
        fn write_str(&mut self, text: &str) -> std::fmt::Result {
            self.0.write(text.as_bytes());
            Ok(())
        }
    }
    let mut hashed = Hashed(DefaultHasher::new());
    // Hashing cannot fail.
    let _ = write!(hashed, "{value:?}");
    hashed.0.finish()
}

/// The facts of a browser class; `None` if it does not compile.
#[salsa::tracked(returns(clone))]
pub fn class_facts<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Arc<ClassFacts>> {
    let text = print(class_outline(db, item)?.text);
    let kind = class_runtime(db, item).browser()?;
    let project = |base: &Base<'db>| match base {
        Base::Project(class) => Some(*class),
        _ => None,
    };
    let bases = class_bases(db, item);
    Some(Arc::new(ClassFacts {
        name: item.name(db).clone(),
        module: item.file(db).module(db).clone(),
        file: item.file(db).path(db).clone(),
        kind,
        bases: bases.iter().map(|base| base_name(db, base)).collect(),
        base_paths: bases
            .iter()
            .filter_map(|base| class_source(db, project(base)?).map(|source| source.path()))
            .collect(),
        text,
        parts: class_parts(item.name(db), item_chunk(db, item)),
        evaluated: evaluated_print(db, item),
        pragma: class_pragma(db, item),
    }))
}

fn base_name<'db>(db: &'db dyn Db, base: &Base<'db>) -> Name {
    match base {
        Base::Project(class) => format!("{}.{}", class.file(db).module(db), class.name(db)).into(),
        Base::Framework(name) | Base::Builtin(name) | Base::Unknown(name) => name.clone(),
        Base::Std { module, member } => format!("{module}.{member}").into(),
    }
}

/// The facts of a file's shared module; `None` if there is none.
#[salsa::tracked(returns(clone))]
pub fn shared_facts(db: &dyn Db, file: SourceFile) -> Option<Arc<SharedFacts>> {
    let module = shared_outline(db, file)?;
    let scope = module_scope(db, file);
    let mut names = BTreeMap::new();
    for &item in shared_items(db, file) {
        let defined = scope.iter().filter(|(name, _)| scope.definitions(name).contains(&item));
        for (name, _) in defined {
            let prints: Vec<Print> =
                scope.definitions(name).iter().map(|&item| evaluated_print(db, item)).collect();
            names.insert(name.clone(), print(prints));
        }
    }
    let text = print(module.text);
    let (module, file) = (file.module(db).clone(), file.path(db).clone());
    Some(Arc::new(SharedFacts { module, file, text, names }))
}

/// What the value of an item depends on: its own JavaScript, and everything that may run while it is
/// evaluated. What a function or method does later is no part of it, as it reads names when it runs.
#[salsa::tracked(returns(copy))]
fn evaluated_print<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Print {
    let mut reached = BTreeSet::new();
    for &next in evaluated_references(db, item) {
        reached.extend(browser_closure(db, next).iter().copied());
    }
    let is_plain = |item: &ItemDef<'db>| class_runtime(db, *item).browser().is_none();
    let mut prints: Vec<Print> =
        reached.into_iter().filter(is_plain).map(|item| chunk_print(db, item)).collect();
    // Items have no order that stays the same.
    prints.sort_unstable();
    print((chunk_print(db, item), prints))
}

#[salsa::tracked(returns(copy))]
fn chunk_print<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Print {
    print((item_chunk(db, item).code.as_ref(), &item_chunk(db, item).imports))
}

/// The print of what only the server runs of a file: everything but what browsers run too, together with
/// the helpers that it calls.
#[salsa::tracked(returns(copy))]
fn server_print(db: &dyn Db, file: SourceFile) -> Print {
    // By file: one set of the whole project would have to be looked through after every edit.
    let is_needed = |item: &ItemDef<'_>| reached_items(db, item.file(db)).contains(item);
    let mut reached: BTreeSet<ItemDef<'_>> = BTreeSet::new();
    let is_server = |item: &ItemDef<'_>| !is_needed(item) && item.kind(db) != ItemKind::Import;
    let mut waiting: Vec<ItemDef<'_>> =
        module_items(db, file).iter().copied().filter(is_server).collect();
    while let Some(item) = waiting.pop() {
        let is_shown = is_needed(&item) && class_runtime(db, item).browser().is_some();
        if !is_shown && reached.insert(item) {
            waiting.extend(item_references(db, item).iter().copied());
        }
    }
    let mut prints: Vec<Print> =
        reached.into_iter().map(|item| statement_print(db, item)).collect();
    prints.sort_unstable();
    print(prints)
}

/// The print of all that is in a file but the browser classes that pages have.
#[salsa::tracked(returns(copy))]
fn own_print(db: &dyn Db, file: SourceFile) -> Print {
    let shown = emitted_classes(db, file);
    let own = module_items(db, file).iter().filter(|item| !shown.contains(item));
    let prints: Vec<Print> = own.map(|&item| statement_print(db, item)).collect();
    print(prints)
}

#[salsa::tracked(returns(copy))]
fn statement_print<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Print {
    print_of(&item.statement(db))
}

fn surface_facts(db: &dyn Db, app: &AppDescription, surface: &SurfaceDescription) -> SurfaceFacts {
    let shell = effective_shell(app, surface);
    let template = shell.template.as_deref().and_then(|path| project_path(&app.asset_root, path));
    let template = template.as_deref().and_then(|path| Project::get(db).text_of(db, path));
    let file = file_at(db, &surface.file);
    SurfaceFacts {
        pattern: surface.pattern.clone(),
        shell: print_of(&(&shell, template)),
        imports: print_of(&assets_of(app, surface).modules),
        providers: print_of(&surface.providers),
        declaration: print_of(&(
            &surface.controller,
            &surface.screen,
            &surface.component,
            &surface.module,
            &surface.mode,
        )),
        files: file.map(|file| imported_files(db, file)).unwrap_or_default(),
    }
}

/// The Python files that a file imports, directly or not, itself included.
#[salsa::tracked(returns(clone))]
fn imported_files(db: &dyn Db, file: SourceFile) -> Arc<BTreeSet<FilePath>> {
    let mut found = BTreeSet::from([file.path(db).clone()]);
    let mut waiting = vec![file];
    while let Some(file) = waiting.pop() {
        for &next in direct_imports(db, file) {
            if found.insert(next.path(db).clone()) {
                waiting.push(next);
            }
        }
    }
    Arc::new(found)
}

#[salsa::tracked(returns(deref))]
fn direct_imports(db: &dyn Db, file: SourceFile) -> Box<[SourceFile]> {
    let mut found = Vec::new();
    for (_, candidates) in module_scope(db, file).iter() {
        for bound in candidates {
            let symbol = match bound {
                Bound::Item(_) => continue,
                Bound::Module(module) => module_symbol(db, module),
                Bound::From { module, name } => {
                    let package = module_symbol(db, module);
                    let submodule = member(db, &package, name).filter(Symbol::is_module);
                    found.extend(file_of(&package));
                    submodule.unwrap_or(package)
                }
            };
            found.extend(file_of(&symbol));
        }
    }
    found.into()
}

fn file_of(symbol: &Symbol<'_>) -> Option<SourceFile> {
    match symbol {
        Symbol::Module(file) => Some(*file),
        _ => None,
    }
}
