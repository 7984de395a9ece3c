//! The whole build: every output file of an app, and everything there is to say about it.
//!
//! [`build`] is what the daemon asks. It gathers what other queries made; the work behind it is
//! memoized per class, file and page, so gathering again after an edit only compares.
//!
//! Files of classes that do not compile are absent from the set and named by [`Build::missing`]; the
//! publisher then keeps the last good ones.

use super::assets::{Resolved, STATIC, SurfaceAssets, surface_assets};
use super::check::surface_problems;
use super::declaration::overlaid;
use super::describe::{app_description, is_answered};
use super::entry;
use super::generated::{
    registry_module, route_manifest, runtime_parts, stores_module, surface_entries, tool_manifest,
};
use super::manifest::{self, SurfaceFacts};
use super::missing::{Missing, missing};
use super::problem::{At, Problem, codes, located};
use super::reach::surface_items;
use super::selectors::{file_rendered, item_selectors};
use super::store_keys::item_store_keys;
use super::weight::weight_problems;
use super::wiring::item_wiring;
use super::{bundle, routing, script};
use crate::artifact::{ArtifactSet, BuildKind, Content, Made, ModuleOutput, TextPrint};
use crate::check::{file_diagnostics, project_diagnostics};
use crate::db::Db;
use crate::diagnostic::Diagnostic;
use crate::document::{self, Surroundings};
use crate::emit::{Outline, class_js, class_outline, class_source, shared_js, shared_outline};
use crate::input::{SourceFile, SourceTree};
use crate::items::{ItemKind, reached_items};
use crate::lower::ImportSource;
use crate::memory::heap;
use crate::project::Project;
use crate::python_runtime::{UseCounts, Uses};
use crate::references::emitted_classes;
use crate::render::{
    AppDescription, RenderedSurface, Renderings, ShellSpec, SurfaceDescription, SurfaceKey,
};
use crate::runtime::class_runtime;
use crate::settings::settings;
use crate::source_map::{class_source_map, shared_source_map};
use crate::suppress::{reported_diagnostics, unsuppressed};
use crate::syntax::ast::Name;
use std::sync::Arc;

/// A build of one kind, in full.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Build {
    /// Relative to the output folder.
    pub artifacts: ArtifactSet,
    /// Sorted by path and position.
    pub diagnostics: Vec<Diagnostic>,
    /// What else there would be without errors.
    pub missing: Missing,
    /// What its modules use of the browser runtime.
    pub uses: UseCounts,
}

/// Everything that a build of this kind writes, except `server.py` and what it imports beside the app
/// and the framework, which belong to the daemon; and every diagnostic of the project.
pub fn build(db: &dyn Db, kind: BuildKind) -> Build {
    let mut problems = surface_problems(db).clone();
    let web = web_artifacts(db, kind, &mut problems);
    let mut artifacts = ArtifactSet::default();
    artifacts.extend_below(kind.web_root(), &web);
    if kind == BuildKind::Full {
        put_server(db, &mut artifacts);
    }
    problems.extend(weight_problems(db));
    let mut between = project_diagnostics(db).to_vec();
    between.extend(problems.iter().map(|problem| located(db, problem)));
    between.extend(run_diagnostics(db, &between));
    let mut diagnostics = unsuppressed(db, between);
    diagnostics.extend_from_slice(&settings(db).problems);
    for &file in SourceTree::get(db).modules(db).values() {
        db.step();
        diagnostics.extend_from_slice(reported_diagnostics(db, file));
    }
    diagnostics.sort();
    diagnostics.dedup();
    let mut uses = UseCounts::default();
    for &file in SourceTree::get(db).modules(db).values() {
        db.step();
        uses.add(&file_modules(db, file).uses);
    }
    Build { artifacts, diagnostics, missing: missing(db, kind), uses }
}

/// Asks what [`build`] asks of one file: of many, on many threads, beforehand.
pub fn prepare_build(db: &dyn Db, file: SourceFile) {
    db.step();
    file_modules(db, file);
    reported_diagnostics(db, file);
    file_rendered(db, file);
    for &item in reached_items(db, file) {
        item_selectors(db, item);
        item_store_keys(db, item);
    }
}

/// The files of the web root.
fn web_artifacts(db: &dyn Db, kind: BuildKind, problems: &mut Vec<Problem>) -> ArtifactSet {
    let mut set = ArtifactSet::default();
    put_framework(db, &mut set);
    put_browser_code(db, &mut set);
    put_assets(db, &mut set);
    put_manifests(db, &mut set);
    put_documents(db, kind, &mut set, problems);
    put_public(db, &mut set, problems);
    set
}

