//! A source as a tree: its statements, and what it imports and exports.

use super::FILES;
use crate::surface::script;
use std::collections::BTreeMap;
use swc_common::sync::Lrc;
use swc_common::{FileName, Mark, SourceMap, SyntaxContext};
use swc_ecma_ast::{
    Decl, EsVersion, ExportSpecifier, Id, ImportSpecifier, Module, ModuleDecl, ModuleExportName,
    ModuleItem, Pass as _, Pat, Program, Stmt,
};
use swc_ecma_parser::{Syntax, parse_file_as_module};
use swc_ecma_transforms_base::resolver;

/// Something of another module, by its name there; `*` is all of it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Outside {
    pub(super) from: Origin,
    pub(super) name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Origin {
    /// Another source, without `.js`.
    Source(&'static str),
    /// A file of the web root that the framework owns.
    WebRoot(String),
}

pub(super) struct Source {
    /// The path without `.js`.
    pub(super) module: &'static str,
    pub(super) items: Vec<Stmt>,
    /// By local identifier.
    pub(super) imports: BTreeMap<Id, Outside>,
    /// The sources that it imports, in order.
    pub(super) imported: Vec<&'static str>,
    /// By exported name.
    pub(super) exports: BTreeMap<String, Exported>,
    /// That of the names declared at the top level.
    pub(super) top_level: SyntaxContext,
    /// That of the names that nothing declares.
    pub(super) global: SyntaxContext,
}

pub(super) enum Exported {
    Local(String),
    Outside(Outside),
}

/// All sources. Must run inside swc's `GLOBALS`.
pub(super) fn all() -> Vec<Source> {
    FILES.iter().map(|&(path, text)| read(path, text)).collect()
}

fn read(path: &'static str, text: &str) -> Source {
    let (global, top_level) = (Mark::new(), Mark::new());
    let mut program = Program::Module(parsed(text));
    resolver(global, top_level, false).process(&mut program);
    let mut source = Source {
        module: path.trim_end_matches(".js"),
        items: Vec::new(),
        imports: BTreeMap::new(),
        imported: Vec::new(),
        exports: BTreeMap::new(),
        top_level: SyntaxContext::empty().apply_mark(top_level),
        global: SyntaxContext::empty().apply_mark(global),
    };
    let Program::Module(module) = program else { return source };
    for item in module.body {
        match item {
            ModuleItem::Stmt(statement) => source.items.push(statement),
            ModuleItem::ModuleDecl(declaration) => source.add(path, declaration),
        }
    }
    source.pass_on();
    source
}

/// The sources are our own, and a test parses them: one that does not parse is empty here.
fn parsed(text: &str) -> Module {
    let sources = Lrc::<SourceMap>::default();
    let file = sources.new_source_file(Lrc::new(FileName::Anon), text.to_owned());
    let syntax = Syntax::Es(Default::default());
    parse_file_as_module(&file, syntax, EsVersion::latest(), None, &mut vec![]).unwrap_or_default()
}

impl Source {
    fn add(&mut self, path: &str, declaration: ModuleDecl) {
        match declaration {
            ModuleDecl::Import(import) => {
                let from = origin(path, &import.src.value.to_string_lossy());
                if let Origin::Source(module) = from {
                    self.imported.push(module);
                }
                for specifier in import.specifiers {
                    let (local, name) = match specifier {
                        ImportSpecifier::Named(named) => {
                            let name = named.imported.as_ref().map(text_of);
                            let local = named.local.to_id();
                            (local.clone(), name.unwrap_or_else(|| local.0.to_string()))
                        }
                        ImportSpecifier::Namespace(all) => (all.local.to_id(), "*".to_owned()),
                        ImportSpecifier::Default(default) => {
                            (default.local.to_id(), "default".to_owned())
                        }
                    };
                    self.imports.insert(local, Outside { from: from.clone(), name });
                }
            }
            ModuleDecl::ExportDecl(export) => {
                for name in declared(&export.decl) {
                    self.exports.insert(name.clone(), Exported::Local(name));
                }
                self.items.push(Stmt::Decl(export.decl));
            }
            ModuleDecl::ExportNamed(export) => {
                let from =
                    export.src.as_ref().map(|from| origin(path, &from.value.to_string_lossy()));
                for specifier in &export.specifiers {
                    let ExportSpecifier::Named(named) = specifier else { continue };
                    let name = text_of(&named.orig);
                    let exported = named.exported.as_ref().map_or_else(|| name.clone(), text_of);
                    let target = match &from {
                        Some(from) => Exported::Outside(Outside { from: from.clone(), name }),
                        None => Exported::Local(name),
                    };
                    self.exports.insert(exported, target);
                }
            }
            _ => {}
        }
    }

    /// What is imported and exported again comes from where it was imported.
    fn pass_on(&mut self) {
        for exported in self.exports.values_mut() {
            let Exported::Local(local) = exported else { continue };
            let imported = self.imports.iter().find(|((name, _), _)| **name == **local);
            if let Some((_, outside)) = imported {
                *exported = Exported::Outside(outside.clone());
            }
        }
    }

    /// The names that the statements declare at the top level.
    pub(super) fn declared(&self) -> impl Iterator<Item = String> {
        self.items.iter().flat_map(declared_by)
    }
}

/// The names that a top-level statement declares.
pub(super) fn declared_by(statement: &Stmt) -> Vec<String> {
    match statement {
        Stmt::Decl(declaration) => declared(declaration),
        _ => Vec::new(),
    }
}

fn declared(declaration: &Decl) -> Vec<String> {
    match declaration {
        Decl::Fn(function) => vec![function.ident.sym.to_string()],
        Decl::Class(class) => vec![class.ident.sym.to_string()],
        Decl::Var(variables) => variables
            .decls
            .iter()
            .filter_map(|variable| match &variable.name {
                Pat::Ident(name) => Some(name.sym.to_string()),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// What an import specifier of the source at `path` names. Sources lie below `generated/python/`.
fn origin(path: &str, specifier: &str) -> Origin {
    let own = format!("generated/python/{path}");
    let target = script::resolved_specifier(&own, specifier).unwrap_or_default();
    let known = target.strip_prefix("generated/python/").and_then(|target| {
        let index = FILES.binary_search_by_key(&target, |&(known, _)| known).ok()?;
        Some(FILES[index].0.trim_end_matches(".js"))
    });
    known.map_or(Origin::WebRoot(target), Origin::Source)
}

fn text_of(name: &ModuleExportName) -> String {
    match name {
        ModuleExportName::Ident(ident) => ident.sym.to_string(),
        ModuleExportName::Str(text) => text.value.to_string_lossy().into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_parses_and_is_made_of_what_can_ship_in_parts() {
        for &(path, text) in FILES {
            assert!(!parsed(text).body.is_empty(), "{path} does not parse");
            for item in parsed(text).body {
                let is_whole = match &item {
                    ModuleItem::ModuleDecl(ModuleDecl::ExportNamed(export)) => export
                        .specifiers
                        .iter()
                        .any(|specifier| !matches!(specifier, ExportSpecifier::Named(_))),
                    ModuleItem::ModuleDecl(declaration) => {
                        !matches!(declaration, ModuleDecl::Import(_) | ModuleDecl::ExportDecl(_))
                    }
                    ModuleItem::Stmt(Stmt::Decl(Decl::Var(variables))) => {
                        variables.decls.iter().any(|each| !matches!(each.name, Pat::Ident(_)))
                    }
                    ModuleItem::Stmt(_) => false,
                };
                assert!(!is_whole, "{path}: {item:?}");
            }
        }
    }
}
