//! The engine thread: it owns the session, and builds what it is asked for, one build at a time.

mod queue;
pub(crate) mod watch;

pub use queue::Listen;
pub use watch::watch;

use crate::crashes::Crashes;
use crate::failpoint;
use crate::memory::{self, Limits};
use crate::parallel::STACK_BYTES;
use crate::protocol::{BuildRequest, Reply, State, milliseconds};
use crate::session::{Answers, BuildError, Observer, Session};
use crate::watch::{Alarm, Rung};
use queries::memory::MemoryUse;
use queue::{Idle, Queue, Task, Work};
use rustix::fs::Mode;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::sync::Notify;

/// When nobody has asked for anything for so long, the session rests: nobody is at work, and stamps of files
/// have settled.
const REST_AFTER: Duration = Duration::from_secs(30);

/// When nobody has asked for anything for so long, a session that could answer without knowing anything
/// learns what it needs for the next edit.
const WARM_AFTER: Duration = Duration::from_millis(300);

/// How long somebody who asks for memory waits for a build to end.
const MEASURE_PATIENCE: Duration = Duration::from_millis(500);

/// The other threads' end of an engine. The engine ends when all its handles are gone.
#[derive(Clone)]
pub struct Engine {
    handle: Arc<Handle>,
}

struct Handle {
    shared: Arc<Shared>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

/// What the engine thread shares with the others.
struct Shared {
    queue: Arc<Queue>,
    alarm: Alarm,
    watching: AtomicBool,
    /// Files that somebody says have changed.
    saved: Mutex<BTreeSet<PathBuf>>,
    /// Where panics are noted.
    crashes: OnceLock<Crashes>,
    /// What sessions leave behind.
    answers: OnceLock<Answers>,
    /// Of an engine that lives long.
    limits: Option<Limits>,
    exhausted: Notify,
}

/// Someone waits for a build. Dropping it says that they do not any more: what nobody waits for is
/// stopped.
#[must_use = "a build that nobody waits for is stopped"]
pub struct Interest {
    id: u64,
    queue: Arc<Queue>,
}

impl Engine {
    /// Starts the engine of the project at `root` (canonical) for builds that look at all files.
    ///
    /// # Errors
    /// The system has no thread left.
    pub fn start(root: PathBuf) -> std::io::Result<Self> {
        Self::spawn(root, Alarm::default(), None)
    }

    /// The same for many builds: from the first one on the project is watched, so that later ones
    /// look only at what changed, and [`Engine::changes`] tells of it.
    ///
    /// # Errors
    /// The system has no thread left.
    pub fn start_watching(root: PathBuf) -> std::io::Result<Self> {
        let alarm = Alarm::default();
        Self::spawn(root, alarm.clone(), Some(alarm))
    }

    fn spawn(root: PathBuf, alarm: Alarm, watched: Option<Alarm>) -> std::io::Result<Self> {
        let shared = Arc::new(Shared {
            queue: Arc::new(Queue::new(alarm.clone())),
            alarm,
            watching: AtomicBool::new(false),
            saved: Mutex::default(),
            crashes: OnceLock::new(),
            answers: OnceLock::new(),
            limits: watched.is_some().then(Limits::of_this_machine),
            exhausted: Notify::new(),
        });
        let engine = Arc::clone(&shared);
        let session = move || Session::new(root.clone(), watched.clone());
        let thread = std::thread::Builder::new()
            .name("engine".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || engine.run(&session))?;
        Ok(Self { handle: Arc::new(Handle { shared, thread: Mutex::new(Some(thread)) }) })
    }

    /// Notes panics of builds from now on.
    pub(crate) fn note_panics(&self, crashes: Crashes) {
        // A second place would get what the first one gets.
        let _ = self.handle.shared.crashes.set(crashes);
    }

    /// Leaves answers behind for later sessions, and gives those of earlier ones, see [`Engine::answer`].
    pub fn keep_answers(&self, answers: Answers) {
        let _ = self.handle.shared.answers.set(answers);
    }

    /// Waits until the process should end because of the memory that it has.
    pub(crate) async fn exhausted(&self) {
        self.handle.shared.exhausted.notified().await;
    }

