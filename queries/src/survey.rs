//! An app as people look at it: its surfaces with their actions, its browser classes with what they use,
//! its stores.
//!
//! Plain data for the commands that show an app. Nothing that is written depends on it.

use crate::binding::{Binding, BrowserKind};
use crate::check::node_range;
use crate::db::Db;
use crate::emit::{class_js, class_outline, class_source};
use crate::input::SourceTree;
use crate::items::{ItemDef, line_index};
use crate::references::{emitted_classes, item_bindings};
use crate::render::{Hydration, Rendered, Renderings, SurfaceDescription, SurfaceKey};
use crate::runtime::class_runtime;
use crate::source_map::class_source_map;
use crate::surface::contract::{Contract, Field, FieldKind};
use crate::surface::controller::{ControllerFacts, facts_of};
use crate::surface::declare::{declarations, place_range};
use crate::surface::describe::app_description;
use crate::surface::generated::app_stores;
use crate::surface::output::{assets_of, uses_socket};
use crate::surface::reach::surface_items;
use crate::surface::weight::script_bytes;
use crate::surface::wiring::item_wiring;
use crate::syntax::ast::{Name, NodeId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Survey {
    /// `module:attribute` of the app.
    pub target: String,
    pub surfaces: Vec<Surface>,
    pub classes: Vec<Class>,
    pub stores: Vec<Store>,
}

/// A page or a mount.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Surface {
    /// `route` or `mount`.
    pub kind: String,
    /// `/news/[id]`
    pub pattern: String,
    pub name: String,
    /// `document` or `hybrid`; `mount` for mounts.
    pub mode: String,
    /// Concrete paths.
    pub paths: Vec<String>,
    /// The dotted module that declares it.
    pub module: String,
    pub place: Place,
    /// The Controller, or a mount's `boot`.
    pub controller: Option<String>,
    pub screen: Option<String>,
    /// A mount's own Component and Module.
    pub component: Option<String>,
    pub root_module: Option<String>,
    pub actions: Vec<Action>,
    /// URLs by alias.
    pub aliases: BTreeMap<String, String>,
    /// Modules by name.
    pub providers: BTreeMap<String, String>,
    /// Names of stores that its browser code uses.
    pub stores: Vec<String>,
    /// Names of its browser classes.
    pub classes: Vec<String>,
    /// What the page at its first path hydrates, as far as a run has told.
    pub islands: Vec<Island>,
    pub uses_socket: bool,
    /// Bytes of JavaScript, without the framework's.
    pub script_bytes: usize,
}

/// A `hydrate(...)` of a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Island {
    pub id: String,
    pub component: String,
    pub module: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub name: String,
    /// What it takes, in words; empty if only a run can tell.
    pub fields: Vec<ActionField>,
    pub is_deferred: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionField {
    pub name: String,
    /// The Python type it is converted to, if it is.
    pub kind: Option<String>,
    pub is_required: bool,
}

/// A browser class that some surface needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    pub name: String,
    /// `component` or `module`.
    pub kind: String,
    pub place: Place,
    /// Where its JavaScript is, in the web root.
    pub output: String,
    /// None if it does not compile.
    pub bytes: Option<usize>,
    /// Patterns of the surfaces that it is on.
    pub surfaces: Vec<String>,
    pub actions: Vec<String>,
    pub stores: Vec<String>,
    pub aliases: Vec<String>,
    pub providers: Vec<String>,
    /// Paths in the web root.
    pub imports: Vec<String>,
    /// Its two texts, if they were asked for.
    pub code: Option<Code>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    pub python: String,
    pub javascript: Option<String>,
    pub methods: Vec<Method>,
}

/// Where a method is in the Python file and in the JavaScript module, from 1.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Method {
    pub name: String,
    pub line: usize,
    pub javascript_line: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Store {
    pub name: String,
    /// Keys of its initial state.
    pub keys: Vec<String>,
    pub place: Option<Place>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub path: String,
    /// From 1; `None` for a file as a whole.
    pub line: Option<usize>,
}

/// The app as it is; `target` is a path or class whose classes come with their code.
pub fn survey(db: &dyn Db, target: Option<&str>) -> Survey {
    let app = app_description(db);
    let surfaces: Vec<Surface> = app.surfaces.iter().map(|it| surface(db, it)).collect();
    let files = SourceTree::get(db).modules(db).values();
    let items = files.flat_map(|&file| emitted_classes(db, file).iter().copied());
    let is_shown = |name: &str| {
        target.is_some_and(|target| {
            target == name
                || surfaces.iter().any(|surface| {
                    is_at(surface, target) && surface.classes.iter().any(|class| class == name)
                })
        })
    };
    let classes = items.map(|item| class(db, item, &surfaces, is_shown(item.name(db)))).collect();
    Survey { target: app.target.clone(), classes, stores: stores(db), surfaces }
}

/// Whether a path is one of a surface's.
pub fn is_at(surface: &Surface, path: &str) -> bool {
    surface.pattern == path || surface.paths.iter().any(|known| known == path)
}

