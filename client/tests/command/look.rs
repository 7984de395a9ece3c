//! `sprag routes`, `inspect`, `types` and `doctor`, and what is passed on to the framework's program.

use crate::project::{Project, Ran};
use std::fs;
use std::process::Command;

const SERVER: &str = "from sprag import Controller, Field, Schema, action

SAVE = Schema('save', {'title': Field(str, required=True), 'rank': Field(int)})


class HomeController(Controller):
    def load(self):
        return {'start': 3}

    @action(schema=SAVE, name='save-note', defer=True)
    def save(self, title, rank):
        return title

    @action
    def reset(self):
        return 0
";

fn app() -> Project {
    let project = Project::new();
    project.write("app/routes/home/server.py", SERVER);
    let stores = "from sprag import store\n\nvisits = store('visits', initial={'count': 0})\n";
    project.write("app/stores.py", stores);
    project.replace(
        "app/routes/home/modules.py",
        "from sprag",
        "from app.stores import visits\nfrom sprag",
    );
    project.replace(
        "app/routes/home/modules.py",
        "\"count\": 1",
        "\"count\": visits.get(\"count\")",
    );
    project
}

impl Project {
    /// A command that looks at the app, with the interpreter of the tests.
    fn look(&self, words: &[&str]) -> Ran {
        let mut command = self.command(words);
        command.arg("--python").arg(&self.python).output().unwrap().into()
    }

    /// The framework's own program.
    fn framework(&self, words: &[&str]) -> Ran {
        let mut command = Command::new(&self.python);
        command.args(["-m", "sprag"]).args(words).current_dir(self.path(""));
        command.output().unwrap().into()
    }
}

#[test]
fn routes_has_the_lines_of_the_frameworks_program_and_more() {
    let project = app();
    let ours = project.look(&["routes"]).expect(0).stdout;
    let theirs = project.framework(&["routes"]).expect(0).stdout;
    for line in theirs.lines().filter(|line| !line.starts_with("[SPRAG]")) {
        assert!(ours.lines().any(|own| own == line), "{line}\n{ours}");
    }
    assert!(theirs.contains("@save-note(title: str [required], rank: int) [defer]"), "{theirs}");
    assert!(ours.contains("  stores: visits\n  app/routes/home/page.py:6"), "{ours}");
    let alone = project.look(&["routes", "--no-daemon"]).expect(0).stdout;
    assert_eq!(alone, ours);
    let json = project.look(&["routes", "--json"]).expect(0).lines("route");
    assert_eq!((&json[0]["pattern"], &json[0]["stores"][0]), (&"/".into(), &"visits".into()));
}

#[test]
fn inspect_shows_a_page_or_a_class_and_names_what_was_meant() {
    let project = app();
    let page = project.look(&["inspect", "/"]).expect(0).stdout;
    for part in ["controller: HomeController", "class Badge(Component):", "export class Badge"] {
        assert!(page.contains(part), "{part}\n{page}");
    }
    let theirs = project.framework(&["inspect", "/", "--open-files"]).expect(0).stdout;
    let islands: Vec<&str> = theirs.lines().filter(|line| line.starts_with("  - id=")).collect();
    assert!(
        !islands.is_empty() && islands.iter().all(|line| page.contains(line)),
        "{theirs}{page}"
    );
    let methods = theirs.lines().filter_map(|line| line.split_once(" (generated line "));
    for (method, _) in methods.filter(|(line, _)| line.contains("-> source line")) {
        assert!(page.contains(method), "{method}\n{page}");
    }
    let class = project.look(&["inspect", "Counter", "--json"]).expect(0).lines("inspect");
    assert_eq!(class[0]["surface"], serde_json::Value::Null);
    assert_eq!(class[0]["classes"][0]["stores"], serde_json::json!(["visits"]));
    let javascript = class[0]["classes"][0]["code"]["javascript"].as_str().unwrap();
    project.build(&["static"]).expect(0);
    let built = fs::read_to_string(project.path("dist/generated/modules/Counter.js")).unwrap();
    assert_eq!(javascript, built);
    let wrong = project.look(&["inspect", "Conter"]).expect(1);
    assert!(wrong.stderr.contains("did you mean `Counter`?"), "{}", wrong.stderr);
}

#[test]
fn types_writes_what_the_frameworks_program_writes_and_more() {
    const FILE: &str = ".sprag/sprag_project_types.pyi";
    let project = app();
    // Every build of the framework's own program writes them.
    project.framework(&["build", "static", "--output", "peer"]).expect(0);
    let theirs = fs::read_to_string(project.path(FILE)).unwrap();
    assert!(theirs.contains("IndexAction = Literal['reset', 'save-note']"), "{theirs}");
    fs::remove_file(project.path(FILE)).unwrap();
    project.look(&["types"]).expect(0);
    let ours = fs::read_to_string(project.path(FILE)).unwrap();
    for line in theirs.lines() {
        assert!(ours.lines().any(|own| own == line), "{line}\n{ours}");
    }
    assert!(ours.contains("VisitsKey = Literal['count']"), "{ours}");
    let config = fs::read_to_string(project.path("pyrightconfig.json")).unwrap();
    assert!(config.contains("\".sprag\""), "{config}");
}

#[test]
fn doctor_is_healthy_on_a_good_app_and_names_commands_for_a_bad_one() {
    let project = app();
    let good = project.look(&["doctor"]).expect(0).stdout;
    assert!(good.contains("[ok] buildability: 1 route(s), 0 mount(s), no problems"), "{good}");
    let theirs = project.framework(&["doctor"]).expect(0).stdout;
    for line in theirs.lines().filter(|line| line.starts_with("[ok]")) {
        let name = line.split(':').next().unwrap();
        assert!(good.contains(name), "{name}\n{good}");
    }
    project.replace("app/routes/home/modules.py", "visits.get", "vistis.get");
    let bad = project.look(&["doctor"]).expect(1).stdout;
    assert!(bad.contains("[fail] buildability: 1 error\n       fix: sprag check"), "{bad}");
    let json = project.look(&["doctor", "--json"]).expect(1).lines("doctor");
    assert_eq!(json[0]["healthy"], false);
    project.replace("app/routes/home/modules.py", "vistis.get", "visits.get");
    project.replace("app/routes/home/server.py", "from sprag", "import nowhere\nfrom sprag");
    let bad = project.look(&["doctor"]).expect(1).stdout;
    assert!(bad.contains("[fail] surface importability: ModuleNotFoundError"), "{bad}");
}

#[test]
fn what_the_framework_makes_is_passed_on_to_it() {
    let project = app();
    let mut command = project.command(&["add", "route", "news"]);
    let path =
        std::env::join_paths([project.python.parent().unwrap(), "/usr/bin".as_ref()]).unwrap();
    let ran: Ran = command.env("PATH", path).output().unwrap().into();
    assert!(project.path("app/routes/news/page.py").exists(), "{}{}", ran.stdout, ran.stderr);
    let wrong = project.sprag(&["rotues"]).expect(2);
    assert!(wrong.stderr.contains("did you mean `routes`?"), "{}", wrong.stderr);
}

#[test]
fn completions_know_the_commands() {
    let project = Project::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = project.sprag(&["completions", shell]).expect(0).stdout;
        assert!(script.contains("explain"), "{shell}");
    }
}
