//! Faults that need mounts, other users or a first process of their own. Each test runs itself again where
//! it may have them; where that cannot be, it fails and says what is missing.

use crate::harness::{Process, Tree, copy_tree, differences, glimpse, wait_until};
use crate::project::{Project, Ran, tree};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

const COMPONENTS: &str = "app/routes/home/components.py";
const SERVER: &str = "app/routes/home/server.py";
const FALLBACK: &str = "building without the daemon";

/// Names the test that runs inside.
const INSIDE: &str = "SPRAG_TEST_INSIDE";

/// Whether this is the test run again in such namespaces (options of `unshare`). If not, it runs it.
#[track_caller]
fn is_inside(test: &str, namespaces: &[&str]) -> bool {
    if std::env::var(INSIDE).is_ok_and(|inside| inside == test) {
        return true;
    }
    let mut unshare = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        unshare.args(["--user", "--map-root-user"]);
    }
    unshare.args(namespaces).arg(std::env::current_exe().unwrap());
    unshare.args([&format!("namespaces::{test}"), "--exact", "--nocapture"]).env(INSIDE, test);
    let ran = unshare.output().unwrap_or_else(|error| {
        panic!("`unshare` (Debian package util-linux) cannot be started: {error}")
    });
    let said = [ran.stdout, ran.stderr].map(|text| String::from_utf8_lossy(&text).into_owned());
    assert!(
        ran.status.success() && said[0].contains("1 passed"),
        "{test} in namespaces of its own ({namespaces:?}); it has to run as root, or where users may \
         make namespaces\n{}{}",
        said[0],
        said[1],
    );
    false
}

fn run(program: &str, arguments: &[&str]) {
    let ran: Ran = Command::new(program).args(arguments).output().unwrap().into();
    assert_eq!(ran.status, 0, "{program} {arguments:?}: {}", ran.stderr);
}

/// Puts the project onto a file system of its own, of that size.
fn mount_project(project: &Project, size: &str) {
    let (root, beside) = (project.path(""), project.outside());
    copy_tree(&root, &beside, &[]);
    run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "none", root.to_str().unwrap()]);
    copy_tree(&beside, &root, &[]);
}

#[test]
fn w14_a_project_whose_disk_is_unmounted_does_not_keep_its_daemon() {
    if !is_inside("w14_a_project_whose_disk_is_unmounted_does_not_keep_its_daemon", &["--mount"]) {
        return;
    }
    let project = Project::new();
    mount_project(&project, "64m");
    project.replace(COMPONENTS, "Count: ", "Mounted: ");
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let _connection = project.connect();
    // The daemon is not in the way of that.
    run("umount", &[project.path("").to_str().unwrap()]);
    daemon.wait_gone();
    project.build(&["static"]).expect(0);
    assert_ne!(project.daemon_pid(), Some(daemon.0));
    project.assert_clean(&["static"]);
    let badge = &project.tree("dist")["generated/components/Badge.js"];
    assert!(String::from_utf8_lossy(badge).contains("Count: "));
}

#[test]
fn w14_what_is_mounted_over_a_folder_of_the_project_is_seen_and_so_is_its_end() {
    let test = "w14_what_is_mounted_over_a_folder_of_the_project_is_seen_and_so_is_its_end";
    if !is_inside(test, &["--mount"]) {
        return;
    }
    let project = Project::named("pro ject");
    project.write("public/sub/below.txt", "below");
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let build = || project.build(&["static", "-v"]).expect(0);
    let folder = project.path("public/sub");
    let shown = || project.path("dist/sub").read_dir().map_or(0, Iterator::count);
    run("mount", &["-t", "tmpfs", "none", folder.to_str().unwrap()]);
    build();
    assert_eq!(shown(), 0);
    project.write("public/sub/above.txt", "above");
    build();
    project.assert_clean(&["static"]);
    project.write("public/sub/above.txt", "written there later");
    build();
    project.assert_clean(&["static"]);
    // What happens elsewhere costs no look at everything.
    fs::create_dir(project.outside()).unwrap();
    run("mount", &["-t", "tmpfs", "none", project.outside().to_str().unwrap()]);
    build();
    assert_eq!(project.status()["watching"], true);
    let blinded =
        || project.sprag(&["daemon", "logs"]).expect(0).stdout.matches("not watching").count();
    assert_eq!(blinded(), 1);
    run("umount", &[folder.to_str().unwrap()]);
    build();
    project.assert_clean(&["static"]);
    assert_eq!((shown(), blinded()), (1, 2));
    assert_eq!(project.daemon(), daemon);
}

