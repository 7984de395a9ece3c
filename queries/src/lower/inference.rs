//! Inference: the Python type of an expression, as far as literals, calls and control flow prove it.
//! Annotations prove nothing: Python does not check them. Never reports and never emits.

use super::lowerer::{Lowerer, Meaning, ScopeKind};
use super::methods;
use super::scope::{Growth, Source, stored_names};
use super::standard::returns_float;
use super::types::{Magnitude, Type};
use crate::binding::{AttributeType, Binding, ClassShape, MemberKind, Shape, Signature};
use crate::syntax::ast::*;
use std::collections::BTreeMap;
use std::sync::Arc;

impl<'a> Lowerer<'a> {
    pub(super) fn type_of(&mut self, expr: &Expr) -> Type {
        match &*expr.kind {
            ExprKind::Constant(constant) => type_of_constant(constant),
            ExprKind::Name(name) => self.type_of_name(name),
            ExprKind::Bool { values, .. } => values
                .iter()
                .map(|value| self.type_of(value))
                .reduce(Type::join)
                .unwrap_or(Type::Unknown),
            ExprKind::Walrus { value, .. } => self.type_of(value),
            ExprKind::Binary { left, op, right } => {
                let (left_type, right_type) = (self.type_of(left), self.type_of(right));
                type_of_binary(*op, &left_type, &right_type, right)
            }
            ExprKind::Unary { op: UnaryOp::Not, .. } => Type::Bool,
            ExprKind::Unary { op, operand } => match (op, self.type_of(operand)) {
                (UnaryOp::Neg, Type::Int(magnitude)) => {
                    Type::Int(Magnitude { is_natural: false, ..magnitude })
                }
                (UnaryOp::Neg | UnaryOp::Pos, known) if known.is_number() => known,
                (UnaryOp::Invert, Type::Int(_)) => Type::INT,
                _ => Type::Unknown,
            },
            ExprKind::Lambda { params, .. } => {
                Type::Function(Some(Arc::new(signature_of_params(params))))
            }
            ExprKind::Conditional { body, orelse, .. } => {
                let body = self.type_of(body);
                body.join(self.type_of(orelse))
            }
            ExprKind::Dict(entries) => {
                let (mut keys, mut values) = (Type::Never, Type::Never);
                for (key, value) in entries {
                    keys = keys.join(key.as_ref().map_or(Type::Unknown, |key| self.type_of(key)));
                    values = values.join(if key.is_some() {
                        self.type_of(value)
                    } else {
                        Type::Unknown
                    });
                }
                Type::Dict(Box::new(keys), Box::new(values))
            }
            ExprKind::List(items) => Type::list(self.joined(items)),
            ExprKind::Set(items) => Type::Set(Box::new(self.joined(items))),
            ExprKind::Tuple(items) => {
                if items.iter().any(|item| matches!(*item.kind, ExprKind::Starred(_))) {
                    return Type::Tuple(None);
                }
                Type::Tuple(Some(items.iter().map(|item| self.type_of(item)).collect()))
            }
            ExprKind::ListComp { element, generators } => {
                Type::list(self.type_in_comprehension(generators, element))
            }
            ExprKind::SetComp { element, generators } => {
                Type::Set(Box::new(self.type_in_comprehension(generators, element)))
            }
            ExprKind::DictComp { key, value, generators } => Type::Dict(
                Box::new(self.type_in_comprehension(generators, key)),
                Box::new(self.type_in_comprehension(generators, value)),
            ),
            ExprKind::Generator { element, generators } => {
                Type::iterator(self.type_in_comprehension(generators, element))
            }
            ExprKind::Compare { left, comparisons } => self.type_of_compare(left, comparisons),
            ExprKind::Call { callee, args, keywords } => self.type_of_call(callee, args, keywords),
            ExprKind::FString(_) => Type::Str,
            ExprKind::Attribute { value, attr } => self.type_of_attribute(value, &attr.name),
            ExprKind::Subscript { value, index } => self.type_of_item(value, index),
            ExprKind::Await(_)
            | ExprKind::Yield(_)
            | ExprKind::YieldFrom(_)
            | ExprKind::Starred(_)
            | ExprKind::Slice { .. } => Type::Unknown,
        }
    }

