//! Where new contents wait until all of them are written: inside the output folder, because only there is a
//! rename sure to work.
//!
//! Few files wait beside the outputs. Making and removing a folder for them takes ext4 some milliseconds if it
//! tells the disk of what becomes free, which is more than all else that an edit costs. Many wait in a folder of
//! their own: their names would leave the output folder large for good.

use super::folder::{ENTER, OutputFolder};
use crate::failpoint;
use crate::owner::Owner;
use crate::parallel;
use rustix::fs::{AtFlags, Dir, Mode, OFlags};
use rustix::io::Errno;
use std::fs::File;
use std::io::{self, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

/// The folder's name, and how those of files begin that wait beside the outputs.
pub(super) const STAGE: &str = ".sprag-stage";

/// More files than these get a folder.
const FEW: usize = 32;

/// Files that wait to be put in place, called by their number.
pub(super) struct Stage {
    pub(super) fd: OwnedFd,
    path: PathBuf,
    /// How many folders it has, if it is one itself: as many as can be written to at once. A file waits in the one
    /// that its number leads to.
    rows: Option<usize>,
    files: usize,
    owner: Option<Owner>,
}

impl OutputFolder {
    /// An empty stage for so many files.
    pub(super) fn stage(&self, files: usize) -> io::Result<Stage> {
        remove(&self.fd, self.path(), STAGE);
        let rows = (files > FEW).then(|| parallel::threads(files));
        let fd = match rows {
            Some(_) => self.new_folder(&self.fd, STAGE)?,
            None => rustix::fs::openat(&self.fd, ".", ENTER, Mode::empty())?,
        };
        for row in 0..rows.unwrap_or_default() {
            self.new_folder(&fd, &row.to_string())?;
        }
        let path = self.path().join(if rows.is_some() { STAGE } else { "." });
        Ok(Stage { fd, path, rows, files, owner: self.owner })
    }

    /// Makes a folder that is nobody's business but ours.
    fn new_folder(&self, within: &OwnedFd, name: &str) -> io::Result<OwnedFd> {
        rustix::fs::mkdirat(within, name, Mode::RWXU)?;
        let folder = rustix::fs::openat(within, name, ENTER, Mode::empty())?;
        self.owner.map_or(Ok(()), |owner| owner.take(&folder))?;
        Ok(folder)
    }

    /// Removes a stage with what is left in it. Best effort: what stays behind is removed by the next build.
    pub(super) fn remove_stage(&self, stage: &Stage) {
        if stage.rows.is_some() {
            remove(&self.fd, self.path(), STAGE);
            return;
        }
        // A build that was killed may have left more of them.
        let mut index = 0;
        while remove(&self.fd, self.path(), &stage.name(index)) || index < stage.files {
            index += 1;
        }
    }

    /// Removes what killed builds have left.
    pub(super) fn clear_stages(&self) {
        let listed = rustix::fs::openat(&self.fd, ".", ENTER, Mode::empty()).and_then(Dir::new);
        let Ok(listed) = listed else { return };
        for entry in listed.flatten() {
            if let Ok(name) = entry.file_name().to_str()
                && name.starts_with(STAGE)
            {
                remove(&self.fd, self.path(), name);
            }
        }
    }
}

impl Stage {
    pub(super) fn name(&self, index: usize) -> String {
        match self.rows {
            Some(rows) => format!("{}/{index}", index % rows),
            None => format!("{STAGE}-{index}"),
        }
    }

    /// `write` for each number below `files`, with those of each row on a thread of its own. What it returns comes in
    /// no order; of failures one is told.
    pub(super) fn fill<T: Send, E: Send>(
        &self,
        files: usize,
        write: impl Fn(usize) -> Result<T, E> + Sync,
    ) -> Result<Vec<T>, E> {
        let rows: Vec<usize> = (0..self.rows.unwrap_or(1)).collect();
        let row =
            |(): &mut (), row: &usize| (*row..files).step_by(rows.len()).map(&write).collect();
        let done: Vec<Result<Vec<T>, E>> = parallel::map(&rows, vec![(); rows.len()], row);
        done.into_iter()
            .collect::<Result<Vec<_>, E>>()
            .map(|rows| rows.into_iter().flatten().collect())
    }

    pub(super) fn write(&self, index: usize, content: &[u8]) -> io::Result<()> {
        failpoint::reach_nth("publish-stage", index)?;
        let mut file = File::from(self.create(index)?);
        self.owner.map_or(Ok(()), |owner| owner.take(&file))?;
        file.write_all(content)
    }

    fn create(&self, index: usize) -> Result<OwnedFd, Errno> {
        let name = self.name(index);
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        self.make(&name, || rustix::fs::openat(&self.fd, &name, flags, Mode::from_raw_mode(0o666)))
    }

    /// Makes something of this name, also where a build that was killed has left a file or a folder.
    fn make<T>(&self, name: &str, make: impl Fn() -> Result<T, Errno>) -> Result<T, Errno> {
        match make() {
            Err(Errno::EXIST) => {
                remove(&self.fd, &self.path, name);
                make()
            }
            made => made,
        }
    }

    pub(super) fn make_folder(&self, index: usize) -> io::Result<()> {
        let name = self.name(index);
        let mode = Mode::from_raw_mode(0o777);
        self.make(&name, || rustix::fs::mkdirat(&self.fd, &name, mode))?;
        let Some(owner) = self.owner else { return Ok(()) };
        owner.take(rustix::fs::openat(&self.fd, &name, ENTER, Mode::empty())?)
    }
}

/// Whether something of this name was there and is gone.
fn remove(folder: &OwnedFd, path: &Path, name: &str) -> bool {
    let removed = match rustix::fs::unlinkat(folder, name, AtFlags::empty()) {
        Err(Errno::ISDIR | Errno::PERM) => std::fs::remove_dir_all(path.join(name)),
        removed => removed.map_err(io::Error::from),
    };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(%error, name, "what was staged could not be removed");
            false
        }
        removed => removed.is_ok(),
    }
}
