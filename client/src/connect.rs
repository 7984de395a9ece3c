//! Finding the project's daemon, or starting it.
//!
//! Plain blocking code. "Slow" is never taken for "dead": only a socket that nobody listens on
//! together with a free lock allows a second daemon, and nothing here ever removes a file. A process is
//! ended ([`Silent::end`]) if the user says so, or if it has stopped answering while it keeps outputs locked
//! ([`free_output`]); and only the one that holds the daemon's lock.

use crate::print;
use client::replay::Handover;
use daemon::crashes::{Crashes, LATELY};
use daemon::failpoint;
use daemon::limits;
use daemon::lock::Lock;
use daemon::protocol::{self, Greeting, Hello, LONGEST_REPLY, Reply, Request};
use daemon::publish;
use daemon::server::Info;
use daemon::state_dir::StateDir;
use rendezvous::peer;
use rustix::process::{Pid, PidfdFlags, Signal, pidfd_open, pidfd_send_signal};
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::{self, Cursor, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long to wait for a new daemon; `SPRAG_START_TIMEOUT` (milliseconds) overrides it.
const START_PATIENCE: Duration = Duration::from_secs(5);

/// How long a daemon of another version may take to end.
const REPLACE_PATIENCE: Duration = Duration::from_secs(8);

/// What a daemon may see of the environment that it happens to be started in; what a build sees
/// comes with each request.
const KEPT_VARIABLES: [&str; 5] = ["HOME", "PATH", "LANG", "LC_ALL", "TZ"];

/// Why there is no daemon to talk to.
#[derive(Debug)]
pub(crate) struct Unavailable(pub(crate) String);

impl<E: std::error::Error> From<E> for Unavailable {
    fn from(error: E) -> Self {
        Self(error.to_string())
    }
}

/// The conversation that this process was started in the middle of.
static BEGUN: Mutex<Option<Handover>> = Mutex::new(None);

pub(crate) struct Connection {
    stream: UnixStream,
    /// What came before the rest of the stream.
    received: Cursor<Vec<u8>>,
    pub(crate) pid: u32,
    same_build: bool,
    crashes: Crashes,
    lock: PathBuf,
}

/// A process that listens and does not answer: it is frozen, or has very much to do.
pub(crate) struct Silent {
    pub(crate) pid: u32,
    lock: PathBuf,
}

/// What there is where the daemon should be.
pub(crate) enum Found {
    Connected(Connection),
    /// Nobody listens.
    Nobody,
    Silent(Silent),
}

/// Whether this process may start a daemon whose limits are not those of everybody.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Limited {
    Refused,
    /// The user asks for a daemon, whatever it is.
    Accepted,
}

/// A conversation that may be gone on with by [`ask`], should it be the same.
pub(crate) fn go_on_with(handover: Option<Handover>) {
    *BEGUN.lock().unwrap_or_else(PoisonError::into_inner) = handover;
}

/// A connection on which the project's daemon was asked this.
pub(crate) fn ask(root: &Path, request: &Request) -> Result<Connection, Unavailable> {
    let begun = BEGUN.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(connection) = begun.and_then(|begun| Connection::resume(root, begun, request)) {
        return Ok(connection);
    }
    let mut connection = connect_or_start(root)?;
    connection.send(request)?;
    Ok(connection)
}

/// The project's daemon, started if need be. One of another version is replaced, once.
pub(crate) fn connect_or_start(root: &Path) -> Result<Connection, Unavailable> {
    connect_or_start_limited(root, Limited::Refused)
}

/// The same, where the limits of this process are `limited` or not.
pub(crate) fn connect_or_start_limited(
    root: &Path,
    limited: Limited,
) -> Result<Connection, Unavailable> {
    let state = StateDir::open(root)?;
    if Crashes::of(&state).are_a_loop() {
        let minutes = LATELY.as_secs() / 60;
        return Err(Unavailable(format!(
            "it failed again and again in the last {minutes} minutes; `sprag daemon restart` tries it anew"
        )));
    }
    let mut replaced = false;
    loop {
        match attempt(&state)? {
            Found::Connected(connection) if connection.same_build => return Ok(connection),
            Found::Connected(_) if replaced => {
                return Err(Unavailable("daemons of two versions take turns".to_owned()));
            }
            Found::Connected(connection) => {
                replaced = true;
                let _ = connection.ask::<Reply>(&Request::Stop { reason: "superseded".to_owned() });
                if Lock::take_within(&state.lock(), REPLACE_PATIENCE)?.is_none() {
                    return Err(Unavailable("a daemon of another version is busy".to_owned()));
                }
            }
            Found::Nobody => return start(root, &state, limited),
            Found::Silent(silent) => return Err(silent.into()),
        }
    }
}

/// Forgets the failures of earlier daemons.
pub(crate) fn forgive(root: &Path) {
    if let Ok(state) = StateDir::locate(root) {
        Crashes::of(&state).forget();
    }
}

/// The project's daemon if there is one, of whatever version.
pub(crate) fn find(root: &Path) -> Result<Option<Connection>, Unavailable> {
    match look(root)? {
        Found::Connected(connection) => Ok(Some(connection)),
        Found::Nobody => Ok(None),
        Found::Silent(silent) => Err(silent.into()),
    }
}

