//! The text of a file, in pieces that are parsed one by one.
//!
//! A piece is one top-level statement, or the blank lines and comments between two. A text takes over
//! the pieces that it has in common with the one before it, so an edit parses what it touches. Trees are
//! large and seldom looked at twice, so a piece remembers of each item only a digest and what it
//! defines; its tree is on loan from a [`SyntaxCache`] and parsed again when it is needed later.

use super::SyntaxError;
use super::ast::{Item, Name, Stmt, StmtKind};
use super::parse::{parse, parse_masked};
use super::scan::{Scanned, scan};
use super::scope::target_name;
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use xxhash_rust::xxh3::Xxh3Default;

/// A Python text that parses: no byte order mark, `\n` between lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Source {
    pieces: Arc<[Arc<Piece>]>,
}

/// A part of a [`Source`]. Pieces of the same text are equal.
pub struct Piece {
    text: Box<str>,
    items: Box<[ItemHead]>,
    /// Of whoever still holds them.
    parsed: Mutex<Weak<[Item]>>,
}

/// What is known of an item without its tree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemHead {
    pub kind: ItemKind,
    /// The name it defines: of a class, a function, or the first target of an assignment. Empty if none.
    pub name: Name,
    pub digest: Digest,
    /// In bytes from the start of the piece.
    pub start: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ItemKind {
    Class,
    Function,
    /// An assignment.
    Value,
    Import,
    /// Expressions, and compound statements with whatever they define.
    Other,
}

/// Stands for a value: equal digests are equal values. Nothing of the syntax has positions in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Digest(u128);

impl Digest {
    pub fn of(value: &impl Hash) -> Self {
        let mut hasher = Wide(Xxh3Default::new());
        value.hash(&mut hasher);
        Self(hasher.0.digest128())
    }
}

/// A hasher that is asked for all of its 128 bits.
struct Wide(Xxh3Default);

impl Hasher for Wide {
    fn write(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    fn finish(&self) -> u64 {
        self.0.digest()
    }
}

impl Source {
    /// Parses a text, except for what it has in common with `before`. The new trees are in `cache`.
    ///
    /// # Errors
    ///
    /// The first syntax error; see [`parse`](super::parse()).
    pub fn parse(text: &str, before: &Self, cache: &SyntaxCache) -> Result<Self, SyntaxError> {
        let scanned = scan(text)?;
        let known: HashMap<&str, &Arc<Piece>> =
            before.pieces.iter().map(|piece| (&*piece.text, piece)).collect();
        let mut pieces = Vec::new();
        for (range, is_statement) in extents(&scanned, text.len()) {
            pieces.push(match known.get(&text[range.clone()]) {
                Some(&piece) => Arc::clone(piece),
                None if is_statement => Arc::new(Piece::parse(text, &scanned, range, cache)?),
                None => Arc::new(Piece::between(&text[range])),
            });
        }
        Ok(Self { pieces: pieces.into() })
    }

    pub fn is_empty(&self) -> bool {
        self.pieces.is_empty()
    }

    /// The whole text.
    pub fn text(&self) -> Arc<str> {
        self.pieces.iter().map(|piece| &*piece.text).collect::<String>().into()
    }

    /// The pieces and where each starts, in bytes.
    pub fn pieces(&self) -> impl Iterator<Item = (u32, &Arc<Piece>)> {
        self.pieces.iter().scan(0, |at, piece| {
            let start = *at;
            *at += piece.text.len() as u32;
            Some((start, piece))
        })
    }
}

/// The pieces of a text, and which are statements. Imports in functions move to the top of the file,
/// which is one piece then.
fn extents(scanned: &Scanned, length: usize) -> Vec<(Range<usize>, bool)> {
    if scanned.has_inner_import {
        return vec![(0..length, true)];
    }
    let mut extents = Vec::with_capacity(2 * scanned.statements.len() + 1);
    let mut at = 0;
    for statement in &scanned.statements {
        extents.push((at..statement.start, false));
        extents.push((statement.clone(), true));
        at = statement.end;
    }
    extents.push((at..length, false));
    extents.retain(|(range, _)| !range.is_empty());
    extents
}

impl Piece {
    fn parse(
        text: &str,
        scanned: &Scanned,
        range: Range<usize>,
        cache: &SyntaxCache,
    ) -> Result<Self, SyntaxError> {
        let inside = scanned.fstrings.iter().filter(|at| range.contains(at));
        let fstrings: Vec<usize> = inside.map(|at| at - range.start).collect();
        let parsed = cache.passing(|| {
            parse_masked(&text[range.clone()], &scanned.masked[range.clone()], fstrings.clone())
                .map(|module| Arc::<[Item]>::from(module.items))
        });
        let trees = parsed.map_err(|error| error.shifted(range.start))?;
        cache.keep(&trees, range.len());
        let head = |item: &Item| {
            let (kind, name) = identity(&item.statement);
            ItemHead { kind, name, digest: Digest::of(&item.statement), start: item.start }
        };
        Ok(Self {
            text: text[range].into(),
            items: trees.iter().map(head).collect(),
            parsed: Mutex::new(Arc::downgrade(&trees)),
        })
    }

