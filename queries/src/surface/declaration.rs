//! What syntax tells of an app: its `App`, its pages and mounts, its stores.
//!
//! The descriptions are those of the worker's answer (`render.rs`), so that prediction and truth can
//! stand in for each other; here they come with the arguments that only a run can tell, and with the
//! place of the declaration. Everything is position-free; [`Place`] becomes a byte range at the edge.

use crate::render::{ModuleSpec, ShellSpec, StoreDescription, SurfaceDescription};
use crate::syntax::ast::{Name, NodeId};
use std::collections::{BTreeMap, BTreeSet};

/// `App(...)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppDecl {
    /// `module:attribute` of the object.
    pub target: Name,
    /// Dotted package below which `page.py` files are found.
    pub routes: Name,
    /// Dotted package below which `mount.py` files are found; may be absent.
    pub mounts_package: Name,
    /// `auto`, `wsgi` or `websocket`.
    pub server_mode: Name,
    pub shell: Option<ShellSpec>,
    pub modules: BTreeMap<String, ModuleSpec>,
    /// Arguments that syntax does not tell, by keyword; their fields hold the defaults.
    pub computed: BTreeSet<Name>,
}

impl Default for AppDecl {
    /// What `App()` means, at the first place where the framework looks.
    fn default() -> Self {
        Self {
            target: "app:app".into(),
            routes: "app.routes".into(),
            mounts_package: "app.mounts".into(),
            server_mode: "auto".into(),
            shell: None,
            modules: BTreeMap::new(),
            computed: BTreeSet::new(),
        }
    }
}

impl AppDecl {
    /// The top-level package of the app, the one that a full build ships.
    pub fn package(&self) -> &str {
        self.routes.split('.').next().unwrap_or_default()
    }
}

/// A `page(...)` or `mount(...)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SurfaceDecl {
    /// Computed fields hold their defaults; `entries` is empty while `static_paths` is computed.
    pub description: SurfaceDescription,
    /// Arguments that syntax does not tell, by keyword.
    pub computed: BTreeSet<Name>,
    pub place: Place,
}

/// `store(name, initial=…)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreDecl {
    pub description: StoreDescription,
    /// `initial` is not literal; the description then holds an empty object.
    pub is_computed: bool,
    pub place: Place,
}

/// A node of the item that binds `variable` in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Project-relative path of the Python file.
    pub path: Name,
    /// The item: the module-level name that it binds.
    pub variable: Name,
    pub node: NodeId,
}

/// `over` layered on `base`: how a surface's shell lies over the app's, and a shell over its base.
///
/// A shell without a slot of its own keeps the slot below it, so that a page that only adds a
/// stylesheet fits into any app shell.
pub fn overlaid(base: &ShellSpec, over: &ShellSpec) -> ShellSpec {
    let mut modules = base.modules.clone();
    modules.extend(over.modules.clone());
    ShellSpec {
        template: over.template.clone().or_else(|| base.template.clone()),
        css: base.css.iter().chain(&over.css).cloned().collect(),
        js: base.js.iter().chain(&over.js).cloned().collect(),
        modules,
        slot: over.slot.clone().or_else(|| base.slot.clone()),
    }
}
