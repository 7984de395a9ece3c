//! The commands that look at a daemon: they answer whatever it does, start none, and tell the truth.

use crate::project::Project;
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";

/// `sprag daemon audit static --json`.
fn audit(project: &Project, status: i32) -> Value {
    let python = project.python.to_str().unwrap();
    let arguments = ["daemon", "audit", "static", "--json", "--python", python];
    project.sprag(&arguments).expect(status).lines("audit").pop().unwrap()
}

/// `sprag status --memory --json`.
fn measured(project: &Project) -> Value {
    project.sprag(&["status", "--memory", "--json"]).expect(0).lines("memory").pop().unwrap()
}

#[test]
fn every_verb_answers_while_a_build_runs() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    // Looking through a large graph takes long, and is waited for.
    project.fail_at("measure", "sleep 1200");
    assert!(measured(&project)["queries"].as_array().unwrap().len() > 10);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let point = project.fail_at("build-compiles", "wait");
    let building = project.start_build(&["static"]);
    point.wait_until_reached();
    // The build ends when this test lets it: whatever waited for it would wait for ever.
    for words in [&["status"][..], &["daemon", "status"]] {
        let ran = project.sprag(&[words, &["--json"]].concat()).expect(0);
        let status = ran.lines("status").pop().unwrap();
        assert!(status["state"]["building"]["since"].is_u64(), "{status}");
        assert_eq!(status["pid"], daemon.0);
        assert!(project.sprag(words).expect(0).stdout.contains("building for"));
    }
    let measured = measured(&project);
    assert!(measured["resident"].is_u64() && measured["queries"].is_null(), "{measured}");
    assert!(project.sprag(&["daemon", "logs"]).expect(0).stdout.contains("serving"));
    project.sprag(&["hook", "--no-wait", COMPONENTS]).expect(0);
    // Comparing has to wait, and says so at once.
    let python = project.python.to_str().unwrap().to_owned();
    let mut audit = project.command(&["daemon", "audit", "static", "--python", &python]);
    let mut audit = audit.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let mut said = String::new();
    let mut stderr = std::io::BufReader::new(audit.stderr.take().unwrap());
    std::io::BufRead::read_line(&mut stderr, &mut said).unwrap();
    assert!(said.contains("the daemon has been building for"), "{said}");
    audit.kill().unwrap();
    audit.wait().unwrap();
    let start = Instant::now();
    let ran = project.sprag(&["daemon", "restart", "--json"]).expect(0);
    assert!(ran.lines("restart")[0]["message"].is_string(), "{}", ran.stdout);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    daemon.wait_gone();
    point.release();
    building.wait().expect(0);
    let ran = project.sprag(&["daemon", "stop", "--json"]).expect(0);
    assert!(ran.lines("stop")[0]["message"].is_string(), "{}", ran.stdout);
}

#[test]
fn no_verb_but_restart_starts_a_daemon() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    let verbs: [&[&str]; 5] = [
        &["status"],
        &["daemon", "status"],
        &["daemon", "stop"],
        &["daemon", "logs"],
        &["hook", "--no-wait", COMPONENTS],
    ];
    for words in verbs {
        project.sprag(words).expect(0);
        assert_eq!(project.daemon_pid(), None, "{words:?}");
    }
    let found = audit(&project, 0);
    assert_eq!((&found["running"], &found["outputs"]), (&json!(false), &json!([])));
    assert_eq!(project.daemon_pid(), None);
    let ran = project.sprag(&["daemon", "logs", "--json"]).expect(0);
    for line in ran.stdout.lines() {
        serde_json::from_str::<Value>(line).unwrap();
    }
}

#[test]
fn an_audit_finds_a_daemon_that_has_missed_a_change() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    assert_eq!(audit(&project, 0)["state"], json!([]));
    // A kernel that forgets events could not be found out in any other way.
    let point = project.fail_at("watch-notes-0", "errors 5");
    project.replace(COMPONENTS, "Count: ", "Total: ");
    project.write("public/new.txt", "new");
    std::thread::sleep(Duration::from_millis(200));
    let found = audit(&project, 1);
    assert_eq!(found["state"], json!([COMPONENTS, "public/new.txt"]));
    let daemon = found["daemon"].as_array().unwrap();
    assert!(daemon.contains(&json!("generated/components/Badge.js")), "{daemon:?}");
    point.release();
    project.sprag(&["daemon", "restart"]).expect(0);
    project.build(&["static"]).expect(0);
    assert_eq!(project.status()["watching"], true);
    let found = audit(&project, 0);
    assert_eq!((&found["state"], &found["daemon"]), (&json!([]), &json!([])));
}

#[test]
fn an_audit_takes_broken_files_and_odd_names_for_what_they_are() {
    let project = Project::new();
    project.write("app/no-module.py", "x = 1\n");
    project.write("app/broken.py", "def f(:\n");
    project.write("app/bytes.py", b"x = '\xff'\n");
    project.write("notes/läse mich.html", "<p>\r\n");
    project.build(&["static"]).expect(1);
    // Python lists these with the modules, and no text can hold their names.
    for name in [b"app/no-text\xff.py", b"app/no-text-\xc3(b"] {
        fs::write(project.path("").join(OsStr::from_bytes(name)), "x = 1\n").unwrap();
    }
    for _ in 0..2 {
        let ran = project.build(&["static"]).expect(1);
        assert_eq!(ran.stderr.matches("the file name is not UTF-8").count(), 2, "{}", ran.stderr);
    }
    let found = audit(&project, 0);
    assert_eq!((&found["state"], &found["daemon"]), (&json!([]), &json!([])));
}
