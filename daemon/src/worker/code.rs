//! The project's modules as the app's Python runs them: which imports which, which surfaces are made of
//! them, and which of their functions ever ran.

use super::Seen;
use super::message::Recorded;
use super::module::{Edit, Module};
use crate::parallel;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

type Importers = BTreeMap<String, BTreeSet<String>>;

#[derive(Debug, Default)]
pub(super) struct Code {
    root: PathBuf,
    /// By project-relative path.
    modules: BTreeMap<String, Module>,
    /// Of each module those that import it, in the app's process.
    importers: Importers,
    /// The same for imports that ran only while surfaces were rendered.
    late_importers: Importers,
    /// The files that each surface, by kind and pattern, is made of.
    roots: BTreeMap<String, Vec<String>>,
    /// By path and qualified name.
    ran: BTreeMap<Box<str>, Moments>,
    /// Modules whose changes no watch tells of, once that was asked for.
    unwatched: Option<Vec<String>>,
}

/// When a function has run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Moments {
    /// While modules were loaded.
    pub(super) at_load: bool,
    /// Before the first surface: while the app was started and paths were found.
    pub(super) early: bool,
    /// While a surface was rendered.
    pub(super) late: bool,
}

impl Moments {
    pub(super) const LOAD: Self = Self { at_load: true, early: false, late: false };
    pub(super) const EARLY: Self = Self { at_load: false, early: true, late: false };
    pub(super) const LATE: Self = Self { at_load: false, early: false, late: true };

    pub(super) fn is_never(self) -> bool {
        self == Self::default()
    }

    fn or(self, other: Self) -> Self {
        Self {
            at_load: self.at_load || other.at_load,
            early: self.early || other.early,
            late: self.late || other.late,
        }
    }
}

impl Code {
    pub(super) fn of(root: &Path) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }

    // -- learning -----------------------------------------------------------------------------

    /// The app was imported anew: nothing of an earlier import is loaded any more.
    pub(super) fn import(&mut self, recorded: &mut Recorded, roots: BTreeMap<String, Vec<String>>) {
        self.importers.clear();
        self.roots.clear();
        for moments in self.ran.values_mut() {
            moments.at_load = false;
        }
        self.reload(recorded, roots);
    }

    /// Modules were loaded, anew or for the first time.
    pub(super) fn reload(&mut self, recorded: &mut Recorded, roots: BTreeMap<String, Vec<String>>) {
        self.roots.extend(roots);
        self.learn(recorded, Moments::LOAD);
    }

    /// Adds what was loaded and what ran; of what is known already, the version that was known counts.
    pub(super) fn learn(&mut self, recorded: &mut Recorded, moment: Moments) {
        let mut new = std::mem::take(&mut recorded.modules);
        new.retain(|path, _| !self.modules.contains_key(path));
        self.unwatched.take_if(|_| !new.is_empty());
        let new: Vec<_> = new.into_iter().collect();
        let hands = vec![(); parallel::threads(new.len())];
        let modules = parallel::map(&new, hands, |(), (path, signature)| {
            Module::new(&self.root.join(path), *signature)
        });
        self.modules.extend(new.into_iter().map(|(path, _)| path).zip(modules));
        let importers = if moment.at_load { &mut self.importers } else { &mut self.late_importers };
        for (importer, imported) in std::mem::take(&mut recorded.imports) {
            for path in imported {
                importers.entry(path).or_default().insert(importer.clone());
            }
        }
        self.note(std::mem::take(&mut recorded.ran), moment);
    }

    pub(super) fn note(&mut self, ran: Vec<String>, moment: Moments) {
        for function in ran {
            let moments = self.ran.entry(function.into()).or_default();
            *moments = moments.or(moment);
        }
    }

    /// What ran after loading is forgotten: everything has been rendered anew.
    pub(super) fn forget_runs(&mut self) {
        self.late_importers.clear();
        self.ran.retain(|_, moments| {
            *moments = Moments { at_load: moments.at_load, ..Moments::default() };
            moments.at_load
        });
    }

    /// This version of a module is known from now on.
    pub(super) fn update(&mut self, path: &str, module: Module) {
        if let Some(known) = self.modules.get_mut(path) {
            *known = module;
        }
    }

    // -- asking -------------------------------------------------------------------------------

    /// The modules that differ from what is known, in so far as they may.
    pub(super) fn changed(&mut self, seen: &Seen<'_>) -> Vec<String> {
        let Some(paths) = seen.changed else {
            self.unwatched = None;
            let all = self.modules.iter_mut();
            let changed = all.filter_map(|(path, module)| {
                module.changed(&self.root.join(path)).then(|| path.clone())
            });
            return changed.collect();
        };
        let unwatched = self.unwatched.take().unwrap_or_else(|| {
            let paths = self.modules.keys();
            paths.filter(|path| !(seen.is_watched)(&self.root.join(path))).cloned().collect()
        });
        let candidates: BTreeSet<&str> =
            paths.iter().copied().chain(unwatched.iter().map(String::as_str)).collect();
        let changed = candidates.into_iter().filter(|path| {
            let module = self.modules.get_mut(*path);
            module.is_some_and(|module| module.changed(&self.root.join(path)))
        });
        let changed = changed.map(str::to_owned).collect();
        self.unwatched = Some(unwatched);
        changed
    }

    /// Whether all modules are what is known of them, wherever they lie.
    pub(super) fn holds(&mut self) -> bool {
        let root = &self.root;
        self.modules.iter_mut().all(|(path, module)| !module.changed(&root.join(path)))
    }

    /// Project-relative.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.modules.keys().map(String::as_str)
    }

    /// The module as it is now, and what is different in it.
    pub(super) fn next(&self, path: &str) -> Option<(Module, Edit)> {
        Some(self.modules.get(path)?.next(&self.root.join(path)))
    }

    /// When any of these functions has run.
    pub(super) fn moments(&self, path: &str, functions: &[Box<str>]) -> Moments {
        let ran =
            functions.iter().filter_map(|name| self.ran.get(format!("{path}:{name}").as_str()));
        ran.copied().fold(Moments::default(), Moments::or)
    }

    /// The surfaces, by kind and pattern, that are made of code that imports this module.
    pub(super) fn surfaces_of(&self, path: &str) -> BTreeSet<&str> {
        let (mut reached, mut queue) = (BTreeSet::from([path]), vec![path]);
        while let Some(path) = queue.pop() {
            for importers in [&self.importers, &self.late_importers] {
                for importer in importers.get(path).into_iter().flatten() {
                    if reached.insert(importer) {
                        queue.push(importer);
                    }
                }
            }
        }
        let is_reached =
            |files: &[String]| files.iter().any(|file| reached.contains(file.as_str()));
        let surfaces = self.roots.iter().filter(|(_, files)| is_reached(files));
        surfaces.map(|(surface, _)| surface.as_str()).collect()
    }
}
