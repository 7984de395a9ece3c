//! What is known of a value's Python type, and what that allows the emitted code to do directly.

use crate::binding::{AttributeType, BaseShape, ClassShape, Signature, TypeHint};
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Type {
    Unknown,
    /// No value yet: the start of a join.
    Never,
    None,
    Bool,
    Int(Magnitude),
    /// Certainly a float: a JavaScript number, or a `Float` of the runtime if it comes from elsewhere.
    Float,
    /// An int or a float, which only the value itself tells.
    Number,
    Str,
    List(Box<Type>),
    /// The items where their number is known.
    Tuple(Option<Vec<Type>>),
    Dict(Box<Type>, Box<Type>),
    Set(Box<Type>),
    Range(Magnitude),
    /// Anything that JavaScript can iterate itself.
    Iterator(Box<Type>),
    Function(Option<Arc<Signature>>),
    Class(Arc<ClassShape>),
    Instance(Arc<ClassShape>),
    /// A DOM element or None.
    Element,
    /// A JavaScript object that is no Python value: events, nodes' properties.
    Host,
    /// What `ui.…` gives.
    Node,
}

/// What is known of an int's size: enough to leave out overflow and sign checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Magnitude {
    /// It is below 2 to the power of this.
    pub(super) bits: u64,
    pub(super) is_natural: bool,
}

impl Magnitude {
    const UNKNOWN: u64 = u64::MAX;
    /// What a number of JavaScript holds exactly.
    const EXACT: u64 = 53;
    /// Counts and indexes, whatever is added to them step by step.
    const COUNT: u64 = 32;

    pub(super) const INDEX: Self = Self { bits: Self::COUNT, is_natural: false };
    /// The items of a range of which only the run knows where it starts.
    pub(super) const ORDINARY: Self = Self { bits: Self::EXACT, is_natural: false };
    pub(super) const NATURAL: Self = Self { bits: Self::COUNT, is_natural: true };

    /// Whether the int is a number of JavaScript, rather than a `BigInt`.
    pub(super) fn is_exact(self) -> bool {
        self.bits <= Self::EXACT
    }

    pub(super) fn sum(self, other: Self) -> u64 {
        self.bits.max(other.bits).saturating_add(1)
    }

    pub(super) fn product(self, other: Self) -> u64 {
        self.bits.saturating_add(other.bits)
    }

    /// After a step by a small literal: a count stays one, as no loop goes on for long enough.
    pub(super) fn stepped(self) -> u64 {
        if self.bits <= Self::COUNT { Self::COUNT } else { self.bits.saturating_add(1) }
    }
}

impl Type {
    pub(super) const INT: Type =
        Type::Int(Magnitude { bits: Magnitude::UNKNOWN, is_natural: false });
    pub(super) const INDEX: Type = Type::Int(Magnitude::INDEX);
    pub(super) const COUNT: Type = Type::Int(Magnitude::NATURAL);

    pub(super) fn list(element: Type) -> Type {
        Type::List(Box::new(element))
    }

    pub(super) fn iterator(element: Type) -> Type {
        Type::Iterator(Box::new(element))
    }

    pub(super) fn unknown_dict() -> Type {
        Type::Dict(Box::new(Type::Str), Box::new(Type::Unknown))
    }

    pub(super) fn pair(first: Type, second: Type) -> Type {
        Type::Tuple(Some(vec![first, second]))
    }

    /// The type of a value that has one of two types.
    pub(super) fn join(self, other: Type) -> Type {
        match (self, other) {
            (Type::Never, other) | (other, Type::Never) => other,
            (left, right) if left == right => left,
            (Type::Int(left), Type::Int(right)) => Type::Int(Magnitude {
                bits: left.bits.max(right.bits),
                is_natural: left.is_natural && right.is_natural,
            }),
            (left, right) if left.is_number() && right.is_number() => Type::Number,
            (Type::List(left), Type::List(right)) => Type::list(left.join(*right)),
            (Type::Set(left), Type::Set(right)) => Type::Set(Box::new(left.join(*right))),
            (Type::Dict(key, value), Type::Dict(other_key, other_value)) => {
                Type::Dict(Box::new(key.join(*other_key)), Box::new(value.join(*other_value)))
            }
            (Type::Tuple(_), Type::Tuple(_)) => Type::Tuple(None),
            (Type::None, Type::Element) | (Type::Element, Type::None) => Type::Element,
            (Type::None, Type::Host) | (Type::Host, Type::None) => Type::Host,
            (Type::Function(_), Type::Function(_)) => Type::Function(None),
            _ => Type::Unknown,
        }
    }

    /// The type found by one more turn over what depends on itself: a size that still grows is not known.
    pub(super) fn widened(self, before: &Type) -> Type {
        match (self, before) {
            (Type::Int(now), Type::Int(then)) if now.bits > then.bits => {
                Type::Int(Magnitude { bits: Magnitude::UNKNOWN, ..now })
            }
            (Type::Range(now), Type::Range(then)) if now.bits > then.bits => {
                Type::Range(Magnitude { bits: Magnitude::UNKNOWN, ..now })
            }
            (Type::List(now), Type::List(then)) => Type::list(now.widened(then)),
            (Type::Set(now), Type::Set(then)) => Type::Set(Box::new(now.widened(then))),
            (Type::Iterator(now), Type::Iterator(then)) => Type::iterator(now.widened(then)),
            (Type::Dict(key, value), Type::Dict(then_key, then_value)) => {
                Type::Dict(Box::new(key.widened(then_key)), Box::new(value.widened(then_value)))
            }
            (Type::Tuple(Some(now)), Type::Tuple(Some(then))) if now.len() == then.len() => {
                let items = now.into_iter().zip(then).map(|(now, then)| now.widened(then));
                Type::Tuple(Some(items.collect()))
            }
            (now, _) => now,
        }
    }

