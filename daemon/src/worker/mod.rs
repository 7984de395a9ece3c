//! The render worker: the app's own Python, kept warm, asked to describe and render the app.
//!
//! ```no_run
//! # fn example() -> Result<(), daemon::worker::WorkerError> {
//! use daemon::worker::{BuildRequest, Limits, Worker, WorkerOptions};
//!
//! let mut worker = Worker::start(WorkerOptions {
//!     python: "/usr/bin/python3".into(),
//!     project_root: "/home/me/app".into(),
//!     limits: Limits::default(),
//! }, &|| false)?;
//! let request = BuildRequest { target: None, environment: std::env::vars().collect() };
//! let answer = worker.build(&request, &|| false, &mut |_phase| ())?;
//! # let _ = answer; Ok(())
//! # }
//! ```
//!
//! [`Worker::start`] runs the interpreter and learns what is in it ([`PythonEnvironment`]).
//! [`Worker::build`] answers with the app's declarations and every surface rendered. Only surfaces
//! that depend on something that changed since the last answer are rendered again; the rest is
//! remembered (`freshness.rs`). Python runs nothing at all if nothing changed.
//!
//! Whatever user code does is data: what raises, hangs, exits or prints without end becomes a
//! [`Problem`] of the surface concerned, and the other surfaces are rendered all the same. Errors of
//! this module are cancellation, an interpreter that cannot be used, and failures of the machine.
//!
//! The Python side is `daemon/worker/`, embedded in the program. This module composes no HTML,
//! watches nothing and sets no query inputs.

mod freshness;
mod message;
mod process;
mod servers;
#[cfg(test)]
mod tests;

pub use freshness::Reason;
use freshness::{Memory, Plan};
use message::{Dependencies, FromChild};
pub use message::{Finished, Framework, PythonEnvironment};
use process::Process;
pub(crate) use process::message_frame;
use queries::render::{
    AppDescription, Problem, ProblemKind, Rendered, RenderedEntry, SurfaceKey, SurfaceKind,
};
pub(crate) use servers::Servers;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use thiserror::Error;

/// `server.py` of a full build.
pub const SERVER: &str = include_str!("../../worker/server.py");
/// `sprag_corrections.py` of a full build, which its `server.py` installs: what corrects rendering
/// while building corrects it while serving.
pub const CORRECTIONS: &str = include_str!("../../worker/corrections.py");

/// A surface that ends the process must not keep the others from being rendered; an app in which
/// more surfaces than this do is given up.
const MAX_RESTARTS: usize = 8;

#[derive(Clone, Debug)]
pub struct WorkerOptions {
    /// The interpreter of the app's environment.
    pub python: PathBuf,
    pub project_root: PathBuf,
    pub limits: Limits,
}

/// Bounds on user code.
#[derive(Clone, Debug)]
pub struct Limits {
    /// For importing the app, for starting it, and for each surface.
    pub deadline: Duration,
    /// Bytes kept of what user code prints in one build.
    pub output: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { deadline: Duration::from_secs(30), output: 64 * 1024 }
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildRequest {
    /// `module:attribute`; the framework's usual places if absent.
    pub target: Option<String>,
    /// The whole environment in which user code runs.
    pub environment: BTreeMap<String, String>,
}

/// The app as its Python knows it now.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuildAnswer {
    /// Empty apart from its problems if the app cannot be imported.
    pub app: Arc<AppDescription>,
    /// Every concrete path of every surface, in the framework's order.
    pub entries: Vec<Arc<RenderedEntry>>,
    /// The surfaces that were rendered for this answer, and why; the others are remembered.
    pub rendered: Vec<(SurfaceKey, Reason)>,
    /// What user code printed, up to the limit.
    pub output: String,
    /// This is the last answer again: nothing ran.
    pub is_repeated: bool,
}

/// What has not changed since the last answer, as far as somebody knows: it is not looked at again.
pub struct Untouched<'a> {
    /// Of files: neither their content nor whether they exist.
    pub file: &'a dyn Fn(&Path) -> bool,
    /// Of folders: the names in them.
    pub names: &'a dyn Fn(&Path) -> bool,
}

