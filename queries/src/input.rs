//! What the outside tells the graph: the inputs of the app's source.
//!
//! Only `change.rs` sets them.

use crate::binding::Attributes;
use crate::memory::heap_of_file;
use crate::syntax::ast::Name;
use crate::syntax::{ItemKind, Source, SyntaxError};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A project-relative path with `/` between its parts.
pub type FilePath = smol_str::SmolStr;

/// A Python file of the project.
///
/// An input is never freed, so a file that went away keeps its handle, with an empty text, for the
/// time that its path comes back. [`BuildDatabase::lasting`](crate::db::BuildDatabase::lasting) counts them.
#[salsa::input(debug, heap_size = heap_of_file)]
#[derive(PartialOrd, Ord)]
pub struct SourceFile {
    pub path: FilePath,
    /// Dotted; a package's `__init__.py` has the package's name.
    pub module: Name,
    /// The last text that parsed.
    #[returns(ref)]
    pub source: Source,
    /// Why the newest text does not parse, if it does not; its range is of that text.
    pub syntax_error: Option<SyntaxError>,
    /// Those of its items that browsers get, as [`reached`](crate::surface::reach::reached) finds
    /// them by looking at everything. As an input they let go of everything: what is made of one file
    /// depends on that file and on what it imports.
    #[returns(ref)]
    pub reached: Arc<BTreeSet<ItemKey>>,
}

/// An item by what tells it apart in its file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ItemKey {
    pub kind: ItemKind,
    pub name: Name,
    /// Among items of the same kind and name, from 0.
    pub rank: u32,
}

impl SourceFile {
    pub fn is_package(self, db: &dyn crate::db::Db) -> bool {
        self.path(db).ends_with("__init__.py")
    }

    /// The last text that parsed, put together from its pieces.
    pub fn text(self, db: &dyn crate::db::Db) -> Arc<str> {
        self.source(db).text()
    }
}

/// The Python files that exist.
#[salsa::input(singleton)]
pub struct SourceTree {
    /// By dotted module name.
    pub modules: BTreeMap<Name, SourceFile>,
}

/// What all code that browsers get leaves in attributes, as
/// [`common_attributes`](crate::attributes::common_attributes) finds by looking at everything.
#[salsa::input(singleton)]
pub struct BrowserAttributes {
    #[returns(ref)]
    pub types: Attributes,
}

/// The dotted module name of a Python file: `app/web.py` is `app.web`, `app/__init__.py` is `app`.
pub fn module_name(path: &str) -> Name {
    let stem = path.strip_suffix(".py").unwrap_or(path);
    let stem = stem.strip_suffix("/__init__").unwrap_or(stem);
    stem.replace('/', ".").into()
}
