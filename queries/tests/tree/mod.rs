//! Compiled browser code as it lies in an output tree, for tests that run it.

use queries::db::BuildDatabase;
use queries::emit::{class_js, class_source, shared_js};
use queries::items::module_classes;
use queries::python_runtime::{Uses, shipped};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The app's interpreter, which has the framework.
pub(crate) fn python() -> String {
    std::env::var("SPRAG_TEST_PYTHON").expect(
        "SPRAG_TEST_PYTHON must name a Python interpreter with spragkit installed; \
         `cargo xtask components` prepares one and sets it",
    )
}

/// The Python files of a folder of cases, by module, with their texts.
pub(crate) fn sources(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).unwrap();
    let paths = entries.map(|entry| entry.unwrap().path());
    let sources = paths.filter(|path| path.extension().is_some_and(|extension| extension == "py"));
    sources
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            (name, fs::read_to_string(path).unwrap())
        })
        .filter(|(name, _)| name != "__init__")
        .collect()
}

/// The JSON that a program prints on its last line.
pub(crate) fn output<T: for<'de> Deserialize<'de>>(command: &mut Command) -> T {
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    let last = text.lines().last().unwrap_or_default();
    serde_json::from_str(last).unwrap_or_else(|error| {
        panic!("{command:?}: {error}\n{}", String::from_utf8_lossy(&output.stderr))
    })
}

/// Writes what the files compile to, with the runtime that they use and these parts of it, and Ragot.
pub(crate) fn write_tree<'a>(
    db: &BuildDatabase,
    folder: &str,
    files: impl IntoIterator<Item = &'a str>,
    parts: &[(&'static str, &'static str)],
) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    let _ = fs::remove_dir_all(&root);
    let mut uses = Uses::default();
    for (part, name) in parts {
        uses.add(part, name);
    }
    for path in files {
        let file = db.file(path).unwrap();
        if let Some(module) = shared_js(db, file) {
            let to = path.strip_suffix(".py").unwrap();
            write(&root.join(format!("generated/shared/{to}.js")), &module.code);
            uses.extend(&module.outline.uses);
        }
        for &class in module_classes(db, file) {
            let Some(source) = class_source(db, class) else { continue };
            if let Some(module) = class_js(db, class) {
                write(&root.join(source.path()), &module.code);
                uses.extend(&module.outline.uses);
            }
        }
    }
    for (path, part) in shipped(&uses) {
        write(&root.join("generated/python").join(path), &part.text);
    }
    write(&root.join("package.json"), r#"{"type": "module"}"#);
    fs::create_dir_all(root.join("vendor")).unwrap();
    let ragot = "ragot.esm.min.js";
    fs::copy(framework_assets().join(ragot), root.join("vendor").join(ragot)).unwrap();
    root
}

/// Where the framework's browser files are.
fn framework_assets() -> PathBuf {
    let program =
        "import importlib.util as u; print(u.find_spec('sprag').submodule_search_locations[0])";
    let output = Command::new(python()).args(["-c", program]).output().unwrap();
    Path::new(String::from_utf8_lossy(&output.stdout).trim()).join("assets")
}

pub(crate) fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}
