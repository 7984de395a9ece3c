//! The query graph of spragd: from Python source text to ES modules, maps and documents.

pub mod artifact;
pub mod attributes;
pub mod binding;
pub mod change;
pub mod check;
pub mod db;
pub mod diagnostic;
pub mod document;
pub mod effects;
pub mod emit;
pub mod framework;
pub mod hot;
pub mod input;
pub mod interface;
pub mod items;
pub mod lower;
pub mod memory;
pub mod project;
pub mod python_runtime;
pub mod references;
pub mod render;
pub mod resolve;
pub mod runtime;
pub mod settings;
pub mod shape;
pub mod source_map;
pub mod standard;
pub mod suggest;
pub mod suppress;
pub mod surface;
pub mod survey;
pub mod syntax;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod why;
