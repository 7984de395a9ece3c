//! What a build writes, and what it leaves alone.

use crate::project::Project;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;

pub(crate) fn assert_same(left: &BTreeMap<String, Vec<u8>>, right: &BTreeMap<String, Vec<u8>>) {
    let paths = |tree: &BTreeMap<String, Vec<u8>>| tree.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(left), paths(right));
    for (path, content) in left {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(content), text(&right[path]), "{path}");
    }
}

/// Names of a second page.
const MORE: [(&str, &str); 3] = [("Badge", "Label"), ("Counter", "Ticker"), ("Home", "More")];

#[test]
fn two_folders_give_the_same_bytes() {
    let (one, two) = (Project::named("one"), Project::named("the other"));
    for kind in [&[][..], &["static"]] {
        let output = ["--output", if kind.is_empty() { "full" } else { "static" }];
        one.build(&[kind, &output].concat()).expect(0);
        two.build(&[kind, &output].concat()).expect(0);
        let tree = one.tree(output[1]);
        assert!(tree.keys().any(|path| path.ends_with("components/Badge.js")), "{:?}", tree.keys());
        assert_same(&tree, &two.tree(output[1]));
    }
}

#[test]
fn a_build_without_the_daemon_gives_the_same_bytes() {
    let project = Project::new();
    project.build(&["--output", "with"]).expect(0);
    project.replace("app/routes/home/modules.py", "\"count\": 1", "\"count\": 2");
    project.build(&["--output", "with"]).expect(0);
    project.build(&["--output", "without", "--no-daemon"]).expect(0);
    assert_same(&project.tree("with"), &project.tree("without"));
}

#[test]
fn nothing_changed_means_nothing_is_written_or_computed() {
    let project = Project::new();
    project.build(&[]).expect(0);
    let summary = project.summary(&[]);
    for nothing in ["written", "removed", "changed", "executed"] {
        assert_eq!(summary[nothing], json!([]), "{nothing}");
    }
}

fn written(project: &Project) -> Value {
    project.summary(&["static"])["written"].clone()
}

#[test]
fn an_edit_changes_exactly_the_files_of_its_class() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace("app/routes/home/modules.py", "\"count\": 1", "\"count\": 2");
    let module = ["generated/modules/Counter.js", "generated/modules/Counter.js.map"];
    assert_eq!(written(&project), json!(module));
    project.replace("app/routes/home/components.py", "Count: ", "Total: ");
    let component = ["generated/components/Badge.js", "generated/components/Badge.js.map"];
    assert_eq!(written(&project), json!([component[0], component[1], "index.html"]));
    project.replace("app/routes/home/components.py", "class Badge", "\nclass Badge");
    assert_eq!(written(&project), json!([component[1]]));
    project.replace("app/routes/home/server.py", "\"start\": 3", "\"start\": 4");
    assert_eq!(written(&project), json!(["index.html"]));
}

#[test]
fn verbose_says_what_was_compiled_again_and_why() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace("app/routes/home/modules.py", "\"count\": 1", "\"count\": 2");
    let ran = project.build(&["static", "-v"]).expect(0);
    assert!(ran.stdout.contains("changed   app/routes/home/modules.py"), "{}", ran.stdout);
    assert!(ran.stdout.contains("Counter"), "{}", ran.stdout);
    assert!(!ran.stdout.contains("Badge"), "{}", ran.stdout);
}

#[test]
fn outputs_of_a_surface_that_is_gone_are_removed_and_foreign_files_stay() {
    let project = Project::new();
    project.copy_home("more", "/more", &MORE);
    project.build(&["static"]).expect(0);
    assert!(project.path("dist/more/index.html").exists());
    project.write("dist/more/mine.txt", "mine");
    fs::remove_dir_all(project.path("app/routes/more")).unwrap();
    project.build(&["static"]).expect(0);
    assert!(!project.path("dist/more/index.html").exists());
    assert!(!project.path("dist/generated/components/Label.js").exists());
    assert_eq!(fs::read_to_string(project.path("dist/more/mine.txt")).unwrap(), "mine");
}

