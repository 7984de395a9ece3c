//! Answers that a session left behind: given by the next one at once, and only if nothing has changed.

use crate::project::{Project, Ran};
use serde_json::Value;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::{scope, sleep};
use std::time::Duration;

const COMPONENTS: &str = "app/routes/home/components.py";
const WEB: &str = "app/routes/home/web.py";

/// Longer than a stamp takes to settle.
const SETTLED: Duration = Duration::from_millis(3100);

/// The app reads a file outside of the project and lists a folder there; its Python knows a variable.
fn project() -> Project {
    let project = Project::new();
    let outside = outside(&project);
    fs::create_dir_all(outside.join("listed")).unwrap();
    fs::write(outside.join("data.txt"), "one").unwrap();
    let reads = format!(
        "import os\nfrom pathlib import Path\n\nOUTSIDE = Path({:?})\n\n",
        outside.to_str().unwrap()
    );
    let text = fs::read_to_string(project.path(WEB)).unwrap();
    let heading = "ui.h1((OUTSIDE / \"data.txt\").read_text(), str(len(os.listdir(OUTSIDE / \"listed\"))), \
                   os.environ.get(\"THE_WORD\", \"\"), ";
    project.write(WEB, reads + &text.replace("ui.h1(", heading));
    project.write("public/note.txt", "a note");
    project
}

fn outside(project: &Project) -> PathBuf {
    project.path("../outside-of-it")
}

fn answers(project: &Project) -> usize {
    let folders = fs::read_dir(project.state()).unwrap().flatten();
    let answers = folders.filter_map(|folder| fs::read_dir(folder.path().join("answers")).ok());
    answers.map(Iterator::count).sum()
}

/// Builds, waits until the stamps of what was written have settled, and ends the daemon, which then leaves
/// its answer behind.
fn rested() -> Project {
    let project = project();
    for _ in 0..20 {
        project.build(&[]).expect(0);
        sleep(SETTLED);
        project.build(&[]).expect(0);
        let daemon = project.daemon_pid().unwrap();
        project.sprag(&["daemon", "stop"]).expect(0);
        while Path::new(&format!("/proc/{daemon}")).exists() {
            sleep(Duration::from_millis(10));
        }
        if answers(&project) > 0 {
            return project;
        }
    }
    panic!("no answer was left behind");
}

/// The same by processes without a daemon.
fn rested_alone() -> Project {
    let project = project();
    for _ in 0..20 {
        project.build(&["--no-daemon"]).expect(0);
        if answers(&project) > 0 {
            return project;
        }
        sleep(SETTLED);
    }
    panic!("no answer was left behind");
}

fn summary(ran: &Ran) -> Value {
    let line = ran.lines("summary").pop();
    line.unwrap_or_else(|| panic!("no summary: {}{}", ran.stdout, ran.stderr))
}

/// Whether a process without a daemon gave the answer that was left behind.
fn is_given(project: &Project, variables: &[(&str, &str)]) -> bool {
    let mut build = project.build_command(&["--no-daemon", "--json"]);
    let ran: Ran = build.envs(variables.iter().copied()).output().unwrap().into();
    // Whoever builds for the first time says so.
    !summary(&ran)["is_first"].as_bool().unwrap()
}

