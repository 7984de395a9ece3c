//! One project being built again and again: what is known between builds, and how a build goes.
//!
//! A build brings the files up to date, tells the query graph what changed, asks the render worker, tells the
//! graph the answer, asks it for the artifacts and publishes them. All of that is the same in a
//! daemon and in a client without one.

mod graph;
mod history;
mod interpreter;
mod last;
mod outputs;
mod patch;
mod rendering;
mod rested;
mod sources;

use crate::builds;
use crate::cancellation::Cancellation;
use crate::failpoint;
use crate::last_good::LastGood;
use crate::memory;
use crate::parallel;
use crate::protocol::{BuildRequest, Phase, Progress, Reply, Summary};
use crate::publish::{self, Edition, PublishError, Published, RecordPlaces};
use crate::report::Report;
use crate::stamp::{Hashes, Stamp};
use crate::vfs::{Sweep, Unreadable, Vfs};
use crate::watch::{Alarm, Watch};
use crate::worker::WorkerError;
use history::History;
use interpreter::Interpreter;
use last::{Around, Last, Records};
use queries::artifact::BuildKind;
use queries::check;
use queries::db::BuildDatabase;
use queries::diagnostic::{Code, Diagnostic, Severity};
use queries::input::{SourceFile, SourceTree};
use queries::memory::MemoryUse;
use queries::project::Project;
use queries::render::{Problem, ProblemKind};
use queries::surface::output::Build;
use queries::surface::patch::{Edited, Patch};
use queries::syntax::SyntaxCache;
use queries::why;
use rendering::Rendering;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

pub use rested::Answers;

/// A file or folder that cannot be read.
const UNREADABLE: Code = Code(820);

/// How much may stay in a session that nothing has to do with any more, besides as much as its first build took:
/// some megabytes. Counted as [`BuildDatabase::lasting`] does.
const MOST_OUTLIVED: usize = 8_000;

/// A build that others have overtaken so often is published all the same: they build without end.
const MOST_OVERTAKEN: u32 = 3;

/// What a build needs to tell and to ask while it runs.
struct Surroundings<'a> {
    cancellation: &'a Cancellation,
    reply: &'a mut dyn FnMut(Reply),
    /// The queries that have run, of which people are told.
    ran: Vec<String>,
}

/// Who follows a build inside this process, where replies are not enough.
pub trait Observer: Send {
    /// The sweep up to which this observer knows all changes; by default it learns of those of this
    /// build alone.
    fn seen(&self) -> Option<u64> {
        None
    }
    /// The files that differ are known, and nothing else yet. Sweeps are numbered from 1.
    fn swept(&mut self, changed: &Changed, sweep: u64);
    /// The graph knows the new sources; the app's Python has not been asked yet. With `edited`, nothing but
    /// these files can tell of what changed since the last build.
    fn parsed(&mut self, _db: &BuildDatabase, _edited: Option<&[SourceFile]>) {}
    /// Everything is compiled.
    fn made(&mut self, made: &Made<'_>);
}

/// Project files that differ from the build before, by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    pub all: Vec<String>,
    /// Those that were not there before.
    pub added: Vec<String>,
}

impl Changed {
    /// Both in one, as if nothing had been built in between.
    pub(crate) fn extend(&mut self, later: Self) {
        for (paths, more) in [(&mut self.all, later.all), (&mut self.added, later.added)] {
            paths.extend(more);
            paths.sort();
            paths.dedup();
        }
    }
}

/// What a build made.
pub struct Made<'a> {
    pub db: &'a BuildDatabase,
    pub build: &'a Build,
    pub reports: &'a [Report],
    pub summary: &'a Summary,
    /// Where files of [`Content::Framework`] lie.
    pub framework: Option<&'a Path>,
    /// Files whose newest text does not parse; what counts is the last one that did.
    pub broken: &'a BTreeMap<Arc<str>, Arc<str>>,
    /// Whether outputs that the build lacks may be those of an earlier one, by path.
    pub is_last_good: &'a dyn Fn(&str) -> bool,
}

