//! Values as far as syntax tells: literals, names, and calls of the framework's declaring functions.
//!
//! Nothing is executed. What only a run can tell is [`StaticValue::Computed`], and it stays inside the
//! element it belongs to: a list with one computed element is still a list.

use crate::render::ClassRef;
use crate::syntax::ast::{
    BinaryOp, Constant, Expr, ExprKind, FStringPart, Keyword, Name, NodeId, UnaryOp,
};
use serde_json::{Map, Number, Value};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub enum StaticValue {
    None,
    Bool(bool),
    Int(i64),
    Float(f64),
    Str(Arc<str>),
    /// A list or tuple.
    List(Vec<StaticValue>),
    Dict(Vec<(StaticValue, StaticValue)>),
    /// A class of the project, wherever it was imported from.
    Class(ClassRef),
    /// A function of the project.
    Function(ClassRef),
    /// A module of the project, by its dotted name.
    Module(Name),
    /// A public name of the framework: `page`, `shell`; `sprag` is the package itself.
    Framework(Name),
    /// A class or function that Python defines by itself: `str`, `int`.
    Builtin(Name),
    /// A name that resolves to nothing.
    Undefined(Name),
    Call(Arc<StaticCall>),
    /// Only a run can tell.
    Computed,
}

/// A call of something that the framework or Python defines.
#[derive(Clone, Debug, PartialEq)]
pub struct StaticCall {
    /// The public name of the callee: `page`, `store`, `Path`.
    pub callee: Name,
    pub args: Vec<Argument>,
    pub keywords: Vec<(Name, Argument)>,
    /// There is a `**mapping` or `*sequence` that could not be followed.
    pub is_open: bool,
    pub node: NodeId,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub value: StaticValue,
    pub node: NodeId,
}

impl StaticCall {
    /// The argument passed by `keyword`, or else at `position`.
    pub fn argument(&self, keyword: &str, position: Option<usize>) -> Option<&Argument> {
        let by_keyword =
            self.keywords.iter().find(|(name, _)| name == keyword).map(|(_, argument)| argument);
        by_keyword.or_else(|| self.args.get(position?))
    }
}

/// What names mean where an expression stands.
pub trait Scope {
    /// The value of a name.
    fn name(&self, name: &Name) -> StaticValue;
    /// The value of `attribute` in a module of the project.
    fn member(&self, module: &Name, attribute: &Name) -> StaticValue;
}

/// What `expr` is worth in `scope`.
pub fn evaluate(expr: &Expr, scope: &dyn Scope) -> StaticValue {
    match &*expr.kind {
        ExprKind::Constant(constant) => from_constant(constant),
        ExprKind::Name(name) => scope.name(name),
        ExprKind::Attribute { value, attr } => match evaluate(value, scope) {
            StaticValue::Module(module) => scope.member(&module, &attr.name),
            StaticValue::Framework(_) => StaticValue::Framework(attr.name.clone()),
            _ => StaticValue::Computed,
        },
        ExprKind::List(items) | ExprKind::Tuple(items) => sequence(items, scope),
        ExprKind::Dict(entries) => mapping(entries, scope),
        ExprKind::FString(parts) => joined(parts, scope),
        ExprKind::Unary { op: UnaryOp::Neg, operand } => match evaluate(operand, scope) {
            StaticValue::Int(value) => {
                value.checked_neg().map_or(StaticValue::Computed, StaticValue::Int)
            }
            StaticValue::Float(value) => StaticValue::Float(-value),
            _ => StaticValue::Computed,
        },
        ExprKind::Binary { left, op, right } => {
            combined(evaluate(left, scope), *op, evaluate(right, scope))
        }
        ExprKind::Call { callee, args, keywords } => call(expr.id, callee, args, keywords, scope),
        _ => StaticValue::Computed,
    }
}

