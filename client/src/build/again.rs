//! Has `sprag` ask by itself the next time (`client::replay`).

use super::Built;
use crate::arguments::Common;
use crate::connect;
use crate::environment;
use crate::print::Said;
use crate::project::Project;
use client::replay::{Key, Note, Place, Stamps, stamp, typed};
use client::words::Words;
use daemon::protocol::{BuildRequest, Reply, Request};
use daemon::server::Info;
use daemon::state_dir::StateDir;
use queries::settings;
use std::collections::BTreeMap;

/// Prints what a build has to say, and notes it if nothing had changed: only then it may be said again. Gives
/// the exit status.
pub(super) fn end(
    project: &Project,
    common: &Common,
    request: &BuildRequest,
    built: &Built,
    Told { said, words }: Told,
) -> u8 {
    let said = said.adapted();
    said.print();
    let status = built.exit_status(common);
    let note = note(project, common, request, built, Printed { status, said, words });
    let line: Vec<_> = std::env::args_os().skip(1).collect();
    if let (Some(key), Some(note)) = (Key::of(typed(&line)), note) {
        // What is not noted is asked by this program the next time, too.
        drop(note.save(&key));
    }
    status
}

/// What a command has to say.
pub(super) struct Told {
    pub(super) said: Said,
    /// How it would tell of a build without problems, if that is all that it says then.
    pub(super) words: Option<Words>,
}

struct Printed {
    status: u8,
    said: Said,
    words: Option<Words>,
}

fn note(
    project: &Project,
    common: &Common,
    request: &BuildRequest,
    built: &Built,
    printed: Printed,
) -> Option<Note> {
    let answer = built.repeats.clone()?;
    let state = StateDir::locate(&project.root).ok()?;
    let mut stamps: Stamps = environment::depends_on(project, common.python.as_deref())?;
    let own = std::env::current_exe().ok()?;
    stamps.extend([own, project.root.join(settings::FILE)].map(|path| {
        let stamp = stamp(&path);
        (path, stamp)
    }));
    let request = BuildRequest { environment: BTreeMap::new(), ..request.clone() };
    Some(Note {
        root: Place::of(&std::path::absolute(&project.named).ok()?).ok()?,
        stamps,
        socket: Info::load(&state.info())?.socket,
        hello: serde_json::to_value(connect::hello().ok()?).ok()?,
        request: serde_json::to_value(Request::Build(Box::new(request))).ok()?,
        unchanged: serde_json::to_string(&Reply::Repeats { answer }).ok()?,
        errors: printed.said.errors,
        output: printed.said.output,
        status: printed.status,
        words: printed.words,
    })
}
