//! Which surfaces must be rendered again.
//!
//! A surface is fresh as long as everything it depended on is as it was: the project modules that
//! its code imports, every data file read and directory listed by user code, the environment
//! variables used, and the state of the stores before it (which the child checks). Data files belong
//! to all surfaces, because memoised loaders read them once for whoever comes first.
//!
//! Not seen: clocks, random numbers, and state that surfaces share by other means than stores.

use super::message::{Dependencies, Signature, StoreStates, SurfaceDependencies};
use super::{BuildAnswer, BuildRequest, Untouched, WorkerOptions, entry_key};
use queries::render::{Rendered, RenderedEntry};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Variables with this prefix are in every payload.
const PUBLIC_PREFIX: &str = "SPRAG_PUBLIC_";

/// Why a surface was rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It was not known before.
    New,
    /// The module, a project-relative path, changed.
    Module(String),
    /// The data file changed.
    File(PathBuf),
    /// Names in the directory came or went.
    Directory(PathBuf),
    /// The environment variable changed.
    Variable(String),
    /// The stores were in another state before it.
    Stores,
    /// It did this, whose result nothing can predict.
    Volatile(String),
    /// It failed the last time.
    Failed,
}

impl fmt::Display for Reason {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::New => write!(formatter, "new"),
            Self::Module(path) => write!(formatter, "{path} changed"),
            Self::File(path) | Self::Directory(path) => {
                write!(formatter, "{} changed", path.display())
            }
            Self::Variable(name) => write!(formatter, "the variable {name} changed"),
            Self::Stores => write!(formatter, "the stores before it changed"),
            Self::Volatile(what) => write!(formatter, "{what} cannot be predicted"),
            Self::Failed => write!(formatter, "it failed the last time"),
        }
    }
}

/// What a build has to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The last answer still holds.
    pub(super) is_idle: bool,
    pub(super) known: BTreeMap<String, StoreStates>,
    reasons: BTreeMap<String, Reason>,
}

impl Plan {
    pub(super) fn everything() -> Self {
        Self::default()
    }

    /// Why a surface that the child rendered was not kept.
    pub(super) fn reason(&self, key: &str) -> Reason {
        match self.reasons.get(key) {
            Some(reason) => reason.clone(),
            None if self.known.contains_key(key) => Reason::Stores,
            None => Reason::New,
        }
    }
}

/// The last answer and all that it depended on.
#[derive(Debug)]
pub(super) struct Memory {
    request: BuildRequest,
    answer: BuildAnswer,
    entries: BTreeMap<String, Arc<RenderedEntry>>,
    surfaces: BTreeMap<String, SurfaceDependencies>,
    modules: BTreeMap<String, FileState>,
    files: BTreeMap<PathBuf, FileState>,
    discovery_listings: BTreeMap<PathBuf, Option<Vec<String>>>,
    listings: BTreeMap<PathBuf, Option<Vec<String>>>,
    variables: BTreeSet<String>,
    has_missing_imports: bool,
    volatile: BTreeSet<String>,
    root: PathBuf,
    /// What the answer depends on outside of the watched folders, once that was asked for.
    unwatched: Option<Unwatched>,
}

#[derive(Debug, Default)]
struct Unwatched {
    modules: Vec<String>,
    files: Vec<PathBuf>,
    listings: Vec<PathBuf>,
    discovery_listings: Vec<PathBuf>,
}

impl Memory {
    /// Remembers `answer`. What `before` knows of surfaces that were kept still holds.
    pub(super) fn new(
        request: &BuildRequest,
        answer: &BuildAnswer,
        told: Dependencies,
        before: Option<Self>,
        options: &WorkerOptions,
    ) -> Self {
        let root = options.project_root.clone();
        let rendered: BTreeSet<String> =
            answer.rendered.iter().map(|(key, _)| entry_key(key.kind, &key.path)).collect();
        let entries: BTreeMap<_, _> = answer
            .entries
            .iter()
            .map(|entry| (entry_key(entry.kind, &entry.path), Arc::clone(entry)))
            .collect();
        let mut memory = Self {
            request: request.clone(),
            answer: BuildAnswer { rendered: Vec::new(), ..answer.clone() },
            surfaces: told.surfaces,
            modules: file_states(told.modules, |path| root.join(path)),
            files: file_states(told.files, Clone::clone),
            discovery_listings: told.discovery_listings,
            listings: told.listings,
            variables: told.variables,
            has_missing_imports: told.has_missing_imports,
            volatile: told.volatile,
            entries,
            root,
            unwatched: None,
        };
        if let Some(before) = before
            && memory.entries.keys().any(|key| !rendered.contains(key))
        {
            memory.keep(before, &rendered);
        }
        memory
    }

