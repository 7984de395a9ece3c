//! The loop: a change, a build, the app's server, the pages, one line.

use super::dashboard::Map;
use super::early::{self, Early};
use super::message::{DevCommand, DevEvent, Saved, ServerChange};
use super::site::Site;
use super::specter::{Facts, Outcome, SurfaceFacts};
use super::{Current, Dev, Progress, Reported, error_page, requirements};
use crate::engine::Engine;
use crate::protocol::{Reply, Summary};
use crate::report::Report;
use crate::session::{Changed, Made, Observer};
use queries::artifact::BuildKind;
use queries::db::BuildDatabase;
use queries::diagnostic::Severity;
use queries::hot::update::{ExcerptLine, Scope};
use queries::hot::{self, Level, Update};
use queries::surface::describe::app_description;
use queries::surface::output::uses_socket;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::mpsc::{self, UnboundedReceiver};
use tokio::sync::oneshot;

/// Writes that belong together come within this of each other.
const QUIET: Duration = Duration::from_millis(4);
/// But a stream of them is built now and then.
const LONGEST_WAIT: Duration = Duration::from_millis(150);
/// How long a line waits for the first page's answer.
const ANSWER: Duration = Duration::from_secs(2);
/// A time stamp older than this is not when the user saved.
const OLDEST_SAVE: Duration = Duration::from_secs(10);

/// Serves until the terminal is gone or says so.
pub(super) async fn run(
    engine: &Engine,
    dev: &Arc<Dev>,
    mut commands: UnboundedReceiver<DevCommand>,
    mut reports: UnboundedReceiver<Reported>,
    mut asks: UnboundedReceiver<Ask>,
) {
    let mut changes = engine.changes();
    let mut turns = Turns { engine, dev, line: None, shown: Vec::new(), seen: 0 };
    turns.take(None).await;
    loop {
        let deadline = turns.line.as_ref().map(|line| line.until);
        tokio::select! {
            changed = changes.changed() => {
                if changed.is_err() {
                    return;
                }
                settle(&mut changes).await;
                turns.take(None).await;
            }
            command = commands.recv() => match command {
                Some(DevCommand::Reload) => {
                    dev.pages.update(Update::reload("asked for in the terminal"));
                }
                Some(DevCommand::Install) => {
                    requirements::install(dev).await;
                    turns.take(None).await;
                }
                Some(DevCommand::Quit) | None => return,
            },
            Some((report, at)) = reports.recv() => turns.reported(&report, at),
            () = until(deadline) => turns.finish_line(),
            breath = dev.specter.ended() => {
                dev.tell.note("the app's server ended; starting it again");
                dev.specter.ensure(breath).await;
            }
            Some(ask) = asks.recv() => turns.map(ask).await,
        }
    }
}

/// Waits for the end of writes that follow each other closely.
async fn settle(changes: &mut tokio::sync::watch::Receiver<u64>) {
    let start = Instant::now();
    while start.elapsed() < LONGEST_WAIT {
        changes.borrow_and_update();
        if tokio::time::timeout(QUIET, changes.changed()).await.is_err() {
            return;
        }
    }
}

async fn until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline.into()).await,
        None => std::future::pending().await,
    }
}

struct Turns<'a> {
    engine: &'a Engine,
    dev: &'a Arc<Dev>,
    /// The line that waits for a page.
    line: Option<Line>,
    /// The problems that the terminal has been told.
    shown: Vec<Report>,
    /// The last sweep whose changes have been acted upon.
    seen: u64,
}

/// Someone wants the map of the project as it is now.
pub(super) type Ask = oneshot::Sender<Map>;

struct Line {
    saved: Saved,
    since: SystemTime,
    until: Instant,
}

/// What a build left behind for the rest of the turn.
struct Built {
    summary: Summary,
    reports: Vec<Report>,
    facts: Facts,
    update: Update,
    /// What pages have been sent before the build was done.
    early: Option<Update>,
    /// Everything since the last turn, whoever built it.
    changed: Vec<String>,
    sweep: u64,
}

