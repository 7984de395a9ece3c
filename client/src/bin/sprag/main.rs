//! `sprag`: the program that people type.
//!
//! What is typed again is asked again ([`again`]), here, and its answer printed if nothing has changed, or if
//! what was built has no problems; so is what editors say after every save ([`hook`]). For everything else this
//! process becomes `spragd`, which lies beside it: a program that has a compiler in it takes several times as long
//! to start as the question takes to answer.

mod again;
mod hook;
mod talk;

use client::replay::Handover;
use std::ffi::OsString;
use std::io::{self, Write};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Command, ExitCode};

/// How far a command has come without `spragd`.
enum Asked {
    /// It is all said: the exit status.
    Answered(u8),
    /// There is more to say than is known here.
    Open(Handover),
}

fn main() -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().skip(1).collect();
    let handover = match again::ask(&words).or_else(|| hook::run(&words)) {
        Some(Asked::Answered(status)) => return ExitCode::from(status),
        Some(Asked::Open(handover)) => Some(handover),
        None => None,
    };
    let error = become_spragd(&words, handover);
    let _ = writeln!(io::stderr(), "error: {error}");
    ExitCode::from(2)
}

/// The program that knows everything.
fn spragd() -> io::Result<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("spragd"))
}

/// Returns only if that fails.
fn become_spragd(words: &[OsString], handover: Option<Handover>) -> io::Error {
    let program = match spragd() {
        Ok(program) => program,
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
