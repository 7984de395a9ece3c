//! Promises about whole apps, in miniature.

mod builds;
mod pages;

use super::declare::declarations;
use super::problem::{Problem, located};
use super::{declaration, declare};
use crate::db::BuildDatabase;
use crate::testing::{database, write};
use expect_test::{Expect, expect};

const HOME_SERVER: &str = "from sprag import Controller, action\n\n\nclass Base(Controller):\n    @action\n    def ping(self):\n        return {}\n\n\nclass HomeController(Base):\n    @action(name=\"save-card\")\n    def save(self, title):\n        return {}\n";
const HOME_WEB: &str = "from sprag import Screen, hydrate\nfrom .components import Card\nfrom .modules import Counter\n\n\nclass HomeScreen(Screen):\n    modules = [Counter]\n\n    def render(self, data):\n        return hydrate(Card, module=self.module(Counter))\n";
const HOME_PAGE: &str = "from sprag import page\nfrom .server import HomeController\nfrom .web import HomeScreen\n\nhome = page(path=\"/\", controller=HomeController, screen=HomeScreen)\n";
const APP: &str = "from sprag import App, shell\n\napp_shell = shell(template=\"app/shell.html\", css=[\"app/shell.css\"])\n\napp = App(routes=\"app.routes\", shell=app_shell)\n";

/// The default scaffold in miniature, plus `more`, where a path may replace one of its files.
pub(super) fn app(more: &[(&str, &str)]) -> BuildDatabase {
    let mut db = database(&[
        ("app/__init__.py", APP),
        ("app/routes/__init__.py", ""),
        ("app/routes/home/__init__.py", ""),
        ("app/routes/home/page.py", HOME_PAGE),
        ("app/routes/home/server.py", HOME_SERVER),
        ("app/routes/home/web.py", HOME_WEB),
        (
            "app/routes/home/components.py",
            "from sprag import Component, ui\n\n\nclass Card(Component):\n    def render(self, props=None):\n        return ui.div()\n",
        ),
        (
            "app/routes/home/modules.py",
            "from sprag import Module\n\n\nclass Counter(Module):\n    pass\n",
        ),
    ]);
    write(&mut db, more);
    db
}

/// One line a surface: kind, pattern, classes, actions, paths and what is computed.
fn told(db: &BuildDatabase) -> String {
    let line = |decl: &declaration::SurfaceDecl| {
        let described = &decl.description;
        let classes =
            [&described.controller, &described.screen, &described.component, &described.module];
        let names: Vec<&str> =
            classes.into_iter().flatten().map(|class| class.name.as_str()).collect();
        let paths: Vec<&str> = described.entries.iter().map(|entry| entry.path.as_str()).collect();
        let computed: Vec<&str> = decl.computed.iter().map(|name| name.as_str()).collect();
        format!(
            "{} {} ({}) {names:?} actions {:?} paths {paths:?} computed {computed:?}\n",
            described.kind.as_str(),
            described.pattern,
            described.source,
            described.actions,
        )
    };
    declarations(db).surfaces.iter().map(line).collect()
}

/// One line a problem: place with the text it covers, code and message.
fn shown(db: &BuildDatabase, problems: &[Problem]) -> String {
    let line = |problem: &Problem| {
        let found = located(db, problem);
        let covered = found.range.and_then(|(start, end)| {
            Some(format!(" `{}`", &db.file(&found.path)?.text(db)[start as usize..end as usize]))
        });
        let covered = covered.unwrap_or_default();
        format!("{}{covered}: {} {}\n", found.path, found.code, found.message)
    };
    problems.iter().map(line).collect()
}

fn check(db: &BuildDatabase, surfaces: Expect, problems: Expect) {
    surfaces.assert_eq(&told(db));
    problems.assert_eq(&shown(db, &declarations(db).problems));
}

