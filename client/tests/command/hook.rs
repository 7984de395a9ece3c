//! `sprag hook`: what editors, `make` and pre-commit run after a save.

use crate::project::{Project, Ran};
use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";
const MODULES: &str = "app/routes/home/modules.py";
const BADGE_JS: &str = "dist/generated/components/Badge.js";

/// A project with a daemon that knows the tests' interpreter, and what it built.
fn built() -> Project {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project
}

/// The text of the compiled component, once it has these words.
fn wait_for_badge(project: &Project, words: &str) {
    let deadline = Instant::now() + Duration::from_secs(30);
    let has = || fs::read_to_string(project.path(BADGE_JS)).is_ok_and(|text| text.contains(words));
    while !has() {
        assert!(Instant::now() < deadline, "{words} was never built");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// As editors save: a new file takes the place of the old one.
fn save_atomically(project: &Project, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(project.path(path)).unwrap();
    assert!(text.contains(from), "{path} has {from:?}");
    project.write("app/4913", text.replace(from, to));
    fs::rename(project.path("app/4913"), project.path(path)).unwrap();
}

#[test]
fn a_hook_waits_for_the_build_of_the_save() {
    let project = built();
    save_atomically(&project, COMPONENTS, "Count: ", "Total: ");
    let ran = project.sprag(&["hook", COMPONENTS]).expect(0);
    assert_eq!((&*ran.stdout, &*ran.stderr), ("", ""));
    assert!(fs::read_to_string(project.path(BADGE_JS)).unwrap().contains("Total: "));
}

#[test]
fn a_hook_reports_the_problems_of_the_saved_files_alone() {
    let project = built();
    project.replace(COMPONENTS, "def render(self, props=None):", "def render(self, props=None:");
    project.replace(MODULES, "def on_start(self):", "def on_start(self:");
    let both = project.sprag(&["hook", COMPONENTS, MODULES]).expect(1);
    assert_eq!(both.stdout.lines().count(), 2, "{}", both.stdout);
    let one = project.sprag(&["hook", COMPONENTS]).expect(1);
    let [line] = *one.stdout.lines().collect::<Vec<_>>() else { panic!("{}", one.stdout) };
    assert!(line.starts_with(&format!("{COMPONENTS}:5:")), "{line}");
    assert!(line.contains(": error[SPR"), "{line}");
    project.sprag(&["hook", "app/routes/home/page.py"]).expect(0);
    fs::remove_file(project.path(COMPONENTS)).unwrap();
    let gone = project.sprag(&["hook", COMPONENTS]);
    assert!(!gone.stdout.contains(COMPONENTS), "{}", gone.stdout);
}

/// Has a file away, then empty, at the moment at which a hook's build looks at it.
#[test]
fn a_file_that_its_editor_is_still_writing_is_looked_at_again() {
    let project = built();
    let (point, reached) = (project.failpoints().join("build-swept"), "build-swept.reached");
    let text = fs::read_to_string(project.path(COMPONENTS)).unwrap();
    let broken = text.replace("def render(self, props=None):", "def render(self, props=None:");
    fs::create_dir_all(project.failpoints()).unwrap();
    let moments: [&dyn Fn(); 2] =
        [&|| fs::rename(project.path(COMPONENTS), project.path("away.bck")).unwrap(), &|| {
            project.write(COMPONENTS, "")
        }];
    for save in moments {
        for hooked in [COMPONENTS, "."] {
            project.write(COMPONENTS, &text);
            project.sprag(&["hook", "."]).expect(0);
            let _ = fs::remove_file(project.failpoints().join(reached));
            fs::write(&point, "wait").unwrap();
            save();
            let mut hook = project.command(&["hook", hooked]);
            let hook = hook.stdout(std::process::Stdio::piped()).spawn().unwrap();
            let deadline = Instant::now() + Duration::from_secs(60);
            while !project.failpoints().join(reached).exists() {
                assert!(Instant::now() < deadline, "the hook builds nothing");
                std::thread::sleep(Duration::from_millis(5));
            }
            project.write(COMPONENTS, &broken);
            fs::remove_file(&point).unwrap();
            let ran = Ran::from(hook.wait_with_output().unwrap()).expect(1);
            assert!(ran.stdout.starts_with(&format!("{COMPONENTS}:5:")), "{}", ran.stdout);
        }
    }
}

#[test]
fn a_hook_that_does_not_wait_returns_at_once_and_the_daemon_builds() {
    let project = built();
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let ran = project.sprag(&["hook", "--no-wait", COMPONENTS]).expect(0);
    assert_eq!((&*ran.stdout, &*ran.stderr), ("", ""));
    wait_for_badge(&project, "Total: ");
    project.replace(COMPONENTS, "Total: ", "Sum: (");
    project.write(MODULES, "class Counter(:\n");
    project.sprag(&["hook", "--no-wait", COMPONENTS, MODULES]).expect(0);
    wait_for_badge(&project, "Sum: (");
}

#[test]
fn a_hook_that_does_not_wait_never_starts_a_daemon_nor_fails() {
    let project = Project::new();
    project.sprag(&["hook", "--no-wait", COMPONENTS, "/nowhere/at/all.py"]).expect(0);
    project.sprag(&["hook", "--no-wait"]).expect(0);
    assert!(!project.state().exists());
    let project = built();
    project.sprag(&["daemon", "stop"]).expect(0);
    project.sprag(&["hook", "--no-wait", COMPONENTS]).expect(0);
    assert_eq!(project.daemon_pid(), None);
}

#[test]
fn files_of_no_project_are_a_silent_success() {
    let project = Project::new();
    for path in ["/etc/hostname", "/proc/self/status", "../elsewhere.py"] {
        let ran = project.sprag(&["hook", path]).expect(0);
        assert_eq!((&*ran.stdout, &*ran.stderr), ("", ""), "{path}");
    }
    assert!(!project.state().exists());
}

#[test]
fn before_the_first_build_a_hook_checks_and_writes_nothing() {
    for alone in [&[][..], &["--no-daemon"]] {
        let project = Project::new();
        let python = project.python.to_str().unwrap();
        let hook = ["hook", "--python", python, COMPONENTS];
        project.sprag(&[&hook, alone].concat()).expect(0);
        project.replace(COMPONENTS, "class Badge(Component):", "class Badge(Component:");
        let ran = project.sprag(&[&hook, alone].concat()).expect(1);
        assert!(ran.stdout.starts_with(&format!("{COMPONENTS}:")), "{}", ran.stdout);
        assert!(!project.path("dist").exists());
    }
}

#[test]
fn paths_may_be_relative_absolute_links_and_of_several_projects() {
    let (one, two) = (built(), built());
    for project in [&one, &two] {
        project.replace(COMPONENTS, "class Badge(Component):", "class Badge(Component:");
    }
    let link = one.path("../link");
    symlink(two.path(""), &link).unwrap();
    let through_link = link.join(COMPONENTS);
    // The daemon of the second project has its state elsewhere; it is checked in a daemon of its own.
    let mut hook = one.command(&["hook", "--python"]);
    hook.arg(&one.python).arg(COMPONENTS).arg(one.path(COMPONENTS)).arg(through_link);
    let ran = Ran::from(hook.output().unwrap()).expect(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 2, "{}", ran.stdout);
    assert!(lines.iter().any(|line| line.starts_with(&format!("{COMPONENTS}:4:"))), "{lines:?}");
    let other = two.path(COMPONENTS).display().to_string();
    assert!(lines.iter().any(|line| line.starts_with(&format!("{other}:4:"))), "{lines:?}");
    one.command(&["daemon", "stop"]).arg(two.path("")).output().unwrap();
}

#[test]
fn a_thousand_saves_in_a_row_end_in_the_last_one() {
    let project = built();
    let mut clients = Vec::new();
    for round in 0..1000 {
        let text = fs::read_to_string(project.path(COMPONENTS)).unwrap();
        let (before, after) = (format!("Count {}: ", round - 1), format!("Count {round}: "));
        let text = if round == 0 {
            text.replace("Count: ", &after)
        } else {
            text.replace(&before, &after)
        };
        project.write(COMPONENTS, text);
        clients.push(project.command(&["hook", "--no-wait", COMPONENTS]).spawn().unwrap());
        if clients.len() == 50 {
            for mut client in clients.drain(..) {
                assert!(client.wait().unwrap().success());
            }
        }
    }
    wait_for_badge(&project, "Count 999: ");
    project.sprag(&["hook", COMPONENTS]).expect(0);
    assert!(project.status()["builds"].as_u64().unwrap() <= 1002);
}
