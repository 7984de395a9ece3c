//! The only code that sets inputs.
//!
//! Setting an input makes a new revision even if the value is the same, so everything here compares
//! first. Nothing else in the project calls a setter.

use crate::db::BuildDatabase;
use crate::input::{BrowserAttributes, FilePath, SourceFile, SourceTree, module_name};
use crate::render::Renderings;
use crate::set_if_changed;
use crate::surface::reach::Reached;
use crate::syntax::{self, Source, SyntaxCache, SyntaxError};
use salsa::Setter as _;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What happened outside since the last change, applied as a whole.
#[derive(Default)]
pub struct Change {
    files: BTreeMap<FilePath, FileState>,
    updates: Vec<Update>,
    reached: Option<Reached>,
}

/// Sets inputs of another kind than files.
type Update = Box<dyn FnOnce(&mut BuildDatabase) + Send>;

enum FileState {
    Parses(Source),
    Broken { error: SyntaxError, last_good: Option<Source> },
    Removed,
}

/// A text of which is known whether it parses.
pub struct ParsedText(FileState);

impl ParsedText {
    /// Parses a text, except for what it has in common with `before`; the new trees are in `cache`.
    pub fn new(text: &str, before: &Source, cache: &SyntaxCache) -> Self {
        Self(match Source::parse(&syntax::normalized(text), before, cache) {
            Ok(source) => FileState::Parses(source),
            Err(error) => FileState::Broken { error, last_good: None },
        })
    }

    /// The same without anything before it.
    fn alone(text: &str) -> Self {
        Self::new(text, &Source::default(), &SyntaxCache::default())
    }

    pub fn parses(&self) -> bool {
        matches!(self.0, FileState::Parses(_))
    }
}

impl Change {
    /// A Python file exists with this text. A text that does not parse is kept out of the graph: the
    /// last one that did stays, with the error beside it.
    ///
    /// Parsing happens here. Returns whether the text parses.
    pub fn write(&mut self, path: impl Into<FilePath>, text: &str) -> bool {
        self.write_parsed(path, ParsedText::alone(text))
    }

    /// The same, parsed beforehand: on another thread, beside other files. Returns whether it parses.
    pub fn write_parsed(&mut self, path: impl Into<FilePath>, parsed: ParsedText) -> bool {
        let parses = parsed.parses();
        self.files.insert(path.into(), parsed.0);
        parses
    }

    /// A Python file exists but cannot be read as text, for instance because it is not UTF-8.
    pub fn write_unreadable(&mut self, path: impl Into<FilePath>, message: impl Into<Box<str>>) {
        let error = SyntaxError { start: 0, end: 0, message: message.into() };
        self.files.insert(path.into(), FileState::Broken { error, last_good: None });
    }

    /// What a file that does not parse was when it last did, where that is known better outside than
    /// by the graph. A text that does not parse itself is ignored, and so is one for any other file.
    pub fn set_last_good(&mut self, path: &str, text: &str) {
        if let Some(FileState::Broken { last_good, .. }) = self.files.get_mut(path)
            && let ParsedText(FileState::Parses(text)) = ParsedText::alone(text)
        {
            *last_good = Some(text);
        }
    }

    /// A Python file does not exist any more.
    pub fn remove(&mut self, path: impl Into<FilePath>) {
        self.files.insert(path.into(), FileState::Removed);
    }

    /// What the app as a whole decides about its files and surfaces.
    pub fn reach(&mut self, reached: Reached) {
        self.reached = Some(reached);
    }

    /// An update of other inputs, by [`set_if_changed!`](crate::set_if_changed), after the files.
    pub fn update(&mut self, update: impl FnOnce(&mut BuildDatabase) + Send + 'static) {
        self.updates.push(Box::new(update));
    }

    pub fn is_empty(&self) -> bool {
        self.files.is_empty() && self.updates.is_empty() && self.reached.is_none()
    }

    pub(crate) fn apply(self, db: &mut BuildDatabase) {
        let tree = SourceTree::get(db);
        // Copied only if a file comes or goes: an edit must not cost what the project costs.
        let mut modules = None;
        for (path, state) in self.files {
            apply_file(db, tree, &mut modules, path, state);
        }
        if let Some(modules) = modules
            && *tree.modules(db) != modules
        {
            tree.set_modules(db).to(modules);
        }
        for update in self.updates {
            update(db);
        }
        if let Some(reached) = self.reached {
            apply_reached(db, reached);
        }
    }
}

type Modules = BTreeMap<crate::syntax::ast::Name, SourceFile>;

/// `modules` are those of `tree` with what changed so far; nothing if nothing did.
fn apply_file(
    db: &mut BuildDatabase,
    tree: SourceTree,
    modules: &mut Option<Modules>,
    path: FilePath,
    state: FileState,
) {
    let known = db.files.get(&path).copied();
    let (source, error) = match state {
        FileState::Removed => {
            let Some(file) = known else { return };
            // The handle stays for the path's return; asking once frees what hangs on the old text.
            set_source(db, file, Source::default());
            set_error(db, file, None);
            withdraw(db, tree, modules, file);
            let _ = crate::items::module_items(db, file);
            return;
        }
        FileState::Parses(source) => (Some(source), None),
        FileState::Broken { error, last_good } => (last_good, Some(error)),
    };
    let file = known.unwrap_or_else(|| {
        let file = new_file(db, &path);
        Arc::make_mut(&mut db.files).insert(path, file);
        file
    });
    if let Some(source) = source {
        set_source(db, file, source);
    }
    set_error(db, file, error);
    offer(db, tree, modules, file);
}

