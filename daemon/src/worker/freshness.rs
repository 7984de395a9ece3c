//! What has to be done again, and what is remembered for that.
//!
//! A surface is fresh as long as everything it depended on is as it was: the modules that its code
//! imports, every data file read and directory listed by user code, the environment variables used, and
//! the state of the stores before it (which the process that renders checks). Data files belong to all
//! surfaces, because memoised loaders read them once for whoever comes first.
//!
//! An edit inside of functions counts only if one of them ever ran; then it counts for every surface
//! that imports the module, for what a function leaves behind may be read by code that never calls it.
//! Whether the app's process can take in an edit, or has to be replaced, is for that process to say.
//!
//! Not seen: clocks, random numbers, line numbers that code asks for, and state that surfaces share by
//! other means than stores.

use super::code::{Code, Moments};
use super::message::{Imported, Known, RenderedDependencies, StateId, SurfaceDependencies};
use super::module::{Edit, Module};
use super::reads::Reads;
use super::{BuildAnswer, BuildRequest, Seen, entry_key};
use queries::render::{AppDescription, Rendered, RenderedEntry};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
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
    /// An import that looked here could find something else.
    Found(PathBuf),
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
            Self::File(path) | Self::Directory(path) | Self::Found(path) => {
                write!(formatter, "{} changed", path.display())
            }
            Self::Variable(name) => write!(formatter, "the variable {name} changed"),
            Self::Stores => write!(formatter, "the stores before it changed"),
            Self::Volatile(what) => write!(formatter, "{what} cannot be predicted"),
            Self::Failed => write!(formatter, "it failed the last time"),
        }
    }
}

/// What an answer rests on beside the interpreter. Absolute paths.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grounds {
    /// Modules and data files.
    pub files: BTreeSet<PathBuf>,
    /// Folders of which the names counted.
    pub folders: BTreeSet<PathBuf>,
    /// Folders of which those names counted that can be imported.
    pub importable: BTreeSet<PathBuf>,
    /// Variables of the environment; `*` for all of them.
    pub variables: BTreeSet<String>,
}

impl Grounds {
    /// Stands for the values of the variables that counted.
    pub fn values(&self, environment: &BTreeMap<String, String>) -> String {
        let counts = |name: &String| {
            name.starts_with(PUBLIC_PREFIX)
                || ["*", name].iter().any(|name| self.variables.contains(*name))
        };
        let counted: Vec<_> = environment.iter().filter(|(name, _)| counts(name)).collect();
        let text = serde_json::to_vec(&counted).unwrap_or_default();
        blake3::hash(&text).to_hex().to_string()
    }
}

/// What a build has to do.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The last answer still holds.
    pub(super) is_idle: bool,
    /// The app has to be imported anew.
    pub(super) is_new: bool,
    /// The app's declarations can be others.
    pub(super) describe: bool,
    /// Surfaces that are known and have to be rendered again.
    reasons: BTreeMap<String, Reason>,
    /// The modules that are the reason, as they are now.
    modules: BTreeMap<String, Module>,
}

impl Plan {
    pub(super) fn everything() -> Self {
        Self { is_new: true, describe: true, ..Self::default() }
    }
}

/// What has been told by the process that imported the app, and by those that rendered.
#[derive(Debug, Default)]
pub(super) struct Told {
    pub(super) imported: Option<Box<Imported>>,
    pub(super) reloaded: Option<Box<Imported>>,
    pub(super) rendered: RenderedDependencies,
    pub(super) states: BTreeMap<StateId, String>,
    pub(super) has_effects: Option<bool>,
}

/// The last answer and all that it depended on.
#[derive(Debug)]
pub(super) struct Memory {
    root: PathBuf,
    request: BuildRequest,
    answer: BuildAnswer,
    entries: BTreeMap<String, Arc<RenderedEntry>>,
    surfaces: BTreeMap<String, SurfaceDependencies>,
    /// Those that are rendered every time.
    restless: BTreeMap<String, Reason>,
    /// The states that surfaces leave behind.
    states: BTreeMap<StateId, String>,
    code: Code,
    /// What importing read.
    imported: Reads,
    /// The environment in which the app was imported.
    environment: BTreeMap<String, String>,
    /// What builds read after that.
    rendered: Reads,
    /// Describing changes the stores.
    has_effects: bool,
    /// There is a process that has imported the app.
    has_app: bool,
    /// Modules whose edits reach nothing, of which Python has not been told yet.
    pending: BTreeSet<String>,
    /// Modules that Python takes for others than they look.
    suspects: BTreeSet<String>,
}

