//! The project's files as they are on disk.
//!
//! Every request begins with [`Vfs::refresh`]. Where a watch proves which paths can have changed, only
//! those are looked at; everywhere else the whole tree is listed and stated ([`Vfs::sweep`]), and
//! what could have changed is read again. Both give the difference to the time before, so a sweep
//! costs time and changes nothing else.
//!
//! Knows nothing of Python: whether a text parses is decided by the caller.

mod walk;

use crate::failpoint;
use crate::stamp::{self, Hash, Stamp};
use crate::watch::{Changes, Watch};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
pub(crate) use walk::NEVER_SOURCES;
use walk::{ENVIRONMENT_MARK, Found, Walk};

/// Files whose text the query graph reads, by extension; of all others only the path matters.
const TEXTS: [&str; 4] = ["py", "html", "js", "mjs"];

/// More of them, at the root.
const ROOT_TEXTS: [&str; 2] = ["requirements.txt", "pyproject.toml"];

/// How long a file that comes is given to be gone again: whoever looks between an editor's new file and its
/// taking the place of the old one would find files coming and going, and look at the whole project.
const PASSING: Duration = Duration::from_millis(2);

/// The files of one project, as of the last refresh. Paths are relative to the root, with `/`.
#[derive(Debug)]
pub struct Vfs {
    root: PathBuf,
    watch: Watch,
    known: Found,
    /// Folders that were left out as outputs.
    outputs: Option<Vec<PathBuf>>,
    /// Absolute paths that somebody says have changed.
    saved: BTreeSet<PathBuf>,
    /// Grows with every folder that is listed and every file that is read.
    moves: Arc<AtomicU64>,
}

#[derive(Clone, Copy, Debug)]
struct File {
    stamp: Stamp,
    /// When the stamp was read.
    observed: i128,
    /// Of texts only.
    hash: Option<Hash>,
}

/// What was found to differ from the time before.
#[derive(Debug, Default)]
pub struct Sweep {
    /// New and changed texts.
    pub texts: Vec<(Arc<str>, Text)>,
    /// Files of any kind that are new, or whose stamp differs.
    pub touched: BTreeSet<Arc<str>>,
    pub removed: Vec<Arc<str>>,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
    /// What the watch told, if it vouches for everything else.
    pub(crate) told: Option<Told>,
}

/// What a watch told of a moment at which it missed nothing.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// All absolute paths at which something may have happened, those outside of the sources included.
    pub(crate) paths: BTreeSet<PathBuf>,
    /// Something other than a source file that was there before and still is.
    pub(crate) is_stirred: bool,
}

