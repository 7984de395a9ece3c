//! Starting, finding, losing and replacing the daemon.

use crate::project::Project;
use rustix::process::{Pid, Signal, kill_process};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn signal(pid: i32, signal: Signal) {
    kill_process(Pid::from_raw(pid).unwrap(), signal).unwrap();
}

/// The one folder with a daemon's files.
fn state(project: &Project) -> PathBuf {
    fs::read_dir(project.state()).unwrap().next().unwrap().unwrap().path()
}

#[test]
fn a_build_starts_a_daemon_that_the_next_build_finds() {
    let project = Project::new();
    project.build(&[]).expect(0);
    let pid = project.daemon_pid();
    assert!(pid.is_some());
    project.build(&[]).expect(0);
    assert_eq!(project.daemon_pid(), pid);
    assert_eq!(project.status()["builds"], 2);
}

#[test]
fn status_and_stop_never_start_a_daemon() {
    let project = Project::new();
    assert_eq!(project.status()["running"], false);
    project.sprag(&["daemon", "stop"]).expect(0);
    project.sprag(&["daemon", "status"]).expect(0);
    assert!(!project.state().exists());
}

#[test]
fn without_a_daemon_or_in_ci_none_is_started() {
    let project = Project::new();
    project.build(&["--no-daemon"]).expect(0);
    let mut in_ci = project.build_command(&[]);
    assert!(in_ci.env("CI", "true").output().unwrap().status.success());
    assert_eq!(project.status()["running"], false);
}

#[test]
fn a_killed_daemon_is_replaced_by_the_next_build() {
    let project = Project::new();
    project.build(&[]).expect(0);
    let killed = project.daemon_pid().unwrap();
    signal(killed, Signal::KILL);
    let ran = project.build(&[]).expect(0);
    assert!(!ran.stderr.contains("without the daemon"), "{}", ran.stderr);
    assert_ne!(project.daemon_pid().unwrap(), killed);
}

#[test]
fn stop_ends_the_daemon_and_restart_starts_another() {
    let project = Project::new();
    project.build(&[]).expect(0);
    let first = project.daemon_pid();
    project.sprag(&["daemon", "restart"]).expect(0);
    let second = project.daemon_pid();
    assert!(second.is_some() && second != first);
    project.sprag(&["daemon", "stop"]).expect(0);
    assert_eq!(project.daemon_pid(), None);
    assert!(!state(&project).join("s").exists());
}

#[test]
fn twenty_clients_at_once_start_one_daemon() {
    let project = Project::new();
    let clients: Vec<_> = (0..20).map(|_| project.build_command(&[]).spawn().unwrap()).collect();
    for mut client in clients {
        assert!(client.wait().unwrap().success());
    }
    // Requests for the same that wait together are one build; a second daemon would have begun anew.
    let served = project.status()["builds"].as_u64().unwrap();
    assert!((1..=20).contains(&served), "{served}");
}

#[test]
fn a_frozen_daemon_is_neither_waited_for_nor_replaced() {
    let project = Project::new();
    project.build(&[]).expect(0);
    let pid = project.daemon_pid().unwrap();
    signal(pid, Signal::STOP);
    let start = Instant::now();
    let ran = project.build(&[]);
    signal(pid, Signal::CONT);
    assert!(ran.expect(0).stderr.contains("building without the daemon"));
    assert!(start.elapsed() < Duration::from_secs(20));
    assert_eq!(project.daemon_pid(), Some(pid));
}

#[test]
fn a_daemon_that_dies_during_a_build_costs_only_time() {
    let project = Project::new();
    let slow = "import time\n\n        time.sleep(1)\n        return {\"start\": 3}";
    project.replace("app/routes/home/server.py", "return {\"start\": 3}", slow);
    let mut client =
        project.build_command(&[]).stderr(std::process::Stdio::piped()).spawn().unwrap();
    let is_building = || project.status()["state"]["building"].is_object();
    while !is_building() {
        assert!(client.try_wait().unwrap().is_none(), "the build ended before it was seen");
    }
    signal(project.daemon_pid().unwrap(), Signal::KILL);
    let ran: crate::project::Ran = client.wait_with_output().unwrap().into();
    assert!(ran.expect(0).stderr.contains("building without the daemon"));
    let outputs = project.tree("dist");
    project.build(&["--no-daemon", "--output", "clean"]).expect(0);
    assert_eq!(outputs, project.tree("clean"));
}

#[test]
fn nonsense_in_place_of_the_description_or_the_socket_is_survived() {
    let project = Project::new();
    project.build(&[]).expect(0);
    signal(project.daemon_pid().unwrap(), Signal::KILL);
    let state = state(&project);
    fs::write(state.join("info.json"), "{\"pid\":").unwrap();
    project.build(&[]).expect(0);
    assert!(project.daemon_pid().is_some());
    project.sprag(&["daemon", "stop"]).expect(0);
    fs::write(state.join("s"), "mine").unwrap();
    let ran = project.build(&[]).expect(0);
    assert!(ran.stderr.contains("building without the daemon"), "{}", ran.stderr);
    assert_eq!(fs::read_to_string(state.join("s")).unwrap(), "mine");
}