    fn between(text: &str) -> Self {
        Self {
            text: text.into(),
            items: Box::default(),
            parsed: Mutex::new(Weak::<[Item; 0]>::new()),
        }
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that it points to, without trees.
    pub(crate) fn heap(&self) -> usize {
        self.text.len() + size_of_val(&*self.items)
    }

    pub fn items(&self) -> &[ItemHead] {
        &self.items
    }

    /// The trees of the items, which `cache` keeps for a while.
    pub fn trees(&self, cache: &SyntaxCache) -> Arc<[Item]> {
        let mut parsed = lock(&self.parsed);
        if let Some(known) = parsed.upgrade() {
            return known;
        }
        // Only text that parses becomes a piece.
        let trees: Arc<[Item]> =
            cache.passing(|| parse(&self.text).unwrap_or_default().items.into());
        *parsed = Arc::downgrade(&trees);
        cache.keep(&trees, self.text.len());
        trees
    }
}

impl PartialEq for Piece {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other) || self.text == other.text
    }
}

impl Eq for Piece {}

impl fmt::Debug for Piece {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(formatter)
    }
}

/// The trees that were used last.
#[derive(Debug)]
pub struct SyntaxCache {
    kept: Mutex<Kept>,
    around: Around,
}

/// What runs the making of what will be gone before long, once and at once: for whoever decides where in memory
/// that lies.
pub type Around = fn(&mut dyn FnMut());

impl Default for SyntaxCache {
    fn default() -> Self {
        Self::made_in(|make| make())
    }
}

#[derive(Debug, Default)]
struct Kept {
    trees: VecDeque<(Arc<[Item]>, usize)>,
    /// Bytes of text whose trees are kept.
    bytes: usize,
}

impl SyntaxCache {
    /// Bytes of text whose trees are kept while much is computed: ten times as many of memory.
    const MOST: usize = 24 << 20;
    /// The same while little changes.
    const RESTING: usize = 1 << 18;
    /// And so many trees at most: a short statement has more of memory around it than in it.
    const RESTING_TREES: usize = 512;

    /// An empty one in whose surroundings trees are made.
    pub fn made_in(around: Around) -> Self {
        Self { kept: Mutex::default(), around }
    }

    /// Makes what will be gone before long, as trees are.
    pub(crate) fn passing<T>(&self, make: impl Fn() -> T) -> T {
        let mut made = None;
        (self.around)(&mut || made = Some(make()));
        made.unwrap_or_else(make)
    }

    fn keep(&self, trees: &Arc<[Item]>, bytes: usize) {
        let mut kept = lock(&self.kept);
        kept.bytes += bytes;
        kept.trees.push_back((Arc::clone(trees), bytes));
        kept.shrink(Self::MOST);
    }

    /// Lets go of the trees that will hardly be needed again.
    pub fn rest(&self) {
        let mut kept = lock(&self.kept);
        kept.shrink(Self::RESTING);
        while kept.trees.len() > Self::RESTING_TREES {
            kept.pop();
        }
        kept.trees.shrink_to_fit();
    }
}

impl Kept {
    fn shrink(&mut self, most: usize) {
        while self.bytes > most && self.pop() {}
    }

    /// Lets go of the oldest tree, if there is one.
    fn pop(&mut self) -> bool {
        let oldest = self.trees.pop_front();
        self.bytes -= oldest.as_ref().map_or(0, |(_, bytes)| *bytes);
        oldest.is_some()
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn identity(statement: &Stmt) -> (ItemKind, Name) {
    match &statement.kind {
        StmtKind::Class(class) => (ItemKind::Class, class.name.name.clone()),
        StmtKind::Function(function) => (ItemKind::Function, function.name.name.clone()),
        StmtKind::Assign { targets, .. } => {
            (ItemKind::Value, targets.first().and_then(target_name).unwrap_or_default())
        }
        StmtKind::AugAssign { target, .. } | StmtKind::AnnAssign { target, .. } => {
            (ItemKind::Value, target_name(target).unwrap_or_default())
        }
        StmtKind::Import { .. } | StmtKind::ImportFrom { .. } => {
            (ItemKind::Import, Name::default())
        }
        _ => (ItemKind::Other, Name::default()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cache_at_rest_keeps_few_trees_and_the_last_of_them() {
        let cache = SyntaxCache::default();
        let trees: Vec<Arc<[Item]>> = (0..2000).map(|_| Arc::from([])).collect();
        trees.iter().for_each(|tree| cache.keep(tree, 10));
        assert_eq!(lock(&cache.kept).trees.len(), 2000);
        cache.rest();
        let kept = lock(&cache.kept);
        assert_eq!((kept.trees.len(), kept.bytes), (512, 5120));
        assert!(Arc::ptr_eq(&kept.trees[511].0, &trees[1999]));
    }
}
