//! The app as the rest of the build takes it: what the worker answered, and before or without an
//! answer what syntax tells. Where both speak they are compared.

use super::declaration::SurfaceDecl;
use super::declare::{app_decl, declarations};
use super::problem::{At, Problem, codes};
use super::routing;
use crate::db::Db;
use crate::render::{
    AppDescription, ClassRef, Renderings, ShellSpec, SurfaceDescription, SurfaceKind,
};
use std::collections::BTreeMap;

/// What syntax tells; computed arguments hold their defaults.
#[salsa::tracked(returns(ref))]
pub fn static_description(db: &dyn Db) -> AppDescription {
    let app = &app_decl(db).decl;
    let all = declarations(db);
    AppDescription {
        target: app.target.to_string(),
        package: app.package().to_owned(),
        asset_root: String::new(),
        server_mode: app.server_mode.to_string(),
        shell: app.shell.clone(),
        modules: app.modules.clone(),
        surfaces: all.surfaces.iter().map(|decl| decl.description.clone()).collect(),
        stores: all.stores.iter().map(|store| store.description.clone()).collect(),
        problems: Vec::new(),
    }
}

/// The worker's answer, unless there is none or the app could not even be imported.
fn answer(db: &dyn Db) -> Option<&AppDescription> {
    let app: &AppDescription = Renderings::get(db).app(db);
    let is_usable = !app.surfaces.is_empty() || app.problems.is_empty() && !app.target.is_empty();
    is_usable.then_some(app)
}

/// Whether the run has told what the app declares.
pub fn is_answered(db: &dyn Db) -> bool {
    answer(db).is_some_and(|app| app.problems.is_empty())
}

/// The app as it is built.
///
/// A surface or store that syntax declares but that the answer lacks because of a problem stays, so that
/// its scripts are still checked, and other pages still have the store.
#[salsa::tracked(returns(ref))]
pub fn app_description(db: &dyn Db) -> AppDescription {
    let Some(answer) = answer(db) else { return static_description(db).clone() };
    let mut app = answer.clone();
    if app.problems.is_empty() {
        return app;
    }
    let key = |surface: &SurfaceDescription| (surface.kind, surface.pattern.clone());
    for surface in &static_description(db).surfaces {
        if !app.surfaces.iter().any(|known| key(known) == key(surface)) {
            app.surfaces.push(surface.clone());
        }
    }
    app.surfaces.sort_by_key(|surface| {
        (surface.kind, routing::is_dynamic(&surface.pattern), surface.pattern.clone())
    });
    for store in &static_description(db).stores {
        if !app.stores.iter().any(|known| known.name == store.name) {
            app.stores.push(store.clone());
        }
    }
    app.stores.sort_by(|store, other| store.name.cmp(&other.name));
    app
}

/// Where syntax and the run disagree, although the syntax looks literal.
#[salsa::tracked(returns(ref))]
pub fn answer_problems(db: &dyn Db) -> Vec<Problem> {
    let Some(answer) = answer(db) else { return Vec::new() };
    let answered: BTreeMap<(SurfaceKind, &str), &SurfaceDescription> = answer
        .surfaces
        .iter()
        .map(|surface| ((surface.kind, surface.pattern.as_str()), surface))
        .collect();
    let declared = declarations(db).surfaces.iter();
    declared
        .filter_map(|decl| {
            let told = answered.get(&(decl.description.kind, decl.description.pattern.as_str()))?;
            let argument = differing_argument(decl, told)?;
            let message = format!(
                "`{argument}=` has another value when the app runs than the one written here"
            );
            let help =
                "The value of the run is used. Pass it as written, without changing it elsewhere.";
            Some(
                Problem::new(At::Place(decl.place.clone()), codes::ANSWER_DIFFERS, message)
                    .help(help),
            )
        })
        .collect()
}

/// The first literal argument whose value in the run differs.
fn differing_argument(decl: &SurfaceDecl, told: &SurfaceDescription) -> Option<&'static str> {
    let written = &decl.description;
    let is_mount = written.kind == SurfaceKind::Mount;
    let names = |classes: &BTreeMap<String, ClassRef>| -> Vec<(String, String)> {
        classes.iter().map(|(key, class)| (key.clone(), class.name.clone())).collect()
    };
    let paths = |surface: &SurfaceDescription| -> Vec<String> {
        surface.entries.iter().map(|entry| entry.path.clone()).collect()
    };
    let comparisons = [
        ("mode", !is_mount && written.mode != told.mode),
        ("name", written.name != told.name),
        (
            if is_mount { "boot" } else { "controller" },
            differs(&written.controller, &told.controller),
        ),
        ("screen", differs(&written.screen, &told.screen)),
        ("component", differs(&written.component, &told.component)),
        ("module", differs(&written.module, &told.module)),
        ("providers", names(&written.providers) != names(&told.providers)),
        ("modules", written.modules != told.modules),
        ("shell", shells_differ(&written.shell, &told.shell)),
        ("static_paths", paths(written) != paths(told) && !told.entries.is_empty()),
    ];
    let shell_is_computed =
        ["shell", "css", "js"].iter().any(|argument| decl.computed.contains(*argument));
    comparisons
        .into_iter()
        .filter(|(argument, _)| {
            !(decl.computed.contains(*argument) || *argument == "shell" && shell_is_computed)
        })
        .find_map(|(argument, differs)| differs.then_some(argument))
}

/// A class that syntax could not follow, for instance one of a library, is no difference.
fn differs(written: &Option<ClassRef>, told: &Option<ClassRef>) -> bool {
    match (written, told) {
        (Some(written), Some(told)) => written.name != told.name,
        _ => false,
    }
}

/// An empty shell and no shell are the same.
fn shells_differ(written: &Option<ShellSpec>, told: &Option<ShellSpec>) -> bool {
    let empty = ShellSpec::default();
    written.as_ref().unwrap_or(&empty) != told.as_ref().unwrap_or(&empty)
}
