//! Python source to syntax tree.

pub mod ast;
