//! `sprag doctor`: whether an app can be built and developed here, and what to type if it cannot.

use super::{Looked, look};
use crate::arguments::Look;
use crate::build::problems;
use crate::connect;
use crate::environment;
use crate::failure::{CLEAN, Failure, PROBLEMS};
use crate::print;
use crate::project::Project;
use daemon::protocol::{Reply, Request, VERSION};
use daemon::report::Report;
use queries::diagnostic::Severity;
use serde::Serialize;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What keeps files from being imported.
const IMPORT: [&str; 6] = ["SPR505", "SPR509", "SPR510", "SPR513", "SPR611", "SPR612"];

/// What is not of the class, or at the place, that its declaration needs.
const DECLARATION: [&str; 5] = ["SPR114", "SPR115", "SPR504", "SPR506", "SPR514"];

/// The port of `sprag dev`.
const PORT: u16 = 8000;

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum State {
    Ok,
    /// It works, but not as well as it could.
    Warn,
    Fail,
}

#[derive(Serialize)]
struct Check {
    name: &'static str,
    state: State,
    message: String,
    /// What to do, as a command where there is one.
    fix: Option<String>,
}

impl Check {
    fn ok(name: &'static str, message: impl Into<String>) -> Self {
        Self { name, state: State::Ok, message: message.into(), fix: None }
    }

    fn warn(name: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, state: State::Warn, message: message.into(), fix: Some(fix.into()) }
    }

    fn fail(name: &'static str, message: impl Into<String>, fix: impl Into<String>) -> Self {
        Self { name, state: State::Fail, message: message.into(), fix: Some(fix.into()) }
    }
}

#[derive(Serialize)]
struct Doctor<'a> {
    healthy: bool,
    checks: &'a [Check],
}

pub(crate) fn run(arguments: &Look) -> Result<u8, Failure> {
    let (project, common) = (Project::of(arguments)?, arguments.common());
    let mut checks = vec![shape(&project.root)];
    match environment::interpreter(&project, common.python.as_deref(), false) {
        Ok(python) => {
            checks.push(interpreter(&python));
            match look(&project, &common, None) {
                Ok(looked) => checks.extend(app(&looked, &python)),
                Err(failure) => checks.push(Check::fail(
                    "buildability",
                    failure.message().to_owned(),
                    "sprag check --no-daemon",
                )),
            }
        }
        Err(Failure::Problem(report)) => {
            let fix = report.help.clone().unwrap_or_default();
            checks.push(Check::fail("python", report.message.clone(), fix));
        }
        Err(failure) => return Err(failure),
    }
    checks.extend([daemon(&project.root), watches(&project.root), port()]);
    show(&project, &checks, arguments.json)
}

fn show(project: &Project, checks: &[Check], json: bool) -> Result<u8, Failure> {
    let failed = checks.iter().filter(|check| check.state == State::Fail).count();
    if json {
        print::json("doctor", &Doctor { healthy: failed == 0, checks });
    } else {
        print::result(&format!("doctor for {}", project.root.display()));
        checks.iter().for_each(|check| print::result(&line(check)));
        let (passed, all) = (checks.len() - failed, checks.len());
        let verdict = if failed == 0 { "healthy" } else { "unhealthy" };
        print::result(&format!("\ndoctor {verdict} ({passed}/{all} checks passed)."));
    }
    Ok(if failed == 0 { CLEAN } else { PROBLEMS })
}

fn line(check: &Check) -> String {
    let mark = match check.state {
        State::Ok => "ok",
        State::Warn => "warn",
        State::Fail => "fail",
    };
    let fix = check.fix.as_ref().map_or(String::new(), |fix| format!("\n       fix: {fix}"));
    format!("[{mark}] {}: {}{fix}", check.name, check.message)
}

fn shape(root: &Path) -> Check {
    let name = "project shape";
    match ["app/__init__.py", "app/routes/__init__.py"].iter().find(|it| !root.join(it).is_file()) {
        None => Check::ok(name, "found app package and routes package"),
        Some(missing) if root.join("app").is_dir() => {
            Check::warn(name, format!("{missing} is missing"), format!("touch {missing}"))
        }
        Some(_) => Check::fail(
            name,
            format!("{} has no folder app/", root.display()),
            "sprag new NAME, or --project-root DIR",
        ),
    }
}

fn interpreter(python: &Path) -> Check {
    let code = "import sys, importlib.metadata as m; \
                print(sys.version.split()[0], m.version('spragkit'))";
    let shown = python.display();
    match run_python(python, code).as_deref().and_then(|text| text.split_once(' ')) {
        Some((version, framework)) => Check::ok(
            "python",
            format!("{shown}, Python {version}, spragkit {framework}, sprag {VERSION}"),
        ),
        None => Check::warn(
            "python",
            format!("{shown} does not say which spragkit it has"),
            format!("{shown} -m pip install --upgrade spragkit"),
        ),
    }
}

fn run_python(python: &Path, code: &str) -> Option<String> {
    let output = Command::new(python).args(["-c", code]).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}

