//! What each item refers to: bindings for lowering, and the closure of what browser code reaches.

use crate::binding::{Binding, Bindings, Refusal, Shape};
use crate::db::Db;
use crate::diagnostic::Code;
use crate::effects::{Effect, Place, file_effects};
use crate::framework::{self, Side};
use crate::input::{SourceFile, SourceTree};
use crate::items::{
    Bound, ItemDef, ItemKind, late_names, module_classes, module_items, module_scope,
    reached_items, string_value,
};
use crate::memory::heap;
use crate::resolve::{Symbol, import_chain, member, module_symbol, resolve};
use crate::runtime::{Base, Runtime, class_bases, class_runtime};
use crate::shape::{class_shape, item_signature, value_hint};
use crate::suggest::closest;
use crate::syntax::ast::{ExprKind, Name, StmtKind};
use crate::syntax::scope::{Mention, dotted, evaluated_names, mentions, mentions_docs};
use salsa::plumbing::AsId as _;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const SERVER_SYMBOL: Code = Code(101);
const FILE_SYSTEM: Code = Code(105);
const NO_BROWSER_VERSION: Code = Code(106);
const UNDEFINED: Code = Code(107);
const AMBIGUOUS: Code = Code(114);
const UNKNOWN_BASE: Code = Code(115);
const UNKNOWN_STORE: Code = Code(406);

/// The names that an item takes from its module, without what they mean.
#[salsa::tracked(returns(ref), heap_size = heap, lru = 512)]
pub fn item_mentions<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> BTreeMap<Name, Mention> {
    db.note("item_mentions", item.as_id());
    let mentions = mentions(&item.statement(db));
    db.syntax().passing(|| mentions.clone())
}

/// The store name of `x = store("name", …)`; `None` for anything else.
#[salsa::tracked(returns(ref))]
pub fn declared_store<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<StoreName> {
    let statement = item.statement(db);
    let (StmtKind::Assign { value, .. } | StmtKind::AnnAssign { value: Some(value), .. }) =
        &statement.kind
    else {
        return None;
    };
    let ExprKind::Call { callee, args, keywords } = &*value.kind else { return None };
    let (name, path) = dotted(callee)?;
    let (symbol, rest) = crate::resolve::resolve_path(db, item.file(db), name, &path)?;
    if symbol != Symbol::Framework("store".into()) || !rest.is_empty() {
        return None;
    }
    let keyword = || {
        keywords
            .iter()
            .find(|keyword| keyword.name.as_ref().is_some_and(|name| name.name == "name"))
    };
    let argument = args.first().or_else(|| keyword().map(|keyword| &keyword.value));
    Some(argument.and_then(string_value).map_or(StoreName::Computed, StoreName::Literal))
}

/// How a store declaration gives its name.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum StoreName {
    Literal(Name),
    Computed,
}

/// What each name that an item mentions means to browser code.
#[salsa::tracked(returns(ref), heap_size = heap, lru = 128)]
pub fn item_bindings<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Bindings {
    let file = item.file(db);
    let mut names = BTreeMap::new();
    for (name, mention) in item_mentions(db, item) {
        let binding = name_binding(db, file, name, mention);
        let is_refused = matches!(binding, Binding::Refused(_));
        // Annotations do not run: what only they name is never refused.
        if !(mention.is_annotation && is_refused) {
            names.insert(name.clone(), binding);
        }
    }
    let own_class = (item.kind(db) == ItemKind::Class).then(|| Arc::clone(class_shape(db, item)));
    let hidden = hiding_names(db, file).clone();
    let declared = late_names(db, file).declared_by(item);
    let bindings = Bindings { names, own_class, hidden, declared, has_docs: reads_docs(db, file) };
    db.syntax().passing(|| bindings.clone())
}

