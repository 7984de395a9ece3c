//! Engines that are stuck, fail again and again, take too much memory or stack, or are not needed.

use crate::harness::wait_until;
use crate::project::{Project, Ran};
use std::fs;
use std::time::{Duration, Instant};

const MODULES: &str = "app/routes/home/modules.py";
const COMPONENTS: &str = "app/routes/home/components.py";
const FALLBACK: &str = "building without the daemon";

#[test]
fn b9_a_stuck_engine_is_told_of_and_then_ended() {
    let project = Project::new();
    let mut build = project.build_command(&["static"]);
    assert!(build.env("SPRAG_STUCK", "2").output().unwrap().status.success());
    let daemon = project.daemon();
    let point = project.fail_at("build-compiles", "wait");
    let client = project.start_build(&["static"]);
    point.wait_until_reached();
    let start = Instant::now();
    let state = project.status()["state"]["building"].clone();
    assert!(state.is_object() && start.elapsed() < Duration::from_secs(1), "{state}");
    daemon.wait_gone();
    point.release();
    let ran = client.wait().expect(0);
    assert!(ran.stderr.contains("the daemon has not moved for 2 s"), "{}", ran.stderr);
    assert!(ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    project.assert_clean(&["static"]);
}

#[test]
fn b8_a_daemon_that_fails_again_and_again_is_left_alone_until_it_is_restarted() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    for _ in 0..3 {
        // Else the answer that was left behind would do.
        project.replace(COMPONENTS, "Count: ", "Count: x");
        project.fail_at("build-compiles", "kill");
        assert!(project.build(&["static"]).expect(0).stderr.contains(FALLBACK));
    }
    for _ in 0..2 {
        let ran = project.build(&["static"]).expect(0);
        let lines: Vec<&str> = ran.stderr.lines().filter(|line| line.contains(FALLBACK)).collect();
        assert_eq!(lines.len(), 1, "{}", ran.stderr);
        assert!(lines[0].contains("again and again"), "{}", lines[0]);
        assert_eq!(project.daemon_pid(), None);
    }
    project.sprag(&["daemon", "restart"]).expect(0);
    assert!(!project.build(&["static"]).expect(0).stderr.contains(FALLBACK));
    project.assert_clean(&["static"]);
}

#[test]
fn b8_panics_count_as_failures_and_the_next_build_is_right() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    for _ in 0..3 {
        project.replace(COMPONENTS, "Count: ", "Count: x");
        project.fail_at("build-compiles", "panic");
        assert!(project.build(&["static"]).expect(0).stderr.contains(FALLBACK));
        assert_eq!(project.daemon(), daemon);
        project.assert_clean(&["static"]);
    }
    assert!(project.build(&["static"]).expect(0).stderr.contains("again and again"));
}

#[test]
fn l8_a_daemon_above_its_memory_limit_starts_over_and_is_right() {
    let project = Project::new();
    let mut build = project.build_command(&["static"]);
    let ran: Ran = build.env("SPRAG_MEMORY", "1").output().unwrap().into();
    assert!(!ran.expect(0).stderr.contains(FALLBACK));
    wait_until("the daemon ends", || project.info().is_none());
    let log = fs::read_to_string(project.state_folder().join("log/daemon.log")).unwrap();
    assert!(log.contains("it has too much memory"), "{log}");
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let ran = project.build(&["static"]).expect(0);
    assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    project.assert_clean(&["static"]);
}

#[test]
fn b10_absurd_nesting_is_a_diagnostic_or_builds() {
    let deep = 10_000;
    let absurd = [
        ("brackets", format!("x = {}1{}", "(".repeat(deep), ")".repeat(deep))),
        ("open brackets", format!("x = {}", "[".repeat(deep))),
        ("calls", format!("x = f{}", "()".repeat(deep))),
        ("operators", format!("x = 1{}", " + 1".repeat(deep))),
        ("not", format!("x = {}1", "not ".repeat(deep))),
        ("lambda", format!("x = {}1", "lambda: ".repeat(deep))),
        ("attributes", format!("x = a{}", ".b".repeat(deep))),
        (
            "branches",
            format!(
                "if a:\n            pass\n{}",
                "        elif b:\n            pass\n".repeat(deep)
            ),
        ),
        (
            "blocks",
            (0..deep / 10)
                .map(|n| format!("{}if a:\n", " ".repeat(n + usize::from(n > 0) * 8)))
                .collect(),
        ),
    ];
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let text = fs::read_to_string(project.path(MODULES)).unwrap();
    for (name, body) in absurd {
        project
            .write(MODULES, format!("{text}\n    def absurd(self, a=0, b=0):\n        {body}\n"));
        let ran = project.build(&["static", "--output-format", "concise"]);
        assert_eq!(ran.status, 1, "{name}: {}{}", ran.stdout, ran.stderr);
        assert!(ran.stdout.contains(&format!("{MODULES}:")), "{name}: {}", ran.stdout);
        assert_eq!(project.daemon(), daemon, "{name}");
    }
    // What the limits let through fits the stack in all that follows.
    let allowed = [
        ("brackets", format!("x = {}1{}", "(".repeat(190), ")".repeat(190))),
        ("operators", format!("x = 1{}", " + a".repeat(900))),
        (
            "branches",
            format!(
                "if a:\n            pass\n{}",
                "        elif b:\n            pass\n".repeat(490)
            ),
        ),
    ];
    for (name, body) in allowed {
        project
            .write(MODULES, format!("{text}\n    def absurd(self, a=0, b=0):\n        {body}\n"));
        let ran = project.build(&["static"]);
        assert!((0..=1).contains(&ran.status), "{name}: {}", ran.stderr);
        assert!(!ran.stderr.contains(FALLBACK), "{name}: {}", ran.stderr);
        assert_eq!(project.daemon(), daemon, "{name}");
    }
}