    /// The type of an expression among the names of a comprehension.
    fn type_in_comprehension(&mut self, generators: &[Comprehension], expr: &Expr) -> Type {
        let source = generators.first().map_or(Type::Unknown, |first| self.type_of(&first.iter));
        self.enter_comprehension(generators, &source);
        let known = self.type_of(expr);
        self.scopes.pop();
        known
    }

    /// What the last assignment of a name gave, where statements follow each other.
    fn settled(&self, scope: usize, name: &Name) -> Option<Type> {
        let is_here =
            self.scopes[scope + 1..].iter().all(|inner| inner.kind == ScopeKind::Comprehension);
        if self.inferring > 0 || !is_here {
            return None;
        }
        self.scopes[scope].settled.get(name).cloned()
    }

    /// Notes what a statement leaves in the names that it assigns.
    pub(super) fn settle(&mut self, stmt: &Stmt) {
        let known = match &stmt.kind {
            StmtKind::Assign { value, .. } | StmtKind::AnnAssign { value: Some(value), .. } => {
                self.type_of(value)
            }
            StmtKind::AugAssign { target, op, value } => {
                let (left, right) = (self.type_of(target), self.type_of(value));
                type_of_binary(*op, &left, &right, value)
            }
            _ => Type::Unknown,
        };
        self.unsettle(std::slice::from_ref(stmt));
        let targets = match &stmt.kind {
            StmtKind::Assign { targets, .. } => targets.as_slice(),
            StmtKind::AnnAssign { target, .. } | StmtKind::AugAssign { target, .. } => {
                std::slice::from_ref(target)
            }
            _ => &[],
        };
        for target in targets {
            let ExprKind::Name(name) = &*target.kind else { continue };
            let Some(scope) = self.scopes.last_mut() else { continue };
            // What a closure assigns, it assigns at a time of its own.
            let is_own = scope.names.locals.get(name).is_some_and(|local| !local.is_captured);
            if is_own && known.is_scalar() {
                scope.settled.insert(name.clone(), known.clone());
            }
        }
    }

    /// Forgets what was settled of the names that the statements assign.
    pub(super) fn unsettle(&mut self, block: &[Stmt]) {
        let Some(scope) = self.scopes.last_mut() else { return };
        if scope.settled.is_empty() {
            return;
        }
        for name in stored_names(block) {
            scope.settled.remove(&name);
        }
    }

    fn joined(&mut self, items: &[Expr]) -> Type {
        items.iter().fold(Type::Never, |known, item| known.join(self.type_of(item)))
    }

    fn type_of_compare(&mut self, left: &Expr, comparisons: &[(CompareOp, Expr)]) -> Type {
        let mut before = self.type_of(left);
        for (op, right) in comparisons {
            let known = self.type_of(right);
            if !compares_to_bool(*op, &before, &known) {
                return Type::Unknown;
            }
            before = known;
        }
        Type::Bool
    }

    fn type_of_name(&mut self, name: &Name) -> Type {
        match self.meaning(name) {
            Meaning::Local(scope) => self.type_of_local(scope, name),
            Meaning::Receiver => {
                let is_class = self
                    .scopes
                    .iter()
                    .rev()
                    .find(|scope| scope.receiver.as_ref() == Some(name))
                    .is_some_and(|scope| scope.receiver_is_class);
                match self.classes.last() {
                    Some(class) if is_class => Type::Class(class.shape.clone()),
                    Some(class) => Type::Instance(class.shape.clone()),
                    None => Type::Unknown,
                }
            }
            Meaning::Bound(Binding::Shared { shape, .. }) => match shape {
                Shape::Function(signature) => Type::Function(Some(signature.clone())),
                Shape::Class(shape) => Type::Class(shape.clone()),
                Shape::Value(hint) => Type::from_hint(hint),
                Shape::Late => Type::Unknown,
            },
            Meaning::Bound(Binding::BrowserClass { shape, .. }) => Type::Class(shape.clone()),
            _ => Type::Unknown,
        }
    }

