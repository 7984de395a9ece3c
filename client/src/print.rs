//! What people and programs read: results, notes, and one JSON object a line.
//!
//! Results go to standard output, notes and progress to standard error. A reader that goes away ends
//! the printing, never the build.

use anstream::{AutoStream, ColorChoice};
use serde::Serialize;
use std::io::Write;

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
}

#[derive(Serialize)]
struct Line<'a, T> {
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(flatten)]
    value: &'a T,
}

/// Everything that a command says in the end: whole lines, with their styles.
#[derive(Debug, Default)]
pub(crate) struct Said {
    /// Comes first.
    pub(crate) errors: String,
    pub(crate) output: String,
}

impl Said {
    /// With the styles that the streams take.
    pub(crate) fn adapted(&self) -> Self {
        let (errors, output) = (std::io::stderr(), std::io::stdout());
        Self {
            errors: adapted(&self.errors, AutoStream::choice(&errors)),
            output: adapted(&self.output, AutoStream::choice(&output)),
        }
    }

    /// Prints what is adapted.
    pub(crate) fn print(&self) {
        let _ = std::io::stderr().write_all(self.errors.as_bytes());
        let _ = std::io::stdout().write_all(self.output.as_bytes());
    }
}

fn adapted(text: &str, choice: ColorChoice) -> String {
    let mut stream = AutoStream::new(Vec::new(), choice);
    let _ = stream.write_all(text.as_bytes());
    String::from_utf8_lossy(&stream.into_inner()).into_owned()
}

/// Prints a JSON object with its `type`.
pub(crate) fn json(kind: &str, value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(&Line { kind, value }) {
        result(&line);
    }
}

/// The same as the text that would be printed.
pub(crate) fn json_lines(kind: &str, value: &impl Serialize) -> String {
    json_line(kind, value).map(|line| line + "\n").unwrap_or_default()
}

/// A JSON value on a line.
pub(crate) fn value_line(value: &impl Serialize) -> String {
    serde_json::to_string(value).map(|line| line + "\n").unwrap_or_default()
}

/// A JSON object with its `type`, for [`result_if_read`].
pub(crate) fn json_line(kind: &str, value: &impl Serialize) -> Option<String> {
    serde_json::to_string(&Line { kind, value }).ok()
}

/// A line of a result that goes on for as long as somebody reads it.
///
/// # Errors
/// Nobody reads any more.
pub(crate) fn result_if_read(line: &str) -> std::io::Result<()> {
    writeln!(anstream::stdout(), "{line}")
}

/// A line of the command's result.
pub(crate) fn result(line: &str) {
    let _ = writeln!(anstream::stdout(), "{line}");
}

/// A line about what is going on.
pub(crate) fn note(line: &str) {
    let _ = writeln!(anstream::stderr(), "{line}");
}
