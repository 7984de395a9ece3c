//! S: starting, finding and identifying the daemon.

use crate::harness::{Process, Wire, wait_until};
use crate::project::{Project, Ran};
use daemon::protocol::Greeting;
use rustix::process::Signal;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::os::unix::fs::{FileTypeExt, MetadataExt, PermissionsExt, symlink};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";
const FALLBACK: &str = "building without the daemon";

/// A project whose daemon was killed: everything lies about as it does after a crash.
fn after_a_crash() -> Project {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.daemon().kill9();
    project
}

/// How many daemons ever served the project.
fn births(project: &Project) -> usize {
    let log = fs::read_to_string(project.state_folder().join("log/daemon.log")).unwrap();
    log.matches("\"serving\"").count()
}

/// Builds through a daemon, with the right result.
#[track_caller]
fn assert_served(project: &Project) {
    let ran = project.build(&["static"]).expect(0);
    assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    assert!(project.daemon().is_alive());
    project.assert_clean(&["static"]);
}

/// Builds without a daemon, says so in one line, and is right.
#[track_caller]
fn assert_falls_back(project: &Project) -> String {
    let ran = project.build(&["static"]).expect(0);
    let lines: Vec<&str> = ran.stderr.lines().filter(|line| line.contains(FALLBACK)).collect();
    assert_eq!(lines.len(), 1, "{}", ran.stderr);
    project.assert_clean(&["static"]);
    ran.stderr
}

/// A build that a shell starts after this command of its own.
fn build_after(project: &Project, shell: &str, setup: &str) -> Command {
    let build = project.build_command(&["static"]);
    let mut command = Command::new(shell);
    command.args(["-c", &format!("{setup}; exec \"$@\""), shell]);
    command.arg(build.get_program()).args(build.get_args()).current_dir(project.path(""));
    for (name, value) in build.get_envs() {
        match value {
            Some(value) => command.env(name, value),
            None => command.env_remove(name),
        };
    }
    command
}

#[test]
fn s1_fifty_clients_start_at_once_one_daemon() {
    let project = Project::new();
    let clients: Vec<_> = (0..50).map(|_| project.start_build(&["static"])).collect();
    for client in clients {
        client.wait().expect(0);
    }
    assert_eq!(births(&project), 1);
    project.assert_clean(&["static"]);
}

#[test]
fn s2_kill9_then_build() {
    let project = after_a_crash();
    assert_served(&project);
}

/// Folders in which interpreters of the daemon work.
fn worker_folders(daemon: Process) -> BTreeSet<PathBuf> {
    let folder = |process: Process| fs::read_link(format!("/proc/{}/cwd", process.0)).ok();
    let is_worker = |path: &PathBuf| path.to_string_lossy().contains("/spragd-worker-");
    daemon.descendants().into_iter().filter_map(folder).filter(is_worker).collect()
}

#[test]
fn s2_nothing_stays_behind_of_a_killed_daemon_or_of_a_build_without_one() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let folders = worker_folders(project.daemon());
    assert!(!folders.is_empty() && folders.iter().all(|folder| folder.exists()));
    project.daemon().kill9();
    wait_until("the folders are gone", || folders.iter().all(|folder| !folder.exists()));
    let temporary = project.path("../temporary");
    fs::create_dir(&temporary).unwrap();
    let stay = || temporary.read_dir().unwrap().count();
    let mut build = project.build_command(&["static", "--no-daemon"]);
    assert!(build.env("TMPDIR", &temporary).output().unwrap().status.success());
    wait_until("the finished build leaves nothing", || stay() == 0);
    project.write("public/new.txt", "");
    let point = project.fail_at("build-compiles", "kill");
    assert!(!build.output().unwrap().status.success() && point.was_reached());
    wait_until("the killed build leaves nothing", || stay() == 0);
}

#[test]
fn s3_kill9_at_every_startup_failpoint() {
    for place in ["start-locked", "start-bound", "start-described", "start-findable"] {
        let project = Project::new();
        let point = project.fail_at(place, "kill");
        project.build(&["static"]).expect(0);
        assert!(point.was_reached(), "{place}");
        assert_served(&project);
    }
}

