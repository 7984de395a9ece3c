//! The output folder, entered step by step so that no symbolic link is ever followed.

use super::PublishError;
use super::record::stays_below;
use super::stage::Stage;
use crate::owner::{self, Owner};
use crate::stamp::{Hash, Hashes};
use rustix::fs::{AtFlags, Dir, FileType, Mode, OFlags, RenameFlags};
use rustix::io::Errno;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Read};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub(super) const ENTER: OFlags = OFlags::DIRECTORY.union(OFlags::NOFOLLOW).union(OFlags::CLOEXEC);
const READ: OFlags = OFlags::NOFOLLOW.union(OFlags::NONBLOCK).union(OFlags::CLOEXEC);

pub(super) struct OutputFolder {
    path: PathBuf,
    pub(super) fd: OwnedFd,
    pub(super) owner: Option<Owner>,
    /// The folder below that was entered last: its files come one after the other. Forgotten by whoever removes
    /// a folder or puts something in its place.
    entered: RefCell<Option<(String, Arc<OwnedFd>)>>,
}

/// What is at a path of the output folder.
pub(super) enum Found {
    Nothing,
    File(Hash),
    /// A symbolic link or another object that a rename replaces.
    Other,
    Folder,
    /// Something else in place of a folder on the way.
    Blocked,
}

