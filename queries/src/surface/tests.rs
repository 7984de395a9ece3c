//! Promises about whole apps, in miniature.

use super::declare::declarations;
use super::problem::{Problem, located};
use super::{declaration, declare, output};
use crate::artifact::{BuildKind, Content};
use crate::change::Change;
use crate::db::BuildDatabase;
use crate::diagnostic::Diagnostic;
use crate::project::ProjectChange;
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
            "module_items(app/routes/home/components.py)",
            "parsed_module(app/routes/home/components.py)",
        ]
    "#]]
    .assert_debug_eq(&ran);
}

fn built(db: &BuildDatabase) -> output::Build {
    output::build(db, BuildKind::Static)
}

/// A file's text in a static build.
fn text(db: &BuildDatabase, path: &str) -> String {
    built(db).artifacts.text(path).unwrap_or_default().to_owned()
}

/// One line a diagnostic of a whole build.
fn said(db: &BuildDatabase) -> String {
    let line = |found: &Diagnostic| {
        format!("{} {:?} {} {}\n", found.path, found.severity, found.code, found.message)
    };
    built(db).diagnostics.iter().map(line).collect()
}

/// Says which files there are beside the Python ones.
fn with_files(mut db: BuildDatabase, files: &[(&str, &str)]) -> BuildDatabase {
    let mut change = Change::default();
    let python = declare::python_paths(&db).iter().cloned();
    ProjectChange {
        files: Some(python.chain(files.iter().map(|(path, _)| (*path).into())).collect()),
        texts: files.iter().map(|(path, text)| ((*path).into(), Some((*text).into()))).collect(),
        framework: Some(
            ["__init__.py", "assets/runtime/boot.js", "assets/ragot.esm.min.js", "runtime/app.py"]
                .map(Into::into)
                .into(),
        ),
        ..ProjectChange::default()
    }
    .add_to(&mut change);
    db.apply(change);
    db
}

const SHELL: [(&str, &str); 2] =
    [("app/shell.html", "<main>{{ sprag_slot }}</main>"), ("app/shell.css", "")];

