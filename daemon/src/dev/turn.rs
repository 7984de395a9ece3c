//! The loop: a change, a build, the app's server, the pages, one line.

use super::dashboard::Ask;
use super::early;
use super::follower::{Follower, Made, Step};
use super::line::Line;
use super::message::{DevCommand, DevEvent, Saved, ServerChange};
use super::specter::Outcome;
use super::{Dev, Progress, Reported, problems, requirements};
use crate::engine::watch::{settled, written};
use crate::engine::{Engine, Interest};
use crate::protocol::{Reply, milliseconds};
use crate::report::Report;
use crate::session::Changed;
use crate::watch::Rung;
use queries::artifact::BuildKind;
use queries::hot::update::Scope;
use queries::hot::{self, Level, Update};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};
use tokio::sync::mpsc::{self, UnboundedReceiver, UnboundedSender};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// Builds that newer changes may stop before one is let finish.
const MOST_OVERTAKEN: u32 = 3;
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
    let changes = engine.changes();
    let mut turns = Turns::new(engine, dev, changes);
    turns.take().await;
    loop {
        let deadline = turns.line.as_ref().map(|line| line.until);
        tokio::select! {
            changed = turns.changes.changed() => {
                if changed.is_err() {
                    return;
                }
                written(&mut turns.changes).await;
                turns.take().await;
            }
            command = commands.recv() => match command {
                Some(DevCommand::Reload) => {
                    dev.pages.update(Update::reload("asked for in the terminal"));
                }
                Some(DevCommand::Install) => {
                    requirements::install(dev).await;
                    turns.take().await;
                }
                Some(DevCommand::Quit) | None => return,
            },
            Some((report, at)) = reports.recv() => turns.reported(&report, at),
            () = until(deadline) => turns.finish_line(),
            breath = dev.specter.ended() => {
                dev.tell.note("the app's server ended; starting it again");
                dev.specter.ensure(breath).await;
            }
            Some(ask) = asks.recv() => turns.look(ask).await,
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
    changes: watch::Receiver<Rung>,
    /// The line that waits for a page.
    line: Option<Line>,
    /// The problems that the terminal has been told.
    shown: Vec<Report>,
    /// What compiled code has thrown on pages since the last save.
    thrown: BTreeSet<String>,
    /// The last sweep whose changes are known here.
    seen: u64,
    /// Those that no build has taken to its end.
    pending: Changed,
    /// Those among them that the app's server has not been told of.
    unserved: Changed,
    /// A build has been taken to its end.
    has_begun: bool,
}

/// From a change to the last that pages are told of it. What newer changes overtake belongs to one turn
/// with them.
#[derive(Default)]
struct Turn {
    begun: Option<Instant>,
    /// When the newest of the changed files was saved.
    since: Option<SystemTime>,
    /// The app's server takes in what has changed.
    servers: JoinSet<Outcome>,
    server: Outcome,
    /// Another server has taken over.
    is_renewed: bool,
    /// What pages can be told once the app's server has the new code, in order.
    waiting: Vec<Update>,
    /// What pages were told before the build was done.
    early: Vec<Update>,
    made: Option<Made>,
}

#[derive(PartialEq, Eq)]
enum Attempt {
    Ended,
    Overtaken,
}

impl<'a> Turns<'a> {
    fn new(engine: &'a Engine, dev: &'a Arc<Dev>, changes: watch::Receiver<Rung>) -> Self {
        Self {
            engine,
            dev,
            changes,
            line: None,
            shown: Vec::new(),
            thrown: BTreeSet::new(),
            seen: 0,
            pending: Changed::default(),
            unserved: Changed::default(),
            has_begun: false,
        }
    }

    /// Takes in what is on disk, and tells the pages.
    async fn take(&mut self) {
        let dev = self.dev;
        let mut turn = Turn { begun: Some(Instant::now()), ..Turn::default() };
        if self.has_begun {
            dev.progress.send_replace(Progress::Building);
        }
        let mut overtaken = 0;
        while self.attempt(&mut turn, overtaken < MOST_OVERTAKEN).await == Attempt::Overtaken {
            overtaken += 1;
            settled(&mut self.changes).await;
        }
        while let Some(outcome) = turn.servers.join_next().await {
            self.served(&mut turn, outcome.unwrap_or_default());
        }
        if let Some(made) = turn.made.take() {
            self.finish(turn, made).await;
        }
        dev.progress.send_replace(Progress::Settled);
    }

    /// One build, with the app's server beside it.
    async fn attempt(&mut self, turn: &mut Turn, may_stop: bool) -> Attempt {
        let (sender, mut steps) = mpsc::unbounded_channel();
        let (answer, mut replies) = mpsc::unbounded_channel();
        let listen = move |reply| drop(answer.send(reply));
        let mut interest = Some(self.submit(None, sender, listen));
        let may_stop = may_stop && self.has_begun;
        loop {
            tokio::select! {
                step = steps.recv() => match step {
                    Some(Step::Made(made)) => {
                        turn.made = Some(*made);
                        if interest.is_none() {
                            // It was too late to stop it: the change is another turn's.
                            self.changes.mark_changed();
                        }
                        return Attempt::Ended;
                    }
                    Some(step) => self.step(turn, step),
                    // The engine has left the build.
                    None if interest.is_none() => return Attempt::Overtaken,
                    None => {
                        while let Ok(reply) = replies.try_recv() {
                            if let Reply::Failed { message } = reply {
                                self.dev.tell.note(format!("the build failed: {message}"));
                            }
                        }
                        return Attempt::Ended;
                    }
                },
                Some(outcome) = turn.servers.join_next() => {
                    self.served(turn, outcome.unwrap_or_default());
                }
                changed = self.changes.changed(), if may_stop && interest.is_some() => {
                    if changed.is_ok() {
                        interest = None;
                    }
                }
            }
        }
    }

    fn submit(
        &self,
        map: Option<Option<String>>,
        steps: UnboundedSender<Step>,
        listen: impl FnMut(Reply) + Send + 'static,
    ) -> Interest {
        let follower = Follower {
            dev: self.dev.clone(),
            seen: self.seen,
            pending: self.pending.clone(),
            is_later: self.has_begun,
            map,
            steps,
            told: Vec::new(),
        };
        let request = self.dev.request.build.clone();
        self.engine.submit_observed(request, Box::new(listen), Box::new(follower))
    }

    /// Draws the map between two builds, in one that goes no further than that.
    async fn look(&mut self, ask: Ask) {
        let (sender, mut steps) = mpsc::unbounded_channel();
        let mut interest = Some(self.submit(Some(ask.node), sender, |_| {}));
        let mut answer = Some(ask.answer);
        while let Some(step) = steps.recv().await {
            match step {
                Step::Map(map) => {
                    interest = None;
                    if let Some(answer) = answer.take() {
                        let _ = answer.send(*map);
                    }
                }
                Step::Swept(changed, sweep) => {
                    self.seen = sweep;
                    self.unserved.extend(changed.clone());
                    self.pending.extend(changed);
                }
                Step::Sent(_) | Step::Waiting(_) | Step::Made(_) => {}
            }
        }
        drop(interest);
        if !self.pending.all.is_empty() {
            self.take().await;
        }
    }

    fn step(&mut self, turn: &mut Turn, step: Step) {
        match step {
            Step::Swept(changed, sweep) => {
                self.seen = sweep;
                self.pending.extend(changed.clone());
                let mut unserved = std::mem::take(&mut self.unserved);
                unserved.extend(changed);
                if !unserved.all.is_empty() {
                    turn.since = Some(saved_at(self.dev, &unserved.all));
                }
                self.serve(turn, unserved);
            }
            Step::Waiting(update) => {
                turn.waiting.push(update);
                self.release(turn);
            }
            Step::Sent(update) => turn.early.push(update),
            Step::Map(_) | Step::Made(_) => {}
        }
    }

    /// Makes the app's server know of a change.
    fn serve(&self, turn: &mut Turn, changed: Changed) {
        if self.dev.kind() != BuildKind::Full {
            return;
        }
        let (dev, is_first) = (self.dev.clone(), !self.has_begun);
        turn.servers.spawn(async move {
            if is_first {
                dev.specter.ensure(Duration::ZERO).await;
            } else if !changed.all.is_empty() || !dev.specter.is_current().await {
                return dev.specter.apply(&changed).await;
            }
            Outcome::Unaffected
        });
    }

    fn served(&self, turn: &mut Turn, outcome: Outcome) {
        turn.is_renewed |= matches!(outcome, Outcome::Restarted { .. });
        if outcome != Outcome::Unaffected {
            turn.server = outcome;
        }
        self.release(turn);
    }

    /// Tells pages what had to wait, once the app's server has taken in all changes.
    fn release(&self, turn: &mut Turn) {
        if !turn.servers.is_empty() {
            return;
        }
        let has_new_data = turn.is_renewed || !matches!(turn.server, Outcome::Failed { .. });
        for update in std::mem::take(&mut turn.waiting) {
            turn.early.extend(early::send_waiting(self.dev, update, has_new_data));
        }
    }

    /// What follows once both the build and the server are done.
    async fn finish(&mut self, turn: Turn, made: Made) {
        let dev = self.dev;
        dev.specter.set_facts(made.facts.clone()).await;
        let is_first = !std::mem::replace(&mut self.has_begun, true);
        if is_first {
            let milliseconds = turn.begun.map_or(0, milliseconds);
            dev.tell.event(DevEvent::Ready { surfaces: made.surfaces, milliseconds });
        }
        self.show_problems(&made.reports);
        let mut changed = std::mem::take(&mut self.pending).all;
        if changed.is_empty() && turn.server != Outcome::Unaffected {
            changed.push("the Python environment".to_owned());
        }
        if !is_first && !changed.is_empty() {
            requirements::offer(dev, &changed);
            self.finish_line();
            self.thrown.clear();
            self.tell_pages(turn, made, changed);
        }
    }

    /// What is wrong, in the terminal and on the pages, each time that it changes.
    fn show_problems(&mut self, built: &[Report]) {
        let reports = problems::all(self.dev, built);
        self.dev.pages.set_problems(problems::overlaid(self.dev, &reports));
        if reports != self.shown {
            self.dev.tell.event(DevEvent::Problems { reports: reports.clone() });
            self.shown = reports;
        }
    }

    fn tell_pages(&mut self, turn: Turn, made: Made, changed: Vec<String>) {
        let has_data = turn.early.iter().any(|early| early.data.is_some());
        let mut update = made.update;
        if turn.is_renewed && !has_data && update.level < Level::Data {
            update.level = Level::Data;
            update.data = Some(Scope::All);
            update.reason = "the app's server has new code".to_owned();
        }
        let mut saved = Saved {
            changed,
            compiled: compiled(&made.compiled, &turn.early),
            is_broken: made.errors > 0,
            server: change(turn.server),
            ..Saved::default()
        };
        let mut sent = turn.early;
        if !update.is_empty() {
            update.seq = self.dev.pages.update(update.clone());
            sent.push(update);
        }
        if let Some(most) = sent.iter().max_by_key(|update| update.level) {
            most.level.name().clone_into(&mut saved.level);
            saved.reason = Some(most.reason.clone());
        }
        saved.seq = sent.last().map_or(0, |update| update.seq);
        let since = turn.since.unwrap_or_else(SystemTime::now);
        let line = Line::new(saved, since, self.dev.pages.count());
        let is_complete = line.is_complete();
        self.line = Some(line);
        if is_complete {
            self.finish_line();
        }
    }

    /// A page has answered.
    fn reported(&mut self, report: &hot::Report, at: SystemTime) {
        self.tell_thrown(report);
        if let Some(line) = &mut self.line {
            line.answered(report, at);
            if line.is_complete() {
                self.finish_line();
            }
        }
    }

    /// What compiled code throws on a page, by its place in Python, once.
    fn tell_thrown(&mut self, report: &hot::Report) {
        let hot::Report { message, file, line, column, page, .. } = report;
        if message.is_empty() {
            return;
        }
        let place =
            if file.is_empty() { String::new() } else { format!("{file}:{line}:{column}: ") };
        let text = format!("{place}{message}, thrown on {page}");
        if self.thrown.insert(text.clone()) {
            self.dev.tell.note(text);
        }
    }

    fn finish_line(&mut self) {
        if let Some(line) = self.line.take() {
            self.dev.saves.add(&line.saved);
            self.dev.tell.event(DevEvent::Saved(line.saved));
        }
    }
}

fn change(server: Outcome) -> Option<ServerChange> {
    match server {
        Outcome::Unaffected => None,
        Outcome::Patched => Some(ServerChange::Patched),
        Outcome::Restarted { because, took, without } => {
            let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
            Some(ServerChange::Restarted { because, milliseconds, without })
        }
        Outcome::Failed { because } => Some(ServerChange::Kept { because }),
    }
}

/// Names of what was compiled again, each once.
fn compiled(built: &[String], early: &[Update]) -> Vec<String> {
    let early = early.iter().flat_map(|update| &update.modules);
    let early = early.filter_map(|module| match module.path.strip_prefix("generated/shared/") {
        Some(file) => Some(file.to_owned()),
        None => module.names.first().cloned(),
    });
    let mut names: Vec<String> = built.iter().cloned().chain(early).collect();
    names.sort();
    names.dedup();
    names
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
