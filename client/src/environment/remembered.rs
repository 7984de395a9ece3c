//! What an interpreter said of itself the last time, as long as nothing that it depends on changed.
//!
//! Starting an interpreter takes longer than a build that has nothing to do. What was found for the
//! same question (see [`Question`]) is kept beside the daemon's files, with the stamps of every file
//! and folder that the answer depends on: a missing or damaged note only means to ask again.

use super::probe::Probe;
use client::replay::{Stamps, stamp};
use daemon::state_dir::StateDir;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Variables that decide which interpreter is found, or what it can import.
const VARIABLES: [&str; 6] =
    ["PATH", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE"];

/// What the choice of an interpreter depends on besides files.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Question {
    named: Option<PathBuf>,
    variables: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Note {
    build_id: String,
    question: Question,
    python: PathBuf,
    /// Absent files and folders, too: their appearance changes the choice.
    stamps: Stamps,
}

impl Question {
    pub(super) fn new(named: Option<&Path>) -> Self {
        let variables = VARIABLES.iter().filter_map(|name| {
            Some(((*name).to_owned(), std::env::var_os(name)?.to_string_lossy().into_owned()))
        });
        Self { named: named.map(Path::to_owned), variables: variables.collect() }
    }

    /// The interpreter that was chosen for this question before, if it would be again.
    pub(super) fn remembered(&self, root: &Path) -> Option<PathBuf> {
        self.note(root).map(|note| note.python)
    }

    /// What that choice depends on.
    pub(super) fn depends_on(&self, root: &Path) -> Option<Stamps> {
        self.note(root).map(|note| note.stamps)
    }

    fn note(&self, root: &Path) -> Option<Note> {
        let text = std::fs::read(StateDir::locate(root).ok()?.interpreter()).ok()?;
        let note: Note = serde_json::from_slice(&text).ok()?;
        let is_same = note.question == *self
            && daemon::protocol::build_id().is_ok_and(|id| id == note.build_id)
            && note.stamps.iter().all(|(path, known)| stamp(path) == *known);
        is_same.then_some(note)
    }

    /// Remembers which interpreter was chosen after asking all of `asked`. Failing to is no failure.
    pub(super) fn remember(self, root: &Path, asked: &[Probe], chosen: &Path) {
        let Ok(build_id) = daemon::protocol::build_id() else { return };
        let environment = root.join(".venv");
        let own = [environment.join("bin/python"), environment];
        let searched = self.variables.get("PATH").map(String::as_str).unwrap_or_default();
        let searched = std::env::split_paths(searched).map(|folder| folder.join("python3"));
        let looked_at = asked.iter().flat_map(|probe| {
            let file = [probe.path.clone()].into_iter();
            file.chain(probe.depends_on.iter().cloned())
        });
        let stamps = own.into_iter().chain(searched).chain(looked_at);
        let stamps = stamps.map(|path| (path.clone(), stamp(&path))).collect();
        let note = Note { build_id, question: self, python: chosen.to_owned(), stamps };
        let saved = StateDir::open(root).map_err(std::io::Error::other).and_then(|state| {
            let path = state.interpreter();
            let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(&path))?;
            file.write_all(&serde_json::to_vec(&note)?)?;
            Ok(file.persist(path)?)
        });
        drop(saved);
    }
}