/// The framework's own scripts, as they are.
fn put_framework(db: &dyn Db, set: &mut ArtifactSet) {
    for path in Project::get(db).framework(db) {
        let target = match path.as_str() {
            "assets/ragot.esm.min.js" | "assets/RAGOT_LICENSE" | "assets/RAGOT_NOTICE" => {
                format!("vendor/{}", &path["assets/".len()..])
            }
            script if script.starts_with("assets/runtime/") && script.ends_with(".js") => {
                script["assets/".len()..].to_owned()
            }
            _ => continue,
        };
        set.put(target, Content::Framework(path.as_str().into()));
    }
}

/// What the items of one file become, its classes and its shared module: all that a file alone gives to a build.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileModules {
    /// Modules and maps by path in the web root.
    pub texts: Box<[(Arc<str>, Made)]>,
    /// What of the browser runtime they use.
    pub uses: Uses,
}

#[salsa::tracked(returns(ref), heap_size = heap)]
pub fn file_modules(db: &dyn Db, file: SourceFile) -> FileModules {
    let mut texts = Vec::new();
    let mut uses = Uses::default();
    let mut put = |source: ImportSource,
                   module: Option<&Outline>,
                   map: Option<&Arc<str>>,
                   [own, of_map]: [ModuleOutput; 2]| {
        let Some(module) = module else { return };
        let path = source.path();
        uses.extend(&module.uses);
        let made = |print, output| Made { print, file, output };
        let map = map.map(|map| made(TextPrint::of(map), of_map));
        texts.extend(map.map(|map| (format!("{path}.map").into(), map)));
        texts.push((path.into(), made(module.text, own)));
    };
    for (index, &class) in (0..).zip(emitted_classes(db, file)) {
        if let Some(source) = class_source(db, class) {
            let outputs = [ModuleOutput::Class(index), ModuleOutput::ClassMap(index)];
            put(source, class_outline(db, class), class_source_map(db, class), outputs);
        }
    }
    let source = ImportSource::Shared(file.module(db).clone());
    let outputs = [ModuleOutput::Shared, ModuleOutput::SharedMap];
    put(source, shared_outline(db, file), shared_source_map(db, file), outputs);
    FileModules { texts: texts.into(), uses }
}

/// A text of a build; `None` if what it was made of has changed since.
pub fn made_text(db: &dyn Db, made: &Made) -> Option<Arc<str>> {
    let is_as_it_was = |(_, now): &(_, Made)| now.output == made.output && now == made;
    file_modules(db, made.file).texts.iter().find(|now| is_as_it_was(now))?;
    let class = |index: u32| emitted_classes(db, made.file).get(index as usize).copied();
    Some(match made.output {
        ModuleOutput::Class(index) => Arc::clone(&class_js(db, class(index)?)?.code),
        ModuleOutput::ClassMap(index) => Arc::clone(class_source_map(db, class(index)?)?),
        ModuleOutput::Shared => Arc::clone(&shared_js(db, made.file)?.code),
        ModuleOutput::SharedMap => Arc::clone(shared_source_map(db, made.file)?),
    })
}

/// Classes, shared modules, runtime, stores, registries and entries.
fn put_browser_code(db: &dyn Db, set: &mut ArtifactSet) {
    for &file in SourceTree::get(db).modules(db).values() {
        for (path, made) in &file_modules(db, file).texts {
            set.put(Arc::clone(path), Content::Made(*made));
        }
    }
    set.put_text("generated/stores.js", stores_module(db).as_str());
    for (path, part) in runtime_parts(db) {
        set.put_text(format!("generated/python/{path}"), part.text.clone());
    }
    set.put_text("generated/index.js", registry_module(db).as_str());
    for (path, text) in surface_entries(db) {
        set.put_text(path.as_str(), text.as_str());
    }
}

/// What a surface refers to, with the app's shell below its own.
pub(crate) fn assets_of(app: &AppDescription, surface: &SurfaceDescription) -> SurfaceAssets {
    surface_assets(&app.asset_root, (&app.shell, &app.modules), (&surface.shell, &surface.modules))
}

