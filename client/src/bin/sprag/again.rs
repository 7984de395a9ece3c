//! What is typed again is asked again, and told in the words of a note (`client::replay`).

use crate::Asked;
use crate::talk::{PATIENCE, Talk, is_on_the_way, went_well};
use client::replay::{Handover, Key, Note};
use client::words::{Figures, Words};
use rendezvous::peer;
use std::ffi::OsString;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// What takes longer is shown as it goes on, by `spragd`.
const AT_ONCE: Duration = Duration::from_millis(100);

/// Asks what the same command asked before; `None` if nothing is known of it, or nobody answers.
pub(crate) fn ask(words: &[OsString]) -> Option<Asked> {
    let note = Note::load(&Key::of(words)?)?;
    let request = serde_json::to_vec(&note.request_of_this_process()).ok()?;
    let mut talk = begin(&note, &request).ok()??;
    let deadline = Instant::now() + AT_ONCE;
    while talk.is_readable(deadline) {
        let Ok(reply) = talk.next() else { break };
        if let Some(status) = say(&note, &reply) {
            return Some(Asked::Answered(status));
        }
        if !is_on_the_way(&reply) {
            break;
        }
    }
    Some(Asked::Open(Handover { stream: talk.stream, request, replies: talk.said }))
}

fn begin(note: &Note, request: &[u8]) -> io::Result<Option<Talk>> {
    let stream = peer::connect(&note.socket, PATIENCE)?;
    if !peer::is_user(&stream)? {
        return Ok(None);
    }
    Talk::begin(stream, &serde_json::to_vec(&note.hello)?, request)
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
    let summary = went_well(reply)?;
    if matches!(words, Words::Built { .. }) && !summary.published {
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
