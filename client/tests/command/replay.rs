//! What is typed again: answered by `sprag` alone, and never with an older state.

use crate::project::{Project, Ran};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

const COMPONENTS: &str = "app/routes/home/components.py";
const MODULES: &str = "app/routes/home/modules.py";

/// Whether `spragd` ran for what `ask` does.
fn takes_the_whole_program<T>(project: &Project, ask: impl FnOnce() -> T) -> (bool, T) {
    let reached = project.failpoints().join("client-whole.reached");
    fs::create_dir_all(project.failpoints()).unwrap();
    fs::write(project.failpoints().join("client-whole"), "sleep 0").unwrap();
    let answer = ask();
    let ran = reached.exists();
    for name in ["client-whole", "client-whole.reached"] {
        let _ = fs::remove_file(project.failpoints().join(name));
    }
    (ran, answer)
}

/// Asks until `sprag` answers alone: the app's first builds leave files behind, and stamps have to settle.
fn settle(project: &Project, ask: impl Fn() -> Ran) -> Ran {
    for _ in 0..100 {
        let (whole, ran) = takes_the_whole_program(project, &ask);
        if !whole {
            return ran;
        }
        sleep(Duration::from_millis(100));
    }
    panic!("the whole program is needed each time");
}

fn settled(arguments: &[&str]) -> (Project, String) {
    let project = Project::new();
    let ran = settle(&project, || project.build(arguments).expect(0));
    (project, ran.stdout)
}

fn begun(project: &Project) -> u64 {
    project.status()["builds"].as_u64().unwrap()
}

#[track_caller]
fn assert_whole(project: &Project, ask: impl FnOnce() -> Ran) -> Ran {
    let (whole, ran) = takes_the_whole_program(project, ask);
    assert!(whole, "{}", ran.stdout);
    ran
}

#[test]
fn what_is_asked_again_is_answered_without_the_compiler_and_in_the_same_words() {
    let (project, output) = settled(&["static"]);
    let by_spragd = Command::new(env!("CARGO_BIN_EXE_spragd"))
        .args(project.build_command(&["static"]).get_args())
        .current_dir(project.path(""))
        .env("SPRAG_STATE_DIR", project.state())
        .env_remove("CI")
        .output()
        .unwrap();
    assert_eq!(Ran::from(by_spragd).expect(0).stdout, output);
    let checked = || project.sprag(&["check", "--python", &project.python.to_string_lossy()]);
    for _ in 0..2 {
        checked().expect(0);
    }
    let (whole, ran) = takes_the_whole_program(&project, checked);
    assert!(!whole);
    assert_eq!(ran.expect(0).stdout, "no problems\n");
}

#[test]
fn the_build_that_sprag_began_is_the_only_one() {
    let (project, _) = settled(&["static"]);
    let before = begun(&project);
    project.replace(MODULES, "\"count\": 1", "\"count\": 2");
    let (whole, ran) = takes_the_whole_program(&project, || project.build(&["static"]).expect(0));
    assert!(ran.stdout.starts_with("built dist in "), "{}", ran.stdout);
    assert!(!ran.stdout.contains(" 0 files written"), "{}", ran.stdout);
    // Only what takes its time is shown as it goes on.
    assert!(!whole || ran.stderr.contains("compiling"), "{}", ran.stderr);
    assert_eq!(begun(&project), before + 1);
    project.write(COMPONENTS, "def (\n");
    let ran = assert_whole(&project, || project.build(&["static"])).expect(1);
    assert!(ran.stderr.contains(COMPONENTS), "{}", ran.stderr);
    assert_eq!(begun(&project), before + 2);
}

#[test]
fn an_edit_without_problems_is_built_and_told_without_the_compiler() {
    let (project, _) = settled(&["static"]);
    for count in 2..40 {
        project.replace(
            MODULES,
            &format!("\"count\": {}", count - 1),
            &format!("\"count\": {count}"),
        );
        let (whole, ran) =
            takes_the_whole_program(&project, || project.build(&["static"]).expect(0));
        if !whole {
            assert!(ran.stdout.contains(" 2 files written, 0 removed"), "{}", ran.stdout);
            assert_eq!(ran.stderr, "");
            return;
        }
    }
    panic!("no edit was told at once");
}

#[test]
fn problems_are_told_again_with_the_same_words_and_status() {
    let (project, _) = settled(&["static"]);
    project.replace(MODULES, "\"count\": 1", "\"count\": missing");
    let first = assert_whole(&project, || project.build(&["static"])).expect(1);
    assert!(first.stderr.contains("\"count\": missing"), "{}", first.stderr);
    let again = settle(&project, || project.build(&["static"]).expect(1));
    // Without the progress of the build.
    assert_eq!(again.stderr, first.stderr[first.stderr.find("error[").unwrap()..]);
    let colored = project.build_command(&["static"]).env("CLICOLOR_FORCE", "1").output().unwrap();
    assert!(Ran::from(colored).expect(1).stderr.contains("\u{1b}["));
}

#[test]
fn outputs_that_are_gone_or_edited_are_made_again() {
    let (project, _) = settled(&["static"]);
    let page = project.path("dist/index.html");
    let text = fs::read(&page).unwrap();
    fs::write(&page, "edited").unwrap();
    project.build(&["static"]).expect(0);
    assert_eq!(fs::read(&page).unwrap(), text);
    fs::remove_dir_all(project.path("dist")).unwrap();
    project.build(&["static"]).expect(0);
    assert_eq!(fs::read(&page).unwrap(), text);
}

