use super::*;
use crate::render::ClassRef;
use crate::surface::assets::{AssetKind, resolved};
use expect_test::expect;

fn surface(kind: SurfaceKind) -> SurfaceDescription {
    let class = |name: &str| Some(ClassRef { module: "app.x".to_owned(), name: name.to_owned() });
    SurfaceDescription {
        kind,
        pattern: "/a/b".to_owned(),
        source: "app.routes.b.page".to_owned(),
        file: "app/routes/b/page.py".to_owned(),
        mode: "hybrid".to_owned(),
        name: "a__b".to_owned(),
        controller: class("TheController"),
        screen: None,
        component: class("Outer.Root"),
        module: None,
        actions: vec!["save".to_owned()],
        has_events: false,
        shell: None,
        modules: [].into(),
        providers: [(
            "clock".to_owned(),
            ClassRef { module: "m".to_owned(), name: "Clock".to_owned() },
        )]
        .into(),
        entries: Vec::new(),
    }
}

fn content() -> Content {
    let texts = [("routeData", r#"{"x": "\u003c"}"#), ("stores", "{}")];
    Content {
        body: "<a href=\"/\">Home</a>".to_owned(),
        title: "B & C".to_owned(),
        head: vec![
            HeadTag::Meta { key: "description".to_owned(), content: "d".to_owned() },
            HeadTag::Meta { key: "og:title".to_owned(), content: "t".to_owned() },
            HeadTag::Icon {
                href: "/static/i.svg".to_owned(),
                rel: "icon".to_owned(),
                mime: Some("image/svg+xml".to_owned()),
                sizes: None,
            },
        ],
        payload: texts.map(|(name, text)| (name.to_owned(), text.into())).into(),
        ..Content::default()
    }
}

fn assets() -> SurfaceAssets {
    SurfaceAssets {
        css: vec![resolved("", AssetKind::Css, "app/shell.css", false)],
        js: vec![resolved("", AssetKind::Js, "https://cdn.example/x.js", true)],
        modules: [(
            "chart".to_owned(),
            (resolved("", AssetKind::Module, "app/ü.js", false), "C".to_owned()),
        )]
        .into(),
    }
}

fn composed(kind: SurfaceKind, rendered: Rendered, template: Option<&str>) -> String {
    let entry = RenderedEntry {
        kind,
        pattern: "/a/b".to_owned(),
        path: "/a/b".to_owned(),
        rendered,
        problems: Vec::new(),
    };
    let surroundings = Surroundings {
        surface: &surface(kind),
        assets: &assets(),
        template,
        slot: Some("<!-- here -->"),
        entry_script: "surfaces/route__a__b.js",
        uses_socket: true,
        kind: BuildKind::Full,
    };
    document(&entry, surroundings).unwrap().unwrap()
}

#[test]
fn a_page_wraps_the_shell_into_the_root_of_the_app() {
    let rendered = Rendered::Content(content());
    let html = composed(SurfaceKind::Route, rendered, Some("<main><!-- here --></main>"));
    expect![[r#"
        <!DOCTYPE html>
        <html lang="en">
        <head>
          <meta charset="utf-8">
          <meta name="viewport" content="width=device-width, initial-scale=1">
          <title>B &amp; C</title>
          <link rel="modulepreload" href="../../surfaces/route__a__b.js">
          <link rel="preload" as="style" href="../../assets/app/shell.css">
          <meta name="description" content="d" data-sprag-head="true" data-sprag-head-key="description">
          <meta property="og:title" content="t" data-sprag-head="true" data-sprag-head-key="og:title">
          <link rel="icon" href="../../static/i.svg" type="image/svg+xml" data-sprag-head="true">
          <link rel="stylesheet" href="../../assets/app/shell.css" data-sprag-css="/assets/app/shell.css">
        </head>
        <body>
          <div id="app-root"><main><a href="../../">Home</a></main></div>
          <script>
            window.__SPRAG_PAYLOAD__ = {"page": {"action_endpoint": "/__sprag__/actions", "actions": ["save"], "controller": "TheController", "dev_reload": false, "events_endpoint": "/__sprag__/events", "mode": "hybrid", "modules": {"chart": {"export": "C", "src": "/assets/app/\u00fc.js"}}, "name": "a__b", "path": "/a/b", "providers": {"clock": "Clock"}, "socket_bridge": true, "static": false, "upload_endpoint": "/__sprag__/uploads"}, "routeData": {"x": "\u003c"}, "stores": {}};
          </script>
          <script type="module" src="https://cdn.example/x.js" data-sprag-js="https://cdn.example/x.js"></script>
          <script type="module" src="../../surfaces/route__a__b.js"></script>
        </body>
        </html>
    "#]]
    .assert_eq(&html);
}

#[test]
fn a_mount_puts_the_root_of_the_app_into_the_shell() {
    let html = composed(
        SurfaceKind::Mount,
        Rendered::Content(content()),
        Some("<main>{{ sprag_slot }}</main>"),
    );
    assert!(html.contains("<main><div id=\"app-root\"></div></main>"), "{html}");
    assert!(html.contains(r#""boot": "TheController", "component": "Root""#), "{html}");
    assert!(html.contains(r#"{"mount": {"action_endpoint""#), "{html}");
}

#[test]
fn a_shell_without_a_slot_is_an_error_that_names_the_slot() {
    let entry = RenderedEntry {
        kind: SurfaceKind::Route,
        pattern: "/".to_owned(),
        path: "/".to_owned(),
        rendered: Rendered::Content(content()),
        problems: Vec::new(),
    };
    let surroundings = Surroundings {
        surface: &surface(SurfaceKind::Route),
        assets: &assets(),
        template: Some("<main></main>"),
        slot: None,
        entry_script: "x.js",
        uses_socket: false,
        kind: BuildKind::Static,
    };
    assert_eq!(
        document(&entry, surroundings),
        Err(MissingSlot { slot: "{{ sprag_slot }}".to_owned() })
    );
}

#[test]
fn a_redirect_points_where_it_works_below_a_folder_too() {
    let location = "/login?next=/a/b".to_owned();
    let html = composed(SurfaceKind::Route, Rendered::Redirect { location }, None);
    assert!(html.contains("content=\"0; url=../../login?next=/a/b\""), "{html}");
}

#[test]
fn a_status_document_does_not_tell_the_error() {
    let rendered = Rendered::Status { status: 403, message: "secret role missing".to_owned() };
    let html = composed(SurfaceKind::Route, rendered, None);
    assert!(html.contains("<h1>403</h1>") && !html.contains("secret"), "{html}");
}

#[test]
fn relative_urls_lead_through_the_root() {
    let cases = [
        ("/", "/", "./"),
        ("/", "/a", "a"),
        ("/a", "/", "../"),
        ("/a", "/a", "../a"),
        ("/a/b", "/a/?x=/y#z", "../../a/?x=/y#z"),
        ("/a", "//host/x", "//host/x"),
        ("/a", "https://host/x", "https://host/x"),
    ];
    for (path, url, expected) in cases {
        assert_eq!(relative_url(path, url), expected, "{url} from {path}");
    }
}

#[test]
fn only_quoted_root_absolute_urls_of_attributes_become_relative() {
    let html = "<a href='/x'><img data-src=\"/i.png\" src=\"j.png\"><b formaction=\"/f\" href=/y href=\"//h\">ü href=\"/z\"";
    assert_eq!(
        html::relativized(html, "/a"),
        "<a href='../x'><img data-src=\"../i.png\" src=\"j.png\"><b formaction=\"/f\" href=/y href=\"//h\">ü href=\"../z\""
    );
}