#[test]
fn s4_stale_socket_without_lock() {
    let project = after_a_crash();
    let socket = project.state_folder().join("s");
    assert!(fs::symlink_metadata(&socket).unwrap().file_type().is_socket());
    assert!(project.info().is_some());
    assert_served(&project);
    assert_eq!(births(&project), 2);
}

#[test]
fn s5_socket_path_is_something_else_which_stays() {
    type Make = fn(&Path);
    let objects: [(&str, Make); 4] = [
        ("file", |path| fs::write(path, "mine").unwrap()),
        ("folder", |path| fs::create_dir(path).unwrap()),
        ("link", |path| symlink("/dev/null", path).unwrap()),
        ("fifo", |path| assert!(Command::new("mkfifo").arg(path).status().unwrap().success())),
    ];
    for (name, make) in objects {
        let project = after_a_crash();
        let socket = project.state_folder().join("s");
        fs::remove_file(&socket).unwrap();
        make(&socket);
        let before = fs::symlink_metadata(&socket).unwrap();
        assert_falls_back(&project);
        let after = fs::symlink_metadata(&socket).unwrap();
        assert_eq!((before.ino(), before.len()), (after.ino(), after.len()), "{name}");
        assert_eq!(before.file_type(), after.file_type(), "{name}");
    }
}

#[test]
fn s6_info_is_truncated_garbage_huge_or_no_file() {
    let project = after_a_crash();
    let info = project.state_folder().join("info.json");
    let text = fs::read(&info).unwrap();
    for content in [&text[..text.len() / 2], b"\xff\x00garbage", b"", b"[]", b"{\"pid\":-1}"] {
        fs::write(&info, content).unwrap();
        assert_served(&project);
        project.daemon().kill9();
    }
    fs::File::create(&info).unwrap().set_len(1 << 30).unwrap();
    let start = Instant::now();
    assert_served(&project);
    assert!(start.elapsed() < Duration::from_secs(30));
    project.daemon().kill9();
    fs::remove_file(&info).unwrap();
    fs::create_dir(&info).unwrap();
    assert_falls_back(&project);
}

#[test]
fn s7_info_names_the_reused_pid_of_another_process() {
    let project = after_a_crash();
    let mut other = Command::new("sleep").arg("600").spawn().unwrap();
    let path = project.state_folder().join("info.json");
    let mut info: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    info["pid"] = other.id().into();
    fs::write(&path, info.to_string()).unwrap();
    assert_served(&project);
    project.sprag(&["daemon", "restart"]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    assert!(other.try_wait().unwrap().is_none(), "the other process was ended");
    other.kill().unwrap();
    other.wait().unwrap();
}

#[test]
fn s8_frozen_daemon_is_not_replaced() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    daemon.freeze();
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let start = Instant::now();
    assert_falls_back(&project);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    // Many who do not wait fill its queue, and still none is held up.
    for _ in 0..300 {
        project.sprag(&["hook", "--no-wait", COMPONENTS]).expect(0);
    }
    assert_eq!(births(&project), 1);
    daemon.thaw();
    assert_served(&project);
    assert_eq!(project.daemon(), daemon);
}

#[test]
fn s8_a_daemon_that_freezes_in_the_middle_of_a_build_holds_up_nobody() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let point = project.fail_at("build-compiles", "wait");
    let build = project.start_build(&["static"]);
    point.wait_until_reached();
    let mut hook = project.command(&["hook", COMPONENTS]);
    hook.env("VIRTUAL_ENV", project.python.ancestors().nth(2).unwrap());
    let hook = Project::spawn(hook);
    wait_until("both wait", || project.status()["clients"] == 3);
    daemon.freeze();
    point.release();
    let says = format!("without the daemon: the daemon (pid {}) does not answer", daemon.0);
    for client in [build, hook] {
        let ran = client.wait().expect(0);
        assert_eq!(ran.stderr.matches(&says).count(), 1, "{}", ran.stderr);
        assert_eq!(ran.stderr.matches("without the daemon").count(), 1, "{}", ran.stderr);
    }
    project.assert_clean(&["static"]);
    daemon.thaw();
    assert_served(&project);
    assert_eq!(project.daemon(), daemon);
}