    /// Waits until a build runs; `false` if none will any more.
    pub(crate) fn wait_for_build(&self) -> bool {
        self.queue().wait_for_build()
    }

    /// When the running build began, and its signs of life; `None` while none runs that could be stuck.
    pub(crate) fn signs_of_life(&self) -> Option<(Instant, u64)> {
        self.queue().signs_of_life()
    }

    /// Tells those who wait for the running build.
    pub(crate) fn tell(&self, reply: &Reply) {
        self.queue().reply(reply);
    }

    /// Stops what is built and builds no more; whoever waits is told why.
    pub(crate) fn stop(&self, reason: &str) {
        self.queue().close(reason);
    }

    /// Waits until everything has ended that a stopped engine has started.
    pub(crate) fn join(&self) {
        let thread = self.handle.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if thread.is_some_and(|thread| thread.join().is_err()) {
            tracing::error!("the engine panicked");
        }
    }

    fn queue(&self) -> &Arc<Queue> {
        &self.handle.shared.queue
    }

    /// Changes whenever project files may have changed since the first build, at once and for every event:
    /// putting several together is the listener's business ([`watch`]). Outputs do not count.
    ///
    /// Where the project cannot be watched it grows within about half a second of a change.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<Rung> {
        self.handle.shared.alarm.subscribe()
    }

    /// Asks for a build of what is on disk now. `listen` is told how it goes; the last reply is
    /// one that [`Reply::is_last`] knows.
    pub fn submit(&self, request: BuildRequest, listen: Listen) -> Interest {
        let queue = Arc::clone(self.queue());
        Interest { id: queue.add(request, listen, false), queue }
    }

    /// The same, unless an earlier session has left the answer behind and nothing has changed since: then
    /// nothing is built, and nothing watched.
    pub fn answer(&self, request: BuildRequest, listen: Listen) -> Interest {
        let queue = Arc::clone(self.queue());
        Interest { id: queue.add(request, listen, true), queue }
    }

    /// As [`Engine::submit`], followed by `observer` on the engine thread. Such a build is nobody
    /// else's: it neither supersedes another nor is superseded.
    pub fn submit_observed(
        &self,
        request: BuildRequest,
        listen: Listen,
        observer: Box<dyn Observer>,
    ) -> Interest {
        let queue = Arc::clone(self.queue());
        Interest { id: queue.add_observed(request, listen, observer), queue }
    }

    /// How much memory the session has, by query; `None` if a build runs for longer than a caller waits.
    pub(crate) async fn memory(&self) -> Option<Vec<MemoryUse>> {
        let (measured, mut answer) = tokio::sync::oneshot::channel();
        self.queue().measure(measured);
        loop {
            match tokio::time::timeout(MEASURE_PATIENCE, &mut answer).await {
                Ok(answer) => return answer.ok(),
                Err(_) if self.queue().running_since().is_some() => return None,
                // Looking through a large graph takes longer.
                Err(_) => {}
            }
        }
    }

    pub fn state(&self) -> State {
        match self.queue().running_since() {
            Some(start) => State::Building { since: milliseconds(start) },
            None => State::Idle,
        }
    }

    /// These files (absolute) were saved: the next build looks at them whatever the system told, and
    /// [`Engine::changes`] grows.
    pub fn saved(&self, paths: impl IntoIterator<Item = PathBuf>) {
        self.handle.shared.saved().extend(paths);
        self.handle.shared.alarm.ring();
    }

    /// Whether the last build left the project watched; else every build looks at all files.
    pub fn is_watching(&self) -> bool {
        self.handle.shared.watching.load(Ordering::Relaxed)
    }

    /// Whether something is being built, or is about to be.
    pub fn is_busy(&self) -> bool {
        self.queue().is_busy()
    }

    /// Builds begun so far.
    pub fn builds(&self) -> u64 {
        self.queue().begun()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.shared.queue.close("the engine ends");
    }
}

impl Drop for Interest {
    fn drop(&mut self) {
        self.queue.withdraw(self.id);
    }
}

