//! Files, folders and variables that user code has read, beside modules.

use super::Seen;
use super::files::{FileState, Importable, importable_names, listing};
use super::message::Recorded;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Listings = BTreeMap<PathBuf, Option<Vec<String>>>;

/// Absolute paths; what was read in one of the two parts of a build: importing, and all that follows.
#[derive(Debug, Default)]
pub(super) struct Reads {
    files: BTreeMap<PathBuf, FileState>,
    /// Directories listed to find modules.
    discovery_listings: Listings,
    /// What imports found in directories under the names that they looked for.
    lookups: BTreeMap<PathBuf, BTreeMap<String, Importable>>,
    listings: Listings,
    pub(super) variables: BTreeSet<String>,
    pub(super) volatile: BTreeSet<String>,
    /// What of it no watch tells of, once that was asked for.
    unwatched: Option<Unwatched>,
}

#[derive(Debug, Default)]
struct Unwatched {
    files: Vec<PathBuf>,
    listings: Vec<PathBuf>,
    discovery_listings: Vec<PathBuf>,
    lookups: Vec<PathBuf>,
}

impl Reads {
    /// Adds what was read; of what is known already, what was read first counts.
    pub(super) fn learn(&mut self, recorded: Recorded) {
        let is_new = |path: &PathBuf| !self.files.contains_key(path);
        let files = recorded.files.into_iter().filter(|(path, _)| is_new(path));
        let files: Vec<_> = files
            .map(|(path, signature)| {
                let state = FileState::new(&path, signature);
                (path, state)
            })
            .collect();
        self.files.extend(files);
        for (known, told) in [
            (&mut self.listings, recorded.listings),
            (&mut self.discovery_listings, recorded.discovery_listings),
        ] {
            for (path, names) in told {
                known.entry(path).or_insert(names);
            }
        }
        for (folder, names) in recorded.lookups {
            let known = self.lookups.entry(folder).or_default();
            for (name, found) in names {
                known.entry(name).or_insert(found);
            }
        }
        self.variables.extend(recorded.variables);
        self.volatile.extend(recorded.volatile);
        self.unwatched = None;
    }

    /// The files, the listed folders and the folders listed to find modules.
    pub(super) fn places(
        &self,
    ) -> (
        impl Iterator<Item = &PathBuf>,
        impl Iterator<Item = &PathBuf>,
        impl Iterator<Item = &PathBuf>,
    ) {
        (self.files.keys(), self.listings.keys(), self.discovery_listings.keys())
    }

    /// Whether everything is what was read, wherever it lies.
    pub(super) fn hold(&mut self) -> bool {
        self.files.iter_mut().all(|(path, state)| !state.changed(path))
            && changed(&self.listings, None, listing).is_none()
            && changed(&self.discovery_listings, None, importable_names).is_none()
    }

    pub(super) fn changed_file(&mut self, root: &Path, seen: &Seen<'_>) -> Option<PathBuf> {
        let Some(paths) = seen.changed else {
            self.unwatched = None;
            let mut files = self.files.iter_mut();
            return files.find_map(|(path, state)| state.changed(path).then(|| path.clone()));
        };
        let unwatched = self.take_unwatched(seen);
        let changed = paths.iter().map(|path| root.join(path));
        let mut candidates = changed.chain(unwatched.files.iter().cloned());
        let changed = candidates
            .find(|path| self.files.get_mut(path).is_some_and(|state| state.changed(path)));
        drop(candidates);
        self.unwatched = Some(unwatched);
        changed
    }

    pub(super) fn changed_listing(&mut self, seen: &Seen<'_>) -> Option<PathBuf> {
        let unwatched = seen.changed.is_some().then(|| self.take_unwatched(seen));
        let paths = unwatched.as_ref().map(|unwatched| unwatched.listings.as_slice());
        let changed = changed(&self.listings, paths, listing);
        self.unwatched = unwatched;
        changed
    }

    pub(super) fn changed_discovery(&mut self, seen: &Seen<'_>) -> Option<PathBuf> {
        let unwatched = seen.changed.is_some().then(|| self.take_unwatched(seen));
        let paths = unwatched.as_ref().map(|unwatched| unwatched.discovery_listings.as_slice());
        let changed = changed(&self.discovery_listings, paths, importable_names);
        self.unwatched = unwatched;
        changed
    }

    /// A path at which an import that was made could find something else now.
    pub(super) fn changed_lookup(&mut self, seen: &Seen<'_>) -> Option<PathBuf> {
        let outdone = |(folder, names): (&PathBuf, &BTreeMap<String, Importable>)| {
            let now = |name: &str| Importable::at(folder, name);
            let mut names = names.iter();
            names
                .find(|(name, before)| before.is_outdone(now(name)))
                .map(|(name, _)| folder.join(name))
        };
        if seen.changed.is_none() {
            return self.lookups.iter().find_map(outdone);
        }
        let unwatched = self.take_unwatched(seen);
        let mut folders = unwatched.lookups.iter();
        let changed = folders.find_map(|folder| outdone(self.lookups.get_key_value(folder)?));
        self.unwatched = Some(unwatched);
        changed
    }

    fn take_unwatched(&mut self, seen: &Seen<'_>) -> Unwatched {
        self.unwatched.take().unwrap_or_else(|| {
            // What is in a listed folder is told as changes of the names in it.
            let is_untold = |folder: &&PathBuf| !(seen.is_watched)(&folder.join("name"));
            let of = |listings: &Listings| listings.keys().filter(is_untold).cloned().collect();
            let lookups = self.lookups.keys().filter(is_untold).cloned().collect();
            let files = self.files.keys().filter(|path| !(seen.is_watched)(path));
            Unwatched {
                files: files.cloned().collect(),
                listings: of(&self.listings),
                discovery_listings: of(&self.discovery_listings),
                lookups,
            }
        })
    }
}

/// The first of the listings, or of those at `paths`, that is another one now.
fn changed(
    listings: &Listings,
    paths: Option<&[PathBuf]>,
    list: impl Fn(&Path) -> Option<Vec<String>>,
) -> Option<PathBuf> {
    let differs = |path: &&PathBuf| listings.get(*path).is_some_and(|names| *names != list(path));
    match paths {
        Some(paths) => paths.iter().find(differs).cloned(),
        None => listings.keys().find(differs).cloned(),
    }
}
