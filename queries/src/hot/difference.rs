//! What is different between two gatherings of facts.

use super::facts::{ClassFacts, FileFacts, Fingerprints, Print, SharedFacts, SurfaceFacts};
use super::update::SurfaceName;
use crate::input::FilePath;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A fact that differs: what it was, if it was there, and what it is, if it still is.
type Change<T> = (Option<T>, Option<T>);

/// The facts that differ; for each, old and new.
#[derive(Clone, Debug, Default)]
pub struct Difference {
    pub(super) generation: u64,
    pub(super) classes: BTreeMap<String, (Arc<ClassFacts>, Arc<ClassFacts>)>,
    pub(super) shared: BTreeMap<String, (Option<Arc<SharedFacts>>, Arc<SharedFacts>)>,
    /// Prints of server code and of all that is a file's own.
    pub(super) files: BTreeMap<FilePath, Change<(Print, Print)>>,
    pub(super) surfaces: BTreeMap<SurfaceName, Change<SurfaceFacts>>,
    pub(super) stores: bool,
}

impl Difference {
    pub fn between(before: &Fingerprints, after: &Fingerprints) -> Self {
        let mut difference = Self {
            generation: after.generation,
            stores: before.stores != after.stores,
            ..Self::default()
        };
        for (path, facts) in &after.classes {
            difference.add_class(path.clone(), before.classes.get(path).cloned(), facts.clone());
        }
        for (path, facts) in &after.shared {
            difference.add_shared(path.clone(), before.shared.get(path).cloned(), facts.clone());
        }
        let prints =
            |all: &Fingerprints, path: &FilePath| all.files.get(path).map(FileFacts::prints);
        let paths: BTreeSet<&FilePath> = before.files.keys().chain(after.files.keys()).collect();
        for path in paths {
            difference.add_file(path, prints(before, path), prints(after, path));
        }
        let names: BTreeSet<&SurfaceName> =
            before.surfaces.keys().chain(after.surfaces.keys()).collect();
        for name in names {
            let (old, new) = (before.surfaces.get(name), after.surfaces.get(name));
            if old != new {
                difference.surfaces.insert(name.clone(), (old.cloned(), new.cloned()));
            }
        }
        difference
    }

    /// A class that no page had is nothing that pages would have to replace.
    pub(super) fn add_class(
        &mut self,
        path: String,
        old: Option<Arc<ClassFacts>>,
        new: Arc<ClassFacts>,
    ) {
        if let Some(old) = old
            && !Arc::ptr_eq(&old, &new)
            && old != new
        {
            self.classes.insert(path, (old, new));
        }
    }

    pub(super) fn add_shared(
        &mut self,
        path: String,
        old: Option<Arc<SharedFacts>>,
        new: Arc<SharedFacts>,
    ) {
        if old.as_ref() != Some(&new) {
            self.shared.insert(path, (old, new));
        }
    }

    pub(super) fn add_file(
        &mut self,
        path: &FilePath,
        old: Option<(Print, Print)>,
        new: Option<(Print, Print)>,
    ) {
        if old != new {
            self.files.insert(path.clone(), (old, new));
        }
    }

    /// The files whose server code differs.
    pub(super) fn server_files(&self) -> impl Iterator<Item = &FilePath> {
        let server = |prints: &Option<(Print, Print)>| prints.map(|(server, _)| server);
        let differ = self.files.iter().filter(move |(_, (old, new))| server(old) != server(new));
        differ.map(|(path, _)| path)
    }
}
