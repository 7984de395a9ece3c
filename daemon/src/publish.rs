//! The only code that writes outputs.
//!
//! Keeps a record of the files it wrote, in the project and as a copy in the output folder. With it a
//! build writes only what differs, removes only what an earlier build wrote, and refuses to touch a
//! file that is somebody else's. The copy says nothing that is not public: paths and hashes.
//!
//! New contents are staged first; a disk that is full or read-only fails there and leaves the
//! outputs as they were. Then each staged file trades places with the old one, scripts before the
//! documents that name them, and on a failure they trade back. The record names old and new files
//! before the first trade, so that the next build finishes what a killed one began.

mod folder;
mod last_good;
mod record;
mod replace;
mod stage;

use crate::failpoint;
use crate::lock::Lock;
use crate::private_folder;
use crate::report::Report;
use crate::stamp::{Hash, Hashes, Stamp};
use crate::state_dir::StateDir;
use folder::{Found, OutputFolder};
use last_good::LastGood;
use queries::artifact::Made;
use queries::diagnostic::Code;
use record::{Owned, Record};
pub use replace::{RecordPlaces, replace};
use rustix::fs::Access;
use stage::Stage;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Where a project remembers which outputs are its own.
const RECORDS: &str = ".sprag/outputs";

/// The copy of the record in the output folder.
const COPY: &str = ".sprag-outputs.json";

/// Another build of the same output may be publishing; it takes milliseconds.
const PATIENCE: Duration = Duration::from_secs(30);

/// What an output file is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    Text(Arc<str>),
    /// A text that is not in memory unless it has to be written.
    Made(Made),
    /// A copy of this file.
    Copy(PathBuf),
}

/// What a publication did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Published {
    pub written: Vec<Arc<str>>,
    pub removed: Vec<Arc<str>>,
    /// Written by an earlier build, not wanted by this one, and told by [`Outdated::Keep`].
    pub kept: Vec<Arc<str>>,
    pub unchanged: usize,
}

/// What to do with files that an earlier build wrote and this one does not want.
#[derive(Clone, Copy)]
pub enum Outdated<'a> {
    Remove,
    /// This build is incomplete: those that this tells are the last good output of what failed. They
    /// stay, and so does what they import.
    Keep(&'a dyn Fn(&str) -> bool),
}

/// Why nothing was published. The outputs are as they were, except after
/// [`PublishError::HalfDone`].
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error("the output path {path} is {what}, not a folder", path = .path.display())]
    NotAFolder { path: PathBuf, what: &'static str },
    #[error("{} not written by spragd: {}", count(.0), list(.0))]
    Foreign(Vec<Arc<str>>),
    #[error("cannot read {path}: {source}", path = path.display())]
    Unreadable { path: PathBuf, source: io::Error },
    #[error("cannot write to {path}: {source}", path = path.display())]
    Unwritable { path: PathBuf, source: io::Error },
    #[error("another build has been writing to {path} for too long", path = .0.display())]
    Busy(PathBuf),
    /// Told by [`publish`] to whoever gave a `basis`: the build is to be made again.
    #[error("another build has written to {path} meanwhile", path = .0.display())]
    Overtaken(PathBuf),
    #[error("writing {path} failed: {source}, and the outputs could not be put back", path = path.display())]
    HalfDone { path: PathBuf, source: io::Error },
}

impl PublishError {
    /// As people read it: with a code, and what to do.
    pub fn report(&self) -> Report {
        let (code, help) = match self {
            Self::NotAFolder { .. } => (801, "remove it, or choose another folder with --output"),
            Self::Foreign(_) => (
                802,
                "remove what is there, or choose another folder with --output; spragd replaces only what it wrote",
            ),
            Self::Unreadable { .. } => (820, "make it readable for this user"),
            Self::Unwritable { source, .. } => (803, unwritable_help(source.kind())),
            Self::Busy(_) | Self::Overtaken(_) => (
                804,
                "end the other build, or choose another folder with --output; `sprag daemon stop` ends a daemon that does not answer",
            ),
            Self::HalfDone { .. } => (805, "build again to complete the outputs"),
        };
        Report::project_error(Code(code), self.to_string(), help)
    }
}

fn unwritable_help(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "the disk is full: make room; the outputs are as they were"
        }
        io::ErrorKind::FileTooLarge => {
            "raise the limit for the size of a file (`ulimit -f`); the outputs are as they were"
        }
        io::ErrorKind::ReadOnlyFilesystem => {
            "choose a folder on a disk that can be written with --output; the outputs are as they were"
        }
        _ => {
            "make the folder writable for this user, or choose another with --output; the outputs are as they were"
        }
    }
}

fn count(paths: &[Arc<str>]) -> &'static str {
    if paths.len() == 1 {
        "a file in the output folder was"
    } else {
        "files in the output folder were"
    }
}

