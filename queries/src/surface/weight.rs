//! How many bytes of our own JavaScript a surface loads, uncompressed: classes, shared modules, runtime.
//!
//! Ragot and the framework's boot scripts, which every surface loads, are not counted.

use super::reach::surface_items;
use crate::db::Db;
use crate::emit::{EsModule, class_js, shared_js};
use crate::items::{ItemDef, ItemKind};
use crate::lower::ImportSource;
use crate::render::{SurfaceDescription, SurfaceKey};
use crate::runtime::class_runtime;
use crate::runtime_files;
use crate::syntax::ast::Name;
use std::collections::BTreeSet;

/// The bytes of a surface's scripts, on its heaviest path.
pub fn script_bytes(db: &dyn Db, surface: &SurfaceDescription) -> usize {
    let all = surface_items(db);
    let keys = surface
        .entries
        .iter()
        .map(|entry| SurfaceKey { kind: surface.kind, path: entry.path.clone() });
    let sets: BTreeSet<&BTreeSet<ItemDef<'_>>> = keys.filter_map(|key| all.get(&key)).collect();
    sets.into_iter().map(|items| bytes_of(db, items)).max().unwrap_or_default()
}

fn bytes_of(db: &dyn Db, items: &BTreeSet<ItemDef<'_>>) -> usize {
    let mut files: BTreeSet<&Name> = BTreeSet::new();
    let mut modules: Vec<&EsModule> = Vec::new();
    for &item in items {
        if class_runtime(db, item).browser().is_some() {
            modules.extend(class_js(db, item));
        } else if item.kind(db) != ItemKind::Import && files.insert(item.file(db).module(db)) {
            modules.extend(shared_js(db, item.file(db)));
        }
    }
    let imports = modules.iter().flat_map(|module| &module.imports);
    let names: BTreeSet<String> = imports
        .filter_map(|import| match import {
            ImportSource::Python(name) => Some(format!("{name}.js")),
            _ => None,
        })
        .collect();
    let runtime = runtime_files::closure(names.iter().map(String::as_str));
    let runtime = runtime.into_iter().filter_map(runtime_files::text).map(str::len);
    modules.iter().map(|module| module.code.len()).chain(runtime).sum()
}
