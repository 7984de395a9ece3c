//! What client and daemon say to each other.
//!
//! A frame (`rendezvous::frame`) holds JSON. The first frame of each
//! side, and the requests [`Request::Status`] and [`Request::Stop`], keep their shape for ever, so
//! that any version can look at and replace any other. Everything else is spoken only between equal
//! build ids. Unknown fields are ignored.

use crate::audit::Account;
use crate::dev::message::{DevCommand, DevEvent, DevRequest};
use crate::report::Report;
use queries::artifact::BuildKind;
use queries::memory::MemoryUse;
use queries::survey::Survey;
use queries::why::Compiled;
use rendezvous::frame;
pub use rendezvous::hello::{Hello, Saved, VERSION};
pub use rendezvous::peer::{HEARTBEAT, HELLO_PATIENCE, SILENCE};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// The longest frame that a daemon accepts, in bytes.
pub const LONGEST_REQUEST: usize = 1 << 20;

pub use rendezvous::frame::LONGEST as LONGEST_REPLY;

/// A frame with so many stays far below the longest one.
const REPORTS_PER_REPLY: usize = 1000;

/// The daemon's answer to [`Hello`].
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Greeting {
    Welcome {
        pid: u32,
        version: String,
    },
    /// Only status and stop will be answered.
    OtherBuild {
        pid: u32,
        version: String,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    Build(Box<BuildRequest>),
    /// Build once more what was built last.
    Saved(Saved),
    /// Build now and after every change, until the client goes away. Each build begins with
    /// [`Reply::Begun`].
    Watch(Box<BuildRequest>),
    /// Serves the app as long as the connection lives.
    Dev(Box<DevRequest>),
    /// While the app is served.
    DevCommand(DevCommand),
    /// Check the app and say what it consists of: [`Reply::Survey`] comes before [`Reply::Finished`].
    Survey {
        build: Box<BuildRequest>,
        /// A path or class whose classes come with their code.
        target: Option<String>,
    },
    /// Check the app, and say what is known for it: [`Reply::Audited`] comes before
    /// [`Reply::Finished`].
    Audit(Box<BuildRequest>),
    Status,
    /// How much memory there is, and what for: [`Reply::Memory`].
    Memory,
    Stop {
        reason: String,
    },
}

/// Everything a build depends on apart from the project's files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuildRequest {
    pub kind: BuildKind,
    /// Absolute.
    pub output: PathBuf,
    /// `module:attribute` of the app, where it is not the usual one.
    pub app: Option<String>,
    /// The interpreter that runs the app. Absolute.
    pub python: PathBuf,
    /// The client's environment; the daemon's own is never used.
    pub environment: BTreeMap<String, String>,
    /// Whether to write outputs, or only to look for problems.
    pub publish: bool,
    /// Whether the app's Python renders pages; else the code of browsers is all that is built, and
    /// everything else stays as it is.
    pub prerender: bool,
    /// What the client keeps new files from being (`umask`).
    pub umask: u32,
}

impl Request {
    /// The build that it asks for, if it names one.
    pub fn build(&self) -> Option<&BuildRequest> {
        match self {
            Self::Build(build) | Self::Watch(build) | Self::Audit(build) => Some(build),
            Self::Dev(dev) => Some(&dev.build),
            Self::Survey { build, .. } => Some(build),
            Self::Saved(_)
            | Self::DevCommand(_)
            | Self::Status
            | Self::Memory
            | Self::Stop { .. } => None,
        }
    }
}

impl BuildRequest {
    /// Whether two requests differ in nothing but variables of the environment: of these only the app's Python
    /// knows which matter, and no two shells have the same.
    pub(crate) fn is_for_the_same(&self, other: &Self) -> bool {
        let Self { kind, output, app, python, environment: _, publish, prerender, umask } = self;
        (*kind, *publish, *prerender, *umask)
            == (other.kind, other.publish, other.prerender, other.umask)
            && (output, app, python) == (&other.output, &other.app, &other.python)
    }

    /// Whether the request stays within the project at `root`: it writes to a folder of its own, never
    /// to the project itself or to something around it.
    ///
    /// # Errors
    /// It does not; the reason is for people.
    pub fn stays_within(&self, root: &Path) -> Result<(), String> {
        let is_plain = |part| matches!(part, Component::RootDir | Component::Normal(_));
        if !self.output.is_absolute() || !self.output.components().all(is_plain) {
            return Err(format!("{} is no path of an output folder", self.output.display()));
        }
        if root.starts_with(&self.output) {
            return Err(format!(
                "the output folder {} would hold the project",
                self.output.display()
            ));
        }
        Ok(())
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// To [`Request::Saved`] without waiting.
    Noted,
    /// To [`Request::Saved`]: nothing was built yet.
    NothingToRepeat,
    Begun,
    /// The daemon works on the request, and nothing else is to be said: comes every [`HEARTBEAT`], so that
    /// [`SILENCE`] says that the daemon is frozen.
    Alive,
    Progress(Progress),
    /// Nothing has changed since the last build; its problems and its summary follow.
    Repeats {
        /// Equal answers stand for equal problems and summaries.
        answer: String,
    },
    /// At most [`REPORTS_PER_REPLY`] problems.
    Reports(Arc<[Report]>),
    /// The build has stopped, because a newer request for the same came; its result is the result of
    /// this request too.
    Superseded,
    /// The build gives no sign of life.
    Degraded {
        reason: String,
    },
    /// There will be no result: the daemon ends. What was asked for is to be done without it.
    Stopping {
        reason: String,
    },
    Survey(Box<Survey>),
    Audited(Box<Account>),
    Finished(Summary),
    Dev(DevEvent),
    Status(Status),
    Memory(Memory),
    /// The socket is gone and the process is about to be.
    Stopped,
    /// The daemon failed, not the app.
    Failed {
        message: String,
    },
}

impl Reply {
    /// The replies that tell all these problems.
    pub(crate) fn reports(reports: &[Report]) -> impl Iterator<Item = Self> {
        reports.chunks(REPORTS_PER_REPLY).map(|chunk| Self::Reports(chunk.into()))
    }

