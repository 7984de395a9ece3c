//! B: builds and their outputs, whoever dies and whatever happens to the output folder.

use crate::harness::{Process, Tree, differences, glimpse, wait_until};
use crate::project::Project;
use rustix::process::Signal;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";
const SERVER: &str = "app/routes/home/server.py";

/// Makes the page's `load` take that long.
fn slow_load(project: &Project, seconds: u32) {
    let slow = format!("import time\n\n        time.sleep({seconds})\n        return {{\"start\"");
    project.replace(SERVER, "return {\"start\"", &slow);
}

/// The processes of the running build: children of the app's process, which is one of the interpreter's.
fn build_children(daemon: Process) -> Vec<Process> {
    let below = |processes: &[Process]| -> Vec<Process> {
        processes.iter().flat_map(|process| process.descendants()).collect()
    };
    below(&below(&daemon.descendants()))
}

#[test]
fn b2_the_work_of_a_killed_client_stops_at_once() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    slow_load(&project, 60);
    let client = project.start_build(&["static"]);
    let daemon = project.daemon();
    wait_until("the page is rendered", || !build_children(daemon).is_empty());
    client.kill9();
    let start = Instant::now();
    wait_until("the build's processes end", || build_children(daemon).is_empty());
    wait_until("the daemon is idle", || project.status()["state"] == "idle");
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    project.replace(SERVER, "time.sleep(60)", "pass");
    project.build(&["static"]).expect(0);
    assert_eq!(project.daemon(), daemon);
    project.assert_clean(&["static"]);
}

#[test]
fn b3_of_two_clients_one_is_killed_and_the_other_is_served() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let point = project.fail_at("build-begins", "wait");
    let killed = project.start_build(&["static"]);
    point.wait_until_reached();
    let other = project.start_build(&["static"]);
    wait_until("both are connected", || project.status()["clients"] == 3);
    killed.kill9();
    point.release();
    other.wait().expect(0);
    project.assert_clean(&["static"]);
}

/// Reads the outputs again and again while `work` runs: every file is whole, old or new.
fn while_reading(project: &Project, old: &Tree, work: impl FnOnce()) -> Vec<Tree> {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let reader = scope.spawn(|| {
            let mut seen = vec![old.clone()];
            while !done.load(Ordering::Relaxed) {
                let tree = glimpse(&project.path("dist"));
                if seen.last() != Some(&tree) {
                    seen.push(tree);
                }
                // Whoever is watched needs the processor too.
                std::thread::sleep(Duration::from_millis(1));
            }
            seen
        });
        work();
        done.store(true, Ordering::Relaxed);
        reader.join().unwrap()
    })
}

#[test]
fn b4_a_daemon_killed_anywhere_in_publishing_leaves_whole_files_and_the_client_finishes() {
    let places = [
        "publish-staged",
        "publish-recorded",
        "publish-trade-0",
        "publish-trade-1",
        "publish-trade-2",
        "publish-traded",
        "publish-removed",
    ];
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let words = ["Sum: ", "Count: "];
    for (index, place) in places.iter().enumerate() {
        let old = project.tree("dist");
        project.replace(COMPONENTS, words[(index + 1) % 2], words[index % 2]);
        project.copy_home(
            "more",
            "/more",
            &[("Badge", "Label"), ("Counter", "Ticker"), ("Home", "More")],
        );
        if index % 2 == 1 {
            std::fs::remove_dir_all(project.path("app/routes/more")).unwrap();
        }
        let new = project.clean(&["static"]);
        // After three failures clients would leave the daemon alone.
        project.sprag(&["daemon", "restart"]).expect(0);
        let point = project.fail_at(place, "kill");
        let seen = while_reading(&project, &old, || {
            let ran = project.build(&["static"]).expect(0);
            assert!(ran.stderr.contains("building without the daemon"), "{place}: {}", ran.stderr);
        });
        assert!(point.was_reached(), "{place}");
        for (path, content) in seen.iter().flatten() {
            let known = [old.get(path), new.get(path)];
            assert!(known.contains(&Some(content)), "{place}: half of {path} was seen");
        }
        let found = differences(&project.tree("dist"), &new);
        assert!(found.is_empty(), "{place}: {}", found.join("\n"));
    }
}

#[test]
fn w4_a_folder_without_python_files_changes_what_a_failed_import_says() {
    let project = Project::new();
    project.write("app/shared/__init__.py", "");
    project.write("app/plain/a.txt", "");
    let server = std::fs::read_to_string(project.path(SERVER)).unwrap();
    let says = || {
        let concise = |words: &[&str]| {
            let ran = project
                .build(&[&["static", "--output-format", "concise"], words].concat())
                .expect(1);
            ran.stdout.lines().filter(|line| line.contains("SPR6")).collect::<String>()
        };
        let said = concise(&[]);
        assert_eq!(said, concise(&["--no-daemon", "--output", "alone"]));
        said
    };
    // In a package, in a folder that is none by itself, and in the project.
    for within in ["app/shared", "app/plain", "more"] {
        let module = within.replace('/', ".");
        let import = format!("from {module}.deep.er import three\n");
        project.write(SERVER, format!("{import}{server}"));
        let found = says();
        let first = if within == "more" { "'more'" } else { &format!("'{module}.deep'") };
        assert!(found.contains(first), "{within}: {found}");
        project.write(&format!("{within}/deep/x/z.txt"), "");
        let found = says();
        assert!(found.contains(&format!("'{module}.deep.er'")), "{within}: {found}");
    }
}

#[test]
fn b10_an_apps_process_that_ends_between_builds_is_started_anew() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let [interpreter, app] = *daemon.descendants() else { panic!("an interpreter and the app") };
    app.signal(Signal::KILL);
    project.replace(SERVER, "\"start\": 3", "\"start\": 4");
    let ran = project.build(&["static"]).expect(0);
    assert!(!ran.stderr.contains("without the daemon"), "{}", ran.stderr);
    assert!(interpreter.is_alive(), "another interpreter was started");
    assert_eq!(project.daemon(), daemon);
    project.assert_clean(&["static"]);
}

#[test]
fn b10_a_daemon_that_ends_in_a_build_costs_only_time() {
    let project = Project::new();
    for action in ["abort", "overflow", "kill"] {
        // Else the answer that was left behind would do.
        project.replace(COMPONENTS, "Count: ", "Count: x");
        let point = project.fail_at("build-compiles", action);
        let ran = project.build(&["static"]).expect(0);
        assert!(point.was_reached(), "{action}");
        let notes = ran.stderr.lines().filter(|line| line.contains("building without the daemon"));
        assert_eq!(notes.count(), 1, "{action}: {}", ran.stderr);
        project.assert_clean(&["static"]);
    }
}
