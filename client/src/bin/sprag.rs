//! `sprag`: the program that people type.
//!
//! What is typed again is asked again (`client::replay`), here, and its answer printed if nothing has changed, or if
//! what was built has no problems. For everything else this process becomes `spragd`, which lies beside it: a program that has a compiler
//! in it takes several times as long to start as the question takes to answer.

use client::replay::{Handover, Key, Note};
use client::words::{Figures, Words};
use rendezvous::frame::{self, LONGEST};
use rendezvous::peer;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};
use std::time::{Duration, Instant};

/// How the daemon's greeting begins if client and daemon are of one build.
const WELCOME: &[u8] = br#"{"welcome":"#;

/// How replies begin that say only how far a build is.
const PROGRESS: &[u8] = br#"{"progress":"#;

/// What takes longer is shown as it goes on, by `spragd`.
const AT_ONCE: Duration = Duration::from_millis(100);

enum Asked {
    /// It is all said: the exit status.
    Answered(u8),
    /// There is more to say than the note knows how to.
    Open(Handover),
}

/// The last reply to a build, in so far as it is told without `spragd`.
#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Last {
    Finished(Summary),
}

#[derive(Deserialize)]
struct Summary {
    errors: usize,
    warnings: usize,
    published: bool,
    written: Vec<IgnoredAny>,
    removed: Vec<IgnoredAny>,
    unchanged: usize,
    stale: Vec<IgnoredAny>,
    milliseconds: u64,
}

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    let handover = match ask_again(&words) {
        Some(Asked::Answered(status)) => return ExitCode::from(status),
        Some(Asked::Open(handover)) => Some(handover),
        None => None,
    };
    let error = become_spragd(&words, handover);
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::from(2)
}

/// Asks what the same command asked before; `None` if nothing is known of it, or nobody answers.
fn ask_again(words: &[OsString]) -> Option<Asked> {
    let note = Note::load(&Key::of(words)?)?;
    let request = serde_json::to_vec(&note.request_of_this_process()).ok()?;
    let (stream, greeting) = greet(&note, &request).ok()?;
    if !greeting.starts_with(WELCOME) {
        return None;
    }
    let mut replies = frame::frame(&greeting).ok()?;
    let deadline = Instant::now() + AT_ONCE;
    while is_readable(&stream, deadline) {
        // A daemon that ends in the middle of its work has nothing more to say to anybody.
        let Ok(reply) = frame::read(&mut &stream, LONGEST) else { break };
        if let Some(status) = say(&note, &reply) {
            return Some(Asked::Answered(status));
        }
        replies.extend(frame::frame(&reply).ok()?);
        if !reply.starts_with(PROGRESS) {
            break;
        }
    }
    Some(Asked::Open(Handover { stream, request, replies }))
}

/// Prints what there is to say if this reply is the last one that matters, and all is well; the exit status.
fn say(note: &Note, reply: &[u8]) -> Option<u8> {
    // A reader that goes away is no failure of the build.
    if reply == note.unchanged.as_bytes() {
        let _ = io::stderr().write_all(note.errors.as_bytes());
        let _ = io::stdout().write_all(note.output.as_bytes());
        return Some(note.status);
    }
    let words = note.words.as_ref()?;
    let Last::Finished(summary) = serde_json::from_slice(reply).ok()?;
    let is_well = summary.errors + summary.warnings + summary.stale.len() == 0;
    if !is_well || matches!(words, Words::Built { .. }) && !summary.published {
        return None;
    }
    let figures = Figures {
        milliseconds: summary.milliseconds,
        written: summary.written.len(),
        removed: summary.removed.len(),
        unchanged: summary.unchanged,
    };
    let _ = io::stdout().write_all(words.say(figures).as_bytes());
    Some(0)
}

fn is_readable(stream: &UnixStream, deadline: Instant) -> bool {
    let patience = Timespec::try_from(deadline.saturating_duration_since(Instant::now()));
    let mut waited = [PollFd::new(stream, PollFlags::IN)];
    patience.is_ok_and(|patience| poll(&mut waited, Some(&patience)).is_ok_and(|ready| ready > 0))
}

/// Asks the daemon; returns once it has greeted.
fn greet(note: &Note, request: &[u8]) -> io::Result<(UnixStream, Vec<u8>)> {
    let mut stream = peer::connect(&note.socket, peer::HELLO_PATIENCE)?;
    if !peer::is_user(&stream)? {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    stream.set_write_timeout(Some(peer::HELLO_PATIENCE))?;
    stream.set_read_timeout(Some(peer::HELLO_PATIENCE))?;
    let hello = frame::frame(&serde_json::to_vec(&note.hello)?)?;
    stream.write_all(&[hello, frame::frame(request)?].concat())?;
    let greeting = frame::read(&mut &stream, LONGEST)?;
    stream.set_read_timeout(None)?;
    Ok((stream, greeting))
}

/// Returns only if that fails.
fn become_spragd(words: &[OsString], handover: Option<Handover>) -> io::Error {
    let program = match std::env::current_exe() {
        Ok(own) => own.with_file_name("spragd"),
        Err(error) => return error,
    };
    // Without it everything is asked once more.
    let handed = handover.and_then(|handover| handover.words().ok());
    let mut command = Command::new(&program);
    let error = command.arg0("sprag").args(handed.into_iter().flatten()).args(words).exec();
    io::Error::new(
        error.kind(),
        format!("cannot run {}, which belongs to sprag: {error}", program.display()),
    )
}
