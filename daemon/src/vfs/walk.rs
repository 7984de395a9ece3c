//! Listing the tree, or a part of it: which files there are, and which of them are sources.

use super::File;
use crate::stamp::{self, Stamp};
use crate::watch::Watch;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    pub(super) root: &'a Path,
    /// Absolute folders that are written, not read.
    pub(super) outputs: &'a [PathBuf],
    pub(super) watch: &'a mut Watch,
    pub(super) found: Found,
}

/// A folder that waits to be listed.
struct Waiting {
    path: PathBuf,
    /// Relative, with `/` at its end unless it is the root.
    prefix: String,
    /// Reached through a link: its events come under another path.
    is_linked: bool,
}

impl<'a> Walk<'a> {
    pub(super) fn new(root: &'a Path, outputs: &'a [PathBuf], watch: &'a mut Watch) -> Self {
        Self { root, outputs, watch, found: Found::default() }
    }

    /// Lists everything.
    pub(super) fn all(mut self) -> Found {
        let root = Waiting { path: self.root.to_owned(), prefix: String::new(), is_linked: false };
        self.folders(vec![root]);
        self.found
    }

    /// Looks at one path, and lists what is below it if it is a folder.
    pub(super) fn at(&mut self, relative: &str) {
        let (prefix, name) = match relative.rsplit_once('/') {
            Some((folder, name)) => (format!("{folder}/"), name),
            None => (String::new(), relative),
        };
        let mut waiting = Vec::new();
        self.entry(&self.root.join(relative), &prefix, name, false, &mut waiting);
        self.folders(waiting);
    }

    fn folders(&mut self, mut level: Vec<Waiting>) {
        while !level.is_empty() {
            let own = level.iter().filter(|folder| !folder.is_linked);
            let own: Vec<PathBuf> = own.map(|folder| folder.path.clone()).collect();
            self.watch.cover(&own);
            let mut next = Vec::new();
            for folder in level {
                self.list(&folder, &mut next);
            }
            level = next;
        }
    }

    fn list(&mut self, folder: &Waiting, next: &mut Vec<Waiting>) {
        let Waiting { path, prefix, is_linked } = folder;
        self.found.folders.insert(prefix.trim_end_matches('/').into());
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) => return self.unreadable(prefix, &error),
        };
        for entry in entries {
            match entry {
                Ok(entry) => match entry.file_name().to_str() {
                    Some(name) => self.entry(&entry.path(), prefix, name, *is_linked, next),
                    None => {
                        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
                        let reason = "the file name is not UTF-8".to_owned();
                        self.found.unreadable.insert(name.into(), reason);
                    }
                },
                Err(error) => self.unreadable(prefix, &error),
            }
        }
    }

    fn entry(
        &mut self,
        path: &Path,
        prefix: &str,
        name: &str,
        is_linked: bool,
        next: &mut Vec<Waiting>,
    ) {
        let relative = format!("{prefix}{name}");
        let own = match fs::symlink_metadata(path) {
            Ok(metadata) => metadata,
            Err(error) => return self.unreadable(&relative, &error),
        };
        let is_link = own.is_symlink();
        if is_link {
            self.found.elusive.insert(relative.as_str().into());
            if !self.stays_inside(path) {
                return;
            }
        }
        match if is_link { fs::metadata(path) } else { Ok(own) } {
            Ok(metadata) if metadata.is_dir() => {
                if !self.is_ignored(path, name, prefix) {
                    next.push(Waiting {
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

    /// A link is followed if it leads to somewhere in the project, but not to a folder around it.
    fn stays_inside(&self, link: &Path) -> bool {
        fs::canonicalize(link)
            .is_ok_and(|target| target.starts_with(self.root) && !link.starts_with(&target))
    }

    fn is_ignored(&mut self, folder: &Path, name: &str, prefix: &str) -> bool {
        if NEVER_SOURCES.contains(&name)
            || (prefix.is_empty() && name == DEFAULT_OUTPUT)
            || self.outputs.iter().any(|output| output == folder)
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