impl Sweep {
    /// Files that somebody may have been about to write: they had gone, or were empty.
    pub(crate) fn away(&self) -> impl Iterator<Item = &str> {
        let is_empty = |text: &Text| matches!(text, Text::Valid(text) if text.is_empty());
        let empty = self.texts.iter().filter(move |(_, text)| is_empty(text));
        self.removed.iter().chain(empty.map(|(path, _)| path)).map(|path| &**path)
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Text {
    /// With `\n` line ends and without a byte order mark.
    Valid(Arc<str>),
    /// Not UTF-8 from this line (from 1) on.
    NotUtf8 { line: usize },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    pub path: String,
    pub reason: String,
}

/// The path, or the folder that lists it where its name is no text: what stands for such a name is none that
/// could be looked at.
fn nameable(path: &Arc<str>) -> Arc<str> {
    let Some(at) = path.find(char::REPLACEMENT_CHARACTER) else { return path.clone() };
    path[..at].rsplit_once('/').map_or("", |(folder, _)| folder).into()
}

/// What a comparison is about.
#[derive(Clone, Copy)]
enum Scope<'a> {
    All,
    /// A path, and everything below it.
    At(&'a str),
}

impl Vfs {
    /// The files of the project at `root` (canonical); nothing is read before the first refresh.
    pub fn new(root: PathBuf) -> Self {
        let watch = Watch::off(&root);
        Self::watched(root, watch)
    }

    /// The same, refreshed through a watch of the same root.
    pub(crate) fn watched(root: PathBuf, watch: Watch) -> Self {
        let (known, outputs, saved, moves) = Default::default();
        Self { root, watch, known, outputs, saved, moves }
    }

    /// The same files before the first refresh; changes ring the alarm as before.
    pub(crate) fn forgetful(self) -> Self {
        Self::watched(self.root, self.watch)
    }

    /// A count that grows while files are looked at, however many they are.
    pub(crate) fn moves(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.moves)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether changes are told by events; else every refresh looks at all files.
    pub fn is_watching(&self) -> bool {
        self.watch.is_watching()
    }

    /// Whether a change at this absolute path would be told as one of it: it lies in a watched source
    /// folder, and nothing else leads to it.
    pub(crate) fn is_watched(&self, path: &Path) -> bool {
        let Ok(relative) = path.strip_prefix(&self.root) else { return false };
        let Some(relative) = relative.to_str().filter(|_| self.watch.is_watching()) else {
            return false;
        };
        let mut around = folders_around(relative);
        self.known.folders.contains(around.next().unwrap_or_default())
            && !self.known.elusive.contains(relative)
            && !folders_around(relative).any(|folder| self.known.elusive.contains(folder))
    }

    /// The fingerprint that [`state`] gives, if all files are what they were at the last refresh, and any
    /// change from now on shows in it.
    pub(crate) fn settled_state(&self, outputs: &[PathBuf]) -> Option<Hash> {
        let now = stamp::now();
        let found = Walk::new(&self.root, outputs, &mut Watch::off(&self.root), &self.moves).all();
        let is_same = |(path, file): (&Arc<str>, &File)| {
            self.known.files.get(path).is_some_and(|known| {
                known.stamp == file.stamp
                    && file.stamp.is_settled(now)
                    && (known.is_settled() || self.is_still(path, known))
            })
        };
        let is_known = found.files.len() == self.known.files.len()
            && found.folders == self.known.folders
            && found.unreadable.is_empty()
            && found.files.iter().all(is_same);
        is_known.then(|| found.state())
    }

    /// Whether the file at this absolute path is one of those in the fingerprint.
    pub(crate) fn knows(&self, path: &Path) -> bool {
        let relative = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        relative.is_some_and(|relative| self.known.files.contains_key(relative))
    }

    /// The same of a folder.
    pub(crate) fn knows_folder(&self, path: &Path) -> bool {
        let relative = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
        relative.is_some_and(|relative| self.known.folders.contains(relative))
    }

    /// Whether a text is what was read, whatever its stamp says. Nothing else of a file matters here.
    fn is_still(&self, path: &str, known: &File) -> bool {
        let read = || fs::read(self.root.join(path)).ok().map(|bytes| Hash::of(&bytes));
        known.hash.is_none() || known.hash == read()
    }

    /// Files whose changes need not show as events: see [`Found::elusive`].
    pub(crate) fn elusive_files(&self) -> Vec<Arc<str>> {
        let at = |path: &Arc<str>| Scope::At(path).keys(&self.known.files);
        self.known.elusive.iter().flat_map(at).collect()
    }

    /// Watches folders that hold no sources, to be told of what happens in them; `false` if that
    /// cannot be.
    pub(crate) fn cover(&mut self, folders: &[PathBuf]) -> bool {
        self.watch.cover(folders);
        self.watch.is_watching()
    }

    /// All files, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &Arc<str>> {
        self.known.files.keys()
    }

    /// What could not be read at the last refresh.
    pub(crate) fn unreadable(&self) -> impl Iterator<Item = Unreadable> {
        let unreadable = self.known.unreadable.iter();
        unreadable
            .map(|(path, reason)| Unreadable { path: path.to_string(), reason: reason.clone() })
    }

    /// Has files (absolute) looked at by the next refresh whatever the system tells of them.
    pub fn saved(&mut self, paths: BTreeSet<PathBuf>) {
        self.saved.extend(paths);
    }

    /// Brings everything up to this moment and returns the difference.
    ///
    /// `outputs` are absolute folders that are written, not read.
    pub fn refresh(&mut self, outputs: &[PathBuf]) -> Sweep {
        if self.outputs.as_deref() == Some(outputs)
            && let Changes::At(mut paths) = self.watch.changes()
        {
            paths.append(&mut self.saved);
            return self.look(paths, outputs);
        }
        self.watch.restart(outputs);
        self.sweep(outputs)
    }

    /// Lists the tree, reads what may have changed and returns the difference.
    ///
    /// `outputs` are absolute folders that are written, not read.
    pub fn sweep(&mut self, outputs: &[PathBuf]) -> Sweep {
        self.outputs = Some(outputs.to_vec());
        let saved = std::mem::take(&mut self.saved);
        let told = saved.iter().filter_map(|path| self.relative(path)).collect();
        let found = Walk::new(&self.root, outputs, &mut self.watch, &self.moves).all();
        let mut sweep = Sweep::default();
        self.compare(found, Scope::All, &told, &mut sweep);
        sweep.unreadable = self.unreadable().collect();
        sweep
    }

    /// Looks at some absolute paths and at what never shows in an event.
    fn look(&mut self, paths: BTreeSet<PathBuf>, outputs: &[PathBuf]) -> Sweep {
        let mut is_stirred = false;
        let told: BTreeSet<Arc<str>> =
            paths.iter().filter_map(|path| self.relative(path)).collect();
        let mut sweep = Sweep::default();
        // What could not be read may be readable now, without a change of its own.
        let untold = self.known.elusive.iter().chain(self.known.unreadable.keys());
        let all: BTreeSet<Arc<str>> = told.iter().chain(untold).map(nameable).collect();
        if told.iter().any(|path| self.comes(path)) {
            failpoint::reach("file-comes");
            std::thread::sleep(PASSING);
        }
        for path in &all {
            if path.is_empty() {
                return self.sweep(outputs);
            }
            let mut around = folders_around(path);
            let is_known = self.known.folders.contains(around.next().unwrap_or_default());
            // A folder is looked at with all that is in it.
            if is_known && !folders_around(path).any(|folder| all.contains(folder)) {
                let mut walk = Walk::new(&self.root, outputs, &mut self.watch, &self.moves);
                walk.at(path);
                let found = walk.found;
                let is_file = |files: &BTreeMap<Arc<str>, File>| files.contains_key(path);
                is_stirred |= told.contains(path)
                    && !(is_file(&self.known.files) && is_file(&found.files))
                    && !self.never_was(path);
                self.compare(found, Scope::At(path), &told, &mut sweep);
            }
        }
        sweep.unreadable = self.unreadable().collect();
        sweep.told = Some(Told { paths, is_stirred });
        sweep
    }

    /// Nothing is there, and nothing was: editors save through files that are gone at once.
    fn never_was(&self, path: &Arc<str>) -> bool {
        !self.was(path) && !self.is(path)
    }

    /// Something is there that was not, in a folder of sources: what is written to outputs is nobody's edit.
    fn comes(&self, path: &Arc<str>) -> bool {
        let is_source =
            folders_around(path).next().is_some_and(|folder| self.known.folders.contains(folder));
        is_source && !self.was(path) && self.is(path)
    }

    fn was(&self, path: &Arc<str>) -> bool {
        let Found { files, folders, unreadable, .. } = &self.known;
        files.contains_key(path) || folders.contains(path) || unreadable.contains_key(path)
    }

    fn is(&self, path: &Arc<str>) -> bool {
        let there = fs::symlink_metadata(self.root.join(path.as_ref()));
        !there.is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    /// The project path that an event is about. What marks an environment decides about its folder.
    fn relative(&self, path: &Path) -> Option<Arc<str>> {
        let relative = path.strip_prefix(&self.root).ok()?;
        let relative = if relative.ends_with(ENVIRONMENT_MARK) {
            relative.parent().unwrap_or(relative)
        } else {
            relative
        };
        Some(relative.to_string_lossy().into())
    }

    /// Takes over what was found, and notes what differs. Texts at `told` paths are read even if their
    /// stamp is the same.
    fn compare(
        &mut self,
        mut found: Found,
        scope: Scope<'_>,
        told: &BTreeSet<Arc<str>>,
        sweep: &mut Sweep,
    ) {
        let mut vanished = Vec::new();
        for (path, file) in &mut found.files {
            let before = self.known.files.get(path);
            if before.is_none_or(|before| before.stamp != file.stamp) {
                sweep.touched.insert(path.clone());
            } else if let Some(before) = before.filter(|before| before.is_settled())
                && !told.contains(path)
            {
                *file = *before;
                continue;
            }
            if !is_text(path) {
                continue;
            }
            self.moves.fetch_add(1, Ordering::Relaxed);
            match fs::read(self.root.join(path.as_ref())) {
                Ok(bytes) => {
                    let hash = Hash::of(&bytes);
                    file.hash = Some(hash);
                    if before.and_then(|before| before.hash) != Some(hash) {
                        sweep.texts.push((path.clone(), Text::decode(bytes)));
                    }
                }
                Err(error) => {
                    vanished.push(path.clone());
                    if error.kind() != io::ErrorKind::NotFound {
                        found.unreadable.insert(path.clone(), error.to_string());
                    }
                }
            }
        }
        for path in vanished {
            found.files.remove(&path);
        }
        let gone = scope.keys(&self.known.files).into_iter();
        sweep.removed.extend(gone.filter(|path| !found.files.contains_key(path)));
        self.known.replace(scope, found);
    }
}

impl Scope<'_> {
    /// The keys of a map that are in the scope.
    fn keys<V>(self, map: &BTreeMap<Arc<str>, V>) -> Vec<Arc<str>> {
        self.of(map.range::<str, _>(self.range()).map(|(path, _)| path))
    }

    /// Those of sorted paths, from the start of the scope on, that are in it.
    fn of<'p>(self, paths: impl Iterator<Item = &'p Arc<str>>) -> Vec<Arc<str>> {
        // Between a path and what is below it come its longer siblings, such as `a.py` for `a`.
        let near = paths.take_while(|path| path.starts_with(self.start()));
        near.filter(|path| self.contains(path)).cloned().collect()
    }

