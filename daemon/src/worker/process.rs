//! The interpreter as a process: starting it, talking in frames, ending it.
//!
//! The zygote runs in a process group of its own. It ends when its standard input closes, so it
//! cannot outlive the daemon, and it takes the child it is running with it.

use super::message::{FromChild, Hello, PythonEnvironment, ToWorker};
use super::{WorkerError, unusable};
use queries::render::ProblemKind;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::io::{self, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant, SystemTime};
use tempfile::TempDir;

/// How long the zygote may take beyond a deadline that it enforces itself.
pub(super) const PATIENCE: Duration = Duration::from_secs(10);
/// Importing the framework, on a slow machine with cold caches.
const START_DEADLINE: Duration = Duration::from_secs(120);
const CANCEL_DEADLINE: Duration = Duration::from_secs(2);
const TICK: Duration = Duration::from_millis(50);
/// No message is larger; more means that the stream is not ours.
const MAX_FRAME: usize = 1 << 30;

/// Runs the module that `entry` names, with nothing of ours left on the import path.
fn bootstrap(entry: &str) -> String {
    format!(
        "import sys; sys.path[0] = sys.argv[1]; \
         import spragd_worker; from spragd_worker import {entry} as entry; del sys.path[0]; \
         spragd_worker.remove_at_exit(); entry.main()"
    )
}

/// The Python side, as it lies in `daemon/worker/`.
const SOURCES: [(&str, &str); 24] = [
    ("__init__.py", include_str!("../../worker/__init__.py")),
    ("app.py", include_str!("../../worker/app.py")),
    ("app_server.py", include_str!("../../worker/app_server.py")),
    ("build.py", include_str!("../../worker/build.py")),
    ("codes.py", include_str!("../../worker/codes.py")),
    ("corrections.py", include_str!("../../worker/corrections.py")),
    ("describe.py", include_str!("../../worker/describe.py")),
    ("development.py", include_str!("../../worker/development.py")),
    ("discovery.py", include_str!("../../worker/discovery.py")),
    ("exchange.py", include_str!("../../worker/exchange.py")),
    ("frames.py", include_str!("../../worker/frames.py")),
    ("imported.py", include_str!("../../worker/imported.py")),
    ("marks.py", include_str!("../../worker/marks.py")),
    ("outdated.py", include_str!("../../worker/outdated.py")),
    ("parent.py", include_str!("../../worker/parent.py")),
    ("plain.py", include_str!("../../worker/plain.py")),
    ("problems.py", include_str!("../../worker/problems.py")),
    ("recording.py", include_str!("../../worker/recording.py")),
    ("reloading.py", include_str!("../../worker/reloading.py")),
    ("serving.py", include_str!("../../worker/serving.py")),
    ("steps.py", include_str!("../../worker/steps.py")),
    ("stores.py", include_str!("../../worker/stores.py")),
    ("surfaces.py", include_str!("../../worker/surfaces.py")),
    ("zygote.py", include_str!("../../worker/zygote.py")),
];

#[derive(Debug)]
pub(super) struct Process {
    child: Child,
    stdin: Option<ChildStdin>,
    frames: Receiver<io::Result<Frame>>,
    environment: PythonEnvironment,
    /// When packages were last installed, as far as folders tell.
    installed: Vec<Option<SystemTime>>,
    is_broken: bool,
    /// Holds the Python side while it is imported.
    _sources: TempDir,
}

#[derive(Debug)]
struct Frame {
    tag: u8,
    payload: Vec<u8>,
}

/// An interpreter that has said what it is.
#[derive(Debug)]
pub(super) struct Opened {
    pub(super) child: Child,
    pub(super) stdin: Option<ChildStdin>,
    pub(super) environment: PythonEnvironment,
    pub(super) sources: TempDir,
    frames: Receiver<io::Result<Frame>>,
}

