//! Server names that a file of browser classes imports and nothing uses.

use crate::db::Db;
use crate::diagnostic::{Code, NodeDiagnostic};
use crate::framework::{self, Side};
use crate::input::{SourceFile, SourceTree};
use crate::items::{ItemDef, ItemKind, module_items, module_scope};
use crate::references::{file_browser_classes, item_mentions};
use crate::resolve::{Symbol, resolve};
use crate::runtime::class_runtime;
use crate::syntax::ast::{Name, StmtKind};
use std::collections::BTreeSet;

const UNUSED_IMPORT: Code = Code(102);

/// The names that a file takes from other modules; `*` for all that there are.
#[salsa::tracked(returns(ref))]
fn imported_names(db: &dyn Db, file: SourceFile) -> BTreeSet<Name> {
    let mut names = BTreeSet::new();
    for item in module_items(db, file) {
        if let StmtKind::ImportFrom { names: aliases, .. } = &item.statement(db).kind {
            names.extend(aliases.iter().map(|alias| alias.name.name.clone()));
        }
    }
    names
}

/// Imports of server names in a file that has browser classes and does not use them, each with its
/// statement. A name that another file imports under the same name may be taken from here.
pub(super) fn unused<'db>(
    db: &'db dyn Db,
    file: SourceFile,
) -> Vec<(ItemDef<'db>, NodeDiagnostic)> {
    if file_browser_classes(db, file).is_empty() || file.is_package(db) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for &item in module_items(db, file) {
        let statement = item.statement(db);
        let StmtKind::ImportFrom { names, .. } = &statement.kind else { continue };
        for alias in names {
            let bound = Name::from(alias.bound_name());
            if alias.name.name == "*"
                || !is_server(db, file, &bound)
                || is_mentioned(db, file, &bound)
            {
                continue;
            }
            if is_exported(db, file, &bound) {
                continue;
            }
            let message = format!("`{bound}` runs on the server, and nothing here uses it");
            found.push((
                item,
                NodeDiagnostic {
                    code: UNUSED_IMPORT,
                    at: alias.name.id,
                    message: message.into(),
                    help: Some("remove the import".into()),
                },
            ));
        }
    }
    found
}

fn is_server(db: &dyn Db, file: SourceFile, name: &Name) -> bool {
    match resolve(db, file, name) {
        Some(Symbol::Framework(public)) => framework::side(&public) == Some(Side::Server),
        Some(symbol) => symbol.class(db).is_some_and(|class| class_runtime(db, class).is_server()),
        None => false,
    }
}

/// Whether a file's own code mentions a name.
fn is_mentioned(db: &dyn Db, file: SourceFile, name: &str) -> bool {
    let items = module_items(db, file).iter().filter(|item| item.kind(db) != ItemKind::Import);
    items.into_iter().any(|&item| item_mentions(db, item).contains_key(name))
}

/// Whether another file may take the name from this one.
fn is_exported(db: &dyn Db, file: SourceFile, name: &Name) -> bool {
    let others = SourceTree::get(db).modules(db).values().filter(|other| **other != file);
    !module_scope(db, file).candidates("__all__").is_empty()
        || others.into_iter().any(|&other| {
            let names = imported_names(db, other);
            let may_name_it = names.contains("*") || names.contains(name);
            may_name_it && imports_module(db, other, file)
        })
}

/// Whether a file names the module of another in an import.
fn imports_module(db: &dyn Db, file: SourceFile, of: SourceFile) -> bool {
    let last = of.module(db).rsplit('.').next().unwrap_or_default();
    module_items(db, file).iter().any(|item| match &item.statement(db).kind {
        StmtKind::ImportFrom { module: Some(module), .. } => {
            module.rsplit('.').next() == Some(last)
        }
        _ => false,
    })
}
