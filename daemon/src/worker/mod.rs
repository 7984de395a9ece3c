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
//! remembered (`freshness.rs`). Python runs nothing at all if nothing changed that it ever ran.
//!
//! Three generations of processes do that: the interpreter itself has imported the framework, its child
//! the app, and that is forked for each build. Edits are put into the app's process where that gives
//! what importing the app anew would give; else another one imports it.
//!
//! Whatever user code does is data: what raises, hangs, exits or prints without end becomes a
//! [`Problem`] of the surface concerned, and the other surfaces are rendered all the same. Errors of
//! this module are cancellation, an interpreter that cannot be used, and failures of the machine.
//!
//! The Python side is `daemon/worker/`, embedded in the program. This module composes no HTML,
//! watches nothing and sets no query inputs.

mod code;
mod files;
mod freshness;
mod message;
mod module;
mod process;
mod reads;
mod servers;
#[cfg(test)]
pub(crate) mod tests;

pub use freshness::{Grounds, Reason};
use freshness::{Memory, Plan, Told};
pub use message::{Finished, Framework, PythonEnvironment};
use message::{FromChild, Imported, Order, StateId, ToWorker};
use process::Process;
pub(crate) use process::message_frame;
use queries::render::{
    AppDescription, Problem, ProblemKind, Rendered, RenderedEntry, SurfaceKey, SurfaceKind,
};
pub(crate) use servers::Servers;
use std::collections::{BTreeMap, BTreeSet};
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

/// What somebody saw change since the last answer: nothing else is looked at again.
pub struct Seen<'a> {
    /// The project's files, by relative path, that may have changed; `None` if any may have.
    pub changed: Option<&'a BTreeSet<&'a str>>,
    /// Whether a change of the file, or that it came or went, would be among those.
    pub is_watched: &'a dyn Fn(&Path) -> bool,
}

impl Seen<'_> {
    /// Nobody saw anything.
    pub const NOTHING: Self = Self { changed: None, is_watched: &|_| false };
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
    /// Python has been asked whether edits that reach nothing are what they look like.
    is_checking: bool,
}

