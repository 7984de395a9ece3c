//! The other end of a socket.

use crate::state_dir::user;
use std::io;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long a peer may take to say hello.
pub const HELLO_PATIENCE: Duration = Duration::from_secs(2);

/// How often a daemon that works for a client says so.
pub const HEARTBEAT: Duration = Duration::from_secs(1);

/// A daemon that works for a client and says nothing for so long is frozen.
pub const SILENCE: Duration = Duration::from_secs(6);

/// Connects to a socket whose owner may be too busy to accept, or frozen.
///
/// # Errors
/// Nobody listens, or nobody has accepted after `patience` (`WouldBlock`).
pub fn connect(path: &Path, patience: Duration) -> io::Result<UnixStream> {
    use rustix::net::{AddressFamily, SocketAddrUnix, SocketFlags, SocketType};
    let address = SocketAddrUnix::new(path)?;
    let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
    let socket = rustix::net::socket_with(AddressFamily::UNIX, SocketType::STREAM, flags, None)?;
    let deadline = Instant::now() + patience;
    loop {
        match rustix::net::connect(&socket, &address) {
            Ok(()) => break,
            // Its queue of connections is full.
            Err(rustix::io::Errno::AGAIN) if Instant::now() < deadline => {
                std::thread::sleep(Duration::from_millis(5));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let stream = UnixStream::from(socket);
    stream.set_nonblocking(false)?;
    Ok(stream)
}

/// Whether the process at the other end is this user's.
///
/// # Errors
/// The system does not say.
pub fn is_user(stream: &UnixStream) -> io::Result<bool> {
    let mut peer = libc::ucred { pid: 0, uid: u32::MAX, gid: u32::MAX };
    let mut size = libc::socklen_t::try_from(size_of_val(&peer)).map_err(io::Error::other)?;
    #[expect(
        unsafe_code,
        reason = "`peer` is as large as `size` says, and any bytes make one. What rustix gives cannot be the process \
                  number 0, which stands for a peer in a container of its own"
    )]
    let status = unsafe {
        libc::getsockopt(
            stream.as_raw_fd(),
            libc::SOL_SOCKET,
            libc::SO_PEERCRED,
            (&raw mut peer).cast(),
            &raw mut size,
        )
    };
    if status != 0 {
        return Err(io::Error::last_os_error());
    }
    Ok(peer.uid == user())
}
