//! How much memory the graph has, query by query.
//!
//! What a value has on the heap is estimated: the bytes of texts and slices, the nodes of maps as they are when
//! half full. A text that several values share counts where it was made.

use crate::binding::{AttributeType, Attributes, Binding, Bindings};
use crate::db::BuildDatabase;
use crate::emit::{EsModule, Outline, Section};
use crate::input::ItemKey;
use crate::lower::{Chunk, Import};
use crate::surface::output::FileModules;
use crate::syntax::Source;
use crate::syntax::ast::Name;
use crate::syntax::scope::Mention;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::mem::{size_of, size_of_val};
use std::sync::Arc;

/// The values of one query or input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemoryUse {
    /// `class_js`, `SourceFile`, …
    pub name: String,
    pub values: usize,
    /// In bytes, with what the graph notes of each: its dependencies, and when it changed.
    pub bytes: usize,
    /// Those of texts and tables that values point to, if somebody counts them.
    pub heap: usize,
}

impl BuildDatabase {
    /// What there is, the largest first. Waits until no other handle is left.
    pub fn memory(&mut self) -> Vec<MemoryUse> {
        let database: &mut dyn salsa::Database = self;
        let info = database.memory_usage();
        let queries = info.queries.iter().map(|(path, info)| (last_part(path), info));
        let structs = info.structs.iter().map(|info| (info.debug_name(), info));
        let row = |(name, info): (&str, &salsa::IngredientInfo)| MemoryUse {
            name: name.to_owned(),
            values: info.count(),
            bytes: info.size_of_fields() + info.size_of_metadata(),
            heap: info.heap_size_of_fields().unwrap_or_default(),
        };
        let mut uses: Vec<_> = queries.chain(structs).map(row).collect();
        uses.retain(|row| row.values > 0 && !row.name.contains("::"));
        uses.sort_by(|left, right| {
            let size = |row: &MemoryUse| row.bytes + row.heap;
            size(right).cmp(&size(left)).then_with(|| left.name.cmp(&right.name))
        });
        uses
    }
}

/// The name of a query without the modules around it.
fn last_part(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path)
}

/// The bytes that a value points to.
pub(crate) trait Heap {
    fn heap(&self) -> usize;
}

/// What the values of a query point to: for its attribute.
pub(crate) fn heap<T: Heap>(value: &T) -> usize {
    value.heap()
}

impl Heap for Name {
    fn heap(&self) -> usize {
        if self.is_heap_allocated() { self.len() } else { 0 }
    }
}

impl Heap for Arc<str> {
    fn heap(&self) -> usize {
        self.len()
    }
}

impl Heap for Box<str> {
    fn heap(&self) -> usize {
        self.len()
    }
}

impl<T: Heap> Heap for Option<T> {
    fn heap(&self) -> usize {
        self.as_ref().map_or(0, Heap::heap)
    }
}