impl Worker {
    /// Starts the interpreter and imports the framework; the app is not touched. `cancelled` is asked
    /// several times a second.
    pub fn start(
        options: WorkerOptions,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Self, WorkerError> {
        let process = Process::start(&options.python, cancelled)?;
        Ok(Self { options, process, memory: None, is_checking: false })
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
        loop {
            let answer = self.build_after(request, &Seen::NOTHING, cancelled, progress)?;
            if self.confirm()? {
                return Ok(answer);
            }
        }
    }

    /// The same, without looking at what nobody saw change since the last answer. The answer may rest
    /// on edits being what they look like: it holds if [`Worker::confirm`] says so.
    pub fn build_after(
        &mut self,
        request: &BuildRequest,
        seen: &Seen<'_>,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<BuildAnswer, WorkerError> {
        self.confirm()?;
        if !self.process.is_usable() {
            self.process = Process::start(&self.options.python, cancelled)?;
            self.memory = None;
        }
        self.memory.take_if(|memory| !memory.is_about(request));
        loop {
            let plan = match &mut self.memory {
                Some(memory) => memory.plan(request, seen),
                None => Plan::everything(),
            };
            if let (true, Some(memory)) = (plan.is_idle, &self.memory) {
                let answer = memory.answer();
                self.ask_to_confirm()?;
                return Ok(answer);
            }
            if let Some(answer) = self.execute(request, plan, cancelled, progress)? {
                return Ok(answer);
            }
        }
    }

    /// Whether the last answer holds. If not, the next one is better.
    pub fn confirm(&mut self) -> Result<bool, WorkerError> {
        if !std::mem::take(&mut self.is_checking) {
            return Ok(true);
        }
        let outdated = loop {
            let reply = self.process.receive(process::PATIENCE, &|| false, &mut |_| ());
            let reply = reply.inspect_err(|_| self.memory = None)?;
            if let FromChild::Checked { outdated } = reply {
                break outdated;
            }
        };
        let Some(memory) = &mut self.memory else { return Ok(true) };
        if outdated.is_empty() {
            memory.confirm_pending();
            return Ok(true);
        }
        memory.suspect(outdated);
        Ok(false)
    }

    fn ask_to_confirm(&mut self) -> Result<(), WorkerError> {
        let Some(memory) = self.memory.as_ref().filter(|memory| !memory.pending().is_empty())
        else {
            return Ok(());
        };
        self.process.send(&ToWorker::Check {
            root: &self.options.project_root,
            changed: memory.pending(),
            deadline: self.options.limits.deadline.as_secs_f64(),
        })?;
        self.is_checking = true;
        Ok(())
    }

    /// Whether [`Worker::build`] would answer what it answered the last time without running
    /// anything, given that nothing changed where `is_watched` says that a watch would have told.
    pub fn holds(&mut self, request: &BuildRequest, is_watched: &dyn Fn(&Path) -> bool) -> bool {
        self.process.is_usable()
            && self.memory.as_mut().is_some_and(|memory| memory.holds(request, is_watched))
    }

    /// What the last answer rests on, if it holds; see [`Grounds`].
    pub fn grounds(&mut self, request: &BuildRequest) -> Option<Grounds> {
        self.process.is_usable().then_some(())?;
        self.memory.as_mut()?.grounds(request)
    }

    /// Does what is planned; `None` if another plan is needed, for what has been learned about the
    /// app's process.
    fn execute(
        &mut self,
        request: &BuildRequest,
        plan: Plan,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Option<BuildAnswer>, WorkerError> {
        let mut skip: BTreeMap<String, Problem> = BTreeMap::new();
        let (mut imported, mut reloaded) = (None, None);
        loop {
            let has_app = match &imported {
                Some(Imported { stays, .. }) => *stays,
                None => !plan.is_new,
            };
            let mut run = self.run(request, &plan, has_app, &skip, cancelled, progress)?;
            if let (Some(paths), Some(memory)) = (run.outdated.take(), &mut self.memory) {
                memory.lose_app();
                memory.suspect(paths);
                return Ok(None);
            }
            imported = run.told.imported.take().map(|told| *told).or(imported);
            reloaded = run.told.reloaded.take().or(reloaded);
            match run.culprit() {
                Some(phase) if is_skippable(phase) && skip.len() < MAX_RESTARTS => {
                    let problem = run.finished.problem(&self.options.limits);
                    skip.insert(phase.to_owned(), problem);
                }
                _ => {
                    run.told.imported = imported.map(Box::new);
                    run.told.reloaded = reloaded;
                    return Ok(Some(self.conclude(request, plan, &skip, run)));
                }
            }
        }
    }

    /// One process that renders, from its start to its end.
    fn run(
        &mut self,
        request: &BuildRequest,
        plan: &Plan,
        has_app: bool,
        skip: &BTreeMap<String, Problem>,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<Run, WorkerError> {
        let memory = self.memory.as_ref();
        let order = Order {
            root: &self.options.project_root,
            target: request.target.as_deref(),
            environment: &request.environment,
            deadline: self.options.limits.deadline.as_secs_f64(),
            output_limit: self.options.limits.output,
            skip: skip.keys().map(String::as_str).collect(),
            is_new: !has_app,
            changed: &memory.map(|memory| memory.changed(plan)).unwrap_or_default(),
            describe: plan.describe || !skip.is_empty(),
            known: &memory.map(|memory| memory.known(plan)).unwrap_or_default(),
            states: memory.map(Memory::states).unwrap_or_default(),
        };
        self.process.send(&ToWorker::Build(order))?;
        let mut run = Run::default();
        let patience = self.options.limits.deadline + process::PATIENCE;
        loop {
            match self.process.receive(patience, cancelled, progress)? {
                FromChild::Imported(imported) => run.told.imported = Some(imported),
                FromChild::Reloaded(reloaded) => run.told.reloaded = Some(reloaded),
                FromChild::App { app, has_effects } => {
                    run.app = Some(*app);
                    run.told.has_effects = Some(has_effects);
                }
                FromChild::NoApp { problems } => {
                    run.app = Some(AppDescription { problems, ..AppDescription::default() });
                    run.is_complete = true;
                }
                FromChild::State { identity, text } => run.add_state(identity, text),
                FromChild::Entry { entry, stores } => run.add_entry(*entry, &stores),
                FromChild::Rendered(rendered) => {
                    run.told.rendered = *rendered;
                    run.is_complete = true;
                }
                FromChild::Finished(finished) => {
                    run.finished = finished;
                    return Ok(run);
                }
                FromChild::Outdated { paths } => {
                    run.outdated = Some(paths);
                    return Ok(run);
                }
                FromChild::Checked { .. } => {}
            }
        }
    }

    fn conclude(
        &mut self,
        request: &BuildRequest,
        plan: Plan,
        skip: &BTreeMap<String, Problem>,
        run: Run,
    ) -> BuildAnswer {
        let mut answer =
            BuildAnswer { output: run.finished.output.clone(), ..BuildAnswer::default() };
        answer.app = self.app(skip, &run);
        let memory = self.memory.as_ref();
        for surface in &answer.app.surfaces {
            for entry in &surface.entries {
                let key = entry_key(surface.kind, &entry.path);
                let remembered = memory.and_then(|memory| memory.entry(&key));
                let rendered = run.entries.get(&key).cloned();
                if rendered.is_some() {
                    let surface_key = SurfaceKey { kind: surface.kind, path: entry.path.clone() };
                    let reason = memory.map(|memory| memory.reason(&key, &plan));
                    answer.rendered.push((surface_key, reason.unwrap_or(Reason::New)));
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
        if run.culprit().is_some() {
            self.memory = None;
        } else {
            let new = || Memory::of(&self.options.project_root);
            self.memory.get_or_insert_with(new).remember(request, &answer, plan, run.told);
        }
        answer
    }

    /// The app as described now, or as it was described if nothing of that can have changed.
    fn app(&self, skip: &BTreeMap<String, Problem>, run: &Run) -> Arc<AppDescription> {
        let lost = skip.iter().filter(|(phase, _)| !is_entry(phase)).map(|(_, problem)| problem);
        let more = run.app_problems(&self.options.limits).into_iter().chain(lost.cloned());
        let known = self.memory.as_ref().map(Memory::app);
        match (&run.app, known) {
            (None, Some(known)) if run.culprit().is_none() => {
                let mut app = Arc::clone(known);
                let more: Vec<_> = more.collect();
                if !more.is_empty() {
                    Arc::make_mut(&mut app).problems.extend(more);
                }
                app
            }
            (told, known) => {
                let mut app = told.clone().unwrap_or_default();
                app.problems.extend(more);
                // One that is equal is the same for whoever asks what changed.
                known.filter(|known| ***known == app).cloned().unwrap_or_else(|| Arc::new(app))
            }
        }
    }
}

/// What the processes of one run have told.
#[derive(Debug, Default)]
struct Run {
    app: Option<AppDescription>,
    entries: BTreeMap<String, Arc<RenderedEntry>>,
    told: Told,
    /// The states of the stores as payloads have them.
    payloads: BTreeMap<StateId, Arc<str>>,
    is_complete: bool,
    outdated: Option<BTreeSet<String>>,
    finished: Finished,
}

impl Run {
    fn add_state(&mut self, identity: StateId, text: String) {
        self.payloads.insert(Arc::clone(&identity), script_json(&text).into());
        self.told.states.insert(identity, text);
    }

    fn add_entry(&mut self, mut entry: RenderedEntry, stores: &StateId) {
        if let (Rendered::Content(content), Some(text)) =
            (&mut entry.rendered, self.payloads.get(stores))
        {
            content.payload.insert("stores".to_owned(), Arc::clone(text));
        }
        self.entries.insert(entry_key(entry.kind, &entry.path), Arc::new(entry));
    }

    /// The phase in which the process ended before it was done.
    fn culprit(&self) -> Option<&str> {
        (!self.is_complete).then_some(self.finished.phase.as_str())
    }

    /// Problems of no surface: the process ended early, or printed too much.
    fn app_problems(&self, limits: &Limits) -> Vec<Problem> {
        let ended = self.culprit().map(|_| self.finished.problem(limits));
        ended.into_iter().chain(self.finished.overflow(limits)).collect()
    }
}

/// JSON that cannot end the script element it is written into.
fn script_json(text: &str) -> String {
    text.replace('<', "\\u003c")
}

/// Phases that a later process can leave out: one surface, or one module that declares some.
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
