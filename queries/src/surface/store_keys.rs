//! Keys of stores that browser code names, against the stores' initial state.
//!
//! State may grow keys of its own, so a key is reported only where it is a slip away from one of the
//! initial state and nothing in the project sets it.

use super::declaration::{Place, StoreDecl};
use super::declare::declarations;
use super::problem::{At, Problem, codes};
use super::reach::needed_items;
use crate::db::Db;
use crate::input::SourceTree;
use crate::items::{ItemDef, module_items, string_value};
use crate::references::{StoreName, declared_store};
use crate::resolve::{Symbol, resolve_path};
use crate::suggest::closest;
use crate::syntax::ast::{Expr, ExprKind, Name, NodeId};
use crate::syntax::scope::dotted;
use crate::syntax::visit::{Visitor, walk_expr};
use std::collections::BTreeMap;

/// A key of a store, as an item names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct StoreKey {
    pub store: Name,
    /// The first part of the path.
    pub key: Name,
    pub node: NodeId,
    pub sets: bool,
}

#[salsa::tracked(returns(deref))]
pub fn item_store_keys<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[StoreKey]> {
    let mut reader = Reader { db, item, found: Vec::new() };
    reader.visit_stmt(&item.statement(db));
    reader.found.into()
}

struct Reader<'db> {
    db: &'db dyn Db,
    item: ItemDef<'db>,
    found: Vec<StoreKey>,
}

impl Reader<'_> {
    fn store(&self, receiver: &Expr) -> Option<Name> {
        let (name, path) = dotted(receiver)?;
        match resolve_path(self.db, self.item.file(self.db), name, &path)? {
            (Symbol::Item { item, .. }, []) => match declared_store(self.db, item) {
                Some(StoreName::Literal(store)) => Some(store.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    fn add(&mut self, store: &Name, path: &Expr, sets: bool) {
        if let Some(text) = string_value(path) {
            let key = text.split('.').next().unwrap_or_default().into();
            self.found.push(StoreKey { store: store.clone(), key, node: path.id, sets });
        }
    }
}

impl Visitor for Reader<'_> {
    fn visit_expr(&mut self, expression: &Expr) {
        if let ExprKind::Call { callee, args, .. } = &*expression.kind
            && let ExprKind::Attribute { value, attr } = &*callee.kind
            && let Some(argument) = args.first()
            && matches!(attr.name.as_str(), "get" | "listen" | "delete" | "set" | "patch")
            && let Some(store) = self.store(value)
        {
            match (attr.name.as_str(), &*argument.kind) {
                ("patch", ExprKind::Dict(entries)) => {
                    for (key, _) in entries {
                        key.iter().for_each(|key| self.add(&store, key, true));
                    }
                }
                ("patch", _) => {}
                (method, _) => self.add(&store, argument, method == "set"),
            }
        }
        walk_expr(self, expression);
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}

/// Keys that are most likely misspelt.
#[salsa::tracked(returns(ref))]
pub fn store_key_problems(db: &dyn Db) -> Vec<Problem> {
    let stores = &declarations(db).stores;
    if stores.is_empty() {
        return Vec::new();
    }
    let initial: BTreeMap<&str, Vec<String>> =
        stores.iter().filter_map(|store| Some((&*store.description.name, keys(store)?))).collect();
    let mut problems = Vec::new();
    for &item in needed_items(db) {
        for used in item_store_keys(db, item) {
            let Some(known) = initial.get(used.store.as_str()) else { continue };
            let Some(meant) = closest(&used.key, known.iter().map(String::as_str)) else {
                continue;
            };
            if known.iter().any(|key| *key == used.key) || is_set_elsewhere(db, item, used) {
                continue;
            }
            let place = Place {
                path: item.file(db).path(db).clone(),
                variable: item.name(db).clone(),
                node: used.node,
            };
            let message = format!("the store `{}` has no `{}`", used.store, used.key);
            let problem = Problem::new(At::Place(place), codes::UNKNOWN_STORE_KEY, message)
                .help(format!("did you mean `{meant}`?"));
            let declared = stores.iter().find(|store| store.description.name == *used.store);
            problems.push(match declared {
                Some(store) => {
                    problem.related(At::Place(store.place.clone()), "the store is declared here")
                }
                None => problem,
            });
        }
    }
    problems
}

/// The keys of a literal initial state.
fn keys(store: &StoreDecl) -> Option<Vec<String>> {
    if store.is_computed {
        return None;
    }
    let initial: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(&store.description.initial).ok()?;
    Some(initial.keys().cloned().collect())
}

/// Whether another place sets the key. Asked only for keys that look wrong.
fn is_set_elsewhere(db: &dyn Db, item: ItemDef<'_>, used: &StoreKey) -> bool {
    let files = SourceTree::get(db).modules(db).values();
    let items = files.flat_map(|&file| module_items(db, file).iter().copied());
    items.into_iter().any(|other| {
        let is_here = |key: &StoreKey| other == item && key.node == used.node;
        let keys = item_store_keys(db, other).iter();
        keys.filter(|key| !is_here(key))
            .any(|key| key.sets && key.store == used.store && key.key == used.key)
    })
}
