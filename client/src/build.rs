//! `sprag build` and `sprag check`: ask for a build, show what comes back.

mod again;

use crate::arguments::{Build, Check, Common};
use crate::connect::{self, Unavailable};
use crate::environment;
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print::{self, Format, Said};
use crate::progress::Meter;
use crate::project::Project;
use crate::reports::{self, OutputFormat, Stream};
use client::replay::{umask, variables};
use client::words::{Figures, Words, count};
use daemon::engine::Engine;
use daemon::protocol::{BuildRequest, Reply, Request, Saved, Summary};
use daemon::report::Report;
use daemon::session::Answers;
use daemon::state_dir::StateDir;
use queries::artifact::BuildKind;
use queries::diagnostic::Severity;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// `sprag build`: the exit status.
pub(crate) fn build(arguments: &Build) -> Result<u8, Failure> {
    let (kind, folder) = arguments.target().map_err(Failure::Usage)?;
    let common = &arguments.common;
    let project = Project::open(folder.as_deref(), common.project_root.as_deref())?;
    let output = project.output(&arguments.output)?;
    let request = BuildRequest {
        prerender: !arguments.no_prerender,
        ..request(&project, common, kind, output, true)?
    };
    let built = run(&project, common, &request)?;
    let shown = Shown { project: &project, request: &request, verbose: arguments.verbose };
    let mut said = built.reports_said(&project, common, Stream::Error);
    said.output += &match common.output_format() {
        OutputFormat::JsonLines => print::json_lines("summary", &built.summary),
        format if format.is_for_tools() => String::new(),
        _ => shown.text(&built),
    };
    let is_told = !common.output_format().is_for_tools() && !arguments.verbose;
    let words = is_told.then(|| shown.words());
    Ok(again::end(&project, common, &request, &built, again::Told { said, words }))
}

/// `sprag check`: the exit status.
pub(crate) fn check(arguments: &Check) -> Result<u8, Failure> {
    let common = &arguments.common;
    let project = Project::open(arguments.folder.as_deref(), common.project_root.as_deref())?;
    let output = project.root.join("dist");
    let request = request(&project, common, BuildKind::Full, output, false)?;
    let built = run(&project, common, &request)?;
    let mut said = built.reports_said(&project, common, Stream::Output);
    said.output += &match common.output_format() {
        OutputFormat::JsonLines => print::json_lines("summary", &built.summary),
        format if format.is_for_tools() => String::new(),
        _ => match problems(&built.reports) {
            Some(problems) => problems + "\n",
            None => Words::Checked.say(figures(&built.summary)),
        },
    };
    let words = (!common.output_format().is_for_tools()).then_some(Words::Checked);
    Ok(again::end(&project, common, &request, &built, again::Told { said, words }))
}

/// A finished build and everything that is wrong with the app.
pub(crate) struct Built {
    pub(crate) summary: Summary,
    /// Sorted.
    pub(crate) reports: Vec<Report>,
    /// What stands for this answer, if nothing has changed since the one before.
    pub(crate) repeats: Option<String>,
}

impl Built {
    fn reports_said(&self, project: &Project, common: &Common, stream: Stream) -> Said {
        reports::said(&self.reports, common.output_format(), &project.root, stream)
    }

    fn exit_status(&self, common: &Common) -> u8 {
        if common.fail_level.is_reached(&self.reports) { PROBLEMS } else { CLEAN }
    }
}

pub(crate) fn request(
    project: &Project,
    common: &Common,
    kind: BuildKind,
    output: PathBuf,
    publish: bool,
) -> Result<BuildRequest, Failure> {
    let python = environment::interpreter(project, common.python.as_deref(), !common.no_install)?;
    let environment = variables();
    let app = common.app.clone();
    let (prerender, umask) = (true, umask());
    Ok(BuildRequest { kind, output, app, python, environment, publish, prerender, umask })
}

/// Whether there is to be no daemon.
pub(crate) fn is_alone(common: &Common) -> bool {
    common.no_daemon || client::is_ci()
}

