//! The daemon process: takes the project's lock, listens on its socket, and ends when it is told to,
//! when it has been idle for long, or when it is no longer the one that clients look for.

mod connection;
mod dev;
mod follow;
mod identity;
mod log;
mod process;
mod watchdog;

pub use process::{Info, detach};

use crate::crashes::Crashes;
use crate::engine::{Engine, Interest};
use crate::failpoint;
use crate::lock::Lock;
use crate::protocol::{BuildRequest, State, Status, VERSION};
use crate::session::Answers;
use crate::state_dir::StateDir;
use connection::Connection;
use identity::Identity;
use process::bind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::net::UnixListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::Notify;

/// Without `SPRAG_IDLE` (seconds; 0 is for ever).
const IDLE: Duration = Duration::from_secs(30 * 60);

/// How long a daemon that is not needed any more may take for the builds that it was asked for.
const LONGEST_DRAIN: Duration = Duration::from_secs(60);

/// After a stop was decided, the process ends within this time, whatever still runs.
const LAST_GRACE: Duration = Duration::from_secs(2);

#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    #[error(transparent)]
    StateDir(#[from] crate::state_dir::StateDirError),
    #[error("another daemon serves this project")]
    AlreadyRunning,
    #[error("cannot listen on {path}: {source}", path = path.display())]
    Listen { path: PathBuf, source: std::io::Error },
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// What connections share.
struct Shared {
    engine: Engine,
    build_id: String,
    root: PathBuf,
    started: Instant,
    clients: AtomicUsize,
    last_used: Mutex<Instant>,
    /// What a save asks for again.
    last_build: Mutex<Option<BuildRequest>>,
    /// A build that no client waits for.
    alone: Mutex<Option<Interest>>,
    stop: Notify,
    stop_reason: Mutex<String>,
    /// Connections wait for this before they say that the daemon has stopped.
    closed: tokio::sync::watch::Sender<bool>,
}

/// Serves the project at `root` (canonical) until it is time to end.
///
/// # Errors
/// The daemon could not start. Once it serves, it does not fail.
pub fn serve(root: &Path) -> Result<(), ServerError> {
    let state = StateDir::open(root)?;
    let _lock = Lock::try_take(&state.lock())?.ok_or(ServerError::AlreadyRunning)?;
    failpoint::reach("start-locked");
    log::start(&state.log())?;
    let socket = state.socket()?;
    // Bound before any thread exists: the file mode mask is the whole process's.
    let listener =
        bind(&socket).map_err(|source| ServerError::Listen { path: socket.clone(), source })?;
    failpoint::reach("start-bound");
    let identity = Arc::new(Identity::new(root, &state)?);
    let shared = Arc::new(Shared {
        engine: Engine::start_watching(root.to_owned())?,
        build_id: identity.build_id().to_owned(),
        root: root.to_owned(),
        started: Instant::now(),
        clients: AtomicUsize::new(0),
        last_used: Mutex::new(Instant::now()),
        last_build: Mutex::default(),
        alone: Mutex::default(),
        stop: Notify::new(),
        stop_reason: Mutex::default(),
        closed: tokio::sync::watch::Sender::new(false),
    });
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .thread_name("control")
        .enable_all()
        .build()?;
    shared.engine.note_panics(Crashes::of(&state));
    shared.engine.keep_answers(Answers::in_folder(state.answers()));
    watchdog::start(shared.engine.clone(), Crashes::of(&state))?;
    process::save(&process::describe(root, &socket, identity.build_id()), &state.info())?;
    failpoint::reach("start-findable");
    tracing::info!(root = %root.display(), pid = std::process::id(), "serving");
    let End { reason, drains } = runtime.block_on(accept(listener, &shared, &identity))?;
    tracing::info!(reason, "stopping");
    identity.withdraw(&state, &socket);
    if drains {
        runtime.block_on(shared.drain());
    }
    shared.engine.stop(&reason);
    std::thread::spawn(|| {
        std::thread::sleep(LAST_GRACE);
        std::process::exit(0);
    });
    shared.closed.send_replace(true);
    runtime.block_on(shared.farewell());
    runtime.shutdown_timeout(Duration::from_millis(200));
    // Where nobody else reaps them, the interpreters would stay as zombies.
    shared.engine.join();
    Ok(())
}

/// Why the daemon ends.
struct End {
    reason: String,
    /// Whether the builds that were asked for are finished before.
    drains: bool,
}

impl End {
    fn at_once(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), drains: false }
    }

    fn drained(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), drains: true }
    }
}