    /// Whether nothing more follows for a build.
    pub fn is_last(&self) -> bool {
        matches!(self, Self::Finished(_) | Self::Failed { .. } | Self::Stopping { .. })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    pub phase: Phase,
    pub done: usize,
    /// 0 if unknown.
    pub total: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    Read,
    Render,
    Compile,
    Publish,
}

impl Phase {
    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Read => "reading",
            Self::Render => "rendering",
            Self::Compile => "compiling",
            Self::Publish => "publishing",
        }
    }
}

/// How a build ended.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// Problems that make the exit status 1.
    pub errors: usize,
    pub warnings: usize,
    /// Whether the output folder holds this build.
    pub published: bool,
    /// Output files, relative to the output folder.
    pub written: Vec<String>,
    pub removed: Vec<String>,
    pub unchanged: usize,
    /// Outputs that are still those of an earlier build, because the newest source has errors.
    pub stale: Vec<String>,
    /// What was computed again, in order: `class_js app/…/components.py:Counter`.
    pub executed: Vec<String>,
    /// Project files that differ from the build before.
    pub changed: Vec<String>,
    /// Of these, the ones that were gone or empty: they may be back by now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub away: Vec<String>,
    /// Classes that were compiled again, and why; empty where everything was.
    pub compiled: Vec<Compiled>,
    /// Pages that the app's Python rendered, and why.
    pub rendered: Vec<RenderedPage>,
    /// Nothing was known before this build, so everything was computed.
    pub is_first: bool,
    pub surfaces: usize,
    /// How long the build took, in milliseconds.
    pub milliseconds: u64,
}

/// A path that was rendered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RenderedPage {
    pub path: String,
    pub reason: String,
}

/// What a daemon says of itself; computed without waiting for a build.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Status {
    pub pid: u32,
    pub version: String,
    pub root: PathBuf,
    pub state: State,
    /// Whether changes are told by the system; else every build looks at all files.
    #[serde(default)]
    pub watching: bool,
    /// Builds since the start.
    pub builds: u64,
    pub clients: usize,
    /// Milliseconds since the start.
    pub uptime: u64,
    /// Resident memory in bytes.
    pub memory: u64,
}

/// What the memory of a daemon is used for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// Of the whole process, in bytes.
    pub resident: u64,
    /// Of that, what is in use on the heap: values, what the graph needs to find them, and all that is none of its.
    pub used: u64,
    /// Between what is in use, and not given back to the system.
    pub free: u64,
    /// The values that the daemon remembers, by query, the largest first; `None` while a build runs.
    pub queries: Option<Vec<MemoryUse>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    Idle,
    /// For so many milliseconds.
    Building {
        since: u64,
    },
    Stopping,
}

/// Identifies the running program: two builds of one version differ.
///
/// The file's identity stands for its content, which would take longer to read than a build.
///
/// # Errors
/// The program's own file cannot be looked up.
pub fn build_id() -> io::Result<String> {
    let own = std::fs::metadata("/proc/self/exe")
        .or_else(|_| std::env::current_exe().and_then(std::fs::metadata))?;
    Ok(rendezvous::hello::build_id(&own))
}

/// Writes one frame.
///
/// # Errors
/// The peer is gone, or the message is longer than a frame can be.
pub fn write_frame(to: &mut impl Write, message: &impl Serialize) -> io::Result<()> {
    to.write_all(&frame::frame(&serde_json::to_vec(message)?)?)
}

/// Reads one frame of at most `longest` bytes.
///
/// # Errors
/// The peer is gone, sends too much, or sends something else than a `T`.
pub fn read_frame<T: DeserializeOwned>(from: &mut impl Read, longest: usize) -> io::Result<T> {
    Ok(serde_json::from_slice(&frame::read(from, longest)?)?)
}

/// Milliseconds since `start`: the unit of all times in messages.
pub fn milliseconds(start: std::time::Instant) -> u64 {
    u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_survives_the_way() {
        let mut wire = Vec::new();
        write_frame(&mut wire, &Request::Stop { reason: "über".to_owned() }).unwrap();
        let read = read_frame(&mut wire.as_slice(), 100).unwrap();
        assert!(matches!(read, Request::Stop { reason } if reason == "über"));
    }

    #[test]
    fn a_cut_or_oversized_frame_is_an_error_and_allocates_nothing() {
        let cut = [4, 0, 0, 0, b'1'];
        assert!(read_frame::<u32>(&mut cut.as_slice(), 100).is_err());
        let long = [0xff, 0xff, 0xff, 0xff];
        assert!(read_frame::<u32>(&mut long.as_slice(), 100).is_err());
    }

    #[test]
    fn unknown_fields_are_ignored() {
        let hello = r#"{"sprag":1,"build_id":"a","version":"9","later":{}}"#;
        assert_eq!(serde_json::from_str::<Hello>(hello).unwrap().version, "9");
    }
}
