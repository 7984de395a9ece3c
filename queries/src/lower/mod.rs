//! Lowering: one Python item, and what its names mean, to JavaScript.
//!
//! Pure functions over plain data; no salsa, no paths, no positions. The swc tree stays in this folder:
//! what leaves it is text.
//!
//! [`lower_item`] (`item`) is the way in. `lowerer` holds the state that the rooms share; each room adds
//! the methods for its part of the language:
//!
//! - statements: `statements`, `assignments`, `loops`, `exceptions`, `patterns`
//! - definitions: `functions`, `classes`, `class_methods`, `class_endings`, `fields`, `dataclasses`
//! - expressions: `expressions`, `operators`, `comprehensions`, `calls`, `arguments`, `builtins`, `framework`, `framework_calls`
//! - what is known before anything is emitted: `scope`, `unbound`, `inference`, `types`, over `walk`
//! - tables: `names`, `runtime_names`, `methods`, `standard`, `framework_signatures`
//! - JavaScript: `js` makes its nodes, `print` writes them

mod arguments;
mod assignments;
mod builtins;
mod calls;
mod class_endings;
mod class_methods;
mod classes;
mod comprehensions;
mod dataclasses;
mod exceptions;
mod expressions;
mod fields;
mod framework;
mod framework_calls;
mod framework_signatures;
mod functions;
mod inference;
mod item;
mod js;
mod layout;
mod loops;
mod lowerer;
mod markup;
mod methods;
pub mod names;
mod operators;
mod overrides;
mod parameters;
mod patterns;
mod print;
pub mod runtime_names;
mod scope;
mod standard;
mod statements;
#[cfg(test)]
mod tests;
mod types;
mod unbound;
mod walk;

pub(crate) use inference::small_int;
pub use item::lower_item;

/// Whether emitted code may import a name of this spelling from the runtime: where a file has the name itself,
/// its chunks import the runtime's under another one.
pub fn is_importable(name: &str) -> bool {
    runtime_names::is_runtime_name(name)
        || runtime_names::string_function(name).is_some()
        || crate::standard::is_member(name)
        || NAMESPACES.contains(&name)
}

/// Parts of the runtime that emitted code imports as a whole, under these names.
const NAMESPACES: &[&str] = &["dom", "methods"];

use crate::diagnostic::NodeDiagnostic;
use crate::syntax::ast::{Name, NodeId};
use std::collections::BTreeSet;

/// The JavaScript of one item: statements without imports, which the emitter places on top.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Chunk {
    pub code: Box<str>,
    pub imports: BTreeSet<Import>,
    /// Generated positions with the Python node each comes from, in generated order.
    pub marks: Box<[Mark]>,
    pub diagnostics: Box<[NodeDiagnostic]>,
    pub methods: Box<[MethodLines]>,
}

/// A generated position (0-based line, 0-based UTF-16 column) and its Python node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Mark {
    pub line: u32,
    pub column: u32,
    pub node: NodeId,
    /// The token is this Python identifier: it goes into the map's `names`.
    pub is_name: bool,
}

/// One name imported by a chunk.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Import {
    pub from: ImportSource,
    /// `*` for a namespace import.
    pub name: Name,
    /// `namespace.name` for a member of a namespace import.
    pub local: Name,
}

/// Where an import comes from; the emitter turns it into a relative specifier.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ImportSource {
    /// `vendor/ragot.esm.min.js`
    Ragot,
    /// A part of this project's browser runtime: `generated/python/<name>.js`.
    Python(Name),
    /// `generated/stores.js`
    Stores,
    /// `generated/components/<class>.js`
    Component(Name),
    /// `generated/modules/<class>.js`
    Module(Name),
    /// The shared module of a Python file: `generated/shared/<dotted as path>.js`.
    Shared(Name),
}

/// The generated lines of a method (0-based, half open), for the `x_sprag` part of the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodLines {
    pub name: Name,
    pub node: NodeId,
    pub start: u32,
    pub end: u32,
}