fn list(paths: &[Arc<str>]) -> String {
    let shown: Vec<&str> = paths.iter().take(3).map(AsRef::as_ref).collect();
    let rest = paths.len() - shown.len();
    if rest == 0 { shown.join(", ") } else { format!("{} and {rest} more", shown.join(", ")) }
}

/// What has been published to a folder, as far as its record's stamp tells: whoever publishes changes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edition(Option<Stamp>);

impl Edition {
    /// What has been published to `output` by now, as `records` tells.
    pub fn of(output: &Path, records: &Path) -> Self {
        Self::recorded(&record::path(records, output))
    }

    fn recorded(record: &Path) -> Self {
        Self(std::fs::symlink_metadata(record).ok().map(|metadata| Stamp::of(&metadata)))
    }
}

/// The file that whoever publishes to `output` holds locked.
pub fn lock(output: &Path, records: &Path) -> PathBuf {
    record::path(records, output).with_extension("lock")
}

/// Makes the files below `output` exactly `wanted`, next to files that are not ours.
///
/// `records` is the folder that remembers what was written where. Paths in `wanted` are relative to
/// `output`, with `/`, without `.` or `..`.
/// `text_of` makes the texts that have to be written and are not in memory.
/// `basis` is what had been published before the sources were read, if that matters: after anything else these
/// outputs may be older than those that are there.
///
/// # Errors
/// See [`PublishError`].
pub fn publish(
    output: &Path,
    records: &Path,
    basis: Option<Edition>,
    wanted: &BTreeMap<Arc<str>, Source>,
    outdated: Outdated<'_>,
    text_of: &dyn Fn(&Made) -> Option<Arc<str>>,
    hashes: &mut Hashes,
) -> Result<Published, PublishError> {
    let unwritable = |path: &Path| {
        let path = path.to_owned();
        move |source| PublishError::Unwritable { path, source }
    };
    let folder = OutputFolder::open(output)?;
    private_folder::create(records).map_err(unwritable(records))?;
    let record_path = record::path(records, output);
    let _lock = Lock::take_within(&lock(output, records), PATIENCE)
        .map_err(unwritable(records))?
        .ok_or_else(|| PublishError::Busy(output.to_owned()))?;
    if basis.is_some_and(|basis| basis != Edition::recorded(&record_path)) {
        return Err(PublishError::Overtaken(output.to_owned()));
    }
    folder.clear_stages();
    let copy = folder.read(COPY).map_or_else(Record::default, |text| Record::read_copy(&text));
    let owned = Owned { record: Record::load(&record_path), copy };
    let wanted = hash_sources(wanted, hashes)?;
    let mut plan = Plan::new(&folder, &owned, &wanted, hashes)?;
    let mut target =
        Record::new(output, wanted.iter().map(|(path, (_, hash))| (path.clone(), *hash)));
    let kept = plan.keep(&folder, outdated, &mut target);
    // Known as ours, so that they are in nobody's way when their sources return.
    target.adopt_as_known(&owned, plan.edited.iter().filter(|path| !plan.displaces(path)));
    if !plan.is_empty() || !is_copied(&folder, &target, hashes)? {
        // The copy of the record is one more.
        let stage = folder.stage(plan.write.len() + 1).map_err(unwritable(output))?;
        let done = stage_files(&stage, &mut plan, &wanted, text_of, &mut target)
            .map_err(|error| error.of(output))
            .and_then(|()| {
                failpoint::reach("publish-staged");
                owned.record.union(&target).save(&record_path).map_err(unwritable(&record_path))?;
                failpoint::reach("publish-recorded");
                trade(&folder, &stage, &plan)
            });
        folder.remove_stage(&stage);
        done?;
        failpoint::reach("publish-traded");
        for path in plan.remove.keys() {
            if !plan.displaces(path) {
                folder.remove(path);
            }
            hashes.forget(&folder.path().join(path.as_ref()));
        }
        for path in &plan.write {
            if let Some((_, hash)) = wanted.get(path) {
                hashes.written(&folder.path().join(path.as_ref()), *hash);
            }
        }
        failpoint::reach("publish-removed");
        hashes.forget(&record_path);
    }
    if owned.record != target {
        hashes.forget(&record_path);
        target.save(&record_path).map_err(unwritable(&record_path))?;
    }
    plan.write.retain(|path| path.as_ref() != COPY && !plan.folders.contains(path));
    let removed = plan.remove.into_keys().collect();
    Ok(Published { written: plan.write, removed, kept, unchanged: plan.unchanged })
}

/// The output folder that a file among the records is about, if it is one of them.
pub fn recorded_output(path: &Path) -> Option<PathBuf> {
    record::output(path)
}

