//! One server as a process: started, spoken to, drained, ended.

use super::{
    Changed, Changes, DevEvent, Facts, LastGood, Problem, Tell, Upstream, Verdict, WorkerError,
};
use crate::worker::{Servers, message_frame};
use queries::render::ProblemKind;
use rustix::process::{Pid, Signal};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::{mpsc, oneshot, watch};

/// For importing and starting the app.
const START: Duration = Duration::from_secs(60);
/// A forked process reports within this.
const CONNECT: Duration = Duration::from_secs(15);
/// What a server is asked compares or reads a few files.
const ANSWER: Duration = Duration::from_secs(3);
/// Beyond what `serving.py` gives requests that are still answered.
const DRAIN: Duration = Duration::from_secs(35);
/// No message is longer; more means that the stream is not ours.
const LONGEST: usize = 64 << 20;

#[derive(Clone, Debug)]
pub(in crate::dev) struct Options {
    pub(in crate::dev) root: PathBuf,
    pub(in crate::dev) python: PathBuf,
    pub(in crate::dev) target: Option<String>,
    pub(in crate::dev) environment: BTreeMap<String, String>,
}

/// A request to `serving.py`.
#[derive(Serialize)]
struct Fork<'a> {
    root: &'a Path,
    target: Option<&'a str>,
    environment: &'a BTreeMap<String, String>,
    /// Where the server connects: first for messages, then for what it prints.
    control: &'a Path,
    listen: &'a Path,
    /// Whether to serve what works when something does not.
    tolerant: bool,
    /// Instead of what is on disk.
    last_good: &'a LastGood,
    /// What has changed since the last request.
    #[serde(flatten)]
    changed: &'a Changes,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum Command<'a> {
    Facts {
        facts: &'a Facts,
    },
    Changed {
        seq: u64,
        #[serde(flatten)]
        changes: &'a Changes,
    },
    Texts {
        seq: u64,
        paths: &'a BTreeSet<String>,
    },
    Drain,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum FromServer {
    Ready { pid: i32, problems: Vec<Problem> },
    Failed { problems: Vec<Problem> },
    Verdict { seq: u64, verdict: Word, reason: Option<String> },
    Texts { seq: u64, texts: BTreeMap<String, String> },
    Wrote { path: String },
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Unaffected,
    Patched,
    Outdated,
}

/// Project files that the app itself writes: its state, whose changes are nobody's edits.
#[derive(Clone, Default)]
pub(in crate::dev) struct Written(Arc<Mutex<BTreeSet<String>>>);

impl Written {
    pub(in crate::dev) fn contains(&self, path: &str) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains(path)
    }

    fn add(&self, path: String) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(path);
    }
}

/// Starts servers, all from one interpreter.
pub(super) struct Starter {
    options: Options,
    tell: Tell,
    /// Private to this user: sockets lie in it.
    folder: tempfile::TempDir,
    servers: Option<Servers>,
    started: u64,
    written: Written,
    /// What the interpreter has not been told of.
    changed: Changes,
}

impl Starter {
    pub(super) fn new(options: Options, tell: Tell, written: Written) -> io::Result<Self> {
        // Socket paths are short; a long TMPDIR would not do.
        let folder = tempfile::Builder::new().prefix("spragd-dev-").tempdir_in("/tmp")?;
        let changed = Changes::default();
        Ok(Self { options, tell, folder, servers: None, started: 0, written, changed })
    }

    /// The next server has to be started with this.
    pub(super) fn note(&mut self, changed: &Changed) {
        self.changed.add(changed);
    }

    /// Whether the Python environment is the one that servers are started from.
    pub(super) fn is_current(&self) -> bool {
        self.servers.as_ref().is_none_or(Servers::is_current)
    }

    /// A server of the app as it is on disk, ready to answer.
    pub(super) async fn start(
        &mut self,
        facts: &Facts,
        tolerant: bool,
        last_good: &LastGood,
    ) -> Result<Running, Vec<Problem>> {
        self.try_start(facts, tolerant, last_good).await.map_err(|failure| match failure {
            Failure::App(problems) => problems,
            Failure::Ended => vec![problem("the server ended before it was ready")],
            Failure::Worker(WorkerError::Unusable(problem)) => vec![*problem],
            Failure::Worker(error) => vec![problem(&error.to_string())],
            Failure::Slow => vec![problem("the server was not ready within a minute")],
        })
    }

