//! What an edit costs: for each kind of edit, the complete list of queries that ran for the next build.
//!
//! A list that grows is a promise broken, even if the output is right. Queries about text and items of the
//! edited file always run and are not listed: see `ALWAYS`.
//!
//! Source maps depend on layout, so they are asked only by the test that is about them. The environment is no input of
//! the graph: the worker alone reads it, and what it hands to the browser is part of a rendering.

use expect_test::{Expect, expect};
use queries::artifact::BuildKind;
use queries::change::Change;
use queries::check::all_diagnostics;
use queries::db::BuildDatabase;
use queries::emit::{class_outline, shared_js};
use queries::input::SourceTree;
use queries::references::emitted_classes;
use queries::render::{Content, RenderChange, Rendered, RenderedEntry, Renderings, SurfaceKind};
use queries::source_map::class_source_map;
use queries::surface::check::surface_problems;
use queries::surface::describe::static_description;
use queries::surface::generated::{
    registry_module, route_manifest, stores_module, surface_entries, tool_manifest,
};
use queries::surface::output::{self, page_document, prepare_build};
use queries::surface::reach::prepare_reach;
use queries::testing::{app, remove, write};
use std::collections::BTreeMap;
use std::sync::Arc;

/// They read the text or the tree of a file, so each edit of it runs them; they are the walls for the rest.
const ALWAYS: &[&str] =
    &["line_index", "module_items", "module_scope", "module_classes", "file_diagnostics"];

const WEB: &str = "app/routes/home/web.py";
const COMPONENTS: &str = "app/routes/home/components.py";
const SERVER: &str = "app/routes/home/server.py";
const BASE: &str = "app/base.py";
const KIT: &str = "app/kit.py";
const STORES: &str = "app/stores.py";

const WEB_TEXT: &str = "from sprag import Screen, hydrate
from .components import Badge, Card


class HomeScreen(Screen):
    def render(self, data):
        return [hydrate(Badge), hydrate(Card)]
";

const COMPONENTS_TEXT: &str = "from app.base import Base
from app.kit import total
from app.stores import basket
from sprag import Component, ui


class Badge(Base):
    def render(self, props):
        return ui.p(total([1, 2]))


class Card(Component):
    def label(self):
        return 'card'

    def render(self, props):
        return ui.p(self.label(), basket.get('count'))
";

const BASE_TEXT: &str = "from sprag import Component


class Base(Component):
    def greet(self):
        return 'hello'
";

const KIT_TEXT: &str = "def total(items):
    return sum(items)


def unused():
    return 1
";

const STORES_TEXT: &str = "from sprag import store

basket = store('basket', initial={'count': 0})
";

fn home() -> BuildDatabase {
    app(&[
        (WEB, WEB_TEXT),
        (COMPONENTS, COMPONENTS_TEXT),
        (BASE, BASE_TEXT),
        (KIT, KIT_TEXT),
        (STORES, STORES_TEXT),
    ])
}

/// Asks for all that browsers get of the code, and for all diagnostics, as a build does.
fn build(db: &BuildDatabase) {
    let _ = (stores_module(db), registry_module(db), surface_entries(db));
    let _ = (route_manifest(db), tool_manifest(db));
    for rendered in Renderings::get(db).surfaces(db).values() {
        let _ = page_document(db, *rendered, BuildKind::Full);
    }
    for &file in SourceTree::get(db).modules(db).values() {
        for &class in emitted_classes(db, file) {
            let _ = class_outline(db, class);
        }
        let _ = shared_js(db, file);
    }
    let _ = (all_diagnostics(db), surface_problems(db));
}

/// Builds, edits, builds again, and lists what ran.
#[track_caller]
fn check(edit: impl FnOnce(&mut BuildDatabase), expected: Expect) {
    let mut db = home();
    build(&db);
    edit(&mut db);
    let ((), ran) = db.executed(build);
    expected.assert_eq(&listed(&ran));
}

/// One line a query, without those that always run.
fn listed(ran: &[String]) -> String {
    ran.iter()
        .filter(|label| !ALWAYS.iter().any(|query| label.starts_with(&format!("{query}("))))
        .map(|label| format!("{label}\n"))
        .collect()
}

fn replaced(text: &str, from: &str, to: &str) -> String {
    assert!(text.contains(from), "the fixture has {from:?}");
    text.replacen(from, to, 1)
}

fn replace(db: &mut BuildDatabase, path: &str, text: &str, from: &str, to: &str) {
    write(db, &[(path, &replaced(text, from, to))]);
}