/// For builds that nobody follows.
impl Observer for () {
    fn swept(&mut self, _changed: &Changed, _sweep: u64) {}
    fn made(&mut self, _made: &Made<'_>) {}
}

pub struct Session {
    vfs: Vfs,
    db: BuildDatabase,
    /// Texts that do not parse, as they are on disk.
    broken: BTreeMap<Arc<str>, Arc<str>>,
    interpreter: Option<Interpreter>,
    /// What changed since the last build that ended: one that was stopped has told nobody.
    changed: Changed,
    /// Of these, the files that the sweeps found gone or empty.
    away: BTreeSet<String>,
    history: History,
    /// Nothing has been built yet.
    is_new: bool,
    /// How many surfaces the app had in the last build: what progress is measured against.
    surfaces: usize,
    hashes: Hashes,
    places: RecordPlaces,
    records: Records,
    /// The files that tell which outputs are our own, as the last build left them.
    own_files: Vec<(PathBuf, Option<Stamp>)>,
    last_good: Option<LastGood>,
    /// More happened since the last build that ended than that source files changed.
    is_stirred: bool,
    /// The graph holds what the app's Python said of the sources as the last build found them.
    is_rendered: bool,
    /// The last build, if the same request might be answered by it.
    last: Option<Last>,
    /// What builds that were stopped had found edited since the last build.
    unfinished: Option<Edited>,
    /// The last build until the project's history has it.
    untold: Option<Summary>,
    /// A build of everything has left behind what later builds hardly need.
    is_bloated: bool,
    /// What stays in the graph, as of the last build of everything.
    lasting: usize,
    /// What stayed of the first one.
    first_lasting: Option<usize>,
    /// It is watched from the first build on, if that can be.
    is_watchful: bool,
    answers: Option<Answers>,
    /// The last answer has been left behind.
    is_rested: bool,
    /// How often in a row another build has published while this one was made.
    overtaken: u32,
}

#[derive(Debug, thiserror::Error)]
pub enum BuildError {
    #[error("the build was cancelled")]
    Cancelled,
    #[error(transparent)]
    Worker(WorkerError),
}

impl Session {
    /// A session of the project at `root` (canonical) that knows nothing yet. With an alarm it watches
    /// the project from its first build on.
    pub(crate) fn new(root: PathBuf, alarm: Option<Alarm>) -> Self {
        let is_watchful = alarm.is_some();
        let watch = alarm.map_or_else(|| Watch::off(&root), |alarm| Watch::ringing(&root, alarm));
        Self::of(Vfs::watched(root, watch), is_watchful)
    }

    fn of(vfs: Vfs, is_watchful: bool) -> Self {
        Self {
            vfs,
            db: BuildDatabase::untold(SyntaxCache::made_in(memory::apart)),
            broken: BTreeMap::new(),
            interpreter: None,
            changed: Changed::default(),
            away: BTreeSet::new(),
            history: History::default(),
            is_new: true,
            surfaces: 0,
            hashes: Hashes::default(),
            places: RecordPlaces::default(),
            records: Records::default(),
            own_files: Vec::new(),
            last_good: None,
            is_stirred: true,
            is_rendered: false,
            last: None,
            unfinished: None,
            untold: None,
            is_bloated: false,
            lasting: 0,
            first_lasting: None,
            is_watchful,
            answers: None,
            is_rested: false,
            overtaken: 0,
        }
    }

    /// Where to leave answers behind, and to look for them.
    pub(crate) fn keep_answers(&mut self, answers: Option<&Answers>) {
        self.answers = answers.cloned();
    }

    /// One that knows nothing, in place of this one. Whoever listens for changes, or has followed builds, misses
    /// nothing meanwhile.
    pub(crate) fn renewed(self) -> Self {
        let Self { vfs, history, answers, is_watchful, .. } = self;
        let new = Self::of(vfs.forgetful(), is_watchful);
        memory::give_back();
        Self { history: history.renewed(), answers, ..new }
    }

