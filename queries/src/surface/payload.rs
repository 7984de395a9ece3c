//! What browser code sends to actions, against what the actions take.
//!
//! Nothing is said of a call unless it fails on every surface that the code is on.

use super::check::surfaces_by_item;
use super::contract::{Choice, Contract, Field, FieldKind, Source, Unknown};
use super::controller::facts_of;
use super::declaration::Place;
use super::problem::{At, Problem, codes};
use super::wiring::{ActionCall, Literal, Payload, PayloadField, item_wiring};
use crate::db::Db;
use crate::items::ItemDef;
use crate::render::SurfaceDescription;
use crate::suggest::closest;
use crate::syntax::ast::{Name, NodeId};

/// Calls of actions with payloads that the server refuses, or drops a part of.
pub fn payload_problems(db: &dyn Db) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (item, surfaces) in surfaces_by_item(db) {
        for call in &item_wiring(db, item).calls {
            problems.extend(call_problems(db, item, call, &surfaces));
        }
    }
    problems
}

fn call_problems(
    db: &dyn Db,
    item: ItemDef<'_>,
    call: &ActionCall,
    surfaces: &[&SurfaceDescription],
) -> Vec<Problem> {
    let contracts = surfaces.iter().filter_map(|surface| {
        let facts = facts_of(db, surface.controller.as_ref()?)?;
        facts.actions.contains_key(call.action.as_str()).then_some(facts)
    });
    let mut worst = Vec::new();
    for facts in contracts {
        let Some(contract) = facts.contracts.get(call.action.as_str()) else { return Vec::new() };
        let problems = Checked { db, item, call, contract }.problems();
        if problems.is_empty() {
            return Vec::new();
        }
        if worst.is_empty() {
            worst = problems;
        }
    }
    worst
}

struct Checked<'a> {
    db: &'a dyn Db,
    item: ItemDef<'a>,
    call: &'a ActionCall,
    contract: &'a Contract,
}

impl Checked<'_> {
    fn problems(&self) -> Vec<Problem> {
        match &self.call.payload {
            Payload::Computed => Vec::new(),
            // A Schema is not asked; the method gets no arguments.
            Payload::Nothing if self.contract.source == Source::Schema => Vec::new(),
            Payload::Nothing => self.missing(&[]),
            Payload::Dict { fields, is_open } => {
                let mut problems: Vec<Problem> =
                    fields.iter().filter_map(|field| self.field(field)).collect();
                // A field that is misspelt is not reported as missing too.
                let has_unknown = problems.iter().any(|problem| problem.help.is_some());
                if !is_open && !has_unknown {
                    problems.extend(self.missing(fields));
                }
                problems
            }
        }
    }

    fn field(&self, sent: &PayloadField) -> Option<Problem> {
        let Some(field) = self.contract.fields.get(&sent.name) else { return self.unknown(sent) };
        let literal = sent.literal.as_ref()?;
        let why = refused(field, literal)?;
        let message = format!("`{}` of the action `{}` {why}", sent.name, self.call.action);
        Some(self.problem(sent.value, codes::WRONG_FIELD_TYPE, message))
    }

    fn unknown(&self, sent: &PayloadField) -> Option<Problem> {
        let action = &self.call.action;
        let (code, message) = match self.contract.unknown {
            Unknown::Taken => return None,
            Unknown::Refused => {
                (codes::UNKNOWN_FIELD, format!("the action `{action}` takes no `{}`", sent.name))
            }
            Unknown::Dropped => {
                let message = format!("the Schema of the action `{action}` drops `{}`", sent.name);
                (codes::DROPPED_FIELD, message)
            }
        };
        let problem = self.problem(sent.key, code, message);
        let known = self.contract.fields.keys().map(Name::as_str);
        Some(match closest(&sent.name, known) {
            Some(meant) => problem.help(format!("did you mean `{meant}`?")),
            None => problem,
        })
    }

    fn missing(&self, sent: &[PayloadField]) -> Vec<Problem> {
        let is_sent = |name: &Name| sent.iter().any(|field| field.name == *name);
        let missing =
            self.contract.fields.iter().filter(|(name, field)| field.is_required && !is_sent(name));
        let names: Vec<String> = missing.map(|(name, _)| format!("`{name}`")).collect();
        if names.is_empty() {
            return Vec::new();
        }
        let message = format!("the action `{}` also needs {}", self.call.action, names.join(", "));
        vec![self.problem(self.call.node, codes::MISSING_FIELD, message)]
    }

    fn problem(&self, node: NodeId, code: crate::diagnostic::Code, message: String) -> Problem {
        let place = Place {
            path: self.item.file(self.db).path(self.db).clone(),
            variable: self.item.name(self.db).clone(),
            node,
        };
        let handler = At::Place(self.contract.place.clone());
        Problem::new(At::Place(place), code, message).related(handler, "the action is here")
    }
}

/// Why a field does not take a value: what follows its name in a message.
fn refused(field: &Field, literal: &Literal) -> Option<String> {
    if *literal == Literal::None {
        let converts = matches!(field.kind, FieldKind::Int | FieldKind::Float);
        return (field.is_required && converts).then(|| "cannot be None".to_owned());
    }
    let is_convertible = match (field.kind, literal) {
        (FieldKind::Int | FieldKind::Float, Literal::List | Literal::Dict) => false,
        (FieldKind::Int, Literal::Str(text)) => text.trim().replace('_', "").parse::<i64>().is_ok(),
        (FieldKind::Float, Literal::Str(text)) => {
            text.trim().replace('_', "").parse::<f64>().is_ok()
        }
        (FieldKind::List, literal) => *literal == Literal::List,
        (FieldKind::Dict, literal) => *literal == Literal::Dict,
        _ => true,
    };
    if !is_convertible {
        return Some(format!("has to be {}", kind_name(field.kind)));
    }
    let is_choice = match literal {
        Literal::Str(text) if field.kind == FieldKind::Str => {
            field.choices.contains(&Choice::Str(text.clone()))
        }
        Literal::Int(number) if field.kind == FieldKind::Int => {
            field.choices.contains(&Choice::Int(*number))
        }
        _ => true,
    };
    if is_choice || field.choices.is_empty() {
        return None;
    }
    let choices = field.choices.iter().map(|choice| match choice {
        Choice::Str(text) => format!("{text:?}"),
        Choice::Int(number) => number.to_string(),
    });
    Some(format!("has to be one of {}", choices.collect::<Vec<_>>().join(", ")))
}

fn kind_name(kind: FieldKind) -> &'static str {
    match kind {
        FieldKind::Str => "a string",
        FieldKind::Int => "a whole number",
        FieldKind::Float => "a number",
        FieldKind::Bool => "True or False",
        FieldKind::List => "a list",
        FieldKind::Dict => "a dict",
        FieldKind::Unknown => "something else",
    }
}
