//! What the framework gives to browser classes does what its Python documentation says, however it is called.
//!
//! Each class of `framework/cases/` is a promise: a Module that is compiled, started, led through its scenario and
//! stopped in jsdom, with the framework's own Ragot. What it heard must be what it expects; of stores, which CPython has too, what
//! the same class hears there.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that runs the compiled code, and the framework beside it"
)]

mod tree;

use queries::check;
use queries::db::BuildDatabase;
use queries::testing::app;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use tree::{output, python, sources, write, write_tree};

/// The modules whose cases run under CPython too.
const SAID_BY_PYTHON: &[&str] = &["stores"];

/// The modules that have no cases.
const SHARED: &[&str] = &["case", "shelf", "parts"];

#[derive(Deserialize)]
struct Said {
    /// By name: what they were declared with.
    stores: Map<String, Value>,
    /// By case: what it hears, as Python writes it.
    expected: Map<String, Value>,
}

#[derive(Deserialize)]
struct Compared {
    expected: String,
    actual: String,
}

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    crate_folder().join("tests/framework")
}

/// The classes of a file of cases.
fn case_names(source: &str) -> impl Iterator<Item = &str> {
    let headers = source.lines().filter_map(|line| line.strip_prefix("class "));
    headers.filter_map(|header| header.strip_suffix("(Case):"))
}

fn with_cases(modules: &BTreeMap<String, String>) -> impl Iterator<Item = (&String, &String)> {
    modules.iter().filter(|(name, _)| !SHARED.contains(&name.as_str()))
}

/// An app whose one screen lists the cases.
fn project(modules: &BTreeMap<String, String>) -> BuildDatabase {
    let with_cases = || with_cases(modules);
    let imports: String =
        with_cases().map(|(name, _)| format!("from cases import {name}\n")).collect();
    let listed: String = with_cases()
        .flat_map(|(name, source)| case_names(source).map(move |case| format!("{name}.{case}, ")))
        .collect();
    let screen = format!(
        "from sprag import Screen, ui\n{imports}\n\nclass HomeScreen(Screen):\n    modules = [{listed}]\n\n    def render(self, data):\n        return ui.div()\n"
    );
    let mut files = vec![
        ("cases/__init__.py".to_owned(), String::new()),
        ("app/routes/home/web.py".to_owned(), screen),
    ];
    for (name, source) in modules {
        files.push((format!("cases/{name}.py"), source.clone()));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    app(&files)
}

fn stores_module(stores: &Map<String, Value>) -> String {
    let declared = stores.iter().map(|(name, initial)| {
        format!("export const {name} = createStoreBridge(\"{name}\", {initial});\n")
    });
    format!(
        "import {{ createStoreBridge }} from \"./python/stores.js\";\n{}",
        declared.collect::<String>()
    )
}

#[test]
fn the_framework_does_what_its_documentation_says_however_it_is_called() {
    let modules = sources(&folder().join("cases"));
    let db = project(&modules);
    let mut refused = vec![];
    for name in modules.keys() {
        let file = db.file(&format!("cases/{name}.py")).unwrap();
        let diagnostics = check::file_diagnostics(&db, file);
        refused.extend(diagnostics.iter().map(|each| format!("{name}: {}", each.message)));
    }
    assert_eq!(refused, Vec::<String>::new());

    let said: Said = output(
        Command::new(python()).arg("-B").arg(folder().join("oracle.py")).args(SAID_BY_PYTHON),
    );
    let files: Vec<String> = modules.keys().map(|name| format!("cases/{name}.py")).collect();
    let parts = [("core", "repr"), ("stores", "createStoreBridge")];
    let root = write_tree(&db, "framework", files.iter().map(String::as_str), &parts);
    write(&root.join("generated/stores.js"), &stores_module(&said.stores));
    let names: Vec<&str> =
        with_cases(&modules).flat_map(|(_, source)| case_names(source)).collect();
    let cases = json!({ "names": names, "expected": said.expected });
    write(&root.join("cases.json"), &cases.to_string());

    let mut jsdom = Command::new("node");
    jsdom.arg(folder().join("jsdom.mjs")).arg(&root).arg(crate_folder().join("runtime"));
    let compared: BTreeMap<String, Compared> = output(&mut jsdom);
    assert_eq!(compared.len(), names.len());
    let broken: Vec<String> = compared
        .iter()
        .filter(|(_, Compared { expected, actual })| expected != actual)
        .map(|(name, Compared { expected, actual })| {
            format!("{name}\n-- expected\n{expected}\n-- heard\n{actual}\n")
        })
        .collect();
    assert!(broken.is_empty(), "{} broken:\n{}", broken.len(), broken.join("\n"));
}
