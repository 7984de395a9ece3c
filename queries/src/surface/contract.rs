//! What an action takes: the fields of its `Schema`, or else the parameters of its method.

use super::declaration::Place;
use super::declare::FileScope;
use super::value::{StaticCall, StaticValue, evaluate};
use crate::syntax::ast::{Expr, FunctionDef, Name, Parameter};
use std::collections::BTreeMap;

/// The fields that a payload may and must have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contract {
    pub fields: BTreeMap<Name, Field>,
    /// The names of the fields as they were written.
    pub order: Vec<Name>,
    pub unknown: Unknown,
    /// What says so, as a message names it: `the Schema`, `the method`.
    pub source: Source,
    /// The method that handles the action.
    pub place: Place,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Field {
    pub is_required: bool,
    pub kind: FieldKind,
    /// Texts and whole numbers that are allowed, if it is a closed list of them.
    pub choices: Vec<Choice>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    Str(Name),
    Int(i64),
}

/// The Python type that a value is converted to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FieldKind {
    Str,
    Int,
    Float,
    Bool,
    List,
    Dict,
    /// A converter of the app's own, or none.
    #[default]
    Unknown,
}

/// What happens to fields that are not in the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    Refused,
    Dropped,
    Taken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Schema,
    Method,
}

/// The contract of the action that a method handles; `None` if only a run can tell.
pub fn of(method: &FunctionDef, scope: &FileScope<'_>, place: &Place) -> Option<Contract> {
    let mut schema = StaticValue::None;
    let mut is_derived = false;
    for decorator in &method.decorators {
        match evaluate(decorator, scope) {
            StaticValue::Framework(name) if name == "action" => {}
            StaticValue::Call(call) if call.callee == "action" && !call.is_open => {
                if let Some(argument) = call.argument("schema", None) {
                    schema = argument.value.clone();
                }
                match call.argument("derive", None).map(|argument| &argument.value) {
                    None | Some(StaticValue::Bool(false)) => {}
                    Some(StaticValue::Bool(true)) => is_derived = true,
                    Some(_) => return None,
                }
            }
            // It keeps the signature.
            StaticValue::Framework(name) if name == "requires_auth" => {}
            StaticValue::Call(call) if call.callee == "requires_auth" => {}
            _ => return None,
        }
    }
    let (fields, unknown, source): (Fields, _, _) = match &schema {
        StaticValue::Call(call) if call.callee == "Schema" => schema_fields(call)?,
        StaticValue::None if is_derived => {
            (parameter_fields(method, scope)?, Unknown::Dropped, Source::Schema)
        }
        StaticValue::None => {
            let unknown =
                if method.params.kwarg.is_some() { Unknown::Taken } else { Unknown::Refused };
            let mut fields = parameter_fields(method, scope)?;
            // Without a Schema nothing is converted or compared.
            fields.iter_mut().for_each(|(_, field)| field.kind = FieldKind::Unknown);
            (fields, unknown, Source::Method)
        }
        _ => return None,
    };
    let order = fields.iter().map(|(name, _)| name.clone()).collect();
    let fields = fields.into_iter().collect();
    Some(Contract { fields, order, unknown, source, place: place.clone() })
}

/// In the order in which they are written.
type Fields = Vec<(Name, Field)>;

fn schema_fields(call: &StaticCall) -> Option<(Fields, Unknown, Source)> {
    let unknown = match call.argument("strict", None).map(|argument| &argument.value) {
        None | Some(StaticValue::Bool(false)) => Unknown::Dropped,
        Some(StaticValue::Bool(true)) => Unknown::Refused,
        Some(_) => return None,
    };
    let StaticValue::Dict(entries) = &call.argument("fields", Some(1))?.value else { return None };
    let field = |(key, value): &(StaticValue, StaticValue)| match value {
        StaticValue::Call(call) if call.callee == "Field" && !call.is_open => {
            Some((Name::from(key.as_str()?), schema_field(call)?))
        }
        _ => None,
    };
    let fields: Option<Fields> = entries.iter().map(field).collect();
    Some((fields?, unknown, Source::Schema)).filter(|_| !call.is_open)
}

fn schema_field(call: &StaticCall) -> Option<Field> {
    let is_required = match call.argument("required", None).map(|argument| &argument.value) {
        None => false,
        Some(StaticValue::Bool(value)) => *value,
        Some(_) => return None,
    };
    let kind = match call.argument("type", Some(0)).map(|argument| &argument.value) {
        None => FieldKind::Str,
        Some(value) => kind_of(value),
    };
    let choices = match call.argument("choices", None).map(|argument| &argument.value) {
        Some(StaticValue::List(choices)) => choices.iter().map(choice).collect(),
        _ => None,
    };
    Some(Field { is_required, kind, choices: choices.unwrap_or_default() })
}

fn choice(value: &StaticValue) -> Option<Choice> {
    match value {
        StaticValue::Str(text) => Some(Choice::Str((&**text).into())),
        StaticValue::Int(number) => Some(Choice::Int(*number)),
        _ => None,
    }
}

fn kind_of(value: &StaticValue) -> FieldKind {
    let (StaticValue::Builtin(name) | StaticValue::Framework(name)) = value else {
        return FieldKind::Unknown;
    };
    match name.as_str() {
        "str" => FieldKind::Str,
        "int" => FieldKind::Int,
        "float" => FieldKind::Float,
        "bool" => FieldKind::Bool,
        "list" => FieldKind::List,
        "dict" => FieldKind::Dict,
        _ => FieldKind::Unknown,
    }
}

/// The parameters of a method that can be passed by name, without `self`.
fn parameter_fields(method: &FunctionDef, scope: &FileScope<'_>) -> Option<Fields> {
    let params = &method.params;
    if !params.positional_only.is_empty() || params.vararg.is_some() {
        return None;
    }
    let named = params.positional.iter().skip(1).chain(&params.keyword_only);
    let field = |parameter: &Parameter| {
        let default = parameter.default.as_ref().map(|default| evaluate(default, scope));
        if matches!(default, Some(StaticValue::Call(_))) {
            return None;
        }
        let kind = |annotation: &Expr| kind_of(&evaluate(annotation, scope));
        let kind = parameter.annotation.as_ref().map_or(FieldKind::Str, kind);
        let is_required = default.is_none();
        Some((parameter.name.name.clone(), Field { is_required, kind, choices: Vec::new() }))
    };
    named.map(field).collect()
}