impl Opened {
    /// Runs `entry`, a module of `daemon/worker/`, and reads what it says first. Asks `cancelled`
    /// several times a second.
    pub(super) fn start(
        python: &Path,
        entry: &str,
        cancelled: &dyn Fn() -> bool,
    ) -> Result<Self, WorkerError> {
        let sources = unpack_sources()?;
        let mut child = spawn(python, sources.path(), entry)?;
        let stdin = child.stdin.take();
        let frames = read_frames(child.stdout.take());
        let complaint = read_complaint(child.stderr.take());
        let Some(frame) = first_frame(&frames, cancelled) else {
            end(&mut child);
            if cancelled() {
                return Err(WorkerError::Cancelled);
            }
            let text = complaint.recv_timeout(TICK).unwrap_or_default();
            let last = text.trim().lines().last().unwrap_or("it said nothing").to_owned();
            let message =
                format!("{} does not run as a Python interpreter: {last}", python.display());
            return Err(unusable(ProblemKind::InterpreterMissing, message));
        };
        let hello: Hello = serde_json::from_slice(&frame.payload)?;
        if let Some(problem) = hello.problem {
            end(&mut child);
            return Err(unusable(problem.kind, problem.message));
        }
        Ok(Self { child, stdin, environment: hello.environment, sources, frames })
    }
}

impl Process {
    pub(super) fn start(python: &Path, cancelled: &dyn Fn() -> bool) -> Result<Self, WorkerError> {
        let Opened { child, stdin, environment, sources, frames } =
            Opened::start(python, "zygote", cancelled)?;
        let installed = installation_times(&environment);
        let is_broken = false;
        Ok(Self { child, stdin, frames, environment, installed, is_broken, _sources: sources })
    }

    pub(super) fn environment(&self) -> &PythonEnvironment {
        &self.environment
    }

    /// False once the process has ended, or packages were installed that it may have imported.
    pub(super) fn is_usable(&mut self) -> bool {
        !self.is_broken
            && matches!(self.child.try_wait(), Ok(None))
            && installation_times(&self.environment) == self.installed
    }

    pub(super) fn send(&mut self, message: &ToWorker<'_>) -> Result<(), WorkerError> {
        let stdin = self.stdin.as_mut().ok_or_else(|| io::Error::other("its input is closed"))?;
        stdin.write_all(&message_frame(message)?)?;
        Ok(stdin.flush()?)
    }

    /// The next message of the running build. On cancellation the build's child is ended first.
    pub(super) fn receive(
        &mut self,
        patience: Duration,
        cancelled: &dyn Fn() -> bool,
        progress: &mut dyn FnMut(&str),
    ) -> Result<FromChild, WorkerError> {
        let mut last_sign = Instant::now();
        loop {
            if cancelled() {
                self.cancel();
                return Err(WorkerError::Cancelled);
            }
            match self.frames.recv_timeout(TICK) {
                Ok(frame) => {
                    let frame = frame.inspect_err(|_| self.is_broken = true)?;
                    if frame.tag == b'M' {
                        return self.parse(&frame.payload);
                    }
                    progress(&String::from_utf8_lossy(&frame.payload));
                    last_sign = Instant::now();
                }
                Err(RecvTimeoutError::Timeout) if last_sign.elapsed() < patience => {}
                Err(_) => {
                    self.is_broken = true;
                    end(&mut self.child);
                    return Err(io::Error::other("it stopped answering").into());
                }
            }
        }
    }

    fn parse<T: DeserializeOwned>(&mut self, payload: &[u8]) -> Result<T, WorkerError> {
        Ok(serde_json::from_slice(payload).inspect_err(|_| self.is_broken = true)?)
    }

    /// Ends the running child and reads up to its last message; else gives the process up.
    fn cancel(&mut self) {
        let started = Instant::now();
        let mut is_over = self.send(&ToWorker::Cancel).is_err();
        while !is_over && started.elapsed() < CANCEL_DEADLINE {
            match self.frames.recv_timeout(TICK) {
                Ok(Ok(frame)) if frame.tag == b'M' => {
                    let message = self.parse(&frame.payload);
                    if let Ok(FromChild::Finished(_) | FromChild::Outdated { .. }) = message {
                        return;
                    }
                }
                Ok(Ok(_)) | Err(RecvTimeoutError::Timeout) => {}
                Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => is_over = true,
            }
        }
        self.is_broken = true;
        end(&mut self.child);
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.stdin = None;
        end_closed(&mut self.child);
    }
}

