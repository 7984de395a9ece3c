//! What the app's own Python says: the app described, and its surfaces rendered.
//!
//! Plain data. The render worker's messages deserialise into these types as they are, and salsa
//! inputs ([`Renderings`], [`RenderedSurface`]) hold them, so that composing documents and
//! manifests is a query like any other. Nothing here runs Python and nothing reads files.
//!
//! Broken user code is data too: a `load()` that raises is a [`Problem`] of an entry whose
//! [`Rendered`] is [`Rendered::Failed`].

use crate::change::Change;
use crate::db::{BuildDatabase, Db};
use crate::diagnostic::{Code, Diagnostic, Related};
use crate::set_if_changed;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The app's answer to a build, as input of the query graph.
#[salsa::input(singleton, debug)]
pub struct Renderings {
    #[returns(ref)]
    pub app: Arc<AppDescription>,
    /// One per concrete path: dynamic patterns are already expanded.
    #[returns(ref)]
    pub surfaces: Arc<BTreeMap<SurfaceKey, RenderedSurface>>,
}

/// One rendered entry; an input of its own so that a document is composed again only if its own
/// rendering changed.
#[salsa::input(debug)]
pub struct RenderedSurface {
    #[returns(ref)]
    pub entry: Arc<RenderedEntry>,
    /// Whether its page needs the socket client, as [`reached`](crate::surface::reach::reached) finds: an
    /// input, so that a document does not depend on all code of the app.
    pub uses_socket: bool,
}

/// The worker's answer on its way into the graph.
#[derive(Clone, Debug, Default)]
pub struct RenderChange {
    pub app: Arc<AppDescription>,
    pub entries: Vec<Arc<RenderedEntry>>,
}

impl RenderChange {
    /// Adds this to a change of the database.
    pub fn add_to(self, change: &mut Change) {
        change.update(|db| self.apply(db));
    }

    /// The surfaces that were rendered anew, if that shows in nothing but their documents: the app, its paths and the
    /// classes that each of them hydrates are what they were, and nothing went wrong.
    pub fn repainted(&self, db: &dyn Db) -> Option<Vec<RenderedSurface>> {
        let renderings = Renderings::get(db);
        let surfaces = renderings.surfaces(db);
        if *renderings.app(db) != self.app || surfaces.len() != self.entries.len() {
            return None;
        }
        let mut repainted = Vec::new();
        for entry in &self.entries {
            let surface = *surfaces.get(&entry.key())?;
            let before = surface.entry(db);
            if before != entry {
                before.is_like(entry).then_some(())?;
                repainted.push(surface);
            }
        }
        Some(repainted)
    }

    fn apply(self, db: &mut BuildDatabase) {
        let renderings = Renderings::get(db);
        set_if_changed!(db, renderings, app, set_app, self.app);
        let known = Arc::clone(renderings.surfaces(db));
        let mut surfaces = BTreeMap::new();
        for entry in self.entries {
            let key = entry.key();
            let surface = match known.get(&key).copied() {
                Some(surface) => {
                    set_if_changed!(db, surface, entry, set_entry, entry);
                    surface
                }
                None => {
                    db.count_input();
                    RenderedSurface::new(db, entry, false)
                }
            };
            surfaces.insert(key, surface);
        }
        set_if_changed!(db, renderings, surfaces, set_surfaces, Arc::new(surfaces));
    }
}

#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, salsa::SalsaValue,
)]
pub struct SurfaceKey {
    pub kind: SurfaceKind,
    /// The concrete path: `/blog/first`, never `/blog/[slug]`.
    pub path: String,
}

/// Routes come before mounts, which is also the order in which they are rendered.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    salsa::SalsaValue,
)]
#[serde(rename_all = "lowercase")]
pub enum SurfaceKind {
    Route,
    Mount,
}

impl SurfaceKind {
    /// The word used in file names and by the framework's boot code.
    pub fn as_str(self) -> &'static str {
        match self {
            SurfaceKind::Route => "route",
            SurfaceKind::Mount => "mount",
        }
    }
}

