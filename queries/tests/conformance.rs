//! Python means in the browser what it means under CPython.
//!
//! Each function `case_*` of `conformance/cases/` runs under `python3`, whose answer is the expected one,
//! and, compiled, in Node. A case may be refused at compile time; a different answer fails the test.

#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    reason = "a test that runs the compiled code, and CPython beside it"
)]

use queries::db::BuildDatabase;
use queries::emit::{has_failed, item_chunk, shared_js};
use queries::input::SourceFile;
use queries::items::{ItemDef, ItemKind, module_items};
use queries::testing::app;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What running a case gave.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Outcome {
    Value { value: String },
    Raises { raises: String, message: String },
}

type Outcomes = BTreeMap<String, Outcome>;

impl Outcome {
    /// The same value, or an exception of the same type.
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Value { value: left }, Self::Value { value: right }) => left == right,
            (Self::Raises { raises: left, .. }, Self::Raises { raises: right, .. }) => {
                left == right
            }
            _ => false,
        }
    }

    fn text(&self) -> String {
        match self {
            Self::Value { value } => value.clone(),
            Self::Raises { raises, message } => format!("raises {raises}: {message}"),
        }
    }
}

/// The cases of one category by how they came out; each with what to say of it.
#[derive(Default)]
struct Tally {
    right: usize,
    refused: Vec<String>,
    wrong: BTreeMap<String, String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance")
}

/// The cases that a list names. Both lists hold what differs: `open.txt` defects, which may only
/// shrink, and `limits.txt` what JavaScript's values cannot say. A case that is right must leave.
fn listed(list: &str) -> BTreeSet<String> {
    let text = fs::read_to_string(folder().join(list)).unwrap();
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}

/// The categories, with the source of each.
fn categories() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder().join("cases")).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "py"));
    sources
        .map(|path| {
            let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| name != "__init__")
        .collect()
}

fn case_names(source: &str) -> Vec<&str> {
    let definitions = source
        .lines()
        .filter_map(|line| line.strip_prefix("def ").or_else(|| line.strip_prefix("async def ")));
    let names = definitions.filter_map(|rest| rest.split('(').next());
    names.filter(|name| name.starts_with("case_")).collect()
}

/// A page whose browser classes reach every case, so that the cases are carried to the browser.
fn page(categories: &BTreeMap<String, String>) -> String {
    let mut text = "from sprag import Module, Screen\n".to_owned();
    let mut modules = String::new();
    for (name, source) in categories {
        let cases: String =
            case_names(source).iter().map(|case| format!("{name}.{case}, ")).collect();
        let _ = write!(
            text,
            "from cases import {name}\n\n\nclass Probe{name}(Module):\n    def run(self):\n        return [{cases}]\n\n\n"
        );
        let _ = write!(modules, "Probe{name}, ");
    }
    let _ = write!(
        text,
        "class HomeScreen(Screen):\n    modules = [{modules}]\n\n    def render(self, data):\n        return None\n"
    );
    text
}

fn project(categories: &BTreeMap<String, String>) -> BuildDatabase {
    let mut files = vec![
        ("cases/__init__.py".to_owned(), String::new()),
        ("app/routes/home/web.py".to_owned(), page(categories)),
    ];
    for (name, source) in categories {
        files.push((format!("cases/{name}.py"), source.clone()));
    }
    let files: Vec<_> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    app(&files)
}

/// The JSON that a program prints.
fn output<T: for<'de> Deserialize<'de>>(command: &mut Command) -> Result<T, String> {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last)
        .map_err(|error| format!("{error}: {last}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// Writes the compiled cases and the runtime as they lie in an output tree.
fn write_tree(db: &BuildDatabase, names: &BTreeMap<String, String>) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("conformance");
    let _ = fs::remove_dir_all(&root);
    let runtime = Path::new(env!("CARGO_MANIFEST_DIR")).join("runtime");
    copy_scripts(&runtime, &root.join("generated/python"));
    copy_scripts(&runtime.join("std"), &root.join("generated/python/std"));
    fs::write(root.join("package.json"), r#"{"type": "module"}"#).unwrap();
    let shared = root.join("generated/shared/cases");
    fs::create_dir_all(&shared).unwrap();
    for name in names.keys() {
        let code = shared_js(db, file(db, name)).map_or("", |module| &module.code);
        fs::write(shared.join(format!("{name}.js")), code).unwrap();
    }
    root
}

fn copy_scripts(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "js") {
            fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
        }
    }
}