    async fn try_start(
        &mut self,
        facts: &Facts,
        tolerant: bool,
        last_good: &LastGood,
    ) -> Result<Running, Failure> {
        self.warm().await?;
        self.started += 1;
        let number = self.started;
        let control = self.folder.path().join(format!("{number}.control"));
        let listen = self.folder.path().join(format!("{number}.http"));
        let listener = UnixListener::bind(&control)?;
        let request = Fork {
            root: &self.options.root,
            target: self.options.target.as_deref(),
            environment: &self.options.environment,
            control: &control,
            listen: &listen,
            tolerant,
            last_good,
            changed: &self.changed,
        };
        let Some(servers) = &mut self.servers else { return Err(Failure::Ended) };
        servers.fork(&request)?;
        self.changed = Changes::default();
        let (messages, output) = timed(CONNECT, async {
            Ok::<_, io::Error>((listener.accept().await?.0, listener.accept().await?.0))
        })
        .await??;
        tokio::spawn(relay_output(output, self.tell.clone()));
        let upstream = Arc::new(Upstream { number, socket: listen });
        let facts = message_frame(&Command::Facts { facts })?;
        Running::new(messages, &facts, upstream, self.written.clone()).await
    }

    /// Starts the interpreter if there is none that can be used.
    async fn warm(&mut self) -> Result<(), Failure> {
        if self.servers.as_mut().is_some_and(Servers::is_usable) {
            return Ok(());
        }
        let old = self.servers.take();
        let python = self.options.python.clone();
        let started = tokio::task::spawn_blocking(move || {
            let started = Servers::start(&python);
            // Ends the servers that it started, so after the new one exists.
            drop(old);
            started
        });
        let servers = started.await.map_err(io::Error::other)?.map_err(Failure::Worker)?;
        self.servers = Some(servers);
        Ok(())
    }

    pub(super) async fn stop(&mut self) {
        let servers = self.servers.take();
        // Ending waits for a process.
        let _ = tokio::task::spawn_blocking(move || drop(servers)).await;
    }
}

enum Failure {
    App(Vec<Problem>),
    Ended,
    Slow,
    Worker(WorkerError),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Worker(error.into())
    }
}

async fn timed<T>(limit: Duration, work: impl Future<Output = T>) -> Result<T, Failure> {
    tokio::time::timeout(limit, work).await.map_err(|_| Failure::Slow)
}

/// What a server says when it is asked.
enum Answer {
    Verdict(Verdict),
    Texts(BTreeMap<String, String>),
}

/// A server that answers.
pub(super) struct Running {
    pub(super) upstream: Arc<Upstream>,
    /// What does not work in it.
    pub(super) problems: Vec<Problem>,
    pid: Option<Pid>,
    control: OwnedWriteHalf,
    answers: mpsc::UnboundedReceiver<(u64, Answer)>,
    asked: u64,
    ended: watch::Receiver<bool>,
    since: Instant,
}

impl Running {
    async fn new(
        messages: UnixStream,
        first: &[u8],
        upstream: Arc<Upstream>,
        written: Written,
    ) -> Result<Self, Failure> {
        let (read, mut control) = messages.into_split();
        let (ready, is_ready) = oneshot::channel();
        let (answer, answers) = mpsc::unbounded_channel();
        let (end, ended) = watch::channel(false);
        tokio::spawn(async move {
            listen(read, ready, answer, written).await;
            end.send_replace(true);
        });
        let started = async {
            // One that has ended takes nothing; what it said before does count.
            let _ = control.write_all(first).await;
            is_ready.await
        };
        match timed(START, started).await? {
            Ok(FromServer::Ready { pid, problems }) => Ok(Self {
                upstream,
                problems,
                pid: Pid::from_raw(pid),
                control,
                answers,
                asked: 0,
                ended,
                since: Instant::now(),
            }),
            Ok(FromServer::Failed { problems }) => Err(Failure::App(problems)),
            Ok(_) | Err(_) => Err(Failure::Ended),
        }
    }

    pub(super) fn has_ended(&self) -> bool {
        *self.ended.borrow()
    }

    pub(super) fn end(&self) -> End {
        End { ended: self.ended.clone(), since: self.since }
    }

