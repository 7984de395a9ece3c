//! The two manifests: one that every page loads, one for tools.
//!
//! Both are public, so neither holds session data, hydration state or error texts.

use super::assets::Asset;
use super::routing;
use crate::render::{AppDescription, StoreDescription, SurfaceDescription, SurfaceKind};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// `generated/manifest.js`: what the framework's boot and navigation code reads, which is the path
/// and folder of each surface. Everything else comes with the page.
pub fn manifest_js(surfaces: &[SurfaceDescription]) -> String {
    let mut text = String::from("const manifest = {\n");
    for (name, kind) in [("routes", SurfaceKind::Route), ("mounts", SurfaceKind::Mount)] {
        let of_kind = surfaces.iter().filter(|surface| surface.kind == kind);
        let lines: Vec<String> =
            of_kind.flat_map(|surface| &surface.entries).map(|entry| line(&entry.path)).collect();
        match lines.as_slice() {
            [] => text.push_str(&format!("  {name}: [],\n")),
            _ => text.push_str(&format!("  {name}: [\n{}  ],\n", lines.concat())),
        }
    }
    text.push_str("};\n\nexport default manifest;\n");
    text
}

fn line(path: &str) -> String {
    let quoted = super::entry::quoted;
    format!("    {{ path: {}, output: {} }},\n", quoted(path), quoted(&routing::output(path)))
}

/// What a manifest says of a surface beyond its declaration.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceFacts {
    /// Import aliases as pages receive them, by name: URL and export.
    pub modules: BTreeMap<String, (String, String)>,
    pub uses_socket: bool,
}

/// `manifest.json`: what `sprag types` and `sprag inspect` read; two-space indent, sorted keys.
///
/// `facts` are those of the surfaces of `app`, in their order.
pub fn manifest_json(app: &AppDescription, facts: &[SurfaceFacts], assets: &[Asset]) -> String {
    let (routes, mounts) = entries(app, facts);
    let mut stores: Vec<Value> = app.stores.iter().map(store).collect();
    stores.sort_by(|left, right| left["name"].as_str().cmp(&right["name"].as_str()));
    pretty(
        json!({ "assets": assets, "errors": [], "mounts": mounts, "routes": routes, "stores": stores }),
    )
}

/// The manifest entries of all surfaces: routes, mounts.
pub fn entries(app: &AppDescription, facts: &[SurfaceFacts]) -> (Vec<Value>, Vec<Value>) {
    let mut routes = Vec::new();
    let mut mounts = Vec::new();
    for (surface, facts) in app.surfaces.iter().zip(facts) {
        for entry in &surface.entries {
            match surface.kind {
                SurfaceKind::Route => {
                    routes.push(route(surface, facts, &entry.path, &entry.params))
                }
                SurfaceKind::Mount => mounts.push(mount(surface, facts)),
            }
        }
    }
    (routes, mounts)
}

/// The entries of `build.json`: those of the manifest, each with what the server must know of its sockets.
pub fn build_entries(app: &AppDescription, facts: &[SurfaceFacts]) -> (Vec<Value>, Vec<Value>) {
    let (mut routes, mut mounts) = entries(app, facts);
    let sockets = |kind| {
        let of_kind =
            app.surfaces.iter().zip(facts).filter(move |(surface, _)| surface.kind == kind);
        of_kind.flat_map(|(surface, facts)| surface.entries.iter().map(|_| facts.uses_socket))
    };
    let all = [(&mut routes, SurfaceKind::Route), (&mut mounts, SurfaceKind::Mount)];
    for (entries, kind) in all {
        for (entry, uses_socket) in entries.iter_mut().zip(sockets(kind)) {
            entry["socket_bridge"] = uses_socket.into();
        }
    }
    (routes, mounts)
}

/// JSON as the framework's tools write it: two-space indent, sorted keys.
pub fn pretty(value: Value) -> String {
    let mut text = format!("{:#}", sorted(value));
    text.push('\n');
    text
}

fn route(surface: &SurfaceDescription, facts: &SurfaceFacts, path: &str, params: &str) -> Value {
    json!({
        "actions": surface.actions,
        "controller": surface.controller.as_ref().map(|class| &class.name),
        "hydration": [],
        "mode": surface.mode,
        "module": surface.source,
        "modules": modules(facts),
        "name": surface.name,
        "output": routing::output(path),
        "params": serde_json::from_str::<Value>(params).unwrap_or_default(),
        "path": path,
        "pattern": surface.pattern,
        "providers": providers(surface),
        "screen": surface.screen.as_ref().map(|class| &class.name),
    })
}