    /// Whether most of what it holds may be of files and names that are gone: a new session holds less.
    pub(crate) fn is_outgrown(&self) -> bool {
        self.first_lasting.is_some_and(|first| self.lasting() > 2 * first + MOST_OUTLIVED)
    }

    fn lasting(&self) -> usize {
        self.lasting + self.history.paths()
    }

    /// Whether later builds are to cost less than the first.
    pub(crate) fn is_watchful(&self) -> bool {
        self.is_watchful
    }

    /// The same for builds that look at all files.
    pub fn unwatched(root: PathBuf) -> Self {
        Self::new(root, None)
    }

    /// Whether the project is watched, so that a build looks only at what changed.
    pub fn is_watching(&self) -> bool {
        self.vfs.is_watching()
    }

    /// These files (absolute) were saved: the next build looks at them whatever the system told.
    pub fn saved(&mut self, paths: BTreeSet<PathBuf>) {
        self.vfs.saved(paths);
    }

    /// A new session for builds that look at all files, except that the interpreter runs already: it
    /// never imports the app into itself, so nothing of earlier builds is in it.
    pub fn forgetful(self) -> Self {
        let interpreter = self.interpreter.map(Interpreter::forgetful);
        Self { interpreter, ..Self::unwatched(self.vfs.root().to_owned()) }
    }

    /// Builds what is on disk now. Problems of the app are replies, not errors.
    ///
    /// # Errors
    /// The build was cancelled, or the machine failed.
    pub fn build(
        &mut self,
        request: &BuildRequest,
        cancellation: &Cancellation,
        reply: &mut dyn FnMut(Reply),
        observer: &mut dyn Observer,
    ) -> Result<Summary, BuildError> {
        let start = Instant::now();
        let mut around = Surroundings { cancellation, reply, ran: Vec::new() };
        cancellation.counts(self.vfs.moves());
        cancellation.counts(self.db.steps());
        if self.last.is_none() {
            around.progress(Phase::Read, 0, 0);
        }
        if self.is_new {
            parallel::aside(queries::python_runtime::prepare);
        }
        let records = publish::records(self.vfs.root());
        let outputs = self.records.outputs(&records, &request.output);
        let basis = Edition::of(&request.output, &records);
        failpoint::reach("build-begins");
        let sweep = self.vfs.refresh(&outputs);
        failpoint::reach("build-swept");
        self.doubt(sweep.told.as_ref());
        self.is_stirred |= sweep.told.as_ref().is_none_or(|told| self.is_stirring(told));
        let found = self.changed(&sweep);
        let number = self.history.note(&found);
        self.changed.extend(found);
        self.away.extend(sweep.away().map(str::to_owned));
        match observer.seen() {
            Some(seen) => observer.swept(&self.history.since(seen), number),
            None => observer.swept(&self.changed, number),
        }
        let mut before = self.last.take();
        if let Some(mut last) = before.take_if(|last| self.repeats(last, request, &sweep)) {
            let summary = last.repeat(&self.around(), around.reply, observer);
            self.last = Some(last);
            return Ok(summary);
        }
        let edited = before.as_ref().filter(|last| last.request.is_for_the_same(request));
        let unfinished = self.unfinished.take();
        let edited = edited.and_then(|last| self.edited(last, &sweep));
        let mut edited = edited.map(|edited| edited.since(unfinished));
        let mut summary = Summary { is_first: self.is_new, ..Summary::default() };
        let change = self.change(sweep, request);
        self.db.set(change);
        let rendered = self.rendered(request, &mut edited, &mut summary, &mut around, observer);
        let compiled = rendered.and_then(|rendering| {
            let (edited, is_news) = (edited.as_ref(), rendering.is_news());
            let compiled =
                self.compiled(request, edited, &mut before, rendering, &mut summary, &mut around);
            // Python will not say it again.
            self.is_stirred |= is_news && compiled.is_err();
            compiled
        });
        let (mut last, patch) = match compiled {
            Err(BuildError::Cancelled) => return Err(self.interrupted(edited, before)),
            compiled => compiled?,
        };
        let is_stirred = std::mem::take(&mut self.is_stirred);
        let before = before.filter(|_| !is_stirred);
        let changed = std::mem::take(&mut self.changed);
        summary.changed.clone_from(&changed.all);
        summary.away = std::mem::take(&mut self.away).into_iter().collect();
        self.is_rested = false;
        last.summary = summary;
        last.replaced = None;
        last.repeated = None;
        last.tell(&self.around(), observer);
        let mut may_repeat = true;
        if request.publish {
            around.progress(Phase::Publish, 0, 0);
            let basis = Some(basis).filter(|_| self.overtaken < MOST_OVERTAKEN);
            match self.publish(&mut last, patch.as_ref(), before.as_ref(), basis) {
                Ok(published) => {
                    self.overtaken = 0;
                    last.summary.set_published(published);
                }
                Err(PublishError::Overtaken(_)) => {
                    self.overtaken += 1;
                    self.begin_over(changed, cancellation);
                    return self.build(request, cancellation, around.reply, observer);
                }
                Err(error) => {
                    last.reports.push(error.report());
                    may_repeat = false;
                }
            }
        }
        if !self.confirm()? {
            self.begin_over(changed, cancellation);
            return self.build(request, cancellation, around.reply, observer);
        }
        last.summary.stale.extend(self.broken.keys().map(ToString::to_string));
        last.summary.count(&last.reports);
        Reply::reports(&last.reports).for_each(&mut *around.reply);
        last.summary.milliseconds = crate::protocol::milliseconds(start);
        let summary = last.summary.clone();
        let is_vouched = may_repeat && self.vouch(&last);
        self.last = may_repeat.then_some(last);
        // The process will not be there when the stamps of what it writes have settled.
        if !self.is_watchful && summary.written.is_empty() {
            self.rest(&|| false);
        }
        self.last.take_if(|_| !is_vouched);
        self.is_new = false;
        tracing::debug!(
            milliseconds = summary.milliseconds,
            is_patch = patch.is_some(),
            may_repeat = self.last.is_some(),
            written = summary.written.len(),
            "built"
        );
        self.untold = Some(summary.clone());
        // Whoever waits for a small edit need not wait for this too.
        if patch.is_none() || !self.vfs.is_watching() {
            self.settle();
        }
        Ok(summary)
    }