impl OutputFolder {
    /// Opens the folder, and creates it if missing.
    pub(super) fn open(path: &Path) -> Result<Self, PublishError> {
        // A trailing slash would follow a link.
        let path = &path.components().collect::<PathBuf>();
        let unwritable = |source| PublishError::Unwritable { path: path.to_owned(), source };
        let refused = |what| PublishError::NotAFolder { path: path.to_owned(), what };
        match std::fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_symlink() => return Err(refused("a symbolic link")),
            Ok(metadata) if !metadata.is_dir() => return Err(refused("a file")),
            Ok(_) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                create_all(path).map_err(unwritable)?;
            }
            Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
                return Err(refused("below a file"));
            }
            Err(error) => return Err(unwritable(error)),
        }
        let fd = rustix::fs::open(path, ENTER, Mode::empty())
            .map_err(|error| unwritable(error.into()))?;
        let folder = File::from(fd);
        let owner = Owner::of_new_files_in(&folder.metadata().map_err(unwritable)?);
        let entered = RefCell::default();
        Ok(Self { path: path.to_owned(), fd: folder.into(), owner, entered })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn look(&self, path: &str, hashes: &mut Hashes) -> Found {
        if let Some(hash) = hashes.vouched(&self.path.join(path)) {
            return Found::File(hash);
        }
        let (folder, name) = match self.enter(path) {
            Ok(entered) => entered,
            Err(Errno::NOENT) => return Found::Nothing,
            Err(_) => return Found::Blocked,
        };
        let file = match rustix::fs::openat(&folder, name, READ, Mode::empty()) {
            Ok(fd) => File::from(fd),
            Err(Errno::NOENT) => return Found::Nothing,
            Err(_) => return Found::Other,
        };
        match file.metadata() {
            Ok(metadata) if metadata.is_dir() => Found::Folder,
            Ok(metadata) if metadata.is_file() => {
                hashes.of_file(&self.path.join(path), &file).map_or(Found::Other, Found::File)
            }
            _ => Found::Other,
        }
    }

    /// Everything in a folder that is not a folder itself; `None` if that cannot be told.
    pub(super) fn files_below(&self, path: &str) -> Option<Vec<String>> {
        let (mut files, mut waiting) = (Vec::new(), vec![path.to_owned()]);
        while let Some(current) = waiting.pop() {
            let (folder, name) = self.enter(&current).ok()?;
            let listed = rustix::fs::openat(&folder, name, ENTER, Mode::empty()).ok()?;
            for entry in Dir::read_from(listed).ok()? {
                let entry = entry.ok()?;
                let name = entry.file_name().to_str().ok()?;
                let path = format!("{current}/{name}");
                match entry.file_type() {
                    _ if name == "." || name == ".." => {}
                    FileType::Directory => waiting.push(path),
                    _ => files.push(path),
                }
            }
        }
        Some(files)
    }

    /// The text of an output file, if it is one.
    pub(super) fn read(&self, path: &str) -> Option<String> {
        let (folder, name) = self.enter(path).ok()?;
        let mut file = File::from(rustix::fs::openat(&folder, name, READ, Mode::empty()).ok()?);
        let mut text = String::new();
        file.read_to_string(&mut text).ok()?;
        Some(text)
    }

    /// Opens an output file to change some bytes of it.
    pub(super) fn open_to_change(&self, path: &str) -> io::Result<File> {
        let (folder, name) = self.enter(path)?;
        let flags = OFlags::RDWR | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
        Ok(File::from(rustix::fs::openat(&folder, name, flags, Mode::empty())?))
    }

    /// Puts a staged file in place; what was there takes its place in the stage. `made` learns of
    /// files that are new; where `is_new` says that one is likely to be, that is tried first.
    pub(super) fn put(
        &self,
        stage: &Stage,
        index: usize,
        path: &Arc<str>,
        is_new: bool,
        made: &mut BTreeSet<Arc<str>>,
    ) -> io::Result<()> {
        let (folder, name) = self.enter_or_create(path)?;
        self.forget_below(path);
        let staged = stage.name(index);
        let rename = |flags| rustix::fs::renameat_with(&stage.fd, &staged, &folder, name, flags);
        if is_new && rename(RenameFlags::NOREPLACE).is_ok() {
            made.insert(path.clone());
            return Ok(());
        }
        match rename(RenameFlags::EXCHANGE) {
            Ok(()) => return Ok(()),
            Err(Errno::NOENT) => {
                made.insert(path.clone());
            }
            // The file system cannot exchange.
            Err(Errno::INVAL | Errno::NOSYS) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(rustix::fs::renameat(&stage.fd, &staged, &folder, name)?)
    }

    /// Undoes [`OutputFolder::put`].
    pub(super) fn take_back(
        &self,
        stage: &Stage,
        index: usize,
        path: &Arc<str>,
        made: &BTreeSet<Arc<str>>,
    ) -> io::Result<()> {
        let (folder, name) = self.enter(path)?;
        self.forget_below(path);
        let staged = stage.name(index);
        if made.contains(path) {
            return Ok(rustix::fs::unlinkat(&folder, name, AtFlags::empty())?);
        }
        let flags = RenameFlags::EXCHANGE;
        Ok(rustix::fs::renameat_with(&stage.fd, &staged, &folder, name, flags)?)
    }

    /// Removes a file and the folders that it leaves empty. Best effort: a file that cannot be
    /// removed is no reason to fail a build whose files are all in place.
    pub(super) fn remove(&self, path: &str) {
        let Ok((folder, name)) = self.enter(path) else { return };
        if let Err(error) = rustix::fs::unlinkat(&folder, name, AtFlags::empty()) {
            tracing::warn!(path, %error, "an outdated output could not be removed");
        }
        let mut rest = path;
        while let Some((parent, _)) = rest.rsplit_once('/') {
            let Ok((folder, name)) = self.enter(parent) else { return };
            self.forget_below(parent);
            if rustix::fs::unlinkat(&folder, name, AtFlags::REMOVEDIR).is_err() {
                return;
            }
            rest = parent;
        }
    }

    /// The folder that holds `path`, and the name in it.
    fn enter<'a>(&self, path: &'a str) -> Result<(Arc<OwnedFd>, &'a str), Errno> {
        self.step(path, |_, _| Ok(()))
    }

    fn enter_or_create<'a>(&self, path: &'a str) -> Result<(Arc<OwnedFd>, &'a str), Errno> {
        self.step(path, |folder, name| {
            match rustix::fs::mkdirat(folder, name, Mode::from_raw_mode(0o777)) {
                Ok(()) => {
                    let Some(owner) = self.owner else { return Ok(()) };
                    let made = rustix::fs::openat(folder, name, ENTER, Mode::empty())?;
                    owner
                        .take(made)
                        .map_err(|error| Errno::from_io_error(&error).unwrap_or(Errno::IO))
                }
                Err(Errno::EXIST) => Ok(()),
                Err(error) => Err(error),
            }
        })
    }

    fn step<'a>(
        &self,
        path: &'a str,
        before: impl Fn(&OwnedFd, &str) -> Result<(), Errno>,
    ) -> Result<(Arc<OwnedFd>, &'a str), Errno> {
        // Every output lies below the folder, whatever it is called.
        if !stays_below(path) {
            return Err(Errno::INVAL);
        }
        let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
        if let Some((entered, folder)) = &*self.entered.borrow()
            && entered == folders
        {
            return Ok((Arc::clone(folder), name));
        }
        let mut current = rustix::fs::openat(&self.fd, ".", ENTER, Mode::empty())?;
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            before(&current, folder)?;
            current = rustix::fs::openat(&current, folder, ENTER, Mode::empty())?;
        }
        let current = Arc::new(current);
        self.entered.replace(Some((folders.to_owned(), Arc::clone(&current))));
        Ok((current, name))
    }

    /// This path will hold something else.
    fn forget_below(&self, path: &str) {
        let is_below = |(entered, _): &mut (String, _)| Path::new(entered).starts_with(path);
        drop(self.entered.borrow_mut().take_if(is_below));
    }
}

/// Creates a folder and those around it that are missing.
fn create_all(path: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = path.ancestors().take_while(|folder| !folder.exists()).collect();
    std::fs::create_dir_all(path)?;
    missing.into_iter().rev().for_each(owner::settle);
    Ok(())
}
