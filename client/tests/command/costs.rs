//! What a build costs, in counts: of queries, files and bytes, never in time.

use crate::project::Project;
use daemon::engine::Engine;
use daemon::protocol::{BuildRequest, Reply};
use daemon::session::{Changed, Made, Observer};
use queries::artifact::BuildKind;
use queries::db::BuildDatabase;
use queries::input::SourceFile;
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::mpsc;
use std::thread::sleep;
use std::time::{Duration, Instant};

const MODULES: &str = "app/routes/home/modules.py";
const SERVER: &str = "app/routes/home/server.py";

/// Bytes that the daemon has read by now, from files, its socket and the watch.
fn bytes_read(project: &Project) -> u64 {
    let io = fs::read_to_string(format!("/proc/{}/io", project.daemon_pid().unwrap())).unwrap();
    io.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap().parse().unwrap()
}

/// Built until nothing is left to do: the app's Python leaves caches when it first runs.
fn settled() -> Project {
    let project = Project::new();
    for _ in 0..3 {
        project.summary(&[]);
    }
    project
}

/// The same, by a daemon that notes how it builds.
fn settle_and_log(project: &Project) {
    let mut first = project.build_command(&[]);
    assert!(first.env("SPRAG_LOG", "daemon=debug").output().unwrap().status.success());
    for _ in 0..3 {
        project.summary(&[]);
    }
}

/// By the last build: not all queries of the project whether they still hold.
fn assert_only_edited_files_were_asked_for(project: &Project) {
    let log = project.sprag(&["daemon", "logs"]).expect(0).stdout;
    let built = log.lines().rfind(|line| line.contains("\"message\":\"built\""));
    assert!(built.is_some_and(|line| line.contains("\"is_patch\":true")), "{built:?}");
}

fn assert_as_built_from_nothing(project: &Project) {
    let warm = project.tree("dist");
    fs::remove_dir_all(project.path("dist")).unwrap();
    fs::remove_dir_all(project.path(".sprag")).unwrap();
    project.summary(&["--no-daemon"]);
    assert_eq!(warm, project.tree("dist"));
}

fn total(summary: &Value) -> u64 {
    summary["unchanged"].as_u64().unwrap() + summary["written"].as_array().unwrap().len() as u64
}

#[test]
fn a_build_with_nothing_to_do_reads_nothing_but_its_request() {
    let project = settled();
    let before = bytes_read(&project);
    let summary = project.summary(&[]);
    let read = bytes_read(&project) - before;
    for nothing in ["written", "removed", "changed", "executed"] {
        assert_eq!(summary[nothing], json!([]), "{nothing}");
    }
    let sources: usize = project.tree("app").values().map(Vec::len).sum();
    let outputs: usize = project.tree("dist").values().map(Vec::len).sum();
    // The request holds this process's environment, and status is asked in between.
    assert!(read < 40_000 && read * 5 < (sources + outputs) as u64, "{read} bytes");
}

#[test]
fn a_variable_that_the_app_never_asked_for_is_nothing_to_do() {
    let project = settled();
    project.replace(
        SERVER,
        "return {",
        "import os\n        return {\"mood\": os.environ.get(\"MOOD\"), ",
    );
    for options in [&[][..], &["--no-prerender"]] {
        let build = |name: &str, value: &str| {
            let mut command = project.build_command(options);
            assert!(command.env(name, value).output().unwrap().status.success());
            fs::read_to_string(project.path(".sprag/builds.jsonl")).unwrap().lines().count()
        };
        // What does something is noted.
        for _ in 0..3 {
            build("MOOD", "calm");
        }
        let noted = build("MOOD", "calm");
        let mut other_shell = project.build_command(options);
        other_shell.env("MOOD", "calm");
        assert_eq!(build("MOOD", "calm"), noted);
        assert!(other_shell.env("WINDOW", "7").output().unwrap().status.success());
        assert_eq!(build("MOOD", "calm"), noted);
        if options.is_empty() {
            build("MOOD", "glad");
            // A small build is noted after its answer, but before the next one.
            assert!(build("MOOD", "glad") > noted);
        }
    }
}

#[test]
fn an_edit_of_one_method_writes_one_module_and_its_map_and_leaves_what_a_clean_build_leaves() {
    let project = settled();
    let outputs = total(&project.summary(&[]));
    for count in ["2", "3"] {
        let before = if count == "2" { "1" } else { "2" };
        project.replace(MODULES, &format!("\"count\": {before}"), &format!("\"count\": {count}"));
        let summary = project.summary(&[]);
        let module = "public/generated/modules/Counter.js";
        let written =
            [format!("dist/{MODULES}")[5..].to_owned(), module.into(), format!("{module}.map")];
        assert_eq!(summary["written"], json!(written));
        assert_eq!(total(&summary), outputs);
        // No page is rendered: Python never ran the method.
        let executed = json!(["class_js(Counter)", "class_source_map(Counter)"]);
        assert_eq!(summary["executed"], executed);
    }
    assert_as_built_from_nothing(&project);
}

