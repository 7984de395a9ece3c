//! Broken user code is a problem with a place, and costs only the surface that it belongs to.

use super::*;
use queries::render::Frame;

/// `kind file:line message` of each problem of the app and of its surfaces.
fn problems(answer: &BuildAnswer) -> Vec<String> {
    let of_surfaces = answer.entries.iter().flat_map(|entry| &entry.problems);
    let place = |frame: &Frame| format!(" {}:{}", frame.file, frame.line);
    answer
        .app
        .problems
        .iter()
        .chain(of_surfaces)
        .map(|problem| {
            let place = problem.frames.last().map(place).unwrap_or_default();
            format!("{:?}{place} {}", problem.kind, problem.message)
        })
        .collect()
}

/// Builds `app` with a sound page beside the broken one; the sound one must come out.
fn problems_beside_a_sound_page(app: TestApp) -> Vec<String> {
    let answer = app.with_page("sound", "return {}", "return ui.p('sound')").build();
    assert_eq!(content(&answer, "/sound").body, "<p>sound</p>");
    problems(&answer)
}

#[test]
fn a_load_that_raises() {
    let app = TestApp::new().with_page("a", "return {}['x']", "return None");
    assert_eq!(problems_beside_a_sound_page(app), ["Load app/routes/a/page.py:6 KeyError: 'x'"]);
}

#[test]
fn a_render_that_raises() {
    let app = TestApp::new().with_page("a", "return {}", "raise ValueError('no')");
    assert_eq!(
        problems_beside_a_sound_page(app),
        ["Render app/routes/a/page.py:11 ValueError: no"]
    );
}

#[test]
fn half_a_character_in_an_error_in_data_and_in_a_page() {
    let app = TestApp::new().with_page("a", "raise ValueError('half \\ud83d')", "return None");
    let app = app.with_page("b", "return {'half': '\\ud83d'}", "return ui.p('half \\ud83d')");
    let answer = app.build();
    assert_eq!(problems(&answer), ["Load app/routes/a/page.py:6 ValueError: half ?"]);
    assert_eq!(content(&answer, "/b").body, "<p>half ?</p>");
}

#[test]
fn a_load_that_returns_a_datetime() {
    let load = "import datetime; return {'rows': [{'at': datetime.datetime(2026, 1, 2)}]}";
    assert_eq!(
        problems_beside_a_sound_page(TestApp::new().with_page("a", load, "return None")),
        [
            "Serialise app/routes/a/page.py:5 TypeError: routeData.rows[0].at is a datetime, which JSON cannot hold"
        ]
    );
}

#[test]
fn a_load_that_hangs_in_python() {
    let app = TestApp::new().with_page("a", "while True: pass", "return None");
    assert_eq!(
        problems_beside_a_sound_page(app),
        ["Deadline app/routes/a/page.py:6 ran longer than its deadline"]
    );
}

#[test]
fn a_load_that_hangs_and_cannot_be_interrupted() {
    let load = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM})\n        while True: pass";
    assert_eq!(
        problems_beside_a_sound_page(TestApp::new().with_page("a", load, "return None")),
        ["Deadline ran longer than 2 s and could not be stopped"]
    );
}

#[test]
fn a_load_that_exits() {
    let app = TestApp::new().with_page("a", "raise SystemExit(3)", "return None").with_page(
        "b",
        "import os; os._exit(4)",
        "return None",
    );
    assert_eq!(
        problems_beside_a_sound_page(app),
        [
            "Exit app/routes/a/page.py:6 ended the process: SystemExit(3)",
            "Exit the process ended with status 4"
        ]
    );
}

