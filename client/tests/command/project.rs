//! A small project in a folder of its own, with a private state folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const FILES: [(&str, &str); 8] = [
    ("app/__init__.py", "from sprag import App\n\napp = App(routes=\"app.routes\")\n"),
    ("app/routes/__init__.py", ""),
    ("app/routes/home/__init__.py", ""),
    (
        "app/routes/home/page.py",
        "from sprag import page

from .server import HomeController
from .web import HomeScreen

home = page(path=\"/\", controller=HomeController, screen=HomeScreen, mode=\"hybrid\")
",
    ),
    (
        "app/routes/home/server.py",
        "from sprag import Controller


class HomeController(Controller):
    def load(self):
        return {\"start\": 3}
",
    ),
    (
        "app/routes/home/web.py",
        "from sprag import Screen, hydrate, ui

from .components import Badge
from .modules import Counter


class HomeScreen(Screen):
    modules = [Counter]

    def render(self, data):
        counter = self.module(Counter)
        return ui.main(ui.h1(\"Start: \", str(data[\"start\"])), hydrate(Badge, module=counter))
",
    ),
    (
        "app/routes/home/components.py",
        "from sprag import Component, ui


class Badge(Component):
    def render(self, props=None):
        return ui.p(\"Count: \", str(self.state.get(\"count\", 0)))
",
    ),
    (
        "app/routes/home/modules.py",
        "from sprag import Module


class Counter(Module):
    def on_start(self):
        self.set_state({\"count\": 1})
",
    ),
];

pub(crate) struct Project {
    folder: tempfile::TempDir,
    root: PathBuf,
    pub(crate) python: PathBuf,
}

pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Project {
    pub(crate) fn new() -> Self {
        Self::named("project")
    }

    /// A project in a folder of this name.
    pub(crate) fn named(name: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap().join(name);
        let python = std::env::var_os("SPRAG_TEST_PYTHON").unwrap_or_else(|| {
            panic!(
                "SPRAG_TEST_PYTHON must name a Python interpreter with spragkit installed; \
                 `cargo xtask test` sets it"
            )
        });
        let project = Self { folder, root, python: python.into() };
        for (path, text) in FILES {
            project.write(path, text);
        }
        project
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    pub(crate) fn state(&self) -> PathBuf {
        self.folder.path().join("state")
    }

    /// Where `daemon::failpoint` looks; outside of the project.
    pub(crate) fn failpoints(&self) -> PathBuf {
        self.folder.path().join("failpoints")
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    pub(crate) fn replace(&self, path: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(path)).unwrap();
        assert!(text.contains(from), "{path} has {from:?}");
        self.write(path, text.replace(from, to));
    }

    /// A second page like the first, in `app/routes/<folder>`, with other names in it.
    pub(crate) fn copy_home(&self, folder: &str, path: &str, names: &[(&str, &str)]) {
        for file in ["__init__", "page", "server", "web", "components", "modules"] {
            let text =
                fs::read_to_string(self.path(&format!("app/routes/home/{file}.py"))).unwrap();
            let text = text.replace("path=\"/\"", &format!("path=\"{path}\""));
            let text = names.iter().fold(text, |text, (from, to)| text.replace(from, to));
            self.write(&format!("app/routes/{folder}/{file}.py"), text);
        }
    }

    /// `sprag` with these arguments, run in the project. The environment is that of a plain shell.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sprag"));
        command.args(arguments).current_dir(&self.root).env("SPRAG_STATE_DIR", self.state());
        command.env("SPRAG_FAILPOINTS", self.failpoints());
        for variable in ["CI", "VIRTUAL_ENV", "CONDA_PREFIX", "PYTHONPATH"] {
            command.env_remove(variable);
        }
        command
    }

    pub(crate) fn sprag(&self, arguments: &[&str]) -> Ran {
        self.command(arguments).output().unwrap().into()
    }

    /// `sprag build` with the interpreter of the tests.
    pub(crate) fn build(&self, arguments: &[&str]) -> Ran {
        self.build_command(arguments).output().unwrap().into()
    }

    pub(crate) fn build_command(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&["build", "--python"]);
        command.arg(&self.python).args(arguments);
        command
    }

    /// A build's summary as `--json` prints it.
    pub(crate) fn summary(&self, arguments: &[&str]) -> serde_json::Value {
        let ran = self.build(&[arguments, &["--json"]].concat());
        let line = ran.lines("summary").pop();
        line.unwrap_or_else(|| panic!("no summary: {}{}", ran.stdout, ran.stderr))
    }

    /// Status of the daemon as `--json` prints it.
    pub(crate) fn status(&self) -> serde_json::Value {
        self.sprag(&["status", "--json"]).lines("status").pop().unwrap()
    }

    pub(crate) fn daemon_pid(&self) -> Option<i32> {
        self.status()["pid"].as_i64().map(|pid| i32::try_from(pid).unwrap())
    }

    /// All files below a folder of the project, with their contents.
    pub(crate) fn tree(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        tree(&self.path(folder))
    }
}

/// All files below a folder, with their contents; of links, where they lead to.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files);
    files
}

impl Drop for Project {
    fn drop(&mut self) {
        // A test may have taken the project away.
        let _ = self.command(&["daemon", "stop"]).output();
    }
}

impl Ran {
    /// The JSON lines of a type.
    pub(crate) fn lines(&self, kind: &str) -> Vec<serde_json::Value> {
        let lines = self.stdout.lines().filter_map(|line| serde_json::from_str(line).ok());
        lines.filter(|line: &serde_json::Value| line["type"] == kind).collect()
    }

    #[track_caller]
    pub(crate) fn expect(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}{}", self.stdout, self.stderr);
        self
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

fn collect(folder: &Path, prefix: &str, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files);
        } else if kind.is_symlink() {
            let target = fs::read_link(entry.path()).unwrap();
            files.insert(name, target.into_os_string().into_encoded_bytes());
        } else {
            files.insert(name, fs::read(entry.path()).unwrap());
        }
    }
}
