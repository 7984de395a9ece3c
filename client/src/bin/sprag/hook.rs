//! `sprag hook`, as editors run it after every save: the files and nothing else, or `--no-wait`.

use crate::Asked;
use crate::talk::{PATIENCE, Summary, Talk, is_on_the_way, went_well};
use client::replay::Handover;
use client::saved;
use rendezvous::hello::{Hello, build_id};
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

/// Does what takes no more than to know the files; `None` for all other commands, or if nobody answers.
pub(crate) fn run(words: &[OsString]) -> Option<Asked> {
    let (_, words) = words.split_first().filter(|(verb, _)| *verb == "hook")?;
    let is_option = |word: &&OsString| word.as_bytes().starts_with(b"-");
    let (options, paths): (Vec<&OsString>, Vec<&OsString>) = words.iter().partition(is_option);
    let waits = match options[..] {
        [] => true,
        [option] if option == "--no-wait" => false,
        _ => return None,
    };
    let hello = Hello::of(build_id(&std::fs::metadata(crate::spragd().ok()?).ok()?));
    let mut saved = saved::by_project(paths);
    if !waits {
        saved::tell_each(saved, &hello);
        return Some(Asked::Answered(0));
    }
    match (saved.pop_first(), saved.is_empty()) {
        (None, _) => Some(Asked::Answered(0)),
        (Some((root, paths)), true) if !client::is_ci() => ask(&root, paths, &hello),
        _ => None,
    }
}

/// Has the daemon build once more what it built last. A build with nothing to say of any file, and in which no
/// file was missing that an editor may have been writing, has nothing to say of these.
fn ask(root: &Path, paths: BTreeSet<PathBuf>, hello: &Hello) -> Option<Asked> {
    let request = saved::request(paths, true).ok()?;
    let stream = saved::reach(root, PATIENCE).ok()??;
    let mut talk = Talk::begin(stream, &serde_json::to_vec(hello).ok()?, &request).ok()??;
    loop {
        let reply = match talk.next() {
            Ok(reply) => reply,
            // Frozen in the middle of its work: asked anew, it answers or is known to be.
            Err(error) if error.kind() == ErrorKind::WouldBlock => return None,
            Err(_) => break,
        };
        let is_silent = |summary: Summary| summary.away.is_empty() || summary.is_first;
        if went_well(&reply).is_some_and(is_silent) {
            return Some(Asked::Answered(0));
        }
        if !is_on_the_way(&reply) {
            break;
        }
    }
    Some(Asked::Open(Handover { stream: talk.stream, request, replies: talk.said }))
}
