//! Problems that show only when declarations, classes and files are seen together.

use super::assets::{AssetKind, project_path};
use super::conflicts::conflict_problems;
use super::controller::facts_of;
use super::declaration::{Place, StoreDecl, SurfaceDecl};
use super::declare::{app_decl, declarations};
use super::describe::{answer_problems, app_description};
use super::output::{assets_of, effective_shell};
use super::payload::payload_problems;
use super::problem::{At, Problem, codes};
use super::reach::{class_item, needed_items, server_rendered, surface_items};
use super::selectors::selector_problems;
use super::store_keys::store_key_problems;
use super::wiring::item_wiring;
use crate::db::Db;
use crate::diagnostic::Code;
use crate::input::SourceTree;
use crate::items::ItemDef;
use crate::project::Project;
use crate::references::browser_classes;
use crate::render::{ClassRef, SurfaceDescription, SurfaceKey, SurfaceKind};
use crate::runtime::{Runtime, class_runtime};
use crate::suggest::closest;
use crate::syntax::ast::{Name, NodeId, StmtKind};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that is wrong with declarations and with how surfaces and classes fit together.
#[salsa::tracked(returns(ref))]
pub fn surface_problems(db: &dyn Db) -> Vec<Problem> {
    let all = declarations(db);
    let kind_problems = kind_problems(db);
    // What a wrong declaration or broken file leaves out only looks unreached.
    let is_sound = all.problems.is_empty() && kind_problems.is_empty() && !has_broken_file(db);
    let parts = [
        all.problems.clone(),
        conflict_problems(db).clone(),
        answer_problems(db).clone(),
        kind_problems,
        route_problems(db),
        store_problems(&all.stores),
        asset_problems(db),
        wiring_problems(db),
        payload_problems(db),
        store_key_problems(db).clone(),
        selector_problems(db).clone(),
        if is_sound { unreached_problems(db) } else { Vec::new() },
    ];
    parts.concat()
}

fn has_broken_file(db: &dyn Db) -> bool {
    SourceTree::get(db).modules(db).values().any(|file| file.syntax_error(db).is_some())
}

/// Arguments of pages and mounts that are classes of the wrong kind.
fn kind_problems(db: &dyn Db) -> Vec<Problem> {
    let mut problems = Vec::new();
    for decl in &declarations(db).surfaces {
        let surface = &decl.description;
        let controller = match surface.kind {
            SurfaceKind::Route => "controller",
            SurfaceKind::Mount => "boot",
        };
        let arguments = [
            (controller, &surface.controller, "Controller"),
            ("screen", &surface.screen, "Screen"),
            ("component", &surface.component, "Component"),
            ("module", &surface.module, "Module"),
        ];
        let named = arguments
            .into_iter()
            .filter_map(|(argument, class, wanted)| Some((argument, class.as_ref()?, wanted)));
        let providers = surface.providers.values().map(|class| ("providers", class, "Module"));
        for (argument, class, wanted) in named.chain(providers) {
            if let Some(found) =
                class_item(db, class).and_then(|item| other_kind(class_runtime(db, item), wanted))
            {
                let message =
                    format!("`{argument}=` takes a {wanted}, and `{}` is {found}", class.name);
                problems.push(Problem::new(
                    At::Place(decl.place.clone()),
                    codes::WRONG_DECLARATION,
                    message,
                ));
            }
        }
    }
    problems
}

/// Controllers whose own `route` is the path of none of their surfaces.
fn route_problems(db: &dyn Db) -> Vec<Problem> {
    let mut by_controller: BTreeMap<&ClassRef, Vec<&SurfaceDecl>> = BTreeMap::new();
    for decl in &declarations(db).surfaces {
        if let Some(class) = &decl.description.controller {
            by_controller.entry(class).or_default().push(decl);
        }
    }
    let mismatch = |(class, decls): (&ClassRef, Vec<&SurfaceDecl>)| {
        let route = facts_of(db, class)?.route.as_ref()?;
        let first =
            decls.iter().all(|decl| decl.description.pattern != *route).then(|| decls[0])?;
        let pattern = &first.description.pattern;
        let message =
            format!("the path is {pattern:?}, but `{}` says `route = {route:?}`", class.name);
        Some(Problem::new(
            At::Place(first.place.clone()),
            codes::CONTROLLER_ROUTE_MISMATCH,
            message,
        ))
    };
    by_controller.into_iter().filter_map(mismatch).collect()
}