/// The same for those who can do something about a daemon that does not answer.
pub(crate) fn look(root: &Path) -> Result<Found, Unavailable> {
    attempt(&StateDir::locate(root)?)
}

fn attempt(state: &StateDir) -> Result<Found, Unavailable> {
    let Some(info) = Info::load(&state.info()) else { return Ok(Found::Nobody) };
    let silent = |pid| Ok(Found::Silent(Silent { pid, lock: state.lock() }));
    let stream = match peer::connect(&info.socket, protocol::HELLO_PATIENCE) {
        Ok(stream) => stream,
        Err(error) => {
            return match error.kind() {
                io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused => Ok(Found::Nobody),
                io::ErrorKind::WouldBlock => silent(info.pid),
                _ => Err(error.into()),
            };
        }
    };
    if !peer::is_user(&stream)? {
        return Err(Unavailable("another user listens in place of the daemon".to_owned()));
    }
    stream.set_read_timeout(Some(protocol::HELLO_PATIENCE))?;
    stream.set_write_timeout(Some(protocol::HELLO_PATIENCE))?;
    match greet(&stream) {
        Ok(greeting) => Ok(Found::Connected(Connection::new(state, stream, &greeting))),
        Err(error) => match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => silent(info.pid),
            // It ended between accepting and answering.
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::BrokenPipe => Ok(Found::Nobody),
            _ => Err(error.into()),
        },
    }
}

/// Ends a daemon that has stopped answering while it published to this folder: nobody else can write there until it
/// is gone. Wherever it is killed, it leaves what the next build completes.
pub(crate) fn free_output(root: &Path, output: &Path) {
    let lock = publish::lock(output, &publish::records(root));
    let is_held = |pid| Lock::is_held_by(&lock, pid).unwrap_or(false);
    let known = StateDir::locate(root).ok().and_then(|state| Info::load(&state.info()));
    if !known.is_some_and(|info| is_held(info.pid)) {
        return;
    }
    if let Ok(Found::Silent(silent)) = look(root)
        && is_held(silent.pid)
        && silent.end().is_ok()
    {
        let pid = silent.pid;
        print::note(&format!(
            "ended the daemon (pid {pid}), which kept {} locked",
            output.display()
        ));
    }
}

/// What this program says first.
pub(crate) fn hello() -> io::Result<Hello> {
    Ok(Hello::of(protocol::build_id()?))
}

fn greet(mut stream: &UnixStream) -> io::Result<Greeting> {
    protocol::write_frame(&mut stream, &hello()?)?;
    protocol::read_frame(&mut stream, LONGEST_REPLY)
}

