//! `sprag`: the program that people type.
//!
//! What is typed again is asked again (`client::replay`), here, and its answer printed if nothing has changed. For
//! everything else this process becomes `spragd`, which lies beside it: a program that has a compiler
//! in it takes several times as long to start as the question takes to answer.

use client::replay::{Handover, Key, Note};
use rendezvous::frame::{self, LONGEST};
use rendezvous::peer;
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::process::{Command, ExitCode};

/// How the daemon's greeting begins if client and daemon are of one build.
const WELCOME: &[u8] = br#"{"welcome":"#;

enum Asked {
    /// Nothing has changed: the exit status.
    Answered(u8),
    /// The daemon says something else.
    Open(Handover),
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
    let reply = frame::read(&mut &stream, LONGEST).unwrap_or_default();
    if reply == note.unchanged.as_bytes() {
        // A reader that goes away is no failure of the build.
        let _ = io::stderr().write_all(note.errors.as_bytes());
        let _ = io::stdout().write_all(note.output.as_bytes());
        return Some(Asked::Answered(note.status));
    }
    let mut replies = frame::frame(&greeting).ok()?;
    if !reply.is_empty() {
        replies.extend(frame::frame(&reply).ok()?);
    }
    Some(Asked::Open(Handover { stream, request, replies }))
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
