//! While something is broken, the rest builds as if the broken part were as it last was, and it does
//! not matter whether the process that builds has seen that.

use crate::outputs::assert_same;
use crate::project::Project;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;

const RECORD: &str = ".sprag-outputs.json";
const COMPONENTS: &str = "app/routes/home/components.py";

/// Diagnostics and what is stale: what a build says of the app.
fn said(project: &Project, arguments: &[&str]) -> (Vec<Value>, Value) {
    let ran = project.build(&[arguments, &["--json"]].concat());
    let summary = ran.lines("summary").pop().unwrap_or_else(|| panic!("{}", ran.stderr));
    (ran.lines("diagnostic"), summary["stale"].clone())
}

/// Builds both ways, twice: over earlier outputs and into a new folder.
#[track_caller]
fn assert_cold_equals_warm(project: &Project, step: &str) {
    for (warm, cold) in [("warm".to_owned(), "cold".to_owned())]
        .into_iter()
        .chain([(format!("warm {step}"), format!("cold {step}"))])
    {
        let said_warm = said(project, &["--output", &warm]);
        let said_cold = said(project, &["--output", &cold, "--no-daemon"]);
        assert_eq!(said_warm, said_cold, "{step}");
        let (warm, cold) = (project.tree(&warm), project.tree(&cold));
        assert!(!warm.is_empty(), "{step}");
        assert_same(&warm, &cold);
    }
}

#[test]
fn a_cold_build_of_a_file_that_does_not_parse_gives_what_a_warm_one_gives() {
    for file in [COMPONENTS, "app/routes/home/page.py", "app/__init__.py"] {
        let project = Project::new();
        assert_cold_equals_warm(&project, "whole");
        let before = project.tree("warm");
        let text = fs::read_to_string(project.path(file)).unwrap();
        project.write(file, format!("{text}\ndef broken(:\n"));
        assert_cold_equals_warm(&project, "broken");
        let broken = project.tree("warm broken");
        // Only the page that cannot be rendered has nothing to go by in a new folder.
        let is_rendered = |path: &&String| path.ends_with("index.html");
        let is_record = |path: &&String| path.as_str() == RECORD;
        for path in before.keys().filter(|path| !is_rendered(path) && !is_record(path)) {
            assert!(broken.get(path) == before.get(path), "{file} {path}");
        }
        assert_same(&project.tree("warm"), &before);
        project.replace("app/routes/home/modules.py", "\"count\": 1", "\"count\": 2");
        assert_cold_equals_warm(&project, "and edited");
        project.sprag(&["daemon", "stop"]).expect(0);
        assert_cold_equals_warm(&project, "and restarted");
        project.write(file, text);
        project.replace("app/routes/home/modules.py", "\"count\": 2", "\"count\": 1");
        assert_cold_equals_warm(&project, "fixed");
        assert_same(&project.tree("warm"), &before);
    }
}

#[test]
fn without_a_memory_of_it_a_broken_file_counts_as_empty_and_says_so() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.sprag(&["daemon", "stop"]).expect(0);
    fs::remove_dir_all(project.path(".sprag/last-good")).unwrap();
    let before = project.tree("dist");
    project.replace(COMPONENTS, "class Badge(", "class Badge((");
    let ran = project.build(&["static"]).expect(1);
    assert!(ran.stderr.contains(COMPONENTS), "{}", ran.stderr);
    let after = project.tree("dist");
    for path in ["index.html", "generated/components/Badge.js"] {
        assert!(after.get(path) == before.get(path), "{path}");
    }
}

#[test]
fn of_a_class_that_does_not_compile_the_last_good_script_stays_and_nothing_else_changes() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let before = project.tree("dist");
    let good = "\"Count: \", str(self.state.get(\"count\", 0))";
    project.replace(COMPONENTS, good, "\"Count: \", open(\"count\").read()");
    for mode in [&["static"][..], &["static", "--no-daemon"]] {
        let (diagnostics, stale) = said(&project, mode);
        assert!(diagnostics.iter().any(|found| found["place"]["path"] == COMPONENTS));
        let script = "generated/components/Badge.js";
        assert_eq!(stale, serde_json::json!([script, format!("{script}.map"), "index.html"]));
        let after = project.tree("dist");
        // The last good script may use what nothing else does, so the whole runtime ships.
        let is_own = |path: &str| !path.starts_with("generated/python/") && path != RECORD;
        let own = |tree: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
            tree.clone().into_iter().filter(|(path, _)| is_own(path)).collect()
        };
        assert_same(&own(&after), &own(&before));
        assert!(before.keys().all(|path| after.contains_key(path)));
    }
}

#[test]
fn outputs_of_a_deleted_page_go_although_something_else_is_broken() {
    let project = Project::new();
    project.copy_home(
        "more",
        "/more",
        &[("Badge", "Label"), ("Counter", "Ticker"), ("Home", "More")],
    );
    project.build(&[]).expect(0);
    let (before, web) = (project.tree("dist"), project.tree("dist/public"));
    project.replace(COMPONENTS, "class Badge(", "class Badge((");
    fs::remove_dir_all(project.path("app/routes/more")).unwrap();
    project.build(&[]).expect(1);
    let after = project.tree("dist/public");
    let gone: Vec<_> = web.keys().filter(|path| !after.contains_key(*path)).collect();
    assert_eq!(
        gone,
        [
            "generated/components/Label.js",
            "generated/components/Label.js.map",
            "generated/modules/Ticker.js",
            "generated/modules/Ticker.js.map",
            "more/index.html",
            "surfaces/route__more.js",
        ]
    );
    for path in ["index.html", "generated/components/Badge.js", "surfaces/route__home.js"] {
        assert!(after.get(path) == web.get(path), "{path}");
    }
    assert!(before.contains_key("app/routes/more/page.py"));
    assert!(!project.path("dist/app/routes/more").exists());
}