fn surface(db: &dyn Db, described: &SurfaceDescription) -> Surface {
    let items = items_of(db, described);
    let facts = described.controller.as_ref().and_then(|class| facts_of(db, class));
    let name = |class: &crate::render::ClassRef| class.name.clone();
    let is_class = |item: &&ItemDef<'_>| class_runtime(db, **item).browser().is_some();
    let classes: BTreeSet<String> =
        items.iter().filter(is_class).map(|item| item.name(db).to_string()).collect();
    let stores: BTreeSet<String> = items.iter().flat_map(|item| stores_of(db, *item)).collect();
    let kind = described.kind.as_str();
    Surface {
        kind: kind.to_owned(),
        pattern: described.pattern.clone(),
        name: described.name.clone(),
        mode: if kind == "mount" { kind.to_owned() } else { described.mode.clone() },
        paths: described.entries.iter().map(|entry| entry.path.clone()).collect(),
        module: described.source.clone(),
        place: declared_at(db, described),
        controller: described.controller.as_ref().map(name),
        screen: described.screen.as_ref().map(name),
        component: described.component.as_ref().map(name),
        root_module: described.module.as_ref().map(name),
        actions: described.actions.iter().map(|action| action_of(action, facts)).collect(),
        aliases: aliases(db, described),
        providers: described
            .providers
            .iter()
            .map(|(key, class)| (key.clone(), class.name.clone()))
            .collect(),
        stores: stores.into_iter().collect(),
        classes: classes.into_iter().collect(),
        islands: islands(db, described),
        uses_socket: uses_socket(db, described),
        script_bytes: script_bytes(db, described),
    }
}

fn aliases(db: &dyn Db, described: &SurfaceDescription) -> BTreeMap<String, String> {
    let modules = assets_of(app_description(db), described).modules;
    modules.into_iter().map(|(alias, (resolved, _))| (alias, resolved.asset.web_path)).collect()
}

fn islands(db: &dyn Db, described: &SurfaceDescription) -> Vec<Island> {
    let first = described.entries.first();
    let key = first.map(|entry| SurfaceKey { kind: described.kind, path: entry.path.clone() });
    let rendered = key.and_then(|key| Renderings::get(db).surfaces(db).get(&key));
    let Some(Rendered::Content(content)) = rendered.map(|surface| &surface.entry(db).rendered)
    else {
        return Vec::new();
    };
    let island = |entry: &Hydration| Island {
        id: entry.id.clone(),
        component: entry.component.name.clone(),
        module: entry.module.as_ref().map(|class| class.name.clone()),
    };
    content.hydration.iter().map(island).collect()
}

fn items_of<'db>(db: &'db dyn Db, described: &SurfaceDescription) -> BTreeSet<ItemDef<'db>> {
    let all = surface_items(db);
    let keys = described
        .entries
        .iter()
        .map(|entry| SurfaceKey { kind: described.kind, path: entry.path.clone() });
    keys.filter_map(|key| all.get(&key)).flatten().copied().collect()
}

fn declared_at(db: &dyn Db, described: &SurfaceDescription) -> Place {
    let declared = declarations(db).surfaces.iter().find(|decl| {
        decl.description.kind == described.kind && decl.description.pattern == described.pattern
    });
    match declared {
        Some(decl) => place(db, &decl.place.path, place_range(db, &decl.place)),
        None => Place { path: described.file.clone(), line: None },
    }
}

fn place(db: &dyn Db, path: &str, range: Option<(u32, u32)>) -> Place {
    let file = crate::surface::declare::file_at(db, path);
    let line = file.zip(range).map(|(file, range)| line_index(db, file).line(range.0) as usize + 1);
    Place { path: path.to_owned(), line }
}

fn action_of(name: &str, facts: Option<&ControllerFacts>) -> Action {
    let contract = facts.and_then(|facts| facts.contracts.get(name));
    Action {
        name: name.to_owned(),
        fields: contract.map(fields).unwrap_or_default(),
        is_deferred: facts.is_some_and(|facts| facts.deferred.contains(name)),
    }
}

fn fields(contract: &Contract) -> Vec<ActionField> {
    let field = |(name, field): (&Name, &Field)| ActionField {
        name: name.to_string(),
        kind: kind_name(field.kind).map(str::to_owned),
        is_required: field.is_required,
    };
    contract
        .order
        .iter()
        .filter_map(|name| contract.fields.get_key_value(name))
        .map(field)
        .collect()
}

fn kind_name(kind: FieldKind) -> Option<&'static str> {
    Some(match kind {
        FieldKind::Str => "str",
        FieldKind::Int => "int",
        FieldKind::Float => "float",
        FieldKind::Bool => "bool",
        FieldKind::List => "list",
        FieldKind::Dict => "dict",
        FieldKind::Unknown => return None,
    })
}

