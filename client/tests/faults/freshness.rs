//! W: an answer is of the files as they were when it was asked for, whatever happens to files and to
//! the events that tell of them.

use crate::harness::{Client, Wire, differences, wait_until};
use crate::project::Project;
use daemon::protocol::{BuildRequest, Summary};
use rustix::fs::{CWD, Mode, OFlags, RenameFlags, mkdirat, openat, renameat_with};
use std::fs::{self, File};
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, SystemTime};

const MODULES: &str = "app/routes/home/modules.py";
const SERVER: &str = "app/routes/home/server.py";
const COUNTER: &str = "dist/generated/modules/Counter.js";

/// The module with another number; all are equally long.
fn module(number: u32) -> String {
    format!(
        "from sprag import Module\n\n\nclass Counter(Module):\n    def on_start(self):\n        \
         self.set_state({{\"count\": 1{number:04}}})\n"
    )
}

/// A project whose daemon has built once, and a connection to it.
fn built() -> (Project, Wire, BuildRequest) {
    let project = Project::new();
    project.write(MODULES, module(0));
    project.build(&["static"]).expect(0);
    let (wire, request) = (project.connect(), project.request());
    (project, wire, request)
}

fn build(wire: &mut Wire, request: &BuildRequest) -> Summary {
    let (reports, summary) = wire.build(request);
    let summary = summary.unwrap();
    assert!(summary.published, "{reports:?}");
    summary
}

/// The daemon's output shows this number.
#[track_caller]
fn assert_shows(project: &Project, number: u32) {
    let shown = fs::read_to_string(project.path(COUNTER)).unwrap();
    assert!(shown.contains(&format!("1{number:04}")), "{number} is not in {shown}");
}

/// A `sprag watch` that has built, so that every alarm becomes a build.
fn watching(project: &Project) -> Client {
    let python = project.python.to_str().unwrap();
    let watch = project.start(&["watch", "static", "--python", python]);
    wait_until("it has built", || {
        let status = project.status();
        status["builds"].as_u64() >= Some(2) && status["state"] == "idle"
    });
    watch
}

#[test]
fn w1_a_build_right_after_a_save_shows_it_however_the_file_was_saved() {
    let (project, mut wire, request) = built();
    let path = project.path(MODULES);
    let mut number = 0;
    for _ in 0..8 {
        for way in 0..5 {
            number += 1;
            let text = module(number);
            let modified = fs::metadata(&path).unwrap().modified().unwrap();
            match way {
                0 => fs::write(&path, text).unwrap(),
                1 => {
                    fs::write(path.with_extension("tmp"), text).unwrap();
                    fs::rename(path.with_extension("tmp"), &path).unwrap();
                }
                2 => {
                    fs::remove_file(&path).unwrap();
                    fs::write(&path, text).unwrap();
                }
                3 => {
                    fs::write(&path, text).unwrap();
                    File::options()
                        .write(true)
                        .open(&path)
                        .unwrap()
                        .set_modified(modified)
                        .unwrap();
                }
                _ => {
                    fs::rename(&path, path.with_extension("bak")).unwrap();
                    fs::copy(path.with_extension("bak"), &path).unwrap();
                    fs::write(&path, text).unwrap();
                }
            }
            build(&mut wire, &request);
            assert_shows(&project, number);
        }
    }
}

#[test]
fn w1_a_build_without_pages_and_one_with_them_hide_nothing_from_each_other() {
    let project = Project::new();
    let shown = || fs::read_to_string(project.path("dist/index.html")).unwrap();
    project.build(&["static"]).expect(0);
    assert!(shown().contains("Start: 3"), "{}", shown());
    for (from, to) in [("3", "45"), ("45", "67")] {
        let value = |number: &str| format!("{{\"start\": {number}}}");
        project.replace(SERVER, &value(from), &value(to));
        project.build(&["static", "--no-prerender"]).expect(0);
        assert!(shown().contains(&format!("Start: {from}")), "{}", shown());
        project.build(&["static"]).expect(0);
        assert!(shown().contains(&format!("Start: {to}")), "{}", shown());
    }
    project.replace(SERVER, "from sprag", "import nowhere\nfrom sprag");
    project.build(&["static"]).expect(1);
    // Only rendering tells that.
    project.build(&["static", "--no-prerender"]).expect(0);
    project.build(&["static"]).expect(1);
    project.replace(SERVER, "import nowhere\n", "");
    project.build(&["static", "--no-prerender"]).expect(0);
    project.build(&["static"]).expect(0);
    project.assert_clean(&["static"]);
}

