//! The mark that proves that all earlier events have arrived.
//!
//! One file in a watched folder is renamed to a number never used before. A rename allocates and
//! frees nothing on disk, and the number tells a late event of an earlier mark from this one's.

use crate::{owner, private_folder};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long a mark may take to come back.
pub(super) const PATIENCE: Duration = Duration::from_millis(250);

/// Where marks are made, in the project: on its file system.
const FOLDER: &str = ".sprag/watch";

#[derive(Debug)]
pub(super) struct Marks {
    folder: PathBuf,
    /// Distinguishes the processes that share the folder.
    owner: u32,
    last: u64,
}

impl Marks {
    /// Marks in the project at `root`; the file is made, and what ended processes left is removed.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let folder = root.join(FOLDER);
        private_folder::create(&folder)?;
        let marks = Self { folder, owner: std::process::id(), last: unused() };
        for entry in fs::read_dir(&marks.folder)?.flatten() {
            if let Some((owner, _)) = entry.file_name().to_str().and_then(parse)
                && (owner == marks.owner || !Path::new(&format!("/proc/{owner}")).exists())
            {
                let _ = fs::remove_file(entry.path());
            }
        }
        fs::write(marks.path(marks.last), "")?;
        owner::settle(&marks.path(marks.last));
        Ok(marks)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a new mark and returns its number.
    pub(super) fn make(&mut self) -> io::Result<u64> {
        let next = unused();
        fs::rename(self.path(self.last), self.path(next))?;
        self.last = next;
        Ok(next)
    }

    fn path(&self, number: u64) -> PathBuf {
        self.folder.join(format!("{}-{number}", self.owner))
    }
}

/// A number that no mark of this process has had. The marks of a watch that is being replaced lie in
/// the same folder, and are removed when it goes.
fn unused() -> u64 {
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed) + 1
}

impl Drop for Marks {
    fn drop(&mut self) {
        let _ = fs::remove_file(self.path(self.last));
    }
}

/// The number of the mark with this file name, if it is one of this process.
pub(super) fn number(name: &str) -> Option<u64> {
    parse(name).filter(|(owner, _)| *owner == std::process::id()).map(|(_, number)| number)
}

fn parse(name: &str) -> Option<(u32, u64)> {
    let (owner, number) = name.split_once('-')?;
    Some((owner.parse().ok()?, number.parse().ok()?))
}