/// The folder that remembers which outputs are those of the project at `root`: in it, or with the daemon's files
/// if the project cannot be written.
pub fn records(root: &Path) -> PathBuf {
    let in_project = root.join(RECORDS);
    if rustix::fs::access(root, Access::WRITE_OK).is_ok() {
        return in_project;
    }
    StateDir::locate(root).map_or(in_project, |state| state.outputs())
}

/// Whether an earlier build of the project at `root` wrote to this folder, or it holds a copied build.
pub fn is_known_output(root: &Path, output: &Path) -> bool {
    own_files(output, &records(root)).iter().any(|path| path.exists())
}

/// The files that a publication wrote to an output folder, as its record there says; relative to it.
pub fn recorded_files(output: &Path) -> Vec<String> {
    let copy = std::fs::read_to_string(output.join(COPY)).unwrap_or_default();
    let record = Record::read_copy(&copy);
    record.paths().map(ToString::to_string).collect()
}

/// What a publication keeps besides the outputs: the record of `output`, and its copy there.
pub fn own_files(output: &Path, records: &Path) -> [PathBuf; 2] {
    [record::path(records, output), output.join(COPY)]
}

type Hashed<'a> = BTreeMap<Arc<str>, (&'a Source, Hash)>;

fn hash_sources<'a>(
    wanted: &'a BTreeMap<Arc<str>, Source>,
    hashes: &mut Hashes,
) -> Result<Hashed<'a>, PublishError> {
    wanted
        .iter()
        .map(|(path, source)| {
            let hash = match source {
                Source::Text(text) => Hash::of(text.as_bytes()),
                Source::Made(made) => Hash::of_made(made),
                Source::Copy(file) => hashes
                    .get(file)
                    .map_err(|source| PublishError::Unreadable { path: file.clone(), source })?,
            };
            Ok((path.clone(), (source, hash)))
        })
        .collect()
}

/// What has to happen to the output folder.
struct Plan {
    /// Folders in place of files, then scripts, styles and data, documents last.
    write: Vec<Arc<str>>,
    /// Those of `write` that are folders: outputs go below what was an output itself.
    folders: BTreeSet<Arc<str>>,
    /// Those of `write` where nothing was when the plan was made.
    new: BTreeSet<Arc<str>>,
    /// With the content that they have.
    remove: BTreeMap<Arc<str>, Hash>,
    /// Outdated as well, but not as we left them: they might be somebody's work by now.
    edited: Vec<Arc<str>>,
    unchanged: usize,
}

impl Plan {
    fn new(
        folder: &OutputFolder,
        owned: &Owned,
        wanted: &Hashed<'_>,
        hashes: &mut Hashes,
    ) -> Result<Self, PublishError> {
        let mut plan = Self {
            write: Vec::new(),
            folders: BTreeSet::new(),
            new: BTreeSet::new(),
            remove: BTreeMap::new(),
            edited: Vec::new(),
            unchanged: 0,
        };
        let mut foreign = Vec::new();
        for (path, (_, hash)) in wanted {
            match folder.look(path, hashes) {
                Found::File(found) if found == *hash => plan.unchanged += 1,
                Found::Nothing => {
                    plan.new.insert(path.clone());
                    plan.write.push(path.clone());
                }
                Found::File(_) | Found::Other if owned.owns(path) => plan.write.push(path.clone()),
                Found::Folder if is_ours(folder, path, owned) => {
                    plan.write.push(path.clone());
                }
                Found::Blocked => match blocking_file(folder, path, owned, hashes) {
                    Some(file) => {
                        plan.folders.insert(file);
                        plan.write.push(path.clone());
                    }
                    None => foreign.push(path.clone()),
                },
                Found::File(_) | Found::Other | Found::Folder => foreign.push(path.clone()),
            }
        }
        if !foreign.is_empty() {
            return Err(PublishError::Foreign(foreign));
        }
        plan.write.sort_by_key(|path| path.ends_with(".html"));
        plan.write.splice(0..0, plan.folders.iter().cloned());
        for path in owned.paths().into_iter().filter(|path| !wanted.contains_key(*path)) {
            match folder.look(path, hashes) {
                Found::File(found) if owned.is_as_written(path, found) => {
                    plan.remove.insert(path.clone(), found);
                }
                Found::File(_) | Found::Other => plan.edited.push(path.clone()),
                Found::Nothing | Found::Folder | Found::Blocked => {}
            }
        }
        Ok(plan)
    }

    /// Keeps what is told to be kept and what that imports, unless something else takes its place.
    /// Returns what was told.
    fn keep(
        &mut self,
        folder: &OutputFolder,
        outdated: Outdated<'_>,
        target: &mut Record,
    ) -> Vec<Arc<str>> {
        let Outdated::Keep(is_last_good) = outdated else { return Vec::new() };
        let staying = self.remove.keys().filter(|path| !self.displaces(path));
        let last_good = LastGood::of(folder, staying, is_last_good);
        let (staying, going): (BTreeMap<_, _>, BTreeMap<_, _>) = std::mem::take(&mut self.remove)
            .into_iter()
            .partition(|(path, _)| last_good.stays(path));
        self.remove = going;
        target.adopt(staying.into_iter());
        last_good.told
    }

