//! What a session leaves behind when it rests, for the one that comes after it.
//!
//! A session that knows nothing may give the answer of an earlier one, if everything that the answer rests on is
//! what it was: the project's files, the outputs, the framework, what the app's Python read, and the variables
//! that it asked for. Stamps tell; an answer is kept only when all of them have settled, so that equal stamps
//! mean equal content. A record that is missing, damaged or of another program only means that the
//! build is done.

use super::last::{repeated, told};
use super::{Interpreter, Session};
use crate::parallel;
use crate::protocol::{self, BuildRequest, Reply, Summary};
use crate::publish;
use crate::report::Report;
use crate::stamp::{self, Hash, Stamp};
use crate::state_dir;
use crate::vfs;
use crate::worker::Grounds;
use queries::artifact::Content;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, Metadata};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Answers that are kept for a project; the oldest go first.
const KEPT: usize = 8;

/// Outputs that are looked at before anything else, such as whether somebody waits.
const PORTION: usize = 256;

/// Where answers lie: a folder of the user's alone, for variables of the environment are in them as hashes.
#[derive(Clone, Debug)]
pub struct Answers(PathBuf);

/// An answer, and what it rests on.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    build_id: String,
    /// Without its environment.
    request: BuildRequest,
    /// Stands for the variables that counted.
    values: String,
    grounds: Grounds,
    /// Absolute: the framework, what tells of another interpreter, and our own records.
    others: Vec<PathBuf>,
    /// Relative to the output folder.
    outputs: Vec<Arc<str>>,
    /// Stands for everything on disk that is named here, and for the project's files.
    state: String,
    reports: Vec<Report>,
    summary: Summary,
}

impl Session {
    /// The replies to a request that an earlier session has answered, if nothing has changed since. This one
    /// learns nothing by it.
    pub(crate) fn rested(&mut self, request: &BuildRequest) -> Option<(Vec<Reply>, Summary)> {
        let answers = self.answers.as_ref().filter(|_| self.is_new && request.publish)?;
        let record = answers.load(&plain(request))?;
        let folders = self.records.outputs(&publish::records(self.vfs.root()), &request.output);
        let holds = record.build_id == protocol::build_id().ok()?
            && record.request == plain(request)
            && record.values == record.grounds.values(&request.environment)
            && record.state_now(self.vfs.root(), &folders).state.to_string() == record.state;
        holds.then(|| (told(&record.reports, &record.summary), record.summary))
    }

    /// Leaves the last answer behind, unless it cannot be said by what it would still hold. Gives up when
    /// somebody waits.
    pub(crate) fn rest(&mut self, is_awaited: &dyn Fn() -> bool) {
        if !self.is_rested && self.leave(is_awaited).is_some() {
            self.is_rested = true;
        }
    }

    fn leave(&mut self, is_awaited: &dyn Fn() -> bool) -> Option<()> {
        let answers = self.answers.clone()?;
        let request = self.last.as_ref()?.request.clone();
        if !request.publish
            || self.is_stirred
            || !(self.broken.is_empty() && self.changed.all.is_empty())
            || is_awaited()
        {
            return None;
        }
        let folders = self.records.outputs(&publish::records(self.vfs.root()), &request.output);
        let mut record = self.record(&request)?;
        let before = record.state_now(self.vfs.root(), &folders);
        // What is on disk is compared with what was built between two looks at all stamps.
        if !before.is_settled
            || self.vfs.settled_state(&folders).is_none()
            || !self.are_outputs_settled(is_awaited)
            || self.record(&request)?.grounds != record.grounds
        {
            return None;
        }
        let after = record.state_now(self.vfs.root(), &folders);
        (before.state == after.state && !is_awaited()).then_some(())?;
        record.state = after.state.to_string();
        answers.save(&record).ok()
    }

    /// All of it but the state.
    fn record(&mut self, request: &BuildRequest) -> Option<Record> {
        let (mut grounds, mut others) = match &mut self.interpreter {
            Some(interpreter) if request.prerender => interpreter.grounds(request)?,
            _ if request.prerender => return None,
            _ => (Grounds::default(), Vec::new()),
        };
        if !grounds.importable.iter().all(|folder| self.vfs.knows_folder(folder)) {
            return None;
        }
        let values = grounds.values(&request.environment);
        grounds.files.retain(|path| !self.vfs.knows(path));
        others.extend(self.framework_files());
        let records = publish::records(self.vfs.root());
        others.extend(publish::own_files(&request.output, &records));
        let last = self.last.as_ref()?;
        Some(Record {
            build_id: protocol::build_id().ok()?,
            request: plain(request),
            values,
            grounds,
            others,
            outputs: last.build.artifacts.paths().map(Arc::from).collect(),
            state: String::new(),
            reports: last.reports.clone(),
            summary: repeated(last.summary.clone()),
        })
    }

