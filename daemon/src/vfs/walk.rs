//! Listing the tree, or a part of it: which files there are, and which of them are sources.

use super::File;
use crate::parallel;
use crate::stamp::{self, Stamp};
use crate::watch::Watch;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, DirEntry, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Folders that never hold sources, wherever they are.
pub(crate) const NEVER_SOURCES: [&str; 11] = [
    ".git",
    ".hg",
    ".svn",
    ".venv",
    ".sprag",
    ".tox",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
    "node_modules",
];

/// Marks a virtual environment, whatever its folder is called.
pub(super) const ENVIRONMENT_MARK: &str = "pyvenv.cfg";

/// The default output folder; it holds copies of sources.
const DEFAULT_OUTPUT: &str = "dist";

/// What a walk finds. Paths are relative to the root, with `/`; the root itself is `""`.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: BTreeMap<Arc<str>, File>,
    /// The folders that were listed.
    pub(super) folders: BTreeSet<Arc<str>>,
    /// What can change without an event in its folder: links, files with a second name somewhere,
    /// and environments, which their mark makes no source folder.
    pub(super) elusive: BTreeSet<Arc<str>>,
    /// What could not be read, and why.
    pub(super) unreadable: BTreeMap<Arc<str>, String>,
}

/// One listing of the tree. Each folder is watched before it is listed.
pub(super) struct Walk<'a> {
    place: Place<'a>,
    watch: &'a mut Watch,
    pub(super) found: Found,
}

/// Where a walk goes.
#[derive(Clone, Copy)]
struct Place<'a> {
    root: &'a Path,
    /// Absolute folders that are written, not read.
    outputs: &'a [PathBuf],
    /// Grows with each folder.
    moves: &'a AtomicU64,
}

/// What one look has found.
#[derive(Default)]
struct Listing {
    found: Found,
    folders: Vec<Waiting>,
}

/// A folder that waits to be listed.
struct Waiting {
    path: PathBuf,
    /// Relative, with `/` at its end unless it is the root.
    prefix: String,
    /// Reached through a link: its events come under another path.
    is_linked: bool,
}

/// Something in a folder.
struct Entry<'a> {
    path: &'a Path,
    prefix: &'a str,
    name: &'a str,
    is_linked: bool,
}

impl<'a> Walk<'a> {
    /// `moves` grows meanwhile.
    pub(super) fn new(
        root: &'a Path,
        outputs: &'a [PathBuf],
        watch: &'a mut Watch,
        moves: &'a AtomicU64,
    ) -> Self {
        Self { place: Place { root, outputs, moves }, watch, found: Found::default() }
    }

    /// Lists everything.
    pub(super) fn all(mut self) -> Found {
        let path = self.place.root.to_owned();
        self.folders(vec![Waiting { path, prefix: String::new(), is_linked: false }]);
        self.found
    }

    /// Looks at one path, and lists what is below it if it is a folder.
    pub(super) fn at(&mut self, relative: &str) {
        let (prefix, name) = match relative.rsplit_once('/') {
            Some((folder, name)) => (format!("{folder}/"), name),
            None => (String::new(), relative),
        };
        let path = self.place.root.join(relative);
        let entry = Entry { path: &path, prefix: &prefix, name, is_linked: false };
        let mut listing = Listing::default();
        listing.look(self.place, entry, fs::symlink_metadata(&path));
        self.found.extend(listing.found);
        self.folders(listing.folders);
    }

    fn folders(&mut self, mut level: Vec<Waiting>) {
        while !level.is_empty() {
            let own = level.iter().filter(|folder| !folder.is_linked);
            let own: Vec<PathBuf> = own.map(|folder| folder.path.clone()).collect();
            self.watch.cover(&own);
            let (place, hands) = (self.place, vec![(); parallel::threads(level.len())]);
            let listings = parallel::map(&level, hands, |(), folder| Listing::of(place, folder));
            level = Vec::new();
            for listing in listings {
                self.found.extend(listing.found);
                level.extend(listing.folders);
            }
        }
    }
}

impl Place<'_> {
    /// A link is followed if it leads to somewhere in the project, but not to a folder around it.
    fn holds(self, link: &Path) -> bool {
        fs::canonicalize(link)
            .is_ok_and(|target| target.starts_with(self.root) && !link.starts_with(&target))
    }
}

impl Listing {
    fn of(place: Place<'_>, folder: &Waiting) -> Self {
        let Waiting { path, prefix, is_linked } = folder;
        place.moves.fetch_add(1, Ordering::Relaxed);
        let mut listing = Self::default();
        listing.found.folders.insert(prefix.trim_end_matches('/').into());
        match fs::read_dir(path) {
            Ok(entries) => entries.for_each(|entry| match entry {
                Ok(entry) => listing.add(place, &entry, prefix, *is_linked),
                Err(error) => listing.unreadable(prefix, &error),
            }),
            Err(error) => listing.unreadable(prefix, &error),
        }
        listing
    }

    fn add(&mut self, place: Place<'_>, entry: &DirEntry, prefix: &str, is_linked: bool) {
        let name = entry.file_name();
        let Some(name) = name.to_str() else {
            let name = format!("{prefix}{}", name.to_string_lossy());
            let reason = "the file name is not UTF-8".to_owned();
            self.found.unreadable.insert(name.into(), reason);
            return;
        };
        // Asked of the folder that is open, which is less work than asking with the whole path.
        let metadata = entry.metadata();
        self.look(place, Entry { path: &entry.path(), prefix, name, is_linked }, metadata);
    }

    /// `metadata` is that of a link itself.
    fn look(&mut self, place: Place<'_>, entry: Entry<'_>, metadata: io::Result<Metadata>) {
        let Entry { path, prefix, name, is_linked } = entry;
        let relative = format!("{prefix}{name}");
        let own = match metadata {
            Ok(metadata) => metadata,
            Err(error) => return self.unreadable(&relative, &error),
        };
        let is_link = own.is_symlink();
        if is_link {
            self.found.elusive.insert(relative.as_str().into());
            if !place.holds(path) {
                return;
            }
        }
        match if is_link { fs::metadata(path) } else { Ok(own) } {
            Ok(metadata) if metadata.is_dir() => {
                if !self.is_ignored(place, path, name, prefix) {
                    self.folders.push(Waiting {
                        path: path.to_owned(),
                        prefix: format!("{relative}/"),
                        is_linked: is_linked || is_link,
                    });
                }
            }
            Ok(metadata) if metadata.is_file() => {
                let stamp = Stamp::of(&metadata);
                if std::os::unix::fs::MetadataExt::nlink(&metadata) > 1 {
                    self.found.elusive.insert(relative.as_str().into());
                }
                let file = File { stamp, observed: stamp::now(), hash: None };
                self.found.files.insert(relative.into(), file);
            }
            Ok(_) => {}
            Err(error) => self.unreadable(&relative, &error),
        }
    }

    fn is_ignored(&mut self, place: Place<'_>, folder: &Path, name: &str, prefix: &str) -> bool {
        if NEVER_SOURCES.contains(&name)
            || (prefix.is_empty() && name == DEFAULT_OUTPUT)
            || place.outputs.iter().any(|output| output == folder)
        {
            return true;
        }
        let is_environment = folder.join(ENVIRONMENT_MARK).is_file();
        if is_environment {
            self.found.elusive.insert(format!("{prefix}{name}").into());
        }
        is_environment
    }

    fn unreadable(&mut self, path: &str, error: &io::Error) {
        if error.kind() != io::ErrorKind::NotFound {
            let path = path.trim_end_matches('/');
            self.found.unreadable.insert(path.into(), error.to_string());
        }
    }
}
