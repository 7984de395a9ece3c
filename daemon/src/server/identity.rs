//! What makes this process the project's daemon, and noticing when that is no longer so.
//!
//! The project's folder, the lock and the program are watched, with all folders above them, and so
//! is the table of mounts: an idle daemon wakes up for nothing else. Where that cannot be watched it
//! looks now and then.

use crate::protocol;
use crate::stamp::Stamp;
use crate::state_dir::StateDir;
use crate::watch::tells_events;
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::fs::{self, File};
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::oneshot;

/// How often a daemon looks that nothing tells.
const SELF_CHECK: Duration = Duration::from_secs(30);

/// The end of what somebody is removing comes after its beginning.
const AFTERMATH: Duration = Duration::from_secs(2);

/// What makes this process the project's daemon; it ends when any of it is gone.
pub(super) struct Identity {
    build_id: String,
    root: Place,
    lock: Place,
    exe: Option<(PathBuf, Stamp)>,
}

/// A file or folder that has to stay where it is.
struct Place {
    path: PathBuf,
    file: (u64, u64),
}

impl Place {
    fn at(path: PathBuf) -> io::Result<Self> {
        Ok(Self { file: file_at(&path)?, path })
    }

    fn is_lost(&self) -> bool {
        file_at(&self.path).ok() != Some(self.file)
    }
}

/// Device and inode.
fn file_at(path: &Path) -> io::Result<(u64, u64)> {
    let stamp = Stamp::of(&fs::metadata(path)?);
    Ok((stamp.dev, stamp.ino))
}

impl Identity {
    pub(super) fn new(root: &Path, state: &StateDir) -> io::Result<Self> {
        let exe = std::env::current_exe().ok();
        Ok(Self {
            build_id: protocol::build_id()?,
            root: Place::at(root.to_owned())?,
            lock: Place::at(state.lock())?,
            exe: exe.and_then(|path| {
                let stamp = Stamp::of(&fs::metadata(&path).ok()?);
                Some((path, stamp))
            }),
        })
    }

    pub(super) fn build_id(&self) -> &str {
        &self.build_id
    }

    /// Why this process should end, if it should.
    pub(super) fn lost(&self) -> Option<&'static str> {
        let replaced = |(path, known): &(PathBuf, Stamp)| {
            fs::metadata(path).map_or(true, |found| {
                let found = Stamp::of(&found);
                (found.ino, found.size, found.modified) != (known.ino, known.size, known.modified)
            })
        };
        if self.root.is_lost() {
            Some("the project folder is gone")
        } else if self.lock.is_lost() {
            Some("the state folder is gone")
        } else if self.exe.as_ref().is_some_and(replaced) {
            Some("the program was replaced")
        } else {
            None
        }
    }

    /// Makes the daemon unfindable, if it still is the one to be found.
    pub(super) fn withdraw(&self, state: &StateDir, socket: &Path) {
        if !self.lock.is_lost() {
            for path in [state.info().as_path(), socket] {
                if let Err(error) = fs::remove_file(path) {
                    tracing::warn!(path = %path.display(), %error, "could not be removed");
                }
            }
        }
    }

    fn paths(&self) -> impl Iterator<Item = &Path> {
        let exe = self.exe.as_ref().map(|(path, _)| path.as_path());
        [self.root.path.as_path(), self.lock.path.as_path()].into_iter().chain(exe)
    }
}

/// Waits in a thread of its own for the loss of an identity, and then tells why it is lost.
///
/// # Errors
/// The system has no thread left.
pub(super) fn watch_over(identity: Arc<Identity>) -> io::Result<oneshot::Receiver<&'static str>> {
    let (sender, lost) = oneshot::channel();
    let wait = move || {
        let told = Told::of(&identity)
            .inspect_err(|error| tracing::info!(%error, "nothing tells of the end of the project"));
        let mut patience = None;
        loop {
            if let Some(reason) = identity.lost() {
                // Without a receiver the daemon ends already.
                let _ = sender.send(reason);
                return;
            }
            patience = match &told {
                Ok(told) => told.wait(patience).then_some(AFTERMATH),
                Err(_) => {
                    std::thread::sleep(SELF_CHECK);
                    None
                }
            };
        }
    };
    std::thread::Builder::new().name("identity".to_owned()).spawn(wait)?;
    Ok(lost)
}

/// Where the system tells of changes to what an identity consists of.
struct Told {
    events: OwnedFd,
    mounts: File,
}

impl Told {
    fn of(identity: &Identity) -> io::Result<Self> {
        let events = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)?;
        let above = WatchFlags::MOVE_SELF | WatchFlags::DELETE_SELF | WatchFlags::MASK_ADD;
        for path in identity.paths() {
            let path = path.canonicalize()?;
            if !tells_events(&path) {
                return Err(io::Error::other("a file system without events"));
            }
            // A file that is removed or renamed over loses a name. The end of a folder shows only when
            // nobody is in it any more, but before it goes it loses what is in it.
            let itself = if path.is_dir() { WatchFlags::DELETE } else { WatchFlags::ATTRIB };
            inotify::add_watch(&events, &path, itself | above)?;
            for folder in path.ancestors().skip(1) {
                inotify::add_watch(&events, folder, above)?;
            }
        }
        Ok(Self { events, mounts: File::open("/proc/self/mountinfo")? })
    }

    /// Waits until something happens, but not longer than that; whether something has.
    fn wait(&self, patience: Option<Duration>) -> bool {
        let timeout = patience.and_then(|patience| Timespec::try_from(patience).ok());
        let mut waiting =
            [PollFd::new(&self.events, PollFlags::IN), PollFd::new(&self.mounts, PollFlags::PRI)];
        match rustix::event::poll(&mut waiting, timeout.as_ref()) {
            Ok(count) => {
                drain(&self.events);
                count > 0
            }
            // A signal.
            Err(_) => false,
        }
    }
}

/// What the events say does not matter: everything is looked at.
fn drain(events: &OwnedFd) {
    let mut buffer = [MaybeUninit::uninit(); 4096];
    let mut reader = inotify::Reader::new(events, &mut buffer);
    while reader.next().is_ok() {}
}