fn first_frame(
    frames: &Receiver<io::Result<Frame>>,
    cancelled: &dyn Fn() -> bool,
) -> Option<Frame> {
    let deadline = Instant::now() + START_DEADLINE;
    loop {
        match frames.recv_timeout(TICK) {
            Ok(frame) => return frame.ok(),
            Err(RecvTimeoutError::Timeout) if Instant::now() < deadline && !cancelled() => {}
            Err(_) => return None,
        }
    }
}

/// A zygote ends its children, and itself, when its input closes; one that does not is ended.
pub(super) fn end_closed(child: &mut Child) {
    let started = Instant::now();
    while started.elapsed() < CANCEL_DEADLINE {
        if !matches!(child.try_wait(), Ok(None)) {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    end(child);
}

/// A message as `daemon/worker/frames.py` reads it.
pub(crate) fn message_frame(message: &impl Serialize) -> io::Result<Vec<u8>> {
    let payload = serde_json::to_vec(message)?;
    let length = u32::try_from(payload.len()).map_err(io::Error::other)?;
    let mut frame = vec![b'M'];
    frame.extend(length.to_be_bytes());
    frame.extend(payload);
    Ok(frame)
}

fn unpack_sources() -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("spragd-worker-").tempdir()?;
    let package = folder.path().join("spragd_worker");
    std::fs::create_dir(&package)?;
    for (name, text) in SOURCES {
        std::fs::write(package.join(name), text)?;
    }
    Ok(folder)
}

/// Runs the interpreter with nothing inherited that would make output differ between machines.
fn spawn(python: &Path, sources: &Path, entry: &str) -> Result<Child, WorkerError> {
    Command::new(python)
        .args(["-c", &bootstrap(entry)])
        .arg(sources)
        .current_dir(sources)
        .env("PYTHONHASHSEED", "0")
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONUTF8", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .process_group(0)
        .spawn()
        .map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => unusable(
                ProblemKind::InterpreterMissing,
                format!("there is no Python interpreter at {}", python.display()),
            ),
            _ => error.into(),
        })
}

fn end(child: &mut Child) {
    // Errors mean that it has ended already.
    let _ = child.kill();
    let _ = child.wait();
}

fn read_frames(stdout: Option<impl Read + Send + 'static>) -> Receiver<io::Result<Frame>> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let Some(mut stdout) = stdout else { return };
        loop {
            let frame = read_frame(&mut stdout);
            let is_last = frame.is_err();
            if sender.send(frame).is_err() || is_last {
                return;
            }
        }
    });
    receiver
}

fn read_frame(stdout: &mut impl Read) -> io::Result<Frame> {
    let mut header = [0; 5];
    stdout.read_exact(&mut header)?;
    let [tag, length @ ..] = header;
    let length = u32::from_be_bytes(length) as usize;
    if length > MAX_FRAME {
        return Err(io::Error::other("a message is too large"));
    }
    let mut payload = vec![0; length];
    stdout.read_exact(&mut payload)?;
    Ok(Frame { tag, payload })
}

/// What the interpreter itself says, for the case that it does not start.
fn read_complaint(stderr: Option<impl Read + Send + 'static>) -> Receiver<String> {
    const KEPT: usize = 16 * 1024;
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let Some(mut stderr) = stderr else { return };
        let mut kept = Vec::new();
        let mut piece = [0; 4096];
        while let Ok(length @ 1..) = stderr.read(&mut piece) {
            let room = KEPT.saturating_sub(kept.len()).min(length);
            kept.extend_from_slice(&piece[..room]);
        }
        let _ = sender.send(String::from_utf8_lossy(&kept).into_owned());
    });
    receiver
}

/// Folders change when packages are installed or removed.
pub(super) fn installation_times(environment: &PythonEnvironment) -> Vec<Option<SystemTime>> {
    let configuration: PathBuf = environment.prefix.join("pyvenv.cfg");
    environment
        .site_packages
        .iter()
        .chain([&configuration])
        .map(|path| path.metadata().and_then(|metadata| metadata.modified()).ok())
        .collect()
}
