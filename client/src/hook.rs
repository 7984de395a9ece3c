//! `sprag hook`: files were saved. Asks for their build and reports what is wrong in them alone.

use crate::arguments::{Common, Hook};
use crate::build::{self, Built};
use crate::connect::{self, Unavailable};
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print;
use crate::project::Project;
use crate::reports::{self, Stream};
use daemon::protocol::Summary;
use daemon::report::Report;
use queries::artifact::BuildKind;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long a file may be away, or empty, while its editor writes it.
const SAVING: Duration = Duration::from_millis(250);

/// How often a build is asked for again because of such files.
const LOOKS: usize = 3;

/// The exit status: the worst of all projects.
pub(crate) fn run(arguments: &Hook) -> u8 {
    let saved = by_project(&arguments.paths);
    if arguments.no_wait {
        for (root, paths) in saved {
            connect::tell_saved(&root, paths.into_iter().collect());
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
    if !build::is_alone(common) {
        match build::repeat(&project.root, paths.iter().cloned().collect()) {
            Ok(Some(built)) => return Ok(built),
            Ok(None) => {}
            Err(Unavailable(reason)) => {
                print::note(&format!("checking without the daemon: {reason}"))
            }
        }
    }
    let output = project.root.join("dist");
    let request = build::request(project, common, BuildKind::Full, output, false)?;
    build::run(project, common, &request)
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

/// The files of each project, as the links on their way resolve; both ends of a file that is a link
/// count. Files of no project are left out.
fn by_project(paths: &[PathBuf]) -> BTreeMap<PathBuf, BTreeSet<PathBuf>> {
    let mut saved: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for path in paths {
        let Ok(path) = std::path::absolute(path) else { continue };
        for end in [in_real_folder(&path), path.canonicalize().ok()].into_iter().flatten() {
            if let Some(root) = Project::around(&end) {
                saved.entry(root.to_owned()).or_default().insert(end);
            }
        }
    }
    saved
}

/// The path with the links of its folders resolved, but not itself. It need not exist, and neither
/// need its folders.
fn in_real_folder(path: &Path) -> Option<PathBuf> {
    let (folder, name) = (path.parent()?, path.file_name()?);
    let folder = folder.canonicalize().ok().or_else(|| in_real_folder(folder))?;
    Some(folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    #[test]
    fn files_are_found_through_links_and_after_their_end() {
        let folder = tempfile::tempdir().unwrap();
        let base = folder.path().canonicalize().unwrap();
        let root = base.join("project");
        fs::create_dir_all(root.join("app")).unwrap();
        fs::write(root.join("app/__init__.py"), "from sprag import App\n").unwrap();
        fs::write(base.join("shared.py"), "").unwrap();
        symlink(base.join("shared.py"), root.join("app/shared.py")).unwrap();
        symlink(&root, base.join("link")).unwrap();
        let asked = ["link/app/__init__.py", "link/app/gone/web.py", "project/app/shared.py"];
        let mut asked: Vec<PathBuf> = asked.iter().map(|path| base.join(path)).collect();
        asked.push("/proc/self/status".into());
        let found = by_project(&asked);
        let names: Vec<_> =
            found[&root].iter().map(|path| path.strip_prefix(&root).unwrap()).collect();
        assert_eq!(names, ["app/__init__.py", "app/gone/web.py", "app/shared.py"].map(Path::new));
        assert_eq!(found.len(), 1);
    }
}