impl Turns<'_> {
    /// One build and all that follows from it.
    async fn take(&mut self, ask: Option<Ask>) {
        let is_first = self.seen == 0;
        let dev = self.dev;
        if !is_first {
            dev.progress.send_replace(Progress::Building);
        }
        let (swept, is_swept) = oneshot::channel();
        let (waiting, is_waiting) = oneshot::channel();
        let (made, is_made) = oneshot::channel();
        let (dev_, seen) = (dev.clone(), self.seen);
        let follower = Follower {
            dev: dev_,
            seen,
            swept: Some(swept),
            changed: Swept::default(),
            made: Some(made),
            ask,
            waiting: Some(waiting),
            early: None,
        };
        let build = self.build(follower);
        let server = async {
            let server = match is_swept.await {
                Ok(changed) if dev.kind() == BuildKind::Full => {
                    self.serve(&changed, is_first).await
                }
                _ => Outcome::Unaffected,
            };
            let has_failed = matches!(server, Outcome::Failed { .. });
            let waited = is_waiting.await.ok();
            let told = waited.and_then(|update| early::send_waiting(dev, update, !has_failed));
            (server, told)
        };
        let (summary, (server, told)) = tokio::join!(build, server);
        let (Some(summary), Ok(mut built)) = (summary, is_made.await) else {
            dev.progress.send_replace(Progress::Settled);
            return;
        };
        built.summary = summary;
        built.early = built.early.or(told);
        self.seen = built.sweep;
        dev.specter.set_facts(built.facts.clone()).await;
        dev.progress.send_replace(Progress::Settled);
        if is_first {
            let (surfaces, milliseconds) = (built.summary.surfaces, built.summary.milliseconds);
            dev.tell.event(DevEvent::Ready { surfaces, milliseconds });
        }
        self.show_problems(&built);
        let is_new_environment = built.changed.is_empty() && server != Outcome::Unaffected;
        if is_new_environment {
            built.changed.push("the Python environment".to_owned());
        }
        if !is_first && !built.changed.is_empty() {
            requirements::offer(dev, &built.changed);
            self.finish_line();
            self.tell_pages(&built, server);
        }
    }

    /// Makes the app's server know of a change.
    async fn serve(&self, changed: &Changed, is_first: bool) -> Outcome {
        if is_first {
            self.dev.specter.ensure(Duration::ZERO).await;
        } else if !changed.all.is_empty() || !self.dev.specter.is_current().await {
            return self.dev.specter.apply(changed).await;
        }
        Outcome::Unaffected
    }

    /// Answers with the map. What changed in the meantime is acted upon as ever.
    async fn map(&mut self, ask: Ask) {
        self.take(Some(ask)).await;
    }

    /// The summary; `None` if there is none, which has been told.
    async fn build(&self, follower: Follower) -> Option<Summary> {
        let (sender, mut replies) = mpsc::unbounded_channel();
        let request = self.dev.request.build.clone();
        let listen = Box::new(move |reply| drop(sender.send(reply)));
        let _interest = self.engine.submit_observed(request, listen, Box::new(follower));
        while let Some(reply) = replies.recv().await {
            match reply {
                Reply::Finished(summary) => return Some(summary),
                Reply::Failed { message } => {
                    self.dev.tell.note(format!("the build failed: {message}"));
                    return None;
                }
                _ => {}
            }
        }
        None
    }

    /// What is wrong, in the terminal and on the pages, each time that it changes.
    fn show_problems(&mut self, built: &Built) {
        let mut reports = built.reports.clone();
        let serving = self.dev.specter.follow();
        let problems = serving.borrow().problems.clone();
        // Building finds most of what keeps a server from starting.
        for report in error_page::reports(self.dev, &problems) {
            let is_known =
                |known: &Report| known.code == report.code && known.place.path == report.place.path;
            if !reports.iter().any(is_known) {
                reports.push(report);
            }
        }
        let errors: Vec<&Report> =
            reports.iter().filter(|report| report.severity == Severity::Error).collect();
        let problems = errors.iter().map(|report| overlaid(report, self.dev)).collect();
        self.dev.pages.set_problems(problems);
        if reports != self.shown {
            self.dev.tell.event(DevEvent::Problems { reports: reports.clone() });
            self.shown = reports;
        }
    }

    fn tell_pages(&mut self, built: &Built, server: Outcome) {
        let since = saved_at(self.dev, &built.changed);
        let mut saved = Saved {
            changed: built.changed.clone(),
            compiled: compiled(built),
            is_broken: built.summary.errors > 0,
            built_ms: between(since, SystemTime::now()),
            ..Saved::default()
        };
        let is_restarted = matches!(server, Outcome::Restarted { .. });
        saved.server = change(server);
        let mut update = built.update.clone();
        let has_data = built.early.as_ref().is_some_and(|early| early.data.is_some());
        if is_restarted && !has_data && update.level < Level::Data {
            update.level = Level::Data;
            update.data = Some(Scope::All);
            update.reason = "the app's server has new code".to_owned();
        }
        if let Some(early) = &built.early {
            saved.level = name(early.level).to_owned();
            saved.reason = Some(early.reason.clone());
            saved.seq = early.seq;
        }
        if !update.is_empty() {
            saved.level = name(update.level).to_owned();
            saved.reason = Some(update.reason.clone());
            saved.seq = self.dev.pages.update(update);
        }
        let is_awaited = saved.seq > 0 && self.dev.pages.count() > 0;
        let patience = if is_awaited { ANSWER } else { Duration::ZERO };
        self.line = Some(Line { saved, since, until: Instant::now() + patience });
        if !is_awaited {
            self.finish_line();
        }
    }

    /// A page has answered.
    fn reported(&mut self, report: &hot::Report, at: SystemTime) {
        let Some(line) = &mut self.line else { return };
        if report.seq == line.saved.seq {
            line.saved.level = name(report.level).to_owned();
            line.saved.pages += 1;
            line.saved.screen_ms.get_or_insert(between(line.since, at));
            if line.saved.pages >= self.dev.pages.count() {
                self.finish_line();
            }
        }
    }

    fn finish_line(&mut self) {
        if let Some(line) = self.line.take() {
            self.dev.saves.add(&line.saved);
            self.dev.tell.event(DevEvent::Saved(line.saved));
        }
    }
}

