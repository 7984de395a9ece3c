//! Source maps: generated positions to lines and columns of the Python file.
//!
//! Asked for lazily: a map depends on layout, which nothing else does. It never carries source that is not in
//! the browser anyway: all other text of the file is blanked.

use crate::db::Db;
use crate::emit::{EsModule, Section, class_js, class_source, shared_items, shared_js};
use crate::input::SourceFile;
use crate::items::{ItemDef, line_index, module_items};
use crate::references::{carried_items, emitted_classes};
use crate::runtime::class_runtime;
use crate::syntax::LineIndex;
use crate::syntax::ast::NodeId;
use serde_json::{Value, json};
use std::sync::Arc;
use swc_sourcemap::SourceMapBuilder;

/// The map of a browser class's module, as JSON; `None` if there is no module.
#[salsa::tracked(returns(as_ref))]
pub fn class_source_map<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Arc<str>> {
    let module = class_js(db, item)?;
    let path = class_source(db, item)?.path();
    let mut map = source_map(db, item.file(db), module, &[item], &path)?;
    let kind = format!("{:?}", class_runtime(db, item).browser()?).to_lowercase();
    let methods: Vec<Value> =
        module.sections.iter().flat_map(|section| method_lines(db, item, section)).collect();
    map["x_sprag"] = json!({ "class": item.name(db).as_str(), "kind": kind, "methods": methods });
    Some(map.to_string().into())
}

/// The map of a file's shared module, as JSON; `None` if there is no module.
#[salsa::tracked(returns(as_ref))]
pub fn shared_source_map(db: &dyn Db, file: SourceFile) -> Option<Arc<str>> {
    let module = shared_js(db, file)?;
    let path = crate::lower::ImportSource::Shared(file.module(db).clone()).path();
    let map = source_map(db, file, module, shared_items(db, file), &path)?;
    Some(map.to_string().into())
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
    module: &EsModule,
    items: &[ItemDef<'db>],
    path: &str,
) -> Option<Value> {
    let text = file.text(db);
    let index = line_index(db, file);
    let output = path.rsplit('/').next().unwrap_or_default();
    let mut builder = SourceMapBuilder::new(Some(output.to_owned().into()));
    let source = builder.add_source(file.path(db).to_string().into());
    builder.set_source_contents(source, Some(public_text(db, file).to_owned().into()));
    for (section, &item) in module.sections.iter().zip(items) {
        for mark in &section.marks {
            let Some(range) = item.spans(db).range(mark.node) else { continue };
            let (start, end) = (item.start(db) + range.start, item.start(db) + range.end);
            let position = index.position(text, start);
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
    serde_json::from_slice(&bytes).ok()
}

fn node_start<'db>(db: &'db dyn Db, item: ItemDef<'db>, node: NodeId) -> Option<u32> {
    item.spans(db).range(node).map(|range| item.start(db) + range.start)
}

/// The text of a file with everything blanked that browser code does not contain. Lines and columns stay.
#[salsa::tracked(returns(deref))]
pub fn public_text(db: &dyn Db, file: SourceFile) -> Box<str> {
    let carried = carried_items(db, file);
    let classes = emitted_classes(db, file);
    let is_public = |item: &ItemDef<'_>| carried.contains(item) || classes.contains(item);
    let mut ranges: Vec<_> = module_items(db, file)
        .iter()
        .filter(|item| is_public(item))
        .filter_map(|item| {
            let end = item.spans(db).range(NodeId(0))?.end;
            Some(item.start(db) as usize..(item.start(db) + end) as usize)
        })
        .collect();
    ranges.sort_by_key(|range| range.start);
    blanked(file.text(db), &ranges)
}

/// Keeps the text of `ranges`, and of everything else only the line ends.
fn blanked(text: &str, ranges: &[std::ops::Range<usize>]) -> Box<str> {
    let mut public = String::with_capacity(text.len());
    let index = LineIndex::new(text);
    for line in 0..index.line_count() {
        let start = index.line_start(line) as usize;
        let end = text[start..].find('\n').map_or(text.len(), |length| start + length);
        let before = public.len();
        for (at, char) in text[start..end].char_indices() {
            let is_public = ranges.iter().any(|range| range.contains(&(start + at)));
            if is_public {
                public.push(char);
            } else {
                // As many UTF-16 units as the character has.
                public.extend(std::iter::repeat_n(' ', char.len_utf16()));
            }
        }
        let kept = public[before..].trim_end_matches(' ').len();
        public.truncate(before + kept);
        if end < text.len() {
            public.push('\n');
        }
    }
    public.into()
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn text_that_is_not_public_leaves_only_its_place() {
        let text = "SECRET = 'é'; total = 1\nx = 2\nclass A:\n    y = 3\n";
        let total = text.find("total").expect("there");
        let class = text.find("class").expect("there");
        let public = blanked(text, &[total..total + 9, class..text.len() - 1]);
        assert_eq!(&*public, "              total = 1\n\nclass A:\n    y = 3\n");
    }
}
