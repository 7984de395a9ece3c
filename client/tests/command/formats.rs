//! `sprag check` says the same in every format, and its exit status follows `--fail-level`.

use crate::project::{Project, Ran};

/// A project with an error and, in another file, a warning.
fn broken() -> Project {
    let project = Project::new();
    project.replace("app/routes/home/modules.py", "{\"count\": 1}", "{\"count\": cuont}");
    project.write(
        "app/routes/home/extra.py",
        "from sprag import Component\n\n\nclass Unused(Component):\n    pass\n",
    );
    project
}

impl Project {
    fn check(&self, arguments: &[&str]) -> Ran {
        let mut command = self.command(&["check", "--no-daemon", "--python"]);
        command.arg(&self.python).args(arguments);
        command.output().unwrap().into()
    }
}

#[test]
fn concise_is_one_line_a_problem_with_errors_last() {
    let project = broken();
    let ran = project.check(&["--output-format", "concise"]).expect(1);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    let [hint, error, count] = lines[..] else { panic!("{}", ran.stdout) };
    assert!(hint.starts_with("app/routes/home/extra.py:4:7: info[SPR508] "), "{hint}");
    assert!(error.starts_with("app/routes/home/modules.py:6:34: error[SPR107] "), "{error}");
    assert_eq!(count, "1 error, 1 hint");
    assert_eq!(ran.stderr, "");
}

#[test]
fn paths_are_those_that_the_callers_folder_needs() {
    let project = broken();
    let mut command = project.command(&["check", "--no-daemon", "--output-format", "concise"]);
    command.args(["--project-root", ".."]).arg("--python").arg(&project.python);
    let ran = Ran::from(command.current_dir(project.path("app")).output().unwrap()).expect(1);
    let file = project.path("app/routes/home/modules.py").display().to_string();
    assert!(ran.stdout.contains(&format!("{file}:6:34: error[SPR107]")), "{}", ran.stdout);
}

#[test]
fn every_format_for_tools_is_all_there_is_on_standard_output() {
    let project = broken();
    let json = project.check(&["--output-format", "json"]).expect(1);
    let reports: Vec<serde_json::Value> = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(
        reports.iter().map(|report| &report["code"]).collect::<Vec<_>>(),
        ["SPR508", "SPR107"]
    );
    let lines = project.check(&["--output-format", "jsonlines"]).expect(1);
    let types: Vec<serde_json::Value> =
        lines.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<_> = types.iter().map(|line| line["type"].as_str().unwrap()).collect();
    assert_eq!(types, ["diagnostic", "diagnostic", "summary"]);
    let sarif = project.check(&["--output-format", "sarif"]).expect(1);
    let log: serde_json::Value = serde_json::from_str(&sarif.stdout).unwrap();
    assert_eq!(log["runs"][0]["results"][1]["ruleId"], "SPR107");
    let github = project.check(&["--output-format", "github"]).expect(1);
    assert_eq!(github.stdout.lines().count(), 2, "{}", github.stdout);
    assert!(github.stdout.contains("::error title=sprag (SPR107),file=app/routes/home/modules.py"));
}

#[test]
fn the_fail_level_decides_the_exit_status() {
    let project = broken();
    project.check(&["--fail-level", "never"]).expect(0);
    project.replace("app/routes/home/modules.py", "cuont", "1");
    let ran = project.check(&[]).expect(0);
    assert!(ran.stdout.contains("hint[SPR508]") && ran.stdout.ends_with("1 hint\n"));
    project.check(&["--fail-level", "warning"]).expect(0);
    project.check(&["--fail-level", "hint"]).expect(1);
    project.check(&["--fail-level", "nonsense"]).expect(2);
}

#[test]
fn colours_are_on_demand_where_there_is_no_terminal() {
    let project = broken();
    assert!(!project.check(&[]).stdout.contains('\x1b'));
    assert!(project.check(&["--color", "always"]).stdout.contains('\x1b'));
    assert!(!project.check(&["--color", "never"]).stdout.contains('\x1b'));
}

#[test]
fn the_projects_settings_leave_warnings_out_and_must_make_sense() {
    let project = broken();
    project.write("pyproject.toml", "[tool.sprag]\nignore = ['unreached-class']\n");
    let ran = project.check(&["--output-format", "concise"]).expect(1);
    assert!(
        ran.stdout.ends_with("\n1 error\n") && !ran.stdout.contains("SPR508"),
        "{}",
        ran.stdout
    );
    project.write("pyproject.toml", "[tool.sprag]\nignore = ['SPR999']\n");
    let ran = project.check(&["--output-format", "concise"]).expect(1);
    assert!(ran.stdout.contains("pyproject.toml:2:11: error[SPR541]"), "{}", ran.stdout);
    project.write("pyproject.toml", "[tool.sprag\n");
    let ran = project.check(&[]).expect(2);
    assert!(ran.stderr.contains("error[SPR541]") && ran.stderr.contains("pyproject.toml:1"));
}

#[test]
fn the_model_apps_have_not_even_a_hint() {
    let project = Project::new();
    for name in ["board", "counter", "symmetry"] {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/").to_owned() + name;
        let ran = project.check(&[&folder, "--fail-level", "hint"]).expect(0);
        assert_eq!(ran.stdout, "no problems\n", "{name}");
    }
}