    /// What was made is not what the disk asks for by now: everything is looked at again.
    fn begin_over(&mut self, changed: Changed, cancellation: &Cancellation) {
        self.changed.extend(changed);
        self.is_stirred = true;
        cancellation.reopen();
    }

    /// Has the app's Python and the graph know the new sources. `edited` stays what it is if these files alone can
    /// tell of what changed.
    fn rendered(
        &mut self,
        request: &BuildRequest,
        edited: &mut Option<Edited>,
        summary: &mut Summary,
        around: &mut Surroundings<'_>,
        observer: &mut dyn Observer,
    ) -> Result<Rendering, BuildError> {
        let is_edited = edited.is_some();
        let is_inside = match edited.as_ref().filter(|_| self.broken.is_empty()) {
            Some(edited) => self.ask(around, |db| edited.is_inside(db))?,
            None => false,
        };
        edited.take_if(|_| !is_inside);
        tracing::debug!(
            is_stirred = self.is_stirred,
            is_edited,
            is_inside,
            changed = ?self.changed.all,
            "found changes"
        );
        if edited.is_none() {
            self.reach(around)?;
        }
        around.check()?;
        // Who has seen all builds before knows what all other files are.
        let is_next = observer.seen().is_some_and(|seen| self.history.is_next(seen));
        let parsed =
            edited.as_ref().filter(|_| is_next).map(|edited| edited.files().collect::<Vec<_>>());
        let ((), early) = self.db.noted(|db| observer.parsed(db, parsed.as_deref()));
        around.ran.extend(early);
        around.check()?;
        self.render(request, summary, around)
    }

