//! Runs a project of Python code under CPython and, compiled, in JavaScript, and compares the outcomes.
//!
//! A project is JSON as `placements.py` and `../properties/generate.py` print it: files, and entries to
//! run. Owns nothing of which code there is.

use queries::db::BuildDatabase;
use queries::emit::{class_js, has_failed, item_chunk, shared_js};
use queries::items::{ItemDef, ItemKind, module_items};
use queries::python_runtime::{Uses, shipped};
use queries::testing::app;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Deserialize, Serialize)]
pub(crate) struct Project {
    pub(crate) files: BTreeMap<String, String>,
    pub(crate) entries: Vec<Entry>,
}

/// A function of a file, or a method of a browser class.
#[derive(Clone, Deserialize, Serialize)]
pub(crate) struct Entry {
    pub(crate) id: String,
    pub(crate) placement: String,
    pub(crate) module: String,
    pub(crate) class: Option<String>,
    pub(crate) name: String,
    /// It did not compile, so there is nothing to run.
    #[serde(default)]
    pub(crate) absent: bool,
}

/// What running an entry gave.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Outcome {
    Value { value: String },
    Raises { raises: String, message: String },
    Broken { broken: String },
}

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

    pub(crate) fn text(&self) -> String {
        match self {
            Self::Value { value } => value.clone(),
            Self::Raises { raises, message } => format!("raises {raises}: {message}"),
            Self::Broken { broken } => format!("does not load: {broken}"),
        }
    }
}

pub(crate) enum Verdict {
    Right,
    Refused(String),
    Wrong { expected: String, actual: String },
}

/// What `outcomes.mjs` uses of the runtime.
const OF_OUTCOMES: &[(&str, &str)] = &[
    ("core", "BaseException"),
    ("core", "Tuple"),
    ("core", "dictEntries"),
    ("naming", "jsName"),
    ("catching", "nativeType"),
    ("core", "repr"),
    ("core", "str"),
    ("sets", "FrozenSet"),
    ("sets", "PySet"),
];

pub(crate) struct Harness {
    root: PathBuf,
    scripts: PathBuf,
}

impl Harness {
    /// Works in a folder of this name; `ragot` is the framework's browser library.
    pub(crate) fn new(name: &str) -> Self {
        let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
        Self { root, scripts }
    }

    /// What each entry came to, in order.
    pub(crate) fn verdicts(&self, project: &mut Project) -> Vec<Verdict> {
        let db = self.compile(project);
        let path = self.root.join("project.json");
        fs::write(&path, serde_json::to_string(project).unwrap()).unwrap();
        let mut oracle = Command::new("python3");
        oracle.args(["-W", "ignore"]).arg(self.scripts.join("oracle.py")).arg(&path);
        let mut node = Command::new("node");
        node.arg(self.scripts.join("run.mjs")).arg(&self.root);
        let oracle =
            oracle.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let oracle = oracle.spawn().unwrap();
        let actual: serde_json::Value = parsed(&node.output().unwrap()).unwrap();
        // For the same in Chromium.
        fs::write(self.root.join("outcomes.json"), actual.to_string()).unwrap();
        let actual: Vec<Option<Outcome>> = serde_json::from_value(actual).unwrap();
        let expected: Vec<Outcome> = parsed(&oracle.wait_with_output().unwrap()).unwrap();
        judged(&db, project, &expected, &actual)
    }

