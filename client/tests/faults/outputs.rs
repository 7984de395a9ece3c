//! B: outputs that are hurt, disks that are full, builds that race, environments that change.

use crate::harness::{differences, glimpse, wait_until};
use crate::project::Project;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const MODULES: &str = "app/routes/home/modules.py";
const COMPONENTS: &str = "app/routes/home/components.py";
const SERVER: &str = "app/routes/home/server.py";
const COUNTER: &str = "dist/generated/modules/Counter.js";

fn write_count(project: &Project, count: u32) {
    let text = format!(
        "from sprag import Module\n\n\nclass Counter(Module):\n    def on_start(self):\n        \
         self.set_state({{\"count\": 1{count:05}}})\n"
    );
    let path = project.path(MODULES);
    fs::write(path.with_extension("tmp"), text).unwrap();
    fs::rename(path.with_extension("tmp"), path).unwrap();
}

/// The count in the module's script, if it has one.
fn shown_count(project: &Project) -> Option<u32> {
    let text = fs::read_to_string(project.path(COUNTER)).ok()?;
    let at = text
        .find("\"count\": 1")
        .map(|at| at + 10)
        .or_else(|| text.find("count: 1").map(|at| at + 8))?;
    text.get(at..at + 5)?.parse().ok()
}

#[test]
fn b1_edits_every_20_ms_end_with_the_last_and_never_go_back() {
    let project = Project::new();
    write_count(&project, 0);
    project.build(&["static"]).expect(0);
    assert_eq!(shown_count(&project), Some(0));
    let (done, mut last) = (AtomicBool::new(false), 0);
    std::thread::scope(|scope| {
        let build = || {
            while !done.load(Ordering::Relaxed) {
                project.connect().build(&project.request()).1.unwrap();
            }
        };
        let builders = [scope.spawn(build), scope.spawn(build)];
        let watcher = scope.spawn(|| {
            let mut highest = 0;
            while !done.load(Ordering::Relaxed) {
                let shown = shown_count(&project).unwrap();
                assert!(shown >= highest, "{shown} came after {highest}");
                highest = shown;
            }
        });
        let start = Instant::now();
        while start.elapsed() < Duration::from_secs(4) {
            last += 1;
            write_count(&project, last);
            std::thread::sleep(Duration::from_millis(20));
        }
        done.store(true, Ordering::Relaxed);
        watcher.join().unwrap();
        builders.into_iter().for_each(|builder| builder.join().unwrap());
    });
    project.build(&["static"]).expect(0);
    assert_eq!(shown_count(&project), Some(last));
    project.assert_clean(&["static"]);
}

#[test]
fn b5_a_disk_that_is_full_in_the_middle_leaves_the_old_set_whole() {
    let full = rustix::io::Errno::NOSPC.raw_os_error();
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let words = ["Count: ", "Total: "];
    for (round, place) in
        ["publish-stage-0", "publish-stage-1", "publish-trade-0", "publish-trade-2"]
            .iter()
            .enumerate()
    {
        let old = glimpse(&project.path("dist"));
        project.replace(COMPONENTS, words[round % 2], words[(round + 1) % 2]);
        let point = project.fail_at(place, &format!("error {full}"));
        let ran = project.build(&["static", "--json"]).expect(1);
        assert!(point.was_reached(), "{place}");
        assert_eq!(ran.lines("diagnostic")[0]["code"], "SPR803", "{place}: {}", ran.stdout);
        let found = differences(&glimpse(&project.path("dist")), &old);
        assert!(found.is_empty(), "{place}: {}", found.join("\n"));
        project.build(&["static"]).expect(0);
        project.assert_clean(&["static"]);
    }
}

/// What happens to the outputs, and how.
type Hurt = (&'static str, fn(&Project));

#[test]
fn b6_hurt_outputs_and_records_are_healed() {
    let hurts: [Hurt; 8] = [
        ("folder deleted", |project| fs::remove_dir_all(project.path("dist")).unwrap()),
        ("output edited", |project| project.write("dist/index.html", "edited")),
        ("output emptied", |project| project.write(COUNTER, "")),
        ("output became a folder", |project| {
            fs::remove_file(project.path("dist/manifest.json")).unwrap();
            fs::create_dir(project.path("dist/manifest.json")).unwrap();
        }),
        ("output became a link", |project| {
            fs::remove_file(project.path("dist/index.html")).unwrap();
            symlink("/etc/passwd", project.path("dist/index.html")).unwrap();
        }),
        ("record deleted", |project| {
            fs::remove_dir_all(project.path(".sprag/outputs")).unwrap();
        }),
        ("record nonsense", |project| {
            for entry in fs::read_dir(project.path(".sprag/outputs")).unwrap().flatten() {
                fs::write(entry.path(), "{\"files\": 7").unwrap();
            }
            project.write("dist/.sprag-outputs.json", "[");
        }),
        ("everything of ours deleted", |project| {
            fs::remove_dir_all(project.path(".sprag")).unwrap();
            fs::remove_dir_all(project.path("dist")).unwrap();
        }),
    ];
    let project = Project::new();
    project.build(&["static"]).expect(0);
    for (what, hurt) in hurts {
        hurt(&project);
        let ran = project.build(&["static"]);
        assert_eq!(ran.status, 0, "{what}: {}", ran.stderr);
        let found = differences(&project.tree("dist"), &project.clean(&["static"]));
        assert!(found.is_empty(), "{what}: {}", found.join("\n"));
    }
    assert!(fs::read_to_string("/etc/passwd").unwrap().contains("root"));
}

#[test]
fn b7_builds_with_and_without_the_daemon_take_turns() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let words = ["Count: ", "Total: "];
    for round in 0..4 {
        project.replace(COMPONENTS, words[round % 2], words[(round + 1) % 2]);
        let both = [
            project.start_build(&["static"]),
            project.start_build(&["static", "--no-daemon"]),
            project.start_build(&["static", "--no-daemon"]),
        ];
        for build in both {
            build.wait().expect(0);
        }
        project.assert_clean(&["static"]);
    }
}

