//! The only code that sets inputs.
//!
//! Setting an input makes a new revision even if the value is the same, so everything here compares
//! first. Nothing else in the project calls a setter.

use crate::db::BuildDatabase;
use crate::input::{FilePath, SourceFile, SourceTree, module_name};
use crate::render::Renderings;
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
            let module = file.module(db).clone();
            if modules.as_ref().unwrap_or_else(|| tree.modules(db)).get(&module) == Some(&file) {
                modules.get_or_insert_with(|| tree.modules(db).clone()).remove(&module);
            }
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
    let module = file.module(db).clone();
    // A package wins over a module of the same name, as in Python.
    match modules.as_ref().unwrap_or_else(|| tree.modules(db)).get(&module) {
        Some(&other) if other == file || other.is_package(db) => {}
        _ => {
            modules.get_or_insert_with(|| tree.modules(db).clone()).insert(module, file);
        }
    }
}

fn new_file(db: &BuildDatabase, path: &FilePath) -> SourceFile {
    let (source, reached) = (Source::default(), Arc::default());
    SourceFile::new(db, path.clone(), module_name(path), source, None, reached)
}

fn apply_reached(db: &mut BuildDatabase, mut reached: Reached) {
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