/// A limit of the kernel on what all processes in this user namespace watch.
fn limit_watching(name: &str, value: u32) {
    fs::write(Path::new("/proc/sys/user").join(name), value.to_string()).unwrap();
}

#[test]
fn w9_the_kernels_limits_on_watching_cost_the_watch_alone() {
    let namespaces = ["--user", "--map-root-user"];
    if !is_inside("w9_the_kernels_limits_on_watching_cost_the_watch_alone", &namespaces) {
        return;
    }
    let limits = [
        ("max_inotify_watches", 2, "fs.inotify.max_user_watches"),
        ("max_inotify_instances", 0, "fs.inotify.max_user_instances"),
    ];
    for (name, limit, setting) in limits {
        let project = Project::new();
        let build_all = |words: &[(&str, &str)]| {
            for (round, (from, to)) in words.iter().enumerate() {
                project.replace(COMPONENTS, from, to);
                project.write(&format!("public/{to}/{round}/new.txt"), "new");
                let ran = project.build(&["static"]).expect(0);
                assert!(!ran.stderr.contains(FALLBACK), "{name}: {}", ran.stderr);
                project.assert_clean(&["static"]);
            }
        };
        limit_watching(name, limit);
        build_all(&[("Count: ", "First: "), ("First: ", "Other: "), ("Other: ", "Third: ")]);
        assert_eq!(project.status()["watching"], false, "{name}");
        let log = project.sprag(&["daemon", "logs"]).expect(0).stdout;
        assert_eq!(log.matches("not watching").count(), 1, "{name}: {log}");
        assert!(log.contains(setting), "{name}: {log}");
        limit_watching(name, 10_000);
        project.sprag(&["daemon", "restart"]).expect(0);
        build_all(&[("Third: ", "Count: "), ("Count: ", "Again: ")]);
        assert_eq!(project.status()["watching"], true, "{name}");
    }
}

#[test]
fn b5_a_disk_that_is_really_full_keeps_the_old_set_and_heals() {
    if !is_inside("b5_a_disk_that_is_really_full_keeps_the_old_set_and_heals", &["--mount"]) {
        return;
    }
    let project = Project::new();
    mount_project(&project, "4m");
    project.build(&["static"]).expect(0);
    let ballast = |bytes: usize| fs::write(project.path("ballast"), vec![1; bytes]);
    for (round, text) in ["Total: ", "Sum: "].into_iter().enumerate() {
        let old = glimpse(&project.path("dist"));
        project.replace(COMPONENTS, ["Count: ", "Total: "][round], text);
        assert!(ballast(64 << 20).is_err());
        let mut build = project.build_command(&["static", "--json"]);
        build.args(if round == 0 { &[][..] } else { &["--no-daemon"] });
        let ran = Ran::from(build.output().unwrap()).expect(1);
        assert_eq!(ran.lines("diagnostic")[0]["code"], "SPR803", "{}", ran.stdout);
        let found = differences(&glimpse(&project.path("dist")), &old);
        assert!(found.is_empty(), "{}", found.join("\n"));
        fs::remove_file(project.path("ballast")).unwrap();
        project.build(&["static"]).expect(0);
        project.assert_clean(&["static"]);
    }
}

#[test]
fn s12_a_full_or_read_only_disk_for_the_state_costs_only_the_daemon() {
    if !is_inside("s12_a_full_or_read_only_disk_for_the_state_costs_only_the_daemon", &["--mount"])
    {
        return;
    }
    let project = Project::new();
    let state = project.state();
    fs::create_dir(&state).unwrap();
    fs::set_permissions(&state, fs::Permissions::from_mode(0o700)).unwrap();
    let place = state.to_str().unwrap();
    let no_room = "No space left on device";
    let disks = [
        ("size=64k,nr_inodes=2,mode=700", no_room),
        ("size=64k,mode=700", no_room),
        ("ro,mode=700", "Read-only file system"),
    ];
    for (options, reason) in disks {
        run("mount", &["-t", "tmpfs", "-o", options, "none", place]);
        let mut filler = fs::File::create(state.join("filler"));
        while filler.as_mut().is_ok_and(|filler| filler.write_all(&[0; 4096]).is_ok()) {}
        drop(filler);
        let ran = project.build(&["static"]).expect(0);
        let notes = ran.stderr.lines().filter(|line| line.contains(FALLBACK)).count();
        assert_eq!(notes, 1, "{options}: {}", ran.stderr);
        assert!(ran.stderr.contains(reason), "{options}: {}", ran.stderr);
        project.assert_clean(&["static"]);
        run("umount", &[place]);
    }
    let ran = project.build(&["static"]).expect(0);
    assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
}