/// The names that a file defines and that its emitted code might import from the runtime.
#[salsa::tracked(returns(ref))]
fn hiding_names(db: &dyn Db, file: SourceFile) -> BTreeSet<Name> {
    let names = module_scope(db, file).iter().map(|(name, _)| name);
    names.filter(|name| crate::lower::is_importable(name)).cloned().collect()
}

/// Whether a file reads a docstring.
#[salsa::tracked(returns(copy))]
fn reads_docs(db: &dyn Db, file: SourceFile) -> bool {
    module_items(db, file).iter().any(|item| mentions_docs(&item.statement(db)))
}

fn name_binding(db: &dyn Db, file: SourceFile, name: &Name, mention: &Mention) -> Binding {
    match resolve(db, file, name) {
        Some(symbol) => binding(db, &symbol, &mention.members).unwrap_or_else(|mut refusal| {
            refusal.chain = import_chain(db, file, name);
            Binding::Refused(refusal)
        }),
        None if !module_scope(db, file).candidates(name).is_empty() => {
            Binding::Refused(missing_import(db, file, name))
        }
        None if framework::is_system_builtin(name) => Binding::Refused(Refusal {
            code: FILE_SYSTEM,
            message: format!("`{name}` does not exist in the browser").into(),
            help: BEHIND_ACTION.into(),
            chain: Box::default(),
        }),
        None if framework::is_builtin(name) => Binding::Builtin(name.clone()),
        None => Binding::Refused(undefined(db, file, name)),
    }
}

const BEHIND_ACTION: &str =
    "move the work behind an `@action` of the Controller and call it with `call_action`";

/// The meaning of a symbol, with those members of a module that are used.
fn binding(
    db: &dyn Db,
    symbol: &Symbol<'_>,
    members: &BTreeSet<Box<[Name]>>,
) -> Result<Binding, Refusal> {
    match symbol {
        Symbol::Item { item, name } => item_binding(db, *item, name),
        Symbol::Module(file) => module_binding(db, symbol, file.module(db), members),
        Symbol::Namespace(module) => module_binding(db, symbol, module, members),
        Symbol::FrameworkModule { module, name: None }
            if module == "sprag" || module == "sprag.runtime" =>
        {
            module_binding(db, symbol, module, members)
        }
        Symbol::FrameworkModule { module, name: None } if module == "sprag.runtime.dom" => {
            Ok(Binding::Framework("dom".into()))
        }
        Symbol::FrameworkModule { module, name: None } if module == "sprag.runtime.browser" => {
            module_binding(db, symbol, module, members)
        }
        Symbol::FrameworkModule { module, name } => {
            let shown =
                name.as_ref().map_or_else(|| module.to_string(), |name| format!("{module}.{name}"));
            let suggestion =
                name.as_ref().and_then(|name| closest(name, framework::public_names()));
            Err(refusal(
                SERVER_SYMBOL,
                format!("`{shown}` is not part of what SPRAG offers to browser code"),
                did_you_mean(suggestion).unwrap_or_else(|| BEHIND_ACTION.into()),
            ))
        }
        Symbol::Framework(name) => match framework::side(name) {
            Some(Side::Browser | Side::Both) => Ok(Binding::Framework(name.clone())),
            _ => Err(refusal(
                SERVER_SYMBOL,
                format!("`{name}` runs on the server and cannot be used in browser code"),
                BEHIND_ACTION,
            )),
        },
        Symbol::StdModule(module) => Ok(Binding::StdModule(module.clone())),
        Symbol::StdMember { module, member } => {
            Ok(Binding::StdMember { module: module.clone(), member: member.clone() })
        }
        Symbol::External { module, .. } => Err(external_refusal(module)),
    }
}