#[test]
fn deleted_and_edited_outputs_are_healed() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let before = project.tree("dist");
    fs::write(project.path("dist/index.html"), "edited").unwrap();
    fs::remove_dir_all(project.path("dist/generated")).unwrap();
    project.build(&["static"]).expect(0);
    assert_same(&before, &project.tree("dist"));
}

#[test]
fn an_output_edited_after_its_folder_was_touched_is_healed() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let before = project.tree("dist");
    project.build(&["static"]).expect(0);
    let folder = fs::File::open(project.path("dist/generated")).unwrap();
    folder.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
    project.build(&["static"]).expect(0);
    let edited =
        project.tree("dist").into_keys().find(|path| path.starts_with("generated/")).unwrap();
    fs::write(project.path("dist").join(edited), "edited").unwrap();
    project.build(&["static"]).expect(0);
    assert_same(&before, &project.tree("dist"));
}

const MODULES: &str = "app/routes/home/modules.py";

#[test]
fn a_lost_record_of_the_outputs_is_made_good_by_the_outputs_themselves() {
    for kind in [&[][..], &["static"]] {
        let project = Project::new();
        project.copy_home("more", "/more", &MORE);
        project.build(kind).expect(0);
        project.write("dist/mine.txt", "mine");
        fs::remove_dir_all(project.path(".sprag/outputs")).unwrap();
        fs::remove_dir_all(project.path("app/routes/more")).unwrap();
        project.replace(MODULES, "\"count\": 1", "\"count\": 2");
        project.build(kind).expect(0);
        let mut healed = project.tree("dist");
        assert_eq!(healed.remove("mine.txt").unwrap(), b"mine");
        project.build(&[kind, &["--output", "clean", "--no-daemon"]].concat()).expect(0);
        assert_same(&healed, &project.tree("clean"));
    }
}

#[test]
fn outputs_that_were_moved_here_are_ours() {
    let (project, other) = (Project::new(), Project::new());
    other.build(&["static"]).expect(0);
    fs::rename(other.path("dist"), project.path("dist")).unwrap();
    project.replace(MODULES, "\"count\": 1", "\"count\": 2");
    project.build(&["static"]).expect(0);
    project.build(&["static", "--output", "clean"]).expect(0);
    assert_same(&project.tree("dist"), &project.tree("clean"));
}

#[test]
fn nothing_is_written_through_a_link_in_place_of_the_output_folder() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    fs::rename(project.path("dist"), project.path("elsewhere")).unwrap();
    std::os::unix::fs::symlink("elsewhere", project.path("dist")).unwrap();
    let before = project.tree("elsewhere");
    project.replace(MODULES, "\"count\": 1", "\"count\": 2");
    let ran = project.build(&["static"]).expect(1);
    assert!(
        ran.stderr.contains("SPR801") && ran.stderr.contains("symbolic link"),
        "{}",
        ran.stderr
    );
    assert_same(&before, &project.tree("elsewhere"));
    fs::remove_file(project.path("dist")).unwrap();
    project.build(&["static"]).expect(0);
    assert_eq!(project.tree("dist").len(), before.len());
}

#[test]
fn an_audit_finds_what_differs_from_a_clean_build_and_changes_nothing() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    project.replace(MODULES, "\"count\": 1", "\"count\": 2");
    project.build(&["static"]).expect(0);
    let audit = |status| {
        let python = project.python.to_str().unwrap();
        let arguments = ["daemon", "audit", "static", "--json", "--python", python];
        project.sprag(&arguments).expect(status).lines("audit").pop().unwrap()
    };
    let nothing = json!([]);
    let found = audit(0);
    assert_eq!((&found["daemon"], &found["outputs"]), (&nothing, &nothing));
    fs::write(project.path("dist/index.html"), "edited").unwrap();
    fs::remove_file(project.path("dist/manifest.json")).unwrap();
    let before = project.tree("dist");
    let found = audit(1);
    assert_eq!(found["daemon"], nothing);
    assert_eq!(found["outputs"], json!(["index.html", "manifest.json"]));
    assert_same(&project.tree("dist"), &before);
}