/// Starts a daemon, or waits for the one that somebody else is starting.
fn start(root: &Path, state: &StateDir, limited: Limited) -> Result<Connection, Unavailable> {
    if let (Limited::Refused, Some(what)) = (limited, limits::lasting()) {
        return Err(Unavailable(format!(
            "{what} is limited here, and a daemon started from here would limit the builds of others; \
             `sprag daemon restart` starts one all the same"
        )));
    }
    let patience = std::env::var("SPRAG_START_TIMEOUT").ok().and_then(|text| text.parse().ok());
    let patience = patience.map_or(START_PATIENCE, Duration::from_millis);
    let deadline = Instant::now() + patience;
    let lock = Lock::take_within(&state.spawn_lock(), patience)?;
    let _lock = lock.ok_or_else(|| Unavailable("the daemon takes long to start".to_owned()))?;
    let mut child: Option<Child> = None;
    loop {
        match attempt(state)? {
            Found::Connected(connection) if connection.same_build => return Ok(connection),
            Found::Connected(_) => {
                return Err(Unavailable("another version started a daemon".to_owned()));
            }
            Found::Silent(silent) => return Err(silent.into()),
            Found::Nobody => {}
        }
        match &mut child {
            // A held lock without a socket is a daemon that is about to start or to end.
            None if Lock::try_take(&state.lock())?.is_some() => child = Some(spawn(root, state)?),
            None => {}
            Some(process) => {
                if let Some(status) = process.try_wait()? {
                    let log = last_lines(&state.log().with_file_name("start.log"));
                    return Err(Unavailable(format!(
                        "the daemon ended at its start ({status}){log}"
                    )));
                }
            }
        }
        if Instant::now() >= deadline {
            return Err(Unavailable("the daemon takes long to start".to_owned()));
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn spawn(root: &Path, state: &StateDir) -> Result<Child, Unavailable> {
    failpoint::reach("client-spawns");
    let path = state.log().with_file_name("start.log");
    let mut log =
        File::options().create(true).truncate(true).write(true).mode(0o600).open(&path)?;
    // A full disk would swallow the last words of a daemon that cannot start there.
    log.write_all(b"\n")
        .map_err(|error| Unavailable(format!("cannot write to {}: {error}", path.display())))?;
    let kept = |(name, _): &(std::ffi::OsString, std::ffi::OsString)| {
        name.to_str()
            .is_some_and(|name| KEPT_VARIABLES.contains(&name) || name.starts_with("SPRAG_"))
    };
    Ok(Command::new(std::env::current_exe()?)
        .arg0("spragd")
        .args(["__daemon", "--root"])
        .arg(root)
        .env_clear()
        .envs(std::env::vars_os().filter(kept))
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .spawn()?)
}

fn last_lines(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    let lines: Vec<&str> = text.lines().rev().filter(|line| !line.is_empty()).take(5).collect();
    lines.into_iter().rev().fold(String::new(), |text, line| format!("{text}\n  {line}"))
}

impl std::fmt::Display for Silent {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pid = self.pid;
        write!(to, "the daemon (pid {pid}) does not answer; `sprag daemon stop` ends it")
    }
}

impl From<Silent> for Unavailable {
    fn from(silent: Silent) -> Self {
        Self(silent.to_string())
    }
}

impl Silent {
    /// Ends the process at once and waits for its end.
    ///
    /// The number says nothing: it may be another process's by now. So whatever the number means at this
    /// moment is held fast first, then looked at: only who holds the daemon's lock is ended.
    pub(crate) fn end(&self) -> Result<(), Unavailable> {
        let pid = i32::try_from(self.pid).ok().and_then(Pid::from_raw);
        let process = pid.map(|pid| pidfd_open(pid, PidfdFlags::empty())).transpose()?;
        let is_daemon = Lock::is_held_by(&self.lock, self.pid)?;
        let (Some(process), true) = (process, is_daemon) else {
            return Err(Unavailable(format!(
                "the daemon does not answer, and it cannot be seen from here that it is process {}; \
                 end it with `kill -9` where it runs",
                self.pid
            )));
        };
        pidfd_send_signal(process, Signal::KILL)?;
        match Lock::take_within(&self.lock, REPLACE_PATIENCE)? {
            Some(_) => Ok(()),
            None => Err(Unavailable(format!("the daemon (pid {}) cannot be ended", self.pid))),
        }
    }
}

impl Connection {
    fn new(state: &StateDir, stream: UnixStream, greeting: &Greeting) -> Self {
        let (pid, same_build) = match greeting {
            Greeting::Welcome { pid, .. } => (*pid, true),
            Greeting::OtherBuild { pid, .. } => (*pid, false),
        };
        let (crashes, lock) = (Crashes::of(state), state.lock());
        Self { stream, received: Cursor::default(), pid, same_build, crashes, lock }
    }

    /// The conversation that was begun, if this is what was asked.
    fn resume(root: &Path, begun: Handover, request: &Request) -> Option<Self> {
        if serde_json::to_vec(request).ok()? != begun.request {
            return None;
        }
        let mut received = Cursor::new(begun.replies);
        let greeting = protocol::read_frame(&mut received, LONGEST_REPLY).ok()?;
        let state = StateDir::locate(root).ok()?;
        Some(Self { received, ..Self::new(&state, begun.stream, &greeting) })
    }

    /// The process behind it, should it not answer any more.
    pub(crate) fn silent(&self) -> Silent {
        Silent { pid: self.pid, lock: self.lock.clone() }
    }

    /// Sends a request and reads the first reply.
    pub(crate) fn ask<T: DeserializeOwned>(mut self, request: &Request) -> io::Result<T> {
        self.send(request)?;
        self.stream.set_read_timeout(Some(REPLACE_PATIENCE))?;
        protocol::read_frame(&mut self.stream, LONGEST_REPLY).map_err(|error| self.named(error))
    }

    /// Says which process it is that does not answer.
    fn named(&self, error: io::Error) -> io::Error {
        match error.kind() {
            kind @ (io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => {
                io::Error::new(kind, self.silent().to_string())
            }
            _ => error,
        }
    }

    pub(crate) fn send(&mut self, request: &Request) -> io::Result<()> {
        protocol::write_frame(&mut self.stream, request)
    }

    /// The stream behind it, for a longer conversation.
    pub(crate) fn into_stream(self) -> io::Result<UnixStream> {
        self.stream.set_read_timeout(None)?;
        Ok(self.stream)
    }

    /// The next reply while the daemon works on a request, however long that takes: it says that it is alive.
    pub(crate) fn next(&mut self) -> io::Result<Reply> {
        self.next_within(Some(protocol::SILENCE))
    }

    /// The next reply of a daemon that has nothing to do for now.
    pub(crate) fn next_at_rest(&mut self) -> io::Result<Reply> {
        self.next_within(None)
    }

    /// A daemon that dies closes the stream, which is noted: one that says nothing about its end did not want
    /// to end.
    fn next_within(&mut self, silence: Option<Duration>) -> io::Result<Reply> {
        self.stream.set_read_timeout(silence)?;
        let mut replies = (&mut self.received).chain(&self.stream);
        let reply = protocol::read_frame(&mut replies, LONGEST_REPLY);
        reply.map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => self.named(error),
            kind @ (io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset) => {
                self.crashes.note_end(self.pid);
                io::Error::new(kind, "the daemon ended in the middle of its work")
            }
            _ => {
                self.crashes.note_end(self.pid);
                error
            }
        })
    }
}
