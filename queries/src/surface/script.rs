//! The import specifiers of JavaScript files that are not generated here.
//!
//! Found in a syntax tree, so that text in strings, templates and comments is never taken for an import.

use crate::db::Db;
use crate::project::ProjectText;
use swc_common::sync::Lrc;
use swc_common::{BytePos, FileName, SourceMap};
use swc_ecma_ast::{
    CallExpr, Callee, EsVersion, ExportAll, Expr, ImportDecl, Lit, NamedExport, Program, Str,
};
use swc_ecma_parser::{Syntax, parse_file_as_program};
use swc_ecma_visit::{Visit, VisitWith};

/// Ragot's file name wherever an app or its vendored scripts import it from.
const RAGOT: &str = "ragot.esm.min.js";

/// A specifier and the byte range of its literal, quotes included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Specifier {
    pub value: String,
    pub start: usize,
    pub end: usize,
}

/// The specifiers of a script, in order: static imports and re-exports, and `import("…")`.
///
/// Empty if the text is not JavaScript: the file is then copied as it is.
pub fn specifiers(text: &str) -> Vec<Specifier> {
    let sources = Lrc::<SourceMap>::default();
    let file = sources.new_source_file(Lrc::new(FileName::Anon), text.to_owned());
    let mut recovered = Vec::new();
    let Ok(program) = parse_file_as_program(
        &file,
        Syntax::Es(Default::default()),
        EsVersion::latest(),
        None,
        &mut recovered,
    ) else {
        return Vec::new();
    };
    let mut found = Found { start: file.start_pos, specifiers: Vec::new() };
    Program::visit_with(&program, &mut found);
    found.specifiers.sort_by_key(|specifier| specifier.start);
    found.specifiers
}

struct Found {
    start: BytePos,
    specifiers: Vec<Specifier>,
}

impl Found {
    fn add(&mut self, literal: &Str) {
        let offset = |position: BytePos| (position.0 - self.start.0) as usize;
        self.specifiers.push(Specifier {
            value: literal.value.to_string_lossy().into_owned(),
            start: offset(literal.span.lo),
            end: offset(literal.span.hi),
        });
    }
}

impl Visit for Found {
    fn visit_import_decl(&mut self, node: &ImportDecl) {
        self.add(&node.src);
    }

    fn visit_export_all(&mut self, node: &ExportAll) {
        self.add(&node.src);
    }

    fn visit_named_export(&mut self, node: &NamedExport) {
        if let Some(source) = &node.src {
            self.add(source);
        }
    }

    fn visit_call_expr(&mut self, node: &CallExpr) {
        if let (Callee::Import(_), Some(argument)) = (&node.callee, node.args.first())
            && let Expr::Lit(Lit::Str(literal)) = &*argument.expr
        {
            self.add(literal);
        }
        node.visit_children_with(self);
    }
}

/// The relative specifiers of a project's script.
#[salsa::tracked(returns(deref))]
pub fn relative_imports(db: &dyn Db, text: ProjectText) -> Box<[String]> {
    let all = specifiers(text.text(db)).into_iter().map(|specifier| specifier.value);
    all.filter(|specifier| specifier.starts_with('.')).collect()
}

/// The file that a relative specifier of the file `from` names; both in one tree of `/` paths.
/// `None` for other specifiers, and for one that leaves the tree.
pub fn resolved_specifier(from: &str, specifier: &str) -> Option<String> {
    if !specifier.starts_with('.') {
        return None;
    }
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    super::assets::project_path(folder, specifier)
}

/// The text of a script with every import of Ragot pointed at the build's own copy, so that there is
/// one Ragot per page. `web_path` is where the script goes, relative to the web root; `None` if
/// nothing changes.
pub fn with_own_ragot(text: &str, web_path: &str) -> Option<String> {
    // Parsing is spared where the name does not even occur.
    if !text.contains(RAGOT) {
        return None;
    }
    let depth = web_path.matches('/').count();
    let up = if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
    let own = format!("{up}vendor/{RAGOT}");
    let mut rewritten = String::with_capacity(text.len());
    let mut copied = 0;
    for specifier in specifiers(text) {
        if is_ragot(&specifier.value) {
            let quote = &text[specifier.start..=specifier.start];
            rewritten.push_str(&text[copied..specifier.start]);
            rewritten.push_str(&format!("{quote}{own}{quote}"));
            copied = specifier.end;
        }
    }
    if copied == 0 {
        return None;
    }
    rewritten.push_str(&text[copied..]);
    Some(rewritten)
}

/// Whether a specifier names Ragot by path; a URL of another origin is left alone.
fn is_ragot(specifier: &str) -> bool {
    let path = specifier.split(['?', '#']).next().unwrap_or_default();
    !super::assets::is_external(specifier) && path.rsplit('/').next() == Some(RAGOT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_import_is_pointed_at_the_own_ragot() {
        let text = "import { Module } from './ragot.esm.min.js';\nimport \"/lib/ragot.esm.min.js?v=2\";\n\
                    export * from '../ragot.esm.min.js';\nconst later = () => import('./ragot.esm.min.js');\n";
        let expected = "import { Module } from '../../vendor/ragot.esm.min.js';\nimport \"../../vendor/ragot.esm.min.js\";\n\
                        export * from '../../vendor/ragot.esm.min.js';\nconst later = () => import('../../vendor/ragot.esm.min.js');\n";
        assert_eq!(with_own_ragot(text, "static/vendor/widget.js").as_deref(), Some(expected));
    }

    #[test]
    fn text_that_only_looks_like_an_import_stays() {
        let text = "const help = \"import { x } from './ragot.esm.min.js'\"; // import './ragot.esm.min.js'\n";
        assert_eq!(with_own_ragot(text, "static/help.js"), None);
    }

    #[test]
    fn a_ragot_of_another_origin_stays() {
        assert_eq!(
            with_own_ragot("import 'https://cdn.example/ragot.esm.min.js';", "static/a.js"),
            None
        );
    }

    #[test]
    fn a_classic_script_is_read_too_and_broken_text_is_copied() {
        assert_eq!(specifiers("var a = 1; with (a) { import('./x.js'); }").len(), 1);
        assert!(specifiers("import from from from").is_empty());
    }
}