impl Untouched<'_> {
    /// Nobody knows of anything.
    pub const NOTHING: Self = Self { file: &|_| false, names: &|_| false };
}

#[derive(Debug, Error)]
pub enum WorkerError {
    #[error("the build was cancelled")]
    Cancelled,
    /// The interpreter cannot be used; the problem says why and what to do.
    #[error("{}", .0.message)]
    Unusable(Box<Problem>),
    #[error("cannot talk to the render worker: {0}")]
    Io(#[from] std::io::Error),
    #[error("the render worker sent what nobody expects: {0}")]
    Protocol(#[from] serde_json::Error),
}

/// One interpreter for one project.
#[derive(Debug)]
pub struct Worker {
    options: WorkerOptions,
    process: Process,
    memory: Option<Memory>,
}

impl Worker {
    /// Starts the interpreter and imports the framework; the app is not touched. `cancelled` is asked
    /// several times a second.
    pub fn start(
        options: WorkerOptions,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Self, WorkerError> {
        let process = Process::start(&options.python, cancelled)?;
        Ok(Self { options, process, memory: None })
    }

    pub fn environment(&self) -> &PythonEnvironment {
        self.process.environment()
    }

    /// Forgets the last answer: the next one is rendered as a whole.
    pub fn forget(&mut self) {
        self.memory = None;
    }

    /// Describes the app and renders what is not fresh. `cancelled` is asked several times a second;
    /// `progress` is told the phase that begins: `import`, `boot`, `route:/about` …
    pub fn build(
        &mut self,
        request: &BuildRequest,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<BuildAnswer, WorkerError> {
        self.build_after(request, &Untouched::NOTHING, cancelled, progress)
    }

    /// The same, without looking at what is known to be `untouched` since the last answer.
    pub fn build_after(
        &mut self,
        request: &BuildRequest,
        untouched: &Untouched<'_>,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<BuildAnswer, WorkerError> {
        if !self.process.is_usable() {
            self.process = Process::start(&self.options.python, cancelled)?;
            self.memory = None;
        }
        let plan = match &mut self.memory {
            Some(memory) => memory.plan(request, untouched),
            None => Plan::everything(),
        };
        if let (true, Some(memory)) = (plan.is_idle, &self.memory) {
            return Ok(memory.answer());
        }
        let mut skip: BTreeMap<String, Problem> = BTreeMap::new();
        loop {
            let run = self.run(request, &plan, &skip, cancelled, progress)?;
            match run.culprit() {
                Some(phase) if is_skippable(phase) && skip.len() < MAX_RESTARTS => {
                    let problem = run.finished.problem(&self.options.limits);
                    skip.insert(phase.to_owned(), problem);
                }
                _ => return Ok(self.conclude(request, &plan, &skip, run)),
            }
        }
    }

    /// Whether [`Worker::build`] would answer what it answered the last time without running
    /// anything, given that nothing changed where `is_watched` says that a watch would have told.
    pub fn holds(&mut self, request: &BuildRequest, is_watched: &dyn Fn(&Path) -> bool) -> bool {
        self.process.is_usable()
            && self.memory.as_mut().is_some_and(|memory| memory.holds(request, is_watched))
    }

    /// One child of the zygote, from its start to its end.
    fn run(
        &mut self,
        request: &BuildRequest,
        plan: &Plan,
        skip: &BTreeMap<String, Problem>,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Run, WorkerError> {
        let message = message::ToWorker::Build {
            root: &self.options.project_root,
            target: request.target.as_deref(),
            environment: &request.environment,
            deadline: self.options.limits.deadline.as_secs_f64(),
            output_limit: self.options.limits.output,
            skip: skip.keys().map(String::as_str).collect(),
            known: &plan.known,
        };
        self.process.send(&message)?;
        let mut run = Run::default();
        let patience = self.options.limits.deadline + process::PATIENCE;
        loop {
            match self.process.receive(patience, cancelled, progress)? {
                FromChild::App { app } => run.app = Some(*app),
                FromChild::NoApp { problems } => {
                    run.app = Some(AppDescription { problems, ..AppDescription::default() });
                }
                FromChild::Entry { entry } => {
                    let key = entry_key(entry.kind, &entry.path);
                    run.entries.insert(key, Arc::new(*entry));
                }
                FromChild::Kept { .. } => {}
                FromChild::Dependencies(dependencies) => run.dependencies = Some(*dependencies),
                FromChild::Finished(finished) => {
                    run.finished = finished;
                    return Ok(run);
                }
            }
        }
    }

    fn conclude(
        &mut self,
        request: &BuildRequest,
        plan: &Plan,
        skip: &BTreeMap<String, Problem>,
        run: Run,
    ) -> BuildAnswer {
        let limits = &self.options.limits;
        let mut app = run.app.clone().unwrap_or_default();
        let lost = skip.iter().filter(|(phase, _)| !is_entry(phase)).map(|(_, problem)| problem);
        let problems = run.app_problems(limits).into_iter().chain(lost.cloned());
        app.problems.extend(problems);
        let mut answer =
            BuildAnswer { output: run.finished.output.clone(), ..BuildAnswer::default() };
        for surface in &app.surfaces {
            for entry in &surface.entries {
                let key = entry_key(surface.kind, &entry.path);
                let remembered = self.memory.as_ref().and_then(|memory| memory.entry(&key));
                let rendered = run.entries.get(&key).cloned();
                if rendered.is_some() {
                    let surface_key = SurfaceKey { kind: surface.kind, path: entry.path.clone() };
                    answer.rendered.push((surface_key, plan.reason(&key)));
                }
                let failed = || {
                    let problems = skip.get(&key).cloned().into_iter().collect();
                    failed_entry(surface.kind, &surface.pattern, &entry.path, problems)
                };
                // What was left out because it ends the process must not pass for what it was before.
                let kept = remembered.filter(|_| !skip.contains_key(&key)).cloned();
                answer.entries.push(rendered.or(kept).unwrap_or_else(failed));
            }
        }
        answer.app = Arc::new(app);
        self.memory = run
            .dependencies
            .map(|told| Memory::new(request, &answer, told, self.memory.take(), &self.options));
        answer
    }
}

/// What one child has told.
#[derive(Debug, Default)]
struct Run {
    app: Option<AppDescription>,
    entries: BTreeMap<String, Arc<RenderedEntry>>,
    dependencies: Option<Dependencies>,
    finished: Finished,
}

impl Run {
    /// The phase in which the child ended before it was done.
    fn culprit(&self) -> Option<&str> {
        self.dependencies.is_none().then_some(self.finished.phase.as_str())
    }

    /// Problems of no surface: the child ended early, or printed too much.
    fn app_problems(&self, limits: &Limits) -> Vec<Problem> {
        let ended = self.culprit().map(|_| self.finished.problem(limits));
        ended.into_iter().chain(self.finished.overflow(limits)).collect()
    }
}

/// Phases that a later child can leave out: one surface, or one module that declares some.
fn is_skippable(phase: &str) -> bool {
    is_entry(phase) || ["import:", "static_paths:"].iter().any(|kind| phase.starts_with(kind))
}

/// The phase renders a surface at one path.
fn is_entry(phase: &str) -> bool {
    [SurfaceKind::Route, SurfaceKind::Mount]
        .iter()
        .any(|kind| phase.strip_prefix(kind.as_str()).is_some_and(|rest| rest.starts_with(':')))
}

/// How the Python side names a surface at a path.
fn entry_key(kind: SurfaceKind, path: &str) -> String {
    format!("{}:{path}", kind.as_str())
}

fn failed_entry(
    kind: SurfaceKind,
    pattern: &str,
    path: &str,
    problems: Vec<Problem>,
) -> Arc<RenderedEntry> {
    Arc::new(RenderedEntry {
        kind,
        pattern: pattern.to_owned(),
        path: path.to_owned(),
        rendered: Rendered::Failed,
        problems,
    })
}

fn unusable(kind: ProblemKind, message: String) -> WorkerError {
    WorkerError::Unusable(Box::new(Problem { kind, surface: None, message, frames: Vec::new() }))
}