/// Builds through the daemon, or in this process where there is none to be had.
pub(crate) fn run(
    project: &Project,
    common: &Common,
    request: &BuildRequest,
) -> Result<Built, Failure> {
    let format = common.progress();
    if is_alone(common) {
        return in_process(&project.root, request, format);
    }
    match through_daemon(&project.root, request, format) {
        Ok(finished) => finished,
        Err(Unavailable(reason)) => {
            print::note(&format!("building without the daemon: {reason}"));
            connect::free_output(&project.root, &request.output);
            in_process(&project.root, request, format)
        }
    }
}

fn through_daemon(
    root: &Path,
    request: &BuildRequest,
    format: Format,
) -> Result<Result<Built, Failure>, Unavailable> {
    let mut connection = connect::ask(root, &Request::Build(Box::new(request.clone())))?;
    let mut replies = Replies::new(format);
    loop {
        let reply = connection.next();
        match replies.take(reply?) {
            // The daemon failed, not the app: it may lack what this process has.
            Some(Err(Failure::Internal(message))) => return Err(Unavailable(message)),
            Some(end) => return Ok(end),
            None => {}
        }
    }
}

/// Has the daemon build once more what it built last, with these files looked at; `None` if it has
/// built nothing yet.
pub(crate) fn repeat(root: &Path, saved: Vec<PathBuf>) -> Result<Option<Built>, Unavailable> {
    let mut connection = connect::ask(root, &Request::Saved(Saved { paths: saved, wait: true }))?;
    let mut replies = Replies::new(Format::Json);
    loop {
        match connection.next()? {
            Reply::NothingToRepeat => return Ok(None),
            reply => match replies.take(reply) {
                Some(Ok(built)) => return Ok(Some(built)),
                Some(Err(failure)) => return Err(Unavailable(failure.message().to_owned())),
                None => {}
            },
        }
    }
}

pub(crate) fn in_process(
    root: &Path,
    request: &BuildRequest,
    format: Format,
) -> Result<Built, Failure> {
    let engine = Engine::start(root.to_owned()).map_err(Failure::internal)?;
    if let Ok(state) = StateDir::open(root) {
        engine.keep_answers(Answers::in_folder(state.answers()));
    }
    let (sender, receiver) = mpsc::channel();
    let listen = Box::new(move |reply| drop(sender.send(reply)));
    let _interest = engine.answer(request.clone(), listen);
    let mut replies = Replies::new(format);
    for reply in receiver {
        if let Some(end) = replies.take(reply) {
            return end;
        }
    }
    Err(Failure::internal("the build ended without a result"))
}

/// Shows progress as it comes, and gathers the rest.
pub(crate) struct Replies {
    meter: Meter,
    reports: Vec<Report>,
    repeats: Option<String>,
}

impl Replies {
    pub(crate) fn new(format: Format) -> Self {
        Self { meter: Meter::new(format), reports: Vec::new(), repeats: None }
    }

    /// The end of the build, if this reply is one.
    pub(crate) fn take(&mut self, reply: Reply) -> Option<Result<Built, Failure>> {
        match reply {
            Reply::Progress(progress) => self.meter.show(&progress),
            Reply::Repeats { answer } => self.repeats = Some(answer),
            Reply::Reports(reports) => self.reports.extend_from_slice(&reports),
            Reply::Finished(summary) => {
                self.meter.finish();
                let mut reports = std::mem::take(&mut self.reports);
                reports::sort(&mut reports);
                return Some(Ok(Built { summary, reports, repeats: self.repeats.take() }));
            }
            Reply::Failed { message } => return Some(Err(Failure::Internal(message))),
            Reply::Stopping { reason } => {
                return Some(Err(Failure::Internal(format!("the daemon ends: {reason}"))));
            }
            Reply::Degraded { reason } => self.meter.note(&reason),
            Reply::Superseded => {
                self.meter.note("superseded by a newer request; its result follows")
            }
            Reply::Noted
            | Reply::NothingToRepeat
            | Reply::Begun
            | Reply::Alive
            | Reply::Dev(_)
            | Reply::Survey(_)
            | Reply::Audited(_)
            | Reply::Status(_)
            | Reply::Memory(_)
            | Reply::Stopped => {}
        }
        None
    }
}