#[test]
fn s8_a_daemon_that_freezes_while_it_publishes_is_ended_by_who_needs_the_outputs() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let point = project.fail_at("publish-traded", "wait");
    let build = project.start_build(&["static"]);
    point.wait_until_reached();
    daemon.freeze();
    point.release();
    let ran = build.wait().expect(0);
    let says = format!("ended the daemon (pid {}), which kept ", daemon.0);
    assert!(ran.stderr.contains(&says), "{}", ran.stderr);
    assert!(!daemon.is_alive());
    project.assert_clean(&["static"]);
    assert_served(&project);
}

#[test]
fn s8_a_frozen_daemon_is_ended_by_stop_and_by_restart_and_nobody_else_is() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let frozen = project.daemon();
    let python = frozen.descendants();
    frozen.freeze();
    let status = project.sprag(&["status"]).expect(2);
    let says =
        format!("the daemon (pid {}) does not answer; `sprag daemon stop` ends it", frozen.0);
    assert!(status.stderr.contains(&says), "{}", status.stderr);
    let ran = project.sprag(&["daemon", "stop"]).expect(0);
    let says = format!("killed the daemon (pid {}), which did not answer", frozen.0);
    assert!(ran.stdout.contains(&says), "{}", ran.stdout);
    assert!(!frozen.is_alive());
    python.iter().for_each(|process| process.wait_gone());
    assert!(project.sprag(&["daemon", "stop"]).expect(0).stdout.contains("no daemon is running"));
    assert_served(&project);
    let frozen = project.daemon();
    frozen.freeze();
    project.sprag(&["daemon", "restart"]).expect(0);
    assert!(!frozen.is_alive());
    assert_served(&project);
    // The description names somebody else, who does not hold the lock.
    let frozen = project.daemon();
    frozen.freeze();
    let mut other = Command::new("sleep").arg("600").spawn().unwrap();
    let path = project.state_folder().join("info.json");
    let mut info: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    info["pid"] = other.id().into();
    fs::write(&path, info.to_string()).unwrap();
    let ran = project.sprag(&["daemon", "stop"]).expect(2);
    assert!(ran.stderr.contains("it cannot be seen from here"), "{}", ran.stderr);
    assert!(other.try_wait().unwrap().is_none(), "the other process was ended");
    other.kill().unwrap();
    other.wait().unwrap();
    frozen.kill9();
}

#[test]
fn s9_slow_start_makes_no_storm() {
    let project = Project::new();
    let point = project.fail_at("start-bound", "sleep 3000");
    let clients: Vec<_> = (0..10).map(|_| project.start_build(&["static"])).collect();
    for client in clients {
        client.wait().expect(0);
    }
    assert!(point.was_reached());
    wait_until("the daemon serves", || births(&project) == 1);
    assert_served(&project);
    assert_eq!(births(&project), 1);
}

#[test]
fn s10_the_program_is_gone_or_cannot_be_executed() {
    type Spoil = fn(&Path);
    let spoilers: [Spoil; 2] = [
        |program| fs::remove_file(program).unwrap(),
        |program| fs::set_permissions(program, fs::Permissions::from_mode(0o644)).unwrap(),
    ];
    for spoil in spoilers {
        let project = Project::new();
        let program = project.path("../sprag-copy");
        fs::copy(env!("CARGO_BIN_EXE_spragd"), &program).unwrap();
        let point = project.fail_at("client-spawns", "wait");
        let build = project.build_command(&["static"]);
        let mut command = Command::new(&program);
        command.args(build.get_args()).current_dir(project.path(""));
        let variables = build.get_envs().filter_map(|(name, value)| Some((name, value?)));
        command.envs(variables).env_remove("CI").stdout(Stdio::null()).stderr(Stdio::piped());
        let client = command.spawn().unwrap();
        point.wait_until_reached();
        spoil(&program);
        point.release();
        let ran: Ran = client.wait_with_output().unwrap().into();
        assert!(ran.expect(0).stderr.contains(FALLBACK));
        project.assert_clean(&["static"]);
    }
}