    fn type_of_local(&mut self, scope: usize, name: &Name) -> Type {
        if let Some(settled) = self.settled(scope, name) {
            return settled;
        }
        self.joined_type(scope, name)
    }

    /// The type that all assignments of a local name have in common.
    pub(super) fn joined_type(&mut self, scope: usize, name: &Name) -> Type {
        if let Some(given) = self.scopes[scope].given.get(name) {
            return given.clone();
        }
        if let Some(known) = self.scopes[scope].types.get(name) {
            return known.clone();
        }
        let Some(local) = self.scopes[scope].names.locals.get(name) else { return Type::Unknown };
        let (sources, escapes) = (local.sources.clone(), local.escapes);
        let is_outermost = self.inferring == 0;
        if self.inferring > 12 {
            return Type::Unknown;
        }
        self.inferring += 1;
        let inner = self.scopes.split_off(scope + 1);
        // While it is being computed, a name has the type found so far.
        let mut known = Type::Never;
        let mut is_stable = false;
        for turn in 0..6 {
            self.scopes[scope].types.insert(name.clone(), known.clone());
            let mut next = sources.iter().fold(known.clone(), |joined, source| {
                joined.join(self.type_of_source(name, source))
            });
            if turn > 1 {
                next = next.widened(&known);
            }
            is_stable = next == known;
            known = next;
            if is_stable {
                break;
            }
        }
        if known == Type::Never || !is_stable {
            known = Type::Unknown;
        }
        if escapes {
            known = known.opened();
        }
        self.scopes[scope].types.remove(name);
        self.scopes.extend(inner);
        self.inferring -= 1;
        // Inside another name's computation the result may rest on what is not final.
        if is_outermost {
            self.scopes[scope].types.insert(name.clone(), known.clone());
        }
        known
    }

    fn type_of_source(&mut self, name: &Name, source: &Source<'a>) -> Type {
        match source {
            Source::Value(value) => self.type_of(value),
            Source::Element(iterable) => match self.type_of(iterable) {
                // Nothing is in it yet: what comes may depend on this name.
                Type::List(element) if *element == Type::Never => Type::Never,
                _ => self.type_of_elements(iterable),
            },
            Source::Augmented(op, value) => {
                let (left, right) = (self.type_of_name(name), self.type_of(value));
                type_of_binary(*op, &left, &right, value)
            }
            Source::Function(function) if function.decorators.is_empty() => {
                Type::Function(Some(Arc::new(signature_of(function))))
            }
            // Decorators may have made anything of it.
            Source::Class(class) if class.decorators.is_empty() => {
                let shape = self.local_shape(class);
                let is_simple = class.bases.is_empty();
                if is_simple || super::calls::is_enum(&shape) {
                    Type::Class(Arc::new(shape))
                } else {
                    Type::Unknown
                }
            }
            Source::Grown(key, growth) => {
                let container = self.type_of_name(name);
                let element = match growth {
                    Growth::Item(item) => self.type_of(item),
                    Growth::Changed(op, value) => {
                        let current = container.value();
                        type_of_binary(*op, &current, &self.type_of(value), value)
                    }
                    Growth::Anything => Type::Unknown,
                };
                match container {
                    Type::List(_) => Type::list(element),
                    Type::Set(_) => Type::Set(Box::new(element)),
                    Type::Dict(..) => {
                        let key = key.map_or(Type::Unknown, |key| self.type_of(key));
                        Type::Dict(Box::new(key), Box::new(element))
                    }
                    _ => Type::Never,
                }
            }
            Source::Extended(value) => {
                let element = self.type_of(value).element();
                match self.type_of_name(name) {
                    Type::List(_) => Type::list(element),
                    Type::Set(_) => Type::Set(Box::new(element)),
                    Type::Dict(..) => match self.type_of(value) {
                        known @ Type::Dict(..) => known,
                        _ => Type::Dict(Box::new(Type::Unknown), Box::new(Type::Unknown)),
                    },
                    _ => Type::Never,
                }
            }
            Source::Function(_) | Source::Class(_) | Source::Unknown => Type::Unknown,
        }
    }

