//! A project's `.sprag/` and the folders in it: private to spragd, and out of version control.
//!
//! A link in place of one of them leads somewhere that is not ours: nothing is written there.

use crate::owner;
use std::fs;
use std::io;
use std::path::Path;

/// Creates the folder, and the one around it, if they are missing.
///
/// # Errors
/// The project cannot be written to, or something else is in place of the folder.
pub(crate) fn create(folder: &Path) -> io::Result<()> {
    for folder in [folder.parent().unwrap_or(folder), folder] {
        if !is_real(folder)? {
            make(folder)?;
        }
    }
    Ok(())
}

fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        // Another process was here at the same time.
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(()),
        made => made?,
    }
    owner::settle(folder);
    let ignore = folder.join(".gitignore");
    fs::write(&ignore, "*\n")?;
    owner::settle(&ignore);
    Ok(())
}

/// Whether the folder is there, and not by a link.
fn is_real(folder: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(folder) {
        Ok(metadata) if metadata.is_dir() => Ok(true),
        Ok(_) => {
            Err(io::Error::new(io::ErrorKind::NotADirectory, "it is no folder, or a link to one"))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}