    /// A server that has ended hears nothing, which its state tells.
    pub(super) async fn send(&mut self, command: &Command<'_>) {
        if let Ok(frame) = message_frame(command) {
            let _ = self.control.write_all(&frame).await;
        }
    }

    /// What the server itself makes of changed files; one that does not answer is outdated.
    pub(super) async fn judge(&mut self, changes: &Changes) -> Verdict {
        self.asked += 1;
        let seq = self.asked;
        self.send(&Command::Changed { seq, changes }).await;
        match self.answer(seq).await {
            Some(Answer::Verdict(verdict)) => verdict,
            _ => Verdict::Outdated(changes.changed.first().cloned().unwrap_or_default()),
        }
    }

    /// The texts that the server runs of these files; those that it has not loaded are left out.
    pub(super) async fn texts(
        &mut self,
        paths: &BTreeSet<String>,
    ) -> Option<BTreeMap<String, String>> {
        self.asked += 1;
        let seq = self.asked;
        self.send(&Command::Texts { seq, paths }).await;
        match self.answer(seq).await {
            Some(Answer::Texts(texts)) => Some(texts),
            _ => None,
        }
    }

    async fn answer(&mut self, seq: u64) -> Option<Answer> {
        let answer = async {
            loop {
                match self.answers.recv().await {
                    Some((answered, answer)) if answered == seq => return Some(answer),
                    Some(_) => {}
                    None => return None,
                }
            }
        };
        tokio::time::timeout(ANSWER, answer).await.ok().flatten()
    }

    /// Lets the server finish what it answers, and end.
    pub(super) fn drain(mut self) {
        tokio::spawn(async move {
            self.send(&Command::Drain).await;
            let mut ended = self.ended.clone();
            let _ = tokio::time::timeout(DRAIN, ended.wait_for(|ended| *ended)).await;
        });
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(pid) = self.pid {
            // What the app started belongs to the server's group. It may have ended already.
            let _ = rustix::process::kill_process_group(pid, Signal::KILL);
        }
    }
}

/// The end of a server, to be waited for.
pub(super) struct End {
    ended: watch::Receiver<bool>,
    since: Instant,
}

impl End {
    /// Returns when the server has ended: how long it had been serving.
    pub(super) async fn wait(mut self) -> Duration {
        let _ = self.ended.wait_for(|ended| *ended).await;
        self.since.elapsed()
    }
}

/// Takes the server's messages until it ends.
async fn listen(
    mut read: OwnedReadHalf,
    ready: oneshot::Sender<FromServer>,
    answers: mpsc::UnboundedSender<(u64, Answer)>,
    written: Written,
) {
    let mut ready = Some(ready);
    while let Ok(message) = read_message(&mut read).await {
        match message {
            FromServer::Verdict { seq, verdict, reason } => {
                let verdict = match verdict {
                    Word::Unaffected => Verdict::Unaffected,
                    Word::Patched => Verdict::Patched,
                    Word::Outdated => Verdict::Outdated(reason.unwrap_or_default()),
                };
                let _ = answers.send((seq, Answer::Verdict(verdict)));
            }
            FromServer::Texts { seq, texts } => {
                let _ = answers.send((seq, Answer::Texts(texts)));
            }
            FromServer::Wrote { path } => written.add(path),
            first => {
                if let Some(ready) = ready.take() {
                    let _ = ready.send(first);
                }
            }
        }
    }
}

async fn read_message(read: &mut OwnedReadHalf) -> io::Result<FromServer> {
    let _tag = read.read_u8().await?;
    let length = read.read_u32().await? as usize;
    if length > LONGEST {
        return Err(io::Error::other("a message is too long"));
    }
    let mut payload = vec![0; length];
    read.read_exact(&mut payload).await?;
    Ok(serde_json::from_slice(&payload)?)
}

/// What the app prints, line by line.
async fn relay_output(output: UnixStream, tell: Tell) {
    let mut lines = BufReader::new(output);
    let mut line = Vec::new();
    while let Ok(1..) = lines.read_until(b'\n', &mut line).await {
        let text = String::from_utf8_lossy(&line).trim_end().to_owned();
        tell.event(DevEvent::Output { line: text });
        line.clear();
    }
}

fn problem(message: &str) -> Problem {
    Problem {
        kind: ProblemKind::Boot,
        surface: None,
        message: message.to_owned(),
        frames: Vec::new(),
    }
}
