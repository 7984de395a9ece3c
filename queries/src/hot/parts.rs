//! The parts of a compiled class that decide how it can be replaced.

use super::facts::Print;
use crate::lower::{Chunk, ImportSource};
use crate::syntax::ast::Name;
use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use swc_common::sync::Lrc;
use swc_common::{BytePos, FileName, SourceMap, Span, Spanned};
use swc_ecma_ast::{
    Callee, Class, ClassMember, Decl, EsVersion, Expr, ExprStmt, ModuleItem, PropName, Stmt,
};
use swc_ecma_parser::{Syntax, parse_file_as_module};

/// Prints of the text of each part.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Parts {
    /// By Python name; a setter goes with its getter.
    pub methods: BTreeMap<Name, Print>,
    /// `ref(…)` declarations.
    pub refs: Print,
    /// What decorators attach that is set up when an instance starts: scrolling, animation.
    pub features: Print,
}

/// Calls in static blocks that take effect when an instance starts.
const FEATURES: [&str; 3] = ["animate", "infiniteScroll", "virtualScroll"];

/// Reads the class `name` in the JavaScript of its item.
pub(super) fn class_parts(name: &Name, chunk: &Chunk) -> Parts {
    let sources = Lrc::<SourceMap>::default();
    let file = sources.new_source_file(Lrc::new(FileName::Anon), chunk.code.to_string());
    let parsed = parse_file_as_module(
        &file,
        Syntax::Es(Default::default()),
        EsVersion::latest(),
        None,
        &mut Vec::new(),
    );
    let reader = Reader { chunk, start: file.start_pos };
    let body = parsed.map(|module| module.body).unwrap_or_default();
    let class = body.iter().find_map(|item| match item {
        ModuleItem::Stmt(Stmt::Decl(Decl::Class(class))) if class.ident.sym == **name => {
            Some(class)
        }
        _ => None,
    });
    class.map(|class| reader.parts(&class.class)).unwrap_or_default()
}

struct Reader<'a> {
    chunk: &'a Chunk,
    start: BytePos,
}

impl Reader<'_> {
    fn parts(&self, class: &Class) -> Parts {
        let mut methods: BTreeMap<Name, DefaultHasher> = BTreeMap::new();
        let (mut refs, mut features) = (DefaultHasher::new(), DefaultHasher::new());
        for member in &class.body {
            match member {
                ClassMember::Method(method) => {
                    let name = self.python_name(method.span, &method.key);
                    self.text(method.span).hash(methods.entry(name).or_default());
                }
                ClassMember::StaticBlock(block) => {
                    for statement in &block.body.stmts {
                        match self.called(statement) {
                            Some("ref") => self.text(statement.span()).hash(&mut refs),
                            Some(name) if FEATURES.contains(&name) => {
                                self.text(statement.span()).hash(&mut features);
                            }
                            _ => {}
                        }
                    }
                }
                _ => {}
            }
        }
        Parts {
            methods: methods.into_iter().map(|(name, hasher)| (name, hasher.finish())).collect(),
            refs: refs.finish(),
            features: features.finish(),
        }
    }

    fn text(&self, span: Span) -> &str {
        let offset = |position: BytePos| (position.0 - self.start.0) as usize;
        self.chunk.code.get(offset(span.lo)..offset(span.hi)).unwrap_or_default()
    }

    /// The runtime's name of the function that a statement calls.
    fn called(&self, statement: &Stmt) -> Option<&str> {
        let Stmt::Expr(ExprStmt { expr, .. }) = statement else { return None };
        let Expr::Call(call) = &**expr else { return None };
        let Callee::Expr(callee) = &call.callee else { return None };
        let Expr::Ident(local) = &**callee else { return None };
        let import = self.chunk.imports.iter().find(|import| local.sym == *import.local)?;
        matches!(import.from, ImportSource::Python(_)).then_some(import.name.as_str())
    }

    /// As the author wrote it, which the lines of methods say; else as JavaScript does.
    fn python_name(&self, span: Span, key: &PropName) -> Name {
        let offset = (span.lo.0 - self.start.0) as usize;
        let line =
            self.chunk.code.as_bytes()[..offset].iter().filter(|byte| **byte == b'\n').count();
        let mut methods = self.chunk.methods.iter();
        match methods.find(|method| method.start as usize == line) {
            Some(method) => method.name.clone(),
            None => match key {
                PropName::Ident(name) => name.sym.as_str().into(),
                _ => self.text(key.span()).into(),
            },
        }
    }
}