impl<T: Heap> Heap for Box<[T]> {
    fn heap(&self) -> usize {
        size_of_val::<[T]>(self) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

impl<K: Heap, V: Heap> Heap for BTreeMap<K, V> {
    fn heap(&self) -> usize {
        let entries = self.iter().map(|(key, value)| key.heap() + value.heap());
        nodes::<(K, V)>(self.len()) + entries.sum::<usize>()
    }
}

impl<T: Heap> Heap for BTreeSet<T> {
    fn heap(&self) -> usize {
        nodes::<T>(self.len()) + self.iter().map(Heap::heap).sum::<usize>()
    }
}

/// The nodes of a tree with so many entries: each has room for 11 and about 8 of them.
fn nodes<T>(entries: usize) -> usize {
    entries.div_ceil(8) * 11 * size_of::<T>()
}

impl Heap for Attributes {
    fn heap(&self) -> usize {
        self.values.heap() + self.results.heap()
    }
}

impl Heap for AttributeType {
    fn heap(&self) -> usize {
        0
    }
}

impl Heap for Source {
    fn heap(&self) -> usize {
        self.pieces().map(|(_, piece)| size_of_val(&**piece) + piece.heap()).sum()
    }
}

impl Heap for Mention {
    fn heap(&self) -> usize {
        self.members.heap()
    }
}

impl Heap for Bindings {
    fn heap(&self) -> usize {
        self.names.heap() + self.hidden.heap()
    }
}

impl Heap for Binding {
    fn heap(&self) -> usize {
        match self {
            Self::SharedModule { members, .. } => members.heap(),
            Self::Refused(refusal) => refusal.message.heap() + refusal.help.heap(),
            // Shapes are those of the queries that made them.
            _ => 0,
        }
    }
}

impl Heap for Chunk {
    fn heap(&self) -> usize {
        let tables = size_of_val(&*self.marks) + size_of_val(&*self.methods);
        self.code.heap() + nodes::<Import>(self.imports.len()) + tables
    }
}

impl Heap for EsModule {
    fn heap(&self) -> usize {
        self.code.heap()
    }
}

impl Heap for Arc<Outline> {
    fn heap(&self) -> usize {
        let section = |section: &Section| {
            size_of_val(section) + section.marks.heap() + size_of_val(&*section.methods)
        };
        size_of::<Outline>()
            + size_of_val(&*self.imports)
            + self.sections.iter().map(section).sum::<usize>()
    }
}

impl Heap for FileModules {
    fn heap(&self) -> usize {
        size_of_val(&*self.texts) + self.texts.iter().map(|(path, _)| path.len()).sum::<usize>()
    }
}

/// What the fields of a [`SourceFile`](crate::input::SourceFile) point to.
pub(crate) fn heap_of_file<P, M, E>(fields: &(P, M, Source, E, Arc<BTreeSet<ItemKey>>)) -> usize {
    fields.2.heap() + nodes::<ItemKey>(fields.4.len())
}

#[cfg(test)]
mod tests {
    use crate::db::BuildDatabase;
    use crate::input::SourceFile;
    use crate::resolve::resolve;
    use crate::surface::output;
    use crate::testing::{app, database, write};

    fn asked(db: &BuildDatabase, file: SourceFile, names: std::ops::Range<usize>) -> usize {
        names.for_each(|name| {
            let _ = resolve(db, file, &format!("name_{name}").into());
        });
        db.lasting()
    }

    #[test]
    fn what_stays_for_ever_is_counted_once() {
        let mut db = database(&[("app/one.py", "x = 1\n")]);
        let file = db.file("app/one.py").expect("exists");
        let before = db.lasting();
        assert_eq!(asked(&db, file, 0..100), before + 100);
        write(&mut db, &[("app/one.py", "y = 1\n")]);
        assert_eq!(asked(&db, file, 0..101), before + 101);
        write(&mut db, &[("app/two.py", "")]);
        let with_two = db.lasting();
        assert!(with_two > before + 101);
        let mut change = crate::change::Change::default();
        change.remove("app/two.py");
        db.apply(change);
        write(&mut db, &[("app/two.py", "")]);
        assert_eq!(db.lasting(), with_two);
    }

    #[test]
    fn the_largest_texts_are_told_under_the_names_of_their_queries() {
        let text = format!(
            "class Card(Component):\n    def label(self):\n        return '{}'\n",
            "x".repeat(9000)
        );
        let web = format!(
            "from sprag import Component, Screen, hydrate\n\n{text}\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return hydrate(Card)\n"
        );
        let mut db = app(&[("app/routes/home/web.py", &web)]);
        let _ = output::build(&db, crate::artifact::BuildKind::Full);
        let uses = db.memory();
        for query in ["SourceFile", "item_chunk", "class_js", "class_source_map", "public_text"] {
            let row = uses.iter().find(|row| row.name == query);
            assert!(row.is_some_and(|row| row.heap > 9000), "{query}: {row:?}");
        }
        assert!(uses.is_sorted_by_key(|row| std::cmp::Reverse(row.bytes + row.heap)));
    }
}