#[test]
fn a_page_that_begins_to_exit_is_not_answered_with_what_it_was() {
    let app = TestApp::new().with_page("a", "return {}", "return ui.p('fine')");
    let mut worker = app.worker();
    assert_eq!(content(&build(&mut worker), "/a").body, "<p>fine</p>");
    app.page("a", "import os; os._exit(4)", "return ui.p('fine')");
    for _ in 0..2 {
        let answer = build(&mut worker);
        let entry = entry(&answer, "/a");
        assert_eq!(entry.rendered, Rendered::Failed);
        assert_eq!(entry.problems[0].message, "the process ended with status 4");
    }
    app.page("a", "return {}", "return ui.p('mended')");
    assert_eq!(content(&build(&mut worker), "/a").body, "<p>mended</p>");
}

#[test]
fn a_load_that_crashes_the_interpreter() {
    let load = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)";
    let app = TestApp::new().with_page("a", load, "return None");
    assert_eq!(problems_beside_a_sound_page(app), ["Exit the process was ended by signal 11"]);
}

#[test]
fn a_load_that_prints_megabytes() {
    let app = TestApp::new().with_page("a", "print('x' * 5_000_000); return {}", "return None");
    let answer = app.build();
    assert_eq!(problems(&answer), ["Output printed 5000001 bytes, of which 65536 are kept"]);
    assert_eq!(answer.output.len(), 65536);
}

#[test]
fn a_page_that_cannot_be_imported() {
    let app = TestApp::new();
    app.write("app/routes/a/__init__.py", "");
    app.write("app/routes/a/page.py", "import nowhere\n");
    assert_eq!(
        problems_beside_a_sound_page(app),
        ["Import app/routes/a/page.py:1 ModuleNotFoundError: No module named 'nowhere'"]
    );
}

#[test]
fn pages_that_hang_or_exit_while_they_are_imported() {
    let app = TestApp::new();
    for (name, text) in [
        ("a", "import time\n\ntime.sleep(60)\n"),
        ("b", "import os\n\nos._exit(3)\n"),
        ("c", "import time\n\ntime.sleep(60)\n"),
    ] {
        app.write(&format!("app/routes/{name}/__init__.py"), "");
        app.write(&format!("app/routes/{name}/page.py"), text);
    }
    assert_eq!(
        problems_beside_a_sound_page(app),
        [
            "Deadline app/routes/a/page.py:3 ran longer than its deadline",
            "Deadline app/routes/c/page.py:3 ran longer than its deadline",
            "Exit the process ended with status 3",
        ]
    );
}

#[test]
fn a_dynamic_page_without_paths() {
    let app = TestApp::new();
    app.write("app/routes/b/__init__.py", "");
    app.write(
        "app/routes/b/page.py",
        "from sprag import Controller, Screen, page\n\n\nclass C(Controller):\n    pass\n\n\n\
         class S(Screen):\n    pass\n\n\nb = page(path='/b/[x]', controller=C, screen=S)\n\
         c = page(path='/c/[x]', controller=C, screen=S, static_paths=lambda: 1 / 0)\n",
    );
    assert_eq!(
        problems_beside_a_sound_page(app),
        [
            "MissingStaticPaths app/routes/b/page.py:1 a dynamic route needs static_paths",
            "StaticPaths app/routes/b/page.py:13 ZeroDivisionError: division by zero"
        ]
    );
}

#[test]
fn a_route_folder_that_cannot_be_imported() {
    let app = TestApp::new().with_page("a", "return {}", "return None");
    app.write("app/routes/a/__init__.py", "import nowhere\n");
    assert_eq!(
        problems_beside_a_sound_page(app),
        ["Import app/routes/a/__init__.py:1 ModuleNotFoundError: No module named 'nowhere'"]
    );
}

#[test]
fn a_syntax_error_that_two_pages_import_is_reported_once() {
    let app = TestApp::new();
    app.write("app/shared.py", "x = (\n");
    for name in ["a", "b"] {
        app.write(&format!("app/routes/{name}/__init__.py"), "");
        app.write(&format!("app/routes/{name}/page.py"), "from app import shared\n");
    }
    assert_eq!(
        problems_beside_a_sound_page(app),
        ["Syntax app/shared.py:1 SyntaxError: '(' was never closed"]
    );
}

