//! Folders below a project's `.sprag/`: private to spragd, and out of version control.

use std::fs;
use std::io;
use std::path::Path;

/// Creates the folder if it is missing.
///
/// # Errors
/// The project cannot be written to.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(folder)?;
    fs::write(folder.join(".gitignore"), "*\n")
}