#[test]
fn s11_a_daemon_that_fails_before_it_serves_shows_why() {
    let project = Project::new();
    project.fail_at("start-locked", "panic");
    let stderr = assert_falls_back(&project);
    assert!(stderr.contains("ended at its start"), "{stderr}");
    assert!(stderr.contains("failpoint start-locked"), "{stderr}");
    assert_served(&project);
}

#[test]
fn s12_a_state_folder_that_is_not_ours_alone_or_cannot_be_written() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    let state = project.state_folder();
    fs::set_permissions(&state, fs::Permissions::from_mode(0o770)).unwrap();
    assert!(assert_falls_back(&project).contains("does not belong to this user alone"));
    fs::set_permissions(&state, fs::Permissions::from_mode(0o700)).unwrap();
    let elsewhere = project.path("../elsewhere");
    fs::rename(&state, &elsewhere).unwrap();
    symlink(&elsewhere, &state).unwrap();
    assert!(assert_falls_back(&project).contains("does not belong to this user alone"));
    fs::remove_file(&state).unwrap();
    fs::write(&state, "mine").unwrap();
    assert_falls_back(&project);
    assert_eq!(fs::read_to_string(&state).unwrap(), "mine");
    // Nobody can create a folder there, not even root.
    let mut build = project.build_command(&["static"]);
    let ran: Ran = build.env("SPRAG_STATE_DIR", "/proc/sprag").output().unwrap().into();
    assert!(ran.expect(0).stderr.contains(FALLBACK));
}

