//! The generated modules that no one class owns: stores, registry, entries and manifests, each a query,
//! so that an edit writes only those that can differ.

use super::assets::{Asset, AssetKind, web_path};
use super::describe::app_description;
use super::entry::{self, Registry};
use super::output::{referenced, static_files, surface_facts};
use super::reach::{needed_items, registry, surface_items};
use super::{manifest, stores};
use crate::db::Db;
use crate::emit::{class_outline, class_source, shared_outline};
use crate::items::{ItemDef, ItemKind};
use crate::python_runtime::{Part, Uses, shipped, shipped_in_full};
use crate::render::{StoreDescription, SurfaceDescription, SurfaceKey};
use std::collections::{BTreeMap, BTreeSet};

/// The stores of the app alone: what is read here does not depend on its surfaces.
#[salsa::tracked(returns(ref))]
pub fn app_stores(db: &dyn Db) -> Vec<StoreDescription> {
    app_description(db).stores.clone()
}

/// The surfaces of the app alone: what is read here does not depend on its stores.
#[salsa::tracked(returns(ref))]
pub fn app_surfaces(db: &dyn Db) -> Vec<SurfaceDescription> {
    app_description(db).surfaces.clone()
}

/// `generated/stores.js`
#[salsa::tracked(returns(ref))]
pub fn stores_module(db: &dyn Db) -> String {
    stores::stores_js(app_stores(db))
}

/// What all code of the app uses of the browser runtime. `None` if it cannot be told, because some of it does not
/// compile: its last good version may use anything.
#[salsa::tracked(returns(as_ref))]
pub fn runtime_uses(db: &dyn Db) -> Option<Uses> {
    let mut uses = Uses::default();
    if !app_stores(db).is_empty() {
        uses.add("stores", "createStoreBridge");
    }
    for &item in needed_items(db) {
        if class_source(db, item).is_some() {
            uses.extend(&class_outline(db, item)?.uses);
        } else if item.kind(db) != ItemKind::Import {
            uses.extend(&shared_outline(db, item.file(db))?.uses);
        }
    }
    Some(uses)
}

/// The files of `generated/python/`.
#[salsa::tracked(returns(ref))]
pub fn runtime_parts(db: &dyn Db) -> BTreeMap<String, Part> {
    runtime_uses(db).map_or_else(shipped_in_full, shipped)
}

/// `generated/index.js`
#[salsa::tracked(returns(ref))]
pub fn registry_module(db: &dyn Db) -> String {
    entry::index_js(&registry(db, needed_items(db).iter().copied()))
}

/// The entry modules of all surfaces: path relative to the web root, and text.
#[salsa::tracked(returns(ref))]
pub fn surface_entries(db: &dyn Db) -> BTreeMap<String, String> {
    let registered = |(key, items): (&SurfaceKey, &BTreeSet<ItemDef<'_>>)| {
        (key.clone(), registry(db, items.iter().copied()))
    };
    let registries: BTreeMap<SurfaceKey, Registry> =
        surface_items(db).iter().map(registered).collect();
    entry::entries(&registries)
}

/// `generated/manifest.js`
#[salsa::tracked(returns(ref))]
pub fn route_manifest(db: &dyn Db) -> String {
    manifest::manifest_js(app_surfaces(db))
}

/// `manifest.json`
#[salsa::tracked(returns(ref))]
pub fn tool_manifest(db: &dyn Db) -> String {
    let app = app_description(db);
    let mut assets: BTreeSet<Asset> =
        referenced(db).into_iter().map(|resolved| resolved.asset).collect();
    assets.extend(static_files(db).map(|path| Asset {
        kind: AssetKind::Static,
        web_path: web_path(&app.asset_root, path),
        external: false,
        module: false,
    }));
    let assets: Vec<Asset> = assets.into_iter().collect();
    manifest::manifest_json(app, &surface_facts(db), &assets)
}
