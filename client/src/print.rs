//! What people and programs read: results, notes, and one JSON object a line.
//!
//! Results go to standard output, notes and progress to standard error. A reader that goes away ends
//! the printing, never the build.

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

/// Prints a JSON object with its `type`.
pub(crate) fn json(kind: &str, value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(&Line { kind, value }) {
        result(&line);
    }
}

/// Prints a JSON value on a line.
pub(crate) fn value(value: &impl Serialize) {
    if let Ok(line) = serde_json::to_string(value) {
        result(&line);
    }
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
