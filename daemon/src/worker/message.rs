//! What the daemon and the Python side say to each other, as `daemon/worker/` writes it.

use super::Limits;
use super::files::Importable;
use queries::render::{AppDescription, Problem, ProblemKind, RenderedEntry};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum ToWorker<'a> {
    Build(Order<'a>),
    /// Whether changed modules are as the plan for them assumes; answered by [`FromChild::Checked`].
    Check {
        root: &'a Path,
        changed: &'a BTreeSet<String>,
        /// Seconds.
        deadline: f64,
    },
    Cancel,
}

#[derive(Debug, Serialize)]
pub(super) struct Order<'a> {
    pub(super) root: &'a Path,
    pub(super) target: Option<&'a str>,
    pub(super) environment: &'a BTreeMap<String, String>,
    /// Seconds.
    pub(super) deadline: f64,
    pub(super) output_limit: usize,
    /// Phases that ended an earlier process of this build.
    pub(super) skip: Vec<&'a str>,
    /// The app has to be imported anew.
    pub(super) is_new: bool,
    /// Modules that differ from what the app's process has loaded.
    pub(super) changed: &'a BTreeSet<String>,
    /// The app's declarations are asked for.
    pub(super) describe: bool,
    /// What is known of the surfaces, in their order.
    pub(super) known: &'a [Known<'a>],
    /// The texts of the states that known surfaces leave behind.
    pub(super) states: BTreeMap<&'a str, &'a str>,
}

/// Kind, pattern and path of a surface, and the states of the stores around it if it is fresh as long
/// as they are what they were: before it, and after it if that differs.
pub(super) type Known<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, Option<&'a str>);

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
    /// The app's process has imported the app anew.
    Imported(Box<Imported>),
    /// The app's process has loaded edited modules anew.
    Reloaded(Box<Imported>),
    App {
        app: Box<AppDescription>,
        /// Describing changes the stores: it is part of every build.
        has_effects: bool,
    },
    NoApp {
        problems: Vec<Problem>,
    },
    /// A state of the stores that is named from now on.
    State {
        identity: StateId,
        text: String,
    },
    Entry {
        entry: Box<RenderedEntry>,
        /// The state of the stores in its payload.
        stores: StateId,
    },
    /// Everything was rendered.
    Rendered(Box<RenderedDependencies>),
    Finished(Finished),
    /// Nothing was done: the app's process cannot take in these modules, or is gone.
    Outdated {
        paths: BTreeSet<String>,
    },
    Checked {
        outdated: BTreeSet<String>,
    },
}

/// Names a state of all stores.
pub(super) type StateId = Arc<str>;

/// What importing the app depended on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Imported {
    /// The files whose code makes each surface, by its kind and pattern.
    pub(super) roots: BTreeMap<String, Vec<String>>,
    /// The process can do further builds.
    #[serde(default)]
    pub(super) stays: bool,
    #[serde(flatten)]
    pub(super) recorded: Recorded,
}

/// What booting, describing and rendering depended on.
#[derive(Debug, Default, Deserialize)]
pub(super) struct RenderedDependencies {
    pub(super) surfaces: BTreeMap<String, SurfaceDependencies>,
    /// Functions that ran before the first surface; see [`Recorded::ran`].
    pub(super) ran_early: Vec<String>,
    #[serde(flatten)]
    pub(super) recorded: Recorded,
}

/// What was read, by code for all surfaces; paths are absolute except those of modules.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Recorded {
    /// Project files loaded as modules.
    pub(super) modules: BTreeMap<String, Option<Signature>>,
    /// The modules that each of them imports.
    pub(super) imports: BTreeMap<String, Vec<String>>,
    /// Files that were read as data.
    pub(super) files: BTreeMap<PathBuf, Option<Signature>>,
    /// Directories listed to find modules.
    pub(super) discovery_listings: BTreeMap<PathBuf, Option<Vec<String>>>,
    /// What imports found in directories under the names that they looked for.
    pub(super) lookups: BTreeMap<PathBuf, BTreeMap<String, Importable>>,
    /// Directories listed by user code.
    pub(super) listings: BTreeMap<PathBuf, Option<Vec<String>>>,
    pub(super) variables: BTreeSet<String>,
    pub(super) volatile: BTreeSet<String>,
    /// Functions that ran, as `path:qualified.name`.
    pub(super) ran: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
pub(super) struct SurfaceDependencies {
    pub(super) variables: BTreeSet<String>,
    pub(super) volatile: BTreeSet<String>,
    /// The state of the stores before it was rendered.
    pub(super) before: StateId,
    /// `None` if it did not change.
    pub(super) after: Option<StateId>,
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