fn file(db: &BuildDatabase, name: &str) -> SourceFile {
    db.file(&format!("cases/{name}.py")).unwrap()
}

/// Why a case is not in the compiled module: the first error of it or of what it needs in its file.
fn refusal(db: &BuildDatabase, items: &[ItemDef<'_>], case: &str) -> Option<String> {
    let item = items.iter().copied().find(|item| item.name(db) == case)?;
    if !has_failed(db, item) {
        return None;
    }
    let mut blamed = vec![item];
    blamed.extend(items.iter().filter(|item| item.kind(db) != ItemKind::Import));
    let messages = blamed.into_iter().flat_map(|item| item_chunk(db, item).diagnostics.iter());
    messages.map(|diagnostic| diagnostic.message.to_string()).next()
}

fn compare(db: &BuildDatabase, root: &Path, name: &str, expected: &Outcomes) -> Tally {
    let mut tally = Tally::default();
    let script = folder().join("browser.mjs");
    let actual = output::<Outcomes>(Command::new("node").arg(script).arg(root).arg(name));
    let items = module_items(db, file(db, name));
    for (case, expected) in expected {
        let actual = match &actual {
            Ok(actual) => actual.get(case),
            Err(error) => {
                tally.wrong.insert(format!("{name}.{case}"), format!("does not load: {error}"));
                break;
            }
        };
        match actual {
            Some(actual) if actual.is(expected) => tally.right += 1,
            Some(actual) => {
                let answers =
                    format!("\n    CPython  {}\n    browser  {}", expected.text(), actual.text());
                tally.wrong.insert(format!("{name}.{case}"), answers);
            }
            None => match refusal(db, items, case) {
                Some(message) => tally.refused.push(format!("{name}.{case}: {message}")),
                None => {
                    let problem = "is missing from the module".to_owned();
                    tally.wrong.insert(format!("{name}.{case}"), problem);
                }
            },
        }
    }
    tally
}

fn table(tallies: &BTreeMap<&str, Tally>) -> String {
    let mut text = format!("{:<14}{:>7}{:>9}{:>7}\n", "category", "right", "refused", "wrong");
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
fn compiled_python_gives_what_cpython_gives_or_is_refused() {
    let categories = categories();
    let db = project(&categories);
    let root = write_tree(&db, &categories);
    let mut oracle = Command::new("python3");
    oracle.args(["-W", "ignore"]).arg(folder().join("oracle.py")).args(categories.keys());
    let expected: BTreeMap<String, Outcomes> = output(&mut oracle).unwrap();
    let tallies: BTreeMap<_, _> = expected
        .iter()
        .map(|(name, cases)| (name.as_str(), compare(&db, &root, name, cases)))
        .collect();
    println!("{}", table(&tallies));
    let refused: Vec<_> = tallies.values().flat_map(|tally| &tally.refused).cloned().collect();
    println!("refused:\n{}", refused.join("\n"));
    let mut wrong: BTreeMap<_, _> = tallies.values().flat_map(|tally| &tally.wrong).collect();
    let open = &listed("open.txt") | &listed("limits.txt");
    let repaired: Vec<_> = open.iter().filter(|case| !wrong.contains_key(case)).collect();
    wrong.retain(|case, _| !open.contains(*case));
    let text: String = wrong.iter().map(|(case, answers)| format!("{case} {answers}\n")).collect();
    assert!(wrong.is_empty(), "wrong answers:\n{text}");
    assert!(repaired.is_empty(), "no longer wrong, so take them off their list: {repaired:?}");
}
