//! What a surface makes its visitors load: bytes of our own JavaScript, and of the data from `load()`.
//!
//! Ragot and the framework's boot scripts, which every surface loads, are not counted.

use super::declaration::SurfaceDecl;
use super::declare::declarations;
use super::describe::app_description;
use super::generated::runtime_parts;
use super::problem::{At, Problem, codes};
use super::reach::surface_items;
use crate::db::Db;
use crate::emit::{Outline, class_outline, shared_outline};
use crate::items::{ItemDef, ItemKind};
use crate::lower::ImportSource;
use crate::render::{Rendered, RenderedEntry, Renderings, SurfaceDescription, SurfaceKey};
use crate::runtime::class_runtime;
use crate::settings::settings;
use crate::syntax::ast::Name;
use std::collections::BTreeSet;

/// From here on the data of a page is worth a warning, as the framework's own program has it.
const HEAVY_DATA: usize = 50 * 1024;

/// Surfaces with much data, and those over the budget of the settings.
pub fn weight_problems(db: &dyn Db) -> Vec<Problem> {
    let mut problems = Vec::new();
    for surface in &app_description(db).surfaces {
        let (bytes, path) = data_bytes(db, surface);
        if bytes >= HEAVY_DATA {
            let message = format!("`load()` of {path} returns {} of data", kilobytes(bytes));
            problems.push(Problem::new(place(db, surface), codes::HEAVY_DATA, message));
        }
        if let Some(budget) = settings(db).budget {
            let bytes = script_bytes(db, surface);
            if bytes > budget * 1024 {
                let message = format!(
                    "{} loads {} of JavaScript, and its budget is {budget} KB",
                    surface.pattern,
                    kilobytes(bytes)
                );
                problems.push(Problem::new(place(db, surface), codes::OVER_BUDGET, message));
            }
        }
    }
    problems
}

fn kilobytes(bytes: usize) -> String {
    format!("{:.1} KB", bytes as f64 / 1024.0)
}

fn place(db: &dyn Db, surface: &SurfaceDescription) -> At {
    let is_same = |decl: &&SurfaceDecl| {
        (decl.description.kind, &decl.description.pattern) == (surface.kind, &surface.pattern)
    };
    let declared = declarations(db).surfaces.iter().find(is_same);
    declared.map_or_else(|| At::File((&surface.file).into()), |decl| At::Place(decl.place.clone()))
}

/// The bytes of the data that `load()` gave the heaviest path, and that path.
fn data_bytes<'a>(db: &'a dyn Db, surface: &'a SurfaceDescription) -> (usize, &'a str) {
    let rendered = Renderings::get(db).surfaces(db);
    let of_path = |path: &'a str| {
        let key = SurfaceKey { kind: surface.kind, path: path.to_owned() };
        Some((entry_bytes(rendered.get(&key)?.entry(db))?, path))
    };
    surface.entries.iter().filter_map(|entry| of_path(&entry.path)).max().unwrap_or((0, ""))
}

/// The bytes of the data of one path, if there are any.
fn entry_bytes(entry: &RenderedEntry) -> Option<usize> {
    let Rendered::Content(content) = &entry.rendered else { return None };
    let data = ["routeData", "boot"].iter().filter_map(|name| content.payload.get(*name));
    data.map(|text| text.len()).max()
}

/// Whether the data of one path are worth a warning.
pub(super) fn is_heavy(entry: &RenderedEntry) -> bool {
    entry_bytes(entry).is_some_and(|bytes| bytes >= HEAVY_DATA)
}

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
    let mut modules: Vec<&Outline> = Vec::new();
    for &item in items {
        if class_runtime(db, item).browser().is_some() {
            modules.extend(class_outline(db, item));
        } else if item.kind(db) != ItemKind::Import && files.insert(item.file(db).module(db)) {
            modules.extend(shared_outline(db, item.file(db)));
        }
    }
    let imports = modules.iter().flat_map(|module| &module.imports);
    let parts = imports.filter_map(|import| match import {
        ImportSource::Python(name) => Some(format!("{name}.js")),
        _ => None,
    });
    let own: usize = modules.iter().map(|module| module.text.bytes as usize).sum();
    own + runtime_bytes(db, parts.collect())
}

/// The bytes of parts of the runtime, with what they import.
fn runtime_bytes(db: &dyn Db, mut waiting: Vec<String>) -> usize {
    let parts = runtime_parts(db);
    let mut seen = BTreeSet::new();
    let mut bytes = 0;
    while let Some(path) = waiting.pop() {
        if let Some(part) = parts.get(&path)
            && seen.insert(path)
        {
            bytes += part.text.len();
            waiting.extend(part.imports.iter().cloned());
        }
    }
    bytes
}