#[test]
fn editing_one_method_compiles_only_its_class() {
    check(
        |db| replace(db, COMPONENTS, COMPONENTS_TEXT, "'card'", "'deck'"),
        expect![[r#"
            class_header(Card)
            class_js(Card)
            class_outline(Card)
            file_effects(app/routes/home/components.py)
            item_chunk(Card)
            item_findings(Card)
            item_mentions(Card)
            item_selectors(Card)
            item_store_keys(Card)
            item_wiring(Card)
            item_writes(Card)
            lowering_problems(Card)
            own_members(Card)
            reads_docs(app/routes/home/components.py)
        "#]],
    );
}

#[test]
fn a_blank_line_above_classes_runs_nothing() {
    check(
        |db| replace(db, COMPONENTS, COMPONENTS_TEXT, "class Badge", "\n# note\n\nclass Badge"),
        expect![[""]],
    );
}

#[test]
fn a_comment_and_a_new_layout_inside_a_class_run_nothing() {
    check(
        |db| {
            replace(
                db,
                COMPONENTS,
                COMPONENTS_TEXT,
                "        return 'card'",
                "\n        # why\n        return (\n            \"card\"\n        )",
            )
        },
        expect![[""]],
    );
}

#[test]
fn a_moved_class_gets_a_new_map_and_no_new_code() {
    let mut db = home();
    let ask = |db: &BuildDatabase| {
        build(db);
        let file = db.file(COMPONENTS).expect("exists");
        emitted_classes(db, file)
            .iter()
            .map(|&class| class_source_map(db, class).map(ToString::to_string))
            .collect::<Vec<_>>()
    };
    let before = ask(&db);
    replace(&mut db, COMPONENTS, COMPONENTS_TEXT, "class Card", "\n\nclass Card");
    let (after, ran) = db.executed(ask);
    assert_eq!(before.len(), 2);
    assert_ne!(before, after);
    assert!(ran.contains(&"class_source_map(Card)".to_owned()));
    assert!(
        !ran.iter().any(|label| label.starts_with("class_js") || label.starts_with("item_chunk"))
    );
}

#[test]
fn renaming_a_class_reaches_only_those_who_name_it() {
    check(
        |db| {
            let components = replaced(COMPONENTS_TEXT, "class Card", "class Deck");
            let web = replaced(WEB_TEXT, "import Badge, Card", "import Badge, Deck");
            let web = replaced(&web, "hydrate(Card)", "hydrate(Deck)");
            write(db, &[(COMPONENTS, &components), (WEB, &web)]);
        },
        expect![[r#"
            browser_classes
            browser_closure(Deck)
            carried_items(app/routes/home/components.py)
            class_bases(Deck)
            class_header(Deck)
            class_header(HomeScreen)
            class_js(Deck)
            class_outline(Deck)
            class_runtime(Deck)
            class_shape(Deck)
            emitted_classes(app/routes/home/components.py)
            file_browser_classes(app/routes/home/components.py)
            file_effects(app/routes/home/components.py)
            file_effects(app/routes/home/web.py)
            file_stores(app/routes/home/components.py)
            has_failed(Deck)
            hiding_names(app/routes/home/components.py)
            item_attributes(Deck)
            item_bindings(Deck)
            item_chunk(Deck)
            item_findings(Deck)
            item_findings(HomeScreen)
            item_mentions(Deck)
            item_mentions(HomeScreen)
            item_references(Badge)
            item_references(Deck)
            item_references(HomeScreen)
            item_selectors(Deck)
            item_store_keys(Deck)
            item_wiring(Deck)
            item_writes(Deck)
            late_names(app/routes/home/components.py)
            lowering_problems(Deck)
            needed_items
            own_members(Deck)
            project_diagnostics
            reached_items(app/routes/home/components.py)
            reads_docs(app/routes/home/components.py)
            registry_module
            render_uses(HomeScreen)
            resolve_name(app.routes.home.components.Badge)
            resolve_name(app.routes.home.components.Base)
            resolve_name(app.routes.home.components.Component)
            resolve_name(app.routes.home.components.Deck)
            resolve_name(app.routes.home.components.basket)
            resolve_name(app.routes.home.components.total)
            resolve_name(app.routes.home.components.ui)
            resolve_name(app.routes.home.web.Badge)
            resolve_name(app.routes.home.web.Deck)
            resolve_name(app.routes.home.web.Screen)
            resolve_name(app.routes.home.web.hydrate)
            selector_problems
            server_closure(HomeScreen)
            server_rendered
            static_value(app.routes.home.web.HomeScreen)
            store_key_problems
            surface_entries
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

#[test]
fn the_body_of_a_base_class_does_not_reach_subclasses() {
    check(
        |db| replace(db, BASE, BASE_TEXT, "'hello'", "'good day'"),
        expect![[r#"
            changing_functions(app/base.py)
            class_header(Base)
            class_js(Base)
            class_outline(Base)
            file_effects(app/base.py)
            item_chunk(Base)
            item_findings(Base)
            item_mentions(Base)
            item_selectors(Base)
            item_store_keys(Base)
            item_wiring(Base)
            item_writes(Base)
            lowering_problems(Base)
            own_members(Base)
            reads_docs(app/base.py)
        "#]],
    );
}

#[test]
fn a_base_class_that_changes_sides_takes_its_subclasses_along() {
    check(
        |db| {
            let text = BASE_TEXT.replace("Component", "Service");
            write(db, &[(BASE, &text)]);
        },
        expect![[r#"
            browser_classes
            carried_items(app/base.py)
            carried_items(app/kit.py)
            carried_items(app/routes/home/components.py)
            changing_functions(app/base.py)
            class_bases(Base)
            class_header(Base)
            class_runtime(Badge)
            class_runtime(Base)
            emitted_classes(app/base.py)
            emitted_classes(app/kit.py)
            emitted_classes(app/routes/home/components.py)
            file_browser_classes(app/base.py)
            file_browser_classes(app/routes/home/components.py)
            file_effects(app/routes/home/components.py)
            item_findings(Badge)
            item_findings(Base)
            item_mentions(Base)
            item_references(HomeScreen)
            needed_items
            project_diagnostics
            reached_items(app/base.py)
            reached_items(app/kit.py)
            reached_items(app/routes/home/components.py)
            registry_module
            resolve_name(app.base.Base)
            resolve_name(app.base.Service)
            selector_problems
            server_closure(HomeScreen)
            server_rendered
            shared_items(app/kit.py)
            shared_js(app/kit.py)
            store_key_problems
            surface_entries
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

#[test]
fn a_new_method_of_a_base_class_reaches_its_subclasses_and_nothing_else() {
    check(
        |db| {
            replace(
                db,
                BASE,
                BASE_TEXT,
                "    def greet",
                "    def wave(self):\n        return 1\n\n    def greet",
            )
        },
        expect![[r#"
            changing_functions(app/base.py)
            class_header(Base)
            class_js(Base)
            class_outline(Base)
            class_shape(Badge)
            class_shape(Base)
            file_effects(app/base.py)
            item_bindings(Badge)
            item_bindings(Base)
            item_chunk(Badge)
            item_chunk(Base)
            item_findings(Base)
            item_mentions(Base)
            item_selectors(Base)
            item_store_keys(Base)
            item_wiring(Base)
            item_writes(Badge)
            item_writes(Base)
            lowering_problems(Base)
            own_members(Base)
            reads_docs(app/base.py)
        "#]],
    );
}

#[test]
fn the_initial_state_of_a_store_reaches_no_class() {
    check(
        |db| replace(db, STORES, STORES_TEXT, "0", "1"),
        expect![[r#"
            app_description
            app_stores
            app_surfaces
            conflict_problems
            declarations
            declared_store(basket)
            file_stores(app/stores.py)
            needed_items
            server_rendered
            static_description
            store_key_problems
            stores_module
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

#[test]
fn renaming_a_store_reaches_its_users() {
    check(
        |db| replace(db, STORES, STORES_TEXT, "store('basket'", "store('cart'"),
        expect![[r#"
            app_description
            app_stores
            app_surfaces
            class_js(Card)
            class_outline(Card)
            conflict_problems
            declarations
            declared_store(basket)
            file_stores(app/stores.py)
            item_bindings(Card)
            item_chunk(Card)
            item_references(Card)
            item_store_keys(Card)
            lowering_problems(Card)
            needed_items
            server_rendered
            static_description
            store_key_problems
            stores_module
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

const SERVER_TEXT: &str = "from sprag import Controller, action


class Home(Controller):
    def load(self):
        return {'a': 1}

    @action
    def save(self):
        return {}
";

#[test]
fn the_body_of_a_server_method_runs_nothing_of_the_browser_half() {
    let mut db = home();
    write(&mut db, &[(SERVER, SERVER_TEXT)]);
    build(&db);
    replace(&mut db, SERVER, SERVER_TEXT, "{'a': 1}", "{'a': 2}");
    let ((), ran) = db.executed(build);
    expect![[r#"
        class_header(Home)
        controller_facts(app.routes.home.server.Home)
        item_findings(Home)
        item_mentions(Home)
        static_value(app.routes.home.server.Home)
    "#]]
    .assert_eq(&listed(&ran));
}

#[test]
fn a_new_import_alias_of_a_page_compiles_no_class() {
    const PAGE: &str = "app/routes/home/page.py";
    let page = "from sprag import module, page
from .server import Home
from .web import HomeScreen

home = page(path='/', controller=Home, screen=HomeScreen, modules={'chart': module('chart.js')})
";
    check(
        |db| write(db, &[(PAGE, page)]),
        expect![[r#"
            app_description
            app_stores
            app_surfaces
            conflict_problems
            declarations
            file_stores(app/routes/home/page.py)
            file_surfaces(app/routes/home/page.py)
            needed_items
            route_manifest
            server_rendered
            static_description
            static_value(app.routes.home.page.Home)
            static_value(app.routes.home.page.HomeScreen)
            static_value(app.routes.home.page.home)
            static_value(app.routes.home.page.module)
            static_value(app.routes.home.page.page)
            store_key_problems
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

/// The worker's answer: the app as syntax has it, and its page with what `public_env` shows.
fn rendered_with(db: &mut BuildDatabase, env: &str) {
    let payload = BTreeMap::from([("env".to_owned(), env.into())]);
    let entry = RenderedEntry {
        kind: SurfaceKind::Route,
        pattern: "/".to_owned(),
        path: "/".to_owned(),
        rendered: Rendered::Content(Content { payload, ..Content::default() }),
        problems: Vec::new(),
    };
    let app = Arc::new(static_description(db).clone());
    let mut change = Change::default();
    RenderChange { app, entries: vec![Arc::new(entry)] }.add_to(&mut change);
    db.apply(change);
}

#[test]
fn another_public_environment_compiles_no_class() {
    let mut db = home();
    rendered_with(&mut db, r#"{"MODE":"a"}"#);
    build(&db);
    rendered_with(&mut db, r#"{"MODE":"b"}"#);
    let ((), ran) = db.executed(build);
    expect![[r#"
        hydrated_classes
        page_document
    "#]]
    .assert_eq(&listed(&ran));
}

#[test]
fn a_new_action_reaches_no_browser_class() {
    check(
        |db| write(db, &[(SERVER, SERVER_TEXT)]),
        expect![[r#"
            app_description
            app_stores
            app_surfaces
            class_header(Home)
            conflict_problems
            controller_facts(app.routes.home.server.Home)
            declarations
            file_surfaces(app/routes/home/page.py)
            item_findings(Home)
            item_mentions(Home)
            needed_items
            resolve_name(app.routes.home.server.Controller)
            resolve_name(app.routes.home.server.action)
            route_manifest
            server_rendered
            static_description
            static_value(app.routes.home.server.Controller)
            static_value(app.routes.home.server.Home)
            static_value(app.routes.home.server.action)
            store_key_problems
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

#[test]
fn adding_a_file_compiles_nothing_that_was_there() {
    check(
        |db| {
            write(
                db,
                &[(
                    "app/more.py",
                    "from sprag import Component\n\n\nclass More(Component):\n    pass\n",
                )],
            )
        },
        expect![[r#"
            app_decl
            browser_classes
            carried_items(app/more.py)
            class_bases(More)
            class_header(More)
            class_runtime(More)
            declarations
            emitted_classes(app/more.py)
            file_browser_classes(app/more.py)
            file_stores(app/more.py)
            file_surfaces(app/routes/home/page.py)
            needed_items
            project_diagnostics
            python_paths
            reached_items(app/more.py)
            resolve_module(app.base)
            resolve_module(app.kit)
            resolve_module(app.routes.home.components)
            resolve_module(app.stores)
            resolve_module(sprag)
            resolve_name(app.more.Component)
            server_rendered
            shared_items(app/more.py)
            shared_js(app/more.py)
            static_value(app.App)
            static_value(app.routes.home.page.Home)
            static_value(app.routes.home.page.HomeScreen)
            static_value(app.routes.home.page.page)
            static_value(app.routes.home.server.Controller)
            static_value(app.stores.store)
            surface_files
            surface_items
            surface_problems
        "#]],
    );
}

#[test]
fn deleting_a_file_reaches_its_importers() {
    check(
        |db| remove(db, &[KIT]),
        expect![[r#"
            app_decl
            browser_classes
            browser_closure(Badge)
            class_js(Badge)
            class_outline(Badge)
            declarations
            file_surfaces(app/routes/home/page.py)
            has_failed(Badge)
            item_bindings(Badge)
            item_chunk(Badge)
            item_findings(Badge)
            item_references(Badge)
            item_writes(Badge)
            lowering_problems(Badge)
            needed_items
            project_diagnostics
            python_paths
            registry_module
            resolve_module(app.base)
            resolve_module(app.kit)
            resolve_module(app.routes.home.components)
            resolve_module(app.stores)
            resolve_module(sprag)
            resolve_name(app.routes.home.components.total)
            selector_problems
            server_closure(HomeScreen)
            server_rendered
            static_value(app.App)
            static_value(app.routes.home.page.Home)
            static_value(app.routes.home.page.HomeScreen)
            static_value(app.routes.home.page.page)
            static_value(app.routes.home.server.Controller)
            static_value(app.stores.store)
            store_key_problems
            surface_entries
            surface_files
            surface_items
            surface_problems
            tool_manifest
        "#]],
    );
}

#[test]
fn a_helper_reaches_only_the_shared_module() {
    check(
        |db| replace(db, KIT, KIT_TEXT, "sum(items)", "sum(items) + 1"),
        expect![[r#"
            file_effects(app/kit.py)
            item_chunk(total)
            item_findings(total)
            item_mentions(total)
            item_selectors(total)
            item_signature(total)
            item_store_keys(total)
            item_wiring(total)
            item_writes(total)
            lowering_problems(total)
            reads_docs(app/kit.py)
            shared_js(app/kit.py)
        "#]],
    );
}

#[test]
fn a_helper_that_no_browser_class_reaches_runs_nothing() {
    check(
        |db| replace(db, KIT, KIT_TEXT, "return 1", "return 2"),
        expect![[r#"
        file_effects(app/kit.py)
        reads_docs(app/kit.py)
    "#]],
    );
}

#[test]
fn saving_the_same_text_or_other_line_ends_runs_nothing_at_all() {
    let mut db = home();
    build(&db);
    let crlf = format!("\u{feff}{}", KIT_TEXT.replace('\n', "\r\n"));
    write(&mut db, &[(KIT, &crlf), (COMPONENTS, COMPONENTS_TEXT)]);
    let ((), ran) = db.executed(build);
    assert!(ran.is_empty(), "{ran:?}");
}

#[test]
fn a_syntax_error_is_reported_and_costs_nothing_else() {
    let mut db = home();
    build(&db);
    replace(&mut db, COMPONENTS, COMPONENTS_TEXT, "return 'card'", "return 'card");
    let (diagnostics, ran) = db.executed(|db| all_diagnostics(db));
    assert_eq!(ran, ["file_diagnostics(app/routes/home/components.py)"]);
    assert_eq!(diagnostics[0].code.to_string(), "SPR509");

    write(&mut db, &[(COMPONENTS, COMPONENTS_TEXT)]);
    let ((), ran) = db.executed(build);
    assert_eq!(ran, ["file_diagnostics(app/routes/home/components.py)", "surface_problems"]);
}

#[test]
fn reordering_classes_compiles_nothing() {
    check(
        |db| {
            let (head, classes) = COMPONENTS_TEXT.split_once("class Badge").expect("there");
            let (badge, card) = classes.split_once("class Card").expect("there");
            write(
                db,
                &[(
                    COMPONENTS,
                    &format!("{head}class Card{card}\n\nclass Badge{}", badge.trim_end()),
                )],
            );
        },
        expect![[r#"
            carried_items(app/routes/home/components.py)
            emitted_classes(app/routes/home/components.py)
            file_effects(app/routes/home/components.py)
            file_stores(app/routes/home/components.py)
            reached_items(app/routes/home/components.py)
            reads_docs(app/routes/home/components.py)
        "#]],
    );
}

#[test]
fn what_threads_have_asked_of_all_files_is_not_computed_again() {
    let db = &mut home();
    let prepared = [prepare_reach, prepare_build];
    for prepare in prepared {
        std::thread::scope(|scope| {
            for db in [db.clone(), db.clone()] {
                scope.spawn(move || {
                    for &file in SourceTree::get(&db).modules(&db).values() {
                        prepare(&db, file);
                    }
                });
            }
        });
    }
    let (_, ran) = db.executed(|db| output::build(db, BuildKind::Full));
    let of_files =
        ["file_modules", "class_js", "item_chunk", "class_source_map", "file_diagnostics"];
    let again = ran.iter().filter(|label| of_files.iter().any(|query| label.starts_with(query)));
    let again: Vec<_> = again.collect();
    assert!(again.is_empty(), "{again:?}");
    assert!(ran.contains(&"registry_module".to_owned()), "{ran:?}");
}
