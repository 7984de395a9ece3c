//! From the paths that shells and pages name to files of the project and URLs of the web root.

use super::declaration::overlaid;
use crate::render::{ModuleSpec, ShellSpec};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file or URL that documents refer to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Asset {
    pub kind: AssetKind,
    /// Root-absolute path, or the URL as written.
    pub web_path: String,
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

/// The folder of files that are copied whether anything names them or not, below the asset root.
pub const STATIC: &str = "app/static/";

/// A URL of another origin, which is kept as it is and copied from nowhere.
pub fn is_external(path: &str) -> bool {
    ["http://", "https://", "//"].iter().any(|scheme| path.starts_with(scheme))
}

/// The project file that `path` names, as declared relative to the asset root (`""` or without outer
/// slashes). `None` if it lies outside the project.
pub fn project_path(asset_root: &str, path: &str) -> Option<String> {
    if path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = Vec::new();
    for part in asset_root.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The URL of a project file: `/static/…` for `app/static/`, else `/assets/…`.
pub fn web_path(asset_root: &str, project_path: &str) -> String {
    let relative = match asset_root {
        "" => project_path,
        root => project_path
            .strip_prefix(root)
            .map_or(project_path, |rest| rest.trim_start_matches('/')),
    };
    match relative.strip_prefix(STATIC) {
        Some(rest) => format!("/static/{rest}"),
        None => format!("/assets/{relative}"),
    }
}

/// One thing that a surface refers to: where it is declared to be, and what becomes of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub asset: Asset,
    /// As declared.
    pub declared: String,
    /// `None` for a URL, and for a path outside the project.
    pub source: Option<String>,
}

/// What `path` becomes. A path outside the project keeps its text as URL and has no source.
pub fn resolved(asset_root: &str, kind: AssetKind, path: &str, module: bool) -> Resolved {
    let external = is_external(path);
    let source = if external { None } else { project_path(asset_root, path) };
    let url =
        source.as_deref().map_or_else(|| path.to_owned(), |source| web_path(asset_root, source));
    Resolved {
        asset: Asset { kind, web_path: url, external, module },
        declared: path.to_owned(),
        source,
    }
}

/// Everything one surface refers to, the app's first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceAssets {
    pub css: Vec<Resolved>,
    pub js: Vec<Resolved>,
    /// By alias; the export is the name that `imports.<alias>` takes from the module.
    pub modules: BTreeMap<String, (Resolved, String)>,
}

impl SurfaceAssets {
    pub fn iter(&self) -> impl Iterator<Item = &Resolved> {
        self.css.iter().chain(&self.js).chain(self.modules.values().map(|(resolved, _)| resolved))
    }
}

/// The assets of a surface from the app's and its own declarations.
///
/// Aliases merge in the framework's order: app, effective shell, surface.
pub fn surface_assets(
    asset_root: &str,
    app: (&Option<ShellSpec>, &BTreeMap<String, ModuleSpec>),
    own: (&Option<ShellSpec>, &BTreeMap<String, ModuleSpec>),
) -> SurfaceAssets {
    let empty = ShellSpec::default();
    let shell = overlaid(app.0.as_ref().unwrap_or(&empty), own.0.as_ref().unwrap_or(&empty));
    let aliases: BTreeMap<&String, &ModuleSpec> =
        app.1.iter().chain(&shell.modules).chain(own.1).collect();
    let module = |(alias, spec): (&String, &ModuleSpec)| {
        (
            alias.clone(),
            (resolved(asset_root, AssetKind::Module, &spec.src, false), spec.export.clone()),
        )
    };
    SurfaceAssets {
        css: shell
            .css
            .iter()
            .map(|path| resolved(asset_root, AssetKind::Css, path, false))
            .collect(),
        js: shell
            .js
            .iter()
            .map(|script| resolved(asset_root, AssetKind::Js, &script.src, script.module))
            .collect(),
        modules: aliases.into_iter().map(module).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(path: &str) -> String {
        resolved("", AssetKind::Css, path, false).asset.web_path
    }

    #[test]
    fn files_of_app_static_are_served_below_static_and_others_below_assets() {
        assert_eq!(url("app/static/vendor/a.js"), "/static/vendor/a.js");
        assert_eq!(url("./app/routes/../shell.css"), "/assets/app/shell.css");
    }

    #[test]
    fn urls_stay_and_have_no_source() {
        let resolved = resolved("", AssetKind::Js, "https://cdn.example/x.js", true);
        assert_eq!(
            (resolved.asset.web_path.as_str(), resolved.source),
            ("https://cdn.example/x.js", None)
        );
    }

    #[test]
    fn a_path_out_of_the_project_has_no_source() {
        assert_eq!(project_path("", "../secret.css"), None);
        assert_eq!(project_path("", "/etc/hosts"), None);
        assert_eq!(project_path("site", "../shared/a.css").as_deref(), Some("shared/a.css"));
    }

    #[test]
    fn an_asset_root_is_not_part_of_the_url() {
        assert_eq!(
            resolved("site", AssetKind::Css, "app/static/a.css", false).asset.web_path,
            "/static/a.css"
        );
    }

    #[test]
    fn aliases_of_the_surface_win_over_the_shell_and_the_app() {
        let spec = |src: &str| ModuleSpec { src: src.to_owned(), export: "default".to_owned() };
        let app = BTreeMap::from([
            ("a".to_owned(), spec("app/1.js")),
            ("b".to_owned(), spec("app/1.js")),
        ]);
        let shell = ShellSpec {
            modules: BTreeMap::from([("a".to_owned(), spec("app/2.js"))]),
            ..Default::default()
        };
        let own = BTreeMap::from([("b".to_owned(), spec("app/3.js"))]);
        let assets = surface_assets("", (&Some(shell), &app), (&None, &own));
        let urls: Vec<&str> =
            assets.modules.values().map(|(module, _)| module.asset.web_path.as_str()).collect();
        assert_eq!(urls, ["/assets/app/2.js", "/assets/app/3.js"]);
    }
}