    /// The build, and what differs in it from the one `before` if it was made of that and no more than these files.
    fn compiled(
        &mut self,
        request: &BuildRequest,
        edited: Option<&Edited>,
        before: &mut Option<Last>,
        rendering: Rendering,
        summary: &mut Summary,
        around: &mut Surroundings<'_>,
    ) -> Result<(Last, Option<Patch>), BuildError> {
        around.check()?;
        around.progress(Phase::Compile, 0, 0);
        failpoint::reach("build-compiles");
        if let (Some(edited), Some(last)) = (edited.filter(|_| !rendering.is_new), before.as_ref())
            && let Some(patch) = self.ask(around, |db| {
                edited.patch(db, &last.build, request.kind, &rendering.repainted)
            })?
        {
            self.tell_compiled(summary, &around.ran, Some(edited));
            around.commit()?;
            if let Some(mut last) = before.take() {
                patch.apply(&mut last.build);
                return Ok((last, Some(patch)));
            }
        }
        self.is_bloated = true;
        let whole = self.whole(request, rendering.unusable, around)?;
        self.tell_compiled(summary, &around.ran, None);
        around.commit()?;
        Ok((whole, None))
    }

    /// A build of edited files that is stopped has changed nothing but sources: the last build still counts, and
    /// the next one is about these files too.
    fn interrupted(&mut self, edited: Option<Edited>, last: Option<Last>) -> BuildError {
        if edited.is_some() {
            (self.unfinished, self.last) = (edited, last);
        }
        BuildError::Cancelled
    }

    /// How much memory the graph has, by query.
    pub(crate) fn memory(&mut self) -> Vec<MemoryUse> {
        self.db.memory()
    }

    /// What is left to do after a build, for which nobody has to wait: remembering it.
    pub(crate) fn settle(&mut self) {
        if let Some(summary) = self.untold.take() {
            builds::add(self.vfs.root(), &summary);
        }
        if let Some(last_good) = &mut self.last_good {
            last_good.settle();
        }
        // No other build will follow.
        if !self.is_watchful {
            return;
        }
        self.db.rest();
        // Looking for unused memory takes as long as there is memory: too long after a small edit.
        if std::mem::take(&mut self.is_bloated) {
            self.lasting = self.db.lasting();
            self.first_lasting = self.first_lasting.or_else(|| Some(self.lasting()));
            memory::give_back();
        }
    }

    /// Says what ran, and why: for the files that a patch looked at, or for all.
    fn tell_compiled(&self, summary: &mut Summary, ran: &[String], patched: Option<&Edited>) {
        let changed = &self.changed.all;
        match patched {
            Some(edited) => {
                summary.compiled = why::compiled(&self.db, edited.files(), ran, changed);
            }
            None if !summary.is_first => {
                let files = SourceTree::get(&self.db).modules(&self.db).values().copied();
                summary.compiled = why::compiled(&self.db, files, ran, changed);
            }
            None => {}
        }
        let told = ran.iter().filter(|query| is_of_interest(query));
        summary.executed.extend(told.cloned());
    }

    /// A build of everything.
    fn whole(
        &self,
        request: &BuildRequest,
        unusable: Option<Problem>,
        around: &mut Surroundings<'_>,
    ) -> Result<Last, BuildError> {
        let unreadable: Vec<_> = self.vfs.unreadable().collect();
        let mut reports: Vec<Report> = unreadable.iter().map(unreadable_report).collect();
        let build = self.compile(request, around)?;
        let is_unusable = unusable.is_some();
        let unusable = unusable.map(|problem| problem.diagnostic(|_| None));
        let all = build.diagnostics.iter().chain(&unusable);
        reports.extend(all.filter_map(|diagnostic| self.located(diagnostic)));
        Ok(Last {
            request: request.clone(),
            unreadable,
            is_unusable,
            build,
            reports,
            summary: Summary::default(),
            replaced: None,
            repeated: None,
        })
    }

    fn around(&self) -> Around<'_> {
        Around {
            db: &self.db,
            framework: self.interpreter.as_ref().and_then(Interpreter::framework),
            broken: &self.broken,
        }
    }

