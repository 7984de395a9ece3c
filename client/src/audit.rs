//! `sprag daemon audit`: whether what the daemon knows, and the outputs, are what a clean build makes.
//!
//! The daemon gives an account of its state (`daemon::audit`), and so does a session in this process that
//! begins with nothing. The outputs are only read, and nothing is written.

use crate::arguments::Build;
use crate::build::{self, Replies};
use crate::connect::{self, Connection, Unavailable};
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print::{self, Format};
use crate::project::Project;
use crate::reports::OutputFormat;
use daemon::audit::{Account, audited, hash};
use daemon::engine::Engine;
use daemon::protocol::{BuildRequest, Reply, Request, State, Status};
use daemon::publish;
use daemon::report::Report;
use queries::diagnostic::Severity;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc;

#[derive(Serialize)]
struct Audit {
    /// Whether there is a daemon; else only the outputs were compared.
    running: bool,
    /// Project files of which the daemon knows something else than the disk has.
    state: Vec<String>,
    /// What the daemon makes of them otherwise than a clean build.
    daemon: Vec<String>,
    /// Files of the output folder that differ; those that nobody built are not looked at.
    outputs: Vec<String>,
}

/// What somebody makes of the project.
struct Answer {
    account: Account,
    reports: Vec<Report>,
}

pub(crate) fn run(arguments: &Build) -> Result<u8, Failure> {
    let (kind, folder) = arguments.target().map_err(Failure::Usage)?;
    let common = &arguments.common;
    let project = Project::open(folder.as_deref(), common.project_root.as_deref())?;
    let output = project.output(&arguments.output)?;
    let request = build::request(&project, common, kind, output, false)?;
    let warm = of_daemon(&project.root, &request, common.progress())?;
    let clean = of_clean_session(&project.root, &request, common.progress())?;
    let outputs = outputs(&request.output, &clean);
    let audit = match warm {
        Some(warm) => Audit {
            running: true,
            daemon: warm.differences(&clean),
            state: warm.account.stale,
            outputs,
        },
        None => Audit { running: false, state: Vec::new(), daemon: Vec::new(), outputs },
    };
    Ok(audit.show(common.output_format() == OutputFormat::JsonLines))
}

/// `None` where no daemon runs: looking at things starts none.
fn of_daemon(
    root: &Path,
    request: &BuildRequest,
    format: Format,
) -> Result<Option<Answer>, Failure> {
    let unavailable = |Unavailable(reason)| Failure::Internal(reason);
    let Some(connection) = connect::find(root).map_err(unavailable)? else { return Ok(None) };
    tell_if_busy(root)?;
    account(connection, request, format).map(Some).map_err(unavailable)
}

/// Whoever looks at a daemon because it seems stuck is not to wait for it without a word.
fn tell_if_busy(root: &Path) -> Result<(), Failure> {
    let unavailable = |Unavailable(reason)| Failure::Internal(reason);
    let Some(other) = connect::find(root).map_err(unavailable)? else { return Ok(()) };
    let reply = other.ask(&Request::Status).map_err(Failure::internal)?;
    if let Reply::Status(Status { state: State::Building { since }, .. }) = reply {
        print::note(&format!("the daemon has been building for {since} ms; comparing after that"));
    }
    Ok(())
}

fn account(
    mut connection: Connection,
    request: &BuildRequest,
    format: Format,
) -> Result<Answer, Unavailable> {
    connection.send(&Request::Audit(Box::new(request.clone())))?;
    let mut gathering = Gathering::new(format);
    loop {
        if let Some(answer) = gathering.take(connection.next()?) {
            return answer.map_err(|failure| Unavailable(failure.message().to_owned()));
        }
    }
}

fn of_clean_session(
    root: &Path,
    request: &BuildRequest,
    format: Format,
) -> Result<Answer, Failure> {
    let engine = Engine::start(root.to_owned()).map_err(Failure::internal)?;
    let (sender, receiver) = mpsc::channel();
    let listen = Box::new(move |reply| drop(sender.send(reply)));
    let (listen, auditor) = audited(listen, root, request);
    let _interest = engine.submit_observed(request.clone(), listen, auditor);
    let mut gathering = Gathering::new(format);
    receiver
        .into_iter()
        .find_map(|reply| gathering.take(reply))
        .unwrap_or_else(|| Err(Failure::internal("the build ended without a result")))
}

/// Puts replies together to an answer.
struct Gathering {
    replies: Replies,
    account: Option<Account>,
}

impl Gathering {
    fn new(format: Format) -> Self {
        Self { replies: Replies::new(format), account: None }
    }

    fn take(&mut self, reply: Reply) -> Option<Result<Answer, Failure>> {
        if let Reply::Audited(account) = reply {
            self.account = Some(*account);
            return None;
        }
        let built = match self.replies.take(reply)? {
            Ok(built) => built,
            Err(failure) => return Some(Err(failure)),
        };
        let account = self.account.take().ok_or_else(|| Failure::internal("there is no account"));
        Some(account.map(|account| Answer { account, reports: built.reports }))
    }
}

impl Answer {
    /// Paths of outputs that one of the two lacks, or that differ.
    fn differences(&self, clean: &Self) -> Vec<String> {
        let mut all = different(&self.account.outputs, &clean.account.outputs);
        if self.reports != clean.reports {
            all.push("the list of problems".to_owned());
        }
        all
    }
}

impl Audit {
    fn show(&self, json: bool) -> u8 {
        if json {
            print::json("audit", self);
        } else {
            self.text();
        }
        let all = [&self.state, &self.daemon, &self.outputs];
        if all.into_iter().all(Vec::is_empty) { CLEAN } else { PROBLEMS }
    }

    fn text(&self) {
        let kinds = [
            ("state", &self.state, "as the disk is"),
            ("daemon", &self.daemon, "as a clean build makes it"),
            ("outputs", &self.outputs, "as a clean build makes them"),
        ];
        for (what, paths, fine) in kinds {
            if !self.running && what != "outputs" {
                print::result(&format!("{what}: no daemon is running"));
            } else if paths.is_empty() {
                print::result(&format!("{what}: {fine}"));
            }
            paths.iter().for_each(|path| print::result(&format!("{what}: {path} differs")));
        }
    }
}

type Hashes = BTreeMap<String, String>;

fn different(left: &Hashes, right: &Hashes) -> Vec<String> {
    let differs = |path: &&String| left.get(*path) != right.get(*path);
    let mut paths: Vec<String> = left.keys().chain(right.keys()).filter(differs).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}

/// Outputs that are not what a clean build would write, and those that it would remove; none before the
/// first build.
fn outputs(folder: &Path, clean: &Answer) -> Vec<String> {
    if !folder.exists() {
        return Vec::new();
    }
    let wanted = &clean.account.outputs;
    let is_as_built = |(path, known): &(&String, &String)| {
        std::fs::read(folder.join(path)).is_ok_and(|content| hash(&content) == **known)
    };
    let differing =
        wanted.iter().filter(|output| !is_as_built(output)).map(|(path, _)| path.clone());
    // What has errors keeps its outputs.
    let is_complete = clean.reports.iter().all(|report| report.severity != Severity::Error);
    let recorded = if is_complete { publish::recorded_files(folder) } else { Vec::new() };
    let is_outdated = |path: &String| !wanted.contains_key(path) && folder.join(path).exists();
    differing.chain(recorded.into_iter().filter(is_outdated)).collect()
}