    fn type_of_call(&mut self, callee: &Expr, args: &[Expr], keywords: &[Keyword]) -> Type {
        let callee = self.without_type_arguments(callee);
        match self.binding_of(callee) {
            Some(Binding::Builtin(name)) => return self.type_of_builtin(name, args, keywords),
            Some(Binding::Shared { shape: Shape::Function(signature), .. }) => {
                return returned(signature);
            }
            Some(
                Binding::Shared { shape: Shape::Class(shape), .. }
                | Binding::BrowserClass { shape, .. },
            ) => return type_of_called(shape),
            Some(Binding::Framework(name)) if &**name == "join_url" => return Type::Str,
            Some(Binding::StdMember { module, member }) if returns_float(module, member) => {
                return Type::Float;
            }
            _ => {}
        }
        let ExprKind::Attribute { value, attr } = &*callee.kind else {
            return match self.type_of(callee) {
                Type::Function(Some(signature)) => returned(&signature),
                Type::Class(shape) => type_of_called(&shape),
                _ => Type::Unknown,
            };
        };
        if self.is_framework(value, "ui") {
            return Type::Node;
        }
        if self.is_framework(value, "dom") && &*attr.name == "animate_out" {
            return Type::Host;
        }
        if let Some(Binding::StdModule(module)) = self.binding_of(value)
            && returns_float(module, &attr.name)
        {
            return Type::Float;
        }
        let receiver = self.type_of(value);
        if let Type::Instance(shape) = &receiver {
            return match shape.members.get(&attr.name).map(|member| &member.kind) {
                Some(
                    MemberKind::Method(signature)
                    | MemberKind::StaticMethod(signature)
                    | MemberKind::ClassMethod(signature),
                ) => match self.attribute_type(shape, &self.attributes.results, &attr.name) {
                    Type::Unknown => returned(signature),
                    known => known,
                },
                _ => Type::Unknown,
            };
        }
        if matches!(
            &*attr.name,
            "query_selector" | "querySelector" | "closest" | "get_element_by_id"
        ) {
            return Type::Element;
        }
        if matches!(&*attr.name, "query_selector_all" | "querySelectorAll") {
            return Type::iterator(Type::Element);
        }
        methods::returns(&receiver, &attr.name)
    }