    /// Writes the compiled code and the runtime as they lie in an output tree.
    fn compile(&self, project: &mut Project) -> BuildDatabase {
        let files: Vec<_> =
            project.files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
        let db = app(&files);
        let root = &self.root;
        let _ = fs::remove_dir_all(root);
        let mut uses = Uses::default();
        for (part, name) in OF_OUTCOMES {
            uses.add(part, name);
        }
        fs::create_dir_all(root.join("vendor")).unwrap();
        fs::copy(ragot(), root.join("vendor/ragot.esm.min.js")).unwrap();
        fs::write(root.join("package.json"), r#"{"type": "module"}"#).unwrap();
        fs::write(root.join("empty.html"), "<!doctype html><title>conformance</title>").unwrap();
        fs::copy(self.scripts.join("outcomes.mjs"), root.join("outcomes.mjs")).unwrap();
        for path in project.files.keys() {
            let Some(module) = path.strip_suffix(".py") else { continue };
            if let Some(shared) = shared_js(&db, db.file(path).unwrap()) {
                write(&root.join(format!("generated/shared/{module}.js")), &shared.code);
                uses.extend(&shared.outline.uses);
            }
        }
        for entry in &mut project.entries {
            let Some(class) = &entry.class else { continue };
            let code = item_of(&db, entry, class).and_then(|item| class_js(&db, item));
            match code {
                Some(module) => {
                    write(&root.join(format!("generated/modules/{class}.js")), &module.code);
                    uses.extend(&module.outline.uses);
                }
                None => entry.absent = true,
            }
        }
        for (path, part) in shipped(&uses) {
            write(&root.join("generated/python").join(path), &part.text);
        }
        fs::write(root.join("entries.json"), serde_json::to_string(&project.entries).unwrap())
            .unwrap();
        db
    }
}

fn judged(
    db: &BuildDatabase,
    project: &Project,
    expected: &[Outcome],
    actual: &[Option<Outcome>],
) -> Vec<Verdict> {
    let outcomes = expected.iter().zip(actual);
    let compare = |(entry, (expected, actual)): (&Entry, (&Outcome, &Option<Outcome>))| {
        let actual = match actual {
            Some(actual) if actual.is(expected) => return Verdict::Right,
            Some(actual) => actual.text(),
            None => match refusal(db, entry) {
                Some(message) => return Verdict::Refused(message),
                None => "is missing from the module".to_owned(),
            },
        };
        Verdict::Wrong { expected: expected.text(), actual }
    };
    project.entries.iter().zip(outcomes).map(compare).collect()
}

fn item_of<'db>(db: &'db BuildDatabase, entry: &Entry, name: &str) -> Option<ItemDef<'db>> {
    let file = db.file(&format!("{}.py", entry.module.replace('.', "/")))?;
    module_items(db, file).iter().copied().find(|item| item.name(db) == name)
}

/// Why an entry did not compile: the first error of it, or of what it needs in its file.
fn refusal(db: &BuildDatabase, entry: &Entry) -> Option<String> {
    let item = item_of(db, entry, entry.class.as_ref().unwrap_or(&entry.name))?;
    if !has_failed(db, item) {
        return None;
    }
    let mut blamed = vec![item];
    blamed.extend(
        module_items(db, item.file(db)).iter().filter(|item| item.kind(db) != ItemKind::Import),
    );
    let messages = blamed.into_iter().flat_map(|item| item_chunk(db, item).diagnostics.iter());
    messages.map(|diagnostic| diagnostic.message.to_string()).next()
}

/// The JSON on the last line that a program prints.
pub(crate) fn parsed<T: for<'de> Deserialize<'de>>(
    output: &std::process::Output,
) -> Result<T, String> {
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last)
        .map_err(|error| format!("{error}: {last}\n{}", String::from_utf8_lossy(&output.stderr)))
}

/// The framework's browser library, from the Python that tests use.
fn ragot() -> PathBuf {
    let python = std::env::var("SPRAG_TEST_PYTHON")
        .expect("SPRAG_TEST_PYTHON names a Python with the framework");
    let find = "import importlib.util; print(importlib.util.find_spec('sprag').submodule_search_locations[0])";
    let output = Command::new(python).args(["-c", find]).output().unwrap();
    let folder = String::from_utf8(output.stdout).unwrap();
    Path::new(folder.trim()).join("assets/ragot.esm.min.js")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The ids that a list names.
#[allow(dead_code, reason = "not every test has lists")]
pub(crate) fn listed(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect()
}