fn from_constant(constant: &Constant) -> StaticValue {
    match constant {
        Constant::None => StaticValue::None,
        Constant::Bool(value) => StaticValue::Bool(*value),
        Constant::Int(value) => {
            i64::try_from(value).map_or(StaticValue::Computed, StaticValue::Int)
        }
        Constant::Float(value) => StaticValue::Float(*value),
        Constant::Str(text) => StaticValue::Str(text.clone()),
        Constant::Surrogates | Constant::Complex(_) | Constant::Bytes(_) | Constant::Ellipsis => {
            StaticValue::Computed
        }
    }
}

fn sequence(items: &[Expr], scope: &dyn Scope) -> StaticValue {
    let mut values = Vec::with_capacity(items.len());
    for item in items {
        match &*item.kind {
            ExprKind::Starred(inner) => match evaluate(inner, scope) {
                StaticValue::List(more) => values.extend(more),
                _ => return StaticValue::Computed,
            },
            _ => values.push(evaluate(item, scope)),
        }
    }
    StaticValue::List(values)
}

fn mapping(entries: &[(Option<Expr>, Expr)], scope: &dyn Scope) -> StaticValue {
    let mut values = Vec::with_capacity(entries.len());
    for (key, value) in entries {
        match (key, evaluate(value, scope)) {
            (Some(key), value) => set_entry(&mut values, evaluate(key, scope), value),
            (None, StaticValue::Dict(more)) => {
                for (key, value) in more {
                    set_entry(&mut values, key, value);
                }
            }
            (None, _) => return StaticValue::Computed,
        }
    }
    StaticValue::Dict(values)
}

/// As Python: a repeated key keeps its place and takes the new value.
fn set_entry(entries: &mut Vec<(StaticValue, StaticValue)>, key: StaticValue, value: StaticValue) {
    match entries.iter_mut().find(|(present, _)| *present == key) {
        Some((_, old)) => *old = value,
        None => entries.push((key, value)),
    }
}

fn joined(parts: &[FStringPart], scope: &dyn Scope) -> StaticValue {
    let mut text = String::new();
    for part in parts {
        match part {
            FStringPart::Literal(literal) => text.push_str(literal),
            FStringPart::Value { value, conversion: None, spec: None } => {
                match evaluate(value, scope) {
                    StaticValue::Str(inner) => text.push_str(&inner),
                    StaticValue::Int(inner) => text.push_str(&inner.to_string()),
                    _ => return StaticValue::Computed,
                }
            }
            FStringPart::Value { .. } => return StaticValue::Computed,
        }
    }
    StaticValue::Str(text.into())
}

fn combined(left: StaticValue, op: BinaryOp, right: StaticValue) -> StaticValue {
    match (left, op, right) {
        (StaticValue::Str(left), BinaryOp::Add, StaticValue::Str(right)) => {
            StaticValue::Str(format!("{left}{right}").into())
        }
        (StaticValue::List(mut left), BinaryOp::Add, StaticValue::List(right)) => {
            left.extend(right);
            StaticValue::List(left)
        }
        (StaticValue::Dict(mut left), BinaryOp::BitOr, StaticValue::Dict(right)) => {
            for (key, value) in right {
                set_entry(&mut left, key, value);
            }
            StaticValue::Dict(left)
        }
        // `Path("app") / "shell.html"`
        (StaticValue::Call(path), BinaryOp::Div, StaticValue::Str(right)) => match path_text(&path)
        {
            Some(left) => path_call(format!("{}/{right}", left.trim_end_matches('/')), path.node),
            None => StaticValue::Computed,
        },
        _ => StaticValue::Computed,
    }
}

/// The text of `Path("…")` with one literal argument.
fn path_text(call: &StaticCall) -> Option<Arc<str>> {
    match (call.callee.as_str(), call.args.as_slice()) {
        ("Path", [Argument { value: StaticValue::Str(text), .. }]) if call.keywords.is_empty() => {
            Some(text.clone())
        }
        _ => None,
    }
}