    fn changed(&self, sweep: &Sweep) -> Changed {
        let texts = sweep.texts.iter().map(|(path, _)| path);
        let all: BTreeSet<&Arc<str>> =
            sweep.touched.iter().chain(texts).chain(&sweep.removed).collect();
        let known = Project::get(&self.db).files(&self.db);
        let is_new = |path: &&&Arc<str>| !known.contains(path.as_ref());
        let added = all.iter().filter(is_new).map(ToString::to_string).collect();
        Changed { all: all.into_iter().map(ToString::to_string).collect(), added }
    }

    /// Whether the app's Python sees the changes as they look.
    fn confirm(&mut self) -> Result<bool, BuildError> {
        let Some(interpreter) = &mut self.interpreter else { return Ok(true) };
        interpreter.confirm().map_err(|error| {
            self.interpreter = None;
            BuildError::Worker(error)
        })
    }

    /// A diagnostic with the lines it is about. A file that does not parse is reported as such, not
    /// once more for each of those that import it.
    fn located(&self, diagnostic: &Diagnostic) -> Option<Report> {
        let is_syntax = diagnostic.code == check::SYNTAX_ERROR;
        let is_import = diagnostic.code == ProblemKind::Import.code();
        if is_import && self.broken.contains_key(diagnostic.path.as_str()) {
            return None;
        }
        Some(Report::new(diagnostic, |path| {
            let broken = self.broken.get(path).filter(|_| is_syntax).cloned();
            let other = || Project::get(&self.db).text_of(&self.db, path).cloned();
            broken.or_else(|| self.parsed_text(path)).or_else(other)
        }))
    }

    /// The last text of a file that parsed.
    fn parsed_text(&self, path: &str) -> Option<Arc<str>> {
        self.db.file(path).map(|file| file.text(&self.db))
    }
}

impl Surroundings<'_> {
    fn progress(&mut self, phase: Phase, done: usize, total: usize) {
        (self.reply)(Reply::Progress(Progress { phase, done, total }));
    }

    fn check(&self) -> Result<(), BuildError> {
        if self.cancellation.is_cancelled() { Err(BuildError::Cancelled) } else { Ok(()) }
    }

    /// From here on the build cannot be stopped.
    fn commit(&self) -> Result<(), BuildError> {
        if self.cancellation.commit() { Ok(()) } else { Err(BuildError::Cancelled) }
    }
}

/// The folders that builds of the project write to, `output` among them.
pub(crate) fn output_folders(root: &Path, output: &Path) -> Vec<PathBuf> {
    Records::default().outputs(&publish::records(root), output)
}

impl Summary {
    fn set_published(&mut self, published: Published) {
        let texts = |paths: Vec<Arc<str>>| paths.iter().map(ToString::to_string).collect();
        self.published = true;
        self.written = texts(published.written);
        self.removed = texts(published.removed);
        self.stale = texts(published.kept);
        self.unchanged = published.unchanged;
    }

    fn count(&mut self, reports: &[Report]) {
        let of = |severity| reports.iter().filter(|report| report.severity == severity).count();
        self.errors = of(Severity::Error);
        self.warnings = of(Severity::Warning);
    }
}

/// Whether an output is browser code that follows from the app's own classes and what they import.
fn is_code(kind: BuildKind, path: &str) -> bool {
    let path = path.strip_prefix(kind.web_root()).unwrap_or(path);
    ["components/", "modules/", "shared/", "python/", "stores.js"]
        .iter()
        .any(|part| path.strip_prefix("generated/").is_some_and(|path| path.starts_with(part)))
}

fn is_python(path: &str) -> bool {
    path.ends_with(".py")
}

/// Queries that people know by what they produce; the rest are steps on the way.
const PRODUCTS: [&str; 4] = ["class_js", "shared_js", "class_source_map", "shared_source_map"];

fn is_of_interest(query: &str) -> bool {
    query.split_once('(').is_some_and(|(name, _)| PRODUCTS.contains(&name))
}

fn unreadable_report(unreadable: &Unreadable) -> Report {
    let mut report = Report::project_error(
        UNREADABLE,
        format!("cannot be read: {}", unreadable.reason),
        "make it readable for this user, or move it out of the project",
    );
    report.place.path = unreadable.path.clone();
    report
}
