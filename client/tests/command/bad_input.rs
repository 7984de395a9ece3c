//! Bad input gets a coded error with a remedy, and nothing is lost.

use crate::project::{Project, Ran};
use std::fs;
use std::process::Command;

impl Ran {
    /// The only diagnostic with this code.
    #[track_caller]
    fn diagnostic(&self, code: &str) -> serde_json::Value {
        let mut found = self.lines("diagnostic");
        found.retain(|diagnostic| diagnostic["code"] == code);
        assert_eq!(found.len(), 1, "{code}: {}{}", self.stdout, self.stderr);
        let diagnostic = found.remove(0);
        assert!(diagnostic["help"].is_string(), "{diagnostic}");
        diagnostic
    }
}

#[test]
fn a_syntax_error_is_shown_where_it_is_and_the_last_good_output_stays() {
    for mode in [&["static"][..], &["static", "--no-daemon"]] {
        let project = Project::new();
        project.build(mode).expect(0);
        let before = project.tree("dist");
        project.replace(
            "app/routes/home/components.py",
            "def render(self, props=None):",
            "def render(self, props=None:",
        );
        let ran = project.build(mode).expect(1);
        assert!(ran.stderr.contains("app/routes/home/components.py:5:"), "{}", ran.stderr);
        assert!(ran.stderr.contains("    def render(self, props=None:"), "{}", ran.stderr);
        let after = project.tree("dist");
        for path in ["index.html", "generated/components/Badge.js"] {
            assert_eq!(after.get(path), before.get(path), "{mode:?} {path}");
        }
        project.replace(
            "app/routes/home/components.py",
            "def render(self, props=None:",
            "def render(self, props=None):",
        );
        project.build(mode).expect(0);
        assert_eq!(project.tree("dist"), before);
    }
}

#[test]
fn a_file_that_is_not_utf8_is_named_with_its_line() {
    let project = Project::new();
    project.write("app/routes/home/words.py", b"a = 1\nb = '\xe4'\n");
    let ran = project.build(&["static"]).expect(1);
    assert!(ran.stderr.contains("app/routes/home/words.py"), "{}", ran.stderr);
    assert!(ran.stderr.contains("not UTF-8") && ran.stderr.contains("line 2"), "{}", ran.stderr);
}

#[test]
fn a_missing_init_is_named() {
    let project = Project::new();
    fs::remove_file(project.path("app/routes/home/__init__.py")).unwrap();
    let ran = project.build(&["static"]);
    assert!(ran.stderr.contains("__init__.py"), "{}{}", ran.stdout, ran.stderr);
}

#[test]
fn a_module_that_is_a_link_to_nothing_is_found_once_it_is_there_again() {
    const SERVER: &str = "app/routes/home/server.py";
    let project = Project::new();
    project.build(&[]).expect(0);
    let text = fs::read_to_string(project.path(SERVER)).unwrap();
    fs::remove_file(project.path(SERVER)).unwrap();
    std::os::unix::fs::symlink("nowhere.py", project.path(SERVER)).unwrap();
    let ran = project.build(&[]).expect(1);
    assert!(ran.stderr.contains("SPR611"), "{}", ran.stderr);
    fs::remove_file(project.path(SERVER)).unwrap();
    project.write(SERVER, &text);
    project.build(&[]).expect(0);
}

#[test]
fn a_load_that_raises_is_shown_in_the_apps_own_source_and_the_page_stays() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let before = project.tree("dist");
    project.replace("app/routes/home/server.py", "{\"start\": 3}", "{}[\"start\"]");
    let ran = project.build(&["static", "--json"]).expect(1);
    let diagnostic = ran.diagnostic("SPR615");
    assert_eq!(diagnostic["place"]["path"], "app/routes/home/server.py");
    assert_eq!(diagnostic["place"]["span"]["line"], 6);
    assert_eq!(project.tree("dist")["index.html"], before["index.html"]);
}

#[test]
fn a_project_path_may_have_spaces_and_any_letters() {
    let project = Project::named("mein Büro ☕ 'x'");
    project.build(&[]).expect(0);
    assert!(project.path("dist/public/index.html").exists());
}

#[test]
fn an_output_path_that_is_a_file_is_refused_and_kept() {
    let project = Project::new();
    project.write("dist", "mine");
    project.build(&["--json"]).expect(1).diagnostic("SPR801");
    assert_eq!(fs::read_to_string(project.path("dist")).unwrap(), "mine");
}

#[test]
fn an_output_folder_that_cannot_be_written_is_named() {
    let project = Project::new();
    // Nobody can create a file there, not even root.
    let ran = project.build(&["--json", "--output", "/proc/sprag"]).expect(1);
    assert!(ran.diagnostic("SPR803")["message"].as_str().unwrap().contains("/proc/sprag"));
}

#[test]
fn a_foreign_file_in_the_way_is_named_and_kept() {
    let project = Project::new();
    project.write("dist/index.html", "mine");
    let ran = project.build(&["static", "--json"]).expect(1);
    assert!(ran.diagnostic("SPR802")["message"].as_str().unwrap().contains("index.html"));
    assert_eq!(project.tree("dist").len(), 1);
}

#[test]
fn wrong_use_has_its_own_exit_status() {
    let project = Project::new();
    project.build(&["--output", "."]).expect(2);
    project.build(&["nowhere"]).expect(2);
    project.build(&["one", "two"]).expect(2);
    project.sprag(&["biuld"]).expect(2);
}

#[test]
fn a_reader_that_goes_away_does_not_disturb_the_build() {
    let project = Project::new();
    let mut command = project.build_command(&["-v"]);
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let status = command.stdout(writer.try_clone().unwrap()).stderr(writer).status().unwrap();
    assert_eq!(status.code(), Some(0));
}

/// A build after an edit, in a shell that allows no file of more than some kilobytes: every larger
/// write fails as on a full disk, half way through the file.
fn build_without_room(project: &Project) -> Ran {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 128; exec \"$@\"", "sh"]);
    let build = project.build_command(&["static", "--no-daemon", "--json"]);
    command.arg(build.get_program()).args(build.get_args()).current_dir(project.path(""));
    command.env("SPRAG_STATE_DIR", project.state()).output().unwrap().into()
}

#[test]
fn a_write_that_fails_half_way_leaves_the_outputs_as_they_were() {
    let project = Project::new();
    project.build(&["static"]).expect(0);
    let before = project.tree("dist");
    let method = |number| format!("    def method_{number}(self):\n        return {number}\n\n");
    let methods: String = (0..4000).map(method).collect();
    let text = fs::read_to_string(project.path("app/routes/home/modules.py")).unwrap();
    project.write("app/routes/home/modules.py", format!("{text}\n{methods}"));
    project.replace("app/routes/home/components.py", "Count: ", "Total: ");
    let diagnostic = build_without_room(&project).expect(1).diagnostic("SPR803");
    let dist = project.path("dist");
    assert!(diagnostic["message"].as_str().unwrap().contains(dist.to_str().unwrap()));
    assert!(diagnostic["help"].as_str().unwrap().contains("the outputs are as they were"));
    assert_eq!(project.tree("dist"), before);
    project.build(&["static"]).expect(0);
    assert_ne!(project.tree("dist"), before);
}
