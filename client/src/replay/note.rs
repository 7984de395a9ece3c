//! What a command asks, and what it prints when nothing has changed.

use super::Key;
use crate::words::Words;
use rendezvous::stamp::{Stamp, now};
use rendezvous::state_dir;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Notes that are kept; the oldest go first.
const KEPT: usize = 256;

/// Files and folders with their stamps; those that are absent count, too.
pub type Stamps = Vec<(PathBuf, Option<Stamp>)>;

/// A folder by its identity: files may come and go in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    path: PathBuf,
    dev: u64,
    ino: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Note {
    /// Where the project is, as the command names it.
    pub root: Place,
    /// Everything by which `spragd` decided what to ask.
    pub stamps: Stamps,
    pub socket: PathBuf,
    /// The first message to the daemon.
    pub hello: serde_json::Value,
    /// The second one; its `environment` is empty, and is filled in anew each time.
    pub request: serde_json::Value,
    /// The first reply if nothing has changed.
    pub unchanged: String,
    /// What is printed then to standard error.
    pub errors: String,
    /// And to standard output.
    pub output: String,
    /// The exit status.
    pub status: u8,
    /// How to tell of a build that changes something and goes well, if that can be told in a few words.
    pub words: Option<Words>,
}

impl Place {
    /// # Errors
    /// There is no such folder.
    pub fn of(path: &Path) -> io::Result<Self> {
        let metadata = fs::metadata(path)?;
        Ok(Self { path: path.to_owned(), dev: metadata.dev(), ino: metadata.ino() })
    }

    fn is_there(&self) -> bool {
        Self::of(&self.path).is_ok_and(|found| found == *self)
    }
}

impl Note {
    /// The note of this command, if it still says what the command asks.
    pub fn load(key: &Key) -> Option<Self> {
        let note: Self = serde_json::from_slice(&fs::read(key.file().ok()?).ok()?).ok()?;
        let holds =
            note.root.is_there() && note.stamps.iter().all(|(path, known)| stamp(path) == *known);
        holds.then_some(note)
    }

    /// Keeps the note for the next time; not if a file that it depends on may be written again without
    /// a trace.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn save(&self, key: &Key) -> io::Result<()> {
        let now = now();
        if !self.stamps.iter().all(|(_, stamp)| stamp.is_none_or(|stamp| stamp.is_settled(now))) {
            return Ok(());
        }
        let folder = Key::folder().map_err(io::Error::other)?;
        state_dir::create_private(&folder).map_err(io::Error::other)?;
        state_dir::keep_newest(&folder, KEPT - 1)?;
        let path = key.file().map_err(io::Error::other)?;
        let new = path.with_extension(std::process::id().to_string());
        let mut file = fs::File::options().create_new(true).write(true).mode(0o600).open(&new)?;
        file.write_all(&serde_json::to_vec(self)?)?;
        fs::rename(&new, &path)
    }

    /// The request with the variables of this process.
    pub fn request_of_this_process(&self) -> serde_json::Value {
        let mut request = self.request.clone();
        if let Some(environment) = request.pointer_mut("/build/environment") {
            *environment = variables().into_iter().collect();
        }
        request
    }
}

/// The environment of this process. A variable that is not text can be no part of a deterministic build.
pub fn variables() -> BTreeMap<String, String> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

/// Of what a link leads to: an environment's interpreter is a link.
pub fn stamp(path: &Path) -> Option<Stamp> {
    fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_made_again_is_another_place() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("project");
        fs::create_dir(&path).unwrap();
        let place = Place::of(&path).unwrap();
        fs::write(path.join("file"), "").unwrap();
        assert!(place.is_there());
        fs::rename(&path, folder.path().join("old")).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(!place.is_there());
    }
}
