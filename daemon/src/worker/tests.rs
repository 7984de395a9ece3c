//! The worker with a real interpreter, on small apps written for each promise.
//!
//! `SPRAG_TEST_PYTHON` names an interpreter with the framework installed; `cargo xtask test` sets it.
use super::*;
use std::path::Path;
use tempfile::TempDir;

mod broken;
mod corrected;
mod fresh;
mod peer;
mod random;

/// An app of routes, each a folder with one `page.py`.
pub(super) struct TestApp {
    folder: TempDir,
}

impl TestApp {
    pub(super) fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("ein Prüf-Projekt ").tempdir().unwrap();
        let app = Self { folder };
        app.write("app/__init__.py", "from sprag import App\n\napp = App()\n");
        app.write("app/routes/__init__.py", "");
        app
    }

    /// Adds a route at `/<name>` whose `load` and `render` have the given bodies.
    pub(super) fn with_page(self, name: &str, load: &str, render: &str) -> Self {
        self.page(name, load, render);
        self
    }

    pub(super) fn page(&self, name: &str, load: &str, render: &str) {
        self.write(&format!("app/routes/{name}/__init__.py"), "");
        let text = format!(
            "from sprag import Controller, Screen, page, ui\n\n\n\
             class TheController(Controller):\n    def load(self):\n        {load}\n\n\n\
             class TheScreen(Screen):\n    def render(self, data):\n        {render}\n\n\n\
             page = page(path=\"/{name}\", controller=TheController, screen=TheScreen)\n"
        );
        self.write(&format!("app/routes/{name}/page.py"), &text);
    }

    pub(super) fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(super) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(super) fn worker(&self) -> Worker {
        let limits = Limits { deadline: Duration::from_secs(2), ..Limits::default() };
        let project_root = self.path().to_owned();
        Worker::start(WorkerOptions { python: test_python(), project_root, limits }, &|| false)
            .unwrap()
    }

    pub(super) fn build(&self) -> BuildAnswer {
        build(&mut self.worker())
    }
}

pub(super) fn build(worker: &mut Worker) -> BuildAnswer {
    worker.build(&request(&[]), &|| false, &mut |_| ()).unwrap()
}

pub(super) fn request(variables: &[(&str, &str)]) -> BuildRequest {
    let own = ["PATH", "HOME"].iter().filter_map(|name| Some((*name, std::env::var(name).ok()?)));
    let given = variables.iter().map(|(name, value)| (*name, (*value).to_owned()));
    let environment = own.chain(given).map(|(name, value)| (name.to_owned(), value)).collect();
    BuildRequest { target: None, environment }
}

pub(crate) fn test_python() -> PathBuf {
    match std::env::var_os("SPRAG_TEST_PYTHON") {
        Some(python) => python.into(),
        None => panic!(
            "SPRAG_TEST_PYTHON must name a Python interpreter with spragkit installed; \
             `cargo xtask test` prepares one and sets it"
        ),
    }
}

pub(super) fn content<'a>(answer: &'a BuildAnswer, path: &str) -> &'a queries::render::Content {
    let entry = entry(answer, path);
    match &entry.rendered {
        Rendered::Content(content) => content,
        other => panic!("{path} is {other:?}: {:?}", entry.problems),
    }
}

pub(super) fn entry<'a>(answer: &'a BuildAnswer, path: &str) -> &'a RenderedEntry {
    answer.entries.iter().find(|entry| entry.path == path).unwrap()
}

#[test]
fn the_interpreter_tells_what_is_installed() {
    let environment = TestApp::new().worker().environment().clone();
    let framework = environment.framework.unwrap();
    assert!(environment.python.starts_with("3."));
    assert_eq!(framework.version, "0.1.24");
    assert!(framework.assets.contains(&"ragot.esm.min.js".to_owned()));
    assert!(framework.package.join("runtime").is_dir());
}

#[test]
fn an_app_is_described_and_each_surface_rendered() {
    let app = TestApp::new().with_page("a", "return {'n': 1}", "return ui.p(str(data['n']))");
    let answer = app.build();
    assert_eq!(answer.app.target, "app:app");
    assert_eq!(answer.app.surfaces[0].pattern, "/a");
    assert_eq!(content(&answer, "/a").body, "<p>1</p>");
    assert_eq!(
        &*content(&answer, "/a").payload["routeData"],
        r#"{"__sprag_auth__": {"active_profile": null, "authenticated": false, "session": {"id": null}, "viewer": null}, "n": 1}"#
    );
}

#[test]
fn data_cannot_end_the_script_element_it_is_written_into() {
    let app = TestApp::new().with_page("a", "return {'x': '</script><b>'}", "return None");
    let payload = &content(&app.build(), "/a").payload["routeData"].clone();
    assert!(payload.contains(r"\u003c/script>\u003cb>") && !payload.contains('<'), "{payload}");
}

#[test]
fn two_workers_answer_the_same() {
    let app = TestApp::new().with_page(
        "a",
        "return {'s': sorted({'x', 'y'})}",
        "return ui.p(*{'a', 'b'})",
    );
    assert_eq!(app.build(), app.build());
}

#[test]
fn one_app_in_two_folders_is_rendered_the_same() {
    let app = || {
        TestApp::new().with_page(
            "a",
            "return {'at': __file__.split('/')[-1]}",
            "return ui.p(str({'a', 'b', 'c'}))",
        )
    };
    assert_eq!(app().build(), app().build());
}

#[test]
fn variables_of_the_client_reach_user_code_and_its_imports() {
    let load = "import os, elsewhere; return {'v': os.environ['V'], 'x': elsewhere.X}";
    let app = TestApp::new().with_page("a", load, "return ui.p(data['v'], data['x'])");
    app.write("lib/elsewhere.py", "X = 7\n");
    let library = app.path().join("lib");
    let request = request(&[("V", "ü"), ("PYTHONPATH", library.to_str().unwrap())]);
    let answer = app.worker().build(&request, &|| false, &mut |_| ()).unwrap();
    assert_eq!(content(&answer, "/a").body, "<p>ü7</p>");
}

#[test]
fn what_user_code_started_ends_with_the_build() {
    let load = "import subprocess; p = subprocess.Popen(['sleep', '1000']); return {'pid': p.pid}";
    let app = TestApp::new().with_page("a", load, "return ui.p(data['pid'])");
    let answer = app.build();
    let pid = content(&answer, "/a").body.replace("<p>", "").replace("</p>", "");
    // A killed process is gone a moment later; an init that reaps nobody leaves a zombie.
    let ended = || {
        let state = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        state.is_empty() || state.contains(") Z ")
    };
    let deadline = std::time::Instant::now() + Duration::from_secs(10);
    while !ended() {
        assert!(std::time::Instant::now() < deadline, "process {pid} outlived the build");
        std::thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_cancelled_build_ends_its_child_and_the_next_one_works() {
    let app = TestApp::new().with_page("a", "import time; time.sleep(30)", "return None");
    let mut worker = app.worker();
    let started = std::time::Instant::now();
    let phases = std::cell::Cell::new(0);
    let cancelled = worker.build(&request(&[]), &|| phases.get() > 3, &mut |_| {
        phases.set(phases.get() + 1);
    });
    assert!(matches!(cancelled, Err(WorkerError::Cancelled)), "{cancelled:?}");
    assert!(started.elapsed() < Duration::from_secs(2));
    app.page("a", "return {}", "return ui.p('done')");
    assert_eq!(content(&build(&mut worker), "/a").body, "<p>done</p>");
}