/// What a class is, if it certainly is not what is wanted.
fn other_kind(runtime: Runtime, wanted: &str) -> Option<&'static str> {
    let (name, shown) = match runtime {
        Runtime::Component => ("Component", "a Component"),
        Runtime::Module => ("Module", "a Module"),
        Runtime::Screen => ("Screen", "a Screen"),
        Runtime::Controller => ("Controller", "a Controller"),
        Runtime::Service | Runtime::Server => ("Service", "a service"),
        Runtime::Plain => ("", "a plain class"),
        Runtime::Ambiguous | Runtime::Unknown => return None,
    };
    (name != wanted).then_some(shown)
}

/// One name with two initial states. Declaring a store again with the same state is fine.
fn store_problems(stores: &[StoreDecl]) -> Vec<Problem> {
    let mut first: BTreeMap<&str, &StoreDecl> = BTreeMap::new();
    let mut problems = Vec::new();
    for store in stores {
        let name = store.description.name.as_str();
        let known = *first.entry(name).or_insert(store);
        let is_known = !known.is_computed && !store.is_computed;
        if is_known && known.description.initial != store.description.initial {
            let message =
                format!("the store `{name}` is declared twice, with different initial state");
            problems.push(
                Problem::new(At::Place(store.place.clone()), codes::STORE_DECLARED_TWICE, message)
                    .related(At::Place(known.place.clone()), "the other declaration"),
            );
        }
    }
    problems
}

/// Files that shells, pages and mounts name and that do not exist.
fn asset_problems(db: &dyn Db) -> Vec<Problem> {
    let app = app_description(db);
    let files = Project::get(db).files(db);
    if files.is_empty() {
        return Vec::new();
    }
    let mut missing: BTreeMap<(String, Name), &str> = BTreeMap::new();
    for surface in &app.surfaces {
        let path = Name::from(&surface.file);
        for resolved in assets_of(app, surface).iter().filter(|resolved| !resolved.asset.external) {
            let is_there = resolved.source.as_deref().is_some_and(|source| files.contains(source));
            if !is_there {
                missing
                    .entry((resolved.declared.clone(), path.clone()))
                    .or_insert(asset_name(resolved.asset.kind));
            }
        }
        if let Some(template) = effective_shell(app, surface).template {
            let is_there = project_path(&app.asset_root, &template)
                .is_some_and(|source| files.contains(source.as_str()));
            if !is_there {
                missing.entry((template, path)).or_insert("template");
            }
        }
    }
    let mut seen = BTreeSet::new();
    let once = missing.into_iter().filter(|((declared, _), _)| seen.insert(declared.clone()));
    once.map(|((declared, path), what)| missing_asset(&declared, path, what)).collect()
}

fn asset_name(kind: AssetKind) -> &'static str {
    match kind {
        AssetKind::Css => "stylesheet",
        AssetKind::Js => "script",
        AssetKind::Module => "JavaScript module",
        AssetKind::Static => "file",
    }
}

fn missing_asset(declared: &str, path: Name, what: &str) -> Problem {
    let is_outside = project_path("", declared).is_none();
    let message = if is_outside {
        format!("the {what} {declared:?} lies outside the project, so it cannot be part of a build")
    } else {
        format!("the {what} {declared:?} does not exist")
    };
    let at = At::Literal { path, text: declared.into() };
    Problem::new(at, codes::MISSING_ASSET, message)
        .help("Paths are relative to the project's folder.")
}

/// Names that an item uses and that the pages around it must provide.
struct Need {
    code: Code,
    /// `action`, `import alias`, `provider`.
    what: &'static str,
    name: Name,
    node: NodeId,
}

/// Actions, aliases and providers that code uses and that the surfaces it is on do not have.
fn wiring_problems(db: &dyn Db) -> Vec<Problem> {
    let by_item = surfaces_by_item(db);
    let mut problems = Vec::new();
    for (item, surfaces) in by_item {
        let wiring = item_wiring(db, item);
        let needs = |code, what, names: &[(Name, NodeId)]| -> Vec<Need> {
            names
                .iter()
                .map(|(name, node)| Need { code, what, name: name.clone(), node: *node })
                .collect()
        };
        let all = [
            needs(codes::UNKNOWN_ACTION, "action", &wiring.actions),
            needs(codes::UNKNOWN_ALIAS, "import alias", &wiring.aliases),
            needs(codes::UNKNOWN_PROVIDER, "provider", &wiring.providers),
        ];
        let unmet = all.into_iter().flatten().filter_map(|need| unmet(db, item, &need, &surfaces));
        problems.extend(unmet);
    }
    problems
}

/// The surfaces that need each item.
pub(super) fn surfaces_by_item(db: &dyn Db) -> BTreeMap<ItemDef<'_>, Vec<&SurfaceDescription>> {
    let mut by_item: BTreeMap<ItemDef<'_>, Vec<&SurfaceDescription>> = BTreeMap::new();
    let all = surface_items(db);
    for surface in &app_description(db).surfaces {
        let keys = surface
            .entries
            .iter()
            .map(|entry| SurfaceKey { kind: surface.kind, path: entry.path.clone() });
        let items: BTreeSet<ItemDef<'_>> =
            keys.filter_map(|key| all.get(&key)).flatten().copied().collect();
        for item in items {
            by_item.entry(item).or_default().push(surface);
        }
    }
    by_item
}