#[test]
fn a_literal_page_is_told_with_its_classes_and_inherited_actions() {
    let db = app(&[]);
    check(
        &db,
        expect![[r#"
            route / (app.routes.home.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths ["/"] computed []
        "#]],
        expect![""],
    );
    assert_eq!(
        declare::app_decl(&db).decl.shell.as_ref().map(|shell| shell.css.clone()),
        Some(vec!["app/shell.css".to_owned()])
    );
}

#[test]
fn names_are_followed_across_files_aliases_and_modules() {
    let db = app(&[
        (
            "app/paths.py",
            "BASE = \"/team\"\nPATHS = [f\"{BASE}/a\", {\"slug\": \"b\"}]\nMETA = {\"title\": \"Team\"}\n",
        ),
        ("app/kinds.py", "from app.routes.home.web import HomeScreen as Front\n"),
        ("app/routes/team/__init__.py", ""),
        (
            "app/routes/team/page.py",
            "import sprag\nfrom app import paths, kinds\nfrom app.routes.home import server as home\n\nteam = sprag.page(path=paths.BASE + \"/[slug]\", controller=home.HomeController, screen=kinds.Front, static_paths=paths.PATHS, metadata={**paths.META})\n",
        ),
    ]);
    check(
        &db,
        expect![[r#"
            route / (app.routes.home.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths ["/"] computed []
            route /team/[slug] (app.routes.team.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths ["/team/a", "/team/b"] computed []
        "#]],
        expect![""],
    );
}

#[test]
fn what_only_a_run_can_tell_is_named() {
    let db = app(&[
        ("app/content.py", "def paths():\n    return []\n"),
        ("app/routes/docs/__init__.py", ""),
        (
            "app/routes/docs/[...segments]/page.py",
            "from sprag import page\nfrom app.content import paths\nfrom app.routes.home.server import HomeController\nfrom app.routes.home.web import HomeScreen\n\ndocs = page(path=\"/docs/[...segments]\", controller=HomeController, screen=HomeScreen, static_paths=paths, css=[str(3)])\n",
        ),
    ]);
    check(
        &db,
        expect![[r#"
            route / (app.routes.home.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths ["/"] computed []
            route /docs/[...segments] (app.routes.docs.__sprag_catchall_segments__.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths [] computed ["css", "static_paths"]
        "#]],
        expect![""],
    );
    assert!(!declarations(&db).is_open);
}

#[test]
fn pages_made_by_a_loop_leave_the_declarations_open() {
    let page = format!(
        "{HOME_PAGE}\nfor name in \"ab\":\n    globals()[name] = page(path=\"/\" + name, controller=HomeController, screen=HomeScreen)\n"
    );
    let db = app(&[("app/routes/home/page.py", &page)]);
    assert!(declarations(&db).is_open);
    assert!(!declarations(&app(&[])).is_open);
}

#[test]
fn a_route_can_live_in_a_single_file() {
    let db = app(&[(
        "app/routes/page.py",
        "from sprag import Controller, Screen, page, ui\n\n\nclass About(Controller):\n    def load(self):\n        return {}\n\n\nclass AboutScreen(Screen):\n    def render(self, data):\n        return ui.p()\n\n\nabout = page(path=\"/about\", controller=About, screen=AboutScreen, mode=\"document\")\n",
    )]);
    check(
        &db,
        expect![[r#"
            route / (app.routes.home.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths ["/"] computed []
            route /about (app.routes.page) ["About", "AboutScreen"] actions [] paths ["/about"] computed []
        "#]],
        expect![""],
    );
}

#[test]
fn a_mount_is_told_with_its_providers() {
    let db = app(&[
        ("app/mounts/__init__.py", ""),
        ("app/mounts/board/__init__.py", ""),
        (
            "app/mounts/board/mount.py",
            "from sprag import mount\nfrom app.routes.home.components import Card\nfrom app.routes.home.modules import Counter\n\nboard = mount(\"/board/\", component=Card, module=Counter, providers={\"counter\": Counter})\n",
        ),
    ]);
    check(
        &db,
        expect![[r#"
            route / (app.routes.home.page) ["HomeController", "HomeScreen"] actions ["ping", "save-card"] paths ["/"] computed []
            mount /board (app.mounts.board.mount) ["Card", "Counter"] actions [] paths ["/board"] computed []
        "#]],
        expect![""],
    );
    assert_eq!(declarations(&db).surfaces[1].description.providers["counter"].name, "Counter");
}

#[test]
fn wrong_arguments_are_reported_where_they_stand() {
    let db = app(&[(
        "app/routes/home/page.py",
        "from sprag import page\nfrom .server import HomeController\nfrom .web import HomeScreen\n\na = page(path=\"about\", controller=HomeController, screen=HomeScreen)\nb = page(path=\"/b\", controller=HomeController, screen=Missing)\nc = page(path=\"/c\", controller=\"HomeController\", screen=HomeScreen, mode=\"spa\")\nd = page(path=\"/d/[slug]\", controller=HomeController, screen=HomeScreen)\ne = page(path=\"/e/[slug]\", controller=HomeController, screen=HomeScreen, static_paths=[\"/f/x\"])\nf = page(path=\"/f\", screen=HomeScreen)\n",
    )]);
    expect![[r#"
        app/routes/home/page.py `"about"`: SPR506 the path "about" must start with `/`
        app/routes/home/page.py `Missing`: SPR506 `Missing` is not defined in this file
        app/routes/home/page.py `"spa"`: SPR506 the mode "spa" does not exist; it is "hybrid" or "document"
        app/routes/home/page.py `"HomeController"`: SPR506 `controller=` of `page(…)` is the string "HomeController"; it takes a class
        app/routes/home/page.py `page(path="/d/[slug]", controller=HomeController, screen=HomeScreen)`: SPR507 the route "/d/[slug]" is dynamic, and nothing says which pages to build
        app/routes/home/page.py `["/f/x"]`: SPR506 `static_paths=` of "/e/[slug]": "/f/x" does not match the pattern
        app/routes/home/page.py `page(path="/f", screen=HomeScreen)`: SPR506 `page(…)` needs `controller=`
    "#]]
    .assert_eq(&shown(&db, &declarations(&db).problems));
}

#[test]
fn a_page_imported_into_another_page_file_is_declared_twice() {
    let db = app(&[
        ("app/routes/two/__init__.py", ""),
        ("app/routes/two/page.py", "from app.routes.home.page import home\n"),
    ]);
    expect![[r#"
        app/routes/two/page.py: SPR502 `home` is imported here, which declares its surface a second time
    "#]]
    .assert_eq(&shown(&db, &declarations(&db).problems));
}

#[test]
fn stores_are_found_in_any_file_and_their_names_checked() {
    let db = app(&[(
        "app/stores.py",
        "from sprag import store\n\nvisits = store(\"visits\", initial={\"count\": 0})\nbad = store(\"my-store\")\nlate = store(\"late\", initial=make())\n",
    )]);
    let stores: Vec<_> = declarations(&db)
        .stores
        .iter()
        .map(|store| (store.description.clone(), store.is_computed))
        .collect();
    expect![[r#"
        [
            (
                StoreDescription {
                    name: "visits",
                    initial: "{\"count\":0}",
                },
                false,
            ),
            (
                StoreDescription {
                    name: "late",
                    initial: "{}",
                },
                true,
            ),
        ]
    "#]]
    .assert_debug_eq(&stores);
    expect![[r#"
        app/stores.py `"my-store"`: SPR515 the store name "my-store" is not an identifier, so browser code could not import it
    "#]]
    .assert_eq(&shown(&db, &declarations(&db).problems));
}

#[test]
fn editing_a_class_body_reads_no_declaration_again() {
    let mut db = app(&[]);
    declarations(&db);
    write(
        &mut db,
        &[(
            "app/routes/home/components.py",
            "from sprag import Component, ui\n\n\nclass Card(Component):\n    def render(self, props=None):\n        return ui.span()\n",
        )],
    );
    let (_, ran) = db.executed(|db| declarations(db).surfaces.len());
    expect![[r#"
        [
            "class_header(Card)",
            "file_effects(app/routes/home/components.py)",
            "item_mentions(Card)",
            "item_references(Card)",
            "item_wiring(Card)",
            "item_writes(Card)",
            "module_items(app/routes/home/components.py)",
            "module_scope(app/routes/home/components.py)",
            "own_members(Card)",
        ]
    "#]]
    .assert_debug_eq(&ran);
}