#[test]
fn w4_folders_that_were_made_and_filled_a_moment_ago_are_seen() {
    let (project, mut wire, request) = built();
    for round in 0..15 {
        let path = format!("public/new{round}/a/b/c/file.txt");
        project.write(&path, round.to_string());
        build(&mut wire, &request);
        let output = project.path(&path.replace("public", "dist"));
        assert_eq!(fs::read_to_string(output).unwrap(), round.to_string());
        project.write(&path, "again");
        project.write(&path.replace("/c/", "/d/"), "more");
        build(&mut wire, &request);
        for path in [path.clone(), path.replace("/c/", "/d/")] {
            assert_ne!(fs::read(project.path(&path.replace("public", "dist"))).unwrap(), b"");
        }
    }
}

/// What happened, and how.
type Step = (&'static str, fn(&Project));

#[test]
fn w5_folders_and_files_that_are_moved_swapped_and_replaced_are_seen() {
    let steps: [Step; 14] = [
        ("moved into the tree", |project| {
            fs::rename(project.outside(), project.path("public/moved")).unwrap();
        }),
        ("moved out of the tree", |project| {
            fs::rename(project.path("public/moved"), project.outside()).unwrap();
        }),
        ("two folders swapped", |project| {
            let (one, two) = (project.path("public/one"), project.path("public/two"));
            renameat_with(CWD, one, CWD, two, RenameFlags::EXCHANGE).unwrap();
        }),
        ("written in a swapped folder", |project| project.write("public/one/name.txt", "new")),
        ("a folder becomes a file", |project| {
            fs::remove_dir_all(project.path("public/one")).unwrap();
            project.write("public/one", "a file");
        }),
        ("and a folder again", |project| {
            fs::remove_file(project.path("public/one")).unwrap();
            project.write("public/one/name.txt", "one again");
        }),
        ("swapped with a folder that was a file", |project| {
            let (one, two) = (project.path("public/one"), project.path("public/two"));
            renameat_with(CWD, one, CWD, two, RenameFlags::EXCHANGE).unwrap();
        }),
        ("a second name outside", |project| {
            let file = project.path("public/one/name.txt");
            fs::hard_link(&file, project.outside().join("name.txt")).unwrap();
            fs::set_permissions(&file, fs::metadata(&file).unwrap().permissions()).unwrap();
        }),
        ("written through that name", |project| {
            fs::write(project.outside().join("name.txt"), "from elsewhere").unwrap();
        }),
        ("a folder becomes a link", |project| {
            fs::remove_dir_all(project.path("public/one")).unwrap();
            symlink("two", project.path("public/one")).unwrap();
        }),
        ("written where that link leads", |project| {
            project.write("public/two/name.txt", "through a linked folder");
            fs::remove_file(project.path("public/one")).unwrap();
            project.write("public/one/name.txt", "one again");
        }),
        ("a file becomes a link", |project| {
            fs::remove_file(project.path("public/two/name.txt")).unwrap();
            symlink("../one/name.txt", project.path("public/two/name.txt")).unwrap();
        }),
        ("written through the link", |project| {
            fs::write(project.path("public/two/name.txt"), "through the link").unwrap();
        }),
        ("another case", |project| {
            fs::rename(project.path("public/one"), project.path("public/One")).unwrap();
        }),
    ];
    let project = Project::new();
    project.write("public/one/name.txt", "one");
    project.write("public/two/name.txt", "two");
    fs::create_dir_all(project.outside().join("deep")).unwrap();
    fs::write(project.outside().join("deep/name.txt"), "from outside").unwrap();
    project.build(&["static"]).expect(0);
    let (mut wire, request) = (project.connect(), project.request());
    for (what, step) in steps {
        step(&project);
        build(&mut wire, &request);
        let found = differences(&project.tree("dist"), &project.clean(&["static"]));
        assert!(found.is_empty(), "{what}: {}", found.join("\n"));
    }
}

fn git(project: &Project, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]);
    let output = git.args(arguments).current_dir(project.path("")).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn w6_a_checkout_of_2000_files_a_stash_and_a_rebase_are_seen_whole() {
    let project = Project::new();
    let fill = |text: &str| {
        for index in 0..2000 {
            let name = format!("public/files/{}/{index}.txt", index % 40);
            project.write(&name, format!("{text} {index}"));
        }
    };
    project.write(".gitignore", "dist\n.sprag\n");
    project.write(MODULES, module(1));
    fill("one");
    git(&project, &["init", "-q", "-b", "one"]);
    git(&project, &["add", "-A"]);
    git(&project, &["commit", "-qm", "one"]);
    git(&project, &["checkout", "-qb", "two"]);
    fs::remove_dir_all(project.path("public/files/7")).unwrap();
    fill("two");
    project.write(MODULES, module(2));
    git(&project, &["commit", "-qam", "two"]);
    project.build(&["static"]).expect(0);
    let (mut wire, request) = (project.connect(), project.request());
    let mut check = |text: &str, number| {
        build(&mut wire, &request);
        assert_shows(&project, number);
        for index in 0..2000 {
            let path = project.path(&format!("dist/files/{}/{index}.txt", index % 40));
            assert_eq!(fs::read_to_string(path).unwrap(), format!("{text} {index}"));
        }
    };
    check("two", 2);
    git(&project, &["checkout", "-q", "one"]);
    check("one", 1);
    project.write(MODULES, module(3));
    git(&project, &["stash", "-q"]);
    check("one", 1);
    git(&project, &["checkout", "-q", "two"]);
    git(&project, &["rebase", "-q", "--force-rebase", "one"]);
    check("two", 2);
}

