//! Folders as a whole: copying one, and telling where two differ.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Folders that building or running an app leaves behind, which are not part of its source.
const LEFT_BEHIND: [&str; 4] = [".venv", ".sprag", "dist", "__pycache__"];

/// Copies the source of an app, replacing what was there.
///
/// # Errors
/// If a file cannot be read or written.
pub(crate) fn copy_app(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_dir_all(to).with_context(|| format!("cannot remove {}", to.display()))?;
    }
    for (path, full) in files(from)? {
        let copy = to.join(path);
        if let Some(parent) = copy.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(&full, &copy).with_context(|| format!("cannot copy {}", full.display()))?;
    }
    Ok(())
}

/// Where two folders differ, in path order; no lines if they are the same.
///
/// # Errors
/// If a file cannot be read.
pub(crate) fn differences(left: &Path, right: &Path) -> Result<Vec<String>> {
    let (left, right) = (files(left)?, files(right)?);
    let mut lines = Vec::new();
    for (path, file) in &left {
        match right.get(path) {
            None => lines.push(format!("only in the first: {}", path.display())),
            Some(other) if fs::read(file)? != fs::read(other)? => {
                lines.push(format!("different: {}", path.display()));
            }
            Some(_) => {}
        }
    }
    lines.extend(
        right
            .keys()
            .filter(|path| !left.contains_key(*path))
            .map(|path| format!("only in the second: {}", path.display())),
    );
    Ok(lines)
}

/// All files under a folder: relative path to full path.
fn files(dir: &Path) -> Result<BTreeMap<PathBuf, PathBuf>> {
    let mut found = BTreeMap::new();
    let mut pending = vec![dir.to_path_buf()];
    while let Some(folder) = pending.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = entry.path();
            if !entry.file_type()?.is_dir() {
                found.insert(path.strip_prefix(dir)?.to_path_buf(), path);
            } else if !LEFT_BEHIND.iter().any(|name| entry.file_name() == *name) {
                pending.push(path);
            }
        }
    }
    Ok(found)
}
