//! A surface is rendered again only if something that it depends on changed.

use super::*;

/// `path: reason` of each surface that the next build renders.
fn rendered(worker: &mut Worker, request: &BuildRequest) -> Vec<String> {
    let answer = worker.build(request, &|| false, &mut |_| ()).unwrap();
    assert_eq!(answer.app.problems, []);
    answer.rendered.iter().map(|(key, reason)| format!("{}: {reason}", key.path)).collect()
}

fn two_pages() -> TestApp {
    TestApp::new().with_page("a", "return {}", "return ui.p('a')").with_page(
        "b",
        "return {}",
        "return ui.p('b')",
    )
}

#[test]
fn nothing_runs_when_nothing_changed() {
    let app = two_pages();
    let mut worker = app.worker();
    assert_eq!(rendered(&mut worker, &request(&[])), ["/a: new", "/b: new"]);
    let mut phases = Vec::new();
    let answer =
        worker.build(&request(&[]), &|| false, &mut |phase| phases.push(phase.to_owned())).unwrap();
    assert_eq!((answer.rendered.len(), answer.entries.len(), phases.len()), (0, 2, 0));
}

#[test]
fn what_a_build_leaves_in_the_project_does_not_start_python() {
    let app = two_pages();
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.write("dist/public/index.html", "");
    app.write("README.md", "");
    let mut phases = 0;
    worker.build(&request(&[]), &|| false, &mut |_| phases += 1).unwrap();
    assert_eq!(phases, 0);
}

#[test]
fn an_edit_renders_the_surfaces_that_import_the_file() {
    let app = two_pages();
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.page("a", "return {}", "return ui.p('a2')");
    assert_eq!(rendered(&mut worker, &request(&[])), ["/a: app/routes/a/page.py changed"]);
    app.write("app/routes/__init__.py", "X = 1\n");
    assert_eq!(rendered(&mut worker, &request(&[])).len(), 2);
}

#[test]
fn two_saves_of_one_length_within_a_second_are_both_seen() {
    let app = two_pages();
    let mut worker = app.worker();
    for text in ["x", "y", "z"] {
        app.page("a", "return {}", &format!("return ui.p('{text}')"));
        assert_eq!(content(&build(&mut worker), "/a").body, format!("<p>{text}</p>"));
    }
}

#[test]
fn a_touched_file_renders_nothing() {
    let app = two_pages();
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.page("a", "return {}", "return ui.p('a')");
    assert_eq!(rendered(&mut worker, &request(&[])), [""; 0]);
}

#[test]
fn a_new_page_renders_only_itself() {
    let app = two_pages();
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.page("c", "return {}", "return None");
    assert_eq!(rendered(&mut worker, &request(&[])), ["/c: new"]);
}

#[test]
fn a_data_file_renders_every_surface() {
    let load = "import pathlib; return {'text': pathlib.Path('data.txt').read_text()}";
    let app = two_pages().with_page("c", load, "return ui.p(data['text'])");
    app.write("data.txt", "one");
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.write("data.txt", "two");
    let answer = build(&mut worker);
    assert_eq!(answer.rendered.len(), 3);
    assert_eq!(content(&answer, "/c").body, "<p>two</p>");
}

#[test]
fn a_listed_directory_renders_every_surface() {
    let load = "import os; return {'names': sorted(os.listdir('content'))}";
    let app = TestApp::new().with_page("a", load, "return ui.p(*data['names'])");
    app.write("content/one.md", "");
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.write("content/two.md", "");
    assert_eq!(content(&build(&mut worker), "/a").body, "<p>one.mdtwo.md</p>");
}

/// Whatever comes to lie where imports have looked, the next build says what a new process says.
fn assert_as_new(app: &TestApp, worker: &mut Worker, what: &str) {
    let (now, new) = (build(worker), build(&mut app.worker()));
    assert_eq!((&now.app.problems, &now.entries), (&new.app.problems, &new.entries), "{what}");
}