impl Shared {
    fn run(&self, new_session: &dyn Fn() -> Session) {
        let mut session = None;
        while let Some(work) = self.queue.next() {
            let mut task = match work {
                Work::Build(task) => task,
                Work::Rest => {
                    if let Some(session) = &mut session {
                        Session::rest(session, &|| self.queue.is_busy());
                    }
                    continue;
                }
                Work::Measure(measured) => {
                    failpoint::reach("measure");
                    let uses = session.as_mut().map(Session::memory).unwrap_or_default();
                    // Who asked may have gone.
                    let _ = measured.send(uses);
                    continue;
                }
            };
            let mut current = session.take().unwrap_or_else(new_session);
            current.keep_answers(self.answers.get());
            current.saved(std::mem::take(&mut *self.saved()));
            let is_rested = self.answered(&mut current, &task);
            if !is_rested {
                current = self.build(current, &mut task);
            }
            self.watching.store(current.is_watching(), Ordering::Relaxed);
            self.queue.finish();
            current.settle();
            let is_outgrown = current.is_outgrown() && current.is_watchful();
            if is_outgrown {
                tracing::info!("begins anew: most of what is known may be of what is gone");
                current = current.renewed();
            }
            current = self.keep_within_limits(current);
            self.plan_idleness(&current, task.request, is_rested || is_outgrown);
            session = Some(current);
        }
        if let Some(mut session) = session.filter(Session::is_watchful) {
            session.rest(&|| false);
        }
    }

    /// What there is to do if nobody asks for anything. Nothing is written that nobody has asked for.
    fn plan_idleness(&self, session: &Session, request: BuildRequest, knows_nothing: bool) {
        if knows_nothing && session.is_watchful() {
            let request = BuildRequest { publish: false, ..request };
            self.queue.idle(WARM_AFTER, Idle::Warm(request));
        } else if self.answers.get().is_some() {
            self.queue.idle(REST_AFTER, Idle::Rest);
        }
    }

    /// Gives the answer of an earlier session, if that will do.
    fn answered(&self, session: &mut Session, task: &Task) -> bool {
        let rested = task.may_rest.then(|| session.rested(&task.request)).flatten();
        let Some((replies, summary)) = rested else { return false };
        replies.iter().for_each(|reply| self.queue.reply(reply));
        self.queue.reply(&Reply::Finished(summary));
        true
    }

    /// After a panic the session is in an unknown state: the next build starts anew.
    fn build(&self, mut session: Session, task: &mut Task) -> Session {
        let Task { request, cancellation, observer, may_rest: _ } = task;
        let mut reply = |reply| self.queue.reply(&reply);
        // The whole process's; but nothing else in it makes files without saying who may read them.
        rustix::process::umask(Mode::from_bits_truncate(request.umask));
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            session.build(request, cancellation, &mut reply, observer.as_mut())
        }));
        match outcome {
            Ok(Ok(summary)) => {
                reply(Reply::Finished(summary));
                session
            }
            // Nobody waits for it.
            Ok(Err(BuildError::Cancelled)) => session,
            Ok(Err(error)) => {
                reply(Reply::Failed { message: error.to_string() });
                session
            }
            Err(panic) => {
                let message = panic_message(panic.as_ref());
                tracing::error!(message, "a build panicked");
                if let Some(crashes) = self.crashes.get() {
                    crashes.note_panic(self.queue.begun());
                }
                reply(Reply::Failed { message: format!("internal error: {message}") });
                session.renewed()
            }
        }
    }

    /// What a session knows can be computed again. If the system does not get the memory back, only
    /// the end of the process helps.
    fn keep_within_limits(&self, mut session: Session) -> Session {
        let Some(limits) = self.limits else { return session };
        let before = memory::resident();
        if before > limits.soft && !self.queue.is_busy() {
            session = session.renewed();
            let after = memory::resident();
            tracing::info!(
                before,
                after,
                limit = limits.soft,
                "dropped what can be computed again"
            );
            if after > limits.soft {
                self.exhausted.notify_one();
            }
        } else if before > limits.hard {
            self.exhausted.notify_one();
        }
        session
    }

    fn saved(&self) -> MutexGuard<'_, BTreeSet<PathBuf>> {
        self.saved.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic")
}

#[cfg(test)]
mod tests;
