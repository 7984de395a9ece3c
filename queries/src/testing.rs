//! Test databases and fixtures.

use crate::change::Change;
use crate::db::BuildDatabase;

/// An app with one page, whose Screen is in `app/home/web.py` and has to be among the files.
const SKELETON: &[(&str, &str)] = &[
    ("app/__init__.py", "from sprag import App\n\napp = App(routes=\"app.routes\")\n"),
    ("app/routes/__init__.py", ""),
    ("app/routes/home/__init__.py", ""),
    (
        "app/routes/home/page.py",
        "from sprag import page\nfrom .server import Home\nfrom .web import HomeScreen\n\nhome = page(path=\"/\", controller=Home, screen=HomeScreen)\n",
    ),
    (
        "app/routes/home/server.py",
        "from sprag import Controller\n\n\nclass Home(Controller):\n    def load(self):\n        return {}\n",
    ),
];

/// A database with these files: pairs of path and text.
pub fn database(files: &[(&str, &str)]) -> BuildDatabase {
    let mut db = BuildDatabase::default();
    write(&mut db, files);
    db
}

/// A database with an app whose one page renders `HomeScreen` of `app/routes/home/web.py`, which the
/// files must contain.
pub fn app(files: &[(&str, &str)]) -> BuildDatabase {
    let mut db = database(SKELETON);
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