#[test]
fn a_folder_changes_what_a_failed_import_says_wherever_it_comes_to_be() {
    let app = two_pages();
    app.write("app/plain/a.txt", "");
    app.page("c", "import app.plain.deep.er; return {}", "return None");
    app.write("app/optional.py", "try:\n    import data.x\nexcept ImportError as e:\n    E = e\n");
    app.page("d", "from app.optional import E; return {'e': str(E)}", "return ui.p(data['e'])");
    let mut worker = app.worker();
    assert_as_new(&app, &mut worker, "at first");
    for path in ["app/plain/deep", "app/plain/deep/er", "data", "data/x"] {
        std::fs::create_dir(app.path().join(path)).unwrap();
        assert_as_new(&app, &mut worker, path);
    }
    for path in ["data/x", "app/plain/deep/er", "app/plain/deep", "data"] {
        std::fs::remove_dir(app.path().join(path)).unwrap();
        assert_as_new(&app, &mut worker, path);
    }
}

#[test]
fn a_module_that_comes_to_stand_before_another_is_the_one_that_counts() {
    let app = two_pages();
    app.write("app/two.py", "WORD = 'a file'\n");
    app.page("c", "from app.two import WORD; return {'w': WORD}", "return ui.p(data['w'])");
    let load = "import colorsys; return {'w': getattr(colorsys, 'WORD', '-')}";
    app.page("d", load, "return ui.p(data['w'])");
    let mut worker = app.worker();
    assert_as_new(&app, &mut worker, "at first");
    app.write("app/two/__init__.py", "WORD = 'a package'\n");
    assert_as_new(&app, &mut worker, "a package");
    app.write("colorsys.py", "WORD = 'of the project'\n");
    assert_as_new(&app, &mut worker, "a module of the standard library");
    assert_eq!(content(&build(&mut worker), "/d").body, "<p>of the project</p>");
    assert_eq!(content(&build(&mut worker), "/c").body, "<p>a package</p>");
}

#[test]
fn a_variable_renders_the_surfaces_that_use_it() {
    let app = two_pages().with_page(
        "c",
        "from sprag import env; return {'v': env('V', '-')}",
        "return None",
    );
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[("V", "1")]));
    assert_eq!(rendered(&mut worker, &request(&[("V", "2")])), ["/c: the variable V changed"]);
    assert_eq!(rendered(&mut worker, &request(&[("V", "2"), ("OTHER", "1")])), [""; 0]);
    assert_eq!(rendered(&mut worker, &request(&[("SPRAG_PUBLIC_X", "1")])).len(), 3);
}

#[test]
fn an_environment_file_that_appears_is_seen() {
    let app = TestApp::new().with_page(
        "a",
        "from sprag import env; return {'v': env('V', '-')}",
        "return None",
    );
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.write(".env", "V=from the file\n");
    let answer = build(&mut worker);
    assert!(content(&answer, "/a").payload["routeData"].contains("from the file"));
}

#[test]
fn a_store_that_an_earlier_surface_changes_is_state_of_the_later_ones() {
    let app = TestApp::new();
    app.write(
        "app/stores.py",
        "from sprag import store\n\nvisits = store('visits', initial={'n': 0})\n",
    );
    let load = |step: u8| {
        format!("visits = stores.visits; visits.set('n', visits.get('n') + {step}); return {{}}")
    };
    let page_with_stores = |step: u8| {
        app.page("a", &load(step), "return None");
        let path = app.path().join("app/routes/a/page.py");
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(path, format!("from app import stores\n{text}")).unwrap();
    };
    page_with_stores(1);
    app.page("b", "return {}", "return None");
    app.page("c", "return {}", "return None");
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));

    app.page("b", "return {}", "return ui.p('b')");
    let answer = build(&mut worker);
    assert_eq!(answer.rendered.len(), 1);
    assert_eq!(&*content(&answer, "/b").payload["stores"], r#"{"visits": {"n": 1}}"#);

    page_with_stores(5);
    assert_eq!(
        rendered(&mut worker, &request(&[])),
        [
            "/a: app/routes/a/page.py changed",
            "/b: the stores before it changed",
            "/c: the stores before it changed"
        ]
    );
}

