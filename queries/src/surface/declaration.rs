//! What an app declares: its `App`, its pages and mounts, its stores.
//!
//! The same types hold what syntax tells (with [`SurfaceDecl::computed`] naming the arguments that
//! only a run can tell) and what the worker answers (where nothing is computed). Everything is
//! position-free; [`Place`] becomes a byte range at the edge.

use crate::syntax::ast::{Name, NodeId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SurfaceKind {
    Route,
    Mount,
}

impl SurfaceKind {
    /// As the framework's manifest, payload and entry file names write it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Route => "route",
            Self::Mount => "mount",
        }
    }
}

/// A class by the dotted module that defines it and its name there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ClassRef {
    pub module: Name,
    pub name: Name,
}

/// Everything an app declares.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Declarations {
    pub app: AppDecl,
    /// In the framework's order: static paths before dynamic ones, then by path; mounts by path.
    pub surfaces: Vec<SurfaceDecl>,
    /// In order of declaration.
    pub stores: Vec<StoreDecl>,
}

/// `App(...)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AppDecl {
    /// `module:attribute` of the object.
    pub target: Name,
    /// Dotted package below which `page.py` files are found.
    pub routes: Name,
    /// Dotted package below which `mount.py` files are found; may be absent.
    pub mounts_package: Name,
    pub shell: Option<ShellDecl>,
    pub modules: BTreeMap<Name, JsImport>,
    pub metadata: Map<String, Value>,
    /// `auto`, `wsgi` or `websocket`.
    pub server_mode: Name,
    /// Arguments that syntax does not tell, by keyword.
    #[serde(default)]
    pub computed: BTreeSet<Name>,
}

impl Default for AppDecl {
    /// What `App()` means, at the first place the framework looks.
    fn default() -> Self {
        Self {
            target: "app:app".into(),
            routes: "app.routes".into(),
            mounts_package: "app.mounts".into(),
            shell: None,
            modules: BTreeMap::new(),
            metadata: Map::new(),
            server_mode: "auto".into(),
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SurfaceDecl {
    pub kind: SurfaceKind,
    /// The dotted module as the framework's discovery names it.
    pub module: Name,
    /// The module-level name that holds the object.
    pub variable: Name,
    /// `path=` as normalised by the framework; may have `[name]` and `[...name]` segments.
    pub pattern: Name,
    pub name: Option<Name>,
    /// `document` or `hybrid`; `hybrid` for mounts.
    pub mode: Name,
    /// `controller=` of a page, `boot=` of a mount.
    pub controller: Option<ClassRef>,
    /// `screen=` of a page.
    pub screen: Option<ClassRef>,
    /// `component=` of a mount.
    pub component: Option<ClassRef>,
    /// `module=` of a mount.
    pub root_module: Option<ClassRef>,
    pub metadata: Map<String, Value>,
    /// `shell=` with `css=` and `js=` layered over it.
    pub shell: Option<ShellDecl>,
    pub modules: BTreeMap<Name, JsImport>,
    pub providers: BTreeMap<Name, ClassRef>,
    /// The names of the controller's actions, sorted, inherited ones included.
    pub actions: Vec<Name>,
    /// The concrete paths, in the order that `static_paths` gives; empty while they are computed.
    pub entries: Vec<PathEntry>,
    /// Arguments that syntax does not tell, by keyword; their fields hold the defaults.
    #[serde(default)]
    pub computed: BTreeSet<Name>,
    /// Where the declaration is written; absent in the worker's answer.
    #[serde(skip)]
    pub place: Option<Place>,
}

impl SurfaceDecl {
    /// `name=`, else what the framework derives from the path.
    pub fn display_name(&self) -> Name {
        self.name.clone().unwrap_or_else(|| super::routing::slug(&self.pattern).into())
    }

    pub fn is_computed(&self, argument: &str) -> bool {
        self.computed.contains(argument)
    }
}

/// One concrete path of a surface.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PathEntry {
    pub path: Name,
    /// A string per `[name]`, a list of strings per `[...name]`.
    pub params: Map<String, Value>,
}

/// `shell(...)`, with its base already folded in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShellDecl {
    /// Relative to the project, as written.
    pub template: Option<Name>,
    pub css: Vec<Name>,
    pub js: Vec<Script>,
    pub modules: BTreeMap<Name, JsImport>,
    /// Absent means the default slot: a surface then keeps the slot of the app's shell.
    pub slot: Option<Name>,
}

impl ShellDecl {
    /// This shell with `over` layered on it, as a surface's shell lies over the app's.
    pub fn overlaid(&self, over: &Self) -> Self {
        let mut modules = self.modules.clone();
        modules.extend(over.modules.clone());
        Self {
            template: over.template.clone().or_else(|| self.template.clone()),
            css: self.css.iter().chain(&over.css).cloned().collect(),
            js: self.js.iter().chain(&over.js).cloned().collect(),
            modules,
            slot: over.slot.clone().or_else(|| self.slot.clone()),
        }
    }
}

/// `script(src, module=…)`, or a plain path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Script {
    pub src: Name,
    /// Loaded as an ES module.
    pub module: bool,
}

/// `module(src, export=…)`, or a plain path: what `imports.<alias>` means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JsImport {
    pub src: Name,
    pub export: Name,
}

/// `store(name, initial=…)`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoreDecl {
    pub name: Name,
    pub initial: Value,
    /// `initial` is not literal; it then holds an empty object.
    #[serde(default)]
    pub is_computed: bool,
    #[serde(skip)]
    pub place: Option<Place>,
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
