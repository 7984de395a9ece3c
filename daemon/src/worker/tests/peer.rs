//! Our documents beside those of the framework's own builder, on the apps that it scaffolds.
//!
//! They are equal except for what `queries::document` lists, which is taken out of both here.

use super::*;
use queries::artifact::BuildKind;
use queries::document::{Surroundings, document};
use queries::render::SurfaceDescription;
use queries::surface::assets::surface_assets;
use queries::surface::declaration::overlaid;
use queries::surface::entry::entry_path;
use std::process::Command;

#[test]
fn documents_are_those_of_the_framework_s_builder() {
    for template in ["default", "docs", "labs"] {
        let app = scaffolded(template);
        let answer = build(&mut app.worker());
        assert_eq!(answer.app.problems, []);
        sprag(&app, &["build", "static", "--output", "theirs"]);
        for entry in &answer.entries {
            let theirs = app.path().join("theirs").join(entry.path.trim_start_matches('/'));
            let theirs = std::fs::read_to_string(theirs.join("index.html")).unwrap();
            let ours = composed(&app, &answer, entry);
            if matches!(entry.rendered, Rendered::Content(_)) {
                assert_eq!(
                    normal(&ours, &entry.path),
                    normal(&theirs, &entry.path),
                    "{template} {}",
                    entry.path
                );
            }
        }
    }
}

fn scaffolded(template: &str) -> TestApp {
    let app = TestApp::new();
    std::fs::remove_dir_all(app.path().join("app")).unwrap();
    sprag(&app, &["new", "scaffold", "--template", template]);
    for entry in std::fs::read_dir(app.path().join("scaffold")).unwrap() {
        let entry = entry.unwrap();
        std::fs::rename(entry.path(), app.path().join(entry.file_name())).unwrap();
    }
    app
}

fn sprag(app: &TestApp, arguments: &[&str]) {
    let output = Command::new(test_python())
        .args(["-m", "sprag"])
        .args(arguments)
        .current_dir(app.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

fn composed(app: &TestApp, answer: &BuildAnswer, entry: &RenderedEntry) -> String {
    let surface =
        answer.app.surfaces.iter().find(|surface| surface.pattern == entry.pattern).unwrap();
    let assets = surface_assets(
        "",
        (&answer.app.shell, &answer.app.modules),
        (&surface.shell, &surface.modules),
    );
    let shell = overlaid(
        &answer.app.shell.clone().unwrap_or_default(),
        &surface.shell.clone().unwrap_or_default(),
    );
    let template =
        shell.template.map(|path| std::fs::read_to_string(app.path().join(path)).unwrap());
    let surroundings = Surroundings {
        surface: surface as &SurfaceDescription,
        assets: &assets,
        template: template.as_deref(),
        slot: shell.slot.as_deref(),
        entry_script: &entry_path(entry.kind, &entry.path),
        uses_socket: false,
        kind: BuildKind::Static,
    };
    document(entry, surroundings).unwrap().unwrap()
}

/// A document without what is allowed to differ: session ids, escapes of `<`, ways to one URL, indentation.
fn normal(html: &str, path: &str) -> String {
    let html = without_false_attributes(&without_session(html).replace("\\u003c", "<"));
    let mut result = String::new();
    let mut rest = html.as_str();
    while let Some(at) = next_url(rest) {
        let (before, after) = rest.split_at(at);
        let (url, next) = after.split_at(after.find('"').unwrap());
        result.push_str(before);
        result.push_str(&resolved_url(path, url));
        rest = next;
    }
    let lines = result + rest;
    lines.lines().map(str::trim_start).collect::<Vec<_>>().join("\n")
}

fn next_url(html: &str) -> Option<usize> {
    let names = ["href=\"", "src=\"", "action=\""];
    names.iter().filter_map(|name| Some(html.find(name)? + name.len())).min()
}

fn without_session(html: &str) -> String {
    let Some((_, after)) = html.split_once(r#""session": {"id": ""#) else {
        return html.to_owned();
    };
    let id = &after[..after.find('"').unwrap()];
    let quotes = ["\\\"", "\\&quot;", "\"", "&quot;"];
    let quoted = |quote: &str| format!("{quote}{id}{quote}");
    let html =
        quotes.iter().fold(html.to_owned(), |html, quote| html.replace(&quoted(quote), "null"));
    // What user code makes of the id of its own accord.
    html.replace(id, "sprag-build")
}

/// The framework writes `disabled="False"`, which disables.
fn without_false_attributes(html: &str) -> String {
    let mut pieces = html.split("=\"False\"").map(str::to_owned).collect::<Vec<_>>();
    let last = pieces.pop().unwrap_or_default();
    let kept =
        pieces.iter().map(|piece| piece.rsplit_once(' ').map_or("", |(before, _name)| before));
    kept.collect::<String>() + &last
}

/// Where a relative URL leads from the document at `path`, without trailing slashes.
fn resolved_url(path: &str, url: &str) -> String {
    if url.contains(':') || url.starts_with(['/', '#']) {
        return url.to_owned();
    }
    let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    for part in url.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    format!("/{}", parts.join("/"))
}