/// The app as its Python declares it: the truth that static declarations only predict.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppDescription {
    /// `module:attribute` that yields the `App`.
    pub target: String,
    /// The top-level package of `App.routes`: what a full build ships.
    pub package: String,
    /// The root of relative asset paths, relative to the project root; empty for the root itself.
    pub asset_root: String,
    /// As declared: `auto`, `wsgi` or `websocket`.
    pub server_mode: String,
    pub shell: Option<ShellSpec>,
    /// `App(modules=…)`: JavaScript import aliases of every surface.
    pub modules: BTreeMap<String, ModuleSpec>,
    /// Pages, then mounts, each in the order in which the framework builds them.
    pub surfaces: Vec<SurfaceDescription>,
    /// In declaration order.
    pub stores: Vec<StoreDescription>,
    /// What went wrong before any surface was rendered.
    pub problems: Vec<Problem>,
}

/// A `page(...)` or `mount(...)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SurfaceDescription {
    pub kind: SurfaceKind,
    /// As declared; dynamic segments are in brackets.
    pub pattern: String,
    /// The dotted module that declares it, as the framework names it.
    pub source: String,
    /// The file of that module, project-relative.
    pub file: String,
    /// `document` or `hybrid`; empty for a mount.
    pub mode: String,
    pub name: String,
    /// The page's controller or the mount's `boot`.
    pub controller: Option<ClassRef>,
    pub screen: Option<ClassRef>,
    /// A mount's root.
    pub component: Option<ClassRef>,
    pub module: Option<ClassRef>,
    /// Sorted.
    pub actions: Vec<String>,
    /// The controller overrides `build_events`: its surface needs the socket.
    pub has_events: bool,
    pub shell: Option<ShellSpec>,
    pub modules: BTreeMap<String, ModuleSpec>,
    pub providers: BTreeMap<String, ClassRef>,
    pub entries: Vec<EntryDescription>,
}

/// One concrete path of a surface.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntryDescription {
    pub path: String,
    /// JSON text of the route parameters.
    pub params: String,
}

/// A class by the module that defines it and its qualified name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassRef {
    pub module: String,
    pub name: String,
}

/// A `shell(...)` as declared, nothing resolved or merged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellSpec {
    /// Path of the template, relative to the asset root unless absolute.
    pub template: Option<String>,
    pub css: Vec<String>,
    pub js: Vec<ScriptSpec>,
    pub modules: BTreeMap<String, ModuleSpec>,
    /// `None` for the framework's default slot.
    pub slot: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScriptSpec {
    pub src: String,
    /// An ES module rather than a classic, deferred script.
    pub module: bool,
}

/// A JavaScript import alias: `module(src, export=…)`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleSpec {
    pub src: String,
    pub export: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreDescription {
    pub name: String,
    /// JSON text, keys in declaration order.
    pub initial: String,
}

/// One concrete path of one surface, rendered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedEntry {
    pub kind: SurfaceKind,
    pub pattern: String,
    pub path: String,
    pub rendered: Rendered,
    pub problems: Vec<Problem>,
}

impl RenderedEntry {
    pub fn key(&self) -> SurfaceKey {
        SurfaceKey { kind: self.kind, path: self.path.clone() }
    }

    /// Whether both have the same needs, and no problems.
    fn is_like(&self, other: &Self) -> bool {
        match (&self.rendered, &other.rendered) {
            (Rendered::Content(content), Rendered::Content(others)) => {
                self.pattern == other.pattern
                    && content.hydration == others.hydration
                    && self.problems.is_empty()
                    && other.problems.is_empty()
            }
            _ => false,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rendered {
    Content(Content),
    /// `load()` answered with a redirect, or the page asks for a login.
    Redirect {
        location: String,
    },
    /// `load()` refused: 401, 403, 404 …
    Status {
        status: u16,
        message: String,
    },
    /// There is nothing to publish; `problems` says why.
    Failed,
}

/// What a document is composed of, apart from its shell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// HTML of the page's screen with root-absolute URLs; empty for a mount.
    pub body: String,
    pub title: String,
    pub head: Vec<HeadTag>,
    /// Members of the payload that only Python knows (`auth`, `env`, `hydration`, `metadata`,
    /// `routeData`, `stores`, and `boot` of a mount), each as JSON text with `<` escaped.
    pub payload: BTreeMap<String, Arc<str>>,
    pub hydration: Vec<Hydration>,
}

/// Metadata as it appears in the head, in order. The title is apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeadTag {
    Meta { key: String, content: String },
    Icon { href: String, rel: String, mime: Option<String>, sizes: Option<String> },
}

/// A `hydrate(...)` met while rendering.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hydration {
    pub id: String,
    pub component: ClassRef,
    pub module: Option<ClassRef>,
}