#[test]
fn saving_the_same_again_or_a_comment_writes_no_module() {
    let project = settled();
    let text = fs::read_to_string(project.path(MODULES)).unwrap();
    project.write(MODULES, &text);
    assert_eq!(project.summary(&[])["written"], json!([]));
    project.write(MODULES, format!("# A comment.\n{text}"));
    let summary = project.summary(&[]);
    let map = "public/generated/modules/Counter.js.map";
    assert_eq!(summary["written"], json!([MODULES, map]));
}

#[test]
fn saving_the_same_bytes_leaves_nothing_to_do() {
    let project = settled();
    let text = fs::read_to_string(project.path(MODULES)).unwrap();
    project.write(MODULES, &text);
    let summary = project.summary(&[]);
    assert_eq!(summary["changed"], json!([MODULES]));
    for nothing in ["written", "removed", "executed"] {
        assert_eq!(summary[nothing], json!([]), "{nothing}");
    }
    let before = bytes_read(&project);
    assert_eq!(project.summary(&[])["changed"], json!([]));
    assert!(bytes_read(&project) - before < 40_000);
}

#[test]
fn a_swap_file_that_an_editor_writes_beside_a_source_makes_no_edit_dearer_and_is_not_shipped() {
    const SWAP: &str = "app/routes/home/.modules.py.swp";
    let project = Project::new();
    project.write(SWAP, "unsaved 1");
    settle_and_log(&project);
    assert!(!project.path("dist").join(SWAP).exists());
    project.write(SWAP, "unsaved 2");
    project.replace(MODULES, "\"count\": 1", "\"count\": 9");
    let summary = project.summary(&[]);
    assert_eq!(summary["executed"], json!(["class_js(Counter)", "class_source_map(Counter)"]));
    assert_only_edited_files_were_asked_for(&project);
    project.write(SWAP, "unsaved 3");
    let summary = project.summary(&[]);
    assert_eq!(summary["changed"], json!([SWAP]));
    for nothing in ["written", "removed", "executed"] {
        assert_eq!(summary[nothing], json!([]), "{nothing}");
    }
}

/// Has the next build stop at a place of `daemon::failpoint` until it is removed.
fn hold(project: &Project, place: &str) -> PathBuf {
    fs::create_dir_all(project.failpoints()).unwrap();
    let place = project.failpoints().join(place);
    fs::write(&place, "wait").unwrap();
    place
}