    fn range(&self) -> (Bound<&str>, Bound<&str>) {
        (Bound::Included(self.start()), Bound::Unbounded)
    }

    fn start(&self) -> &str {
        match self {
            Self::All => "",
            Self::At(path) => path,
        }
    }

    fn contains(self, path: &str) -> bool {
        match self {
            Self::All => true,
            Self::At(scope) => path == scope || is_below(path, scope),
        }
    }
}

impl Found {
    fn replace(&mut self, scope: Scope<'_>, found: Self) {
        if let Scope::All = scope {
            *self = found;
            return;
        }
        for path in scope.keys(&self.files) {
            self.files.remove(&path);
        }
        for path in scope.keys(&self.unreadable) {
            self.unreadable.remove(&path);
        }
        for set in [&mut self.folders, &mut self.elusive] {
            for path in scope.of(set.range::<str, _>(scope.range())) {
                set.remove(&path);
            }
        }
        self.extend(found);
    }

    fn extend(&mut self, found: Self) {
        self.files.extend(found.files);
        self.unreadable.extend(found.unreadable);
        self.folders.extend(found.folders);
        self.elusive.extend(found.elusive);
    }
}

/// A fingerprint of all files, by their stamps: for noticing that something changed where nothing
/// tells it.
pub(crate) fn state(root: &Path, outputs: &[PathBuf]) -> Hash {
    Walk::new(root, outputs, &mut Watch::off(root), &AtomicU64::default()).all().state()
}