/// Accepts connections until there is a reason to stop, which is returned.
async fn accept(
    listener: std::os::unix::net::UnixListener,
    shared: &Arc<Shared>,
    identity: &Arc<Identity>,
) -> std::io::Result<End> {
    listener.set_nonblocking(true)?;
    let listener = UnixListener::from_std(listener)?;
    let mut terminate = signal(SignalKind::terminate())?;
    // A daemon outlives the terminal and the Ctrl-C of the client that started it.
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hangup = signal(SignalKind::hangup())?;
    let mut lost = identity::watch_over(Arc::clone(identity))?;
    loop {
        let idle = shared.idle_at();
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    let connection = Connection::new(stream, shared.clone());
                    tokio::spawn(connection.serve());
                }
                Err(error) => {
                    // Out of file descriptors: the listener stays readable, so wait a little.
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            () = shared.stop.notified() => return Ok(End::at_once(lock(&shared.stop_reason).clone())),
            () = shared.engine.exhausted() => return Ok(End::drained("it has too much memory")),
            _ = terminate.recv() => return Ok(End::drained("terminated")),
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
            Ok(reason) = &mut lost => return Ok(End::drained(reason)),
            () = until(idle) => {
                if shared.is_idle() {
                    return Ok(End::at_once("idle"));
                }
            }
        }
    }
}

impl Shared {
    fn status(&self) -> Status {
        Status {
            pid: std::process::id(),
            version: VERSION.to_owned(),
            root: self.root.clone(),
            state: if *self.closed.borrow() { State::Stopping } else { self.engine.state() },
            watching: self.engine.is_watching(),
            builds: self.engine.builds(),
            clients: self.clients.load(Ordering::Relaxed),
            uptime: crate::protocol::milliseconds(self.started),
            memory: crate::memory::resident(),
        }
    }

    /// Waits for the builds that were asked for, within limits.
    async fn drain(&self) {
        let deadline = Instant::now() + LONGEST_DRAIN;
        while self.engine.is_busy() && Instant::now() < deadline {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// Lets connections say that the daemon has stopped.
    async fn farewell(&self) {
        for _ in 0..100 {
            if self.clients.load(Ordering::Relaxed) == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }

    /// Has saves ask for this build from now on.
    fn remember(&self, request: &BuildRequest) {
        *lock(&self.last_build) = Some(request.clone());
    }

    fn last_build(&self) -> Option<BuildRequest> {
        lock(&self.last_build).clone()
    }

    /// Builds without a client, instead of what was to be built so before.
    fn build_alone(&self, request: BuildRequest) {
        let interest = self.engine.submit(request, Box::new(drop));
        *lock(&self.alone) = Some(interest);
    }

    fn touch(&self) {
        *lock(&self.last_used) = Instant::now();
    }

    /// When it may be time to end, if nothing happens until then.
    fn idle_at(&self) -> Option<Instant> {
        let patience = idle_patience()?;
        let is_alone = self.clients.load(Ordering::Relaxed) == 0;
        let since = if is_alone { *lock(&self.last_used) } else { Instant::now() };
        since.checked_add(patience)
    }

    fn is_idle(&self) -> bool {
        let last_used = *lock(&self.last_used);
        self.clients.load(Ordering::Relaxed) == 0
            && idle_patience().is_some_and(|patience| last_used.elapsed() >= patience)
    }
}

/// How long the daemon stays without work; `None` is for ever.
fn idle_patience() -> Option<Duration> {
    let seconds = std::env::var("SPRAG_IDLE").ok().and_then(|text| text.parse().ok());
    Some(seconds.map_or(IDLE, Duration::from_secs)).filter(|patience| !patience.is_zero())
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment.into()).await,
        None => std::future::pending().await,
    }
}

fn lock<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}
