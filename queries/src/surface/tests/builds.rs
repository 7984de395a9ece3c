//! Whole builds: what is written, what is said, what an edit costs.

use super::*;
use crate::artifact::{BuildKind, Content};
use crate::change::Change;
use crate::diagnostic::Diagnostic;
use crate::project::ProjectChange;
use crate::surface::output;

pub(super) fn built(db: &BuildDatabase) -> output::Build {
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
pub(super) fn with_files(mut db: BuildDatabase, files: &[(&str, &str)]) -> BuildDatabase {
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

pub(super) const SHELL: [(&str, &str); 2] =
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
            "class_outline(Card)",
            "class_source_map(Card)",
            "file_diagnostics(app/routes/home/components.py)",
            "file_effects(app/routes/home/components.py)",
            "file_modules(app/routes/home/components.py)",
            "item_bindings(Card)",
            "item_chunk(Card)",
            "item_findings(Card)",
            "item_mentions(Card)",
            "item_references(Card)",
            "item_selectors(Card)",
            "item_wiring(Card)",
            "item_writes(Card)",
            "line_index(app/routes/home/components.py)",
            "lowering_problems(Card)",
            "module_items(app/routes/home/components.py)",
            "module_scope(app/routes/home/components.py)",
            "own_members(Card)",
            "public_text(app/routes/home/components.py)",
            "reads_docs(app/routes/home/components.py)",
            "runtime_uses",
            "suppressions(app/routes/home/components.py)",
        ]
    "#]]
    .assert_debug_eq(&ran);
}

#[test]
fn what_a_rendered_component_is_made_of_stays_on_the_server_too() {
    let web = "from sprag import Component, Screen, hydrate, ssr\nfrom .components import Card\n\n\nclass Panel(Card):\n    def render(self, props=None):\n        return hydrate(Button)\n\n\nclass Button(Component):\n    pass\n\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return ssr(Panel)\n";
    let db = with_files(
        app(&[("app/routes/home/web.py", web), ("app/routes/home/modules.py", "")]),
        &SHELL,
    );
    assert_eq!(said(&db), "");
    let entry = text(&db, "surfaces/route__index.js");
    assert!(entry.contains("componentRegistry: { Button }"), "{entry}");
}

#[test]
fn a_class_of_the_wrong_kind_is_told_apart() {
    let page = HOME_PAGE
        .replace("screen=HomeScreen", "screen=HomeController, providers={\"card\": HomeScreen}");
    let db = with_files(app(&[("app/routes/home/page.py", &page)]), &SHELL);
    expect![[r#"
        app/routes/home/page.py Error SPR506 `providers=` takes a Module, and `HomeScreen` is a Screen
        app/routes/home/page.py Error SPR506 `screen=` takes a Screen, and `HomeController` is a Controller
    "#]].assert_eq(&said(&db));
}

#[test]
fn a_controller_that_names_another_route_is_warned_about() {
    let server = HOME_SERVER.replace(
        "class HomeController(Base):\n",
        "class HomeController(Base):\n    route = \"/home\"\n\n",
    );
    let db = with_files(app(&[("app/routes/home/server.py", &server)]), &SHELL);
    expect![[r#"
        app/routes/home/page.py Warning SPR504 the path is "/", but `HomeController` says `route = "/home"`
    "#]].assert_eq(&said(&db));
}