impl Memory {
    pub(super) fn of(root: &Path) -> Self {
        Self {
            root: root.to_owned(),
            request: BuildRequest::default(),
            answer: BuildAnswer::default(),
            entries: BTreeMap::new(),
            surfaces: BTreeMap::new(),
            restless: BTreeMap::new(),
            states: BTreeMap::new(),
            code: Code::of(root),
            imported: Reads::default(),
            environment: BTreeMap::new(),
            rendered: Reads::default(),
            has_effects: false,
            has_app: false,
            pending: BTreeSet::new(),
            suspects: BTreeSet::new(),
        }
    }

    // -- remembering --------------------------------------------------------------------------

    /// Remembers `answer`. What is known of surfaces that were kept still holds.
    pub(super) fn remember(
        &mut self,
        request: &BuildRequest,
        answer: &BuildAnswer,
        plan: Plan,
        told: Told,
    ) {
        let entries = answer.entries.iter();
        self.entries =
            entries.map(|entry| (entry_key(entry.kind, &entry.path), Arc::clone(entry))).collect();
        if let Some(imported) = told.imported {
            self.remember_import(request, *imported);
        }
        if let Some(reloaded) = told.reloaded {
            let Imported { roots, stays: _, mut recorded } = *reloaded;
            self.code.reload(&mut recorded, roots);
            self.imported.learn(recorded);
        }
        for (path, module) in plan.modules {
            self.code.update(&path, module);
        }
        self.pending.clear();
        self.suspects.clear();
        self.remember_rendering(told.rendered);
        self.states.extend(told.states);
        self.forget_states();
        self.has_effects = told.has_effects.unwrap_or(self.has_effects);
        self.restless = self.restless();
        self.request = request.clone();
        self.answer = BuildAnswer { rendered: Vec::new(), ..answer.clone() };
    }

    fn remember_import(&mut self, request: &BuildRequest, imported: Imported) {
        let Imported { roots, stays, mut recorded } = imported;
        self.code.import(&mut recorded, roots);
        self.imported = Reads::default();
        self.imported.learn(recorded);
        self.environment.clone_from(&request.environment);
        self.has_app = stays;
    }

    fn remember_rendering(&mut self, told: RenderedDependencies) {
        let RenderedDependencies { surfaces, ran_early, mut recorded } = told;
        if self.entries.keys().all(|key| surfaces.contains_key(key)) {
            // Nothing was kept, so nothing of earlier builds matters.
            self.surfaces.clear();
            self.code.forget_runs();
            self.rendered = Reads::default();
        }
        self.code.note(ran_early, Moments::EARLY);
        self.code.learn(&mut recorded, Moments::LATE);
        self.rendered.learn(recorded);
        self.surfaces.extend(surfaces);
        self.surfaces.retain(|key, _| self.entries.contains_key(key));
    }

    fn forget_states(&mut self) {
        let used: BTreeSet<&StateId> =
            self.surfaces.values().filter_map(|surface| surface.after.as_ref()).collect();
        self.states.retain(|identity, _| used.contains(identity));
    }

    fn restless(&self) -> BTreeMap<String, Reason> {
        let reason = |(key, entry): (&String, &Arc<RenderedEntry>)| {
            let surface = self.surfaces.get(key);
            let volatile = surface.and_then(|surface| surface.volatile.first());
            let has_failed = surface.is_none() || entry.rendered == Rendered::Failed;
            let reason = volatile.cloned().map(Reason::Volatile);
            Some((key.clone(), reason.or_else(|| has_failed.then_some(Reason::Failed))?))
        };
        self.entries.iter().filter_map(reason).collect()
    }

    /// The process of the app has ended.
    pub(super) fn lose_app(&mut self) {
        self.has_app = false;
    }

    /// Python says that these modules do something else when they are loaded.
    pub(super) fn suspect(&mut self, paths: BTreeSet<String>) {
        self.suspects.extend(paths);
    }

    // -- asking -------------------------------------------------------------------------------

    /// Whether the remembered answer is one about the app that is asked for.
    pub(super) fn is_about(&self, request: &BuildRequest) -> bool {
        request.target == self.request.target
    }

    pub(super) fn entry(&self, key: &str) -> Option<&Arc<RenderedEntry>> {
        self.entries.get(key)
    }

    /// The remembered answer; nothing was rendered for it.
    pub(super) fn answer(&self) -> BuildAnswer {
        BuildAnswer { is_repeated: true, ..self.answer.clone() }
    }

    pub(super) fn app(&self) -> &Arc<AppDescription> {
        &self.answer.app
    }

