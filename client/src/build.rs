//! `sprag build` and `sprag check`: ask for a build, show what comes back.

use crate::arguments::{Build, Check, Common};
use crate::connect::{self, Unavailable};
use crate::environment;
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print::{self, Format};
use crate::progress::Meter;
use crate::project::Project;
use daemon::engine::{Engine, Job};
use daemon::protocol::{BuildRequest, Reply, Request, Summary};
use queries::artifact::BuildKind;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

/// `sprag build`: the exit status.
pub(crate) fn build(arguments: &Build) -> Result<u8, Failure> {
    let (kind, folder) = arguments.target().map_err(Failure::Usage)?;
    let common = &arguments.common;
    let project = Project::open(folder.as_deref(), common.project_root.as_deref())?;
    let output = project.output(&arguments.output)?;
    let request = request(&project, common, kind, output, true)?;
    let summary = run(&project, common, &request)?;
    let shown = Shown { project: &project, request: &request, verbose: arguments.verbose };
    Ok(shown.end(&summary, format(common)))
}

/// `sprag check`: the exit status.
pub(crate) fn check(arguments: &Check) -> Result<u8, Failure> {
    let common = &arguments.common;
    let project = Project::open(arguments.folder.as_deref(), common.project_root.as_deref())?;
    let output = project.root.join("dist");
    let request = request(&project, common, BuildKind::Full, output, false)?;
    let summary = run(&project, common, &request)?;
    match format(common) {
        Format::Json => print::json("summary", &summary),
        Format::Text => print::result(&problems(&summary).unwrap_or("no problems".to_owned())),
    }
    Ok(exit_status(&summary))
}

pub(crate) fn format(common: &Common) -> Format {
    if common.json { Format::Json } else { Format::Text }
}

pub(crate) fn request(
    project: &Project,
    common: &Common,
    kind: BuildKind,
    output: PathBuf,
    publish: bool,
) -> Result<BuildRequest, Failure> {
    let python = environment::interpreter(project, common.python.as_deref(), !common.no_install)?;
    // A variable that is not text can be no part of a deterministic build.
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    let environment = std::env::vars_os().filter_map(text).collect();
    Ok(BuildRequest { kind, output, app: common.app.clone(), python, environment, publish })
}

/// Builds through the daemon, or in this process where there is none to be had.
pub(crate) fn run(
    project: &Project,
    common: &Common,
    request: &BuildRequest,
) -> Result<Summary, Failure> {
    let format = format(common);
    let in_ci = std::env::var_os("CI").is_some_and(|value| !value.is_empty());
    if common.no_daemon || in_ci {
        return in_process(&project.root, request, format);
    }
    match through_daemon(&project.root, request, format) {
        Ok(finished) => finished,
        Err(Unavailable(reason)) => {
            print::note(&format!("building without the daemon: {reason}"));
            in_process(&project.root, request, format)
        }
    }
}

fn through_daemon(
    root: &Path,
    request: &BuildRequest,
    format: Format,
) -> Result<Result<Summary, Failure>, Unavailable> {
    let mut connection = connect::connect_or_start(root)?;
    connection.send(&Request::Build(Box::new(request.clone())))?;
    let mut replies = Replies::new(format);
    loop {
        let reply = connection.next();
        if let Some(end) = replies.take(reply?) {
            return Ok(end);
        }
    }
}

pub(crate) fn in_process(
    root: &Path,
    request: &BuildRequest,
    format: Format,
) -> Result<Summary, Failure> {
    let engine = Engine::start(root.to_owned()).map_err(Failure::internal)?;
    let (sender, receiver) = mpsc::channel();
    engine.submit(Job {
        request: request.clone(),
        reply: Box::new(move |reply| drop(sender.send(reply))),
        cancelled: std::sync::Arc::default(),
    });
    let mut replies = Replies::new(format);
    for reply in receiver {
        if let Some(end) = replies.take(reply) {
            return end;
        }
    }
    Err(Failure::internal("the build ended without a result"))
}

/// Shows replies as they come.
struct Replies {
    format: Format,
    meter: Meter,
}

impl Replies {
    fn new(format: Format) -> Self {
        Self { format, meter: Meter::new(format) }
    }

    /// The end of the build, if this reply is one.
    fn take(&mut self, reply: Reply) -> Option<Result<Summary, Failure>> {
        match reply {
            Reply::Progress(progress) => self.meter.show(&progress),
            Reply::Report(report) => self.meter.aside(|| print::report(&report, self.format)),
            Reply::Finished(summary) => return Some(Ok(summary)),
            Reply::Failed { message } => return Some(Err(Failure::Internal(message))),
            Reply::Status(_) | Reply::Stopped => {}
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
    fn end(&self, summary: &Summary, format: Format) -> u8 {
        match format {
            Format::Json => print::json("summary", summary),
            Format::Text => self.text(summary),
        }
        exit_status(summary)
    }

    fn text(&self, summary: &Summary) {
        if self.verbose {
            self.executed(summary);
        }
        if let Some(problems) = problems(summary) {
            print::result(&problems);
        }
        if !summary.stale.is_empty() {
            print::result("kept from an earlier build, because their source has errors now:");
            summary.stale.iter().for_each(|path| print::result(&format!("  {path}")));
        }
        let output = relative(&self.request.output, &self.project.root);
        if !summary.published {
            return print::result(&format!("nothing was written to {output}"));
        }
        print::result(&format!(
            "built {output} in {}: {} written, {} removed, {} unchanged",
            duration(summary.milliseconds),
            count(summary.written.len(), "file"),
            summary.removed.len(),
            summary.unchanged,
        ));
        print::result(&format!("serve it: {}", self.serve_command()));
    }

    /// What was computed again, after what had changed.
    fn executed(&self, summary: &Summary) {
        for path in &summary.changed {
            print::result(&format!("changed   {path}"));
        }
        for query in &summary.executed {
            print::result(&format!("computed  {query}"));
        }
        for path in &summary.written {
            print::result(&format!("wrote     {path}"));
        }
        for path in &summary.removed {
            print::result(&format!("removed   {path}"));
        }
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

fn exit_status(summary: &Summary) -> u8 {
    if summary.errors == 0 { CLEAN } else { PROBLEMS }
}

fn problems(summary: &Summary) -> Option<String> {
    match (summary.errors, summary.warnings) {
        (0, 0) => None,
        (errors, 0) => Some(count(errors, "error")),
        (0, warnings) => Some(count(warnings, "warning")),
        (errors, warnings) => {
            Some(format!("{}, {}", count(errors, "error"), count(warnings, "warning")))
        }
    }
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

fn duration(milliseconds: u64) -> String {
    if milliseconds < 1000 {
        format!("{milliseconds} ms")
    } else {
        format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100)
    }
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
        let counted =
            |errors, warnings| problems(&Summary { errors, warnings, ..Summary::default() });
        assert_eq!(counted(0, 0), None);
        assert_eq!(counted(1, 2).as_deref(), Some("1 error, 2 warnings"));
    }
}