#[test]
fn after_a_restart_nothing_is_built_if_nothing_has_changed() {
    let project = rested();
    let tree = project.tree("dist");
    assert!(is_given(&project, &[]));
    let ran = project.build(&["--json"]);
    let told = summary(&ran);
    assert_eq!(told["written"], Value::Array(Vec::new()));
    assert!(!told["is_first"].as_bool().unwrap(), "{told}");
    assert_eq!(project.tree("dist"), tree);
    // The daemon then learns what the next edit needs, for nobody.
    let warm = || project.status()["watching"] == Value::Bool(true);
    for _ in 0..600 {
        if warm() {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    assert!(warm());
    project.replace(COMPONENTS, "Count", "Counted");
    let told = summary(&project.build(&["--json"]));
    assert!(!told["is_first"].as_bool().unwrap(), "{told}");
    assert!(!told["written"].as_array().unwrap().is_empty());
}

#[test]
fn whatever_an_answer_rests_on_is_looked_at() {
    type Change = (&'static str, fn(&Project));
    let changes: [Change; 7] = [
        ("a source, with its size and time", |project| {
            let path = project.path(COMPONENTS);
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            project.replace(COMPONENTS, "Count", "Tally");
            fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        }),
        ("a new file", |project| project.write("public/other.txt", "")),
        ("an output", |project| project.write("dist/server.py", "")),
        ("an output that is gone", |project| {
            fs::remove_file(project.path("dist/server.py")).unwrap();
        }),
        ("a file outside", |project| fs::write(outside(project).join("data.txt"), "two").unwrap()),
        ("a name outside", |project| fs::write(outside(project).join("listed/name"), "").unwrap()),
        ("a damaged record", |project| {
            for folder in fs::read_dir(project.state()).unwrap().flatten() {
                for record in fs::read_dir(folder.path().join("answers")).into_iter().flatten() {
                    let path = record.unwrap().path();
                    let text = fs::read(&path).unwrap();
                    fs::write(&path, &text[..text.len() - 1]).unwrap();
                }
            }
        }),
    ];
    scope(|scope| {
        for (what, change) in &changes {
            scope.spawn(move || {
                let project = rested_alone();
                change(&project);
                assert!(!is_given(&project, &[]), "{what}");
                let built = project.tree("dist");
                project.build(&["--no-daemon", "--output", "clean"]).expect(0);
                assert_eq!(built, project.tree("clean"), "{what}");
            });
        }
    });
}

#[test]
fn only_the_variables_count_that_the_app_asked_for() {
    let project = rested_alone();
    assert!(is_given(&project, &[("ANOTHER", "one")]));
    assert!(!is_given(&project, &[("THE_WORD", "one")]));
}

#[test]
fn an_answer_is_for_one_interpreter_and_holds_until_something_is_installed_into_it() {
    let project = project();
    let environment = project.path("../environment");
    let own: &Path = project.python.as_ref();
    let base = own.parent().unwrap().parent().unwrap();
    fs::create_dir_all(environment.join("bin")).unwrap();
    symlink(own.canonicalize().unwrap(), environment.join("bin/python")).unwrap();
    fs::copy(base.join("pyvenv.cfg"), environment.join("pyvenv.cfg")).unwrap();
    let version = fs::read_dir(base.join("lib")).unwrap().next().unwrap().unwrap().file_name();
    let packages = environment.join("lib").join(version).join("site-packages");
    fs::create_dir_all(&packages).unwrap();
    let theirs = base.join(packages.strip_prefix(&environment).unwrap());
    for entry in fs::read_dir(theirs).unwrap() {
        let entry = entry.unwrap();
        symlink(entry.path(), packages.join(entry.file_name())).unwrap();
    }
    let build = || -> Ran {
        let mut command: Command = project.command(&["build", "--no-daemon", "--json", "--python"]);
        command.arg(environment.join("bin/python")).output().unwrap().into()
    };
    let is_first = || summary(&build())["is_first"].as_bool().unwrap();
    for _ in 0..20 {
        if !is_first() {
            break;
        }
        sleep(Duration::from_millis(500));
    }
    assert!(!is_first());
    fs::write(packages.join("installed.py"), "").unwrap();
    assert!(is_first());
}

#[test]
fn a_build_that_its_client_gave_up_is_not_gone_on_with() {
    let project = Project::new();
    fs::create_dir_all(project.failpoints()).unwrap();
    fs::write(project.failpoints().join("build-compiles"), "sleep 1000").unwrap();
    let mut client = project.build_command(&["static"]).spawn().unwrap();
    while !project.failpoints().join("build-compiles.reached").exists() {
        sleep(Duration::from_millis(5));
    }
    client.kill().unwrap();
    client.wait().unwrap();
    sleep(Duration::from_millis(2500));
    let status = project.status();
    assert_eq!((&status["state"], &status["builds"]), (&"idle".into(), &1.into()));
    assert!(!project.path("dist").exists());
}
