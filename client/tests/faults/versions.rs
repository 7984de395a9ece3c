//! V: other versions, and clients that do not keep to the protocol.

use crate::harness::{Client, Wire, wait_until};
use crate::project::{Project, Ran};
use daemon::protocol::{Greeting, Reply, Request};
use std::fs;
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";
const FALLBACK: &str = "building without the daemon";

/// Another build of the program: the same bytes in another file.
fn other_build(project: &Project, name: &str) -> PathBuf {
    let program = project.path("..").join(name);
    fs::copy(env!("CARGO_BIN_EXE_spragd"), &program).unwrap();
    program
}

/// `sprag build static` by that program.
fn build_by(project: &Project, program: &Path) -> Command {
    let build = project.build_command(&["static"]);
    let mut command = Command::new(program);
    command.args(build.get_args()).current_dir(project.path(""));
    let variables = build.get_envs().filter_map(|(name, value)| Some((name, value?)));
    command.envs(variables).env_remove("CI").env_remove("VIRTUAL_ENV");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

#[track_caller]
fn assert_served(ran: Ran) {
    let ran = ran.expect(0);
    assert!(!ran.stderr.contains(FALLBACK), "{}", ran.stderr);
}

fn raw(project: &Project) -> UnixStream {
    let stream = UnixStream::connect(project.info().unwrap().socket).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    stream
}

fn frame(body: &[u8]) -> Vec<u8> {
    [&u32::try_from(body.len()).unwrap().to_le_bytes(), body].concat()
}

/// Whether the daemon closes the connection without another word.
fn is_closed(mut stream: UnixStream) -> bool {
    let mut answer = Vec::new();
    // A reset is an end as well.
    let _ = stream.read_to_end(&mut answer);
    answer.is_empty()
}

#[test]
fn v1_a_new_client_replaces_an_old_daemon_and_its_client_gets_a_clean_reason() {
    let project = Project::new();
    let old = other_build(&project, "sprag-old");
    let ran: Ran = build_by(&project, &old).output().unwrap().into();
    assert_served(ran);
    let daemon = project.daemon();
    let point = project.fail_at("build-compiles", "wait");
    let in_flight = build_by(&project, &old).spawn().unwrap();
    point.wait_until_reached();
    let newer = project.start_build(&["static"]);
    wait_until("the old daemon ends", || !daemon.is_alive());
    point.release();
    assert_served(newer.wait());
    let ran: Ran = in_flight.wait_with_output().unwrap().into();
    let ran = ran.expect(0);
    assert!(ran.stderr.contains("the daemon ends: superseded"), "{}", ran.stderr);
    assert_ne!(project.daemon(), daemon);
    project.assert_clean(&["static"]);
}

#[test]
fn v2_two_versions_alternate() {
    let project = Project::new();
    let programs = [other_build(&project, "sprag-a"), other_build(&project, "sprag-b")];
    for round in 0..20 {
        let mut build = build_by(&project, &programs[round % 2]);
        // Who takes turns are the daemons: the last two have interpreters.
        build.args(["--no-prerender"].iter().filter(|_| round < 18));
        let ran: Ran = build.output().unwrap().into();
        assert_served(ran);
    }
    let log = fs::read_to_string(project.state_folder().join("log/daemon.log")).unwrap();
    assert!(log.matches("\"serving\"").count() <= 20, "more than one replacement for a call");
    project.assert_clean(&["static"]);
}

#[test]
fn v3_a_daemon_whose_program_is_replaced_ends_after_its_build() {
    let project = Project::new();
    let program = other_build(&project, "sprag-installed");
    assert!(build_by(&project, &program).output().unwrap().status.success());
    let point = project.fail_at("build-compiles", "wait");
    let client = build_by(&project, &program).spawn().unwrap();
    point.wait_until_reached();
    let daemon = project.daemon();
    let info = project.state_folder().join("info.json");
    fs::rename(other_build(&project, "sprag-new"), &program).unwrap();
    wait_until("the daemon cannot be found any more", || !info.exists());
    assert!(daemon.is_alive());
    point.release();
    let ran: Ran = client.wait_with_output().unwrap().into();
    assert_served(ran);
    daemon.wait_gone();
    project.assert_clean(&["static"]);
}

#[test]
fn v4_garbage_oversize_slow_and_half_frames_harm_only_their_connection() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let before = daemon.memory();
    let hello = frame(br#"{"sprag":1,"build_id":"x","version":"0"}"#);
    let nonsense: [&[u8]; 6] = [
        b"GET / HTTP/1.1\r\n\r\n",
        &[0xff; 64],
        &[0xff, 0xff, 0xff, 0x7f],
        &hello[..hello.len() / 2],
        &frame(b"null"),
        &frame(b"\xf0\x28"),
    ];
    for bytes in nonsense {
        let mut stream = raw(&project);
        stream.write_all(bytes).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        assert!(is_closed(stream), "{bytes:?}");
    }
    // A byte now and then.
    let slow = raw(&project);
    let mut writer = slow.try_clone().unwrap();
    let dripping = std::thread::spawn(move || {
        for byte in hello {
            if writer.write_all(&[byte]).is_err() {
                return true;
            }
            std::thread::sleep(Duration::from_millis(250));
        }
        false
    });
    for _ in 0..10_000 {
        // Where there is no room for another connection there is nothing to be harmed.
        let _ = UnixStream::connect(project.info().unwrap().socket);
    }
    assert_served(project.build(&["static"]));
    assert!(dripping.join().unwrap(), "a client may not take for ever to say hello");
    assert!(is_closed(slow));
    assert_eq!(project.daemon(), daemon);
    let grown = daemon.memory().saturating_sub(before);
    assert!(grown < 64 << 20, "{grown} bytes");
}

#[test]
fn v6_unknown_messages_end_a_connection_and_unknown_fields_do_not() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let mut unknown = project.connect();
    unknown.stream.write_all(&frame(br#"{"frobnicate":{"now":true}}"#)).unwrap();
    assert!(is_closed(unknown.stream));
    let build_id = project.info().unwrap().build_id;
    let hello = format!(r#"{{"sprag":2,"build_id":"{build_id}","version":"9","later":[1]}}"#);
    let mut stream = raw(&project);
    stream.write_all(&frame(hello.as_bytes())).unwrap();
    let greeting = daemon::protocol::read_frame(&mut stream, 1 << 20).unwrap();
    assert!(matches!(greeting, Greeting::Welcome { .. }));
    stream.write_all(&frame(br#"{"stop":{"reason":"test","later":1}}"#)).unwrap();
    let reply = daemon::protocol::read_frame(&mut stream, 1 << 20).unwrap();
    assert!(matches!(reply, Reply::Stopped));
}

#[test]
fn v7_a_client_that_never_reads_is_dropped_and_others_are_served() {
    let project = Project::new();
    // Each is a problem, and together more than a socket holds.
    let lines: String = (0..3000).map(|n| format!("        unknown_name_{n}()\n")).collect();
    let text = fs::read_to_string(project.path(COMPONENTS)).unwrap();
    project.write(COMPONENTS, format!("{text}\n    def broken(self):\n{lines}"));
    project.build(&["static"]).expect(1);
    let mut silent = project.connect();
    silent.send(&Request::Build(Box::new(project.request()))).unwrap();
    let start = Instant::now();
    project.build(&["static"]).expect(1);
    assert!(start.elapsed() < Duration::from_secs(9), "{:?}", start.elapsed());
    wait_until("only the client that asks is left", || project.status()["clients"] == 1);
    assert!(start.elapsed() > Duration::from_secs(5), "it must have been given time");
    drop(silent);
}

#[test]
fn v8_a_client_that_is_stopped_holds_up_nobody() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let point = project.fail_at("build-compiles", "wait");
    let stopped: Client = project.start_build(&["static"]);
    point.wait_until_reached();
    stopped.process().freeze();
    point.release();
    let other = project.start_build(&["static"]);
    assert_served(other.wait());
    stopped.process().thaw();
    assert_served(stopped.wait());
    project.assert_clean(&["static"]);
}

#[test]
fn v1_an_old_client_replaces_a_newer_daemon_as_well() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let newer = project.daemon();
    let old = other_build(&project, "sprag-old");
    let wire = Wire::greet(&project.info().unwrap().socket, "something else").unwrap();
    assert!(matches!(wire.greeting, Greeting::OtherBuild { .. }));
    let ran: Ran = build_by(&project, &old).output().unwrap().into();
    assert_served(ran);
    assert!(!newer.is_alive());
}