fn app(looked: &Looked, python: &Path) -> Vec<Check> {
    let reports = &looked.built.reports;
    let surfaces = looked.survey.surfaces.iter();
    let mounts = surfaces.filter(|surface| surface.kind == "mount").count();
    let routes = looked.survey.surfaces.len() - mounts;
    let found = format!("{routes} route(s), {mounts} mount(s)");
    let errors = reports.iter().filter(|report| report.severity == Severity::Error);
    let buildability = match (errors.count(), problems(reports)) {
        (0, None) => Check::ok("buildability", format!("{found}, no problems")),
        (0, Some(problems)) => {
            Check::warn("buildability", format!("{found}, {problems}"), "sprag check")
        }
        (_, problems) => Check::fail("buildability", problems.unwrap_or_default(), "sprag check"),
    };
    let heavy = reports.iter().find(|report| report.code == "SPR701");
    let payload = match heavy {
        None => Check::ok("payload sizes", "all load() payloads are under 50 KB"),
        Some(report) => {
            Check::warn("payload sizes", report.message.clone(), "sprag explain SPR701")
        }
    };
    vec![
        Check::ok("app discovery", looked.survey.target.clone()),
        about("surface importability", &IMPORT, reports, &found),
        about("subclass sanity", &DECLARATION, reports, "all routes and mounts look sane"),
        buildability,
        payload,
        transport(looked, python),
    ]
}

/// The check of problems with these codes; what to say if there is none.
fn about(name: &'static str, codes: &[&str], reports: &[Report], good: &str) -> Check {
    let mut found: Vec<&Report> =
        reports.iter().filter(|report| codes.contains(&report.code.as_str())).collect();
    found.sort_by_key(|report| report.severity);
    let Some(first) = found.first() else { return Check::ok(name, good) };
    let more =
        if found.len() > 1 { format!(", and {} more", found.len() - 1) } else { String::new() };
    let message = format!("{} in {}{more}", first.message, first.place.path);
    let fix = format!("sprag explain {}", first.code);
    match first.severity {
        Severity::Error => Check::fail(name, message, fix),
        Severity::Warning | Severity::Hint => Check::warn(name, message, fix),
    }
}

fn transport(looked: &Looked, python: &Path) -> Check {
    let name = "transport deps";
    if !looked.survey.surfaces.iter().any(|surface| surface.uses_socket) {
        return Check::ok(name, "no page uses sockets; no extra transport package required");
    }
    match run_python(python, "import geventwebsocket") {
        Some(_) => Check::ok(name, "gevent-websocket is installed"),
        None => Check::fail(
            name,
            "pages use sockets, and gevent-websocket is not installed",
            format!("{} -m pip install gevent-websocket", python.display()),
        ),
    }
}

fn daemon(root: &Path) -> Check {
    let name = "daemon";
    match connect::find(root) {
        Ok(None) => Check::ok(name, "not running; the next command starts one"),
        Ok(Some(connection)) => match connection.ask(&Request::Status) {
            Ok(Reply::Status(status)) if status.version == VERSION => {
                Check::ok(name, format!("pid {}, {} builds", status.pid, status.builds))
            }
            Ok(Reply::Status(status)) => Check::warn(
                name,
                format!("pid {} is of version {}, not {VERSION}", status.pid, status.version),
                "sprag daemon restart",
            ),
            _ => Check::warn(name, "it does not answer", "sprag daemon restart"),
        },
        Err(connect::Unavailable(reason)) => Check::warn(name, reason, "sprag daemon restart"),
    }
}

/// Whether the system lets us watch as many folders as the project has.
fn watches(root: &Path) -> Check {
    let name = "file watching";
    let limit = std::fs::read_to_string("/proc/sys/fs/inotify/max_user_watches").ok();
    let Some(limit) = limit.and_then(|text| text.trim().parse::<usize>().ok()) else {
        return Check::ok(name, "the system has no limit to check");
    };
    let folders = folders(root, limit);
    // Editors and other tools watch too.
    if folders * 2 < limit {
        return Check::ok(name, format!("{folders} folders, {limit} watches allowed"));
    }
    Check::warn(
        name,
        format!("{folders} folders or more, and only {limit} watches are allowed"),
        format!("sudo sysctl fs.inotify.max_user_watches={}", limit.max(65_536) * 8),
    )
}

/// How many folders of sources there are; counting ends at `enough`.
fn folders(root: &Path, enough: usize) -> usize {
    let mut waiting: Vec<PathBuf> = vec![root.to_owned()];
    let mut count = 0;
    while let Some(folder) = waiting.pop() {
        count += 1;
        if count > enough {
            break;
        }
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let name = entry.file_name();
            let is_source = !name.to_string_lossy().starts_with('.')
                && !["node_modules", "__pycache__", "dist"].iter().any(|other| name == *other);
            if is_source && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                waiting.push(entry.path());
            }
        }
    }
    count
}

fn port() -> Check {
    let name = "port";
    match TcpListener::bind(("127.0.0.1", PORT)) {
        Ok(_) => Check::ok(name, format!("{PORT} is free")),
        Err(_) => Check::warn(
            name,
            format!("{PORT} is in use"),
            format!("sprag dev --port {}, if it is not your own sprag dev", PORT + 1),
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failing_check_says_what_to_type() {
        let check = Check::fail("port", "8000 is in use", "sprag dev --port 8001");
        assert_eq!(line(&check), "[fail] port: 8000 is in use\n       fix: sprag dev --port 8001");
    }

    #[test]
    fn folders_are_counted_without_those_that_hold_no_sources() {
        let root = tempfile::tempdir().unwrap();
        for folder in ["app/routes/home", ".venv/lib", "node_modules/x"] {
            std::fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        assert_eq!(folders(root.path(), 100), 4);
        assert_eq!(folders(root.path(), 1), 2);
    }
}
