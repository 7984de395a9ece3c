//! A conversation with the daemon that one program begins and another ends.

use rendezvous::frame;
use rustix::fs::{MemfdFlags, memfd_create};
use rustix::io::{FdFlags, fcntl_setfd};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Seek, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::fs::FileTypeExt;
use std::os::unix::net::UnixStream;

/// The first word of a command line that hands a conversation over; the second names what is handed over.
const WORD: &str = "__handover";

/// What has been said so far.
#[derive(Debug)]
pub struct Handover {
    pub stream: UnixStream,
    /// The message that asks; the greeting came before.
    pub request: Vec<u8>,
    /// What the daemon has replied, as frames: its greeting, then replies to the request.
    pub replies: Vec<u8>,
}

impl Handover {
    /// The words that give it to the program that replaces this process.
    ///
    /// # Errors
    /// The system refuses a descriptor.
    pub fn words(self) -> io::Result<[OsString; 2]> {
        let mut said = File::from(memfd_create(c"said", MemfdFlags::empty())?);
        said.write_all(&frame::frame(&self.request)?)?;
        said.write_all(&self.replies)?;
        said.rewind()?;
        fcntl_setfd(&self.stream, FdFlags::empty())?;
        let descriptors = [OwnedFd::from(self.stream), OwnedFd::from(said)].map(keep_open);
        Ok([WORD.into(), format!("{},{}", descriptors[0], descriptors[1]).into()])
    }

    /// What these words give to this process. To be asked once, before anything else opens files.
    pub fn take(words: &[OsString]) -> Option<Self> {
        match words {
            [first, given, ..] if first == WORD => Self::adopt(given.to_str()?),
            _ => None,
        }
    }

    fn adopt(descriptors: &str) -> Option<Self> {
        let (socket, said) = descriptors.split_once(',')?;
        let (socket, said) = (socket.parse().ok()?, said.parse().ok()?);
        let is = |descriptor, expected: fn(&fs::FileType) -> bool| {
            let found = fs::metadata(format!("/proc/self/fd/{descriptor}"));
            found.is_ok_and(|found| expected(&found.file_type()))
        };
        if !is(socket, fs::FileType::is_socket) || !is(said, fs::FileType::is_file) {
            return None;
        }
        let stream = UnixStream::from(own(socket)?);
        let mut said = File::from(own(said)?);
        let request = frame::read(&mut said, frame::LONGEST).ok()?;
        let mut replies = Vec::new();
        said.read_to_end(&mut replies).ok()?;
        Some(Self { stream, request, replies })
    }
}

/// What the user typed of these words.
pub fn typed(words: &[OsString]) -> &[OsString] {
    match words {
        [first, rest @ ..] if first == WORD => rest.get(1..).unwrap_or_default(),
        words => words,
    }
}

/// Leaves a descriptor open for the program that this process becomes.
fn keep_open(descriptor: OwnedFd) -> RawFd {
    let number = descriptor.as_raw_fd();
    std::mem::forget(descriptor);
    number
}

/// A descriptor that this program was started with; those that it starts itself do not get it.
fn own(number: RawFd) -> Option<OwnedFd> {
    #[expect(
        unsafe_code,
        reason = "named on the command line by the program that this process was before; it is open, and \
                  nothing has run in this process yet that could own it"
    )]
    let descriptor = unsafe { OwnedFd::from_raw_fd(number) };
    fcntl_setfd(&descriptor, FdFlags::CLOEXEC).ok()?;
    Some(descriptor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_said_arrives_with_the_words_that_were_typed() {
        let (mut daemon, stream) = UnixStream::pair().unwrap();
        let replies = frame::frame(b"welcome").unwrap();
        let handover = Handover { stream, request: b"ask".to_vec(), replies: replies.clone() };
        let mut words = handover.words().unwrap().to_vec();
        words.push("build".into());
        let given = Handover::take(&words).unwrap();
        assert_eq!((given.request.as_slice(), given.replies), (&b"ask"[..], replies));
        assert_eq!(typed(&words), ["build"]);
        daemon.write_all(b"!").unwrap();
        let mut byte = [0];
        (&given.stream).read_exact(&mut byte).unwrap();
        assert_eq!(&byte, b"!");
    }

    #[test]
    fn words_that_hand_over_nothing_are_taken_off_all_the_same() {
        for given in ["", "1", "900,901", "x,y"] {
            let words = [WORD, given, "check"].map(OsString::from).to_vec();
            assert!(Handover::take(&words).is_none());
            assert_eq!(typed(&words), ["check"]);
        }
        let words = ["build".into()];
        assert!(Handover::take(&words).is_none() && typed(&words) == ["build"]);
    }
}
