//! `sprag hook`: files were saved. Asks for their build and reports what is wrong in them alone.

use crate::arguments::{Common, Hook};
use crate::build::{self, Built};
use crate::connect::{self, Unavailable};
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print;
use crate::project::Project;
use crate::reports::{self, Stream};
use client::saved;
use daemon::protocol::Summary;
use daemon::report::Report;
use queries::artifact::BuildKind;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a file may be away, or empty, while its editor writes it.
const SAVING: Duration = Duration::from_millis(250);

/// How often a build is asked for again because of such files.
const LOOKS: usize = 3;

/// The exit status: the worst of all projects.
pub(crate) fn run(arguments: &Hook) -> u8 {
    let saved = saved::by_project(&arguments.paths);
    if arguments.no_wait {
        if let Ok(hello) = connect::hello() {
            saved::tell_each(saved, &hello);
        }
        return CLEAN;
    }
    let common = arguments.common();
    let status = |(root, paths): (PathBuf, BTreeSet<PathBuf>)| {
        let reported = report(&root, &paths, &common);
        reported.unwrap_or_else(|failure| crate::fail(&failure, common.output_format()))
    };
    saved.into_iter().map(status).max().unwrap_or(CLEAN)
}

/// Builds one project and prints the problems of these files.
fn report(root: &Path, paths: &BTreeSet<PathBuf>, common: &Common) -> Result<u8, Failure> {
    let project = Project::open(Some(root), None)?;
    let names: Vec<&Path> = paths.iter().filter_map(|path| path.strip_prefix(root).ok()).collect();
    let mut built = build(&project, paths, common)?;
    for _ in 0..LOOKS {
        if !is_saved_late(root, &built.summary, &names) {
            break;
        }
        built = build(&project, paths, common)?;
    }
    let mut reports = built.reports;
    reports.retain(|report| is_about(report, &names));
    reports::print(&reports, common.output_format(), root, Stream::Output);
    Ok(if common.fail_level.is_reached(&reports) { PROBLEMS } else { CLEAN })
}

fn build(project: &Project, paths: &BTreeSet<PathBuf>, common: &Common) -> Result<Built, Failure> {
    let request = || {
        let output = project.root.join("dist");
        build::request(project, common, BuildKind::Full, output, false)
    };
    if !build::is_alone(common) {
        match build::repeat(&project.root, paths.iter().cloned().collect()) {
            Ok(Some(built)) => return Ok(built),
            Ok(None) => {}
            Err(Unavailable(reason)) => {
                print::note(&format!("checking without the daemon: {reason}"));
                return build::in_process(&project.root, &request()?, common.progress());
            }
        }
    }
    build::run(project, common, &request()?)
}

/// Whether the build missed what an editor was just writing: one of these files, or of the files in these
/// folders, was gone or empty, and is not any more. One that stays away was removed.
fn is_saved_late(root: &Path, summary: &Summary, names: &[&Path]) -> bool {
    let is_asked_for = |path: &&Path| names.iter().any(|name| path.starts_with(name));
    let is_there = |path: &Path| {
        let file = std::fs::metadata(root.join(path));
        file.is_ok_and(|file| file.len() > 0)
    };
    let away: Vec<&Path> = summary.away.iter().map(Path::new).filter(is_asked_for).collect();
    // At first everything is new, and many modules are empty for good.
    if away.is_empty() || summary.is_first {
        return false;
    }
    let deadline = Instant::now() + SAVING;
    loop {
        if away.iter().any(|path| is_there(path)) {
            return true;
        }
        if Instant::now() >= deadline {
            return false;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A problem of no file is one of every file.
fn is_about(report: &Report, names: &[&Path]) -> bool {
    let path = Path::new(&report.place.path);
    report.place.path.is_empty() || names.iter().any(|name| path.starts_with(name))
}