/// Copies what surfaces refer to, what scripts among it import, and all of `app/static/`.
fn put_assets(db: &dyn Db, set: &mut ArtifactSet) {
    let project = Project::get(db);
    let root = &app_description(db).asset_root;
    let mut waiting: Vec<String> =
        referenced(db).into_iter().filter_map(|resolved| resolved.source).collect();
    waiting.extend(static_files(db).map(|path| path.to_string()));
    while let Some(source) = waiting.pop() {
        let path = super::assets::web_path(root, &source);
        let path = path.trim_start_matches('/');
        if set.get(path).is_some() || !project.files(db).contains(source.as_str()) {
            continue;
        }
        let script = project.texts(db).get(source.as_str()).filter(|_| is_script(&source));
        let rewritten = script.and_then(|script| script::with_own_ragot(script.text(db), path));
        let content = match rewritten {
            Some(text) => Content::Text(text.into()),
            None => Content::Project(source.as_str().into()),
        };
        set.put(path, content);
        if let Some(script) = script {
            let imported = script::relative_imports(db, *script).iter();
            waiting.extend(
                imported.filter_map(|specifier| script::resolved_specifier(&source, specifier)),
            );
        }
    }
}

fn is_script(path: &str) -> bool {
    path.ends_with(".js") || path.ends_with(".mjs")
}

/// Everything that the surfaces of the app refer to.
pub(super) fn referenced(db: &dyn Db) -> Vec<Resolved> {
    let app = app_description(db);
    app.surfaces
        .iter()
        .flat_map(|surface| assets_of(app, surface).iter().cloned().collect::<Vec<_>>())
        .collect()
}

/// The files of `app/static/`, wherever the asset root lies.
pub(super) fn static_files(db: &dyn Db) -> impl Iterator<Item = &Name> {
    let root = &app_description(db).asset_root;
    let folder = if root.is_empty() { STATIC.to_owned() } else { format!("{root}/{STATIC}") };
    let files = Project::get(db).files(db).range(Name::from(&folder)..);
    files.take_while(move |path| path.starts_with(&folder)).filter(|path| !bundle::is_litter(path))
}

fn put_manifests(db: &dyn Db, set: &mut ArtifactSet) {
    set.put_text("generated/manifest.js", route_manifest(db).as_str());
    set.put_text("manifest.json", tool_manifest(db).as_str());
}

/// The facts that manifests add to the descriptions of the app's surfaces, in their order.
pub(super) fn surface_facts(db: &dyn Db) -> Vec<SurfaceFacts> {
    let app = app_description(db);
    let facts = |surface: &SurfaceDescription| SurfaceFacts {
        modules: assets_of(app, surface)
            .modules
            .into_iter()
            .map(|(alias, (resolved, export))| (alias, (resolved.asset.web_path, export)))
            .collect(),
        uses_socket: uses_socket(db, surface),
    };
    app.surfaces.iter().map(facts).collect()
}

/// Whether a surface needs the socket client: its controller takes events, or code that it needs
/// listens or sends. Listening alone is enough.
pub fn uses_socket(db: &dyn Db, surface: &SurfaceDescription) -> bool {
    let all = surface_items(db);
    let items = surface
        .entries
        .iter()
        .filter_map(|entry| all.get(&SurfaceKey { kind: surface.kind, path: entry.path.clone() }));
    surface.has_events
        || items.flatten().any(|item| {
            let is_own =
                class_runtime(db, *item).browser().is_some() || item.kind(db) == ItemKind::Function;
            is_own && item_wiring(db, *item).uses_socket
        })
}

/// `websocket` or `wsgi`: what the app asks for, or else what its surfaces need.
pub fn server_mode(db: &dyn Db) -> &'static str {
    let app = app_description(db);
    match app.server_mode.as_str() {
        "wsgi" => "wsgi",
        "websocket" => "websocket",
        _ if app.surfaces.iter().any(|surface| uses_socket(db, surface)) => "websocket",
        _ => "wsgi",
    }
}

fn put_documents(db: &dyn Db, kind: BuildKind, set: &mut ArtifactSet, problems: &mut Vec<Problem>) {
    let surfaces = Renderings::get(db).surfaces(db);
    for (key, rendered) in surfaces.iter() {
        match page_document(db, *rendered, kind) {
            Ok(Some(text)) => {
                set.put_text(routing::document(&key.path), Arc::clone(text));
            }
            Ok(None) => {}
            Err(problem) => problems.push(problem.clone()),
        }
    }
    if is_answered(db) && !surfaces.keys().any(|key| key.path == "/") {
        let paths = surfaces.keys().map(|key| key.path.as_str());
        set.put_text("index.html", document::index_document(paths));
    }
}

