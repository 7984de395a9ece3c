//! Builds after surfaces were rendered anew.

use super::builds::{SHELL, built, with_files};
use super::*;
use crate::artifact::BuildKind;
use crate::change::Change;
use crate::render::{
    ClassRef, Content, Hydration, RenderChange, Rendered, RenderedEntry, RenderedSurface,
    SurfaceKind,
};
use crate::surface::describe::static_description;
use crate::surface::output;
use crate::surface::patch::{Edited, Patch};
use std::sync::Arc;

const COMPONENTS: &str = "app/routes/home/components.py";

fn content(body: &str) -> Content {
    let card = ClassRef { module: "app.routes.home.components".into(), name: "Card".into() };
    let hydration = Hydration { id: "card".into(), component: card, module: None };
    Content { body: body.into(), hydration: vec![hydration], ..Content::default() }
}

fn answer(db: &BuildDatabase, rendered: Rendered) -> RenderChange {
    let path = || "/".to_owned();
    let kind = SurfaceKind::Route;
    let entry = RenderedEntry { kind, pattern: path(), path: path(), rendered, problems: vec![] };
    RenderChange { app: Arc::new(static_description(db).clone()), entries: vec![Arc::new(entry)] }
}

fn home() -> BuildDatabase {
    let mut db =
        with_files(app(&[]), &[("app/shell.html", "<main>{{ sprag_slot }}</main>"), SHELL[1]]);
    let mut change = Change::default();
    answer(&db, Rendered::Content(content("<p>old</p>"))).add_to(&mut change);
    db.apply(change);
    db
}

/// The build after `Card` is drawn otherwise, by a patch and as a whole.
fn patched(
    db: &mut BuildDatabase,
    rendered: Rendered,
) -> (Option<Patch>, output::Build, output::Build) {
    let mut build = built(db);
    let edited = Edited::new(db, &build, db.file(COMPONENTS)).expect("no errors");
    let mut change = Change::default();
    let card = "from sprag import Component, ui\n\n\nclass Card(Component):\n    def render(self, props=None):\n        return ui.div(\"new\")\n";
    change.write(COMPONENTS, card);
    db.set(change);
    assert!(edited.is_inside(db));
    let answer = answer(db, rendered);
    let repainted: Option<Vec<RenderedSurface>> = answer.repainted(db);
    let mut change = Change::default();
    answer.add_to(&mut change);
    db.set(change);
    let patch =
        repainted.and_then(|repainted| edited.patch(db, &build, BuildKind::Static, &repainted));
    if let Some(patch) = &patch {
        patch.apply(&mut build);
    }
    db.apply(Change::default());
    (patch, build, built(db))
}

#[test]
fn a_page_that_is_rendered_anew_is_patched_as_a_whole_build_would_make_it() {
    let mut db = home();
    let (patch, build, whole) = patched(&mut db, Rendered::Content(content("<p>new</p>")));
    let changed: Vec<_> = patch.expect("a patch").changed.into_keys().collect();
    expect![[r#"
        [
            "generated/components/Card.js",
            "generated/components/Card.js.map",
            "index.html",
        ]
    "#]]
    .assert_debug_eq(&changed);
    assert!(build == whole);
    assert!(build.artifacts.text("index.html").is_some_and(|text| text.contains("<p>new</p>")));
}

#[test]
fn a_page_with_other_needs_or_no_content_is_not_patched() {
    let other = Content { hydration: vec![], ..content("<p>new</p>") };
    let elsewhere = Rendered::Redirect { location: "/login".into() };
    for rendered in [Rendered::Content(other), elsewhere, Rendered::Failed] {
        assert!(patched(&mut home(), rendered).0.is_none());
    }
}

#[test]
fn the_warning_about_much_data_comes_and_goes() {
    let heavy = || {
        let mut content = content("<p>new</p>");
        content.payload.insert("routeData".into(), "0".repeat(60_000).into());
        Rendered::Content(content)
    };
    let mut db = home();
    let (patch, _, whole) = patched(&mut db, heavy());
    assert!(patch.is_none() && !whole.diagnostics.is_empty());
    let light = answer(&db, Rendered::Content(content("<p>new</p>")));
    let edited = Edited::new(&db, &whole, db.file(COMPONENTS)).expect("no errors");
    let repainted = light.repainted(&db).expect("the same needs");
    let mut change = Change::default();
    light.add_to(&mut change);
    db.set(change);
    assert!(edited.patch(&db, &whole, BuildKind::Static, &repainted).is_none());
}