#[test]
fn w7_a_queue_that_overflowed_while_the_daemon_was_frozen_costs_one_look() {
    let (project, mut wire, request) = built();
    for index in 0..100 {
        project.write(&format!("public/{index}.txt"), "before");
    }
    build(&mut wire, &request);
    project.daemon().freeze();
    // Two files in turn: the kernel puts equal events together.
    for _ in 0..100 {
        for index in 0..100 {
            project.write(&format!("public/{index}.txt"), "after");
        }
    }
    project.write(MODULES, module(7));
    project.daemon().thaw();
    let summary = build(&mut wire, &request);
    assert_shows(&project, 7);
    for index in 0..100 {
        assert_eq!(fs::read(project.path(&format!("dist/{index}.txt"))).unwrap(), b"after");
    }
    assert_eq!(summary.changed.len(), 101, "{:?}", summary.changed);
    let compiled = |query: &&String| query.starts_with("class_js");
    assert_eq!(summary.executed.iter().filter(compiled).count(), 1, "{:?}", summary.executed);
    let summary = build(&mut wire, &request);
    assert!(summary.changed.is_empty() && summary.executed.is_empty());
}

/// Builds after edits while the watch fails like that; then, with the watch in order, again.
fn while_the_watch_fails(place: &str, action: &str) {
    let (project, mut wire, request) = built();
    for number in [1, 2, 3] {
        let point = project.fail_at(place, action);
        project.write(MODULES, module(number));
        project.write(&format!("public/{number}/new.txt"), "new");
        build(&mut wire, &request);
        assert_shows(&project, number);
        assert!(project.path(&format!("dist/{number}/new.txt")).exists());
        point.release();
    }
    for number in [4, 5] {
        project.write(MODULES, module(number));
        build(&mut wire, &request);
        assert_shows(&project, number);
    }
    project.assert_clean(&["static"]);
}

