//! L: how long a daemon lives, and what it survives while it does.

use crate::harness::wait_until;
use crate::project::Project;
use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";

/// Builds with a daemon that ends after a second without work.
fn build_impatiently(project: &Project) {
    let mut build = project.build_command(&["static"]);
    assert!(build.env("SPRAG_IDLE", "1").output().unwrap().status.success());
}

#[test]
fn l1_a_daemon_without_work_ends_and_the_next_build_starts_another() {
    let project = Project::new();
    build_impatiently(&project);
    let daemon = project.daemon();
    daemon.wait_gone();
    assert_eq!(project.daemon_pid(), None);
    project.build(&["static"]).expect(0);
    assert_ne!(project.daemon(), daemon);
}

#[test]
fn l2_a_daemon_that_somebody_is_connected_to_stays() {
    let project = Project::new();
    build_impatiently(&project);
    let daemon = project.daemon();
    let connection = project.connect();
    std::thread::sleep(Duration::from_secs(3));
    assert!(daemon.is_alive());
    drop(connection);
    daemon.wait_gone();
}

#[test]
fn l3_stop_ends_a_daemon_whose_build_is_stuck() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let python = daemon.descendants();
    let point = project.fail_at("build-compiles", "wait");
    let client = project.start_build(&["static"]);
    point.wait_until_reached();
    let start = Instant::now();
    project.sprag(&["daemon", "stop"]).expect(0);
    daemon.wait_gone();
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    python.iter().for_each(|process| process.wait_gone());
    point.release();
    assert!(client.wait().expect(0).stderr.contains("building without the daemon"));
    project.assert_clean(&["static"]);
}

#[test]
fn l4_stops_and_starts_at_once_never_leave_two_daemons_or_none() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    for round in 0..20 {
        let stop = project.start(&["daemon", "stop"]);
        let restart = project.start(&["daemon", "restart"]);
        let other = project.start(&["daemon", "stop"]);
        for client in [stop, restart, other] {
            let ran = client.wait();
            // A restart may lose its new daemon to the other stop, and then says so.
            assert!(ran.status == 0 || ran.stderr.contains("daemon"), "{round}: {}", ran.stderr);
        }
        let ran = project.build(&["static"]).expect(0);
        assert!(!ran.stderr.contains("without the daemon"), "{round}: {}", ran.stderr);
        assert!(project.daemon().is_alive(), "{round}");
    }
    project.assert_clean(&["static"]);
}

#[test]
fn l5_removing_the_state_folder_costs_nothing_but_a_new_daemon() {
    let project = Project::new();
    build_impatiently(&project);
    let old = project.daemon();
    let _busy = project.connect();
    fs::remove_dir_all(project.state()).unwrap();
    project.build(&["static"]).expect(0);
    assert_ne!(project.daemon(), old);
    old.wait_gone();
    project.assert_clean(&["static"]);
}

#[test]
fn l6_a_full_disk_under_the_log_does_not_disturb_the_daemon() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    let log = project.state_folder().join("log/daemon.log");
    fs::remove_file(&log).unwrap();
    symlink("/dev/full", &log).unwrap();
    for words in [["Count: ", "Total: "], ["Total: ", "Sum: "]] {
        project.replace(COMPONENTS, words[0], words[1]);
        let ran = project.build(&["static"]).expect(0);
        assert!(!ran.stderr.contains("without the daemon"), "{}", ran.stderr);
    }
    assert_eq!(project.status()["builds"], 2);
    project.assert_clean(&["static"]);
}

#[test]
fn l7_a_daemon_that_runs_out_of_file_descriptors_recovers_and_is_right() {
    let project = Project::new();
    let mut limited = std::process::Command::new("sh");
    limited.args(["-c", "ulimit -n 64; exec \"$@\"", "sh"]);
    let restart = project.command(&["daemon", "restart"]);
    limited.arg(restart.get_program()).args(restart.get_args()).current_dir(project.path(""));
    let variables = restart.get_envs().filter_map(|(name, value)| Some((name, value?)));
    assert!(limited.envs(variables).status().unwrap().success());
    let daemon = project.daemon();
    let info = project.info().unwrap();
    let crowd: Vec<_> = (0..100)
        .map_while(|_| std::os::unix::net::UnixStream::connect(&info.socket).ok())
        .collect();
    assert!(crowd.len() >= 60, "{}", crowd.len());
    project.build(&["static"]).expect(0);
    project.assert_clean(&["static"]);
    drop(crowd);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    wait_until("the crowd is gone", || daemon.open_files().len() < 40);
    let ran = project.build(&["static"]).expect(0);
    assert!(!ran.stderr.contains("without the daemon"), "{}", ran.stderr);
    assert_eq!(project.daemon(), daemon);
    project.assert_clean(&["static"]);
}

#[test]
fn l9_many_builds_leave_no_threads_files_or_processes_behind() {
    let project = Project::new();
    let words = ["Count: ", "Total: "];
    let mut counts = Vec::new();
    for round in 0..30 {
        project.replace(COMPONENTS, words[round % 2], words[(round + 1) % 2]);
        let mut connection = match round {
            0 => {
                project.build(&["static"]).expect(0);
                continue;
            }
            _ => project.connect(),
        };
        let (_, summary) = connection.build(&project.request());
        assert!(summary.unwrap().published);
        let daemon = project.daemon();
        counts.push((daemon.threads(), daemon.descendants().len()));
        assert!(daemon.open_files().len() < 40);
        assert!(daemon.memory() < 1 << 30);
    }
    let (first, last) = (counts[2], counts[counts.len() - 1]);
    assert!(last.0 <= first.0 + 1 && last.1 <= first.1, "{counts:?}");
}

#[test]
fn l10_a_daemon_that_was_frozen_serves_on() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    daemon.freeze();
    project.replace(COMPONENTS, "Count: ", "Total: ");
    std::thread::sleep(Duration::from_millis(500));
    daemon.thaw();
    let ran = project.build(&["static"]).expect(0);
    assert!(!ran.stderr.contains("without the daemon"), "{}", ran.stderr);
    project.assert_clean(&["static"]);
}
