//! The daemon as a process: its description, its socket and what it must not inherit.

use crate::failpoint;
use crate::limits;
use crate::memory;
use crate::protocol;
use rustix::fs::Mode;
use std::fs;
use std::io;
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::UnixListener;
use std::path::Path;

pub use rendezvous::hello::Info;

/// The description of this process as the daemon of `root`.
pub(super) fn describe(root: &Path, socket: &Path, build_id: &str) -> Info {
    Info {
        pid: std::process::id(),
        socket: socket.to_owned(),
        build_id: build_id.to_owned(),
        version: protocol::VERSION.to_owned(),
        root: root.to_owned(),
    }
}

pub(super) fn save(info: &Info, path: &Path) -> io::Result<()> {
    let mut file = tempfile::NamedTempFile::new_in(path.parent().unwrap_or(Path::new("/")))?;
    serde_json::to_writer(&mut file, info)?;
    failpoint::reach("start-described");
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
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

/// Leaves the terminal, and lets go of everything that the starting process had open and of its limits.
///
/// # Errors
/// The process is a group leader already, or has no table of open files.
pub fn detach() -> io::Result<()> {
    rustix::process::setsid()?;
    limits::raise();
    memory::save();
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