#[test]
fn w9_limits_on_folders_and_on_watchers_are_survived() {
    let no_space = rustix::io::Errno::NOSPC.raw_os_error();
    while_the_watch_fails("watch-covers-0", &format!("error {no_space}"));
    let too_many = rustix::io::Errno::MFILE.raw_os_error();
    let (project, mut wire, request) = built();
    let point = project.fail_at("watch-starts-0", &format!("error {too_many}"));
    // Another output folder begins the watch anew.
    let elsewhere = BuildRequest { output: project.path("elsewhere"), ..request.clone() };
    build(&mut wire, &elsewhere);
    assert!(point.was_reached());
    project.write(MODULES, module(9));
    build(&mut wire, &request);
    assert_shows(&project, 9);
}

#[test]
fn w10_a_folder_that_cannot_be_read_is_reported_and_what_it_gave_stays() {
    let project = Project::new();
    project.write("public/a.txt", "a");
    project.build(&["static"]).expect(0);
    // Deeper than a path can name, which stops even root.
    let name = "d".repeat(250);
    let mut folder = openat(CWD, project.path("public"), OFlags::DIRECTORY, Mode::empty()).unwrap();
    for _ in 0..20 {
        mkdirat(&folder, &name, Mode::RWXU).unwrap();
        folder = openat(&folder, &name, OFlags::DIRECTORY, Mode::empty()).unwrap();
    }
    fs::remove_file(project.path("public/a.txt")).unwrap();
    for _ in 0..2 {
        let ran = project.build(&["static", "--json"]).expect(1);
        assert_eq!(ran.lines("diagnostic")[0]["code"], "SPR820", "{}", ran.stdout);
        assert!(project.path("dist/a.txt").exists());
    }
    fs::remove_dir_all(project.path("public").join(&name)).unwrap();
    project.build(&["static"]).expect(0);
    assert!(!project.path("dist/a.txt").exists());
    project.assert_clean(&["static"]);
}

#[test]
fn w11_the_end_of_the_thread_that_receives_events_is_survived() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    for number in 1..4 {
        let point = project.fail_at("watch-receives-0", "panic");
        for number in [number, number + 100] {
            project.write(MODULES, module(number));
            project.build(&["static"]).expect(0);
            assert_shows(&project, number);
        }
        assert!(point.was_reached());
    }
    project.assert_clean(&["static"]);
}

#[test]
fn w12_a_daemon_ends_when_its_project_is_removed() {
    type Remove = fn(&Project);
    let ways: [(&str, Remove); 3] = [
        ("moved", |project| fs::rename(project.path(""), project.outside()).unwrap()),
        ("moved with the folder around it", |project| {
            let around = project.outside().parent().unwrap().to_owned();
            fs::rename(&around, around.with_extension("moved")).unwrap();
        }),
        ("removed while somebody is in it", |project| {
            let mut inside = Command::new("sleep");
            let mut inside = inside.arg("90").current_dir(project.path("")).spawn().unwrap();
            fs::remove_dir_all(project.path("")).unwrap();
            std::thread::spawn(move || inside.wait());
        }),
    ];
    for (how, remove) in ways {
        let project = Project::new();
        project.build(&["static"]).expect(0);
        let daemon = project.daemon();
        let _connection = project.connect();
        remove(&project);
        wait_until(how, || !daemon.is_alive());
        // What cleans up after the test expects it there.
        let around = project.outside().parent().unwrap().to_owned();
        if !around.exists() {
            fs::rename(around.with_extension("moved"), around).unwrap();
        }
    }
}

#[test]
fn w13_a_project_made_anew_under_its_old_path_is_another_project() {
    let project = Project::new();
    project.write(MODULES, module(1));
    project.build(&["static"]).expect(0);
    let old = project.daemon();
    fs::rename(project.path(""), project.outside()).unwrap();
    crate::harness::copy_tree(&project.outside(), &project.path(""), &["dist", ".sprag"]);
    project.write(MODULES, module(2));
    assert_eq!(project.daemon_pid(), None);
    project.build(&["static"]).expect(0);
    assert_shows(&project, 2);
    let new = project.daemon_pid().unwrap();
    assert_ne!(new, old.0);
    project.assert_clean(&["static"]);
    old.wait_gone();
    assert_eq!(project.daemon_pid(), Some(new));
}

