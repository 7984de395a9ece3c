//! The engine thread: it owns the session, and builds what it is asked for, one build at a time.

mod queue;
pub(crate) mod watch;

pub use queue::Listen;
pub use watch::{next_change, watch};

use crate::parallel::STACK_BYTES;
use crate::protocol::{BuildRequest, Reply, State, milliseconds};
use crate::session::{BuildError, Observer, Session};
use crate::watch::Alarm;
use queue::{Queue, Task};
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The other threads' end of an engine. The engine ends when all its handles are gone.
#[derive(Clone)]
pub struct Engine {
    handle: Arc<Handle>,
}

struct Handle {
    queue: Arc<Queue>,
    alarm: Alarm,
    watching: Arc<AtomicBool>,
    saved: Arc<Saved>,
}

/// Files that somebody says have changed.
type Saved = Mutex<BTreeSet<PathBuf>>;

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
        let queue = Arc::new(Queue::new(alarm.clone()));
        let handle = Handle { queue, alarm, watching: Arc::default(), saved: Arc::default() };
        let (queue, watching) = (Arc::clone(&handle.queue), Arc::clone(&handle.watching));
        let saved = Arc::clone(&handle.saved);
        let session = move || Session::new(root.clone(), watched.clone());
        std::thread::Builder::new()
            .name("engine".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || run(&session, &queue, &watching, &saved))?;
        Ok(Self { handle: Arc::new(handle) })
    }

    /// A count that grows whenever project files may have changed since the first build, at once and
    /// for every event: putting several together is the listener's business. Outputs do not count.
    ///
    /// Where the project cannot be watched it grows within about half a second of a change.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.handle.alarm.subscribe()
    }

    /// Asks for a build of what is on disk now. `listen` is told how it goes; the last reply is
    /// [`Reply::Finished`] or [`Reply::Failed`].
    pub fn submit(&self, request: BuildRequest, listen: Listen) -> Interest {
        let queue = Arc::clone(&self.handle.queue);
        Interest { id: queue.add(request, listen), queue }
    }

    /// As [`Engine::submit`], followed by `observer` on the engine thread. Such a build is nobody
    /// else's: it neither supersedes another nor is superseded.
    pub fn submit_observed(
        &self,
        request: BuildRequest,
        listen: Listen,
        observer: Box<dyn Observer>,
    ) -> Interest {
        let queue = Arc::clone(&self.handle.queue);
        Interest { id: queue.add_observed(request, listen, observer), queue }
    }

    pub fn state(&self) -> State {
        match self.handle.queue.running_since() {
            Some(start) => State::Building { since: milliseconds(start) },
            None => State::Idle,
        }
    }

    /// These files (absolute) were saved: the next build looks at them whatever the system told, and
    /// [`Engine::changes`] grows.
    pub fn saved(&self, paths: impl IntoIterator<Item = PathBuf>) {
        self.handle.saved.lock().unwrap_or_else(PoisonError::into_inner).extend(paths);
        self.handle.alarm.ring();
    }

    /// Whether the last build left the project watched; else every build looks at all files.
    pub fn is_watching(&self) -> bool {
        self.handle.watching.load(Ordering::Relaxed)
    }

    /// Whether something is being built, or is about to be.
    pub fn is_busy(&self) -> bool {
        self.handle.queue.is_busy()
    }

    /// Builds begun so far.
    pub fn builds(&self) -> u64 {
        self.handle.queue.begun()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl Drop for Interest {
    fn drop(&mut self) {
        self.queue.withdraw(self.id);
    }
}

fn run(new_session: &dyn Fn() -> Session, queue: &Queue, watching: &AtomicBool, saved: &Saved) {
    let mut session = None;
    while let Some(mut task) = queue.next() {
        let mut current = session.take().unwrap_or_else(new_session);
        current.saved(std::mem::take(&mut *saved.lock().unwrap_or_else(PoisonError::into_inner)));
        session = build(current, &mut task, queue);
        let is_watching = session.as_ref().is_some_and(Session::is_watching);
        watching.store(is_watching, Ordering::Relaxed);
        queue.finish();
    }
}

/// After a panic the session is in an unknown state: it is dropped, and the next build starts anew.
fn build(mut session: Session, task: &mut Task, queue: &Queue) -> Option<Session> {
    let Task { request, cancellation, observer } = task;
    let mut reply = |reply| queue.reply(&reply);
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        session.build(request, cancellation, &mut reply, observer.as_mut())
    }));
    match outcome {
        Ok(Ok(summary)) => {
            reply(Reply::Finished(summary));
            Some(session)
        }
        // Nobody waits for it.
        Ok(Err(BuildError::Cancelled)) => Some(session),
        Ok(Err(error)) => {
            reply(Reply::Failed { message: error.to_string() });
            Some(session)
        }
        Err(panic) => {
            let message = panic_message(panic.as_ref());
            tracing::error!(message, "a build panicked");
            reply(Reply::Failed { message: format!("internal error: {message}") });
            None
        }
    }
}

fn panic_message(panic: &(dyn std::any::Any + Send)) -> &str {
    panic
        .downcast_ref::<&str>()
        .copied()
        .or_else(|| panic.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("panic")
}