    /// Adds what the kept surfaces depended on when they were rendered.
    fn keep(&mut self, before: Self, rendered: &BTreeSet<String>) {
        for (path, state) in before.modules {
            self.modules.entry(path).or_insert(state);
        }
        for (path, state) in before.files {
            self.files.entry(path).or_insert(state);
        }
        for (path, names) in before.listings {
            self.listings.entry(path).or_insert(names);
        }
        for (key, old) in before.surfaces {
            if let Some(new) = self.surfaces.get_mut(&key)
                && !rendered.contains(&key)
            {
                new.modules.extend(old.modules);
                new.variables.extend(old.variables);
                new.volatile.extend(old.volatile);
            }
        }
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Arc<RenderedEntry>> {
        self.entries.get(key)
    }

    /// The remembered answer; nothing was rendered for it.
    pub(super) fn answer(&self) -> BuildAnswer {
        BuildAnswer { is_repeated: true, ..self.answer.clone() }
    }

    /// Whether the remembered answer still holds, given that nothing changed in folders of which
    /// `is_watched` says that a watch would have told. Costs nothing for what lies there.
    pub(super) fn holds(
        &mut self,
        request: &BuildRequest,
        is_watched: &dyn Fn(&Path) -> bool,
    ) -> bool {
        if *request != self.request || !self.is_repeatable() {
            return false;
        }
        let unwatched = self.unwatched.take().unwrap_or_else(|| self.find_unwatched(is_watched));
        let root = self.root.clone();
        let holds = unwatched.modules.iter().all(|path| {
            self.modules.get_mut(path).is_some_and(|state| !state.changed(&root.join(path)))
        }) && unwatched
            .files
            .iter()
            .all(|path| self.files.get_mut(path).is_some_and(|state| !state.changed(path)))
            && unwatched
                .listings
                .iter()
                .all(|path| self.listings.get(path) == Some(&listing(path)))
            && unwatched
                .discovery_listings
                .iter()
                .all(|path| self.discovery_listings.get(path) == Some(&importable_names(path)));
        self.unwatched = Some(unwatched);
        holds
    }

    /// Whether the same run would give the same answer.
    fn is_repeatable(&self) -> bool {
        let is_volatile = |surface: &SurfaceDependencies| !surface.volatile.is_empty();
        self.volatile.is_empty()
            && !self.surfaces.values().any(is_volatile)
            && self.answer.app.problems.is_empty()
            && self.entries.values().all(|entry| entry.rendered != Rendered::Failed)
    }

    fn find_unwatched(&self, is_watched: &dyn Fn(&Path) -> bool) -> Unwatched {
        // What is in a listed folder is told as changes of the names in it.
        let is_listed = |folder: &PathBuf| is_watched(&folder.join("name"));
        let not_listed = |listings: &BTreeMap<PathBuf, Option<Vec<String>>>| {
            listings.keys().filter(|folder| !is_listed(folder)).cloned().collect()
        };
        Unwatched {
            modules: (self.modules.keys())
                .filter(|path| !is_watched(&self.root.join(path)))
                .cloned()
                .collect(),
            files: self.files.keys().filter(|path| !is_watched(path)).cloned().collect(),
            listings: not_listed(&self.listings),
            discovery_listings: not_listed(&self.discovery_listings),
        }
    }

    pub(super) fn plan(&mut self, request: &BuildRequest, untouched: &Untouched<'_>) -> Plan {
        if request.target != self.request.target {
            return Plan::everything();
        }
        let root = self.root.clone();
        let changed_modules: BTreeSet<String> = self
            .modules
            .iter_mut()
            .filter_map(|(path, state)| {
                let file = root.join(path);
                (!(untouched.file)(&file) && state.changed(&file)).then(|| path.clone())
            })
            .collect();
        let for_all = self.reason_for_all(request, untouched);
        let mut plan = Plan::default();
        for (key, surface) in &self.surfaces {
            match for_all
                .clone()
                .or_else(|| self.reason_for(key, surface, &changed_modules, request))
            {
                Some(reason) => {
                    plan.reasons.insert(key.clone(), reason);
                }
                None => {
                    plan.known.insert(key.clone(), surface.stores.clone());
                }
            }
        }
        plan.is_idle = plan.reasons.is_empty()
            && for_all.is_none()
            && changed_modules.is_empty()
            && self.changed_discovery(untouched).is_none()
            && self.answer.app.problems.is_empty()
            && self.entries.values().all(|entry| entry.rendered != Rendered::Failed);
        plan
    }

    /// What makes every surface stale, if anything does.
    fn reason_for_all(
        &mut self,
        request: &BuildRequest,
        untouched: &Untouched<'_>,
    ) -> Option<Reason> {
        let file = self.files.iter_mut().find_map(|(path, state)| {
            let is_changed = !(untouched.file)(path) && state.changed(path);
            is_changed.then(|| Reason::File(path.clone()))
        });
        let listing = || changed_listing(&self.listings, untouched, listing).map(Reason::Directory);
        let missing = || {
            self.has_missing_imports
                .then(|| self.changed_discovery(untouched).map(Reason::Directory))
                .flatten()
        };
        let volatile = || self.volatile.first().cloned().map(Reason::Volatile);
        file.or_else(listing)
            .or_else(missing)
            .or_else(|| self.changed_variable(&self.variables, request))
            .or_else(|| self.changed_public_variable(request))
            .or_else(volatile)
    }

    fn reason_for(
        &self,
        key: &str,
        surface: &SurfaceDependencies,
        changed_modules: &BTreeSet<String>,
        request: &BuildRequest,
    ) -> Option<Reason> {
        let module = surface.modules.intersection(changed_modules).next();
        module
            .cloned()
            .map(Reason::Module)
            .or_else(|| self.changed_variable(&surface.variables, request))
            .or_else(|| surface.volatile.first().cloned().map(Reason::Volatile))
            .or_else(|| {
                let has_failed = |entry: &Arc<RenderedEntry>| entry.rendered == Rendered::Failed;
                self.entries.get(key).is_none_or(has_failed).then_some(Reason::Failed)
            })
    }

    fn changed_discovery(&self, untouched: &Untouched<'_>) -> Option<PathBuf> {
        changed_listing(&self.discovery_listings, untouched, importable_names)
    }

    fn changed_variable(&self, names: &BTreeSet<String>, request: &BuildRequest) -> Option<Reason> {
        if names.contains("*") {
            return (self.request.environment != request.environment)
                .then(|| Reason::Variable("*".to_owned()));
        }
        let (before, now) = (&self.request.environment, &request.environment);
        let changed = names.iter().find(|name| before.get(*name) != now.get(*name));
        changed.cloned().map(Reason::Variable)
    }

    fn changed_public_variable(&self, request: &BuildRequest) -> Option<Reason> {
        let names = |request: &BuildRequest| -> BTreeSet<String> {
            let all = request.environment.keys();
            all.filter(|name| name.starts_with(PUBLIC_PREFIX)).cloned().collect()
        };
        let both = &names(&self.request) | &names(request);
        self.changed_variable(&both, request)
    }
}

/// A file as it was when user code read it.
#[derive(Debug)]
struct FileState {
    signature: Option<Signature>,
    /// `None` if the file changed between being read and being hashed: it then counts as changed.
    hash: Option<blake3::Hash>,
}

impl FileState {
    fn new(path: &Path, signature: Option<Signature>) -> Self {
        let is_unchanged = signature_of(path) == signature;
        let hash = if is_unchanged { hash_of(path) } else { None };
        Self { signature, hash }
    }