#[test]
fn a_surface_that_failed_is_tried_again() {
    let app = two_pages().with_page("c", "return {}['x']", "return None");
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    assert_eq!(rendered(&mut worker, &request(&[])), ["/c: it failed the last time"]);
    app.page("c", "return {}", "return None");
    rendered(&mut worker, &request(&[]));
    assert_eq!(rendered(&mut worker, &request(&[])), [""; 0]);
}

#[test]
fn what_nobody_can_predict_is_rendered_every_time() {
    let load = "import subprocess; return {'v': subprocess.check_output(['true']).decode()}";
    let app = two_pages().with_page("c", load, "return None");
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    assert_eq!(rendered(&mut worker, &request(&[])), ["/c: subprocess.Popen cannot be predicted"]);
}

#[test]
fn a_store_that_rendering_declares_is_declared_again() {
    let app = TestApp::new();
    app.write(
        "app/stores.py",
        "from sprag import store\n\nvisits = store('visits', initial={'n': 0})\n",
    );
    app.page("a", "from app.stores import visits; visits.set('n', 7); return {}", "return None");
    app.page("b", "return {}", "return None");
    let mut worker = app.worker();
    rendered(&mut worker, &request(&[]));
    app.page("b", "return {}", "return ui.p('b')");
    assert_eq!(&*content(&build(&mut worker), "/b").payload["stores"], r#"{"visits": {"n": 7}}"#);
}

/// The first parts of the phases that a build goes through.
fn phases(worker: &mut Worker) -> Vec<String> {
    let mut phases = Vec::new();
    worker
        .build(&request(&[]), &|| false, &mut |phase| {
            phases.push(phase.split(':').next().unwrap().to_owned());
        })
        .unwrap();
    phases.dedup();
    phases
}

/// A page whose module has a function that never runs, and one that runs when it is loaded.
fn page_with_functions(app: &TestApp, never: &str, at_load: &str, load: &str) {
    app.page("a", load, "return ui.p(str(data.get('n')))");
    let path = app.path().join("app/routes/a/page.py");
    let text = std::fs::read_to_string(&path).unwrap();
    let more = format!(
        "\n\ndef never(x=1):\n    {never}\n\n\ndef at_load():\n    {at_load}\n\n\nX = at_load()\n"
    );
    std::fs::write(path, text + &more).unwrap();
}

#[test]
fn an_edit_of_a_function_that_never_ran_runs_nothing() {
    let app = two_pages();
    page_with_functions(&app, "return 1", "return 1", "return {'n': 1}");
    let mut worker = app.worker();
    build(&mut worker);
    for never in ["return 2", "x = 3\n    return x", "# a comment\n    return x"] {
        page_with_functions(&app, never, "return 1", "return {'n': 1}");
        assert_eq!(phases(&mut worker), [""; 0], "{never}");
    }
}

#[test]
fn comments_run_nothing_and_move_the_lines_of_problems() {
    let app = two_pages();
    page_with_functions(&app, "return 1", "return 1", "return {'n': 1}");
    let mut worker = app.worker();
    build(&mut worker);
    let path = app.path().join("app/routes/a/page.py");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, format!("# A comment.\n{text}")).unwrap();
    assert_eq!(phases(&mut worker), [""; 0]);
    let text = text.replace("return {'n': 1}", "return {'n': 1 / 0}");
    std::fs::write(&path, format!("# A comment.\n{text}")).unwrap();
    assert_eq!(entry(&build(&mut worker), "/a").problems[0].frames[0].line, 7);
}

#[test]
fn an_edit_of_a_function_that_runs_imports_nothing() {
    let app = two_pages();
    page_with_functions(&app, "return 1", "return 1", "return {'n': 1}");
    let mut worker = app.worker();
    build(&mut worker);
    page_with_functions(&app, "return 1", "return 1", "return {'n': 2}");
    assert_eq!(phases(&mut worker), ["boot", "route", "shutdown"]);
    assert_eq!(content(&build(&mut worker), "/a").body, "<p>2</p>");
}

