//! The app's own server: started from a warm interpreter, judged after each change, replaced when it
//! is outdated.
//!
//! A new server starts beside the old one and takes over once it is ready; the old one finishes what
//! it is answering. One that does not start changes nothing. `daemon/worker/serving.py` is the other
//! side.

mod process;
#[cfg(test)]
mod tests;

use super::message::DevEvent;
use super::tell::Tell;
use crate::session::Changed;
use crate::worker::WorkerError;
use process::{Command, Running, Starter, Written};
use queries::render::Problem;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::{Mutex, watch};

/// A request waits so long for a server that is being replaced.
const HOLD: Duration = Duration::from_secs(30);

/// A server that ends by itself is started again: at once, unless it ends sooner than this.
const STABLE: Duration = Duration::from_secs(2);
const BREATH: Duration = Duration::from_millis(700);

/// Where a running server listens.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Upstream {
    pub(super) number: u64,
    pub(super) socket: PathBuf,
}

/// Who answers requests now.
#[derive(Clone, Debug)]
pub(super) struct Serving {
    pub(super) current: Option<Arc<Upstream>>,
    /// Requests wait for the end of this.
    is_changing: bool,
    /// Why there is no newer server, or none at all.
    pub(super) problems: Arc<Vec<Problem>>,
}

/// What became of the server after a change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Outcome {
    #[default]
    Unaffected,
    Patched,
    Restarted {
        because: String,
        took: Duration,
        /// Files that it runs as they were, because they are broken.
        without: Vec<String>,
    },
    /// The last good one serves on, if there is one.
    Failed {
        because: String,
    },
}

/// What the app's server is told of the build, see `daemon/worker/development.py`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub(super) struct Facts {
    pub(super) scripts: Vec<String>,
    pub(super) surfaces: Vec<SurfaceFacts>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct SurfaceFacts {
    pub(super) pattern: String,
    pub(super) path: String,
    pub(super) socket: bool,
}

pub(super) struct Specter {
    serving: watch::Sender<Serving>,
    keeper: Mutex<Keeper>,
    pub(super) written: Written,
}

/// The running server, and what it has not taken in yet.
struct Keeper {
    starter: Starter,
    running: Option<Running>,
    facts: Facts,
    /// What the running server knows nothing of, because none starts with it.
    unapplied: Changes,
}

impl Specter {
    pub(super) fn new(options: process::Options, tell: Tell) -> std::io::Result<Self> {
        let written = Written::default();
        let keeper = Keeper {
            starter: Starter::new(options, tell, written.clone())?,
            running: None,
            facts: Facts::default(),
            unapplied: Changes::default(),
        };
        let serving = Serving { current: None, is_changing: true, problems: Arc::default() };
        Ok(Self { serving: watch::Sender::new(serving), keeper: Mutex::new(keeper), written })
    }

    /// As if a server of this number had taken over.
    #[cfg(test)]
    pub(super) fn set_current(&self, current: Option<Arc<Upstream>>) {
        let problems = Arc::default();
        self.serving.send_replace(Serving { current, is_changing: false, problems });
    }

    /// Follows who answers requests.
    pub(super) fn follow(&self) -> watch::Receiver<Serving> {
        self.serving.subscribe()
    }

    /// The server to ask, once it is clear which one.
    ///
    /// # Errors
    /// There is none; the state says why.
    pub(super) async fn upstream(&self) -> Result<Arc<Upstream>, Serving> {
        let mut serving = self.serving.subscribe();
        let settled = serving.wait_for(|serving| !serving.is_changing);
        // An old server is better than none.
        let _ = tokio::time::timeout(HOLD, settled).await;
        let state = serving.borrow().clone();
        state.current.clone().ok_or(state)
    }

    /// Requests wait from here on; [`Specter::apply`] lets them go.
    pub(super) fn hold(&self) {
        self.serving.send_modify(|serving| serving.is_changing = true);
    }

    /// Whether the Python environment is still the one that servers are started from.
    pub(super) async fn is_current(&self) -> bool {
        self.keeper.lock().await.starter.is_current()
    }

    /// Makes the server know of a change: not at all, by a patch, or by a new server.
    pub(super) async fn apply(&self, changed: &Changed) -> Outcome {
        let mut keeper = self.keeper.lock().await;
        keeper.starter.note(changed);
        let failed = std::mem::take(&mut keeper.unapplied);
        let all = failed.clone().and(changed);
        let is_current = keeper.starter.is_current();
        let outdated = match keeper.judge(&all).await {
            _ if !is_current => "the Python environment".to_owned(),
            Verdict::Outdated(path) => path,
            verdict => {
                self.serving.send_modify(|serving| serving.problems = Arc::default());
                let is_patched = matches!(verdict, Verdict::Patched);
                return if is_patched { Outcome::Patched } else { Outcome::Unaffected };
            }
        };
        let mut because = outdated;
        let mut is_needed = true;
        if !failed.is_empty() && is_current {
            // What failed before is why; this change alone may be less.
            match keeper.judge(&Changes::default().and(changed)).await {
                Verdict::Outdated(path) => because = path,
                Verdict::Unaffected => is_needed = false,
                Verdict::Patched => {
                    keeper.unapplied = failed;
                    return Outcome::Patched;
                }
            }
        }
        self.hold();
        let start = Instant::now();
        let Err(problems) = self.replace(&mut keeper, &LastGood::default()).await else {
            return Outcome::Restarted { because, took: start.elapsed(), without: Vec::new() };
        };
        if !is_needed {
            keeper.unapplied = failed.without(changed);
            self.settle(&keeper, problems);
            return Outcome::Unaffected;
        }
        // What was broken before need not keep this change from the other pages.
        let kept = keeper.last_good(&failed, changed).await;
        if let Some(kept) = kept
            && self.replace(&mut keeper, &kept).await.is_ok()
        {
            keeper.unapplied = failed.without(changed);
            self.settle(&keeper, problems);
            let without = kept.paths();
            return Outcome::Restarted { because, took: start.elapsed(), without };
        }
        keeper.unapplied = all;
        self.settle(&keeper, problems);
        Outcome::Failed { because }
    }