    /// Whether the outputs, and what they were copied from, are what the last build left.
    fn are_outputs_settled(&mut self, is_awaited: &dyn Fn() -> bool) -> bool {
        let Some(last) = &self.last else { return false };
        let framework = self.interpreter.as_ref().and_then(Interpreter::framework);
        for (index, artifact) in last.build.artifacts.iter().enumerate() {
            let copied = match &artifact.content {
                Content::Text(_) | Content::Made(_) => None,
                Content::Project(path) => Some(self.vfs.root().join(path.as_ref())),
                Content::Framework(path) => framework.map(|folder| folder.join(path.as_ref())),
            };
            let output = last.request.output.join(artifact.path.as_ref());
            let mut both = [output].into_iter().chain(copied);
            let gives_up = index % PORTION == 0 && is_awaited();
            if gives_up || !both.all(|path| self.hashes.settle(&path)) {
                return false;
            }
        }
        true
    }
}

/// Everything an answer rests on, at one moment.
struct State {
    state: Hash,
    /// Any change from now on shows.
    is_settled: bool,
}

impl Record {
    fn state_now(&self, root: &Path, folders: &[PathBuf]) -> State {
        let outputs = self.outputs.chunks(PORTION).map(Part::Outputs);
        let parts: Vec<Part<'_>> = [Part::Tree, Part::Others].into_iter().chain(outputs).collect();
        let hands = vec![(); parallel::threads(parts.len())];
        let states: Vec<State> = parallel::map(&parts, hands, |(), part| match part {
            Part::Tree => State { state: vfs::state(root, folders), is_settled: true },
            Part::Outputs(outputs) => {
                let paths = outputs.iter().map(|path| self.request.output.join(path.as_ref()));
                State::of(paths.map(fs::symlink_metadata))
            }
            Part::Others => {
                let Grounds { files, folders, importable, variables: _ } = &self.grounds;
                let places = files.iter().chain(folders).chain(importable).chain(&self.others);
                State::of(places.map(fs::metadata))
            }
        });
        let is_settled = states.iter().all(|state| state.is_settled);
        let all: Vec<String> = states.iter().map(|state| state.state.to_string()).collect();
        State { state: Hash::of(all.concat().as_bytes()), is_settled }
    }
}

/// What is looked at by itself: all that an answer rests on, in an order that stays.
enum Part<'a> {
    /// The project's files.
    Tree,
    Outputs(&'a [Arc<str>]),
    Others,
}

impl State {
    fn of(all: impl Iterator<Item = io::Result<Metadata>>) -> Self {
        let now = stamp::now();
        let stamp = |found: io::Result<Metadata>| found.ok().map(|metadata| Stamp::of(&metadata));
        let stamps: Vec<Option<Stamp>> = all.map(stamp).collect();
        let is_settled = stamps.iter().flatten().all(|stamp| stamp.is_settled(now));
        let is_there = stamps.iter().map(|stamp| u8::from(stamp.is_some()));
        let bytes = is_there.chain(stamps.iter().flatten().flat_map(Stamp::bytes));
        Self { state: Hash::of(&bytes.collect::<Vec<u8>>()), is_settled }
    }
}

/// A request without its environment: of that only some variables count.
fn plain(request: &BuildRequest) -> BuildRequest {
    BuildRequest { environment: BTreeMap::new(), ..request.clone() }
}

impl Answers {
    /// Those in this folder, which need not exist yet.
    pub fn in_folder(folder: PathBuf) -> Self {
        Self(folder)
    }

    fn file(&self, request: &BuildRequest) -> Option<PathBuf> {
        let key = Hash::of(&serde_json::to_vec(request).ok()?).to_string();
        Some(self.0.join(&key[..16]))
    }

    /// The record begins with the hash of the rest.
    fn load(&self, request: &BuildRequest) -> Option<Record> {
        let text = fs::read(self.file(request)?).ok()?;
        let line = text.iter().position(|byte| *byte == b'\n')?;
        let (hash, body) = (text.get(..line)?, text.get(line + 1..)?);
        if hash != Hash::of(body).to_string().as_bytes() {
            return None;
        }
        serde_json::from_slice(body).ok()
    }

    fn save(&self, record: &Record) -> io::Result<()> {
        state_dir::create_private(&self.0).map_err(io::Error::other)?;
        let path = self.file(&record.request).ok_or(io::ErrorKind::InvalidInput)?;
        let body = serde_json::to_vec(record)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.0)?;
        writeln!(file, "{}", Hash::of(&body))?;
        file.write_all(&body)?;
        file.persist(&path).map_err(|error| error.error)?;
        state_dir::keep_newest(&self.0, KEPT)
    }
}
