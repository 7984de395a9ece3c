//! Files and folders as they were when user code read them.

use super::message::Signature;
use serde::Deserialize;
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// A file as it was when user code read it.
#[derive(Clone, Debug)]
pub(super) struct FileState {
    signature: Option<Signature>,
    /// `None` if the file changed between being read and being hashed: it then counts as changed.
    hash: Option<blake3::Hash>,
}

impl FileState {
    pub(super) fn new(path: &Path, signature: Option<Signature>) -> Self {
        Self::read(path, signature).0
    }

    /// The same, with the bytes if they are those that user code read.
    pub(super) fn read(path: &Path, signature: Option<Signature>) -> (Self, Option<Vec<u8>>) {
        let is_unchanged = signature_of(path) == signature;
        let bytes = if is_unchanged { std::fs::read(path).ok() } else { None };
        let hash = bytes.as_deref().map(blake3::hash);
        (Self { signature, hash }, bytes)
    }

    /// The file as it is now, with its bytes.
    pub(super) fn now(path: &Path) -> (Self, Option<Vec<u8>>) {
        Self::read(path, signature_of(path))
    }

    /// A file that was touched but reads the same has not changed.
    pub(super) fn changed(&mut self, path: &Path) -> bool {
        let now = signature_of(path);
        if self.hash.is_some() == self.signature.is_some() && now == self.signature {
            return false;
        }
        let hash = std::fs::read(path).ok().map(|bytes| blake3::hash(&bytes));
        if hash.is_none() || hash != self.hash {
            return true;
        }
        self.signature = now;
        false
    }
}

fn signature_of(path: &Path) -> Option<Signature> {
    let metadata = path.metadata().ok()?;
    let nanoseconds = |seconds: i64, rest: i64| {
        seconds.wrapping_mul(1_000_000_000).wrapping_add(rest).cast_unsigned()
    };
    Some([
        metadata.size(),
        nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        metadata.ino(),
    ])
}

/// As `recording.listing` tells it: sorted, without what Python itself puts there.
pub(super) fn listing(path: &Path) -> Option<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir(path)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name != "__pycache__" && !name.ends_with(".pyc"))
        .collect();
    names.sort();
    Some(names)
}

/// As `recording.importable_names` tells it: what can be a module, a package or a route folder.
pub(super) fn importable_names(path: &Path) -> Option<Vec<String>> {
    let mut names = listing(path)?;
    // A link to nothing is no module yet.
    let is_there = |name: &str| path.join(name).exists();
    names.retain(|name| {
        name.ends_with(".py") && is_there(name)
            || name.starts_with('[')
            || path.join(name).join("__init__.py").exists()
    });
    Some(names)
}

/// What an import that looks for a name in a folder finds there, as `recording.what_is_there` tells it.
/// Of several, the greatest counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Importable {
    Nothing,
    /// A package too, if nothing else of the name is found in a later place.
    Folder,
    Module,
    Package,
}

impl Importable {
    pub(super) fn at(folder: &Path, name: &str) -> Self {
        let path = folder.join(name);
        if path.join("__init__.py").is_file() {
            Self::Package
        } else if folder.join(format!("{name}.py")).is_file() {
            Self::Module
        } else if path.is_dir() {
            Self::Folder
        } else {
            Self::Nothing
        }
    }

    /// Whether an import could find something else than it found when this was there. That a module goes
    /// is told by the module itself, to the surfaces that it concerns.
    pub(super) fn is_outdone(self, now: Self) -> bool {
        now > self || self == Self::Folder && now == Self::Nothing
    }
}
