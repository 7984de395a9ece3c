//! Lists the files of `runtime/` for `src/runtime_files.rs`, so that adding one needs no table.

#![expect(clippy::disallowed_methods, reason = "a build script is not a query")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("runtime");
    println!("cargo::rerun-if-changed={}", root.display());
    let mut paths = Vec::new();
    collect(&root, "", &mut paths)?;
    paths.sort();
    let mut table = String::from("[\n");
    for path in paths {
        let file = root.join(&path);
        let _ = writeln!(table, "    ({path:?}, include_str!({:?})),", file.display().to_string());
    }
    table.push_str("]\n");
    fs::write(
        PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("runtime_files.rs"),
        table,
    )
}

/// The shipped scripts below `folder`, by path relative to `runtime/`.
fn collect(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if !matches!(name.as_str(), "tests" | "types" | "node_modules") {
                collect(&entry.path(), &format!("{path}/"), paths)?;
            }
        } else if name.ends_with(".js")
            && !name.ends_with(".test.js")
            && !name.ends_with(".config.js")
        {
            paths.push(path);
        }
    }
    Ok(())
}
