//! The parser's tree to ours: ids instead of positions, f-strings in full, and the checks that the
//! parser leaves out.

mod expression;
mod fstring;
mod function;
mod imports;
mod pattern;
mod statement;
mod target;

use super::SyntaxError;
use super::ast::{Ident, Item, Module, NodeId, SpanTable};
use rustpython_parser::ast;
use rustpython_parser::ast::Ranged;
use rustpython_parser::ast::text_size::TextRange;
use smol_str::SmolStr;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Deeper trees are refused: whatever walks them recurses.
const MAX_DEPTH: usize = 1000;

type Converted<T> = Result<T, SyntaxError>;

/// Converts one file; ids start anew with each top-level statement.
pub(super) struct Converter<'text> {
    text: &'text str,
    /// Where f-strings start: the parser saw plain strings there.
    fstrings: BTreeSet<usize>,
    item_start: usize,
    ranges: Vec<(u32, u32)>,
    depth: usize,
    scope: Scope,
}

/// What the enclosing blocks allow.
#[derive(Clone, Copy, Default)]
struct Scope {
    in_function: bool,
    in_async: bool,
    in_loop: bool,
}

impl<'text> Converter<'text> {
    pub(super) fn new(text: &'text str, fstrings: Vec<usize>) -> Self {
        Self {
            text,
            fstrings: fstrings.into_iter().collect(),
            item_start: 0,
            ranges: Vec::new(),
            depth: 0,
            scope: Scope::default(),
        }
    }

    pub(super) fn module(mut self, mut body: ast::Suite) -> Converted<Module> {
        let mut items = Vec::with_capacity(body.len());
        // From behind, so that the places stay what they were.
        let mut lifted = imports::lifted(&mut body);
        lifted.sort_by_key(|(place, _)| std::cmp::Reverse(*place));
        for (place, import) in lifted {
            body.insert(place, import);
        }
        for statement in body {
            self.item_start = self.statement_start(&statement);
            self.ranges = Vec::new();
            let statement = Arc::new(self.statement(statement)?);
            let spans = Arc::new(SpanTable::new(std::mem::take(&mut self.ranges)));
            items.push(Item { statement, spans, start: self.item_start as u32 });
        }
        Ok(Module { items })
    }

    /// Where a statement starts, decorators included.
    fn statement_start(&self, statement: &ast::Stmt) -> usize {
        let decorators = match statement {
            ast::Stmt::FunctionDef(function) => &function.decorator_list,
            ast::Stmt::AsyncFunctionDef(function) => &function.decorator_list,
            ast::Stmt::ClassDef(class) => &class.decorator_list,
            _ => return start(statement),
        };
        decorators.first().map_or(start(statement), |decorator| {
            self.text[..start(decorator)].rfind('@').unwrap_or(start(decorator))
        })
    }

    fn node(&mut self, range: TextRange) -> NodeId {
        self.node_at(usize::from(range.start()), usize::from(range.end()))
    }

    fn node_at(&mut self, start: usize, end: usize) -> NodeId {
        let relative = |at: usize| at.saturating_sub(self.item_start) as u32;
        self.ranges.push((relative(start), relative(end)));
        NodeId(self.ranges.len() as u32 - 1)
    }

    /// An identifier that starts at `at`.
    fn ident_at(&mut self, at: usize, name: &str) -> Ident {
        Ident { id: self.node_at(at, at + name.len()), name: SmolStr::new(name) }
    }

    /// The identifier that a node ends with.
    fn ident_before(&mut self, end: usize, name: &str) -> Ident {
        self.ident_at(end.saturating_sub(name.len()), name)
    }

    /// The next occurrence of `name` as a word from `from` on, comments skipped.
    fn ident_after(&mut self, from: usize, name: &str) -> Ident {
        let at = self.find_word(from, name).unwrap_or(from);
        self.ident_at(at, name)
    }

    fn find_word(&self, from: usize, word: &str) -> Option<usize> {
        let is_word = |char: char| char.is_alphanumeric() || char == '_';
        let mut at = from;
        loop {
            let rest = self.text.get(at..)?;
            let next = rest.chars().next()?;
            if next == '#' {
                at += rest.find('\n')?;
            } else if is_word(next) {
                let length = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
                if &rest[..length] == word {
                    return Some(at);
                }
                at += length;
            } else {
                at += next.len_utf8();
            }
        }
    }

    /// Runs `convert` one level down.
    fn nested<T>(
        &mut self,
        range: TextRange,
        convert: impl FnOnce(&mut Self) -> Converted<T>,
    ) -> Converted<T> {
        if self.depth == MAX_DEPTH {
            let message = format!("code is nested deeper than {MAX_DEPTH} levels");
            return Err(error(range, message));
        }
        self.depth += 1;
        let converted = convert(self);
        self.depth -= 1;
        converted
    }

    /// Runs `convert` with other permissions, for the body of a function, class or loop.
    fn within<T>(
        &mut self,
        scope: Scope,
        convert: impl FnOnce(&mut Self) -> Converted<T>,
    ) -> Converted<T> {
        let outer = std::mem::replace(&mut self.scope, scope);
        let converted = convert(self);
        self.scope = outer;
        converted
    }
}

fn start(node: &impl Ranged) -> usize {
    usize::from(node.range().start())
}

fn end(node: &impl Ranged) -> usize {
    usize::from(node.range().end())
}

fn error(range: TextRange, message: impl Into<Box<str>>) -> SyntaxError {
    SyntaxError::new(usize::from(range.start()), usize::from(range.end()), message)
}