    fn type_of_builtin(&mut self, name: &str, args: &[Expr], keywords: &[Keyword]) -> Type {
        let first = args.first().map_or(Type::Unknown, |first| self.type_of(first));
        match name {
            // What a `__len__` gives may be large.
            "len" => match first {
                Type::Str | Type::List(_) | Type::Tuple(_) | Type::Dict(..) | Type::Set(_) => {
                    Type::COUNT
                }
                _ => Type::Int(Magnitude { is_natural: true, ..Magnitude::ORDINARY }),
            },
            "int" | "hash" | "id" => Type::INT,
            "ord" => Type::COUNT,
            "float" => Type::Float,
            "bool" | "isinstance" | "issubclass" | "callable" | "hasattr" | "any" | "all" => {
                Type::Bool
            }
            "str" | "repr" | "ascii" | "chr" | "bin" | "hex" | "oct" | "format" => Type::Str,
            "list" | "sorted" => {
                Type::list(if args.is_empty() { Type::Never } else { first.element() })
            }
            "tuple" => Type::Tuple(None),
            "set" => {
                Type::Set(Box::new(if args.is_empty() { Type::Never } else { first.element() }))
            }
            "dict" if args.is_empty() && keywords.is_empty() => {
                Type::Dict(Box::new(Type::Never), Box::new(Type::Never))
            }
            "dict" => Type::Dict(Box::new(Type::Unknown), Box::new(Type::Unknown)),
            "range" => Type::Range(self.range_items(args)),
            "enumerate" => {
                let starts_at_zero = args.len() < 2 && keywords.is_empty();
                let index = if starts_at_zero { Magnitude::NATURAL } else { Magnitude::ORDINARY };
                Type::iterator(Type::pair(Type::Int(index), first.element()))
            }
            "zip" => {
                let elements = args.iter().map(|arg| self.type_of(arg).element()).collect();
                Type::iterator(Type::Tuple(Some(elements)))
            }
            "reversed" => Type::iterator(first.element()),
            "map" if args.len() == 2 => Type::iterator(self.type_of_mapped(&args[0])),
            "map" | "filter" => Type::iterator(if name == "filter" && args.len() == 2 {
                self.type_of(&args[1]).element()
            } else {
                Type::Unknown
            }),
            "abs" if first.is_number() => first,
            "round" if args.len() == 1 && first.is_number() => Type::INT,
            "round" if args.len() == 2 && first == Type::Float => first,
            "min" | "max" if args.len() > 1 && keywords.is_empty() => self.joined(args).opened(),
            _ => Type::Unknown,
        }
    }

    fn range_items(&mut self, args: &[Expr]) -> Magnitude {
        let mut items = Magnitude { bits: 0, is_natural: true };
        for bound in &args[..args.len().min(2)] {
            let bound = match self.type_of(bound) {
                Type::Int(bound) if bound.is_exact() => bound,
                Type::Int(bound) => Magnitude { bits: Magnitude::ORDINARY.bits, ..bound },
                // `range(stop)` begins at 0.
                _ => Magnitude { is_natural: args.len() == 1, ..Magnitude::ORDINARY },
            };
            items.bits = items.bits.max(bound.bits);
            items.is_natural &= bound.is_natural || args.len() == 1;
        }
        items
    }

    /// The type of what a loop over `iterable` gets.
    pub(super) fn type_of_elements(&mut self, iterable: &Expr) -> Type {
        if let ExprKind::Call { callee, args, keywords } = &*iterable.kind
            && matches!(self.binding_of(callee), Some(Binding::Builtin(name)) if name == "range")
            && keywords.is_empty()
        {
            let start = match args.as_slice() {
                [_] => Some(0),
                [start, _] => small_int(start),
                _ => None,
            };
            if let Some(start) = start {
                // No loop counts further than this.
                return Type::Int(Magnitude { is_natural: start >= 0, ..Magnitude::NATURAL });
            }
        }
        self.type_of(iterable).element()
    }

    /// What a function gives for each item of `map`.
    fn type_of_mapped(&mut self, function: &Expr) -> Type {
        match self.binding_of(function) {
            Some(Binding::Builtin(name)) => match &**name {
                "float" => Type::Float,
                "int" => Type::INT,
                "str" | "repr" => Type::Str,
                "len" => Type::COUNT,
                _ => Type::Unknown,
            },
            _ => match self.type_of(function) {
                Type::Function(Some(signature)) => returned(&signature),
                _ => Type::Unknown,
            },
        }
    }

