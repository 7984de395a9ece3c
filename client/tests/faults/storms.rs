//! Much at once: events without end, daemons by the dozen.

use crate::harness::{Process, wait_until};
use crate::project::Project;
use daemon::protocol::BuildRequest;
use std::fs;
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";
const BADGE_JS: &str = "dist/generated/components/Badge.js";

/// How long the storm lasts at least.
const STORM: Duration = Duration::from_secs(20);

/// How many overflows it takes to see that watching again is put off.
const OVERFLOWS: usize = 5;

/// What the daemon wrote down with these words.
fn logged(project: &Project, words: &str) -> usize {
    project.sprag(&["daemon", "logs"]).expect(0).stdout.matches(words).count()
}

#[test]
fn w8_a_storm_of_overflows_is_answered_rightly_and_watched_again_ever_more_rarely() {
    let project = Project::new();
    let queue = fs::read_to_string("/proc/sys/fs/inotify/max_queued_events").unwrap();
    let queue: usize = queue.trim().parse().unwrap();
    for index in 0..50 {
        project.write(&format!("public/{index}.txt"), "before");
    }
    project.build(&["static"]).expect(0);
    let python = project.python.to_str().unwrap().to_owned();
    let watch = project.start(&["watch", "static", "--python", &python]);
    let daemon = project.daemon();
    let text = fs::read_to_string(project.path(COMPONENTS)).unwrap();
    let (start, mut round) = (Instant::now(), 0);
    while round < OVERFLOWS || start.elapsed() < STORM {
        round += 1;
        daemon.freeze();
        // Two events at least for each; neighbours that are equal count once.
        for index in 0..queue {
            fs::write(project.path(&format!("public/{}.txt", index % 50)), "x").unwrap();
        }
        daemon.thaw();
        project.write(COMPONENTS, text.replace("Count: ", &format!("Storm {round}: ")));
        let (_, summary) = project.connect().build(&project.request());
        assert!(summary.unwrap().published);
        let built = fs::read_to_string(project.path(BADGE_JS)).unwrap();
        assert!(built.contains(&format!("Storm {round}: ")), "round {round}: {built}");
    }
    let blinded = logged(&project, "not watching");
    println!("{round} overflows, watched anew {blinded} times");
    assert!(blinded >= 3, "the queue never overflowed");
    // Three times at once, then after 100 ms, 200 ms … 6.4 s, and every 10 s from then on.
    let later = usize::try_from(start.elapsed().as_secs() / 10).unwrap();
    assert!(blinded <= 3 + 8 + later, "{blinded} times in {:?}", start.elapsed());
    // Once it is over, the project is watched again.
    wait_until("the project is watched", || {
        project.build(&["static"]).expect(0);
        project.status()["watching"] == true
    });
    watch.kill9();
    project.assert_clean(&["static"]);
}

#[test]
fn l12_fifty_daemons_at_once_serve_fifty_projects() {
    let projects: Vec<Project> = (0..50).map(|_| Project::new()).collect();
    // Daemons are what there are many of. A few pages are rendered; fifty interpreters are no part of it.
    for (index, four) in projects.chunks(4).enumerate() {
        let pages: &[&str] = if index == 0 { &[] } else { &["--no-prerender"] };
        let build = |project: &Project| project.start_build(&[&["static"], pages].concat());
        let builds: Vec<_> = four.iter().map(build).collect();
        for build in builds {
            let ran = build.wait().expect(0);
            assert!(!ran.stderr.contains("without the daemon"), "{}", ran.stderr);
        }
    }
    let daemons: Vec<Process> = projects.iter().map(Project::daemon).collect();
    assert!(daemons.iter().all(|daemon| daemon.is_alive()));
    // Whether or not the system lets fifty of them watch: each shows what was saved.
    for (index, project) in projects.iter().enumerate() {
        project.replace(COMPONENTS, "Count: ", &format!("Project {index}: "));
        let request = BuildRequest { prerender: index < 4, ..project.request() };
        let (_, summary) = project.connect().build(&request);
        assert!(summary.unwrap().published);
        let built = fs::read_to_string(project.path(BADGE_JS)).unwrap();
        assert!(built.contains(&format!("Project {index}: ")), "{built}");
        assert_eq!(project.daemon(), daemons[index]);
    }
    let watching = projects.iter().filter(|project| project.status()["watching"] == true).count();
    println!("{watching} of 50 watch");
}