    /// Whether something that is written takes the place of this file or of a folder around it.
    fn displaces(&self, path: &str) -> bool {
        self.folders.contains(path)
            || above(path).any(|above| {
                !self.folders.contains(above)
                    && self.write.iter().any(|written| **written == *above)
            })
    }

    fn is_empty(&self) -> bool {
        self.write.is_empty() && self.remove.is_empty()
    }
}

/// The folders around a path, from the outermost.
fn above(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

/// Whether a folder holds outputs alone, edited or not.
fn is_ours(folder: &OutputFolder, path: &str, owned: &Owned) -> bool {
    folder.files_below(path).is_some_and(|files| files.iter().all(|file| owned.owns(file)))
}

/// The output, edited or not, that lies where `path` needs a folder.
fn blocking_file(
    folder: &OutputFolder,
    path: &str,
    owned: &Owned,
    hashes: &mut Hashes,
) -> Option<Arc<str>> {
    above(path).find_map(|above| match folder.look(above, hashes) {
        Found::File(_) | Found::Other if owned.owns(above) => Some(above.into()),
        _ => None,
    })
}

/// Whether the output folder holds the copy of this record.
fn is_copied(
    folder: &OutputFolder,
    record: &Record,
    hashes: &mut Hashes,
) -> Result<bool, PublishError> {
    match folder.look(COPY, hashes) {
        Found::File(found) => Ok(found == Hash::of(record.copy().as_bytes())),
        Found::Folder => Err(PublishError::Foreign(vec![COPY.into()])),
        _ => Ok(false),
    }
}

/// Why a file could not be staged.
enum StageError {
    Read(PathBuf, io::Error),
    Write(io::Error),
}

impl StageError {
    fn of(self, output: &Path) -> PublishError {
        match self {
            Self::Read(path, source) => PublishError::Unreadable { path, source },
            Self::Write(source) => PublishError::Unwritable { path: output.to_owned(), source },
        }
    }
}

/// Stages what the plan writes, and the copy of the record after everything else. Staged files are
/// called by their index in the plan. A copied file may have changed since it was looked at: the
/// record tells what was staged.
fn stage_files(
    stage: &Stage,
    plan: &mut Plan,
    wanted: &Hashed<'_>,
    text_of: &dyn Fn(&Made) -> Option<Arc<str>>,
    target: &mut Record,
) -> Result<(), StageError> {
    let made = |path: &Arc<str>| match wanted.get(path) {
        Some((Source::Made(made), _)) => text_of(made),
        _ => None,
    };
    let made: Vec<Option<Arc<str>>> = plan.write.iter().map(made).collect();
    let write = |index: usize| {
        let path = &plan.write[index];
        let mut copied = None;
        match wanted.get(path) {
            Some((Source::Text(text), _)) => stage.write(index, text.as_bytes()),
            Some((Source::Made(_), _)) => match &made[index] {
                Some(text) => stage.write(index, text.as_bytes()),
                None => Err(io::Error::other("its source has changed meanwhile")),
            },
            Some((Source::Copy(file), _)) => {
                let bytes =
                    std::fs::read(file).map_err(|error| StageError::Read(file.clone(), error))?;
                copied = Some((path.clone(), Hash::of(&bytes)));
                stage.write(index, &bytes)
            }
            None => stage.make_folder(index),
        }
        .map_err(StageError::Write)?;
        Ok(copied)
    };
    let copied = stage.fill(plan.write.len(), write)?;
    target.adopt(copied.into_iter().flatten());
    plan.write.push(COPY.into());
    stage.write(plan.write.len() - 1, target.copy().as_bytes()).map_err(StageError::Write)
}

/// Puts every staged file in its place, or none.
fn trade(folder: &OutputFolder, stage: &Stage, plan: &Plan) -> Result<(), PublishError> {
    let mut made = BTreeSet::new();
    for (index, path) in plan.write.iter().enumerate() {
        let traded = failpoint::reach_nth("publish-trade", index)
            .and_then(|()| folder.put(stage, index, path, plan.new.contains(path), &mut made));
        let Err(source) = traded else { continue };
        let failed = folder.path().join(path.as_ref());
        for (index, path) in plan.write.iter().enumerate().take(index).rev() {
            if let Err(source) = folder.take_back(stage, index, path, &made) {
                return Err(PublishError::HalfDone {
                    path: folder.path().join(path.as_ref()),
                    source,
                });
            }
        }
        return Err(PublishError::Unwritable { path: failed, source });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