#[test]
fn w15_a_read_only_project_is_checked_and_built_into_another_folder() {
    if !is_inside("w15_a_read_only_project_is_checked_and_built_into_another_folder", &["--mount"])
    {
        return;
    }
    let project = Project::new();
    let python = project.python.to_str().unwrap().to_owned();
    let root = project.path("").to_str().unwrap().to_owned();
    run("mount", &["--bind", &root, &root]);
    let (mut seen, words) = (Vec::<Tree>::new(), ["Count: ", "Total: ", "Sum: "]);
    for round in 0..3 {
        if round > 0 {
            project.replace(COMPONENTS, words[round - 1], words[round]);
        }
        run("mount", &["-o", "remount,ro,bind", &root]);
        project.sprag(&["check", "--python", &python]).expect(0);
        let ran = project.build(&["static", "--json"]).expect(1);
        assert_eq!(ran.lines("diagnostic")[0]["code"], "SPR803", "{}", ran.stdout);
        assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
        let elsewhere = project.outside();
        project.build(&["static", "--output", elsewhere.to_str().unwrap()]).expect(0);
        let found = differences(&tree(&elsewhere), &project.clean(&["static"]));
        assert!(found.is_empty(), "{}", found.join("\n"));
        run("mount", &["-o", "remount,rw,bind", &root]);
        project.build(&["static"]).expect(0);
        project.assert_clean(&["static"]);
        seen.push(project.tree("dist"));
    }
    assert_ne!(seen[0], seen[1]);
}

#[test]
fn s19_a_client_in_a_container_is_served_by_the_daemon_outside() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let in_container = |command: Command| {
        let mut container = Command::new("unshare");
        if !rustix::process::geteuid().is_root() {
            container.args(["--user", "--map-root-user"]);
        }
        container.args(["--pid", "--fork"]).arg(command.get_program()).args(command.get_args());
        container.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        container.env_remove("CI").current_dir(project.path(""));
        Ran::from(container.output().unwrap()).expect(0)
    };
    let ran = in_container(project.build_command(&["static"]));
    assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    project.assert_clean(&["static"]);
    let ran = in_container(project.command(&["daemon", "stop"]));
    assert!(ran.stdout.contains("stopped the daemon"), "{}", ran.stdout);
}

