//! The ES module that boots one surface, and the registries of all browser classes.
//!
//! The framework's server derives the name of an entry from the request path, `/` written as `__`, so
//! `/a/b` and `/a__b` ask for one file. That file then only chooses, by the page's own path, between
//! the entries of the two; no page loads what the other needs.

use super::routing;
use crate::render::{SurfaceKey, SurfaceKind};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Which browser classes a module registers, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registry {
    pub components: BTreeSet<String>,
    pub modules: BTreeSet<String>,
}

/// The path of the entry that a surface's document loads, relative to the web root.
pub fn entry_path(kind: SurfaceKind, path: &str) -> String {
    format!("surfaces/{}__{}.js", kind.as_str(), routing::slug(path))
}

/// The entry modules of all surfaces: path relative to the web root, and text.
pub fn entries(surfaces: &BTreeMap<SurfaceKey, Registry>) -> BTreeMap<String, String> {
    let mut by_path: BTreeMap<String, Vec<(&SurfaceKey, &Registry)>> = BTreeMap::new();
    for (key, registry) in surfaces {
        by_path.entry(entry_path(key.kind, &key.path)).or_default().push((key, registry));
    }
    let mut texts = BTreeMap::new();
    for (path, sharing) in by_path {
        match sharing.as_slice() {
            [(key, registry)] => {
                texts.insert(path, entry_js(key, registry));
            }
            _ => put_shared_entry(&mut texts, path, &sharing),
        }
    }
    texts
}

/// Puts the entries of surfaces that share the name `path`, and the module that chooses among them.
fn put_shared_entry(
    texts: &mut BTreeMap<String, String>,
    path: String,
    sharing: &[(&SurfaceKey, &Registry)],
) {
    let stem = path.trim_end_matches(".js");
    let mut choices = String::new();
    for (index, (key, registry)) in sharing.iter().enumerate() {
        let own = format!("{stem}.{}.js", index + 1);
        let file = own.rsplit('/').next().unwrap_or(&own);
        let _ = writeln!(
            choices,
            "  {}: () => import({}),",
            quoted(&key.path),
            quoted(&format!("./{file}"))
        );
        texts.insert(own, entry_js(key, registry));
    }
    let text = format!(
        "// These paths share one entry name; each page loads the entry of its own path.\n\
         const entries = {{\n{choices}}};\n\n\
         const payload = window.__SPRAG_PAYLOAD__ ?? {{}};\n\
         const surface = payload.mount ?? payload.page;\n\n\
         await entries[surface.path]();\n"
    );
    texts.insert(path, text);
}

/// The entry of one surface: boots it with the classes it can need, and no others.
fn entry_js(key: &SurfaceKey, registry: &Registry) -> String {
    let imports = class_imports(registry, "../generated");
    format!(
        "import manifest from \"../generated/manifest.js\";\n\
         import {{ startSurfaceBoot }} from \"../runtime/boot.js\";\n\
         {imports}\n\
         startSurfaceBoot({{\n  \
           manifest,\n  \
           surfaceRef: {{ kind: {kind}, path: {path} }},\n  \
           componentRegistry: {components},\n  \
           moduleRegistry: {modules},\n\
         }});\n",
        kind = quoted(key.kind.as_str()),
        path = quoted(&key.path),
        components = object_of(&registry.components),
        modules = object_of(&registry.modules),
    )
}

/// `generated/index.js`: every browser class of the app, for tools; no page loads it.
pub fn index_js(all: &Registry) -> String {
    let imports = class_imports(all, ".");
    let gap = if imports.is_empty() { "" } else { "\n" };
    format!(
        "{imports}{gap}export const componentRegistry = {};\n\nexport const moduleRegistry = {};\n",
        object_of(&all.components),
        object_of(&all.modules),
    )
}

/// One import for each class; `generated` is the relative URL of that folder.
fn class_imports(registry: &Registry, generated: &str) -> String {
    let mut text = String::new();
    for (folder, names) in [("components", &registry.components), ("modules", &registry.modules)] {
        for name in names {
            let from = quoted(&format!("{generated}/{folder}/{name}.js"));
            let _ = writeln!(text, "import {{ {name} }} from {from};");
        }
    }
    text
}

fn object_of(names: &BTreeSet<String>) -> String {
    if names.is_empty() {
        return "{}".to_owned();
    }
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    format!("{{ {} }}", names.join(", "))
}

/// A JavaScript string literal; JSON strings are one.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn route(path: &str) -> SurfaceKey {
        SurfaceKey { kind: SurfaceKind::Route, path: path.to_owned() }
    }

    #[test]
    fn an_entry_imports_what_its_surface_needs_and_boots_it() {
        let registry =
            Registry { components: names(&["Card", "Button"]), modules: names(&["Counter"]) };
        let texts = entries(&BTreeMap::from([(route("/counter"), registry)]));
        expect![[r#"
            import manifest from "../generated/manifest.js";
            import { startSurfaceBoot } from "../runtime/boot.js";
            import { Button } from "../generated/components/Button.js";
            import { Card } from "../generated/components/Card.js";
            import { Counter } from "../generated/modules/Counter.js";

            startSurfaceBoot({
              manifest,
              surfaceRef: { kind: "route", path: "/counter" },
              componentRegistry: { Button, Card },
              moduleRegistry: { Counter },
            });
        "#]]
        .assert_eq(&texts["surfaces/route__counter.js"]);
    }

    #[test]
    fn paths_that_share_an_entry_name_keep_entries_of_their_own() {
        let card = Registry { components: names(&["Card"]), modules: BTreeSet::new() };
        let texts = entries(&BTreeMap::from([
            (route("/a/b"), card),
            (route("/a__b"), Registry::default()),
        ]));
        let paths: Vec<&str> = texts.keys().map(String::as_str).collect();
        assert_eq!(
            paths,
            ["surfaces/route__a__b.1.js", "surfaces/route__a__b.2.js", "surfaces/route__a__b.js"]
        );
        assert!(texts["surfaces/route__a__b.1.js"].contains("Card"));
        assert!(!texts["surfaces/route__a__b.2.js"].contains("Card"));
        expect![[r#"
            // These paths share one entry name; each page loads the entry of its own path.
            const entries = {
              "/a/b": () => import("./route__a__b.1.js"),
              "/a__b": () => import("./route__a__b.2.js"),
            };

            const payload = window.__SPRAG_PAYLOAD__ ?? {};
            const surface = payload.mount ?? payload.page;

            await entries[surface.path]();
        "#]]
        .assert_eq(&texts["surfaces/route__a__b.js"]);
    }

    #[test]
    fn the_index_registers_every_class() {
        let all = Registry { components: names(&["Card"]), modules: BTreeSet::new() };
        expect![[r#"
            import { Card } from "./components/Card.js";

            export const componentRegistry = { Card };

            export const moduleRegistry = {};
        "#]]
        .assert_eq(&index_js(&all));
    }
}