#[test]
fn state_that_others_could_write_is_refused_and_the_build_succeeds() {
    let project = Project::new();
    project.build(&[]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    fs::set_permissions(state(&project), fs::Permissions::from_mode(0o777)).unwrap();
    let ran = project.build(&[]).expect(0);
    assert!(ran.stderr.contains("does not belong to this user alone"), "{}", ran.stderr);
}

#[test]
fn a_daemon_holds_nothing_of_the_process_that_started_it() {
    let project = Project::new();
    // A reader of the client's output sees its end although the daemon lives on.
    let ran = project.build(&[]).expect(0);
    assert!(ran.stdout.contains("serve it"));
    let pid = project.daemon_pid().unwrap();
    for entry in fs::read_dir(format!("/proc/{pid}/fd")).unwrap() {
        let target = fs::read_link(entry.unwrap().path()).unwrap_or_default();
        let target = target.to_string_lossy();
        let is_own = ["socket:", "anon_inode:", "pipe:", "/dev/null", "/proc/"]
            .iter()
            .any(|kind| target.starts_with(kind))
            || target.starts_with(&*project.state().canonicalize().unwrap().to_string_lossy());
        assert!(is_own, "{target}");
    }
    assert_eq!(fs::read_link(format!("/proc/{pid}/cwd")).unwrap(), PathBuf::from("/"));
}

#[test]
fn garbage_on_the_socket_harms_only_its_own_connection() {
    use std::io::{Read, Write};
    let project = Project::new();
    project.build(&[]).expect(0);
    let socket = state(&project).join("s");
    for garbage in [&b"GET / HTTP/1.1\r\n\r\n"[..], &[0xff; 64], &[4, 0, 0, 0, b'n'], &[]] {
        let mut stream = std::os::unix::net::UnixStream::connect(&socket).unwrap();
        stream.write_all(garbage).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answer = Vec::new();
        // Closed, perhaps with bytes that the daemon did not care to read.
        let _ = stream.read_to_end(&mut answer);
        assert!(answer.is_empty());
    }
    project.build(&[]).expect(0);
    assert_eq!(project.status()["builds"], 2);
}

#[test]
fn a_log_that_is_followed_shows_what_the_daemon_does_later() {
    let project = Project::new();
    let mut command = project.command(&["daemon", "logs", "-f"]);
    let mut reader = command.stdout(std::process::Stdio::piped()).spawn().unwrap();
    let output = std::io::BufReader::new(reader.stdout.take().unwrap());
    let (sender, lines) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        std::io::BufRead::lines(output).map_while(Result::ok).for_each(|line| {
            let _ = sender.send(line);
        });
    });
    let wait_for = |word: &str| loop {
        let line = lines.recv_timeout(Duration::from_secs(20)).unwrap();
        if line.contains(word) {
            return;
        }
    };
    project.build(&[]).expect(0);
    wait_for("serving");
    project.sprag(&["daemon", "stop"]).expect(0);
    wait_for("stopping");
    reader.kill().unwrap();
    reader.wait().unwrap();
    assert!(project.sprag(&["daemon", "logs"]).expect(0).stdout.contains("serving"));
}

#[test]
fn every_code_that_a_build_shows_can_be_explained() {
    let project = Project::new();
    project.write("app/routes/home/components.py", "class Badge(:\n");
    let ran = project.build(&["--json"]).expect(1);
    let diagnostics = ran.lines("diagnostic");
    assert!(!diagnostics.is_empty());
    for diagnostic in diagnostics {
        let code = diagnostic["code"].as_str().unwrap();
        let explained = project.sprag(&["explain", code]).expect(0);
        assert!(explained.stdout.contains(code) && explained.stdout.contains("What to do"));
        assert!(project.sprag(&["explain"]).expect(0).stdout.contains(code));
    }
    project.sprag(&["explain", "SPR000"]).expect(2);
}

#[test]
fn status_says_which_queries_the_memory_is_used_for() {
    let project = Project::new();
    let of = |project: &Project| -> serde_json::Value {
        let ran = project.sprag(&["status", "--memory", "--json"]).expect(0);
        serde_json::from_str(&ran.stdout).unwrap()
    };
    assert_eq!(of(&project)["running"], false);
    project.sprag(&["status", "--memory"]).expect(0);

    project.build(&[]).expect(0);
    let told = of(&project);
    assert!(told["resident"].as_u64().unwrap() > 1 << 20, "{told}");
    assert!(told["used"].as_u64().unwrap() > 1 << 20, "{told}");
    let queries = told["queries"].as_array().unwrap();
    let class_js = queries.iter().find(|row| row["name"] == "class_js").unwrap();
    assert!(class_js["heap"].as_u64().unwrap() > 100, "{class_js}");

    let table = project.sprag(&["status", "--memory"]).expect(0).stdout;
    assert!(table.contains(" MB resident"), "{table}");
    assert!(table.contains("together"), "{table}");
    assert!(table.trim_end().ends_with("in use besides"), "{table}");
}
