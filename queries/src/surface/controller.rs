//! What a controller's class offers its surface: its actions, and whether it takes socket events.

use super::contract::{self, Contract};
use super::declaration::Place;
use super::declare::{FileScope, file_at_module};
use super::value::{StaticValue, evaluate};
use crate::db::Db;
use crate::items::module_classes;
use crate::render::{ClassRef, SurfaceDescription};
use crate::resolve::ModuleMember;
use crate::syntax::ast::{Expr, ExprKind, FunctionDef, Name, StmtKind};
use std::collections::{BTreeMap, BTreeSet};

/// The actions and events of a controller, its project bases included.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ControllerFacts {
    /// By action name; the method that handles it.
    pub actions: BTreeMap<String, String>,
    /// What actions take, where syntax tells it; by action name.
    pub contracts: BTreeMap<String, Contract>,
    /// Actions with `defer=True`: they answer at once and work in the background.
    pub deferred: BTreeSet<String>,
    pub has_events: bool,
    /// `route = "…"`, the default target of its socket events.
    pub route: Option<String>,
    /// Some action's name, or a base, is known only to a run.
    pub is_open: bool,
}

/// Fills in what a surface's description says of its controller.
pub fn describe(db: &dyn Db, description: &mut SurfaceDescription) {
    if let Some(facts) = description.controller.as_ref().and_then(|class| facts_of(db, class)) {
        description.actions = facts.actions.keys().cloned().collect();
        description.has_events = facts.has_events;
    }
}

/// The facts of a class, if it is one of the project.
pub fn facts_of<'db>(db: &'db dyn Db, class: &ClassRef) -> Option<&'db ControllerFacts> {
    let file = file_at_module(db, &class.module)?;
    Some(controller_facts(db, ModuleMember::new(db, file, Name::from(&class.name))))
}

#[salsa::tracked(returns(ref), cycle_result = open_in_cycle)]
pub fn controller_facts<'db>(db: &'db dyn Db, member: ModuleMember<'db>) -> ControllerFacts {
    let file = member.file(db);
    let classes = module_classes(db, file);
    let Some(item) = classes.iter().find(|class| class.name(db) == member.name(db)) else {
        return ControllerFacts { is_open: true, ..Default::default() };
    };
    let statement = item.statement(db);
    let StmtKind::Class(class) = &statement.kind else {
        return ControllerFacts { is_open: true, ..Default::default() };
    };
    let scope = FileScope { db, file };
    let mut facts = ControllerFacts::default();
    for base in class.bases.iter().rev() {
        match evaluate(base, &scope) {
            StaticValue::Class(base) => match facts_of(db, &base) {
                Some(inherited) => facts.inherit(inherited),
                None => facts.is_open = true,
            },
            StaticValue::Framework(_) => {}
            _ => facts.is_open = true,
        }
    }
    for statement in &class.body {
        match &statement.kind {
            StmtKind::Function(method) => {
                facts.define(method, &scope);
                let place = Place {
                    path: file.path(db).clone(),
                    variable: item.name(db).clone(),
                    node: method.name.id,
                };
                facts.add_contract(method, &scope, place);
            }
            StmtKind::Assign { targets, value } if targets.iter().any(is_route) => {
                facts.route = evaluate(value, &scope).as_str().map(str::to_owned);
            }
            _ => {}
        }
    }
    facts
}

fn is_route(target: &Expr) -> bool {
    matches!(&*target.kind, ExprKind::Name(name) if name == "route")
}

fn open_in_cycle<'db>(_: &'db dyn Db, _: salsa::Id, _: ModuleMember<'db>) -> ControllerFacts {
    ControllerFacts { is_open: true, ..Default::default() }
}

impl ControllerFacts {
    fn inherit(&mut self, base: &Self) {
        for (action, method) in &base.actions {
            self.actions.insert(action.clone(), method.clone());
        }
        for (action, contract) in &base.contracts {
            self.contracts.insert(action.clone(), contract.clone());
        }
        self.deferred.extend(base.deferred.iter().cloned());
        self.has_events |= base.has_events;
        self.is_open |= base.is_open;
    }

    /// What the actions that a method handles take.
    fn add_contract(&mut self, method: &FunctionDef, scope: &FileScope<'_>, place: Place) {
        let handled: Vec<String> = self
            .actions
            .iter()
            .filter(|(_, handler)| **handler == *method.name.name)
            .map(|(action, _)| action.clone())
            .collect();
        for action in handled {
            self.contracts.remove(&action);
            if let Some(contract) = contract::of(method, scope, &place) {
                self.contracts.insert(action, contract);
            }
        }
    }

    fn define(&mut self, method: &FunctionDef, scope: &FileScope<'_>) {
        let name = method.name.name.to_string();
        self.actions.retain(|_, handler| *handler != name);
        self.has_events |= name == "build_events";
        for decorator in &method.decorators {
            match evaluate(decorator, scope) {
                StaticValue::Framework(callee) if callee == "action" => {
                    self.actions.insert(name.clone(), name.clone());
                }
                StaticValue::Call(call) if call.callee == "action" => {
                    let is_deferred = call.argument("defer", None).map(|argument| &argument.value)
                        == Some(&StaticValue::Bool(true));
                    match call.argument("name", None).map(|argument| &argument.value) {
                        None | Some(StaticValue::None) if !call.is_open => {
                            self.actions.insert(name.clone(), name.clone());
                        }
                        Some(StaticValue::Str(action)) => {
                            self.actions.insert(action.to_string(), name.clone());
                        }
                        _ => self.is_open = true,
                    }
                    if is_deferred {
                        let handled = self.actions.iter().filter(|(_, handler)| **handler == name);
                        self.deferred.extend(handled.map(|(action, _)| action.clone()));
                    }
                }
                _ => {}
            }
        }
    }
}