#[test]
fn b7_a_build_that_was_overtaken_does_not_put_back_what_is_older() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(COMPONENTS, "Count: ", "Total: ");
    let point = project.fail_at("build-compiles", "wait");
    let slow = project.start_build(&["static"]);
    point.wait_until_reached();
    project.replace(COMPONENTS, "Total: ", "Sum: ");
    let mut fast = project.command(&["build", "static", "--no-daemon", "--python"]);
    fast.arg(&project.python).env_remove("SPRAG_FAILPOINTS");
    Project::spawn(fast).wait().expect(0);
    point.release();
    slow.wait().expect(0);
    let badge = &project.tree("dist")["generated/components/Badge.js"];
    assert!(String::from_utf8_lossy(badge).contains("Sum: "));
    project.assert_clean(&["static"]);
}

#[test]
fn b9_code_that_never_ends_is_stopped_with_its_client_and_spares_the_rest() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(
        SERVER,
        "return {\"start\"",
        "while True:\n            pass\n        return {\"start\"",
    );
    let client = project.start_build(&["static"]);
    wait_until("the page is rendered", || project.status()["state"]["building"].is_object());
    let status = Instant::now();
    project.status();
    assert!(status.elapsed() < Duration::from_secs(5), "a status waits for a build");
    client.kill9();
    wait_until("the daemon is idle", || project.status()["state"] == "idle");
    project.replace(SERVER, "while True:\n            pass\n        ", "");
    project.build(&["static"]).expect(0);
    project.assert_clean(&["static"]);
}

/// A virtual environment that has what the interpreter of the tests has, and a folder of its own.
fn environment(project: &Project, name: &str) -> (PathBuf, PathBuf) {
    let base = project.python.parent().unwrap().parent().unwrap();
    let folder = project.outside().join(name);
    let lib = fs::read_dir(base.join("lib")).unwrap().next().unwrap().unwrap().file_name();
    let packages = folder.join("lib").join(&lib).join("site-packages");
    fs::create_dir_all(&packages).unwrap();
    fs::create_dir_all(folder.join("bin")).unwrap();
    let real = fs::canonicalize(&project.python).unwrap();
    symlink(&real, folder.join("bin/python")).unwrap();
    let home = real.parent().unwrap().display().to_string();
    fs::write(folder.join("pyvenv.cfg"), format!("home = {home}\n")).unwrap();
    let of_base = base.join("lib").join(lib).join("site-packages");
    fs::write(packages.join("base.pth"), format!("{}\n", of_base.display())).unwrap();
    (folder.join("bin/python"), packages)
}

#[test]
fn b11_environments_never_share_a_result_and_an_installation_is_seen() {
    let project = Project::new();
    project.replace(
        SERVER,
        "from sprag import Controller",
        "import flavour\nfrom sprag import Controller",
    );
    project.replace(SERVER, "\"start\": 3", "\"start\": flavour.NAME");
    let (one, packages_of_one) = environment(&project, "one");
    let (two, packages_of_two) = environment(&project, "two");
    fs::write(packages_of_one.join("flavour.py"), "NAME = 'vanilla'\n").unwrap();
    let build = |python: &PathBuf| {
        project.sprag(&["build", "static", "--python", python.to_str().unwrap()])
    };
    let page = || fs::read_to_string(project.path("dist/index.html")).unwrap();
    build(&one).expect(0);
    assert!(page().contains("vanilla"));
    assert!(build(&two).expect(1).stderr.contains("flavour"));
    // As an installation writes it.
    fs::write(packages_of_two.join("flavour.py"), "NAME = 'cherry'\n").unwrap();
    build(&two).expect(0);
    assert!(page().contains("cherry"));
    for _ in 0..2 {
        build(&one).expect(0);
        assert!(page().contains("vanilla"));
        build(&two).expect(0);
        assert!(page().contains("cherry"));
    }
    let mut with_variable = project.command(&["build", "static", "--python"]);
    with_variable.arg(&one);
    project.replace(SERVER, "flavour.NAME", "__import__(\"os\").environ.get(\"TASTE\", \"none\")");
    with_variable.env("TASTE", "sour");
    assert!(with_variable.output().unwrap().status.success());
    assert!(page().contains("sour"));
    build(&one).expect(0);
    assert!(page().contains("none"));
}

#[test]
fn b12_what_the_apps_python_prints_and_starts_is_bounded() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let daemon = project.daemon();
    let zygote = daemon.descendants().len();
    let noisy = "import os, sys\n        for _ in range(20000):\n            \
                 sys.stderr.write('x' * 10000)\n        os.fork()\n        os.fork()\n        return {\"start\"";
    project.replace(SERVER, "return {\"start\"", noisy);
    let _ = project.build(&["static"]);
    wait_until("what it started has ended", || daemon.descendants().len() <= zygote);
    assert!(daemon.memory() < 1 << 30);
    project.replace(SERVER, noisy, "return {\"start\"");
    project.build(&["static"]).expect(0);
    assert_eq!(project.daemon(), daemon);
    project.assert_clean(&["static"]);
}