#[test]
fn an_app_that_cannot_be_imported() {
    let app = TestApp::new();
    app.write("app/__init__.py", "\nraise RuntimeError('no database')\n");
    assert_eq!(problems(&app.build()), ["Import app/__init__.py:2 RuntimeError: no database"]);
}

#[test]
fn a_project_without_an_app() {
    let app = TestApp::new();
    app.write("app/__init__.py", "");
    assert_eq!(problems(&app.build()), ["NoApp there is no app: tried app:app and app.app:app"]);
}

#[test]
fn two_pages_of_one_path() {
    let app = TestApp::new().with_page("a", "return {}", "return None");
    app.write("app/routes/b/__init__.py", "");
    app.write("app/routes/b/page.py", "from app.routes.a.page import page\n");
    assert_eq!(
        problems_beside_a_sound_page(app),
        ["Conflict app/routes/b/page.py:1 the path is already taken by app.routes.a.page"]
    );
}

#[test]
fn a_provider_that_does_not_start() {
    let app = TestApp::new();
    app.write(
        "app/__init__.py",
        "from sprag import App, Service\n\n\nclass Queue(Service):\n    def start(self):\n        \
         raise OSError('no queue')\n\n\napp = App(providers={'queue': Queue('queue')})\n",
    );
    assert_eq!(problems_beside_a_sound_page(app), ["Boot app/__init__.py:6 OSError: no queue"]);
}

#[test]
fn an_environment_file_that_is_malformed_does_not_show_its_line() {
    let app = TestApp::new();
    app.write(".env", "A=1\nsecret stuff\n");
    assert_eq!(problems_beside_a_sound_page(app), ["Env .env:2 this line is not KEY=VALUE"]);
}

#[test]
fn an_interpreter_that_is_gone() {
    let options = WorkerOptions {
        python: "/nowhere/python".into(),
        project_root: "/".into(),
        limits: Limits::default(),
    };
    match Worker::start(options, &|| false).map(|_| ()) {
        Err(WorkerError::Unusable(problem)) => {
            assert_eq!(problem.kind, ProblemKind::InterpreterMissing);
            assert_eq!(problem.message, "there is no Python interpreter at /nowhere/python");
        }
        other => panic!("{other:?}"),
    }
}

/// A program that runs the real interpreter in another way.
fn interpreter(folder: &Path, script: &str) -> WorkerOptions {
    use std::os::unix::fs::PermissionsExt;

    let python = folder.join("python");
    let text = format!("#!/bin/sh\nreal=\"{}\"\n{script}\n", test_python().display());
    std::fs::write(&python, text).unwrap();
    std::fs::set_permissions(&python, PermissionsExt::from_mode(0o755)).unwrap();
    WorkerOptions { python, project_root: folder.to_owned(), limits: Limits::default() }
}

fn unusable_interpreter(script: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    match Worker::start(interpreter(folder.path(), script), &|| false).map(|_| ()) {
        Err(WorkerError::Unusable(problem)) => format!("{:?} {}", problem.kind, problem.message),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_interpreter_without_the_framework() {
    assert_eq!(
        unusable_interpreter(r#"exec "$real" -S "$@""#),
        "FrameworkMissing the framework cannot be imported: ModuleNotFoundError: No module named 'sprag'"
    );
}

#[test]
fn an_interpreter_that_is_too_new() {
    let script =
        r#"exec "$real" -c "import sys; sys.version_info = (3, 13, 1, 'final', 0); $2" "$3""#;
    assert_eq!(
        unusable_interpreter(script),
        "PythonVersion Python 3.13.1 cannot run the framework"
    );
}

#[test]
fn a_program_that_is_no_interpreter() {
    let options = WorkerOptions {
        python: "/bin/false".into(),
        project_root: "/".into(),
        limits: Limits::default(),
    };
    assert!(matches!(Worker::start(options, &|| false), Err(WorkerError::Unusable(_))));
}