#[test]
fn s12_a_disk_without_room_for_the_state() {
    let project = Project::new();
    project.build(&["static", "--no-daemon"]).expect(0);
    let mut build = build_after(&project, "sh", "trap '' XFSZ; ulimit -f 0");
    let ran: Ran = build.output().unwrap().into();
    assert!(ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    assert_served(&project);
}

#[test]
fn s12_a_state_path_of_300_bytes_gets_a_short_socket() {
    let project = Project::new();
    let long = project.state().join("x".repeat(150)).join("y".repeat(150));
    let ran: Ran = {
        let mut build = project.build_command(&["static"]);
        build.env("SPRAG_STATE_DIR", &long).output().unwrap().into()
    };
    assert!(!ran.expect(0).stderr.contains(FALLBACK));
    let folder = fs::read_dir(&long).unwrap().next().unwrap().unwrap().path();
    let info = daemon::server::Info::load(&folder.join("info.json")).unwrap();
    assert!(info.socket.as_os_str().len() < 100, "{}", info.socket.display());
    assert_eq!(fs::metadata(info.socket.parent().unwrap()).unwrap().mode() & 0o777, 0o700);
    let mut stop = project.command(&["daemon", "stop"]);
    assert!(stop.env("SPRAG_STATE_DIR", &long).output().unwrap().status.success());
    assert!(!info.socket.exists());
}

#[test]
fn s14_something_else_answers_on_the_socket() {
    let project = after_a_crash();
    let socket = project.info().unwrap().socket;
    fs::remove_file(&socket).unwrap();
    let listener = UnixListener::bind(&socket).unwrap();
    // Says nothing.
    assert_falls_back(&project);
    std::thread::spawn(move || {
        while let Ok((mut stream, _)) = listener.accept() {
            // The one that gave up before has gone.
            let _ = std::io::Write::write_all(&mut stream, b"220 mail.example ESMTP\r\n");
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    let ran = project.build(&["static"]).expect(0);
    assert!(ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    project.assert_clean(&["static"]);
}

#[test]
fn s15_stdout_pipe_reaches_eof() {
    let project = Project::new();
    let mut build = build_after(&project, "sh", "true");
    // `output` returns when nobody has the other ends of the pipes any more.
    assert!(build.output().unwrap().status.success());
    assert!(project.daemon().is_alive());
}

#[test]
fn s16_no_inherited_fds() {
    let project = Project::new();
    let setup = "mkfifo ../jobs; exec 60<>../jobs; for n in {20..39}; do eval \"exec $n>../open-$n\"; \
                 done; flock 20; export MAKEFLAGS='--jobserver-auth=60,60'";
    let ran: Ran = build_after(&project, "bash", setup).output().unwrap().into();
    ran.expect(0);
    let daemon = project.daemon();
    let state = project.state().canonicalize().unwrap();
    for process in [vec![daemon], daemon.descendants()].concat() {
        for file in process.open_files() {
            let name = file.to_string_lossy();
            assert!(!name.contains("/open-") && !name.contains("/jobs"), "{name}");
            let is_own = ["socket:", "anon_inode:", "pipe:", "/dev/null", "/proc/"]
                .iter()
                .any(|kind| name.starts_with(kind))
                || file.starts_with(&state);
            assert!(is_own, "{name}");
        }
    }
    let environment = fs::read(format!("/proc/{}/environ", daemon.0)).unwrap();
    assert!(!String::from_utf8_lossy(&environment).contains("MAKEFLAGS"));
    let lock = fs::File::open(project.path("../open-20")).unwrap();
    assert!(lock.try_lock().is_ok(), "the daemon kept the lock of its parent");
}

/// The limits of a process by name: what it has, and what it may raise that to.
fn limits(process: Process) -> BTreeMap<String, (String, String)> {
    let text = fs::read_to_string(format!("/proc/{}/limits", process.0)).unwrap();
    let limit = |line: &str| {
        let (name, values) = (line.get(..26)?.trim(), line.get(26..)?);
        let mut values = values.split_whitespace().map(str::to_owned);
        Some((name.to_owned(), (values.next()?, values.next()?)))
    };
    text.lines().skip(1).filter_map(limit).collect()
}

#[test]
fn s16_limits_that_can_be_raised_do_not_reach_the_daemon() {
    let project = Project::new();
    let lower = "ulimit -S -f 100000; ulimit -S -n 50; ulimit -S -s 1000; ulimit -S -t 1000; \
                 ulimit -S -v 20000000";
    let ran: Ran = build_after(&project, "bash", lower).output().unwrap().into();
    assert!(!ran.expect(0).stderr.contains(FALLBACK));
    for process in [vec![project.daemon()], project.daemon().descendants()].concat() {
        let limits = limits(process);
        for name in ["Max file size", "Max cpu time", "Max address space", "Max data size"] {
            assert_eq!(limits[name].0, limits[name].1, "{name}");
        }
        for (name, usual) in [("Max open files", 1024), ("Max stack size", 8 << 20)] {
            let (has, may) = &limits[name];
            let has: u64 = has.parse().unwrap();
            assert!(has >= usual || has.to_string() == *may, "{name}: {has} of {may}");
        }
    }
}

#[test]
fn s16_a_shell_whose_limits_last_starts_no_daemon_but_uses_one() {
    let project = Project::new();
    let limited = |words: &[&str]| -> Ran {
        let mut command = build_after(&project, "bash", "ulimit -f 1000000; ulimit -t 5000");
        if !words.is_empty() {
            command = Command::new("bash");
            command.args(["-c", "ulimit -f 1000000; exec \"$@\"", "bash"]);
            command.arg(env!("CARGO_BIN_EXE_sprag")).args(words).current_dir(project.path(""));
            command.env("SPRAG_STATE_DIR", project.state());
        }
        command.output().unwrap().into()
    };
    let ran = limited(&[]).expect(0);
    let lines: Vec<&str> = ran.stderr.lines().filter(|line| line.contains(FALLBACK)).collect();
    let [line] = *lines else { panic!("{}", ran.stderr) };
    assert!(line.contains("the size of files (`ulimit -f`) is limited here"), "{line}");
    assert!(line.contains("`sprag daemon restart`"), "{line}");
    assert_eq!(project.daemon_pid(), None);
    project.assert_clean(&["static"]);
    assert_served(&project);
    assert!(!limited(&[]).expect(0).stderr.contains(FALLBACK));
    // Whoever asks for a daemon gets one.
    limited(&["daemon", "restart"]).expect(0);
    assert_eq!(limits(project.daemon())["Max file size"].0, "1024000000");
    assert_served(&project);
}

#[test]
fn s18_outputs_get_the_mode_that_their_client_lets_them_have() {
    let project = Project::new();
    let daemon = OnceCell::new();
    for (umask, mode, words) in [
        ("022", 0o644, ["Count: ", "Total: "]),
        ("077", 0o600, ["Total: ", "Sum: "]),
        ("002", 0o664, ["Sum: ", "Amount: "]),
    ] {
        project.replace(COMPONENTS, words[0], words[1]);
        let setup = format!("umask {umask}");
        let ran: Ran = build_after(&project, "sh", &setup).output().unwrap().into();
        assert!(!ran.expect(0).stderr.contains(FALLBACK));
        assert_eq!(daemon.get_or_init(|| project.daemon()), &project.daemon());
        let badge = project.path("dist/generated/components/Badge.js");
        assert_eq!(fs::metadata(badge).unwrap().mode() & 0o777, mode, "{umask}");
    }
}

#[test]
fn s17_terminal_close_and_ctrl_c_do_not_kill_the_daemon() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let stat = fs::read_to_string(format!("/proc/{}/stat", daemon.0)).unwrap();
    let fields: Vec<&str> = stat.rsplit_once(") ").unwrap().1.split(' ').collect();
    let (group, session, terminal) = (fields[2], fields[3], fields[4]);
    assert_eq!((group, session), (&*daemon.0.to_string(), &*daemon.0.to_string()));
    assert_eq!(terminal, "0");
    daemon.signal(Signal::INT);
    daemon.signal(Signal::HUP);
    assert_served(&project);
    assert_eq!(project.daemon(), daemon);
}

#[test]
fn s18_umask_000_and_077() {
    for umask in ["000", "077"] {
        let project = Project::new();
        let ran: Ran =
            build_after(&project, "sh", &format!("umask {umask}")).output().unwrap().into();
        assert!(!ran.expect(0).stderr.contains(FALLBACK));
        let state = project.state_folder();
        let mode = |path: PathBuf| fs::metadata(path).unwrap().mode() & 0o777;
        assert_eq!(mode(state.clone()), 0o700, "{umask}");
        for file in ["s", "lock", "log/daemon.log", "info.json"] {
            assert_eq!(mode(state.join(file)), 0o600, "{umask} {file}");
        }
    }
}

#[test]
fn s19_tmpdir_xdg_and_home_differ_between_clients() {
    let project = Project::new();
    let root = project.path("").canonicalize().unwrap();
    let build = |home: &str| {
        let mut build = project.build_command(&["static"]);
        build.env_remove("SPRAG_STATE_DIR").env("HOME", project.path(home));
        build.env("TMPDIR", "/var/tmp").env("XDG_RUNTIME_DIR", project.path(home));
        build.env("XDG_CACHE_HOME", project.path(home));
        let ran: Ran = build.output().unwrap().into();
        assert!(!ran.expect(0).stderr.contains(FALLBACK));
        // The state of a user is where the user database says, and this project's is its own.
        let state = daemon::state_dir::StateDir::locate(&root).unwrap();
        (daemon::server::Info::load(&state.info()).unwrap().pid, state.lock())
    };
    let (first, second) = (build("../one"), build("../two"));
    project.command(&["daemon", "stop"]).env_remove("SPRAG_STATE_DIR").output().unwrap();
    fs::remove_dir_all(first.1.parent().unwrap()).unwrap();
    assert_eq!(first, second);
}

#[test]
fn s21_status_and_stop_never_start_a_daemon() {
    let project = Project::new();
    for words in [&["status"][..], &["daemon", "status"], &["daemon", "stop"], &["daemon", "logs"]]
    {
        project.sprag(words).expect(0);
        assert!(!project.state().exists(), "{words:?}");
    }
}

#[test]
fn self_check_of_a_daemon_whose_lock_is_another_file() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let busy = Wire::greet(&project.info().unwrap().socket, "another").unwrap();
    assert!(matches!(busy.greeting, Greeting::OtherBuild { .. }));
    let lock = project.state_folder().join("lock");
    fs::remove_file(&lock).unwrap();
    fs::write(&lock, "").unwrap();
    // A connection keeps it from being idle: it ends for what it saw.
    Process(daemon.0).wait_gone();
    assert_served(&project);
}