    /// A file that was touched but reads the same has not changed.
    fn changed(&mut self, path: &Path) -> bool {
        let now = signature_of(path);
        if self.hash.is_some() == self.signature.is_some() && now == self.signature {
            return false;
        }
        let hash = hash_of(path);
        if hash.is_none() || hash != self.hash {
            return true;
        }
        self.signature = now;
        false
    }
}

fn file_states<P: Ord>(
    told: BTreeMap<P, Option<Signature>>,
    locate: impl Fn(&P) -> PathBuf,
) -> BTreeMap<P, FileState> {
    let state = |(path, signature)| {
        let state = FileState::new(&locate(&path), signature);
        (path, state)
    };
    told.into_iter().map(state).collect()
}

fn signature_of(path: &Path) -> Option<Signature> {
    let metadata = path.metadata().ok()?;
    let nanoseconds = |seconds: i64, rest: i64| {
        seconds.wrapping_mul(1_000_000_000).wrapping_add(rest).cast_unsigned()
    };
    Some([
        metadata.size(),
        nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
        nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
        metadata.ino(),
    ])
}

fn hash_of(path: &Path) -> Option<blake3::Hash> {
    std::fs::read(path).ok().map(|bytes| blake3::hash(&bytes))
}

fn changed_listing(
    listings: &BTreeMap<PathBuf, Option<Vec<String>>>,
    untouched: &Untouched<'_>,
    list: impl Fn(&Path) -> Option<Vec<String>>,
) -> Option<PathBuf> {
    let mut touched = listings.iter().filter(|(path, _)| !(untouched.names)(path));
    touched.find(|(path, names)| list(path) != **names).map(|(path, _)| path.clone())
}

/// As `recording.listing` tells it: sorted, without what Python itself puts there.
fn listing(path: &Path) -> Option<Vec<String>> {
    let mut names: Vec<String> = std::fs::read_dir(path)
        .ok()?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| name != "__pycache__" && !name.ends_with(".pyc"))
        .collect();
    names.sort();
    Some(names)
}

/// As `recording.importable_names` tells it: what can be a module, a package or a route folder.
fn importable_names(path: &Path) -> Option<Vec<String>> {
    let mut names = listing(path)?;
    names.retain(|name| {
        name.ends_with(".py")
            || name.starts_with('[')
            || path.join(name).join("__init__.py").exists()
    });
    Some(names)
}
