//! B1: requests that overtake each other.

use crate::harness::wait_until;
use crate::project::Project;
use std::fs;
use std::time::{Duration, Instant};

const COMPONENTS: &str = "app/routes/home/components.py";

#[test]
fn b1_a_request_after_a_change_supersedes_the_one_before_and_both_get_its_result() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(COMPONENTS, "Count: ", "First: ");
    let point = project.fail_at("build-compiles", "wait");
    let older = project.start_build(&["static", "--json"]);
    point.wait_until_reached();
    project.replace(COMPONENTS, "First: ", "Second: ");
    // A hook names the file, so that no event has to arrive before.
    let newer = project.start(&["hook", COMPONENTS]);
    wait_until("both are connected", || project.status()["clients"] == 3);
    std::thread::sleep(Duration::from_millis(200));
    point.release();
    let older = older.wait().expect(0);
    assert!(older.stderr.contains("superseded by a newer request"), "{}", older.stderr);
    newer.wait().expect(0);
    let badge = &project.tree("dist")["generated/components/Badge.js"];
    assert!(String::from_utf8_lossy(badge).contains("Second: "));
    let summary = older.lines("summary").pop().unwrap();
    assert_eq!(summary["changed"], serde_json::json!([COMPONENTS]));
    project.assert_clean(&["static"]);
}

#[test]
fn b1_edits_without_end_never_show_an_older_state_after_a_newer_one() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let text = fs::read_to_string(project.path(COMPONENTS)).unwrap();
    let output = project.path("dist/generated/components/Badge.js");
    let published = || {
        let built = fs::read_to_string(&output).unwrap_or_default();
        let (_, after) = built.split_once("Count ")?;
        after.chars().take_while(char::is_ascii_digit).collect::<String>().parse::<u32>().ok()
    };
    let (mut last, mut seen) = (0, 0);
    let end = Instant::now() + Duration::from_secs(5);
    while Instant::now() < end {
        last += 1;
        project.write(COMPONENTS, text.replace("Count: ", &format!("Count {last}: ")));
        project.sprag(&["hook", "--no-wait", COMPONENTS]).expect(0);
        if let Some(number) = published() {
            assert!(number >= seen, "{number} after {seen}");
            seen = number;
        }
    }
    project.sprag(&["hook", COMPONENTS]).expect(0);
    assert_eq!(published(), Some(last));
    project.assert_clean(&["static"]);
}