/// Follows the build on the engine's thread.
struct Follower {
    dev: Arc<Dev>,
    seen: u64,
    swept: Option<oneshot::Sender<Changed>>,
    changed: Swept,
    made: Option<oneshot::Sender<Built>>,
    ask: Option<Ask>,
    waiting: Option<oneshot::Sender<Update>>,
    early: Option<Update>,
}

/// What changed, and in which sweep that was found.
type Swept = (Changed, u64);

impl Observer for Follower {
    fn seen(&self) -> Option<u64> {
        Some(self.seen)
    }

    fn swept(&mut self, changed: &Changed, sweep: u64) {
        let mut changed = changed.clone();
        let is_edit = |path: &String| !is_scratch(path) && !self.dev.specter.written.contains(path);
        changed.all.retain(is_edit);
        changed.added.retain(is_edit);
        if let Some(swept) = self.swept.take() {
            let _ = swept.send(changed.clone());
        }
        self.changed = (changed, sweep);
    }

    fn parsed(&mut self, db: &BuildDatabase) {
        // Dropped at the end: then nothing waits.
        let waiting = self.waiting.take();
        let is_later_turn = self.seen > 0;
        // Pages hear that errors are gone before they get what is new.
        let is_clear = self.dev.pages.problems().is_empty();
        if is_later_turn && is_clear && !self.changed.0.all.is_empty() {
            match early::send(&self.dev, db) {
                Some(Early::Sent(update)) => self.early = Some(update),
                Some(Early::Waiting(update)) => {
                    if let Some(waiting) = waiting {
                        let _ = waiting.send(update);
                    }
                }
                None => {}
            }
        }
    }

    fn made(&mut self, made: &Made<'_>) {
        let (before, held) = {
            let current = self.dev.current();
            (current.site.clone(), current.held.clone())
        };
        let site = Site::new(made, self.dev.kind(), &self.dev.root, &before);
        let facts = facts(made, &site);
        let now = hot::fingerprints(made.db, &held);
        let update = hot::plan(&held, &now, &other_files(&site, &self.dev.root, &self.changed.0));
        *self.dev.current() = Current {
            site: Arc::new(site),
            surfaces: facts.surfaces.iter().map(|surface| surface.path.clone()).collect(),
            held: Arc::new(now),
        };
        if let Some(sender) = self.made.take() {
            let reports = made.reports.to_vec();
            let (changed, sweep) = std::mem::take(&mut self.changed);
            let summary = Summary::default();
            let changed = changed.all;
            let early = self.early.take();
            let _ = sender.send(Built { summary, reports, facts, update, early, changed, sweep });
        }
        if let Some(ask) = self.ask.take() {
            let _ = ask.send(Map::of(made.db));
        }
    }
}

/// What editors put beside a file while they save it.
fn is_scratch(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with('~')
        || name.starts_with(".#")
        || name == "4913"
        || name.contains("___jb_")
        || (name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end)))
}

