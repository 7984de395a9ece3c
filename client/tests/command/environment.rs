//! Choosing the interpreter, and refusing those that cannot do.

use crate::project::{Project, Ran};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

fn executable(project: &Project, path: &str, script: &str) {
    project.write(path, format!("#!/bin/sh\n{script}\n"));
    fs::set_permissions(project.path(path), fs::Permissions::from_mode(0o755)).unwrap();
}

/// A build that finds only the programs in the project's `bin`.
fn with_only(project: &Project, arguments: &[&str]) -> Command {
    let mut command = project.command(&[&["build", "--no-daemon"], arguments].concat());
    command.env("PATH", project.path("bin"));
    command
}

fn run(mut command: Command) -> Ran {
    command.output().unwrap().into()
}

/// What an interpreter of version 3.`minor` answers, as a script.
fn answer(minor: u32, has_framework: bool) -> String {
    let has_framework = if has_framework { "True" } else { "False" };
    format!(r"printf '/usr/bin/python\0003\000{minor}\000{has_framework}\000False'")
}

#[test]
fn the_interpreter_comes_from_the_settings_the_active_environment_or_the_projects_own() {
    let project = Project::new();
    let environment = project.python.parent().unwrap().parent().unwrap();
    executable(&project, "bin/python3", "exit 1");

    let mut active = with_only(&project, &[]);
    active.env("VIRTUAL_ENV", environment);
    run(active).expect(0);

    symlink(environment, project.path(".venv")).unwrap();
    run(with_only(&project, &[])).expect(0);
    fs::remove_file(project.path(".venv")).unwrap();

    let settings = format!("[tool.sprag]\npython = '{}'\n", project.python.display());
    project.write("pyproject.toml", settings);
    run(with_only(&project, &[])).expect(0);
}

#[test]
fn without_the_framework_no_install_names_the_command_to_type() {
    let project = Project::new();
    executable(&project, "bin/python3", &answer(11, false));
    let ran = run(with_only(&project, &["--no-install"])).expect(1);
    assert!(ran.stderr.contains("error[SPR811]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("-m venv") && ran.stderr.contains("install spragkit"));
    assert!(!project.path(".venv").exists());
}

#[test]
fn python_3_13_is_refused_with_the_reason() {
    let project = Project::new();
    executable(&project, "bin/python3", &answer(13, true));
    let ran = run(with_only(&project, &[])).expect(1);
    assert!(ran.stderr.contains("error[SPR812]"), "{}", ran.stderr);
    assert!(ran.stderr.contains("3.13") && ran.stderr.contains("cgi"), "{}", ran.stderr);
}

#[test]
fn an_interpreter_that_is_gone_is_named() {
    let project = Project::new();
    let ran = project.sprag(&["build", "--python", "/nowhere/python"]).expect(1);
    assert!(ran.stderr.contains("error[SPR810]: /nowhere/python"), "{}", ran.stderr);

    fs::create_dir_all(project.path(".venv/bin")).unwrap();
    symlink("/nowhere/python", project.path(".venv/bin/python")).unwrap();
    let ran = project.sprag(&["build"]).expect(1);
    assert!(ran.stderr.contains("the interpreter of .venv is gone"), "{}", ran.stderr);
}

#[test]
fn a_missing_framework_is_installed_once_into_the_projects_own_environment() {
    let project = Project::new();
    project.write("requirements.txt", "sprag\n");
    executable(&project, "bin/python3", &answer(11, false));
    // Stands for uv: notes what it was asked, and makes an environment that works.
    let script = format!(
        "echo \"$@\" >> {calls}
case \"$1\" in
  pip) /bin/ln -s {environment} .venv
    while [ \"$1\" != -r ]; do shift; done
    /bin/cat \"$2\" >> {calls} ;;
esac",
        calls = project.path("calls").display(),
        environment = project.python.parent().unwrap().parent().unwrap().display(),
    );
    executable(&project, "bin/uv", &script);
    run(with_only(&project, &[])).expect(0);
    let calls = fs::read_to_string(project.path("calls")).unwrap();
    let lines: Vec<&str> = calls.lines().collect();
    assert!(lines.iter().any(|line| line.starts_with("venv --python")), "{calls}");
    assert!(lines.iter().any(|line| line.starts_with("pip install --python")), "{calls}");
    assert_eq!(lines.last(), Some(&"spragkit"));
    run(with_only(&project, &[])).expect(0);
    assert_eq!(
        fs::read_to_string(project.path("calls")).unwrap().matches("pip install").count(),
        1
    );
    let left: Vec<_> = fs::read_dir(project.path("")).unwrap().flatten().collect();
    assert!(
        left.iter().all(|entry| !entry.file_name().to_string_lossy().starts_with(".requirements"))
    );
}