#[test]
fn s10_the_programs_disk_does_not_allow_to_execute() {
    if !is_inside("s10_the_programs_disk_does_not_allow_to_execute", &["--mount"]) {
        return;
    }
    let project = Project::new();
    let disk = project.outside();
    fs::create_dir(&disk).unwrap();
    run("mount", &["-t", "tmpfs", "none", disk.to_str().unwrap()]);
    fs::copy(env!("CARGO_BIN_EXE_spragd"), disk.join("sprag")).unwrap();
    let point = project.fail_at("client-spawns", "wait");
    let build = project.build_command(&["static"]);
    let mut command = Command::new(disk.join("sprag"));
    command.args(build.get_args()).current_dir(project.path("")).env_remove("CI");
    command.envs(build.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
    let client = command.spawn().unwrap();
    point.wait_until_reached();
    run("mount", &["-o", "remount,noexec", disk.to_str().unwrap()]);
    point.release();
    let ran = Ran::from(client.wait_with_output().unwrap()).expect(0);
    assert!(ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    project.assert_clean(&["static"]);
}

/// Processes that have ended and that nobody asks for.
fn zombies() -> Vec<(Process, String)> {
    let all = fs::read_dir("/proc").unwrap().flatten();
    let all = all.filter_map(|entry| entry.file_name().to_str()?.parse().ok().map(Process));
    let name = |process: &Process| {
        fs::read_to_string(format!("/proc/{}/comm", process.0)).unwrap_or_default()
    };
    all.filter(|process| process.state() == Some('Z')).map(|one| (one, name(&one))).collect()
}

#[test]
fn l11_under_a_first_process_that_reaps_nobody_there_are_no_zombies() {
    let namespaces = ["--pid", "--fork", "--mount-proc", "--kill-child"];
    if !is_inside("l11_under_a_first_process_that_reaps_nobody_there_are_no_zombies", &namespaces) {
        return;
    }
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    // Orphans in the group of the build, and one that has left it.
    let orphans = "import os, subprocess\n        \
         for _ in range(3):\n            os.fork()\n        \
         subprocess.Popen(['sh', '-c', 'sleep 300 & sleep 300'])\n        \
         subprocess.Popen(['sh', '-c', 'sleep 301 & exit'], start_new_session=True)\n        \
         return {\"start\"";
    project.replace(SERVER, "return {\"start\"", orphans);
    for text in ["1: ", "2: ", "3: "] {
        let before = fs::read_to_string(project.path(SERVER)).unwrap();
        project.write(SERVER, format!("{before}\n# {text}\n"));
        let _ = project.build(&["static"]);
    }
    let client = project.start_build(&["static"]);
    client.kill9();
    project.replace(SERVER, orphans, "return {\"start\"");
    project.build(&["static"]).expect(0);
    assert_eq!(project.daemon(), daemon);
    // The interpreter and the app's process stay.
    wait_until("nothing is left of the builds", || {
        zombies().is_empty() && daemon.descendants().len() <= 2
    });
    project.sprag(&["daemon", "stop"]).expect(0);
    // Its parent ended long ago: nobody can ask for it. It holds nothing any more.
    wait_until("only the daemon is left", || {
        zombies().iter().all(|(process, _)| *process == daemon) && !daemon.is_alive()
    });
    project.build(&["static"]).expect(0);
    assert_ne!(project.daemon(), daemon);
    project.assert_clean(&["static"]);
}

/// Some user who is not the one that runs the tests, and has no entry in the user database.
const STRANGER: &str = "54321";

/// A program run as that user.
#[track_caller]
fn stranger(program: &str) -> Command {
    assert!(
        rustix::process::geteuid().is_root(),
        "a second user is needed: run this test as root, as a container does"
    );
    let mut command = Command::new("setpriv");
    command.args(["--reuid", STRANGER, "--regid", STRANGER, "--clear-groups", program]);
    command
}

/// Lets everybody reach a file.
fn open_to_all(path: &Path) {
    for folder in path.ancestors().skip(1).take_while(|folder| *folder != Path::new("/tmp")) {
        let mode = fs::metadata(folder).unwrap().permissions().mode();
        fs::set_permissions(folder, fs::Permissions::from_mode(mode | 0o055)).unwrap();
    }
    fs::set_permissions(path, fs::Permissions::from_mode(0o666)).unwrap();
}

#[test]
fn s13_another_user_is_not_served_even_where_the_socket_can_be_reached() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let info = project.info().unwrap();
    let frame = format!(r#"{{"sprag":1,"build_id":"{}","version":"0"}}"#, info.build_id);
    let script = "use IO::Socket::UNIX; $| = 1;
        my $s = IO::Socket::UNIX->new(Peer => $ARGV[0]) or die \"not reached: $!\";
        $SIG{PIPE} = 'IGNORE';
        syswrite $s, pack('V', length $ARGV[1]) . $ARGV[1];
        sysread $s, my $answer, 1000;
        print 'answer: ', length $answer;";
    let ask = |mut perl: Command| -> Ran {
        perl.args(["-e", script]).arg(&info.socket).arg(&frame).output().unwrap().into()
    };
    // The folder alone keeps others away.
    let ran = ask(stranger("perl"));
    assert!(ran.status != 0 && ran.stderr.contains("not reached"), "{}{}", ran.stdout, ran.stderr);
    open_to_all(&info.socket);
    let ran = ask(stranger("perl")).expect(0);
    assert_eq!(ran.stdout, "answer: 0");
    let ran = ask(Command::new("perl")).expect(0);
    assert_ne!(ran.stdout, "answer: 0", "the daemon answers its own user");
    assert_eq!(project.status()["builds"], 1);
}

#[test]
fn s13_a_daemon_of_another_user_is_not_trusted() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    let folder = tempfile::tempdir_in("/tmp").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o777)).unwrap();
    let socket = folder.path().join("s");
    let script = "use IO::Socket::UNIX;
        my $l = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 9) or die $!;
        chmod 0666, $ARGV[0];
        while (my $s = $l->accept) { sysread $s, my $asked, 9 and print 'trusted'; exit 7; }";
    let mut rogue = stranger("perl");
    let rogue = rogue.args(["-e", script]).arg(&socket);
    let rogue = rogue.stdout(std::process::Stdio::piped()).spawn().unwrap();
    wait_until("the other user listens", || socket.exists());
    let info = serde_json::json!({
        "pid": 1, "socket": socket, "build_id": "0", "version": "0", "root": project.path("")
    });
    fs::write(project.state_folder().join("info.json"), info.to_string()).unwrap();
    let ran = project.build(&["static"]).expect(0);
    let note = ran.stderr.lines().find(|line| line.contains(FALLBACK)).unwrap_or_default();
    assert!(note.contains("another user listens in place of the daemon"), "{}", ran.stderr);
    let heard: Ran = rogue.wait_with_output().unwrap().into();
    assert_eq!((heard.status, &*heard.stdout), (7, ""), "nothing was said to it");
    project.assert_clean(&["static"]);
}

