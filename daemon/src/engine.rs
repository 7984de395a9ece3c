//! The engine thread: it owns the session, and builds what it is asked for, one request at a time.

use crate::parallel::STACK_BYTES;
use crate::protocol::{BuildRequest, Reply, State, milliseconds};
use crate::session::{Observer, Session};
use crate::watch::Alarm;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// A request, and where its replies go.
pub struct Job {
    pub request: BuildRequest,
    /// Called on the engine thread.
    pub reply: Box<dyn FnMut(Reply) + Send>,
    /// Set when nobody waits for the result any more.
    pub cancelled: Arc<AtomicBool>,
}

/// The other threads' end of an engine. The engine ends when all its handles are gone.
#[derive(Clone)]
pub struct Engine {
    jobs: Sender<(Job, Box<dyn Observer>)>,
    activity: Arc<Activity>,
    alarm: Alarm,
}

/// What the engine is doing, readable at any time.
#[derive(Default)]
struct Activity {
    building_since: Mutex<Option<Instant>>,
    builds: AtomicU64,
    watching: AtomicBool,
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

    fn spawn(root: PathBuf, alarm: Alarm, watching: Option<Alarm>) -> std::io::Result<Self> {
        let (jobs, queue) = channel();
        let activity = Arc::new(Activity::default());
        let shared = activity.clone();
        let session = move || Session::new(root.clone(), watching.clone());
        std::thread::Builder::new()
            .name("engine".to_owned())
            .stack_size(STACK_BYTES)
            .spawn(move || run(&session, &queue, &shared))?;
        Ok(Self { jobs, activity, alarm })
    }

    /// A count that grows whenever project files may have changed since the first build, at once and
    /// for every event: putting several together is the listener's business. Outputs do not count.
    ///
    /// Where the project cannot be watched it grows within about half a second of a change.
    pub fn changes(&self) -> tokio::sync::watch::Receiver<u64> {
        self.alarm.subscribe()
    }

    /// Queues a build; `false` if the engine has ended.
    pub fn submit(&self, job: Job) -> bool {
        self.submit_observed(job, Box::new(()))
    }

    /// Queues a build that `observer` follows, on the engine thread.
    pub fn submit_observed(&self, job: Job, observer: Box<dyn Observer>) -> bool {
        self.jobs.send((job, observer)).is_ok()
    }

    pub fn state(&self) -> State {
        match *self.activity.building_since() {
            Some(start) => State::Building { since: milliseconds(start) },
            None => State::Idle,
        }
    }

    /// Whether the last build left the project watched; else every build looks at all files.
    pub fn is_watching(&self) -> bool {
        self.activity.watching.load(Ordering::Relaxed)
    }

    /// Builds begun so far.
    pub fn builds(&self) -> u64 {
        self.activity.builds.load(Ordering::Relaxed)
    }
}

impl Activity {
    fn building_since(&self) -> MutexGuard<'_, Option<Instant>> {
        self.building_since.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn run(
    new_session: &dyn Fn() -> Session,
    queue: &Receiver<(Job, Box<dyn Observer>)>,
    activity: &Activity,
) {
    let mut session = None;
    while let Ok((mut job, mut observer)) = queue.recv() {
        if job.cancelled.load(Ordering::Relaxed) {
            continue;
        }
        *activity.building_since() = Some(Instant::now());
        activity.builds.fetch_add(1, Ordering::Relaxed);
        let current = session.take().unwrap_or_else(new_session);
        session = build(current, &mut job, observer.as_mut());
        let is_watching = session.as_ref().is_some_and(Session::is_watching);
        activity.watching.store(is_watching, Ordering::Relaxed);
        *activity.building_since() = None;
    }
}

/// After a panic the session is in an unknown state: it is dropped, and the next build starts anew.
fn build(mut session: Session, job: &mut Job, observer: &mut dyn Observer) -> Option<Session> {
    let Job { request, reply, cancelled } = job;
    let outcome =
        catch_unwind(AssertUnwindSafe(|| session.build(request, cancelled, reply, observer)));
    match outcome {
        Ok(Ok(summary)) => {
            reply(Reply::Finished(summary));
            Some(session)
        }
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
