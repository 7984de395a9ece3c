//! Source maps: generated positions to lines and columns of the Python file.
//!
//! Asked for lazily: a map depends on layout, which nothing else does. It never carries source that is not in
//! the browser anyway: all other text of the file is blanked. The maps of one file carry the same text, so that
//! the browser's tools, which know a source by its path, show all of it whichever map they have read.

use crate::db::Db;
use crate::emit::{Outline, Section, class_outline, class_source, shared_items, shared_outline};
use crate::input::SourceFile;
use crate::items::{ItemDef, line_index, module_items};
use crate::memory::heap;
use crate::references::{carried_items, emitted_classes};
use crate::runtime::class_runtime;
use crate::syntax::ast::NodeId;
use salsa::plumbing::AsId as _;
use serde_json::{Value, json};
use std::ops::Range;
use std::sync::Arc;
use swc_sourcemap::SourceMapBuilder;

/// The map of a browser class's module, as JSON; `None` if there is no module.
#[salsa::tracked(returns(as_ref), heap_size = heap, lru = 128)]
pub fn class_source_map<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Arc<str>> {
    db.note("class_source_map", item.as_id());
    let module = class_outline(db, item)?;
    let path = class_source(db, item)?.path();
    let mut map = source_map(db, item.file(db), module, &[item], &path)?;
    let kind = format!("{:?}", class_runtime(db, item).browser()?).to_lowercase();
    let methods: Vec<Value> =
        module.sections.iter().flat_map(|section| method_lines(db, item, section)).collect();
    let more = json!({ "class": item.name(db).as_str(), "kind": kind, "methods": methods });
    // One more member of the object that the map is.
    map.truncate(map.trim_end().len() - 1);
    map.push_str(&format!(",\"x_sprag\":{more}}}"));
    Some(db.syntax().passing(|| Arc::from(&*map)))
}

/// The map of a file's shared module, as JSON; `None` if there is no module.
#[salsa::tracked(returns(as_ref), heap_size = heap, lru = 128)]
pub fn shared_source_map(db: &dyn Db, file: SourceFile) -> Option<Arc<str>> {
    db.note("shared_source_map", file.as_id());
    let module = shared_outline(db, file)?;
    let path = crate::lower::ImportSource::Shared(file.module(db).clone()).path();
    let map = source_map(db, file, module, shared_items(db, file), &path)?;
    Some(db.syntax().passing(|| Arc::from(&*map)))
}

/// For each generated line that a map knows, the line of the source that it begins with, from 1.
pub fn source_lines(map: &str) -> Vec<Option<u32>> {
    let Ok(map) = swc_sourcemap::SourceMap::from_slice(map.as_bytes()) else { return Vec::new() };
    let mut lines = Vec::new();
    for token in map.tokens().filter(swc_sourcemap::Token::has_source) {
        let line = token.get_dst_line() as usize;
        lines.resize(lines.len().max(line + 1), None);
        lines[line].get_or_insert(token.get_src_line() + 1);
    }
    lines
}

/// Lines as the dev overlay and `inspect` count them: from 1, the end included.
fn method_lines<'db>(db: &'db dyn Db, item: ItemDef<'db>, section: &Section) -> Vec<Value> {
    let index = line_index(db, item.file(db));
    let source_line = |node| node_start(db, item, node).map_or(0, |offset| index.line(offset) + 1);
    let methods = section.methods.iter();
    methods
        .map(|method| {
            json!({
                "name": method.name.as_str(),
                "source_line": source_line(method.node),
                "generated_start_line": method.start + 1,
                "generated_end_line": method.end,
            })
        })
        .collect()
}

fn source_map<'db>(
    db: &'db dyn Db,
    file: SourceFile,
    module: &Outline,
    items: &[ItemDef<'db>],
    path: &str,
) -> Option<String> {
    let text = file.text(db);
    let index = line_index(db, file);
    let output = path.rsplit('/').next().unwrap_or_default();
    let mut builder = SourceMapBuilder::new(Some(output.to_owned().into()));
    let source = builder.add_source(file.path(db).to_string().into());
    builder.set_source_contents(source, Some(public_text(db, file).to_owned().into()));
    for (section, &item) in module.sections.iter().zip(items) {
        let (spans, item_start) = (item.spans(db), item.start(db));
        for mark in section.marks.iter() {
            let Some(range) = spans.range(mark.node) else { continue };
            let (start, end) = (item_start + range.start, item_start + range.end);
            let position = index.position(&text, start);
            let name = text.get(start as usize..end as usize).filter(|_| mark.is_name);
            let name = name.map(|name| builder.add_name(name.to_owned().into()));
            let source = Some(source);
            builder.add_raw(
                mark.line,
                mark.column,
                position.line,
                position.utf16,
                source,
                name,
                false,
            );
        }
    }
    let mut bytes = Vec::new();
    builder.into_sourcemap().to_writer(&mut bytes).ok()?;
    String::from_utf8(bytes).ok()
}

fn node_start<'db>(db: &'db dyn Db, item: ItemDef<'db>, node: NodeId) -> Option<u32> {
    item.spans(db).range(node).map(|range| item.start(db) + range.start)
}

/// The text of a file with everything blanked that browser code does not contain. Lines and columns stay.
#[salsa::tracked(returns(deref), heap_size = heap, lru = 128)]
fn public_text(db: &dyn Db, file: SourceFile) -> Box<str> {
    let (carried, classes) = (carried_items(db, file), emitted_classes(db, file));
    let items = module_items(db, file).iter();
    let public = items.filter(|item| carried.contains(item) || classes.contains(item));
    let mut ranges: Vec<_> = public.filter_map(|item| item_range(db, *item)).collect();
    ranges.sort_by_key(|range| range.start);
    let text = blanked(&file.text(db), &ranges);
    db.syntax().passing(|| text.clone())
}

fn item_range<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Range<usize>> {
    let start = item.start(db) as usize;
    let end = item.spans(db).range(NodeId(0))?.end as usize;
    Some(start..start + end)
}

/// Keeps the text of `ranges`, which are sorted, and of everything else only the line ends.
fn blanked(text: &str, ranges: &[Range<usize>]) -> Box<str> {
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        let hidden = &text[at..range.start];
        shown.extend(hidden.matches('\n'));
        let indent = &hidden[hidden.rfind('\n').map_or(0, |end| end + 1)..];
        // As many UTF-16 units as the text has.
        shown.extend(indent.chars().flat_map(|char| std::iter::repeat_n(' ', char.len_utf16())));
        shown.push_str(&text[range.clone()]);
        at = range.end;
    }
    shown.extend(text[at..].matches('\n'));
    shown.into()
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn text_that_is_not_public_leaves_only_its_place() {
        let text = "SECRET = 'é'; total = 1\nx = 2\nclass A:\n    y = 3\n";
        let total = text.find("total").expect("there");
        let class = text.find("class").expect("there");
        let shown = blanked(text, &[total..total + 9, class..text.len() - 1]);
        assert_eq!(&*shown, "              total = 1\n\nclass A:\n    y = 3\n");
    }
}
