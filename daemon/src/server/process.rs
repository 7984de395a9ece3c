//! The daemon as a process: its description, socket, log and what it must not inherit.

use crate::failpoint;
use crate::protocol;
use crate::stamp::Stamp;
use crate::state_dir::StateDir;
use rustix::fs::Mode;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

/// A log that has grown beyond this is put aside at the next start.
const LOG_BYTES: u64 = 2 << 20;

/// How clients find a daemon. Proves nothing about it being alive.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Info {
    pub pid: u32,
    pub socket: PathBuf,
    pub build_id: String,
    pub version: String,
    pub root: PathBuf,
}

impl Info {
    pub(super) fn new(root: &Path, socket: &Path, build_id: &str) -> Self {
        Self {
            pid: std::process::id(),
            socket: socket.to_owned(),
            build_id: build_id.to_owned(),
            version: protocol::VERSION.to_owned(),
            root: root.to_owned(),
        }
    }

    /// The description at `path`; `None` if there is none that makes sense.
    pub fn load(path: &Path) -> Option<Self> {
        const LONGEST: u64 = 1 << 16;
        if fs::metadata(path).ok()?.len() > LONGEST {
            return None;
        }
        serde_json::from_slice(&fs::read(path).ok()?).ok()
    }

    pub(super) fn save(&self, path: &Path) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("/")))?;
        serde_json::to_writer(&mut file, self)?;
        failpoint::reach("start-described");
        file.persist(path).map_err(|error| error.error)?;
        Ok(())
    }
}

/// What makes this process the project's daemon; it ends when any of it is gone.
pub(super) struct Identity {
    build_id: String,
    root: (PathBuf, u64),
    lock: (PathBuf, u64),
    exe: Option<(PathBuf, Stamp)>,
}

impl Identity {
    pub(super) fn new(root: &Path, state: &StateDir) -> io::Result<Self> {
        let exe = std::env::current_exe().ok();
        Ok(Self {
            build_id: protocol::build_id()?,
            root: (root.to_owned(), inode(root)?),
            lock: (state.lock(), inode(&state.lock())?),
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
        let differs = |(path, known): &(PathBuf, u64)| inode(path).ok() != Some(*known);
        let replaced = |(path, known): &(PathBuf, Stamp)| {
            fs::metadata(path).map_or(true, |found| {
                let found = Stamp::of(&found);
                (found.ino, found.size, found.modified) != (known.ino, known.size, known.modified)
            })
        };
        if differs(&self.root) {
            Some("the project folder is gone")
        } else if differs(&self.lock) {
            Some("the state folder is gone")
        } else if self.exe.as_ref().is_some_and(replaced) {
            Some("the program was replaced")
        } else {
            None
        }
    }

    /// Makes the daemon unfindable, if it still is the one to be found.
    pub(super) fn withdraw(&self, state: &StateDir, socket: &Path) {
        if inode(&self.lock.0).ok() == Some(self.lock.1) {
            for path in [state.info().as_path(), socket] {
                if let Err(error) = fs::remove_file(path) {
                    tracing::warn!(path = %path.display(), %error, "could not be removed");
                }
            }
        }
    }
}

fn inode(path: &Path) -> io::Result<u64> {
    fs::metadata(path).map(|metadata| Stamp::of(&metadata).ino)
}

/// Binds the socket for this user alone. Called with the daemon's lock held, so a socket that is
/// already there is a leftover; anything else under its name is not ours and stays.
pub(super) fn bind(socket: &Path) -> io::Result<UnixListener> {
    if fs::symlink_metadata(socket).is_ok_and(|found| found.file_type().is_socket()) {
        fs::remove_file(socket)?;
    }
    let mask = rustix::process::umask(Mode::from_raw_mode(0o177));
    let bound = UnixListener::bind(socket);
    rustix::process::umask(mask);
    bound
}

/// Sends `tracing` events to the log file. `SPRAG_LOG` sets the level.
pub(super) fn start_log(path: &Path) -> io::Result<()> {
    if fs::metadata(path).is_ok_and(|metadata| metadata.len() > LOG_BYTES) {
        fs::rename(path, path.with_extension("log.1"))?;
    }
    let file = fs::OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    let filter = tracing_subscriber::EnvFilter::try_from_env("SPRAG_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,daemon=info"));
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::sync::Mutex::new(file));
    // A second engine in one process (tests) keeps the first log.
    if subscriber.try_init().is_err() {
        tracing::debug!("the log is already open");
    }
    Ok(())
}

/// Leaves the terminal and lets go of everything the starting process had open.
///
/// # Errors
/// The process is a group leader already, or has no table of open files.
pub fn detach() -> io::Result<()> {
    rustix::process::setsid()?;
    std::env::set_current_dir("/")?;
    let open: Vec<i32> = fs::read_dir("/dev/fd")?
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter(|fd| *fd > 2)
        .collect();
    for fd in open {
        // The listing itself was one of them, and is closed already.
        if fs::symlink_metadata(format!("/dev/fd/{fd}")).is_ok() {
            close_inherited(fd);
        }
    }
    Ok(())
}

#[expect(
    unsafe_code,
    reason = "a file descriptor that nobody in this process owns has no safe name"
)]
fn close_inherited(fd: i32) {
    // SAFETY: the number is open, and this process has not yet opened any file of its own, so
    // nothing refers to it.
    unsafe { rustix::io::close(fd) };
}