fn item_binding(db: &dyn Db, item: ItemDef<'_>, name: &Name) -> Result<Binding, Refusal> {
    let module = item.file(db).module(db).clone();
    let shared = |shape| Ok(Binding::Shared { module, export: name.clone(), shape });
    match item.kind(db) {
        ItemKind::Class => {
            let runtime = class_runtime(db, item);
            let shape = || Arc::clone(class_shape(db, item));
            match runtime.browser() {
                Some(kind) => Ok(Binding::BrowserClass { kind, shape: shape() }),
                None if runtime == Runtime::Plain => shared(Shape::Class(shape())),
                None => Err(class_refusal(db, item, runtime)),
            }
        }
        ItemKind::Function if name != item.name(db) => shared(Shape::Late),
        ItemKind::Function => match item_signature(db, item) {
            Some(signature) => shared(Shape::Function(signature)),
            None => shared(Shape::Value(Default::default())),
        },
        _ => match declared_store(db, item) {
            Some(StoreName::Literal(store)) => Ok(Binding::Store { store: store.clone() }),
            Some(StoreName::Computed) => Err(refusal(
                UNKNOWN_STORE,
                format!(
                    "the name of the store `{name}` is computed, so browser code cannot refer to it"
                ),
                "write the name as a string literal: `store(\"name\", …)`",
            )),
            None if late_names(db, item.file(db)).may_be_skipped(name) => shared(Shape::Late),
            None => shared(Shape::Value(value_hint(db, item).clone())),
        },
    }
}

fn module_binding(
    db: &dyn Db,
    symbol: &Symbol<'_>,
    module: &Name,
    members: &BTreeSet<Box<[Name]>>,
) -> Result<Binding, Refusal> {
    let mut used: BTreeMap<&Name, BTreeSet<Box<[Name]>>> = BTreeMap::new();
    for path in members {
        if let [first, rest @ ..] = &**path {
            let nested = used.entry(first).or_default();
            if !rest.is_empty() {
                nested.insert(rest.into());
            }
        }
    }
    let bind = |name: &Name, nested: &BTreeSet<Box<[Name]>>| match member(db, symbol, name) {
        Some(found) => binding(db, &found, nested).unwrap_or_else(|mut refusal| {
            if let Symbol::Module(file) = symbol {
                refusal.chain = import_chain(db, *file, name);
            }
            Binding::Refused(refusal)
        }),
        None => Binding::Refused(missing_member(db, symbol, module, name)),
    };
    let members = used.iter().map(|(name, nested)| ((*name).clone(), bind(name, nested))).collect();
    Ok(Binding::SharedModule { module: module.clone(), members: Arc::new(members) })
}

fn refusal(code: Code, message: impl Into<Box<str>>, help: impl Into<Box<str>>) -> Refusal {
    Refusal { code, message: message.into(), help: help.into(), chain: Box::default() }
}

fn class_refusal(db: &dyn Db, item: ItemDef<'_>, runtime: Runtime) -> Refusal {
    let name = item.name(db);
    match runtime {
        Runtime::Ambiguous => refusal(
            AMBIGUOUS,
            format!("`{name}` derives from both browser and server classes"),
            "split it into one class for each side",
        ),
        Runtime::Unknown => {
            let base = class_bases(db, item).iter().find_map(|base| match base {
                Base::Unknown(base) => Some(base.clone()),
                _ => None,
            });
            refusal(
                UNKNOWN_BASE,
                format!(
                    "`{name}` derives from {}, which is not known without running code",
                    base.map_or_else(|| "a class".into(), |base| format!("`{base}`"))
                ),
                "import the base class by name from a module of the project or of SPRAG",
            )
        }
        _ => refusal(
            SERVER_SYMBOL,
            format!("`{name}` is a server class and cannot be used in browser code"),
            BEHIND_ACTION,
        ),
    }
}

fn external_refusal(module: &Name) -> Refusal {
    if framework::is_system_std(module) {
        let message =
            format!("`{module}` reaches the machine it runs on and does not exist in the browser");
        return refusal(FILE_SYSTEM, message, BEHIND_ACTION);
    }
    refusal(
        NO_BROWSER_VERSION,
        format!("`{module}` has no browser version"),
        "move the work behind an `@action`, or declare a JavaScript library with `module(…)` and use `imports`",
    )
}

