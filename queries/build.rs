//! Lists the files of `runtime/` for `src/runtime_files.rs`, and those of `runtime/dev/` for `src/hot/`, so that
//! adding one needs no table.

#![expect(clippy::disallowed_methods, reason = "a build script is not a query")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("runtime");
    println!("cargo::rerun-if-changed={}", root.display());
    write_table(&root, "runtime_files.rs")?;
    write_table(&root.join("dev"), "dev_client.rs")
}

/// Writes the files below `folder` as a table of path and text.
fn write_table(folder: &Path, target: &str) -> io::Result<()> {
    let mut paths = Vec::new();
    collect(folder, "", &mut paths)?;
    paths.sort();
    let mut table = String::from("[\n");
    for path in paths {
        let file = folder.join(&path);
        let _ = writeln!(table, "    ({path:?}, include_str!({:?})),", file.display().to_string());
    }
    table.push_str("]\n");
    fs::write(PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join(target), table)
}

/// The scripts below `folder`, without tests, tools and, as it never ships, the dev client.
fn collect(folder: &Path, prefix: &str, paths: &mut Vec<String>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        if entry.file_type()?.is_dir() {
            if !matches!(name.as_str(), "dev" | "tests" | "types" | "node_modules") {
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
