//! Emits the browser code of a Python project, without its Python environment: a way to look at what
//! lowering makes of a file.
//!
//! `cargo run -p queries --example emit -- PROJECT OUTPUT`: every browser class, and what
//! they carry along, goes to `OUTPUT/generated/`, with the runtime beside it.
//! Diagnostics are printed; the exit status is 1 if there are any.

#![allow(
    clippy::disallowed_methods,
    reason = "a tool for people, not a query: it reads and writes files"
)]

use queries::change::Change;
use queries::db::BuildDatabase;
use queries::references::browser_classes;
use queries::{check, emit, input, python_runtime};
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [project, output] = arguments.as_slice() else {
        eprintln!("usage: emit PROJECT OUTPUT");
        std::process::exit(2);
    };
    let mut files = vec![];
    collect(project, project, &mut files)?;
    let mut db = BuildDatabase::default();
    let mut change = Change::default();
    for (path, text) in &files {
        change.write(path.as_str(), text);
    }
    db.apply(change);
    for &class in browser_classes(&db) {
        if let (Some(module), Some(source)) =
            (emit::class_js(&db, class), emit::class_source(&db, class))
        {
            write(output, &source.path(), &module.code)?;
        }
    }
    for (module, &file) in input::SourceTree::get(&db).modules(&db) {
        if let Some(shared) = emit::shared_js(&db, file) {
            write(
                output,
                &format!("generated/shared/{}.js", module.replace('.', "/")),
                &shared.code,
            )?;
        }
    }
    for path in python_runtime::readable_paths() {
        let text = python_runtime::readable(&path).unwrap_or_default();
        write(output, &format!("generated/python/{path}"), &text)?;
    }
    let diagnostics = check::all_diagnostics(&db);
    for diagnostic in &diagnostics {
        println!(
            "{}:{:?}: {} {}",
            diagnostic.path, diagnostic.range, diagnostic.code, diagnostic.message
        );
    }
    std::process::exit(i32::from(!diagnostics.is_empty()));
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(root, &path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "py")
            && let Ok(relative) = path.strip_prefix(root)
        {
            files.push((relative.to_string_lossy().into_owned(), std::fs::read_to_string(&path)?));
        }
    }
    Ok(())
}

fn write(output: &Path, path: &str, text: &str) -> std::io::Result<()> {
    let path = output.join(path);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, text)
}