    fn type_of_attribute(&mut self, value: &Expr, attr: &Name) -> Type {
        if self.is_framework(value, "browser") {
            return Type::Host;
        }
        let receiver = self.type_of(value);
        if let Type::Instance(shape) = &receiver {
            if shape.browser.is_some() && !shape.members.contains_key(attr) {
                return match &**attr {
                    "state" | "props" => Type::unknown_dict(),
                    "element" => Type::Element,
                    "refs" => Type::Host,
                    _ => Type::Unknown,
                };
            }
            return match shape.members.get(attr).map(|member| &member.kind) {
                Some(MemberKind::Method(signature)) => Type::Function(Some(signature.clone())),
                Some(MemberKind::InstanceAttribute | MemberKind::Attribute { .. }) => {
                    self.attribute_type(shape, &self.attributes.values, attr)
                }
                _ => Type::Unknown,
            };
        }
        match (&receiver, &**attr) {
            (Type::Element | Type::Host, "target" | "current_target" | "currentTarget") => {
                Type::Element
            }
            (Type::Element | Type::Host, _) => Type::Host,
            _ => Type::Unknown,
        }
    }

    /// What is known of a name, if it is one of an object of a plain class.
    fn attribute_type(
        &self,
        shape: &ClassShape,
        known: &BTreeMap<Name, AttributeType>,
        name: &Name,
    ) -> Type {
        let known = known.get(&*super::names::attribute(name));
        known.filter(|_| shape.is_plain()).map_or(Type::Unknown, |known| Type::of_attribute(*known))
    }

    fn type_of_item(&mut self, value: &Expr, index: &Expr) -> Type {
        let receiver = self.type_of(value);
        if let ExprKind::Slice { .. } = &*index.kind {
            return match receiver {
                Type::Str | Type::List(_) => receiver,
                Type::Tuple(_) => Type::Tuple(None),
                _ => Type::Unknown,
            };
        }
        match receiver {
            Type::List(_) | Type::Str | Type::Dict(..) => receiver.value(),
            Type::Tuple(Some(items)) => match small_int(index) {
                Some(position) if position >= 0 => {
                    items.get(position as usize).map_or(Type::Unknown, |item| item.clone().opened())
                }
                _ => Type::Unknown,
            },
            _ => Type::Unknown,
        }
    }
}

/// An int literal (also negative) of ordinary size.
pub(crate) fn small_int(expr: &Expr) -> Option<i64> {
    match &*expr.kind {
        ExprKind::Constant(Constant::Int(value)) => i32::try_from(value).ok().map(i64::from),
        ExprKind::Unary { op: UnaryOp::Neg, operand } => small_int(operand).map(|value| -value),
        _ => None,
    }
}

/// A literal that a count can take in often before it is no count any more.
fn is_step(expr: &Expr) -> bool {
    small_int(expr).is_some_and(|step| step.unsigned_abs() < 1 << 16)
}

/// What calling a class gives.
fn type_of_called(shape: &Arc<ClassShape>) -> Type {
    if super::calls::gives_anything(shape) { Type::Unknown } else { Type::Instance(shape.clone()) }
}

fn returned(signature: &Signature) -> Type {
    if signature.is_async {
        return Type::Unknown;
    }
    if signature.is_generator { Type::iterator(Type::Unknown) } else { Type::Unknown }
}

fn type_of_constant(constant: &Constant) -> Type {
    match constant {
        Constant::None => Type::None,
        Constant::Bool(_) => Type::Bool,
        Constant::Int(value) => Type::Int(Magnitude {
            bits: value.bits(),
            is_natural: value.sign() != num_bigint::Sign::Minus,
        }),
        Constant::Float(_) => Type::Float,
        Constant::Str(_) | Constant::Surrogates => Type::Str,
        Constant::Complex(_) | Constant::Bytes(_) | Constant::Ellipsis => Type::Unknown,
    }
}

/// Whether a comparison of values of these types gives a bool: no class is asked, or Python takes the truth of its answer.
pub(super) fn compares_to_bool(op: CompareOp, left: &Type, right: &Type) -> bool {
    match op {
        CompareOp::Is | CompareOp::IsNot | CompareOp::In | CompareOp::NotIn => true,
        CompareOp::Eq | CompareOp::NotEq => {
            left.has_builtin_equality() && right.has_builtin_equality()
        }
        _ => left.is_scalar() && right.is_scalar(),
    }
}