#[test]
fn a_clean_app_builds_without_a_word() {
    let db = with_files(app(&[]), &SHELL);
    assert_eq!(said(&db), "");
    expect![[r#"
        assets/app/shell.css
        generated/components/Card.js
        generated/components/Card.js.map
        generated/index.js
        generated/manifest.js
        generated/modules/Counter.js
        generated/modules/Counter.js.map
        generated/stores.js
        manifest.json
        runtime/boot.js
        surfaces/route__index.js
        vendor/ragot.esm.min.js
    "#]]
    .assert_eq(
        &built(&db)
            .artifacts
            .paths()
            .filter(|path| !path.starts_with("generated/python/"))
            .map(|path| format!("{path}\n"))
            .collect::<String>(),
    );
}

#[test]
fn a_component_that_is_only_rendered_on_the_server_stays_there() {
    let web = "from sprag import Screen, ssr\nfrom .components import Card\n\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return ssr(Card, **data)\n";
    let card = "import os\nfrom sprag import Component, ui\n\n\nclass Card(Component):\n    def render(self, props=None):\n        return ui.div(os.getcwd())\n";
    let db = with_files(
        app(&[
            ("app/routes/home/web.py", web),
            ("app/routes/home/components.py", card),
            ("app/routes/home/modules.py", ""),
        ]),
        &SHELL,
    );
    assert_eq!(said(&db), "");
    assert!(!text(&db, "surfaces/route__index.js").contains("Card"));
    assert_eq!(built(&db).artifacts.get("generated/components/Card.js"), None);
}

#[test]
fn an_entry_imports_only_what_its_surface_needs() {
    let db = with_files(
        app(&[
            ("app/routes/about/__init__.py", ""),
            (
                "app/routes/about/page.py",
                "from sprag import Component, Controller, Screen, hydrate, page, ui\nfrom app.routes.home.components import Card\n\n\nclass Fancy(Card):\n    pass\n\n\nclass About(Controller):\n    pass\n\n\ndef panel(data):\n    return hydrate(Fancy, props=data)\n\n\nclass AboutScreen(Screen):\n    def render(self, data):\n        return panel(data)\n\n\nabout = page(path=\"/about\", controller=About, screen=AboutScreen)\n",
            ),
        ]),
        &SHELL,
    );
    assert_eq!(said(&db), "");
    let about = text(&db, "surfaces/route__about.js");
    assert!(about.contains("{ Card, Fancy }") && about.contains("moduleRegistry: {}"), "{about}");
    let home = text(&db, "surfaces/route__index.js");
    assert!(home.contains("{ Card }") && home.contains("{ Counter }"), "{home}");
}

#[test]
fn surfaces_that_cannot_stand_beside_each_other_are_reported_with_both_places() {
    let mount = "from sprag import mount\nfrom app.routes.home.components import Card\n\na = mount(\"/team\", component=Card)\nb = mount(\"/team/x\", component=Card)\n";
    let page = format!(
        "{HOME_PAGE}again = page(path=\"/\", controller=HomeController, screen=HomeScreen)\nteam = page(path=\"/team/list\", controller=HomeController, screen=HomeScreen)\n"
    );
    let db = with_files(
        app(&[
            ("app/mounts/__init__.py", ""),
            ("app/mounts/mount.py", mount),
            ("app/routes/home/page.py", &page),
        ]),
        &SHELL,
    );
    expect![[r#"
        app/mounts/mount.py Error SPR503 the mount "/team" owns all paths below it, and the page "/team/list" is one of them
        app/mounts/mount.py Error SPR502 the mounts "/team" and "/team/x" overlap
        app/routes/home/page.py Error SPR502 two pages have the path "/"
    "#]].assert_eq(&said(&db));
    assert!(
        built(&db)
            .diagnostics
            .iter()
            .all(|found| found.related.len() == 1 && found.related[0].range.is_some())
    );
}

#[test]
fn what_code_expects_of_its_page_is_checked() {
    let modules = "from sprag import Module, imports\n\n\nclass Counter(Module):\n    def on_start(self):\n        self.call_action(\"save-crad\", {})\n        self.call_action(\"ping\")\n        imports.chart.draw()\n        self.provider(\"clock\")\n";
    let db = with_files(app(&[("app/routes/home/modules.py", modules)]), &SHELL);
    expect![[r#"
        app/routes/home/modules.py Error SPR401 the page / has no action `save-crad`
        app/routes/home/modules.py Error SPR409 the page / has no import alias `chart`
        app/routes/home/modules.py Warning SPR410 the page / has no provider `clock`
    "#]]
    .assert_eq(&said(&db));
    let helps: Vec<_> =
        built(&db).diagnostics.iter().filter_map(|found| found.help.clone()).collect();
    assert!(helps.contains(&"Did you mean `save-card`?".to_owned()), "{helps:?}");
}

#[test]
fn a_missing_file_is_reported_where_it_is_named_and_the_rest_is_built() {
    let db = with_files(app(&[]), &[("app/shell.html", "")]);
    let build = built(&db);
    let found = &build.diagnostics[0];
    let file = db.file(&found.path).map(|file| file.text(&db).to_string()).unwrap_or_default();
    let covered = found.range.map(|(start, end)| file[start as usize..end as usize].to_owned());
    assert_eq!(
        (found.path.as_str(), covered.as_deref()),
        ("app/__init__.py", Some("\"app/shell.css\""))
    );
    expect![[r#"
        app/__init__.py Error SPR511 the stylesheet "app/shell.css" does not exist
    "#]]
    .assert_eq(&said(&db));
    assert!(build.artifacts.get("surfaces/route__index.js").is_some());
}

#[test]
fn public_files_come_last_and_say_what_they_hide() {
    let files =
        [SHELL[0], SHELL[1], ("public/robots.txt", ""), ("public/generated/index.js", "mine")];
    let db = with_files(app(&[]), &files);
    expect![[r#"
        public/generated/index.js Warning SPR512 this file takes the place of the generated `generated/index.js`
    "#]].assert_eq(&said(&db));
    let build = built(&db);
    assert_eq!(
        build.artifacts.get("robots.txt"),
        Some(&Content::Project("public/robots.txt".into()))
    );
    assert_eq!(
        build.artifacts.get("generated/index.js"),
        Some(&Content::Project("public/generated/index.js".into()))
    );
}

#[test]
fn scripts_bring_what_they_import_and_share_the_page_s_ragot() {
    let page = HOME_PAGE.replace("screen=HomeScreen", "screen=HomeScreen, modules={\"chart\": \"app/vendor/chart.mjs\"}, js=[\"https://cdn.example/x.js\"]");
    let files = [
        SHELL[0],
        SHELL[1],
        (
            "app/vendor/chart.mjs",
            "import { scale } from './scale.mjs';\nimport { Module } from './ragot.esm.min.js';\n",
        ),
        ("app/vendor/scale.mjs", ""),
    ];
    let db = with_files(app(&[("app/routes/home/page.py", &page)]), &files);
    assert_eq!(said(&db), "");
    assert!(
        text(&db, "assets/app/vendor/chart.mjs")
            .contains("from '../../../vendor/ragot.esm.min.js'")
    );
    assert!(built(&db).artifacts.get("assets/app/vendor/scale.mjs").is_some());
    assert!(text(&db, "manifest.json").contains("\"src\": \"/assets/app/vendor/chart.mjs\""));
}

#[test]
fn a_full_build_serves_itself() {
    let db = with_files(
        app(&[(
            "app/routes/home/modules.py",
            "from sprag import Module\n\n\nclass Counter(Module):\n    def on_start(self):\n        self.on_socket(\"tick\", self.stop)\n",
        )]),
        &SHELL,
    );
    let build = output::build(&db, BuildKind::Full);
    let outside: Vec<&str> = build
        .artifacts
        .paths()
        .filter(|path| !path.starts_with("public/") && !path.starts_with("app/"))
        .collect();
    assert_eq!(
        outside,
        [
            "README.md",
            "build.json",
            "requirements.txt",
            "sprag/__init__.py",
            "sprag/runtime/app.py"
        ]
    );
    let json = build.artifacts.text("build.json").unwrap_or_default();
    assert!(
        json.contains("\"server_mode\": \"websocket\"") && json.contains("\"socket_bridge\": true"),
        "{json}"
    );
    assert!(build.artifacts.get("app/shell.html").is_some());
}

#[test]
fn a_store_s_initial_state_changes_stores_js_and_no_class() {
    let stores = |count| {
        format!(
            "from sprag import store\n\nvisits = store(\"visits\", initial={{\"count\": {count}}})\n"
        )
    };
    let mut db = with_files(app(&[("app/stores.py", &stores(0))]), &SHELL);
    let before = built(&db).artifacts;
    write(&mut db, &[("app/stores.py", &stores(1))]);
    let (after, ran) = db.executed(|db| built(db).artifacts);
    let changed: Vec<&str> =
        after.paths().filter(|path| before.get(path) != after.get(path)).collect();
    assert_eq!(changed, ["generated/stores.js", "manifest.json"]);
    assert!(
        !ran.iter().any(|query| query.starts_with("item_chunk") || query.starts_with("class_js")),
        "{ran:?}"
    );
}

#[test]
fn editing_a_method_changes_its_class_and_nothing_else() {
    let card = |tag| {
        format!(
            "from sprag import Component, ui\n\n\nclass Card(Component):\n    def render(self, props=None):\n        return ui.{tag}()\n"
        )
    };
    let mut db = with_files(app(&[("app/routes/home/components.py", &card("div"))]), &SHELL);
    let before = built(&db).artifacts;
    write(&mut db, &[("app/routes/home/components.py", &card("span"))]);
    let (after, ran) = db.executed(|db| built(db).artifacts);
    let changed: Vec<&str> =
        after.paths().filter(|path| before.get(path) != after.get(path)).collect();
    assert_eq!(changed, ["generated/components/Card.js", "generated/components/Card.js.map"]);
    expect![[r#"
        [
            "class_header(Card)",
            "class_js(Card)",
            "class_source_map(Card)",
            "file_diagnostics(app/routes/home/components.py)",
            "has_failed(Card)",
            "item_bindings(Card)",
            "item_chunk(Card)",
            "item_mentions(Card)",
            "item_references(Card)",
            "item_wiring(Card)",
            "line_index(app/routes/home/components.py)",
            "module_items(app/routes/home/components.py)",
            "module_scope(app/routes/home/components.py)",
            "own_members(Card)",
            "parsed_module(app/routes/home/components.py)",
            "public_text(app/routes/home/components.py)",
        ]
    "#]]
    .assert_debug_eq(&ran);
}
