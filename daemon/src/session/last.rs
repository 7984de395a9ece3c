//! The last finished build: kept so that a request for the same again costs nothing.

use super::{Made, Observer, is_code};
use crate::protocol::{BuildRequest, Reply, Summary};
use crate::publish;
use crate::report::Report;
use crate::stamp::Hash;
use crate::vfs::Unreadable;
use queries::db::BuildDatabase;
use queries::diagnostic::Severity;
use queries::surface::output::Build;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A finished build and what it depended on besides files.
pub(super) struct Last {
    pub(super) request: BuildRequest,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) is_unusable: bool,
    pub(super) build: Build,
    pub(super) reports: Vec<Report>,
    pub(super) summary: Summary,
    /// The outputs of the build before that alone could differ, if it left all others alone.
    pub(super) replaced: Option<Vec<Arc<str>>>,
    /// What is told when the build is asked for again, once it was.
    pub(super) repeated: Option<Vec<Reply>>,
}

/// What else a follower of builds is shown.
pub(super) struct Around<'a> {
    pub(super) db: &'a BuildDatabase,
    pub(super) framework: Option<&'a Path>,
    pub(super) broken: &'a BTreeMap<Arc<str>, Arc<str>>,
}

impl Last {
    /// Whether the build has no errors.
    pub(super) fn is_complete(&self) -> bool {
        self.reports.iter().all(|report| report.severity != Severity::Error)
    }

    /// Whether an output that this build lacks may be the last good one of an earlier build. What
    /// cannot be read, or asked, may be the source of anything.
    pub(super) fn is_last_good(&self, path: &str) -> bool {
        if !self.request.prerender && !is_code(self.request.kind, path) {
            return true;
        }
        !self.is_complete()
            && (!self.unreadable.is_empty() || self.is_unusable || self.build.missing.covers(path))
    }

    pub(super) fn tell(&self, around: &Around<'_>, observer: &mut dyn Observer) {
        let is_complete = self.is_complete();
        observer.made(&Made {
            db: around.db,
            build: &self.build,
            reports: &self.reports,
            summary: &self.summary,
            framework: around.framework,
            broken: around.broken,
            is_last_good: &|path| {
                (!is_complete || !self.request.prerender) && self.is_last_good(path)
            },
        });
    }

    /// Tells the same result again; nothing was done for it.
    pub(super) fn repeat(
        &mut self,
        around: &Around<'_>,
        reply: &mut dyn FnMut(Reply),
        observer: &mut dyn Observer,
    ) -> Summary {
        if self.repeated.is_none() {
            self.summary = repeated(std::mem::take(&mut self.summary));
            self.repeated = Some(told(&self.reports, &self.summary));
        }
        self.tell(around, observer);
        self.repeated.iter().flatten().cloned().for_each(reply);
        self.summary.clone()
    }
}

/// The replies of a build that finds nothing to do, but for the last.
pub(super) fn told(reports: &[Report], summary: &Summary) -> Vec<Reply> {
    let first = Reply::Repeats { answer: answer(reports, summary) };
    [first].into_iter().chain(Reply::reports(reports)).collect()
}

/// The summary of a build that finds nothing to do after another.
pub(super) fn repeated(before: Summary) -> Summary {
    Summary {
        unchanged: before.unchanged + before.written.len(),
        written: Vec::new(),
        removed: Vec::new(),
        executed: Vec::new(),
        changed: Vec::new(),
        away: Vec::new(),
        compiled: Vec::new(),
        rendered: Vec::new(),
        is_first: false,
        milliseconds: 0,
        ..before
    }
}

/// Stands for these problems and this summary.
fn answer(reports: &[Report], summary: &Summary) -> String {
    let told = serde_json::to_vec(&(reports, summary)).unwrap_or_default();
    Hash::of(&told).to_string()
}

/// The folders that earlier builds wrote to, as the project's records tell. Each is read once: its name stands for
/// the folder.
#[derive(Debug, Default)]
pub(super) struct Records {
    known: BTreeMap<PathBuf, PathBuf>,
}

impl Records {
    /// All of them, and `output`; sorted.
    pub(super) fn outputs(&mut self, folder: &Path, output: &Path) -> Vec<PathBuf> {
        let mut known = BTreeMap::new();
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let before = self.known.remove(&path);
            if let Some(output) = before.or_else(|| publish::recorded_output(&path)) {
                known.insert(path, output);
            }
        }
        self.known = known;
        let outputs = self.known.values().map(PathBuf::as_path).chain([output]);
        outputs.collect::<BTreeSet<_>>().into_iter().map(Path::to_owned).collect()
    }
}