/// Files of the save that are no code.
fn other_files(site: &Site, root: &Path, changed: &Changed) -> hot::Saved {
    let mut saved = hot::Saved::default();
    for path in changed.all.iter().filter(|path| !path.ends_with(".py")) {
        match site.copies_of(&root.join(path)) {
            paths if paths.is_empty() => saved.content.push(path.clone()),
            paths => saved.assets.extend(paths),
        }
    }
    saved
}

/// What the app's server has to know of the build.
fn facts(made: &Made<'_>, site: &Site) -> Facts {
    let scripts = site.paths().filter(|path| path.starts_with("surfaces/"));
    let app = app_description(made.db);
    let surfaces = app.surfaces.iter().flat_map(|surface| {
        let socket = uses_socket(made.db, surface);
        surface.entries.iter().map(move |entry| SurfaceFacts {
            pattern: surface.pattern.clone(),
            path: entry.path.clone(),
            socket,
        })
    });
    Facts {
        scripts: scripts.map(|path| format!("/{path}")).collect(),
        surfaces: surfaces.collect(),
    }
}

fn change(server: Outcome) -> Option<ServerChange> {
    match server {
        Outcome::Unaffected => None,
        Outcome::Patched => Some(ServerChange::Patched),
        Outcome::Restarted { because, took } => {
            let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            Some(ServerChange::Restarted { because, milliseconds })
        }
        Outcome::Failed { because } => Some(ServerChange::Kept { because }),
    }
}

/// Names of what was compiled again, each once.
fn compiled(built: &Built) -> Vec<String> {
    let names = built.summary.executed.iter().filter_map(|query| {
        let inside =
            query.strip_prefix("class_js(").or_else(|| query.strip_prefix("shared_js("))?;
        let inside = inside.trim_end_matches(')');
        Some(inside.rsplit(':').next().unwrap_or(inside).to_owned())
    });
    let early = built.early.iter().flat_map(|update| &update.modules);
    let early = early.filter_map(|module| match module.path.strip_prefix("generated/shared/") {
        Some(file) => Some(file.to_owned()),
        None => module.names.first().cloned(),
    });
    names.chain(early).collect::<BTreeSet<_>>().into_iter().collect()
}

/// When the newest of these files was written, if that was just now.
fn saved_at(dev: &Dev, changed: &[String]) -> SystemTime {
    let now = SystemTime::now();
    let written = |path: &String| std::fs::metadata(dev.root.join(path)).ok()?.modified().ok();
    let newest = changed.iter().filter_map(written).max();
    let is_recent =
        |time: &SystemTime| now.duration_since(*time).is_ok_and(|age| age < OLDEST_SAVE);
    newest.filter(is_recent).unwrap_or(now)
}

/// Milliseconds.
fn between(since: SystemTime, until: SystemTime) -> u64 {
    let elapsed = until.duration_since(since).unwrap_or_default();
    u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX)
}

/// A report as the overlay takes it.
fn overlaid(report: &Report, dev: &Dev) -> hot::Problem {
    const AROUND: usize = 2;
    let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
    let span = report.place.span.as_ref();
    let line = span.map_or(0, |span| span.line);
    let text = dev.project_text(&report.place.path).unwrap_or_default();
    let shown = if line == 0 { 0 } else { 2 * AROUND + 1 };
    let lines = text.lines().enumerate().skip(line.saturating_sub(AROUND + 1)).take(shown);
    hot::Problem {
        code: report.code.clone(),
        severity: severity(report.severity).to_owned(),
        message: report.message.clone(),
        help: report.help.clone(),
        file: report.place.path.clone(),
        line: number(line),
        column: number(span.map_or(0, |span| span.column)),
        width: span.map_or(0, |span| {
            let is_one_line = span.line == span.end_line;
            number(if is_one_line { span.end_column - span.column } else { 1 })
        }),
        excerpt: lines
            .map(|(index, text)| ExcerptLine { line: number(index + 1), text: text.to_owned() })
            .collect(),
    }
}

/// As the terminal has it.
fn name(level: Level) -> &'static str {
    match level {
        Level::None => "none",
        Level::Css => "css",
        Level::Swap => "swap",
        Level::Rewire => "rewire",
        Level::Data => "data",
        Level::Remount => "remount",
        Level::Reload => "reload",
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Hint => "hint",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_leave_for_a_moment_is_no_change() {
        for path in ["a/b.py~", "a/.#b.py", "4913", "a/.b.py.swp", "a/b.py___jb_tmp___"] {
            assert!(is_scratch(path), "{path}");
        }
        for path in ["a/b.py", ".env", "a/.env.local", "a/b.swp"] {
            assert!(!is_scratch(path), "{path}");
        }
    }
}