fn did_you_mean(suggestion: Option<&str>) -> Option<Box<str>> {
    suggestion.map(|name| format!("did you mean `{name}`?").into())
}

/// A name that nothing defines. Import statements and builtins are candidates for what was meant.
fn undefined(db: &dyn Db, file: SourceFile, name: &Name) -> Refusal {
    let scope = module_scope(db, file);
    let defined = closest(name, scope.iter().map(|(name, _)| name.as_str()));
    let suggestion = defined.or_else(|| closest(name, framework::builtins()));
    let help = did_you_mean(suggestion).or_else(|| {
        let is_public = framework::side(name).is_some();
        is_public.then(|| format!("add `from sprag import {name}`").into())
    });
    refusal(
        UNDEFINED,
        format!("`{name}` is not defined"),
        help.unwrap_or_else(|| "define it in this file or import it".into()),
    )
}

/// An import that leads to nothing.
fn missing_import(db: &dyn Db, file: SourceFile, name: &Name) -> Refusal {
    let from = module_scope(db, file).candidates(name).iter().find_map(|bound| match bound {
        Bound::From { module, name } => Some((module, name)),
        _ => None,
    });
    let Some((module, imported)) = from else { return undefined(db, file, name) };
    let mut refusal = missing_member(db, &module_symbol(db, module), module, imported);
    refusal.chain = import_chain(db, file, name);
    refusal
}

fn missing_member(db: &dyn Db, symbol: &Symbol<'_>, module: &Name, name: &Name) -> Refusal {
    let suggestion = match symbol {
        Symbol::Module(file) => {
            closest(name, module_scope(db, *file).iter().map(|(name, _)| name.as_str()))
        }
        _ => None,
    };
    refusal(
        UNDEFINED,
        format!("`{module}` has no `{name}`"),
        did_you_mean(suggestion).unwrap_or_else(|| format!("define `{name}` there").into()),
    )
}

/// The items that an item needs at run time: what its names are defined by, through imports and modules.
///
/// Includes browser classes and plain code, never server code, screens or stores.
#[salsa::tracked(returns(deref))]
pub fn item_references<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[ItemDef<'db>]> {
    let mut found = BTreeSet::new();
    for (name, mention) in item_mentions(db, item) {
        if mention.is_annotation {
            continue;
        }
        if let Some(symbol) = resolve(db, item.file(db), name) {
            reach(db, &symbol, &mention.members, &mut found);
        }
    }
    // What else defines or changes the names that this item defines.
    let scope = module_scope(db, item.file(db));
    if item.kind(db) != ItemKind::Class || class_runtime(db, item).browser().is_none() {
        found.extend(scope.definitions(item.name(db)));
    }
    effects(db, item, &mut found);
    found.remove(&item);
    found.into_iter().collect()
}

/// Statements of the item's file that change what it defines, or something of another file that it uses.
fn effects<'db>(db: &'db dyn Db, item: ItemDef<'db>, found: &mut BTreeSet<ItemDef<'db>>) {
    let file = item.file(db);
    let all = file_effects(db, file);
    if all.is_empty() {
        return;
    }
    let scope = module_scope(db, file);
    let own = file.module(db);
    let used: BTreeSet<&Name> = found.iter().map(|other| other.file(db).module(db)).collect();
    for Effect { item: effect, places } in all {
        let concerns = |Place { module, name }: &Place| match module == own {
            true => scope.definitions(name).contains(&item),
            false => used.contains(module),
        };
        if places.iter().any(concerns) {
            found.insert(*effect);
        }
    }
}