fn path_call(text: String, node: NodeId) -> StaticValue {
    let args = vec![Argument { value: StaticValue::Str(text.into()), node }];
    StaticValue::Call(Arc::new(StaticCall {
        callee: "Path".into(),
        args,
        keywords: Vec::new(),
        is_open: false,
        node,
    }))
}

fn call(
    node: NodeId,
    callee: &Expr,
    args: &[Expr],
    keywords: &[Keyword],
    scope: &dyn Scope,
) -> StaticValue {
    let StaticValue::Framework(callee) = evaluate(callee, scope) else {
        return StaticValue::Computed;
    };
    let mut call =
        StaticCall { callee, args: Vec::new(), keywords: Vec::new(), is_open: false, node };
    for arg in args {
        match &*arg.kind {
            ExprKind::Starred(_) => call.is_open = true,
            _ => call.args.push(Argument { value: evaluate(arg, scope), node: arg.id }),
        }
    }
    for keyword in keywords {
        let value = evaluate(&keyword.value, scope);
        match (&keyword.name, value) {
            (Some(name), value) => {
                call.keywords.push((name.name.clone(), Argument { value, node: keyword.value.id }));
            }
            (None, StaticValue::Dict(entries)) => add_mapping(&mut call, entries, keyword.value.id),
            (None, _) => call.is_open = true,
        }
    }
    if call.callee == "dict" { dict_of(call) } else { StaticValue::Call(Arc::new(call)) }
}

fn add_mapping(call: &mut StaticCall, entries: Vec<(StaticValue, StaticValue)>, node: NodeId) {
    for (key, value) in entries {
        match key {
            StaticValue::Str(name) => {
                call.keywords.push((Name::from(&*name), Argument { value, node }))
            }
            _ => call.is_open = true,
        }
    }
}

/// `dict(a=1)`.
fn dict_of(call: StaticCall) -> StaticValue {
    if call.is_open || !call.args.is_empty() {
        return StaticValue::Computed;
    }
    let entry = |(name, argument): (Name, Argument)| {
        (StaticValue::Str(name.as_str().into()), argument.value)
    };
    StaticValue::Dict(call.keywords.into_iter().map(entry).collect())
}

impl StaticValue {
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A string, or the text of a `Path("…")`.
    pub fn path(&self) -> Option<Arc<str>> {
        match self {
            Self::Str(text) => Some(text.clone()),
            Self::Call(call) => path_text(call),
            _ => None,
        }
    }

    /// The value as JSON, if all of it is known and JSON has it.
    pub fn json(&self) -> Option<Value> {
        Some(match self {
            Self::None => Value::Null,
            Self::Bool(value) => Value::Bool(*value),
            Self::Int(value) => Value::from(*value),
            Self::Float(value) => Value::Number(Number::from_f64(*value)?),
            Self::Str(text) => Value::from(&**text),
            Self::List(items) => Value::Array(items.iter().map(Self::json).collect::<Option<_>>()?),
            Self::Dict(entries) => {
                let mut object = Map::new();
                for (key, value) in entries {
                    object.insert(key.as_str()?.to_string(), value.json()?);
                }
                Value::Object(object)
            }
            _ => return None,
        })
    }

    /// What to call it in a message: `a string`, `the class Home`.
    pub fn description(&self) -> String {
        match self {
            Self::None => "None".into(),
            Self::Bool(_) => "a bool".into(),
            Self::Int(_) | Self::Float(_) => "a number".into(),
            Self::Str(text) => format!("the string {text:?}"),
            Self::List(_) => "a list".into(),
            Self::Dict(_) => "a dict".into(),
            Self::Class(class) => format!("the class {}", class.name),
            Self::Function(function) => format!("the function {}", function.name),
            Self::Module(module) => format!("the module {module}"),
            Self::Framework(name) => format!("the framework's `{name}`"),
            Self::Builtin(name) => format!("Python's `{name}`"),
            Self::Undefined(name) => format!("the unknown name `{name}`"),
            Self::Call(call) => format!("the result of `{}(…)`", call.callee),
            Self::Computed => "a computed value".into(),
        }
    }
}
