//! Statements without what only people need: comments, white space, the names of local variables and symbols.

use swc_common::sync::Lrc;
use swc_common::{SourceMap, SyntaxContext};
use swc_ecma_ast::{CallExpr, EsVersion, Id, Lit, Module, ModuleItem, Pass as _, Program, Stmt};
use swc_ecma_codegen::text_writer::JsWriter;
use swc_ecma_codegen::{Config, Emitter};
use swc_ecma_transforms_base::fixer::{fixer, paren_remover};
use swc_ecma_transforms_base::hygiene;
use swc_ecma_transforms_base::rename::{Renamer, renamer};
use swc_ecma_visit::{VisitMut, VisitMutWith as _};

/// Each of the statements as a line. Names whose context is one of `kept` stay as they are.
pub(super) fn lines(statements: Vec<Stmt>, kept: [SyntaxContext; 2]) -> Vec<String> {
    let body = statements.into_iter().map(ModuleItem::Stmt).collect();
    let mut program = Program::Module(Module { body, ..Default::default() });
    let config = hygiene::Config { ignore_eval: true, ..Default::default() };
    program.visit_mut_with(&mut Nameless);
    renamer(config, Short { kept }).process(&mut program);
    paren_remover(None).process(&mut program);
    fixer(None).process(&mut program);
    let Program::Module(module) = program else { return Vec::new() };
    module.body.into_iter().map(line).collect()
}

fn line(item: ModuleItem) -> String {
    let map = Lrc::new(SourceMap::default());
    let mut bytes = Vec::new();
    let writer = JsWriter::new(map.clone(), "\n", &mut bytes, None);
    let config = Config::default().with_target(EsVersion::latest()).with_minify(true);
    let mut emitter = Emitter { cfg: config, cm: map, comments: None, wr: writer };
    // Writing to memory cannot fail.
    let _ = emitter.emit_module(&Module { body: vec![item], ..Default::default() });
    String::from_utf8_lossy(&bytes).trim_end().to_owned()
}

/// The symbols by which the runtime marks objects, `Symbol("python.…")`, without their descriptions.
struct Nameless;

impl VisitMut for Nameless {
    fn visit_mut_call_expr(&mut self, call: &mut CallExpr) {
        call.visit_mut_children_with(self);
        let callee = call.callee.as_expr().and_then(|callee| callee.as_ident());
        let is_mark = call.args.first().and_then(|first| first.expr.as_lit()).is_some_and(|text| {
            matches!(text, Lit::Str(text) if MARKS.iter().any(|mark| text.value.to_string_lossy().starts_with(mark)))
        });
        if is_mark && callee.is_some_and(|callee| callee.sym == "Symbol") {
            call.args.clear();
        }
    }
}

/// How descriptions of marks begin; others are read (`hash.js`).
const MARKS: [&str; 2] = ["python.", "sprag."];

/// Gives local variables the shortest names.
struct Short {
    kept: [SyntaxContext; 2],
}

impl Renamer for Short {
    type Target = swc_atoms::Atom;
    const MANGLE: bool = true;
    const RESET_N: bool = false;

    fn new_name_for(&self, _: &Id, next: &mut usize) -> Self::Target {
        loop {
            let name = short_name(*next);
            *next += 1;
            if !RESERVED.contains(&&*name) {
                return name.into();
            }
        }
    }

    fn preserve_name(&self, id: &Id) -> bool {
        self.kept.contains(&id.1)
    }
}

/// Words of two or three letters that are no names; longer ones do not come up.
const RESERVED: &[&str] =
    &["do", "if", "in", "of", "for", "get", "let", "new", "set", "try", "var"];

/// `a`, `b` … `z`, `aa`, `ab` ….
pub(super) fn short_name(index: usize) -> String {
    let letter = |at: usize| char::from(b'a' + (at % 26) as u8);
    match index {
        0..26 => letter(index).to_string(),
        _ => short_name(index / 26 - 1) + &letter(index).to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_lose_their_descriptions_and_other_symbols_keep_them() {
        let shipped = |path: &str, name: &str| {
            let mut uses = crate::python_runtime::Uses::default();
            uses.add(path, name);
            let parts = crate::python_runtime::shipped(&uses);
            parts.values().map(|part| part.text.to_string()).collect::<String>()
        };
        let text = shipped("hash", "hash");
        assert!(text.contains("Symbol()") && !text.contains("Symbol(\"python."));
        assert!(text.contains("Symbol(\"instance\")"));
    }

    #[test]
    fn short_names_are_all_different() {
        let names: std::collections::BTreeSet<String> = (0..2_000).map(short_name).collect();
        assert_eq!(names.len(), 2_000);
        assert_eq!([0, 25, 26, 27, 701, 702].map(short_name), ["a", "z", "aa", "ab", "zz", "aaa"]);
    }
}