fn class(db: &dyn Db, item: ItemDef<'_>, surfaces: &[Surface], with_code: bool) -> Class {
    let name = item.name(db);
    let path = item.file(db).path(db);
    let wiring = item_wiring(db, item);
    let names = |found: &[(Name, NodeId)]| found.iter().map(|(name, _)| name.to_string()).collect();
    let on = surfaces.iter().filter(|surface| surface.classes.iter().any(|it| *it == **name));
    let module = class_outline(db, item);
    let code = with_code.then(|| Code {
        python: python_text(db, item),
        javascript: class_js(db, item).map(|module| module.code.to_string()),
        methods: methods(db, item),
    });
    Class {
        name: name.to_string(),
        kind: match class_runtime(db, item).browser() {
            Some(BrowserKind::Module) => "module".to_owned(),
            _ => "component".to_owned(),
        },
        place: place(db, path, node_range(db, item, NodeId(0))),
        output: class_source(db, item).map(|source| source.path()).unwrap_or_default(),
        bytes: module.map(|module| module.text.bytes as usize),
        surfaces: on.map(|surface| surface.pattern.clone()).collect(),
        actions: names(&wiring.actions),
        stores: stores_of(db, item).into_iter().collect(),
        aliases: names(&wiring.aliases),
        providers: names(&wiring.providers),
        imports: module
            .map(|module| module.imports.iter().map(|import| import.path()).collect())
            .unwrap_or_default(),
        code,
    }
}

/// As the class's source map tells.
fn methods(db: &dyn Db, item: ItemDef<'_>) -> Vec<Method> {
    let Some(map) = class_source_map(db, item) else { return Vec::new() };
    let map: serde_json::Value = serde_json::from_str(map).unwrap_or_default();
    let line = |value: &serde_json::Value| value.as_u64().unwrap_or_default() as usize;
    let methods = map["x_sprag"]["methods"].as_array().into_iter().flatten();
    methods
        .map(|method| Method {
            name: method["name"].as_str().unwrap_or_default().to_owned(),
            line: line(&method["source_line"]),
            javascript_line: line(&method["generated_start_line"]),
        })
        .collect()
}

fn python_text<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> String {
    let text = item.file(db).text(db);
    let (start, end) = node_range(db, item, NodeId(0)).unwrap_or_default();
    text.get(item.start(db).min(start) as usize..end as usize).unwrap_or_default().to_owned()
}

/// The stores that an item names, itself or through a module.
fn stores_of(db: &dyn Db, item: ItemDef<'_>) -> BTreeSet<String> {
    fn add(binding: &Binding, found: &mut BTreeSet<String>) {
        match binding {
            Binding::Store { store } => {
                found.insert(store.to_string());
            }
            Binding::SharedModule { members, .. } => {
                members.values().for_each(|member| add(member, found));
            }
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    item_bindings(db, item).names.values().for_each(|binding| add(binding, &mut found));
    found
}

fn stores(db: &dyn Db) -> Vec<Store> {
    let declared = &declarations(db).stores;
    let stores = app_stores(db).iter().map(|store| {
        let initial: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&store.initial).unwrap_or_default();
        let decl = declared.iter().find(|decl| decl.description.name == store.name);
        Store {
            name: store.name.clone(),
            keys: initial.keys().cloned().collect(),
            place: decl.map(|it| place(db, &it.place.path, place_range(db, &it.place))),
        }
    });
    stores.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::example_app;

    const SERVER: &str = "from sprag import Controller, Field, Schema, action


class Home(Controller):
    @action(schema=Schema('save', {'title': Field(str, required=True), 'rank': Field(int)}), defer=True)
    def save(self, title, rank):
        return title
";
    const MODULES: &str = "from app.stores import basket
from sprag import Module


class Editor(Module):
    async def send(self):
        await self.call_action('save', {'title': basket.get('name')})
";
    const STORES: &str = "from sprag import store

basket = store('basket', initial={'name': 'x'})
";

    #[test]
    fn a_surface_has_its_actions_classes_and_stores() {
        let db = example_app(&[
            ("app/routes/home/server.py", SERVER),
            ("app/routes/home/modules.py", MODULES),
            ("app/stores.py", STORES),
        ]);
        let survey = survey(&db, Some("/"));
        let home = &survey.surfaces[0];
        assert_eq!((home.pattern.as_str(), home.mode.as_str()), ("/", "hybrid"));
        assert_eq!(
            (home.place.path.as_str(), home.place.line),
            ("app/routes/home/page.py", Some(5))
        );
        let save = &home.actions[0];
        assert!(save.is_deferred && save.fields[0].is_required);
        assert_eq!(
            save.fields.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(),
            ["title", "rank"]
        );
        assert_eq!(
            (home.classes.as_slice(), home.stores.as_slice()),
            (&["Editor".to_owned()][..], &["basket".to_owned()][..])
        );
        let editor = &survey.classes[0];
        let code = editor.code.as_ref().expect("was asked for");
        assert!(code.python.starts_with("class Editor(Module):"), "{}", code.python);
        assert_eq!(code.javascript.as_ref().map(String::len), editor.bytes);
        assert!(home.script_bytes > editor.bytes.expect("compiles"));
        assert_eq!(
            (editor.place.line, editor.actions.as_slice()),
            (Some(5), &["save".to_owned()][..])
        );
        assert_eq!(survey.stores[0].keys, ["name"]);
    }
}