/// `sprag` with these arguments as the stranger, who may read what the interpreter of the tests lies in, but
/// write only what is its own.
fn by_stranger(project: &Project, state: Option<&Path>, arguments: &[&str]) -> Ran {
    let sprag = project.command(arguments);
    let command = stranger("env");
    let all = command.get_args().map(ToOwned::to_owned).collect::<Vec<_>>();
    let mut command = Command::new("setpriv");
    command.args(["--inh-caps=+dac_read_search", "--ambient-caps=+dac_read_search"]).args(all);
    command.args(["-u", "HOME", "-u", "SPRAG_STATE_DIR", "-u", "CI", "-u", "VIRTUAL_ENV"]);
    command.args(["-u", "PYTHONPATH", "-u", "CONDA_PREFIX"]);
    if let Some(state) = state {
        command.arg(format!("HOME={}", state.display()));
    }
    command.arg(sprag.get_program()).args(sprag.get_args()).current_dir(project.path(""));
    command.output().unwrap().into()
}

/// Everything in the project is the stranger's from now on.
fn give_to_stranger(project: &Project) {
    let folder = project.path("");
    fs::set_permissions(folder.parent().unwrap(), fs::Permissions::from_mode(0o755)).unwrap();
    run("chown", &["-R", &format!("{STRANGER}:{STRANGER}"), folder.to_str().unwrap()]);
}

/// A home for the stranger.
fn home(project: &Project) -> std::path::PathBuf {
    let home = project.outside();
    fs::create_dir(&home).unwrap();
    std::os::unix::fs::chown(&home, Some(STRANGER.parse().unwrap()), None).unwrap();
    home
}

#[test]
fn s19_a_user_whom_the_system_does_not_know_builds_with_and_without_a_home() {
    let project = Project::new();
    give_to_stranger(&project);
    let python = project.python.to_str().unwrap().to_owned();
    let build = ["build", "static", "--python", &python];
    let ran = by_stranger(&project, None, &build).expect(0);
    let notes: Vec<&str> = ran.stderr.lines().filter(|line| line.contains(FALLBACK)).collect();
    assert_eq!(notes.len(), 1, "{}", ran.stderr);
    assert!(notes[0].contains("no home folder"), "{}", notes[0]);
    project.assert_clean(&["static"]);
    let home = home(&project);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let ran = by_stranger(&project, Some(&home), &build).expect(0);
    assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
    project.assert_clean(&["static"]);
    let ran = by_stranger(&project, Some(&home), &["daemon", "stop"]).expect(0);
    assert!(ran.stdout.contains("stopped"), "{}", ran.stdout);
}

#[test]
fn s20_what_root_builds_in_a_users_project_is_not_in_the_users_way() {
    let project = Project::new();
    give_to_stranger(&project);
    let home = home(&project);
    let python = project.python.to_str().unwrap().to_owned();
    let words = ["Count: ", "Total: ", "Sum: ", "Number: "];
    for round in 0..3 {
        // As root, with root's own state.
        project.build(&["static"]).expect(0);
        project.assert_clean(&["static"]);
        project.replace(COMPONENTS, words[round], words[round + 1]);
        let build = ["build", "static", "--python", &python];
        let ran = by_stranger(&project, Some(&home), &build).expect(0);
        assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
        project.assert_clean(&["static"]);
    }
    let log = by_stranger(&project, Some(&home), &["daemon", "logs"]).expect(0).stdout;
    assert!(log.contains("serving") && !log.contains("WARN"), "{log}");
    by_stranger(&project, Some(&home), &["daemon", "stop"]).expect(0);
}