    /// Modules of which it is assumed that their edits reach nothing.
    pub(super) fn pending(&self) -> &BTreeSet<String> {
        &self.pending
    }

    pub(super) fn confirm_pending(&mut self) {
        self.pending.clear();
    }

    /// Why a surface was rendered.
    pub(super) fn reason(&self, key: &str, plan: &Plan) -> Reason {
        match plan.reasons.get(key) {
            Some(reason) => reason.clone(),
            None if self.surfaces.contains_key(key) => Reason::Stores,
            None => Reason::New,
        }
    }

    /// Modules that the app's process has to take in for this plan.
    pub(super) fn changed(&self, plan: &Plan) -> BTreeSet<String> {
        self.pending.iter().chain(plan.modules.keys()).cloned().collect()
    }

    /// What is known of the surfaces, in their order.
    pub(super) fn known(&self, plan: &Plan) -> Vec<Known<'_>> {
        let surfaces = self.answer.app.surfaces.iter();
        let entries = surfaces.flat_map(|surface| {
            surface.entries.iter().map(move |entry| (surface, entry.path.as_str()))
        });
        let known = entries.map(|(surface, path)| {
            let key = entry_key(surface.kind, path);
            let fresh = self.surfaces.get(&key).filter(|_| !plan.reasons.contains_key(&key));
            let before = fresh.map(|fresh| fresh.before.as_ref());
            let after = fresh.and_then(|fresh| fresh.after.as_deref());
            (surface.kind.as_str(), surface.pattern.as_str(), path, before, after)
        });
        known.collect()
    }

    pub(super) fn states(&self) -> BTreeMap<&str, &str> {
        self.states.iter().map(|(identity, text)| (identity.as_ref(), text.as_str())).collect()
    }

    /// Whether the remembered answer still holds, given that nothing changed in folders of which
    /// `is_watched` says that a watch would have told. Costs nothing for what lies there.
    pub(super) fn holds(
        &mut self,
        request: &BuildRequest,
        is_watched: &dyn Fn(&Path) -> bool,
    ) -> bool {
        let nothing = BTreeSet::new();
        let seen = Seen { changed: Some(&nothing), is_watched };
        self.is_about(request)
            && self.are_variables_same(request)
            && self.is_repeatable()
            && self.suspects.is_empty()
            && self.code.changed(&seen).is_empty()
            && [&mut self.imported, &mut self.rendered].into_iter().all(|reads| {
                reads.changed_file(&self.root, &seen).is_none()
                    && reads.changed_listing(&seen).is_none()
                    && reads.changed_discovery(&seen).is_none()
                    && reads.changed_lookup(&seen).is_none()
            })
    }

    /// What the remembered answer rests on, if it holds now and is about this request: every file and folder
    /// is looked at.
    pub(super) fn grounds(&mut self, request: &BuildRequest) -> Option<Grounds> {
        let holds = self.is_about(request)
            && self.are_variables_same(request)
            && self.is_repeatable()
            && self.suspects.is_empty()
            && self.pending.is_empty()
            && self.code.holds()
            && self.imported.hold()
            && self.rendered.hold();
        if !holds {
            return None;
        }
        let mut grounds = Grounds::default();
        grounds.files.extend(self.code.paths().map(|path| self.root.join(path)));
        for reads in [&self.imported, &self.rendered] {
            let (files, listings, discovery) = reads.places();
            grounds.files.extend(files.cloned());
            grounds.folders.extend(listings.cloned());
            grounds.importable.extend(discovery.cloned());
            grounds.variables.extend(reads.variables.iter().cloned());
        }
        for surface in self.surfaces.values() {
            grounds.variables.extend(surface.variables.iter().cloned());
        }
        let all = request.environment.keys();
        let public = all.filter(|name| name.starts_with(PUBLIC_PREFIX));
        grounds.variables.extend(public.cloned());
        Some(grounds)
    }

    /// Whether no variable of the environment that mattered is another one now.
    fn are_variables_same(&self, request: &BuildRequest) -> bool {
        let (before, now) = (&self.request.environment, &request.environment);
        let mut surfaces = self.surfaces.values();
        changed_variable(&self.imported.variables, &self.environment, now).is_none()
            && changed_variable(&self.rendered.variables, before, now).is_none()
            && surfaces.all(|surface| changed_variable(&surface.variables, before, now).is_none())
            && self.changed_public_variable(request).is_none()
    }

    /// Whether the same run would give the same answer.
    fn is_repeatable(&self) -> bool {
        self.rendered.volatile.is_empty()
            && self.restless.is_empty()
            && self.answer.app.problems.is_empty()
    }

    // -- planning -----------------------------------------------------------------------------

    pub(super) fn plan(&mut self, request: &BuildRequest, seen: &Seen<'_>) -> Plan {
        let mut plan = Plan::default();
        self.plan_edits(&mut plan, seen);
        let for_all = self.reason_for_all(request, seen, &mut plan);
        if let Some(reason) = &for_all {
            plan.describe = true;
            plan.reasons.extend(self.surfaces.keys().map(|key| (key.clone(), reason.clone())));
        }
        self.plan_variables(&mut plan, request);
        for (key, reason) in &self.restless {
            plan.reasons.entry(key.clone()).or_insert_with(|| reason.clone());
        }
        plan.is_idle = plan.reasons.is_empty()
            && plan.modules.is_empty()
            && for_all.is_none()
            && !plan.is_new
            && self.answer.app.problems.is_empty();
        plan.is_new |= !self.has_app;
        plan.describe |= plan.is_new || self.has_effects || !self.answer.app.problems.is_empty();
        plan
    }

    /// What edits of modules mean. Those that reach nothing are dealt with by that.
    fn plan_edits(&mut self, plan: &mut Plan, seen: &Seen<'_>) {
        let mut changed: BTreeSet<String> = self.code.changed(seen).into_iter().collect();
        changed.extend(self.suspects.iter().cloned());
        for path in changed {
            let Some((module, edit)) = self.code.next(&path) else {
                plan.is_new = true;
                continue;
            };
            let edit = if self.suspects.contains(&path) { Edit::Load } else { edit };
            let moments = match edit {
                Edit::Load => Moments::LOAD,
                Edit::Functions(functions) => self.code.moments(&path, &functions),
            };
            if moments.is_never() {
                self.code.update(&path, module);
                self.pending.insert(path);
                continue;
            }
            plan.describe |= moments.at_load || moments.early;
            let reached = self.code.surfaces_of(&path);
            for (key, entry) in &self.entries {
                if reached.contains(entry_key(entry.kind, &entry.pattern).as_str()) {
                    let reason = || Reason::Module(path.clone());
                    plan.reasons.entry(key.clone()).or_insert_with(reason);
                }
            }
            plan.modules.insert(path, module);
        }
    }

    /// What makes every surface stale, if anything does, and whether importing depended on it.
    fn reason_for_all(
        &mut self,
        request: &BuildRequest,
        seen: &Seen<'_>,
        plan: &mut Plan,
    ) -> Option<Reason> {
        let mut reasons = Vec::new();
        let parts = [
            (&mut self.imported, &self.environment),
            (&mut self.rendered, &self.request.environment),
        ];
        for (is_import, (reads, environment)) in [true, false].into_iter().zip(parts) {
            // What is found there can be new surfaces.
            plan.is_new |= is_import && reads.changed_discovery(seen).is_some();
            let reason = (reads.changed_file(&self.root, seen).map(Reason::File))
                .or_else(|| reads.changed_listing(seen).map(Reason::Directory))
                .or_else(|| reads.changed_lookup(seen).map(Reason::Found))
                .or_else(|| changed_variable(&reads.variables, environment, &request.environment));
            plan.is_new |= is_import && reason.is_some();
            reasons.extend(reason);
        }
        let volatile = || self.rendered.volatile.first().cloned().map(Reason::Volatile);
        let first = reasons.into_iter().next();
        first.or_else(|| self.changed_public_variable(request)).or_else(volatile)
    }

    /// Surfaces that used a variable that is another one now.
    fn plan_variables(&self, plan: &mut Plan, request: &BuildRequest) {
        let (before, now) = (&self.request.environment, &request.environment);
        if before == now {
            return;
        }
        for (key, surface) in &self.surfaces {
            if let Some(reason) = changed_variable(&surface.variables, before, now) {
                plan.reasons.entry(key.clone()).or_insert(reason);
            }
        }
    }

    fn changed_public_variable(&self, request: &BuildRequest) -> Option<Reason> {
        let names = |request: &BuildRequest| -> BTreeSet<String> {
            let all = request.environment.keys();
            all.filter(|name| name.starts_with(PUBLIC_PREFIX)).cloned().collect()
        };
        let both = &names(&self.request) | &names(request);
        changed_variable(&both, &self.request.environment, &request.environment)
    }
}

fn changed_variable(
    names: &BTreeSet<String>,
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Option<Reason> {
    if names.contains("*") {
        return (before != now).then(|| Reason::Variable("*".to_owned()));
    }
    let changed = names.iter().find(|name| before.get(*name) != now.get(*name));
    changed.cloned().map(Reason::Variable)
}
