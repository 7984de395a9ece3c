//! F: without a daemon the client does the work itself, says so in one line, and gives the same bytes.

use crate::harness::{assert_same, copy_tree};
use crate::project::{Project, Ran};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const COMPONENTS: &str = "app/routes/home/components.py";

#[test]
fn f1_outputs_are_the_same_with_and_without_a_daemon() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    for example in ["counter", "symmetry", "board"] {
        let project = Project::new();
        fs::remove_dir_all(project.path("app")).unwrap();
        copy_tree(&examples.join(example), &project.path(""), &["dist", ".sprag"]);
        for kind in [&[][..], &["static"]] {
            project.build(&[kind, &["--output", "with"]].concat()).expect(0);
            project.build(&[kind, &["--output", "without", "--no-daemon"]].concat()).expect(0);
            assert_same(&project.tree("with"), &project.tree("without"));
        }
    }
}

/// A build that must succeed by itself, and say why in one line.
#[track_caller]
fn assert_falls_back(mut build: Command, reason: &str) {
    let ran: Ran = build.output().unwrap().into();
    let ran = ran.expect(0);
    let lines: Vec<&str> =
        ran.stderr.lines().filter(|line| line.contains("building without the daemon")).collect();
    assert_eq!(lines.len(), 1, "{}", ran.stderr);
    assert!(lines[0].contains(reason), "{}", ran.stderr);
}

#[test]
fn f2_every_reason_to_do_without_a_daemon_is_told_in_one_line() {
    let project = Project::new();
    project.build(&["static"]).expect(0);

    let daemon = project.daemon();
    daemon.freeze();
    assert_falls_back(
        project.build_command(&["static"]),
        "does not answer; `sprag daemon stop` ends it",
    );
    daemon.thaw();

    // A daemon with nothing to do would not get so far.
    project.replace(COMPONENTS, "Count: ", "Total: ");
    project.fail_at("build-compiles", "kill");
    let reason = "the daemon ended in the middle of its work";
    assert_falls_back(project.build_command(&["static"]), reason);
    project.build(&["static"]).expect(0);
    project.replace(COMPONENTS, "Total: ", "Count: ");
    project.fail_at("build-compiles", "panic");
    assert_falls_back(project.build_command(&["static"]), "internal error");

    project.sprag(&["daemon", "stop"]).expect(0);
    let state = project.state_folder();
    let socket = state.join("s");
    fs::write(&socket, "mine").unwrap();
    assert_falls_back(project.build_command(&["static"]), "the daemon ended at its start");
    fs::remove_file(socket).unwrap();

    fs::set_permissions(&state, fs::Permissions::from_mode(0o770)).unwrap();
    assert_falls_back(project.build_command(&["static"]), "does not belong to this user alone");
    fs::set_permissions(&state, fs::Permissions::from_mode(0o700)).unwrap();

    let mut nowhere = project.build_command(&["static"]);
    nowhere.env("SPRAG_STATE_DIR", "/proc/nowhere");
    assert_falls_back(nowhere, "/proc/nowhere");

    let _starting = daemon::lock::Lock::try_take(&state.join("spawn.lock")).unwrap().unwrap();
    let mut impatient = project.build_command(&["static"]);
    impatient.env("SPRAG_START_TIMEOUT", "200");
    assert_falls_back(impatient, "takes long to start");
    project.assert_clean(&["static"]);
}

#[test]
fn f3_in_ci_there_is_no_daemon() {
    let project = Project::new();
    let mut build = project.build_command(&["static"]);
    let ran: Ran = build.env("CI", "1").output().unwrap().into();
    ran.expect(0);
    assert_eq!(project.daemon_pid(), None);
    project.assert_clean(&["static"]);
}