/// Something that went wrong in the app's Python, or with the process that ran it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Problem {
    pub kind: ProblemKind,
    /// The surface that cannot be built because of it: its concrete path, or its pattern.
    pub surface: Option<String>,
    pub message: String,
    /// Where in the project it happened, the deepest frame last.
    pub frames: Vec<Frame>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Frame {
    /// Project-relative, with `/`.
    pub file: String,
    /// 1-based.
    pub line: u32,
    /// UTF-8 byte offsets in the line, where the interpreter tells them (Python 3.11 on).
    pub columns: Option<(u32, u32)>,
    pub function: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The project exports no `App`.
    NoApp,
    /// A module of the app is not valid Python.
    Syntax,
    /// A module of the app raised while it was imported.
    Import,
    /// A provider or a controller raised while it was started.
    Boot,
    /// Two surfaces claim one path.
    Conflict,
    /// A dynamic route has no `static_paths`.
    MissingStaticPaths,
    /// `static_paths` raised, or does not fit the pattern.
    StaticPaths,
    /// `load()` raised.
    Load,
    /// `render()` raised.
    Render,
    /// A value that JSON cannot hold is on its way to the browser.
    Serialise,
    /// User code ran longer than its deadline.
    Deadline,
    /// User code ended the process.
    Exit,
    /// User code printed more than is kept.
    Output,
    /// The environment file is malformed.
    Env,
    /// No interpreter where one was named.
    InterpreterMissing,
    /// The framework is not installed for the interpreter.
    FrameworkMissing,
    /// The interpreter's version cannot run the framework.
    PythonVersion,
}

impl ProblemKind {
    /// The code of the catalogue. What reading the source finds too has the code of that.
    pub fn code(self) -> Code {
        Code(match self {
            Self::Conflict => 502,
            Self::MissingStaticPaths => 507,
            Self::Syntax => 509,
            Self::NoApp => 513,
            Self::Import => 611,
            Self::Boot => 612,
            Self::StaticPaths => 614,
            Self::Load => 615,
            Self::Render => 616,
            Self::Serialise => 617,
            Self::Deadline => 618,
            Self::Exit => 619,
            Self::Output => 620,
            Self::Env => 621,
            Self::InterpreterMissing => 810,
            Self::FrameworkMissing => 811,
            Self::PythonVersion => 812,
        })
    }
}

impl Problem {
    /// Reading the source has found the same: one cause needs one report.
    pub fn repeats(&self, found: &[Diagnostic]) -> bool {
        let code = self.kind.code();
        let in_same_file = |diagnostic: &Diagnostic| {
            self.frames.last().is_some_and(|frame| frame.file == diagnostic.path)
        };
        found.iter().any(|diagnostic| match self.kind {
            ProblemKind::Syntax => diagnostic.code == code && in_same_file(diagnostic),
            ProblemKind::NoApp | ProblemKind::MissingStaticPaths => diagnostic.code == code,
            // A mount over a route has a code of its own.
            ProblemKind::Conflict => diagnostic.code == code || diagnostic.code == Code(503),
            _ => false,
        })
    }