impl Drop for Replies {
    fn drop(&mut self) {
        self.meter.finish();
    }
}

/// How a finished build is shown.
struct Shown<'a> {
    project: &'a Project,
    request: &'a BuildRequest,
    verbose: bool,
}

impl Shown<'_> {
    fn text(&self, Built { summary, reports, .. }: &Built) -> String {
        let mut lines = if self.verbose { executed(summary) } else { Vec::new() };
        lines.extend(problems(reports));
        if !summary.stale.is_empty() {
            lines.push(
                "kept from an earlier build, because their source has errors now:".to_owned(),
            );
            lines.extend(summary.stale.iter().map(|path| format!("  {path}")));
        }
        let output = relative(&self.request.output, &self.project.root);
        if !summary.published {
            lines.push(format!("nothing was written to {output}"));
        }
        let mut text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        if summary.published {
            text += &self.words().say(figures(summary));
        }
        text
    }

    fn words(&self) -> Words {
        let output = relative(&self.request.output, &self.project.root);
        Words::Built { output, serve: self.serve_command() }
    }

    fn serve_command(&self) -> String {
        let here = std::env::current_dir().unwrap_or_default();
        let output = quoted(&relative(&self.request.output, &here));
        let python = quoted(&relative(&self.request.python, &here));
        match self.request.kind {
            BuildKind::Full => format!("{python} {output}/server.py"),
            BuildKind::Static => {
                format!("{python} -m http.server --directory {output}, or any static host")
            }
        }
    }
}

fn figures(summary: &Summary) -> Figures {
    Figures {
        milliseconds: summary.milliseconds,
        written: summary.written.len(),
        removed: summary.removed.len(),
        unchanged: summary.unchanged,
    }
}

/// What was computed again, after what had changed.
fn executed(summary: &Summary) -> Vec<String> {
    let kinds = [
        ("changed  ", &summary.changed),
        ("computed ", &summary.executed),
        ("wrote    ", &summary.written),
        ("removed  ", &summary.removed),
    ];
    let lines = kinds
        .into_iter()
        .flat_map(|(what, names)| names.iter().map(move |name| format!("{what} {name}")));
    lines.collect()
}

/// How many problems there are of each severity, in words; `None` if there are none.
pub(crate) fn problems(reports: &[Report]) -> Option<String> {
    let nouns =
        [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Hint, "hint")];
    let counts = nouns.into_iter().filter_map(|(severity, noun)| {
        let number = reports.iter().filter(|report| report.severity == severity).count();
        (number > 0).then(|| count(number, noun))
    });
    let counts: Vec<String> = counts.collect();
    (!counts.is_empty()).then(|| counts.join(", "))
}

fn relative(path: &Path, to: &Path) -> String {
    path.strip_prefix(to).unwrap_or(path).display().to_string()
}

/// As a shell takes it for one word.
fn quoted(word: &str) -> String {
    let is_plain = |char: char| char.is_alphanumeric() || "/._-+".contains(char);
    if word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_with_spaces_or_quotes_is_one_word_to_a_shell() {
        assert_eq!(quoted("a/büro.d"), "a/büro.d");
        assert_eq!(quoted("it's here"), r"'it'\''s here'");
    }

    #[test]
    fn problems_are_counted_in_words() {
        let report = |severity| Report {
            severity,
            ..Report::project_error(queries::diagnostic::Code(801), "", "")
        };
        assert_eq!(problems(&[]), None);
        let reports = [Severity::Hint, Severity::Error, Severity::Hint].map(report);
        assert_eq!(problems(&reports).as_deref(), Some("1 error, 2 hints"));
    }
}