/// The file exists. Of several with one module name the one with the greatest path is the module: a package
/// before a module, as in Python, and folders before what only has their names, with a dot, in its own.
fn offer(
    db: &mut BuildDatabase,
    tree: SourceTree,
    modules: &mut Option<Modules>,
    file: SourceFile,
) {
    let module = file.module(db).clone();
    let first = modules.as_ref().unwrap_or_else(|| tree.modules(db)).get(&module).copied();
    if first == Some(file) {
        return;
    }
    let hides = |other: &SourceFile| other.path(db) > file.path(db);
    let (first, hidden) = match first {
        Some(other) if hides(&other) => (other, Some(file)),
        other => (file, other),
    };
    if let Some(hidden) = hidden.map(|hidden| hidden.path(db).clone()) {
        Arc::make_mut(&mut db.hidden).entry(module.clone()).or_default().insert(hidden);
    }
    if first == file {
        modules.get_or_insert_with(|| tree.modules(db).clone()).insert(module, file);
    }
}

/// The file does not exist any more. What it has hidden comes in its place.
fn withdraw(
    db: &mut BuildDatabase,
    tree: SourceTree,
    modules: &mut Option<Modules>,
    file: SourceFile,
) {
    let module = file.module(db).clone();
    let is_first = modules.as_ref().unwrap_or_else(|| tree.modules(db)).get(&module) == Some(&file);
    let mut next = None;
    if let Some(mut hidden) = db.hidden.get(&module).cloned() {
        if is_first {
            next = hidden.pop_last();
        } else {
            hidden.remove(file.path(db).as_str());
        }
        let all = Arc::make_mut(&mut db.hidden);
        if hidden.is_empty() {
            all.remove(&module);
        } else {
            all.insert(module.clone(), hidden);
        }
    }
    if !is_first {
        return;
    }
    let next = next.and_then(|path| db.files.get(&path).copied());
    let modules = modules.get_or_insert_with(|| tree.modules(db).clone());
    match next {
        Some(next) => modules.insert(module, next),
        None => modules.remove(&module),
    };
}

fn new_file(db: &BuildDatabase, path: &FilePath) -> SourceFile {
    let (source, reached) = (Source::default(), Arc::default());
    db.count_input();
    SourceFile::new(db, path.clone(), module_name(path), source, None, reached)
}

fn apply_reached(db: &mut BuildDatabase, mut reached: Reached) {
    let attributes = BrowserAttributes::get(db);
    set_if_changed!(db, attributes, types, set_types, reached.attributes);
    let surfaces = Arc::clone(Renderings::get(db).surfaces(db));
    for (key, &surface) in &*surfaces {
        let uses_socket = reached.sockets.contains(key);
        if *surface.uses_socket(db) != uses_socket {
            surface.set_uses_socket(db).to(uses_socket);
        }
    }
    let files = Arc::clone(&db.files);
    for &file in files.values() {
        let items = reached.files.remove(&file).unwrap_or_default();
        if **file.reached(db) != items {
            file.set_reached(db).to(Arc::new(items));
        }
    }
}

fn set_source(db: &mut BuildDatabase, file: SourceFile, source: Source) {
    if *file.source(db) != source {
        file.set_source(db).to(source);
    }
}

fn set_error(db: &mut BuildDatabase, file: SourceFile, error: Option<SyntaxError>) {
    if *file.syntax_error(db) != error {
        file.set_syntax_error(db).to(error);
    }
}

/// Sets one field of an input if its value differs: `set_if_changed!(db, input, field, set_field, value)`.
#[macro_export]
macro_rules! set_if_changed {
    ($db:expr, $input:expr, $field:ident, $setter:ident, $value:expr) => {{
        let value = $value;
        if *$input.$field($db) != value {
            salsa::Setter::to($input.$setter($db), value);
        }
    }};
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The file that is the module `app.two`, of those in the order in which they came.
    fn module(db: &mut BuildDatabase, path: &str, is_there: bool) -> Option<FilePath> {
        let mut change = Change::default();
        if is_there {
            change.write(path, "VALUE = 1\n");
        } else {
            change.remove(path);
        }
        db.apply(change);
        let file = SourceTree::get(db).modules(db).get("app.two").copied();
        file.map(|file| file.path(db).clone())
    }

    #[test]
    fn of_files_with_one_module_name_the_first_that_is_left_counts_whatever_came_when() {
        let [package, plain, dotted] = ["app/two/__init__.py", "app/two.py", "app.two.py"];
        let order = [package, plain, dotted];
        for coming in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            for going in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
                let (mut db, mut there) = (BuildDatabase::default(), BTreeSet::new());
                for (index, is_there) in
                    coming.map(|index| (index, true)).into_iter().chain(going.map(|i| (i, false)))
                {
                    if is_there {
                        there.insert(index);
                    } else {
                        there.remove(&index);
                    }
                    let found = module(&mut db, order[index], is_there);
                    let wanted = there.first().map(|first| order[*first]);
                    assert_eq!(found.as_deref(), wanted, "{coming:?} {going:?}");
                }
                assert!(db.hidden.is_empty());
            }
        }
    }
}