#[test]
fn an_edit_of_what_runs_at_load_imports_the_module() {
    let app = two_pages();
    page_with_functions(&app, "return 1", "return 1", "return {'n': X}");
    let mut worker = app.worker();
    build(&mut worker);
    page_with_functions(&app, "return 1", "return 2", "return {'n': X}");
    assert_eq!(content(&build(&mut worker), "/a").body, "<p>2</p>");
}

#[test]
fn an_edit_that_python_refuses_is_a_problem_though_nothing_runs_it() {
    let app = two_pages();
    page_with_functions(&app, "return 1", "return 1", "return {'n': 1}");
    let mut worker = app.worker();
    build(&mut worker);
    page_with_functions(&app, "x = 1; nonlocal x", "return 1", "return {'n': 1}");
    let answer = build(&mut worker);
    assert_eq!(answer.app.problems.len(), 1);
    assert!(answer.app.problems[0].message.contains("nonlocal"), "{:?}", answer.app.problems);
    assert!(answer.entries.iter().all(|entry| entry.path != "/a"));
    page_with_functions(&app, "return 3", "return 1", "return {'n': 1}");
    let answer = build(&mut worker);
    assert_eq!((answer.app.problems.len(), answer.entries.len()), (0, 2));
}

#[test]
fn code_that_is_read_as_text_is_a_data_file() {
    let load = "import inspect; return {'n': inspect.getsource(never)}";
    let app = two_pages();
    page_with_functions(&app, "return 1", "return 1", load);
    let mut worker = app.worker();
    build(&mut worker);
    page_with_functions(&app, "return 2 # two", "return 1", load);
    assert!(content(&build(&mut worker), "/a").body.contains("return 2 # two"));
}

#[test]
fn what_importing_leaves_behind_is_not_shared_by_builds() {
    for code in [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "FILE = open(__file__)",
        "import gevent\ngevent.sleep(0)",
    ] {
        let app = two_pages();
        app.write("app/routes/__init__.py", &format!("{code}\n"));
        let mut worker = app.worker();
        build(&mut worker);
        for body in ["one", "two"] {
            app.page("a", "return {}", &format!("return ui.p('{body}')"));
            let answer = build(&mut worker);
            assert_eq!(content(&answer, "/a").body, format!("<p>{body}</p>"), "{code}");
            assert_eq!(answer.rendered.len(), 1);
        }
    }
}

#[test]
fn a_module_that_cannot_be_loaded_alone_is_imported_with_the_app() {
    let app = two_pages();
    app.write("app/nav.py", "ENTRIES = []\n\n\ndef register(name):\n    ENTRIES.append(name)\n");
    let register = |name: &str| {
        app.page("a", "return {}", "return ui.p(*nav.ENTRIES)");
        let path = app.path().join("app/routes/a/page.py");
        let text = std::fs::read_to_string(&path).unwrap();
        let text = format!("from app import nav\n\nnav.register('{name}')\n{text}");
        std::fs::write(path, text).unwrap();
    };
    let mut worker = app.worker();
    for name in ["one", "two", "three"] {
        register(name);
        assert_eq!(content(&build(&mut worker), "/a").body, format!("<p>{name}</p>"));
    }
}

#[test]
fn a_plain_module_is_loaded_again_without_the_rest() {
    let app = two_pages();
    let mut worker = app.worker();
    build(&mut worker);
    let path = app.path().join("app/routes/a/page.py");
    for title in ["One", "Two"] {
        app.page("a", "return {}", "return None");
        let text = std::fs::read_to_string(&path).unwrap();
        let metadata = format!("screen=TheScreen, metadata={{'title': '{title}'}}");
        std::fs::write(&path, text.replace("screen=TheScreen", &metadata)).unwrap();
        assert_eq!(phases(&mut worker), ["import", "boot", "route", "shutdown"]);
        assert_eq!(content(&build(&mut worker), "/a").title, title);
    }
}
