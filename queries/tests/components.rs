//! A component looks in the browser as the server renders it.
//!
//! Each component of `components/cases/` is rendered by the app's Python, with the framework's own renderer
//! and our corrections of it, and, compiled, in jsdom. It may be refused at compile time; another DOM
//! fails the test. The output tree stays behind for the same comparison in Chromium
//! (`client/tests/browser/components.test.mjs`).

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test that runs the compiled code, and the framework's renderer beside it"
)]

mod tree;

use queries::db::BuildDatabase;
use queries::emit::class_js;
use queries::items::module_classes;
use queries::testing::app;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tree::{output, python, sources, write, write_tree};

/// By category, by class: what the server rendered, or the exception that it raised, with the data.
type Expected = BTreeMap<String, Map<String, Value>>;

/// Outlines of the two DOMs of a component.
#[derive(Deserialize)]
struct Compared {
    expected: String,
    actual: String,
}

/// The components of one category by how they came out.
#[derive(Default)]
struct Tally {
    right: usize,
    refused: Vec<String>,
    wrong: Vec<String>,
}

fn crate_folder() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn folder() -> PathBuf {
    crate_folder().join("tests/components")
}

fn project(categories: &BTreeMap<String, String>) -> BuildDatabase {
    let imports: String =
        categories.keys().map(|name| format!("from cases import {name}\n")).collect();
    let hydrated: String = categories
        .iter()
        .flat_map(|(name, source)| {
            component_names(source).map(move |class| format!("hydrate({name}.{class}), "))
        })
        .collect();
    let page = format!(
        "from sprag import Screen, hydrate\n{imports}\n\nclass HomeScreen(Screen):\n    def render(self, given):\n        return [{hydrated}]\n"
    );
    let mut files = vec![
        ("cases/__init__.py".to_owned(), String::new()),
        ("app/routes/home/web.py".to_owned(), page),
    ];
    for (name, source) in categories {
        files.push((format!("cases/{name}.py"), source.clone()));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    app(&files)
}

fn component_names(source: &str) -> impl Iterator<Item = &str> {
    let headers = source.lines().filter_map(|line| line.strip_prefix("class "));
    headers.filter_map(|header| header.split(['(', ':']).next())
}

/// Writes the compiled components and what draws them in a page.
fn write_components(db: &BuildDatabase, names: &BTreeMap<String, String>) -> PathBuf {
    let files: Vec<String> = names.keys().map(|name| format!("cases/{name}.py")).collect();
    let parts = [("core", "BaseException"), ("catching", "nativeType")];
    let root = write_tree(db, "components", files.iter().map(String::as_str), &parts);
    write(&root.join("empty.html"), "<!doctype html><title>components</title>");
    fs::copy(folder().join("page.mjs"), root.join("page.mjs")).unwrap();
    root
}

/// Why a component was not compiled.
fn refusal(db: &BuildDatabase, category: &str, class: &str) -> Option<String> {
    let file = db.file(&format!("cases/{category}.py")).unwrap();
    let item = module_classes(db, file).iter().copied().find(|item| item.name(db) == class)?;
    if class_js(db, item).is_some() {
        return None;
    }
    let messages = queries::check::file_diagnostics(db, file);
    Some(messages.first().map_or("does not compile".to_owned(), |first| first.message.to_string()))
}

fn table(tallies: &BTreeMap<&String, Tally>) -> String {
    let mut text = format!("{:<14}{:>7}{:>9}{:>7}\n", "components", "right", "refused", "wrong");
    let mut row = |name: &str, right: usize, refused: usize, wrong: usize| {
        let _ = writeln!(text, "{name:<14}{right:>7}{refused:>9}{wrong:>7}");
    };
    for (name, tally) in tallies {
        row(name, tally.right, tally.refused.len(), tally.wrong.len());
    }
    let sum = |count: fn(&Tally) -> usize| tallies.values().map(count).sum();
    row("total", sum(|t| t.right), sum(|t| t.refused.len()), sum(|t| t.wrong.len()));
    text
}

#[test]
fn components_look_in_the_browser_as_the_server_renders_them() {
    let categories = sources(&folder().join("cases"));
    let db = project(&categories);
    let root = write_components(&db, &categories);
    let corrections = crate_folder().join("../daemon/worker");
    let mut oracle = Command::new(python());
    oracle.arg("-B").arg(folder().join("oracle.py")).arg(corrections).args(categories.keys());
    let expected: Expected = output(&mut oracle);

    let mut tallies: BTreeMap<&String, Tally> = BTreeMap::new();
    let mut compiled = Map::new();
    for (category, components) in &expected {
        let tally = tallies.entry(category).or_default();
        for (name, outcome) in components {
            match refusal(&db, category, name) {
                Some(message) => tally.refused.push(format!("{category}.{name}: {message}")),
                None => {
                    let earlier = compiled.insert(name.clone(), outcome.clone());
                    assert!(earlier.is_none(), "two components are called {name}");
                }
            }
        }
    }
    write(&root.join("cases.json"), &Value::Object(compiled).to_string());
    let mut jsdom = Command::new("node");
    jsdom.arg(folder().join("jsdom.mjs")).arg(&root).arg(crate_folder().join("runtime"));
    let compared: BTreeMap<String, Compared> = output(&mut jsdom);
    for (category, components) in &expected {
        let tally = tallies.entry(category).or_default();
        for name in components.keys() {
            match compared.get(name) {
                Some(Compared { expected, actual }) if expected == actual => tally.right += 1,
                Some(Compared { expected, actual }) => tally.wrong.push(format!(
                    "{category}.{name}\n-- server\n{expected}\n-- browser\n{actual}\n"
                )),
                None => {}
            }
        }
    }
    println!("{}", table(&tallies));
    let refused: Vec<_> = tallies.values().flat_map(|tally| tally.refused.clone()).collect();
    println!("refused:\n{}", refused.join("\n"));
    let wrong: BTreeSet<_> = tallies.values().flat_map(|tally| tally.wrong.clone()).collect();
    let wrong: Vec<_> = wrong.into_iter().collect();
    assert!(wrong.is_empty(), "{} look different:\n{}", wrong.len(), wrong.join("\n"));
}
