//! Watching a project's folders: which paths may have changed, and proof that no change is missing.
//!
//! An event is taken for one thing only: "something may have happened at this path". What a path
//! holds now is for the caller to look up. [`Watch::changes`] is the proof: it leaves a mark in a
//! watched folder and waits until the mark comes back as an event, so everything that happened
//! before is known. Whatever puts that in doubt (an overflow, an error, a limit, a file system without
//! events, a mark that does not come back in time) makes the answer [`Changes::Unknown`]: the
//! caller then looks at everything, and at what differs only.
//!
//! Folders are watched one by one, never recursively: a folder that is made while it is being added
//! would lose what happens in it. Callers watch a folder first ([`Watch::cover`]) and list it then.
//!
//! Not seen by the kernel's events: see docs/freshness.md. Nothing here reads a project file.

mod alarm;
mod backend;
mod file_system;
mod mark;
mod mounts;

pub(crate) use alarm::{Alarm, Rung};
use backend::Backend;
pub(crate) use file_system::tells_events;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What may have changed since the last answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Changes {
    /// At these absolute paths or, where they are folders, below them; nowhere else.
    At(BTreeSet<PathBuf>),
    /// Anywhere.
    Unknown,
}

/// Why there are no events.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Blind {
    #[error("events were lost")]
    Lost,
    #[error("the file system of {} tells no events", .0.display())]
    FileSystem(PathBuf),
    #[error("events took too long")]
    Late,
    #[error("something was mounted in the project, or unmounted")]
    Mounted,
    #[error("no more folders can be watched (fs.inotify.max_user_watches)")]
    Limit,
    #[error(
        "no more programs can watch, or this one has too many files open (fs.inotify.max_user_instances)"
    )]
    Watchers,
    #[error(transparent)]
    Notify(#[from] notify::Error),
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// How often in a row watching begins again at once; later attempts wait.
const IMMEDIATE_RESTARTS: u32 = 3;
const FIRST_DELAY: Duration = Duration::from_millis(100);
const LONGEST_DELAY: Duration = Duration::from_secs(10);

/// What does not go away by itself is tried again after this time.
const HOPELESS_DELAY: Duration = Duration::from_secs(60);

/// Watching without a failure for so long makes earlier failures forgotten.
const FORGIVEN_AFTER: Duration = Duration::from_secs(10);

/// The watch over one project. Without it ([`Watch::off`]) all answers are [`Changes::Unknown`].
#[derive(Debug)]
pub(crate) struct Watch {
    root: PathBuf,
    alarm: Option<Alarm>,
    silent: Vec<PathBuf>,
    backend: Option<Backend>,
    restarts: u32,
    last_start: Option<Instant>,
    not_before: Option<Instant>,
}

impl Watch {
    /// Watches nothing, ever.
    pub(crate) fn off(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            alarm: None,
            silent: Vec::new(),
            backend: None,
            restarts: 0,
            last_start: None,
            not_before: None,
        }
    }

    /// Rings `alarm` whenever project files may have changed. Begins with [`Watch::restart`].
    pub(crate) fn ringing(root: &Path, alarm: Alarm) -> Self {
        Self { alarm: Some(alarm), ..Self::off(root) }
    }

    /// Everything that may have changed since the last call, up to the moment of this one. Folders
    /// among it may not be watched any more: cover them again before listing them.
    ///
    /// Answers within [`mark::PATIENCE`].
    pub(crate) fn changes(&mut self) -> Changes {
        let Some(backend) = &mut self.backend else { return Changes::Unknown };
        match backend.changes() {
            Ok(paths) => {
                if self.last_start.is_some_and(|start| start.elapsed() > FORGIVEN_AFTER) {
                    self.restarts = 0;
                }
                Changes::At(paths)
            }
            Err(blind) => {
                self.blinded(&blind);
                Changes::Unknown
            }
        }
    }

    /// Forgets all folders and begins anew, unless it failed too often lately. Call before listing
    /// everything; `silent` folders (outputs) ring no alarm.
    pub(crate) fn restart(&mut self, silent: &[PathBuf]) {
        let Some(alarm) = &self.alarm else { return };
        self.silent = silent.to_vec();
        let now = Instant::now();
        if self.not_before.is_some_and(|moment| now < moment) {
            self.backend = None;
            return;
        }
        self.restarts += 1;
        self.last_start = Some(now);
        let doublings = self.restarts.saturating_sub(IMMEDIATE_RESTARTS + 1).min(10);
        self.not_before = (self.restarts > IMMEDIATE_RESTARTS)
            .then(|| now + (FIRST_DELAY * (1 << doublings)).min(LONGEST_DELAY));
        // The new one exists before the old one goes.
        match Backend::start(&self.root, alarm.clone(), silent) {
            Ok(backend) => {
                self.backend = Some(backend);
                alarm.stop_polling();
            }
            Err(blind) => self.blinded(&blind),
        }
    }

    /// Watches these folders, if they are not watched yet. A failure makes the next answer unknown.
    pub(crate) fn cover(&mut self, folders: &[PathBuf]) {
        let Some(backend) = &mut self.backend else { return };
        if let Err(blind) = backend.cover(folders) {
            self.blinded(&blind);
        }
    }

    /// Whether events are being received.
    pub(crate) fn is_watching(&self) -> bool {
        self.backend.is_some()
    }

    fn blinded(&mut self, blind: &Blind) {
        self.backend = None;
        let is_hopeless = matches!(blind, Blind::FileSystem(_) | Blind::Limit | Blind::Watchers);
        if is_hopeless {
            self.not_before = Some(Instant::now() + HOPELESS_DELAY);
        }
        tracing::warn!(reason = %blind, is_hopeless, "not watching: looking at all files instead");
        if let Some(alarm) = &self.alarm {
            alarm.ring();
            alarm.poll(&self.root, &self.silent);
        }
    }
}

#[cfg(test)]
mod tests;
