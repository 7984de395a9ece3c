//! Surfaces: what an app declares, which browser classes each page and mount needs, and every output
//! that follows from that: entries, registries, stores, manifests, assets.
//!
//! Runs no Python and composes no HTML. Declarations come from syntax; where an argument is computed,
//! the worker's answer takes its place.

pub mod declaration;
pub mod discovery;
pub mod problem;
pub mod read;
pub mod routing;
pub mod value;

use crate::syntax::ast::Name;
use declaration::{JsImport, PathEntry, SurfaceDecl};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One document of the build: a declared surface at a concrete path.
#[derive(Clone, Debug, PartialEq)]
pub struct Surface {
    pub decl: Arc<SurfaceDecl>,
    pub entry: PathEntry,
    /// The module that boots the surface, relative to the web root: `surfaces/route__index.js`.
    pub entry_script: Arc<str>,
    /// Import aliases by name: the app's, the shell's, then the surface's own.
    pub modules: BTreeMap<Name, JsImport>,
    pub shell: SurfaceShell,
    /// The socket client is booted on this surface (never in a static build).
    pub uses_socket: bool,
}

/// The effective shell of a surface: the app's, overlaid by its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceShell {
    /// Project-relative path of the template.
    pub template: Option<Name>,
    /// `None` is the default slot.
    pub slot: Option<Name>,
    pub css: Vec<Asset>,
    pub js: Vec<Asset>,
}

/// A file or URL that documents refer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Asset {
    pub kind: AssetKind,
    /// Root-absolute path, or the URL as written.
    pub web_path: Name,
    pub external: bool,
    /// A script that is loaded as an ES module.
    pub module: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AssetKind {
    Css,
    Js,
    /// The target of an import alias.
    Module,
    /// A file of `app/static/`.
    Static,
}