#[test]
fn a_variable_that_the_app_asks_for_is_asked_for_again() {
    let project = Project::new();
    let home = "app/routes/home/web.py";
    project.replace(home, "from sprag import", "import os\nfrom sprag import");
    project.replace(home, "\"Start: \"", "os.environ.get(\"THE_WORD\", \"none\")");
    let build = |word: &str| -> Ran {
        project.build_command(&["static"]).env("THE_WORD", word).output().unwrap().into()
    };
    settle(&project, || build("one").expect(0));
    let before = begun(&project);
    assert!(!build("two").expect(0).stdout.contains(" 0 files written"));
    assert_eq!(begun(&project), before + 1);
}

#[test]
fn a_note_holds_only_for_the_same_project_settings_and_daemon() {
    let (project, output) = settled(&["static"]);
    // The daemon is gone.
    project.sprag(&["daemon", "stop"]).expect(0);
    let ran = assert_whole(&project, || project.build(&["static"])).expect(0);
    assert!(ran.stdout.contains(" 0 files written"), "{}", ran.stdout);
    for _ in 0..2 {
        project.build(&["static"]).expect(0);
    }
    let (whole, ran) = takes_the_whole_program(&project, || project.build(&["static"]));
    assert!(!whole);
    assert_eq!(ran.stdout, output);
    // The settings are others.
    project.write("pyproject.toml", "[tool.sprag]\nthis is no TOML\n");
    assert_whole(&project, || project.build(&["static"])).expect(2);
}

#[test]
fn a_link_that_leads_to_another_project_is_another_question() {
    let (one, two) = (Project::new(), Project::new());
    let link = one.path("../link");
    let build = || -> Ran {
        let mut command = one.command(&["build", "static", "--python"]);
        command.arg(&one.python).arg(&link).output().unwrap().into()
    };
    symlink(one.path(""), &link).unwrap();
    settle(&one, || build().expect(0));
    fs::remove_file(&link).unwrap();
    symlink(two.path(""), &link).unwrap();
    assert_whole(&one, build).expect(0);
    assert!(two.path("dist/index.html").exists());
    one.sprag(&["daemon", "stop", &two.path("").to_string_lossy()]).expect(0);
}

#[test]
fn damaged_notes_are_no_notes() {
    let (project, output) = settled(&["static"]);
    let notes = fs::read_dir(project.state().join("replays")).unwrap();
    for note in notes {
        fs::write(note.unwrap().path(), "{\"root\":").unwrap();
    }
    assert_eq!(assert_whole(&project, || project.build(&["static"])).expect(0).stdout, output);
    assert!(!takes_the_whole_program(&project, || project.build(&["static"])).0);
}

#[test]
fn sprag_without_the_program_beside_it_says_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("sprag");
    fs::copy(env!("CARGO_BIN_EXE_sprag"), &program).unwrap();
    let ran = Ran::from(Command::new(&program).arg("build").output().unwrap()).expect(2);
    let missing = folder.path().join("spragd");
    assert!(ran.stderr.contains(&missing.to_string_lossy().into_owned()), "{}", ran.stderr);
    assert!(Path::new(env!("CARGO_BIN_EXE_spragd")).exists());
}

#[test]
fn a_save_without_problems_is_told_without_the_compiler_however_the_hook_is_called() {
    let (project, _) = settled(&["static"]);
    let before = begun(&project);
    let labels = ["Count: ", "Total: ", "Sum: ", "All: "];
    for (round, waits) in [true, false, true].into_iter().enumerate() {
        project.replace(COMPONENTS, labels[round], labels[round + 1]);
        let hook: &[&str] =
            if waits { &["hook", COMPONENTS] } else { &["hook", "--no-wait", MODULES, COMPONENTS] };
        let (whole, ran) = takes_the_whole_program(&project, || project.sprag(hook).expect(0));
        assert!(!whole, "{hook:?}");
        assert_eq!((&*ran.stdout, &*ran.stderr), ("", ""));
        wait_for_badge(&project, labels[round + 1]);
    }
    assert_eq!(begun(&project), before + 3);
    // What is wrong is told by the whole program, about the same build.
    project.replace(MODULES, "\"count\": 1", "\"count\": missing");
    let ran = assert_whole(&project, || project.sprag(&["hook", MODULES])).expect(1);
    assert!(ran.stdout.starts_with(&format!("{MODULES}:")), "{}", ran.stdout);
    assert_eq!(begun(&project), before + 4);
    let other = assert_whole(&project, || project.sprag(&["hook", COMPONENTS])).expect(0);
    assert_eq!(other.stdout, "");
}

/// Until the output shows the save.
fn wait_for_badge(project: &Project, text: &str) {
    let output = project.path("dist/generated/components/Badge.js");
    for _ in 0..200 {
        if fs::read_to_string(&output).is_ok_and(|found| found.contains(text)) {
            return;
        }
        sleep(Duration::from_millis(20));
    }
    panic!("{text} is not built");
}

#[test]
fn a_hook_with_nobody_to_tell_takes_no_compiler() {
    let project = Project::new();
    for hook in [
        &["hook", "--no-wait", MODULES][..],
        &["hook", "--no-wait"],
        &["hook"],
        &["hook", "/etc/hostname"],
    ] {
        let (whole, ran) = takes_the_whole_program(&project, || project.sprag(hook).expect(0));
        assert!(!whole, "{hook:?}");
        assert_eq!((&*ran.stdout, &*ran.stderr), ("", ""));
    }
    assert!(!project.state().exists());
    let (whole, _) = takes_the_whole_program(&project, || project.sprag(&["hook", "--help"]));
    assert!(whole);
}