impl Found {
    fn state(&self) -> Hash {
        let mut all = Vec::new();
        for (path, file) in &self.files {
            all.extend(path.bytes().chain([0]).chain(file.stamp.bytes()));
        }
        let others = (&self.folders, &self.elusive, &self.unreadable);
        all.extend(serde_json::to_vec(&others).unwrap_or_default());
        Hash::of(&all)
    }
}

impl File {
    fn is_settled(&self) -> bool {
        self.stamp.is_settled(self.observed)
    }
}

impl Sweep {
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty() && self.touched.is_empty() && self.removed.is_empty()
    }
}

impl Text {
    fn decode(bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::Valid(queries::syntax::normalized(&text).into()),
            Err(error) => {
                let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
                Self::NotUtf8 { line: valid.iter().filter(|byte| **byte == b'\n').count() + 1 }
            }
        }
    }
}

fn is_text(path: &str) -> bool {
    ROOT_TEXTS.contains(&path)
        || path.rsplit_once('.').is_some_and(|(_, extension)| TEXTS.contains(&extension))
}

/// The folders that hold a path, from the inside out; the last is the root, `""`.
fn folders_around(path: &str) -> impl Iterator<Item = &str> {
    let parent = |path: &str| path.rfind('/').unwrap_or(0);
    let first = &path[..parent(path)];
    std::iter::successors(Some(first), move |path| {
        (!path.is_empty()).then(|| &path[..parent(path)])
    })
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests;
