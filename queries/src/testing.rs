//! Test databases and fixtures.

use crate::change::Change;
use crate::db::BuildDatabase;
use crate::project::ProjectChange;

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

/// An app with one page, and these files of any kind. Without a `web.py` of their own, the page's screen
/// names every browser class in them.
pub fn example_app(files: &[(&str, &str)]) -> BuildDatabase {
    const WEB: &str = "app/routes/home/web.py";
    let is_python = |path: &str| path.ends_with(".py");
    let web = files.iter().all(|(path, _)| *path != WEB).then(|| (WEB, screen_of(files)));
    let added = web.iter().map(|(path, text)| (*path, text.as_str()));
    let all: Vec<(&str, &str)> = files.iter().copied().chain(added).collect();
    let python: Vec<_> = all.iter().copied().filter(|(path, _)| is_python(path)).collect();
    let mut db = app(&python);
    let skeleton = SKELETON.iter().map(|(path, _)| (*path).into());
    let mut change = Change::default();
    let project = ProjectChange {
        files: Some(all.iter().map(|(path, _)| (*path).into()).chain(skeleton).collect()),
        texts: all
            .iter()
            .filter(|(path, _)| !is_python(path))
            .map(|(path, text)| ((*path).into(), Some((*text).into())))
            .collect(),
        ..ProjectChange::default()
    };
    project.add_to(&mut change);
    db.apply(change);
    db
}

/// A screen that hydrates the Components and uses the Modules that the files define.
fn screen_of(files: &[(&str, &str)]) -> String {
    let mut imports = String::from("from sprag import Screen, hydrate\n");
    let mut uses = String::new();
    for (path, text) in files {
        let module = path.trim_end_matches(".py").replace('/', ".");
        for line in text.lines() {
            let Some((name, bases)) =
                line.strip_prefix("class ").and_then(|line| line.split_once('('))
            else {
                continue;
            };
            let (used, imported) = match bases {
                _ if bases.starts_with("Component") => (format!("hydrate({name}), "), true),
                _ if bases.starts_with("Module") => (format!("self.module({name}), "), true),
                _ => (String::new(), false),
            };
            if imported {
                imports.push_str(&format!("from {module} import {name}\n"));
            }
            uses.push_str(&used);
        }
    }
    format!(
        "{imports}\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return [{uses}]\n"
    )
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