fn wait_for(place: &Path) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !place.with_extension("reached").exists() {
        assert!(Instant::now() < deadline, "{} is not reached", place.display());
        sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_file_that_editors_save_through_makes_no_edit_dearer_whenever_it_is_seen() {
    const NEW: &str = "app/routes/home/modules.py.tmp";
    let project = Project::new();
    settle_and_log(&project);
    let text = fs::read_to_string(project.path(MODULES)).unwrap();
    project.write(NEW, text.replace("\"count\": 1", "\"count\": 9"));
    let place = hold(&project, "file-comes");
    let build = project.build_command(&[]).stdout(Stdio::null()).spawn().unwrap();
    wait_for(&place);
    fs::rename(project.path(NEW), project.path(MODULES)).unwrap();
    fs::remove_file(&place).unwrap();
    assert!(build.wait_with_output().unwrap().status.success());
    project.summary(&[]);
    assert_only_edited_files_were_asked_for(&project);
    assert_as_built_from_nothing(&project);
}

#[test]
fn a_build_of_an_edit_that_is_stopped_while_it_compiles_leaves_the_next_one_small() {
    let project = Project::new();
    settle_and_log(&project);
    let edit = |before: u8, after: u8| {
        let count = |count: u8| format!("\"count\": {count}");
        project.replace(MODULES, &count(before), &count(after));
    };
    edit(1, 2);
    let place = hold(&project, "build-compiles");
    let mut client = project.build_command(&[]).stdout(Stdio::null()).spawn().unwrap();
    wait_for(&place);
    client.kill().unwrap();
    client.wait().unwrap();
    // The daemon hears of it at once; nothing tells when it has.
    sleep(Duration::from_millis(500));
    fs::remove_file(&place).unwrap();
    edit(2, 3);
    let summary = project.summary(&[]);
    assert_eq!(summary["executed"], json!(["class_js(Counter)", "class_source_map(Counter)"]));
    assert_only_edited_files_were_asked_for(&project);
    assert_as_built_from_nothing(&project);
}

/// Follows a build, and waits after its sources are known until it may go on.
struct Pausing {
    /// Whether only edited files are looked at.
    parsed: mpsc::Sender<bool>,
    goes_on: mpsc::Receiver<()>,
}

impl Observer for Pausing {
    fn swept(&mut self, _changed: &Changed, _sweep: u64) {}
    fn made(&mut self, _made: &Made<'_>) {}
    fn parsed(&mut self, _db: &BuildDatabase, edited: Option<&[SourceFile]>) {
        self.parsed.send(edited.is_some()).unwrap();
        let _ = self.goes_on.recv();
    }
    fn seen(&self) -> Option<u64> {
        Some(u64::MAX)
    }
}

#[test]
fn a_build_of_an_edit_that_is_stopped_leaves_the_next_one_small_and_loses_nothing() {
    let project = Project::new();
    let engine = Engine::start_watching(project.path("").canonicalize().unwrap()).unwrap();
    let request = BuildRequest {
        kind: BuildKind::Full,
        output: project.path("dist"),
        app: None,
        python: std::path::absolute(&project.python).unwrap(),
        environment: std::env::vars()
            .filter(|(name, _)| name == "PATH" || name == "HOME")
            .collect(),
        publish: true,
        prerender: true,
        umask: 0o022,
    };
    let build = |stop: bool| {
        let (parsed, is_small) = mpsc::channel();
        let (go, goes_on) = mpsc::channel();
        let (ended, end) = mpsc::channel();
        let listen = move |reply: Reply| {
            if reply.is_last() {
                let _ = ended.send(());
            }
        };
        let observer = Box::new(Pausing { parsed, goes_on });
        let interest = engine.submit_observed(request.clone(), Box::new(listen), observer);
        let is_small = is_small.recv().unwrap();
        if stop {
            drop(interest);
            go.send(()).unwrap();
        } else {
            go.send(()).unwrap();
            end.recv().unwrap();
        }
        is_small
    };
    build(false);
    project.replace(MODULES, "\"count\": 1", "\"count\": 2");
    build(false);
    project.replace(MODULES, "\"count\": 2", "\"count\": 3");
    assert!(build(true));
    project.replace(SERVER, "\"start\": 3", "\"start\": 4");
    assert!(build(true));
    project.replace(MODULES, "\"count\": 3", "\"count\": 4");
    assert!(build(false));
    assert_as_built_from_nothing(&project);
}

#[test]
fn saving_a_file_that_is_only_copied_copies_it_and_asks_for_nothing_else() {
    let project = Project::new();
    project.write("public/robots.txt", "one");
    project.write("app/data/words.json", "[1]");
    settle_and_log(&project);
    for text in ["two", "three"] {
        project.write("public/robots.txt", text);
        project.write("app/data/words.json", format!("[\"{text}\"]"));
        let summary = project.summary(&[]);
        assert_eq!(summary["written"], json!(["app/data/words.json", "public/robots.txt"]));
        assert_eq!(summary["executed"], json!([]));
        assert_only_edited_files_were_asked_for(&project);
        assert_eq!(fs::read_to_string(project.path("dist/public/robots.txt")).unwrap(), text);
    }
    assert_as_built_from_nothing(&project);
}

#[test]
fn an_edit_of_load_renders_and_writes_its_page_alone() {
    let project = Project::new();
    project.copy_home("more", "/more", &[("Badge", "Label"), ("Counter", "Ticker")]);
    for _ in 0..3 {
        project.summary(&[]);
    }
    for (before, after) in [("3", "4"), ("4", "5")] {
        let start = |count: &str| format!("\"start\": {count}");
        project.replace(SERVER, &start(before), &start(after));
        let summary = project.summary(&[]);
        assert_eq!(summary["executed"], json!([format!("render(route /): {SERVER} changed")]));
        assert_eq!(summary["written"], json!([SERVER, "public/index.html"]));
    }
    assert_as_built_from_nothing(&project);
}

#[test]
fn outputs_and_records_that_somebody_changed_are_healed_by_the_next_build() {
    let project = settled();
    let clean = project.tree("dist");
    let module = project.path("dist/public/generated/modules/Counter.js");
    let same_size = fs::read_to_string(&module).unwrap().replace("count", "COUNT");
    let record = fs::read_dir(project.path(".sprag/outputs"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|extension| extension == "json"))
        .unwrap();
    let tamperings: [&dyn Fn(); 5] = [
        &|| fs::write(&module, &same_size).unwrap(),
        &|| fs::remove_file(&module).unwrap(),
        &|| fs::remove_dir_all(project.path("dist/public")).unwrap(),
        &|| fs::remove_file(&record).unwrap(),
        &|| fs::remove_file(project.path("dist/.sprag-outputs.json")).unwrap(),
    ];
    for (index, tamper) in tamperings.iter().enumerate() {
        project.summary(&[]);
        tamper();
        project.summary(&[]);
        assert_eq!(clean, project.tree("dist"), "{index}");
        assert!(record.exists(), "{index}");
    }
}
