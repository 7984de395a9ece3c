//! What the daemon and the Python side say to each other, as `daemon/worker/` writes it.

use super::Limits;
use queries::render::{AppDescription, Problem, ProblemKind, RenderedEntry};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ToWorker<'a> {
    Build {
        root: &'a Path,
        target: Option<&'a str>,
        environment: &'a BTreeMap<String, String>,
        /// Seconds.
        deadline: f64,
        output_limit: usize,
        /// Phases that ended an earlier child of this build.
        skip: Vec<&'a str>,
        /// Surfaces that are fresh as long as the stores are as they were.
        known: &'a BTreeMap<String, StoreStates>,
    },
    Cancel,
}

/// The first message of an interpreter.
#[derive(Debug, Deserialize)]
pub(super) struct Hello {
    #[serde(flatten)]
    pub(super) environment: PythonEnvironment,
    pub(super) problem: Option<HelloProblem>,
}

#[derive(Debug, Deserialize)]
pub(super) struct HelloProblem {
    pub(super) kind: ProblemKind,
    pub(super) message: String,
}

/// The interpreter of the app's environment and the framework installed in it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct PythonEnvironment {
    /// `3.11.7`.
    pub python: String,
    /// The environment's folder (`sys.prefix`).
    pub prefix: PathBuf,
    /// Folders of installed packages.
    pub site_packages: Vec<PathBuf>,
    pub framework: Option<Framework>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Framework {
    pub version: String,
    /// The folder of the package `sprag`: `assets/` has its browser runtime, `runtime/` its server.
    pub package: PathBuf,
    /// Files below `assets/` of the package, with `/`, sorted.
    pub assets: Vec<String>,
    /// Version of the server runtime, `specter-runtime`.
    pub specter: String,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum FromChild {
    App { app: Box<AppDescription> },
    NoApp { problems: Vec<Problem> },
    Entry { entry: Box<RenderedEntry> },
    Kept {},
    Dependencies(Box<Dependencies>),
    Finished(Finished),
}

/// What a build depended on; paths are absolute except those of modules.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Dependencies {
    pub(super) surfaces: BTreeMap<String, SurfaceDependencies>,
    /// Project files loaded as modules.
    pub(super) modules: BTreeMap<String, Option<Signature>>,
    /// Other files that were read.
    pub(super) files: BTreeMap<PathBuf, Option<Signature>>,
    /// Directories listed to find modules.
    pub(super) discovery_listings: BTreeMap<PathBuf, Option<Vec<String>>>,
    /// Directories listed by user code.
    pub(super) listings: BTreeMap<PathBuf, Option<Vec<String>>>,
    pub(super) variables: BTreeSet<String>,
    pub(super) has_missing_imports: bool,
    pub(super) volatile: BTreeSet<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SurfaceDependencies {
    pub(super) modules: BTreeSet<String>,
    pub(super) variables: BTreeSet<String>,
    pub(super) volatile: BTreeSet<String>,
    pub(super) stores: StoreStates,
}

/// The state of all stores around the rendering of a surface, as JSON text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoreStates {
    pub(super) before: String,
    /// `None` if it did not change.
    pub(super) after: Option<String>,
}

/// Size, modification and change times in nanoseconds, inode; times before 1970 wrap around.
pub(super) type Signature = [u64; 4];

/// How a child ended.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Finished {
    pub(super) phase: String,
    pub(super) killed_for: Option<String>,
    pub(super) signal: Option<i32>,
    pub(super) exit: Option<i32>,
    pub(super) output: String,
    pub(super) printed: u64,
    pub(super) overflow_phase: Option<String>,
}

impl Finished {
    /// Why the child ended early, as a problem of the phase in which it did.
    pub(super) fn problem(&self, limits: &Limits) -> Problem {
        let (kind, message) = match (self.killed_for.as_deref(), self.signal, self.exit) {
            (Some("deadline"), ..) => (
                ProblemKind::Deadline,
                format!(
                    "ran longer than {} s and could not be stopped",
                    limits.deadline.as_secs_f64()
                ),
            ),
            (_, Some(signal), _) => {
                (ProblemKind::Exit, format!("the process was ended by signal {signal}"))
            }
            (_, _, Some(status)) => {
                (ProblemKind::Exit, format!("the process ended with status {status}"))
            }
            _ => (ProblemKind::Exit, "the process ended".to_owned()),
        };
        Problem { kind, surface: surface_of(&self.phase), message, frames: Vec::new() }
    }

    /// A warning if more was printed than is kept.
    pub(super) fn overflow(&self, limits: &Limits) -> Option<Problem> {
        let phase = self.overflow_phase.as_deref()?;
        Some(Problem {
            kind: ProblemKind::Output,
            surface: surface_of(phase),
            message: format!("printed {} bytes, of which {} are kept", self.printed, limits.output),
            frames: Vec::new(),
        })
    }
}

/// `route:/about` → `/about`; `None` for phases of the app as a whole.
fn surface_of(phase: &str) -> Option<String> {
    phase.split_once(':').map(|(_, path)| path.to_owned())
}
