//! The swc tree to text, with the generated position of every Python node.

use super::layout::Layout;
use super::{Mark, MethodLines};
use crate::syntax::ast::NodeId;
use std::collections::BTreeSet;
use swc_common::SourceMap;
use swc_common::sync::Lrc;
use swc_ecma_ast::{Module, ModuleItem, Pass as _, Program};
use swc_ecma_codegen::text_writer::JsWriter;
use swc_ecma_codegen::{Config, Emitter};
use swc_ecma_transforms_base::fixer::fixer;

/// Node ids above this are swc's own reserved positions.
const LAST_NODE: u32 = u32::MAX - 70_000;

pub(super) struct Printed {
    pub(super) code: String,
    pub(super) marks: Vec<Mark>,
}

/// Prints statements. Source text is never registered: a position is a node id plus one.
pub(super) fn print(body: Vec<ModuleItem>, identifiers: &BTreeSet<NodeId>) -> Printed {
    let mut program = Program::Module(Module { body, ..Default::default() });
    fixer(None).process(&mut program);
    let map = Lrc::new(SourceMap::default());
    let mut bytes = vec![];
    let mut raw = vec![];
    {
        let mut writer = JsWriter::new(map.clone(), "\n", &mut bytes, Some(&mut raw));
        writer.set_indent_str("  ");
        let config = Config::default().with_target(swc_ecma_ast::EsVersion::Es2022);
        let layout = Layout::new(writer);
        let mut emitter = Emitter { cfg: config, cm: map, comments: None, wr: layout };
        // Writing to memory cannot fail.
        let _ = emitter.emit_program(&program);
    }
    let code = String::from_utf8_lossy(&bytes).into_owned();
    let lines: Vec<&str> = code.split('\n').collect();
    let mut marks: Vec<Mark> = raw
        .into_iter()
        .filter(|(position, _)| position.0 > 0 && position.0 < LAST_NODE)
        .map(|(position, place)| {
            let node = NodeId(position.0 - 1);
            let is_name =
                identifiers.contains(&node) && starts_identifier(&lines, place.line, place.col);
            Mark { line: place.line, column: place.col, node, is_name }
        })
        .collect();
    marks.sort_by_key(|mark| (mark.line, mark.column));
    marks.dedup_by(|next, first| {
        let is_same_place = (next.line, next.column) == (first.line, first.column);
        // The innermost node, which is emitted last, names a place best.
        if is_same_place {
            *first = *next;
        }
        is_same_place
    });
    Printed { code, marks }
}

fn starts_identifier(lines: &[&str], line: u32, column: u32) -> bool {
    let Some(line) = lines.get(line as usize) else { return false };
    let character =
        line.encode_utf16().nth(column as usize).and_then(|unit| char::from_u32(u32::from(unit)));
    character
        .is_some_and(|character| character.is_alphabetic() || character == '_' || character == '$')
}

/// Fills in where each method stands: from its name to the brace that closes it.
pub(super) fn locate_methods(methods: &mut Vec<MethodLines>, printed: &Printed) {
    let lines: Vec<&str> = printed.code.split('\n').collect();
    methods.retain_mut(|method| {
        let Some(mark) = printed.marks.iter().find(|mark| mark.node == method.node) else {
            return false;
        };
        let start = mark.line as usize;
        let indent: String = lines
            .get(start)
            .map(|line| line.chars().take_while(|each| *each == ' ').collect())
            .unwrap_or_default();
        let close = format!("{indent}}}");
        let length = if lines.get(start).is_some_and(|line| line.ends_with("{}")) {
            0
        } else {
            lines[start..].iter().position(|line| *line == close).unwrap_or(0)
        };
        method.start = mark.line;
        method.end = (start + length + 1) as u32;
        true
    });
}