    /// The problem as diagnostics are printed.
    ///
    /// `text_of` yields the text of a project file, from which the line becomes a range. A problem
    /// without a frame is one of the project as a whole: its path is empty.
    pub fn diagnostic(&self, text_of: impl Fn(&str) -> Option<Arc<str>>) -> Diagnostic {
        let range = |frame: &Frame| text_of(&frame.file).and_then(|text| frame.range(&text));
        let deepest = self.frames.last();
        let code = self.kind.code();
        Diagnostic {
            path: deepest.map_or_else(String::new, |frame| frame.file.clone()),
            range: deepest.and_then(range),
            code,
            severity: code.severity(),
            message: match &self.surface {
                Some(surface) => format!("{surface}: {}", self.message),
                None => self.message.clone(),
            },
            help: code.info().map(|info| info.help.to_owned()),
            related: self
                .frames
                .iter()
                .rev()
                .skip(1)
                .map(|frame| Related {
                    path: frame.file.clone(),
                    range: range(frame),
                    message: format!("called from `{}`", frame.function),
                })
                .collect(),
        }
    }
}

impl Frame {
    /// The byte range of the frame in the file's text: its columns, or its line without indentation.
    fn range(&self, text: &str) -> Option<(u32, u32)> {
        let index = usize::try_from(self.line).ok()?.checked_sub(1)?;
        let line = text.split_inclusive('\n').nth(index)?;
        let start: usize = text.split_inclusive('\n').take(index).map(str::len).sum();
        let code = line.trim();
        let indent = line.len() - line.trim_start().len();
        let (from, to) = match self.columns {
            Some((from, to)) if from < to && (to as usize) <= line.len() => {
                (from as usize, to as usize)
            }
            _ => (indent, indent + code.len()),
        };
        Some((u32::try_from(start + from).ok()?, u32::try_from(start + to).ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(columns: Option<(u32, u32)>) -> Problem {
        let frame = |line, columns| Frame {
            file: "app/server.py".to_owned(),
            line,
            columns,
            function: "load".to_owned(),
        };
        Problem {
            kind: ProblemKind::Load,
            surface: Some("/about".to_owned()),
            message: "KeyError: 'x'".to_owned(),
            frames: vec![frame(1, None), frame(2, columns)],
        }
    }

    fn text(_: &str) -> Option<Arc<str>> {
        Some(Arc::from("def load(self):\n    return data['x']\n"))
    }

    #[test]
    fn a_problem_points_at_the_columns_of_its_deepest_frame() {
        let diagnostic = problem(Some((11, 20))).diagnostic(text);
        assert_eq!(diagnostic.range, Some((27, 36)));
        assert_eq!(diagnostic.message, "/about: KeyError: 'x'");
        assert_eq!(diagnostic.related[0].range, Some((0, 15)));
    }

    #[test]
    fn without_columns_a_problem_points_at_the_line_without_its_indentation() {
        assert_eq!(problem(None).diagnostic(text).range, Some((20, 36)));
    }

    #[test]
    fn a_syntax_error_that_reading_found_is_not_reported_again() {
        let syntax = Problem { kind: ProblemKind::Syntax, ..problem(None) };
        let found = syntax.diagnostic(text);
        let elsewhere = Diagnostic { path: "app/other.py".to_owned(), ..found.clone() };
        assert!(syntax.repeats(std::slice::from_ref(&found)));
        assert!(!syntax.repeats(&[elsewhere]));
        assert!(!problem(None).repeats(&[found]));
    }

    #[test]
    fn every_kind_of_problem_is_in_the_catalogue() {
        for kind in [
            ProblemKind::NoApp,
            ProblemKind::Syntax,
            ProblemKind::Import,
            ProblemKind::Boot,
            ProblemKind::Conflict,
            ProblemKind::MissingStaticPaths,
            ProblemKind::StaticPaths,
            ProblemKind::Load,
            ProblemKind::Render,
            ProblemKind::Serialise,
            ProblemKind::Deadline,
            ProblemKind::Exit,
            ProblemKind::Output,
            ProblemKind::Env,
            ProblemKind::InterpreterMissing,
            ProblemKind::FrameworkMissing,
            ProblemKind::PythonVersion,
        ] {
            assert!(kind.code().info().is_some(), "{kind:?}");
        }
    }

    #[test]
    fn a_file_that_is_gone_leaves_the_diagnostic_without_a_range() {
        let diagnostic = problem(None).diagnostic(|_| None);
        assert_eq!((diagnostic.path.as_str(), diagnostic.range), ("app/server.py", None));
    }
}