/// Those of [`item_references`] that are needed while the item is evaluated: by a value, a decorator, a default,
/// a class body. What functions and methods need when they are called is no part of it.
#[salsa::tracked(returns(deref))]
pub fn evaluated_references<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[ItemDef<'db>]> {
    let mut found = BTreeSet::new();
    let all = item_mentions(db, item);
    for name in evaluated_names(&item.statement(db)) {
        if let Some(mention) = all.get(&name)
            && let Some(symbol) = resolve(db, item.file(db), &name)
        {
            reach(db, &symbol, &mention.members, &mut found);
        }
    }
    found.remove(&item);
    found.into_iter().collect()
}

fn reach<'db>(
    db: &'db dyn Db,
    symbol: &Symbol<'db>,
    members: &BTreeSet<Box<[Name]>>,
    found: &mut BTreeSet<ItemDef<'db>>,
) {
    match symbol {
        Symbol::Item { item, name } => match item.kind(db) {
            ItemKind::Class if class_runtime(db, *item).browser().is_some() => {
                found.insert(*item);
            }
            ItemKind::Class if class_runtime(db, *item) != Runtime::Plain => {}
            ItemKind::Value if declared_store(db, *item).is_some() => {}
            _ => {
                found.insert(*item);
                found.extend(module_scope(db, item.file(db)).definitions(name));
            }
        },
        Symbol::Module(_) | Symbol::Namespace(_) => {
            for path in members {
                let mut symbol = symbol.clone();
                for name in path {
                    let Some(next) = member(db, &symbol, name) else { break };
                    symbol = next;
                    if !symbol.is_module() {
                        reach(db, &symbol, &BTreeSet::new(), found);
                        break;
                    }
                }
            }
        }
        _ => {}
    }
}

/// All Components and Modules of the project, by file and name.
#[salsa::tracked(returns(deref))]
pub fn browser_classes(db: &dyn Db) -> Box<[ItemDef<'_>]> {
    let files = SourceTree::get(db).modules(db).values();
    files.flat_map(|&file| file_browser_classes(db, file).iter().copied()).collect()
}

/// The Components and Modules of a file, by name.
#[salsa::tracked(returns(deref))]
pub fn file_browser_classes(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    let classes = module_classes(db, file).iter().copied();
    classes.filter(|&class| class_runtime(db, class).browser().is_some()).collect()
}

/// The browser classes of a file that some surface needs, by name. Only these are compiled.
#[salsa::tracked(returns(deref))]
pub fn emitted_classes(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    let reached = reached_items(db, file);
    file_browser_classes(db, file).iter().copied().filter(|class| reached.contains(class)).collect()
}