    /// Makes sure that there is a server. One that ended too soon is given a moment: its end may have
    /// a cause that passes.
    pub(super) async fn ensure(&self, after: Duration) {
        let mut keeper = self.keeper.lock().await;
        if keeper.running.as_ref().is_some_and(Running::has_ended) {
            self.hold();
            tokio::time::sleep(after).await;
        }
        if keeper.running.as_ref().is_none_or(Running::has_ended) {
            self.hold();
            match self.replace(&mut keeper, &LastGood::default()).await {
                Ok(()) => keeper.unapplied = Changes::default(),
                Err(problems) => self.settle(&keeper, problems),
            }
        }
    }

    /// Starts a new server and, if it gets ready, lets it take over.
    async fn replace(&self, keeper: &mut Keeper, kept: &LastGood) -> Result<(), Vec<Problem>> {
        keeper.running = keeper.running.take().filter(|running| !running.has_ended());
        let is_tolerant = keeper.running.is_none();
        let running = keeper.starter.start(&keeper.facts, is_tolerant, kept).await?;
        let problems = running.problems.clone();
        if let Some(old) = keeper.running.replace(running) {
            old.drain();
        }
        self.settle(keeper, problems);
        Ok(())
    }

    /// Lets requests go, to the server that there is.
    fn settle(&self, keeper: &Keeper, problems: Vec<Problem>) {
        let current = keeper.running.as_ref().map(|running| running.upstream.clone());
        let problems = Arc::new(problems);
        self.serving.send_replace(Serving { current, is_changing: false, problems });
    }

    /// Tells the server, and those to come, what the build says.
    pub(super) async fn set_facts(&self, facts: Facts) {
        let mut keeper = self.keeper.lock().await;
        if keeper.facts != facts {
            if let Some(running) = &mut keeper.running {
                running.send(&Command::Facts { facts: &facts }).await;
            }
            keeper.facts = facts;
        }
    }

    /// Returns when the server has ended without being told to: how long to wait for another.
    pub(super) async fn ended(&self) -> Duration {
        let ended = {
            let keeper = self.keeper.lock().await;
            match &keeper.running {
                Some(running) => running.end(),
                None => return std::future::pending().await,
            }
        };
        if ended.wait().await < STABLE { BREATH } else { Duration::ZERO }
    }

    /// Ends everything. Waits until nothing is left.
    pub(super) async fn stop(&self) {
        let mut keeper = self.keeper.lock().await;
        keeper.running = None;
        keeper.starter.stop().await;
        let problems = Arc::default();
        self.serving.send_replace(Serving { current: None, is_changing: false, problems });
    }
}

/// Files that have changed, and those of them that were not there before.
#[derive(Clone, Debug, Default, Serialize)]
struct Changes {
    changed: BTreeSet<String>,
    added: BTreeSet<String>,
}

impl Changes {
    fn is_empty(&self) -> bool {
        self.changed.is_empty()
    }

    fn add(&mut self, changed: &Changed) {
        self.changed.extend(changed.all.iter().cloned());
        self.added.extend(changed.added.iter().cloned());
    }

    fn and(mut self, changed: &Changed) -> Self {
        self.add(changed);
        self
    }

    fn without(mut self, changed: &Changed) -> Self {
        self.changed.retain(|path| !changed.all.contains(path));
        self.added.retain(|path| !changed.all.contains(path));
        self
    }
}

/// Files that a new server takes as they were when one last started with them.
#[derive(Clone, Debug, Default, Serialize)]
struct LastGood {
    texts: BTreeMap<String, String>,
    /// Files that there were none of: what goes wrong in them is left out.
    absent: BTreeSet<String>,
}

impl LastGood {
    fn paths(&self) -> Vec<String> {
        self.texts.keys().chain(&self.absent).cloned().collect()
    }
}

enum Verdict {
    Unaffected,
    Patched,
    Outdated(String),
}

impl Keeper {
    async fn judge(&mut self, changes: &Changes) -> Verdict {
        match self.alive() {
            Some(running) => running.judge(changes).await,
            None => Verdict::Outdated(changes.changed.first().cloned().unwrap_or_default()),
        }
    }

    /// What failed before and is not part of this change, as the running server has it.
    async fn last_good(&mut self, failed: &Changes, changed: &Changed) -> Option<LastGood> {
        let earlier = failed.clone().without(changed).changed;
        if earlier.is_empty() {
            return None;
        }
        let texts = self.alive()?.texts(&earlier).await?;
        let absent = earlier.into_iter().filter(|path| !texts.contains_key(path)).collect();
        Some(LastGood { texts, absent })
    }

    fn alive(&mut self) -> Option<&mut Running> {
        self.running.as_mut().filter(|running| !running.has_ended())
    }
}

pub(super) use process::Options;