#[test]
fn w15_without_its_folder_for_marks_the_daemon_looks_at_everything() {
    let (project, mut wire, request) = built();
    for number in 1..6 {
        project.write(MODULES, module(number));
        match number {
            1 => fs::remove_dir_all(project.path(".sprag")).unwrap(),
            2 => fs::remove_dir_all(project.path(".sprag/watch")).unwrap(),
            3 => {
                fs::remove_dir_all(project.path(".sprag/watch")).unwrap();
                project.write(".sprag/watch", "in the way");
            }
            4 => fs::remove_file(project.path(".sprag/watch")).unwrap(),
            _ => {}
        }
        build(&mut wire, &request);
        assert_shows(&project, number);
    }
    project.assert_clean(&["static"]);
}

#[test]
fn w16_where_no_event_ever_comes_answers_are_right() {
    let (project, mut wire, request) = built();
    let point = project.fail_at("watch-receives-0", "errors 5");
    for number in 1..6 {
        project.write(MODULES, module(number));
        project.write(&format!("public/{number}/new.txt"), "new");
        build(&mut wire, &request);
        assert_shows(&project, number);
        assert!(project.path(&format!("dist/{number}/new.txt")).exists());
    }
    point.release();
    project.assert_clean(&["static"]);
}

#[test]
fn w17_events_that_come_two_seconds_late_are_not_waited_for() {
    while_the_watch_fails("watch-receives-0", "sleep 2000");
}

#[test]
fn w18_times_in_the_future_and_in_the_past_hide_nothing() {
    let (project, mut wire, request) = built();
    let path = project.path(MODULES);
    let hour = Duration::from_secs(3600);
    let times = [SystemTime::now() + hour, SystemTime::now() - hour, SystemTime::UNIX_EPOCH];
    for (number, time) in (1..).zip(times.iter().cycle().take(9)) {
        project.write(MODULES, module(number));
        File::options().write(true).open(&path).unwrap().set_modified(*time).unwrap();
        build(&mut wire, &request);
        assert_shows(&project, number);
    }
}

#[test]
fn w19_a_build_of_nothing_new_raises_no_event_and_asks_no_query() {
    let (project, mut wire, request) = built();
    let watch = watching(&project);
    std::thread::sleep(Duration::from_millis(1500));
    let before = project.status()["builds"].as_u64().unwrap();
    for _ in 0..5 {
        let summary = build(&mut wire, &request);
        assert_eq!(
            (summary.changed.len(), summary.executed.len(), summary.written.len()),
            (0, 0, 0)
        );
    }
    std::thread::sleep(Duration::from_millis(1500));
    // Each of the five, and none because of them.
    let watched = watch.stop().stdout + &project.sprag(&["daemon", "logs"]).stdout;
    assert!(!watched.contains("not watching"), "{watched}");
    assert_eq!(project.status()["builds"].as_u64().unwrap(), before + 5, "{watched}");
}

#[test]
fn w20_a_burst_in_ignored_folders_starts_no_build() {
    let project = Project::new();
    for folder in ["node_modules/a", ".git/objects", "app/__pycache__"] {
        project.write(&format!("{folder}/first"), "");
    }
    project.build(&["static"]).expect(0);
    let watch = watching(&project);
    let before = project.status()["builds"].as_u64().unwrap();
    for index in 0..4_000 {
        for folder in ["node_modules/a", ".git/objects", "app/__pycache__"] {
            fs::write(project.path(folder).join((index % 500).to_string()), "x").unwrap();
        }
    }
    std::thread::sleep(Duration::from_millis(1000));
    assert_eq!(project.status()["builds"].as_u64().unwrap(), before);
    project.write(MODULES, module(20));
    wait_until("the edit is built", || {
        fs::read_to_string(project.path(COUNTER)).is_ok_and(|text| text.contains("10020"))
    });
    watch.kill9();
}

#[test]
fn w21_a_save_that_only_an_editor_tells_of_is_built() {
    let (project, _wire, _request) = built();
    let point = project.fail_at("watch-receives-0", "errors 5");
    let python = project.python.clone();
    for number in 1..4 {
        project.write(MODULES, module(number));
        let hook = ["hook", MODULES, "--python", python.to_str().unwrap()];
        project.sprag(&hook).expect(0);
        assert_shows(&project, number);
    }
    point.release();
}
