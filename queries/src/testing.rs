//! Test databases and fixtures.

use crate::change::Change;
use crate::db::BuildDatabase;

/// A database with these files: pairs of path and text.
pub fn database(files: &[(&str, &str)]) -> BuildDatabase {
    let mut db = BuildDatabase::default();
    write(&mut db, files);
    db
}

/// Writes files as one change.
pub fn write(db: &mut BuildDatabase, files: &[(&str, &str)]) {
    let mut change = Change::default();
    for (path, text) in files {
        change.write(*path, text);
    }
    db.apply(change);
}

/// Removes files as one change.
pub fn remove(db: &mut BuildDatabase, paths: &[&str]) {
    let mut change = Change::default();
    for path in paths {
        change.remove(*path);
    }
    db.apply(change);
}
