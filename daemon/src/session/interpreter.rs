//! The warm interpreter of a session, and when it is no longer the right one.

use crate::cancellation::Cancellation;
use crate::protocol::BuildRequest;
use crate::stamp::Stamp;
use crate::worker::{self, BuildAnswer, Grounds, Limits, Seen, Worker, WorkerError, WorkerOptions};
use queries::syntax::ast::Name;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

pub(super) struct Interpreter {
    python: PathBuf,
    /// Of the interpreter and its package folders: an installation changes one of them.
    fingerprint: Vec<Option<Stamp>>,
    worker: Worker,
    /// The framework's files have been told.
    is_listed: bool,
}

impl Interpreter {
    /// `current` if it still is what `python` would start, else a new one.
    pub(super) fn of(
        current: Option<Self>,
        root: &Path,
        python: &Path,
        cancellation: &Cancellation,
    ) -> Result<Self, WorkerError> {
        if let Some(current) = current
            && current.is_current(python)
        {
            return Ok(current);
        }
        let options = WorkerOptions {
            python: python.to_owned(),
            project_root: root.to_owned(),
            limits: Limits::default(),
        };
        let worker = Worker::start(options, &|| cancellation.is_cancelled())?;
        let fingerprint = fingerprint(python, &worker);
        Ok(Self { python: python.to_owned(), fingerprint, worker, is_listed: false })
    }

    pub(super) fn forgetful(mut self) -> Self {
        self.worker.forget();
        self.is_listed = false;
        self
    }

    fn is_current(&self, python: &Path) -> bool {
        self.python == python && self.fingerprint == fingerprint(python, &self.worker)
    }

    /// Whether asking again would bring nothing new; see [`Worker::holds`].
    pub(super) fn holds(
        &mut self,
        request: &BuildRequest,
        is_watched: &dyn Fn(&Path) -> bool,
    ) -> bool {
        self.is_current(&request.python) && self.worker.holds(&question(request), is_watched)
    }

    /// What the last answer rests on, if it holds, and the files that tell of another interpreter.
    pub(super) fn grounds(&mut self, request: &BuildRequest) -> Option<(Grounds, Vec<PathBuf>)> {
        if !self.is_current(&request.python) {
            return None;
        }
        let own = tell_tales(&self.python, &self.worker);
        Some((self.worker.grounds(&question(request))?, own))
    }

    pub(super) fn ask(
        &mut self,
        request: &BuildRequest,
        seen: &Seen<'_>,
        cancellation: &Cancellation,
        progress: &mut dyn FnMut(&str),
    ) -> Result<BuildAnswer, WorkerError> {
        self.worker.build_after(&question(request), seen, &|| cancellation.is_cancelled(), progress)
    }

    /// Whether the last answer holds; see [`Worker::confirm`].
    pub(super) fn confirm(&mut self) -> Result<bool, WorkerError> {
        self.worker.confirm()
    }

    /// The folder of the installed framework.
    pub(super) fn framework(&self) -> Option<&Path> {
        Some(&self.worker.environment().framework.as_ref()?.package)
    }

    /// The files of the installed framework, relative to its folder, unless they are what they were
    /// when they were told.
    pub(super) fn framework_files(&mut self, is_stirred: bool) -> Option<BTreeSet<Name>> {
        if std::mem::replace(&mut self.is_listed, true) && !is_stirred {
            return None;
        }
        let mut files = BTreeSet::new();
        if let Some(folder) = self.framework() {
            list(folder, "", &mut files);
        }
        Some(files)
    }
}

fn question(request: &BuildRequest) -> worker::BuildRequest {
    worker::BuildRequest { target: request.app.clone(), environment: request.environment.clone() }
}

fn fingerprint(python: &Path, worker: &Worker) -> Vec<Option<Stamp>> {
    let stamp = |path: PathBuf| fs::metadata(path).ok().map(|metadata| Stamp::of(&metadata));
    tell_tales(python, worker).into_iter().map(stamp).collect()
}

/// What an installation changes.
fn tell_tales(python: &Path, worker: &Worker) -> Vec<PathBuf> {
    let environment = worker.environment();
    let own = [python.to_owned(), environment.prefix.join("pyvenv.cfg")];
    own.into_iter().chain(environment.site_packages.iter().cloned()).collect()
}

fn list(folder: &Path, prefix: &str, files: &mut BTreeSet<Name>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let Some(name) = entry.file_name().to_str().map(str::to_owned) else { continue };
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && name != "__pycache__" => {
                list(&entry.path(), &format!("{prefix}{name}/"), files);
            }
            Ok(kind) if kind.is_file() => {
                files.insert(format!("{prefix}{name}").into());
            }
            _ => {}
        }
    }
}