fn mount(surface: &SurfaceDescription, facts: &SurfaceFacts) -> Value {
    json!({
        "actions": surface.actions,
        "boot": surface.controller.as_ref().map(|class| &class.name),
        "component": surface.component.as_ref().map(|class| &class.name),
        "module": surface.module.as_ref().map(|class| &class.name),
        "modules": modules(facts),
        "name": surface.name,
        "output": routing::output(&surface.pattern),
        "path": surface.pattern,
        "providers": providers(surface),
        "source": surface.source,
    })
}

fn modules(facts: &SurfaceFacts) -> Value {
    let entry = |(alias, (src, export)): (&String, &(String, String))| {
        (alias.clone(), json!({ "export": export, "src": src }))
    };
    Value::Object(facts.modules.iter().map(entry).collect())
}

fn providers(surface: &SurfaceDescription) -> Value {
    let entry = |(name, class): (&String, &crate::render::ClassRef)| {
        (name.clone(), Value::from(class.name.as_str()))
    };
    Value::Object(surface.providers.iter().map(entry).collect())
}

fn store(store: &StoreDescription) -> Value {
    let initial = serde_json::from_str::<Value>(&store.initial).unwrap_or_default();
    json!({ "initial": initial, "name": store.name })
}

fn sorted(value: Value) -> Value {
    match value {
        Value::Object(entries) => {
            let sorted_entries: BTreeMap<String, Value> =
                entries.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            Value::Object(sorted_entries.into_iter().collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(sorted).collect()),
        scalar => scalar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::render::{ClassRef, EntryDescription};
    use expect_test::expect;

    fn class(name: &str) -> ClassRef {
        ClassRef { module: "app.web".to_owned(), name: name.to_owned() }
    }

    fn app() -> AppDescription {
        let entry = |path: &str, params: &str| EntryDescription {
            path: path.to_owned(),
            params: params.to_owned(),
        };
        let route = SurfaceDescription {
            kind: SurfaceKind::Route,
            pattern: "/blog/[slug]".to_owned(),
            source: "app.routes.blog.page".to_owned(),
            file: "app/routes/blog/page.py".to_owned(),
            mode: "document".to_owned(),
            name: "blog".to_owned(),
            controller: Some(class("BlogController")),
            screen: Some(class("BlogScreen")),
            component: None,
            module: None,
            actions: vec!["like".to_owned()],
            has_events: false,
            shell: None,
            modules: BTreeMap::new(),
            providers: BTreeMap::new(),
            entries: vec![entry("/blog/one", r#"{"slug":"one"}"#)],
        };
        let mount = SurfaceDescription {
            kind: SurfaceKind::Mount,
            pattern: "/admin".to_owned(),
            component: Some(class("Admin")),
            providers: BTreeMap::from([("clock".to_owned(), class("Clock"))]),
            entries: vec![entry("/admin", "{}")],
            ..route.clone()
        };
        let stores =
            vec![StoreDescription { name: "visits".to_owned(), initial: r#"{"n":0}"#.to_owned() }];
        AppDescription { surfaces: vec![route, mount], stores, ..AppDescription::default() }
    }

    #[test]
    fn pages_load_only_paths_and_folders() {
        expect![[r#"
            const manifest = {
              routes: [
                { path: "/blog/one", output: "/blog/one/" },
              ],
              mounts: [
                { path: "/admin", output: "/admin/" },
              ],
            };

            export default manifest;
        "#]]
        .assert_eq(&manifest_js(&app().surfaces));
    }

    #[test]
    fn tools_find_every_entry_with_its_declaration() {
        let facts = SurfaceFacts {
            uses_socket: false,
            modules: BTreeMap::from([(
                "pulse".to_owned(),
                ("/static/pulse.mjs".to_owned(), "default".to_owned()),
            )]),
        };
        let manifest: Value =
            serde_json::from_str(&manifest_json(&app(), &[facts, SurfaceFacts::default()], &[]))
                .unwrap_or_default();
        assert_eq!(manifest["routes"][0]["params"], json!({ "slug": "one" }));
        assert_eq!(manifest["routes"][0]["modules"]["pulse"]["src"], "/static/pulse.mjs");
        assert_eq!(manifest["mounts"][0]["providers"], json!({ "clock": "Clock" }));
        assert_eq!(manifest["stores"], json!([{ "name": "visits", "initial": { "n": 0 } }]));
    }
}
