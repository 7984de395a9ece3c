//! What the project is made of: surfaces, the classes and helpers behind them, and who uses whom.

use queries::db::BuildDatabase;
use queries::emit::{class_outline, class_source};
use queries::items::{ItemDef, ItemKind, line_index, module_items};
use queries::references::item_references;
use queries::render::{ClassRef, SurfaceDescription, SurfaceKey};
use queries::runtime::{Runtime, class_runtime};
use queries::source_map::{class_source_map, source_lines};
use queries::surface::describe::app_description;
use queries::surface::reach::{class_item, surface_items};
use std::collections::{BTreeMap, BTreeSet};

/// Nodes by id: `/about` for a surface, `app.routes.about.components:Card` for an item.
#[derive(Debug, Default)]
pub(in crate::dev) struct Map {
    pub(super) nodes: BTreeMap<String, Node>,
    pub(super) uses: BTreeMap<String, BTreeSet<String>>,
    pub(super) surfaces: Vec<Surface>,
    /// For each line of the JavaScript of the node that is looked at, the line of Python it comes from.
    pub(super) python_lines: Vec<Option<u32>>,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) label: String,
    /// What it is, in a word: `route`, `component`, `controller` …
    pub(super) kind: &'static str,
    /// Project-relative.
    pub(super) file: String,
    /// 1-based, the last one excluded; `None` for a surface.
    pub(super) lines: Option<(usize, usize)>,
    /// Path of its ES module in the web root, if it has one, and bytes of its JavaScript, if it compiles.
    pub(super) output: Option<(String, Option<usize>)>,
}

#[derive(Debug)]
pub(super) struct Surface {
    /// Its node.
    pub(super) id: String,
    pub(super) kind: &'static str,
    pub(super) pages: usize,
    /// Nodes of its own classes and of the browser classes that its pages load, those first.
    pub(super) classes: Vec<String>,
}

impl Node {
    pub(super) fn runs(&self) -> &'static str {
        match self.kind {
            "component" | "module" => "browser",
            "screen" | "controller" | "service" | "server class" => "server",
            _ => "both",
        }
    }
}

impl Map {
    /// The whole project; `focus` is the node whose code is shown.
    pub(in crate::dev) fn of(db: &BuildDatabase, focus: Option<&str>) -> Self {
        let mut map = Self::default();
        let loaded = surface_items(db);
        for surface in &app_description(db).surfaces {
            let own = map.add_surface(db, surface);
            let key = surface
                .entries
                .first()
                .map(|entry| SurfaceKey { kind: surface.kind, path: entry.path.clone() });
            let items = key.and_then(|key| loaded.get(&key)).into_iter().flatten();
            let is_browser = |item: &&ItemDef<'_>| class_runtime(db, **item).browser().is_some();
            let mut classes: Vec<String> =
                items.filter(is_browser).map(|item| id(db, *item)).collect();
            let declared = map.uses.get(&own).into_iter().flatten();
            let others: Vec<String> =
                declared.filter(|class| !classes.contains(class)).cloned().collect();
            classes.extend(others);
            map.surfaces.push(Surface {
                id: own,
                kind: surface.kind.as_str(),
                pages: surface.entries.len(),
                classes,
            });
        }
        map.python_lines = focus.map(|focus| python_lines(db, focus)).unwrap_or_default();
        map
    }

    /// The node of a class or file that was compiled under this name.
    pub(super) fn compiled(&self, name: &str) -> Option<&str> {
        let is_it = |(_, node): &(&String, &Node)| node.output.is_some() && node.label == name;
        self.nodes.iter().find(is_it).map(|(id, _)| id.as_str())
    }

    fn add_surface(&mut self, db: &BuildDatabase, surface: &SurfaceDescription) -> String {
        let own = surface.pattern.clone();
        let node = Node {
            label: surface.pattern.clone(),
            kind: surface.kind.as_str(),
            file: surface.file.clone(),
            lines: None,
            output: None,
        };
        self.nodes.insert(own.clone(), node);
        let classes: Vec<&ClassRef> =
            [&surface.controller, &surface.screen, &surface.component, &surface.module]
                .into_iter()
                .flatten()
                .chain(surface.providers.values())
                .collect();
        let items: Vec<ItemDef<'_>> =
            classes.into_iter().filter_map(|class| class_item(db, class)).collect();
        self.uses.entry(own.clone()).or_default().extend(items.iter().map(|item| id(db, *item)));
        self.add_items(db, items);
        own
    }

    /// Adds items and everything that they refer to.
    fn add_items<'db>(&mut self, db: &'db BuildDatabase, mut waiting: Vec<ItemDef<'db>>) {
        while let Some(item) = waiting.pop() {
            let own = id(db, item);
            if self.nodes.contains_key(&own) {
                continue;
            }
            self.nodes.insert(own.clone(), node(db, item));
            let named = |item: &&ItemDef<'_>| item.kind(db) != ItemKind::Import;
            let used: Vec<ItemDef<'db>> =
                item_references(db, item).iter().filter(named).copied().collect();
            let ids = used.iter().map(|item| id(db, *item)).filter(|id| *id != own);
            self.uses.entry(own.clone()).or_default().extend(ids);
            waiting.extend(used);
        }
    }

    /// Who uses each node.
    pub(super) fn used_by(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (user, used) in &self.uses {
            for used in used {
                users.entry(used).or_default().insert(user);
            }
        }
        users
    }
}

fn python_lines(db: &BuildDatabase, focus: &str) -> Vec<Option<u32>> {
    let item = focus.split_once(':').and_then(|(module, name)| {
        class_item(db, &ClassRef { module: module.to_owned(), name: name.to_owned() })
    });
    let map = item.and_then(|item| class_source_map(db, item));
    map.map(|map| source_lines(map)).unwrap_or_default()
}

fn id(db: &BuildDatabase, item: ItemDef<'_>) -> String {
    format!("{}:{}", item.file(db).module(db), item.name(db))
}

fn node(db: &BuildDatabase, item: ItemDef<'_>) -> Node {
    let file = item.file(db);
    let size = || class_outline(db, item).map(|module| module.text.bytes as usize);
    let output = class_source(db, item).map(|source| (source.path(), size()));
    Node {
        label: item.name(db).to_string(),
        kind: kind(db, item),
        file: file.path(db).to_string(),
        lines: Some(lines(db, item)),
        output,
    }
}

fn kind(db: &BuildDatabase, item: ItemDef<'_>) -> &'static str {
    match item.kind(db) {
        ItemKind::Function => "function",
        ItemKind::Class => match class_runtime(db, item) {
            Runtime::Component => "component",
            Runtime::Module => "module",
            Runtime::Screen => "screen",
            Runtime::Controller => "controller",
            Runtime::Service => "service",
            Runtime::Server => "server class",
            Runtime::Plain | Runtime::Ambiguous | Runtime::Unknown => "class",
        },
        _ => "value",
    }
}

/// From the item's first line to that of the next item.
fn lines(db: &BuildDatabase, item: ItemDef<'_>) -> (usize, usize) {
    let file = item.file(db);
    let index = line_index(db, file);
    let first = index.line(item.start(db)) as usize + 1;
    let starts =
        module_items(db, file).iter().map(|other| index.line(other.start(db)) as usize + 1);
    let next = starts.filter(|line| *line > first).min();
    (first, next.unwrap_or(usize::MAX))
}
