//! Whose the files are that a build makes.
//!
//! `sudo sprag build`, and a container that works as root on a folder of its host, are to leave nothing
//! that the project's user cannot change or remove. So what root makes in somebody's folder is given
//! to that somebody; whoever else builds owns what is made anyway.

use rustix::fs::OFlags;
use std::fs::{self, File, Metadata};
use std::io;
use std::os::fd::AsFd;
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, fchown};
use std::path::Path;

/// A user and a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Owner {
    user: u32,
    group: u32,
}

impl Owner {
    /// Who is to own what this process makes in the folder; `None` if that goes by itself.
    pub(crate) fn of_new_files_in(folder: &Metadata) -> Option<Self> {
        let is_root = rustix::process::geteuid().is_root();
        (is_root && folder.uid() != 0).then(|| Self { user: folder.uid(), group: folder.gid() })
    }

    /// Gives away what this process has just made.
    pub(crate) fn take(self, made: impl AsFd) -> io::Result<()> {
        fchown(made, Some(self.user), Some(self.group))
    }
}

/// Gives a file or folder that this process has just made to the owner of the folder around it. Best
/// effort: it can be read all the same.
pub(crate) fn settle(made: &Path) {
    let given = || -> io::Result<()> {
        let Some(folder) = made.parent() else { return Ok(()) };
        let Some(owner) = Owner::of_new_files_in(&fs::metadata(folder)?) else { return Ok(()) };
        let flags = (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed();
        let file = File::options().read(true).custom_flags(flags).open(made)?;
        let metadata = file.metadata()?;
        // Under another name it may be anybody's.
        let is_new = metadata.uid() == 0 && (metadata.is_dir() || metadata.nlink() == 1);
        if is_new { owner.take(file) } else { Ok(()) }
    };
    if let Err(error) = given() {
        tracing::debug!(path = %made.display(), %error, "stays root's");
    }
}
