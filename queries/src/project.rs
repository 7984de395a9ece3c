//! What the outside tells of a project besides its Python: which files exist, the texts that queries
//! read, the framework's files, and which app is built.
//!
//! The daemon sends a [`ProjectChange`] with the rest of a [`Change`].

use crate::change::Change;
use crate::db::{BuildDatabase, Db};
use crate::set_if_changed;
use crate::syntax::ast::Name;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The project around its Python files; empty until a [`ProjectChange`] says what is there.
#[salsa::input(singleton)]
pub struct Project {
    /// Every file that a build may copy or look for: below the app package, `public/`, what shells
    /// name. Project-relative; never output folders, environments or hidden folders.
    pub files: BTreeSet<Name>,
    /// The files whose text queries read: `.js`, `.mjs`, templates (`.html`), `requirements.txt`.
    pub texts: BTreeMap<Name, ProjectText>,
    /// The files of the installed `sprag` package, relative to it.
    pub framework: BTreeSet<Name>,
    /// `module:attribute` of the app, if the user named it; else the framework's defaults are tried.
    pub target: Option<Name>,
}

/// A text of the project that is not Python; an input of its own so that an edit reaches only its readers.
#[salsa::input]
pub struct ProjectText {
    pub text: Arc<str>,
}

impl Project {
    /// The text of a project file, if it is one that queries read.
    pub fn text_of<'db>(self, db: &'db dyn Db, path: &str) -> Option<&'db Arc<str>> {
        self.texts(db).get(path).map(|text| text.text(db))
    }
}

/// What changed around the Python files; `None` is no change.
#[derive(Clone, Debug, Default)]
pub struct ProjectChange {
    pub files: Option<BTreeSet<Name>>,
    /// Text of a file, or `None` if it is gone or unreadable.
    pub texts: Vec<(Name, Option<Arc<str>>)>,
    pub framework: Option<BTreeSet<Name>>,
    pub target: Option<Option<Name>>,
}

impl ProjectChange {
    /// Adds this to a change of the database.
    pub fn add_to(self, change: &mut Change) {
        change.update(|db| self.apply(db));
    }

    fn apply(self, db: &mut BuildDatabase) {
        let project = Project::get(db);
        if let Some(files) = self.files {
            set_if_changed!(db, project, files, set_files, files);
        }
        if let Some(framework) = self.framework {
            set_if_changed!(db, project, framework, set_framework, framework);
        }
        if let Some(target) = self.target {
            set_if_changed!(db, project, target, set_target, target);
        }
        apply_texts(db, project, self.texts);
    }
}

fn apply_texts(db: &mut BuildDatabase, project: Project, changed: Vec<(Name, Option<Arc<str>>)>) {
    // Copied only if a text comes or goes.
    let mut texts = None;
    let own = |db: &BuildDatabase| project.texts(db).clone();
    for (path, text) in changed {
        let current = texts.as_ref().unwrap_or_else(|| project.texts(db));
        match (current.get(&path).copied(), text) {
            (Some(known), Some(text)) => set_if_changed!(db, known, text, set_text, text),
            (None, Some(text)) => {
                db.count_input();
                let added = ProjectText::new(db, text);
                texts.get_or_insert_with(|| own(db)).insert(path, added);
            }
            (Some(known), None) => {
                // The input stays, but not what is in it.
                set_if_changed!(db, known, text, set_text, Arc::default());
                texts.get_or_insert_with(|| own(db)).remove(&path);
            }
            (None, None) => {}
        }
    }
    if let Some(texts) = texts {
        set_if_changed!(db, project, texts, set_texts, texts);
    }
}
