//! `sprag watch`: builds without end, as tasks of editors run it.

use crate::project::Project;
use std::io::{BufRead, BufReader};
use std::process::{Child, ChildStdout, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";

struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Watching {
    fn start(project: &Project, arguments: &[&str]) -> Self {
        let mut command = project.command(&["watch", "--python"]);
        command.arg(&project.python).args(arguments).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let output: ChildStdout = child.stdout.take().unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(output).lines().map_while(Result::ok).for_each(|line| {
                let _ = sender.send(line);
            });
        });
        Self { child, lines }
    }

    /// The lines up to one that begins so, with it.
    #[track_caller]
    fn until(&self, begin: &str) -> Vec<String> {
        let mut seen = Vec::new();
        loop {
            let line = self.lines.recv_timeout(Duration::from_secs(60));
            seen.push(line.unwrap_or_else(|_| panic!("no {begin} after {seen:?}")));
            if seen.last().unwrap().starts_with(begin) {
                return seen;
            }
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn every_change_is_a_build_between_its_markers() {
    for alone in [&[][..], &["--no-daemon"]] {
        let project = Project::new();
        let arguments = [&["static", "--output-format", "concise"], alone].concat();
        let watching = Watching::start(&project, &arguments);
        let first = watching.until("[sprag] build ok");
        assert_eq!(first[0], "[sprag] build start");
        project.replace(COMPONENTS, "class Badge(Component):", "class Badge(Component:");
        let second = watching.until("[sprag] build failed");
        assert_eq!(second[0], "[sprag] build start");
        assert!(second[1].starts_with(&format!("{COMPONENTS}:4:")), "{second:?}");
        assert!(second[1].contains(": error[SPR"), "{second:?}");
        // At once, as editors save: what is half written may be built as well.
        let text = std::fs::read_to_string(project.path(COMPONENTS)).unwrap();
        let text = text.replace("class Badge(Component:", "class Badge(Component):");
        project.write("saved", text.replace("Count: ", "Total: "));
        std::fs::rename(project.path("saved"), project.path(COMPONENTS)).unwrap();
        watching.until("[sprag] build ok");
        assert!(
            String::from_utf8_lossy(&project.tree("dist")["generated/components/Badge.js"])
                .contains("Total: ")
        );
    }
}

/// Long enough for a save to be noticed by a busy machine.
const NOTICED: Duration = Duration::from_millis(700);

#[test]
fn a_save_during_a_build_begins_it_over_between_the_same_markers() {
    let project = Project::new();
    let watching = Watching::start(&project, &["static", "--no-prerender"]);
    watching.until("[sprag] build ok");
    let place = project.failpoints().join("build-compiles");
    std::fs::create_dir_all(project.failpoints()).unwrap();
    std::fs::write(&place, "wait").unwrap();
    let text = std::fs::read_to_string(project.path(COMPONENTS)).unwrap();
    project.write(COMPONENTS, text.replace("class Badge(Component):", "class Badge(Component:"));
    let deadline = Instant::now() + Duration::from_secs(60);
    while !project.failpoints().join("build-compiles.reached").exists() {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(5));
    }
    project.write(COMPONENTS, text.replace("Count: ", "Total: "));
    std::thread::sleep(NOTICED);
    std::fs::remove_file(&place).unwrap();
    let lines = watching.until("[sprag] build ok");
    assert_eq!(lines.len(), 2, "the broken text was told: {lines:?}");
    let badge = &project.tree("dist")["generated/components/Badge.js"];
    assert!(String::from_utf8_lossy(badge).contains("Total: "));
}

#[test]
fn with_json_every_line_is_an_object_and_a_check_writes_nothing() {
    let project = Project::new();
    let watching = Watching::start(&project, &["--check", "--json"]);
    let lines = watching.until("{\"type\":\"build_end\"");
    let values: Vec<serde_json::Value> =
        lines.iter().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(values[0]["type"], "build_start");
    let end = values.last().unwrap();
    assert_eq!((&end["ok"], &end["summary"]["errors"]), (&true.into(), &0.into()));
    assert!(!project.path("dist").exists());
}

#[test]
fn a_watch_goes_on_with_the_next_daemon_and_ends_with_its_reader() {
    let project = Project::new();
    let mut watching = Watching::start(&project, &["static"]);
    watching.until("[sprag] build ok");
    project.sprag(&["daemon", "stop"]).expect(0);
    watching.until("[sprag] build ok");
    assert!(project.daemon_pid().is_some());
    watching.child.kill().unwrap();
    watching.child.wait().unwrap();
    let deadline = Instant::now() + Duration::from_secs(10);
    // Only the client that asks is left.
    while project.status()["clients"] != 1 {
        assert!(Instant::now() < deadline);
        std::thread::sleep(Duration::from_millis(20));
    }
}
