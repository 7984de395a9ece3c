//! Imports inside functions, moved to the top of the file.
//!
//! A browser has loaded all modules before a function runs, so that it makes no difference when an
//! import stands in one. An import stays where it is, and is refused there, if its name means something
//! else in the file.

use rustpython_parser::ast;
use std::collections::{BTreeMap, BTreeSet};

/// Takes the imports out of the functions of a file; each is returned with the place of the top-level
/// statement that it stood in.
pub(super) fn lifted(suite: &mut [ast::Stmt]) -> Vec<(usize, ast::Stmt)> {
    let mut lift = Lift { taken: BTreeSet::new(), known: BTreeMap::new(), found: Vec::new() };
    for statement in suite.iter() {
        lift.bind(statement);
    }
    for (place, statement) in suite.iter_mut().enumerate() {
        lift.statement(statement, false);
        for import in std::mem::take(&mut lift.found) {
            lift.placed(place, import);
        }
    }
    lift.known.into_values().flatten().collect()
}

struct Lift {
    /// Names that the file binds at its top level.
    taken: BTreeSet<String>,
    /// Lifted imports by what they bind.
    known: BTreeMap<String, Option<(usize, ast::Stmt)>>,
    found: Vec<ast::Stmt>,
}

/// What an import binds, and the text by which two imports are compared.
fn bindings(statement: &ast::Stmt) -> Option<Vec<(String, String)>> {
    let bound = |alias: &ast::Alias, from: &str, is_dotted: bool| {
        let name = alias.asname.as_ref().unwrap_or(&alias.name).to_string();
        let name = match (is_dotted, &alias.asname) {
            (true, None) => name.split('.').next().unwrap_or_default().to_owned(),
            _ => name,
        };
        (name, format!("{from}:{}", alias.name))
    };
    match statement {
        ast::Stmt::Import(node) => {
            Some(node.names.iter().map(|alias| bound(alias, "", true)).collect())
        }
        ast::Stmt::ImportFrom(node) if node.names.iter().all(|alias| &*alias.name != "*") => {
            let level = node.level.map_or(0, |level| level.to_u32());
            let from = format!("{level}{}", node.module.as_deref().unwrap_or_default());
            Some(node.names.iter().map(|alias| bound(alias, &from, false)).collect())
        }
        _ => None,
    }
}

impl Lift {
    fn bind(&mut self, statement: &ast::Stmt) {
        match statement {
            ast::Stmt::FunctionDef(node) => {
                self.taken.insert(node.name.to_string());
            }
            ast::Stmt::AsyncFunctionDef(node) => {
                self.taken.insert(node.name.to_string());
            }
            ast::Stmt::ClassDef(node) => {
                self.taken.insert(node.name.to_string());
            }
            ast::Stmt::Assign(node) => {
                let names = node.targets.iter().filter_map(|target| target.as_name_expr());
                self.taken.extend(names.map(|name| name.id.to_string()));
            }
            ast::Stmt::AnnAssign(node) => {
                self.taken.extend(node.target.as_name_expr().map(|name| name.id.to_string()));
            }
            _ => {
                for (name, meaning) in bindings(statement).unwrap_or_default() {
                    self.taken.insert(format!("{name}={meaning}"));
                    self.taken.insert(name);
                }
            }
        }
    }

    fn statement(&mut self, statement: &mut ast::Stmt, in_function: bool) {
        if in_function && self.can_move(statement) {
            let range = ast::Ranged::range(statement);
            let import = std::mem::replace(statement, ast::StmtPass { range }.into());
            self.found.push(import);
            return;
        }
        let block = |this: &mut Self, body: &mut [ast::Stmt], inside: bool| {
            body.iter_mut().for_each(|each| this.statement(each, inside));
        };
        match statement {
            ast::Stmt::FunctionDef(node) => block(self, &mut node.body, true),
            ast::Stmt::AsyncFunctionDef(node) => block(self, &mut node.body, true),
            ast::Stmt::ClassDef(node) => block(self, &mut node.body, false),
            ast::Stmt::If(node) => {
                block(self, &mut node.body, in_function);
                block(self, &mut node.orelse, in_function);
            }
            ast::Stmt::For(node) => block(self, &mut node.body, in_function),
            ast::Stmt::While(node) => block(self, &mut node.body, in_function),
            ast::Stmt::With(node) => block(self, &mut node.body, in_function),
            ast::Stmt::Try(node) => {
                block(self, &mut node.body, in_function);
                block(self, &mut node.orelse, in_function);
                block(self, &mut node.finalbody, in_function);
            }
            _ => {}
        }
    }

    fn can_move(&mut self, statement: &ast::Stmt) -> bool {
        let Some(names) = bindings(statement) else { return false };
        let is_free = names.iter().all(|(name, meaning)| {
            let same = format!("{name}={meaning}");
            self.taken.contains(&same) || !self.taken.contains(name)
        });
        if is_free {
            for (name, meaning) in names {
                self.taken.insert(format!("{name}={meaning}"));
                self.taken.insert(name);
            }
        }
        is_free
    }

    fn placed(&mut self, place: usize, import: ast::Stmt) {
        let key = format!("{:?}", bindings(&import));
        self.known.entry(key).or_insert(Some((place, import)));
    }
}