    pub(super) fn from_hint(hint: &TypeHint) -> Type {
        match hint {
            TypeHint::Unknown => Type::Unknown,
            TypeHint::Bool => Type::Bool,
            TypeHint::Int => Type::INT,
            TypeHint::Float => Type::Float,
            TypeHint::Str => Type::Str,
            TypeHint::List(element) => Type::list(Type::from_hint(element)),
            TypeHint::Tuple(items) => {
                Type::Tuple(Some(items.iter().map(Type::from_hint).collect()))
            }
            TypeHint::Set(element) => Type::Set(Box::new(Type::from_hint(element))),
            TypeHint::Dict(key, value) => {
                Type::Dict(Box::new(Type::from_hint(key)), Box::new(Type::from_hint(value)))
            }
        }
    }

    pub(super) fn of_attribute(known: AttributeType) -> Type {
        match known {
            AttributeType::Count { is_natural } => {
                Type::Int(Magnitude { is_natural, ..Magnitude::INDEX })
            }
            AttributeType::Bool => Type::Bool,
            AttributeType::Str => Type::Str,
            AttributeType::List => Type::list(Type::Unknown),
            AttributeType::Dict => Type::Dict(Box::new(Type::Unknown), Box::new(Type::Unknown)),
        }
    }

    pub(super) fn is_int(&self) -> bool {
        matches!(self, Type::Int(_))
    }

    /// An int, float or number; a bool is none of them here, since it prints otherwise.
    pub(super) fn is_number(&self) -> bool {
        matches!(self, Type::Int(_) | Type::Float | Type::Number)
    }

    /// A number that JavaScript's own operators take beside another number: not an int that may be a `BigInt`.
    pub(super) fn is_ordinary(&self) -> bool {
        match self {
            Type::Int(magnitude) => magnitude.is_exact(),
            Type::Float | Type::Number => true,
            _ => false,
        }
    }

    /// Types that an assignment settles until the next one.
    pub(super) fn is_scalar(&self) -> bool {
        self.is_number() || matches!(self, Type::None | Type::Bool | Type::Str)
    }

    /// JavaScript's own truth of the value is Python's.
    pub(super) fn has_native_truth(&self) -> bool {
        match self {
            Type::None | Type::Bool | Type::Int(_) | Type::Str | Type::Element | Type::Node => true,
            Type::Function(_) | Type::Class(_) => true,
            Type::Instance(shape) => {
                shape.is_complete
                    && has_plain_bases(shape)
                    && !["__bool__", "__len__"].iter().any(|name| shape.members.contains_key(*name))
            }
            _ => false,
        }
    }

    /// `===` is Python's `==` for two values of these types.
    pub(super) fn has_native_equality(&self, other: &Type) -> bool {
        match (self, other) {
            (Type::Str, Type::Str) | (Type::Bool, Type::Bool) => true,
            // A host value is never an object with `__eq__`, and no string equals a non-string.
            (Type::Str, Type::Host) | (Type::Host, Type::Str) => true,
            (left, right) => left.is_int() && right.is_int(),
        }
    }

    /// `==` gives a bool beside another value of which that is true.
    pub(super) fn has_builtin_equality(&self) -> bool {
        !matches!(self, Type::Unknown | Type::Never | Type::Instance(_) | Type::Node)
    }

    /// `for … of` iterates the value as Python does, and the value is certainly iterable.
    pub(super) fn is_native_iterable(&self) -> bool {
        matches!(
            self,
            Type::List(_)
                | Type::Tuple(_)
                | Type::Set(_)
                | Type::Range(_)
                | Type::Iterator(_)
                | Type::Str
        )
    }

    /// The type of what iteration gives.
    pub(super) fn element(&self) -> Type {
        match self {
            Type::List(element)
            | Type::Set(element)
            | Type::Iterator(element)
            | Type::Dict(element, _) => element.found(),
            Type::Tuple(Some(items)) => {
                items.iter().cloned().reduce(Type::join).unwrap_or(Type::Unknown).opened()
            }
            Type::Str => Type::Str,
            Type::Range(items) => Type::Int(*items),
            _ => Type::Unknown,
        }
    }

    /// The type of what a key or index finds.
    pub(super) fn value(&self) -> Type {
        match self {
            Type::Dict(_, value) => value.found(),
            _ => self.element(),
        }
    }

    /// The type of an item as it is taken out of its container.
    pub(super) fn found(&self) -> Type {
        match self {
            Type::Never => Type::Unknown,
            known => known.clone().opened(),
        }
    }

    /// The type of a value that other code may have: what its containers hold is not known.
    pub(super) fn opened(self) -> Type {
        match self {
            Type::List(_) => Type::list(Type::Unknown),
            Type::Set(_) => Type::Set(Box::new(Type::Unknown)),
            Type::Dict(..) => Type::Dict(Box::new(Type::Unknown), Box::new(Type::Unknown)),
            Type::Tuple(Some(items)) => {
                Type::Tuple(Some(items.into_iter().map(Type::opened).collect()))
            }
            known => known,
        }
    }
}

/// Whether no base is of a kind that may define truth or length without the project's code showing it.
fn has_plain_bases(shape: &ClassShape) -> bool {
    shape.bases.iter().all(|base| match base {
        BaseShape::Project(base) => has_plain_bases(base),
        BaseShape::Framework(_) => true,
        BaseShape::Builtin(name) => &**name == "object" || super::runtime_names::is_exception(name),
        BaseShape::Std { module, member } => matches!(
            (&**module, &**member),
            ("abc", "ABC") | ("enum", "Enum") | ("typing", "Generic" | "Protocol")
        ),
        BaseShape::Unknown(_) => false,
    })
}