/// The problem of a need: an alias must be there on every surface, for it is loaded with the page; an
/// action or provider on at least one, for code can be on a page without taking part.
fn unmet<'db>(
    db: &'db dyn Db,
    item: ItemDef<'db>,
    need: &Need,
    surfaces: &[&SurfaceDescription],
) -> Option<Problem> {
    let mut lacking =
        surfaces.iter().filter(|surface| offers(db, need, surface).is_some_and(|has| !has));
    let surface = lacking.next()?;
    let is_alias = need.code == codes::UNKNOWN_ALIAS;
    if !is_alias && lacking.count() + 1 < surfaces.len() {
        return None;
    }
    let place = Place {
        path: item.file(db).path(db).clone(),
        variable: item.name(db).clone(),
        node: need.node,
    };
    let message =
        format!("{} {} has no {} `{}`", kind_name(surface), surface.pattern, need.what, need.name);
    let problem = Problem::new(At::Place(place), need.code, message);
    let offered = offered(db, need.code, surface);
    Some(match closest(&need.name, offered.iter().map(String::as_str)) {
        Some(name) => problem.help(format!("Did you mean `{name}`?")),
        None => problem,
    })
}

fn kind_name(surface: &SurfaceDescription) -> &'static str {
    match surface.kind {
        SurfaceKind::Route => "the page",
        SurfaceKind::Mount => "the mount",
    }
}

/// Whether a surface meets a need; `None` if only a run can tell.
fn offers(db: &dyn Db, need: &Need, surface: &SurfaceDescription) -> Option<bool> {
    let has = offered(db, need.code, surface).contains(need.name.as_str());
    let is_open = match need.code {
        codes::UNKNOWN_ACTION => match surface.controller.as_ref() {
            Some(class) => facts_of(db, class).is_none_or(|facts| facts.is_open),
            None => false,
        },
        codes::UNKNOWN_ALIAS => is_computed(db, surface, &["modules", "shell"]),
        // The framework provides its own, and instances that carry a name.
        _ => {
            need.name.starts_with("sprag.")
                || need.name.contains(':')
                || is_computed(db, surface, &["providers"])
        }
    };
    if has || !is_open { Some(has) } else { None }
}

/// Whether syntax leaves one of these arguments open and there is no answer of a run.
fn is_computed(db: &dyn Db, surface: &SurfaceDescription, arguments: &[&str]) -> bool {
    let is_open =
        |computed: &BTreeSet<Name>| arguments.iter().any(|argument| computed.contains(*argument));
    let is_same =
        |known: &SurfaceDescription| known.kind == surface.kind && known.pattern == surface.pattern;
    let declared = declarations(db).surfaces.iter().find(|decl| is_same(&decl.description));
    let has_answer = super::describe::is_answered(db);
    !has_answer
        && (is_open(&app_decl(db).decl.computed)
            || declared.is_none_or(|decl| is_open(&decl.computed)))
}

fn offered(db: &dyn Db, code: Code, surface: &SurfaceDescription) -> BTreeSet<String> {
    match code {
        codes::UNKNOWN_ACTION => surface.actions.iter().cloned().collect(),
        codes::UNKNOWN_ALIAS => {
            assets_of(app_description(db), surface).modules.into_keys().collect()
        }
        _ => surface.providers.keys().cloned().collect(),
    }
}

/// Browser classes that nothing needs. Silent while there may be surfaces that only a run can tell.
fn unreached_problems(db: &dyn Db) -> Vec<Problem> {
    let app = app_description(db);
    let is_open = declarations(db).is_open && !super::describe::is_answered(db);
    if is_open || app.surfaces.is_empty() {
        return Vec::new();
    }
    let needed = needed_items(db);
    let rendered = server_rendered(db);
    let unreached = browser_classes(db)
        .iter()
        .filter(|class| !needed.contains(class) && !rendered.contains(class));
    unreached
        .map(|class| {
            let name = class.name(db);
            let message = format!("no page or mount needs the browser class `{name}`");
            Problem::new(At::Place(class_place(db, *class)), codes::UNREACHED_CLASS, message)
        })
        .collect()
}

fn class_place<'db>(db: &'db dyn Db, class: ItemDef<'db>) -> Place {
    let node = match &class.statement(db).kind {
        StmtKind::Class(definition) => definition.name.id,
        _ => NodeId(0),
    };
    Place { path: class.file(db).path(db).clone(), variable: class.name(db).clone(), node }
}