/// The type of `left op right`; small counts stay small under steps by small literals.
pub(super) fn type_of_binary(op: BinaryOp, left: &Type, right: &Type, right_expr: &Expr) -> Type {
    use BinaryOp::*;
    match (op, left, right) {
        (_, Type::Never, _) | (_, _, Type::Never) => Type::Never,
        (Add | Sub, Type::Int(a), Type::Int(b)) => Type::Int(Magnitude {
            bits: if is_step(right_expr) { a.stepped() } else { a.sum(*b) },
            is_natural: op == Add && a.is_natural && b.is_natural,
        }),
        (Mul, Type::Int(a), Type::Int(b)) => {
            Type::Int(Magnitude { bits: a.product(*b), is_natural: a.is_natural && b.is_natural })
        }
        (FloorDiv, Type::Int(a), Type::Int(b)) => {
            Type::Int(Magnitude { bits: a.bits, is_natural: a.is_natural && b.is_natural })
        }
        (Mod, Type::Int(_), Type::Int(b)) => Type::Int(*b),
        (BitAnd | BitOr | BitXor | LeftShift | RightShift, Type::Int(_), Type::Int(_)) => Type::INT,
        (Div, left, right) if left.is_number() && right.is_number() => Type::Float,
        (Add | Sub | Mul | FloorDiv | Mod, Type::Float, right) if right.is_number() => Type::Float,
        (Add | Sub | Mul | FloorDiv | Mod, left, Type::Float) if left.is_number() => Type::Float,
        (Add | Sub | Mul | FloorDiv | Mod, left, right)
            if left.is_number() && right.is_number() =>
        {
            Type::Number
        }
        (Pow, Type::Int(_), Type::Int(_))
            if small_int(right_expr).is_some_and(|power| power >= 0) =>
        {
            Type::INT
        }
        (Add, Type::Str, Type::Str) | (Mod, Type::Str, _) => Type::Str,
        (Mul, Type::Str, Type::Int(_)) | (Mul, Type::Int(_), Type::Str) => Type::Str,
        (Add, Type::List(a), Type::List(b)) => Type::list(a.clone().join((**b).clone())),
        (Mul, Type::List(_), Type::Int(_)) => left.clone(),
        (Mul, Type::Int(_), Type::List(_)) => right.clone(),
        (Add, Type::Tuple(_), Type::Tuple(_)) => Type::Tuple(None),
        (BitOr, Type::Dict(..), Type::Dict(..)) => left.clone().join(right.clone()),
        (BitOr | BitAnd | Sub | BitXor, Type::Set(_), Type::Set(_)) => {
            left.clone().join(right.clone())
        }
        _ => Type::Unknown,
    }
}

/// The signature of a function of which only the definition is at hand.
pub(super) fn signature_of(function: &FunctionDef) -> Signature {
    let body_names = super::scope::of_function(&function.params, &function.body);
    Signature {
        is_async: function.is_async,
        is_generator: body_names.is_generator,
        ..signature_of_params(&function.params)
    }
}

pub(super) fn signature_of_params(params: &Parameters) -> Signature {
    use crate::binding::{ParamKind, SignatureParam};
    let mut all = vec![];
    let mut add = |list: &[Parameter], kind: ParamKind| {
        all.extend(list.iter().map(|param| SignatureParam {
            name: param.name.name.clone(),
            kind,
            has_default: param.default.is_some(),
        }));
    };
    add(&params.positional_only, ParamKind::PositionalOnly);
    add(&params.positional, ParamKind::Positional);
    if let Some(vararg) = &params.vararg {
        add(std::slice::from_ref(vararg), ParamKind::VarPositional);
    }
    add(&params.keyword_only, ParamKind::KeywordOnly);
    if let Some(kwarg) = &params.kwarg {
        add(std::slice::from_ref(kwarg), ParamKind::VarKeyword);
    }
    Signature { params: all.into(), ..Signature::default() }
}