/// The items that the shared module of a file carries, in source order: what browser code reaches of the
/// file besides browser classes.
#[salsa::tracked(returns(deref))]
pub fn carried_items(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    let is_carried = |item: &ItemDef<'_>| {
        item.kind(db) != ItemKind::Import && class_runtime(db, *item).browser().is_none()
    };
    reached_items(db, file).iter().copied().filter(is_carried).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::items::module_items;
    use crate::testing::{app, database};
    use expect_test::{Expect, expect};

    fn item<'db>(db: &'db dyn Db, file: SourceFile, name: &str) -> ItemDef<'db> {
        let mut items = module_items(db, file).iter().copied();
        items.find(|item| item.name(db) == name).expect("the item exists")
    }

    #[track_caller]
    fn check_bindings(files: &[(&str, &str)], expected: Expect) {
        let db = database(files);
        let main = db.file("app/main.py").expect("exists");
        let bindings = item_bindings(&db, item(&db, main, "A"));
        let shown: String = bindings
            .names
            .iter()
            .map(|(name, binding)| format!("{name}: {}\n", shown(binding)))
            .collect();
        expected.assert_eq(&shown);
    }

    fn shown(binding: &Binding) -> String {
        match binding {
            Binding::BrowserClass { kind, shape } => format!("{kind:?} {}", shape.name),
            Binding::Shared { module, export, .. } => format!("shared {module}.{export}"),
            Binding::SharedModule { module, members } => {
                let members: Vec<_> = members
                    .iter()
                    .map(|(name, binding)| format!("{name}: {}", shown(binding)))
                    .collect();
                format!("module {module} {{{}}}", members.join(", "))
            }
            Binding::Refused(refusal) => {
                let Refusal { code, message, help, chain } = refusal;
                format!(
                    "{code} {message} ({help}) {:?}",
                    chain.iter().map(|step| &step.path).collect::<Vec<_>>()
                )
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn every_kind_of_name_has_a_binding() {
        let kit = "
from sprag import store, Controller, Component
basket = store('basket', initial={})
class Api(Controller): pass
class Card(Component): pass
def total(x): return x
RATE = 1.5
class Point: pass
";
        let main = "
import json, os
import app.kit as kit
from sprag import Component, ui, bus
from .kit import basket, total, Api, Card, RATE, Point as P, missing
class A(Component):
    def go(self, x: Unknown) -> Api:
        ui.p(bus, json.dumps(basket), os.getcwd(), kit.total(1), kit.Api, Card, P, RATE)
        print(total, Api, missing, totla, open)
";
        check_bindings(
            &[("app/kit.py", kit), ("app/main.py", main)],
            expect![[r#"
                Api: SPR101 `Api` is a server class and cannot be used in browser code (move the work behind an `@action` of the Controller and call it with `call_action`) ["app/main.py", "app/kit.py"]
                Card: Component Card
                Component: Framework("Component")
                P: shared app.kit.Point
                RATE: shared app.kit.RATE
                basket: Store { store: "basket" }
                bus: SPR101 `bus` runs on the server and cannot be used in browser code (move the work behind an `@action` of the Controller and call it with `call_action`) ["app/main.py"]
                json: StdModule("json")
                kit: module app.kit {Api: SPR101 `Api` is a server class and cannot be used in browser code (move the work behind an `@action` of the Controller and call it with `call_action`) ["app/kit.py"], total: shared app.kit.total}
                missing: SPR107 `app.kit` has no `missing` (define `missing` there) ["app/main.py", "app/kit.py"]
                open: SPR105 `open` does not exist in the browser (move the work behind an `@action` of the Controller and call it with `call_action`) []
                os: SPR105 `os` reaches the machine it runs on and does not exist in the browser (move the work behind an `@action` of the Controller and call it with `call_action`) ["app/main.py"]
                print: Builtin("print")
                total: shared app.kit.total
                totla: SPR107 `totla` is not defined (did you mean `total`?) []
                ui: Framework("ui")
            "#]],
        );
    }

    fn names(db: &dyn Db, items: &[ItemDef<'_>]) -> String {
        let mut names: Vec<_> = items.iter().map(|item| item.name(db).to_string()).collect();
        names.sort();
        names.join(" ")
    }

    #[test]
    fn only_what_browser_code_reaches_is_carried() {
        let kit = "
from sprag import Controller
SECRET = 'x'
TABLE = {}
TABLE['a'] = 1
def total(x): return helper(x) + len(TABLE)
def helper(x: Api): return x
def server(): return SECRET
class Api(Controller):
    def load(self): return server()
";
        let web = "
from sprag import Component, Screen, hydrate, ssr
from app import kit
class A(Component):
    def go(self): return kit.total(1)
class B(Component):
    def render(self): return kit.server()
class HomeScreen(Screen):
    def render(self, data): return [hydrate(A), ssr(B)]
";
        let db = app(&[("app/kit.py", kit), ("app/routes/home/web.py", web)]);
        let kit = db.file("app/kit.py").expect("exists");
        assert_eq!(names(&db, carried_items(&db, kit)), "TABLE TABLE helper total");
        let web = db.file("app/routes/home/web.py").expect("exists");
        assert_eq!(names(&db, emitted_classes(&db, web)), "A");
    }
}
