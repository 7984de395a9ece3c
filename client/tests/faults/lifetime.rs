//! L: how long a daemon lives, and what it survives while it does.

use crate::harness::{Process, wait_until};
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
        // Twenty interpreters would say no more.
        let ran = project.build(&["static", "--no-prerender"]).expect(0);
        assert!(!ran.stderr.contains("without the daemon"), "{round}: {}", ran.stderr);
        assert!(project.daemon().is_alive(), "{round}");
    }
    project.build(&["static"]).expect(0);
    project.assert_clean(&["static"]);
}

#[test]
fn l5_removing_the_state_folder_costs_nothing_but_a_new_daemon() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
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

/// How a daemon looks from outside after a while.
#[derive(Clone, Copy, Debug)]
struct Figures {
    megabytes: usize,
    files: usize,
    threads: usize,
    processes: usize,
}

impl Figures {
    fn of(daemon: Process) -> Self {
        Self {
            megabytes: daemon.memory() >> 20,
            files: daemon.open_files().len(),
            threads: daemon.threads(),
            processes: daemon.descendants().len(),
        }
    }
}

/// What a daemon has after so many looks at it is what it should have for ever.
const WARM_AFTER: u32 = 3;

/// In MiB: what the allocator keeps is not always the same.
const MORE_MEMORY: usize = 8;

/// `cargo xtask soak` says how long: `SPRAG_SOAK_SECONDS`.
#[test]
fn l9_soak_of_edits_checkouts_kills_and_audits_leaves_no_difference_and_nothing_grows() {
    let seconds = std::env::var("SPRAG_SOAK_SECONDS").ok().and_then(|text| text.parse().ok());
    let bound = Duration::from_secs(seconds.unwrap_or(10));
    let project = Project::new();
    let python = project.python.to_str().unwrap().to_owned();
    let text = fs::read_to_string(project.path(COMPONENTS)).unwrap();
    project.build(&["static"]).expect(0);
    let (start, mut round, mut audits, mut kills) = (Instant::now(), 0_u32, 0, 0);
    let (mut daemon, mut looks, mut early) = (project.daemon(), 0, None);
    while start.elapsed() < bound {
        round += 1;
        project.write(COMPONENTS, text.replace("Count: ", &format!("{round}: ")));
        match round % 40 {
            7 | 27 => {
                // As a checkout: many files at once.
                for index in 0..100 {
                    project.write(&format!("public/{index}.txt"), round.to_string());
                }
            }
            13 => fs::remove_dir_all(project.path("public")).unwrap(),
            17 | 37 => {
                let client = project.start_build(&["static"]);
                std::thread::sleep(Duration::from_millis(u64::from(round % 30)));
                client.kill9();
            }
            // The last one lives for most of the time: what grows, grows in it.
            39 if round % 80 == 79 && start.elapsed() < bound / 4 => {
                daemon.kill9();
                kills += 1;
                project.build(&["static"]).expect(0);
                (daemon, looks, early) = (project.daemon(), 0, None);
            }
            0 => {
                let audit = ["daemon", "audit", "static", "--python", &python];
                project.build(&["static"]).expect(0);
                project.sprag(&audit).expect(0);
                audits += 1;
            }
            _ => {
                let (_, summary) = project.connect().build(&project.request());
                assert!(summary.unwrap().published);
            }
        }
        if round % 40 == 35 {
            assert_eq!(project.daemon(), daemon, "it ended by itself");
            let now = Figures::of(daemon);
            println!("{round} rounds, {:?}, {now:?}", start.elapsed());
            looks += 1;
            if looks == WARM_AFTER {
                early = Some(now);
            }
            let Some(before) = early else { continue };
            assert!(now.files <= before.files + 2, "{before:?} {now:?}");
            assert!(now.threads <= before.threads + 2, "{before:?} {now:?}");
            assert!(now.processes <= before.processes, "{before:?} {now:?}");
            assert!(now.megabytes <= before.megabytes + MORE_MEMORY, "{before:?} {now:?}");
        }
    }
    println!("{round} rounds, {audits} audits, {kills} daemons killed, no difference");
    project.build(&["static"]).expect(0);
    project.assert_clean(&["static"]);
}

/// What the kernel counts of a process: times at which it gave up a processor by itself, and the
/// time that it had one.
fn activity(process: Process) -> (u64, u64) {
    let tasks = fs::read_dir(format!("/proc/{}/task", process.0)).unwrap().flatten();
    let (mut switches, mut ticks) = (0, 0);
    for task in tasks {
        let status = fs::read_to_string(task.path().join("status")).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        switches += line.unwrap().trim().parse::<u64>().unwrap();
        let stat = fs::read_to_string(task.path().join("stat")).unwrap();
        let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
        ticks += fields[11].parse::<u64>().unwrap() + fields[12].parse::<u64>().unwrap();
    }
    (switches, ticks)
}

/// `SPRAG_QUIET_SECONDS` says how long to look.
#[test]
fn an_idle_daemon_never_wakes_up() {
    let seconds = std::env::var("SPRAG_QUIET_SECONDS").ok().and_then(|text| text.parse().ok());
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let all: Vec<Process> = [vec![daemon], daemon.descendants()].concat();
    // The watchdog sees the end of the build after a tenth of its patience, which is a minute.
    std::thread::sleep(Duration::from_secs(8));
    let before: Vec<_> = all.iter().map(|process| activity(*process)).collect();
    std::thread::sleep(Duration::from_secs(seconds.unwrap_or(20)));
    let after: Vec<_> = all.iter().map(|process| activity(*process)).collect();
    println!("{} processes: {before:?} {after:?}", all.len());
    assert_eq!(before, after);
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