/// The document of one rendered page; `None` if rendering it failed.
#[salsa::tracked(returns(ref))]
pub fn page_document(
    db: &dyn Db,
    rendered: RenderedSurface,
    kind: BuildKind,
) -> Result<Option<Arc<str>>, Problem> {
    let entry = rendered.entry(db);
    let app = app_description(db);
    let described = app
        .surfaces
        .iter()
        .find(|surface| surface.kind == entry.kind && surface.pattern == entry.pattern);
    let Some(surface) = described else { return Ok(None) };
    let shell = effective_shell(app, surface);
    let template_path = shell
        .template
        .as_deref()
        .and_then(|path| super::assets::project_path(&app.asset_root, path));
    let template = template_path.as_deref().and_then(|path| Project::get(db).text_of(db, path));
    let surroundings = Surroundings {
        surface,
        assets: &assets_of(app, surface),
        template: template.map(|text| &**text),
        slot: shell.slot.as_deref(),
        entry_script: &entry::entry_path(entry.kind, &entry.path),
        uses_socket: *rendered.uses_socket(db),
        kind,
    };
    let document = document::document(entry, surroundings);
    document.map(|text| text.map(Into::into)).map_err(|missing| {
        let at = At::File(template_path.unwrap_or_default().into());
        Problem::new(at, codes::MISSING_SLOT, missing.to_string())
    })
}

/// The app's shell with the surface's own over it.
pub(crate) fn effective_shell(app: &AppDescription, surface: &SurfaceDescription) -> ShellSpec {
    let empty = ShellSpec::default();
    overlaid(app.shell.as_ref().unwrap_or(&empty), surface.shell.as_ref().unwrap_or(&empty))
}

/// Copies `public/` over everything else, and says where that hides a generated file.
fn put_public(db: &dyn Db, set: &mut ArtifactSet, problems: &mut Vec<Problem>) {
    let files = Project::get(db).files(db).range(Name::new_static("public/")..);
    let files = files.take_while(|path| path.starts_with("public/"));
    for path in files.filter(|path| !bundle::is_litter(path)) {
        let target = &path["public/".len()..];
        if set.put(target, Content::Project(path.as_str().into())).is_some() {
            let message = format!("this file takes the place of the generated `{target}`");
            problems.push(Problem::new(At::File(path.clone()), codes::PUBLIC_OVERWRITES, message));
        }
    }
}

/// What a full build adds beside its web root.
fn put_server(db: &dyn Db, set: &mut ArtifactSet) {
    let project = Project::get(db);
    let app = app_description(db);
    bundle::put_packages(set, project.files(db), &app.package, project.framework(db));
    let mode = server_mode(db);
    let requirements = project.text_of(db, "requirements.txt").map_or("", |text| text);
    set.put_text("requirements.txt", bundle::requirements(requirements, mode));
    set.put_text("README.md", bundle::readme(&app.target, &app.package));
    let (routes, mounts) = manifest::build_entries(app, &surface_facts(db));
    set.put_text("build.json", bundle::build_json(&app.target, &app.package, mode, routes, mounts));
}

/// What went wrong while the app's Python ran, without what reading the source has found too: in files, or
/// `between` them.
fn run_diagnostics(db: &dyn Db, between: &[Diagnostic]) -> Vec<Diagnostic> {
    let renderings = Renderings::get(db);
    let entries =
        renderings.surfaces(db).values().flat_map(|rendered| &rendered.entry(db).problems);
    let all: Vec<_> = renderings.app(db).problems.iter().chain(entries).collect();
    if all.is_empty() {
        return Vec::new();
    }
    let files = SourceTree::get(db).modules(db).values();
    let in_files = files.flat_map(|file| file_diagnostics(db, *file));
    let found: Vec<Diagnostic> = in_files.chain(between).cloned().collect();
    all.into_iter()
        .filter(|problem| !problem.repeats(&found))
        .map(|problem| problem.diagnostic(|path| text_of(db, path)))
        .collect()
}

fn text_of(db: &dyn Db, path: &str) -> Option<std::sync::Arc<str>> {
    let python = super::declare::file_at(db, path).map(|file| file.text(db));
    python.or_else(|| Project::get(db).text_of(db, path).cloned())
}
