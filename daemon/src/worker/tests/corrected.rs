//! The server renders what the browser shows for the same source.

use super::*;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};

/// What `render()` returning this expression renders.
fn rendered(expression: &str) -> String {
    let app = TestApp::new().with_page("a", "return {}", &format!("return {expression}"));
    content(&app.build(), "/a").body.clone()
}

#[test]
fn trees_mean_on_the_server_what_they_mean_in_the_browser() {
    let cases = [
        ("ui.input(disabled=False, checked=True, value=None)", "<input checked>"),
        ("ui.p(aria_selected=False, aria_hidden='true')", r#"<p aria-hidden="true"></p>"#),
        ("ui.p(class_=['a', None, 'b'])", r#"<p class="a b"></p>"#),
        (
            "ui.p(style={'fontSize': '2px', 'margin-top': 0, 'color': None})",
            r#"<p style="font-size: 2px; margin-top: 0"></p>"#,
        ),
        ("ui.p(dataset={'userId': 7})", r#"<p data-user-id="7"></p>"#),
        ("ui.p([ui.b('x'), [None, ['y']]], (str(n) for n in range(3)))", "<p><b>x</b>y012</p>"),
        ("[ui.b('x'), 'y']", "<b>x</b>y"),
        ("ui.p(None, 0, 1.0, '')", "<p>01.0</p>"),
        ("ui.script('a < b && c; \"</script>\"')", "<script>a < b && c; \"<\\/script>\"</script>"),
        ("ui.style('a > b {}')", "<style>a > b {}</style>"),
        ("ui.div(ui.HTML('<i>x</i>'))", "<div><i>x</i></div>"),
        ("ui.div(innerHTML='<i>x</i>')", "<div><i>x</i></div>"),
        ("ui.textarea(value='a<b')", "<textarea>a&lt;b</textarea>"),
        ("ui.textarea('\\na')", "<textarea>\n\na</textarea>"),
        ("ui.p(range(2), {'a': 1}.values(), {'a': 1})", "<p>011{&#x27;a&#x27;: 1}</p>"),
        (
            "ui.select(ui.option('A', value=1), [ui.optgroup(ui.option('b'))], value='b')",
            "<select><option value=\"1\">A</option><optgroup><option selected>b</option></optgroup></select>",
        ),
        (
            "ui.select([ui.option(n) for n in 'abc'], value=['a', 'c'], multiple=True)",
            "<select multiple><option selected>a</option><option>b</option><option selected>c</option></select>",
        ),
        (
            "ui.For(['x', 'y'], render=lambda item, index: ui.li(item, index))",
            r#"<div data-sprag-mount="0" data-sprag-mount-kind="list"><li data-_list-key="0">x0</li><li data-_list-key="1">y1</li></div>"#,
        ),
        (
            "ui.For((n for n in [1]), key=str, render=lambda n: ui.For([n], render=lambda m: ui.b(m)))",
            r#"<div data-sprag-mount="0" data-sprag-mount-kind="list"><div data-sprag-mount="1" data-sprag-mount-kind="list" data-_list-key="1"><b data-_list-key="0">1</b></div></div>"#,
        ),
        (
            "ui.For(['x'], render=lambda item, mark='!': ui.li(item, mark))",
            r#"<div data-sprag-mount="0" data-sprag-mount-kind="list"><li data-_list-key="0">x!</li></div>"#,
        ),
    ];
    let app = TestApp::new();
    for (index, (expression, _)) in cases.iter().enumerate() {
        app.page(&format!("case{index}"), "return {}", &format!("return {expression}"));
    }
    let answer = app.build();
    for (index, (expression, expected)) in cases.iter().enumerate() {
        let body = &content(&answer, &format!("/case{index}")).body;
        assert_eq!(body, expected, "{expression}");
    }
}

#[test]
fn a_component_can_be_a_child() {
    let expression = "ui.p(__import__('app.parts').parts.Part(props={'n': 1}))";
    let app = TestApp::new().with_page("a", "return {}", &format!("return {expression}"));
    app.write(
        "app/parts.py",
        "from sprag import Component, ui\n\n\nclass Part(Component):\n    def render(self, props=None):\n        \
         return ui.b(props['n'])\n",
    );
    assert_eq!(content(&app.build(), "/a").body, "<p><b>1</b></p>");
    assert_eq!(rendered("None"), "");
}

/// `dist/server.py` of a full build, as far as the server needs it.
struct Served {
    process: Child,
    port: u16,
    folder: TestApp,
}

impl Served {
    fn new(app: TestApp) -> Self {
        let worker = app.worker();
        let runtime = worker.environment().framework.clone().unwrap().package;
        let link = |name: &str| {
            std::os::unix::fs::symlink(runtime.join(name), app.path().join("sprag").join(name))
                .unwrap();
        };
        std::fs::create_dir(app.path().join("sprag")).unwrap();
        link("__init__.py");
        link("runtime");
        app.write("server.py", crate::worker::SERVER);
        app.write("sprag_corrections.py", crate::worker::CORRECTIONS);
        app.write("public/surfaces/route__blog__one.js", "");
        app.write("public_secret/x", "secret");
        app.write(
            "build.json",
            r#"{"app_target": "app:app", "server_mode": "wsgi", "mounts": [],
                "routes": [{"pattern": "/blog/[slug]", "path": "/blog/one", "socket_bridge": false}]}"#,
        );
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let process = Command::new(test_python())
            .arg(app.path().join("server.py"))
            .args(["--port", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self { process, port, folder: app }
    }

    /// The whole response to one request, as text.
    fn request(&self, method: &str, path: &str) -> String {
        for _ in 0..400 {
            if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
                write!(stream, "{method} {path} HTTP/1.0\r\n\r\n").unwrap();
                let mut response = String::new();
                stream.read_to_string(&mut response).unwrap();
                return response;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("the server of {} does not answer", self.folder.path().display());
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

#[test]
fn the_server_of_a_build_is_corrected_too() {
    let app = TestApp::new()
        .with_page("a", "return {'x': '</script>'}", "return ui.p(*[['x']])")
        .with_page("broken", "return {}['secret']", "return None");
    app.write(
        "app/__init__.py",
        "from sprag import App, shell\n\napp = App(shell=shell(template='app/shell.html', slot='<!-- here -->'))\n",
    );
    app.write("app/shell.html", "<main><!-- here --></main>");
    app.write("app/blog.css", "");
    app.write("app/routes/blog/__init__.py", "");
    app.write(
        "app/routes/blog/page.py",
        "from sprag import page\nfrom app.routes.a.page import TheController, TheScreen\n\n\
         blog = page(path='/blog/[slug]', controller=TheController, screen=TheScreen, \
         css=['app/blog.css'], static_paths=['/blog/one'])\n",
    );
    let server = Served::new(app);

    let page = server.request("GET", "/a");
    let cookie = page.split("SPRAG_SID=").nth(1).unwrap().split(';').next().unwrap();
    assert!(page.contains("<p>x</p>") && page.contains(r#""x": "\u003c/script>""#), "{page}");
    assert_eq!(page.matches(cookie).count(), 1, "the session id is in the header only: {page}");

    let head = server.request("HEAD", "/a");
    assert!(head.starts_with("HTTP/1.1 200") && head.ends_with("\r\n\r\n"), "{head}");

    let other = server.request("GET", "/blog/other");
    assert!(other.contains("src=\"/surfaces/route__blog__one.js\""), "{other}");

    assert!(other.contains("<main><p>x</p></main>"), "the app's shell keeps its slot: {other}");
    assert!(other.contains("href=\"/assets/app/blog.css\""), "{other}");

    let broken = server.request("GET", "/broken");
    assert!(broken.starts_with("HTTP/1.1 500") && !broken.contains("secret"), "{broken}");

    let outside = server.request("GET", "/../public_secret/x");
    assert!(outside.starts_with("HTTP/1.1 404"), "{outside}");
}
