//! Operators, comparison, truth: JavaScript's own where the types allow it, the runtime's otherwise.

use super::inference::small_int;
use super::js::{self, BinaryOp as Js, Expr};
use super::lowerer::Lowerer;
use super::types::Type;
use crate::syntax::ast::{self, BinaryOp, BoolOp, CompareOp, Constant, ExprKind, UnaryOp};

/// The runtime function of a binary operator.
fn function_of(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "add",
        BinaryOp::Sub => "sub",
        BinaryOp::Mul => "mul",
        BinaryOp::MatMul => "matmul",
        BinaryOp::Div => "div",
        BinaryOp::FloorDiv => "floordiv",
        BinaryOp::Mod => "mod",
        BinaryOp::Pow => "pow",
        BinaryOp::LeftShift => "lshift",
        BinaryOp::RightShift => "rshift",
        BinaryOp::BitOr => "bitor",
        BinaryOp::BitXor => "bitxor",
        BinaryOp::BitAnd => "bitand",
    }
}

/// The same where the right operand is certainly a float, and a number of JavaScript.
fn function_with_float(op: BinaryOp) -> Option<&'static str> {
    match op {
        BinaryOp::Add => Some("addFloat"),
        BinaryOp::Sub => Some("subFloat"),
        BinaryOp::Mul => Some("mulFloat"),
        BinaryOp::Div => Some("divFloat"),
        _ => None,
    }
}

/// The same where the left operand is.
fn function_of_float_with(op: BinaryOp) -> Option<&'static str> {
    match op {
        BinaryOp::Add => Some("floatAdd"),
        BinaryOp::Sub => Some("floatSub"),
        BinaryOp::Mul => Some("floatMul"),
        BinaryOp::Div => Some("floatDiv"),
        _ => None,
    }
}

fn in_place_function_of(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::Add => "iadd",
        BinaryOp::Sub => "isub",
        BinaryOp::Mul => "imul",
        BinaryOp::MatMul => "imatmul",
        BinaryOp::Div => "idiv",
        BinaryOp::FloorDiv => "ifloordiv",
        BinaryOp::Mod => "imod",
        BinaryOp::Pow => "ipow",
        BinaryOp::LeftShift => "ilshift",
        BinaryOp::RightShift => "irshift",
        BinaryOp::BitOr => "ior",
        BinaryOp::BitXor => "ixor",
        BinaryOp::BitAnd => "iand",
    }
}

/// The operator of JavaScript that does the same with numbers.
fn arithmetic(op: BinaryOp) -> Option<Js> {
    match op {
        BinaryOp::Add => Some(Js::Add),
        BinaryOp::Sub => Some(Js::Sub),
        BinaryOp::Mul => Some(Js::Mul),
        _ => None,
    }
}

/// Whether an expression can be written twice: it has no effect and costs nothing.
pub(super) fn is_simple(expr: &ast::Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Name(_) | ExprKind::Constant(_))
}

pub(super) fn is_nonzero_literal(expr: &ast::Expr) -> bool {
    match &*expr.kind {
        ExprKind::Constant(Constant::Float(value)) => *value != 0.0,
        _ => small_int(expr).is_some_and(|value| value != 0),
    }
}

/// Whether the product of two ints is never JavaScript's `-0`, which no int is.
fn is_never_minus_zero(left: &Type, right: &Type, right_expr: &ast::Expr) -> bool {
    let is_natural = |known: &Type| matches!(known, Type::Int(magnitude) if magnitude.is_natural);
    is_natural(left) && is_natural(right) || small_int(right_expr).is_some_and(|value| value > 0)
}

/// Text that sorts the same by UTF-16 unit and by code point against any other text.
fn is_plain_text(expr: &ast::Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Constant(Constant::Str(text)) if text.chars().all(|each| u32::from(each) < 0xd800))
}

/// What is asked of a comparison. A class may answer with any object, of which a condition takes the truth.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Truth,
    Value,
}

impl Wanted {
    fn equality(self, is_negative: bool) -> &'static str {
        match (self, is_negative) {
            (Self::Truth, false) => "eq",
            (Self::Truth, true) => "ne",
            (Self::Value, false) => "eqValue",
            (Self::Value, true) => "neValue",
        }
    }
}

impl<'a> Lowerer<'a> {
    pub(super) fn binary(
        &mut self,
        left: &'a ast::Expr,
        op: BinaryOp,
        right: &'a ast::Expr,
    ) -> Expr {
        if op == BinaryOp::BitOr && (self.is_type(left) || self.is_type(right)) {
            let (left, right) = (self.expr(left), self.expr(right));
            return self.runtime_call("typeUnion", [left, right]);
        }
        let (left_type, right_type) = (self.type_of(left), self.type_of(right));
        let left_js = self.operand(left, &right_type);
        let right_js = self.operand(right, &left_type);
        self.operation(op, left_js, &left_type, right_js, &right_type, right).unwrap_or_else(
            |(left_js, right_js)| {
                let direct = if self.is_bare_float(right) {
                    function_with_float(op)
                } else if self.is_bare_float(left) {
                    function_of_float_with(op)
                } else {
                    None
                };
                if let Some(function) = direct {
                    return self.runtime_call(function, [left_js, right_js]);
                }
                let left_js = self.told_float(left_js, left);
                let right_js = self.told_float(right_js, right);
                self.runtime_call(function_of(op), [left_js, right_js])
            },
        )
    }

    /// An operand beside one of type `other`. Beside a float it does not matter whether a number is an int.
    fn operand(&mut self, expr: &'a ast::Expr, other: &Type) -> Expr {
        if *other == Type::Float
            && let ExprKind::Binary { left, op, right } = &*expr.kind
            && let Some(operator) = arithmetic(*op)
            && self.type_of(left).is_number()
            && self.type_of(right).is_number()
            && self.type_of(expr) == Type::Number
        {
            let (left, right) = (self.operand(left, other), self.operand(right, other));
            return js::at(js::binary(operator, left, right), expr.id);
        }
        self.plain_operand(expr)
    }

    /// An operand of arithmetic or of an ordering, which is seldom a method.
    fn plain_operand(&mut self, expr: &'a ast::Expr) -> Expr {
        self.reads_at_once = matches!(&*expr.kind, ExprKind::Attribute { value, .. } if matches!(*value.kind, ExprKind::Name(_)));
        let lowered = self.expr(expr);
        self.reads_at_once = false;
        lowered
    }

    /// `target op= value`: the new value of the target.
    pub(super) fn augmented(
        &mut self,
        op: BinaryOp,
        target: Expr,
        target_expr: &ast::Expr,
        target_type: &Type,
        value: &'a ast::Expr,
    ) -> Expr {
        let value_type = self.type_of(value);
        let value_js = self.operand(value, target_type);
        let is_container = matches!(target_type, Type::List(_) | Type::Set(_) | Type::Dict(..));
        let direct = if is_container {
            Err((target, value_js))
        } else {
            self.operation(op, target, target_type, value_js, &value_type, value)
        };
        let stays_number =
            matches!(&*target_expr.kind, ExprKind::Name(name) if self.holds_only_floats(name));
        match direct {
            Ok(result) => {
                let known = super::inference::type_of_binary(op, target_type, &value_type, value);
                let is_told = known != Type::Float || stays_number;
                if is_told { result } else { self.as_float(result) }
            }
            Err((target, value_js)) => {
                let value_js = self.told_float(value_js, value);
                let target = self.told_float(target, target_expr);
                // Numbers do not change in place.
                let are_numbers = target_type.is_number() && value_type.is_number();
                let function = if are_numbers { function_of(op) } else { in_place_function_of(op) };
                self.runtime_call(function, [target, value_js])
            }
        }
    }

    /// The direct operator, or the operands back if the types do not allow one.
    fn operation(
        &mut self,
        op: BinaryOp,
        left: Expr,
        left_type: &Type,
        right: Expr,
        right_type: &Type,
        right_expr: &ast::Expr,
    ) -> Result<Expr, (Expr, Expr)> {
        use BinaryOp::*;
        let result = super::inference::type_of_binary(op, left_type, right_type, right_expr);
        let is_float = *left_type == Type::Float || *right_type == Type::Float;
        match (op, left_type, right_type) {
            (Add, Type::Str, Type::Str) => Ok(js::binary(Js::Add, left, right)),
            (Mod, Type::Str, _) => {
                let right = self.told_float(right, right_expr);
                Ok(self.runtime_call("percent", [left, right]))
            }
            // An int that is not small may be a `BigInt`, which only the runtime can tell.
            (Add | Sub | Mul, a, b)
                if (is_float || matches!(result, Type::Int(magnitude) if magnitude.is_exact()))
                    && (is_float || op != Mul || is_never_minus_zero(a, b, right_expr))
                    && a.is_ordinary()
                    && b.is_ordinary() =>
            {
                Ok(js::binary(arithmetic(op).unwrap_or(Js::Mul), left, right))
            }
            (Div, a, b) if a.is_ordinary() && b.is_number() && is_nonzero_literal(right_expr) => {
                Ok(js::binary(Js::Div, left, right))
            }
            (Mod, Type::Int(a), Type::Int(_))
                if a.is_exact()
                    && a.is_natural
                    && small_int(right_expr).is_some_and(|by| by > 0) =>
            {
                Ok(js::binary(Js::Mod, left, right))
            }
            (FloorDiv, Type::Int(a), Type::Int(_))
                if a.is_exact() && is_nonzero_literal(right_expr) =>
            {
                Ok(js::call_method(js::name("Math"), "floor", [js::binary(Js::Div, left, right)]))
            }
            _ => Err((left, right)),
        }
    }

    pub(super) fn unary(&mut self, op: UnaryOp, operand: &'a ast::Expr) -> Expr {
        let known = self.type_of(operand);
        match op {
            UnaryOp::Not => {
                let test = self.truth(operand);
                js::not(test)
            }
            UnaryOp::Neg if is_nonzero_literal(operand) || known == Type::Float => {
                let value = self.expr(operand);
                js::unary(js::UnaryOp::Minus, value)
            }
            // `-0` is an int in Python and prints as 0.
            UnaryOp::Neg => {
                let value = self.expr(operand);
                self.runtime_call("neg", [value])
            }
            UnaryOp::Pos if known.is_number() => self.expr(operand),
            UnaryOp::Pos => {
                let value = self.expr(operand);
                self.runtime_call("pos", [value])
            }
            UnaryOp::Invert => {
                let value = self.expr(operand);
                self.runtime_call("invert", [value])
            }
        }
    }

    /// An expression whose JavaScript truth is the Python truth of `expr`.
    pub(super) fn truth(&mut self, expr: &'a ast::Expr) -> Expr {
        match &*expr.kind {
            ExprKind::Bool { op, values } => {
                let values: Vec<Expr> = values.iter().map(|value| self.truth(value)).collect();
                let join = if *op == BoolOp::And { js::and } else { js::or };
                return values.into_iter().reduce(join).unwrap_or_else(js::null);
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } => {
                let test = self.truth(operand);
                return js::not(test);
            }
            ExprKind::Compare { left, comparisons } => {
                let wanted = vec![Wanted::Truth; comparisons.len()];
                return js::all(self.comparisons(left, comparisons, wanted));
            }
            ExprKind::Call { callee, args, keywords } if args.len() == 1 && keywords.is_empty() => {
                if matches!(self.binding_of(callee), Some(crate::binding::Binding::Builtin(name)) if name == "bool")
                {
                    return self.truth(&args[0]);
                }
            }
            _ => {}
        }
        let known = self.type_of(expr);
        let value = self.expr(expr);
        self.truth_of(value, &known)
    }

    pub(super) fn truth_of(&mut self, value: Expr, known: &Type) -> Expr {
        match known {
            known if known.has_native_truth() => value,
            // Not `!==`: the value may be a `Float`.
            Type::Float | Type::Number => js::binary(Js::NotEq, value, js::number(0.0)),
            Type::List(_) | Type::Tuple(_) => {
                js::binary(Js::Gt, js::member(value, "length"), js::number(0.0))
            }
            _ => self.runtime_call("truth", [value]),
        }
    }

    /// `a and b`, `a or b` as values.
    pub(super) fn bool_value(&mut self, op: BoolOp, values: &'a [ast::Expr]) -> Expr {
        let Some((last, rest)) = values.split_last() else { return js::null() };
        let mut result = self.value(last);
        for value in rest.iter().rev() {
            let known = self.type_of(value);
            let left = self.value(value);
            result = if known.has_native_truth() {
                match op {
                    BoolOp::And => js::and(left, result),
                    BoolOp::Or => js::or(left, result),
                }
            } else if op == BoolOp::Or && rest.len() == 1 && is_literal(last) {
                self.runtime_call("or", [left, result])
            } else {
                let (first, again) = if is_simple(value) {
                    (left.clone(), left)
                } else {
                    let temporary = self.temporary("value");
                    (js::assign_name(&temporary, left), js::name(&temporary))
                };
                let test = self.truth_of(first, &known);
                match op {
                    BoolOp::And => js::conditional(test, result, again),
                    BoolOp::Or => js::conditional(test, again, result),
                }
            };
        }
        result
    }

    /// A comparison as a value: what the operands' class gives where it is no bool.
    pub(super) fn compare(
        &mut self,
        left: &'a ast::Expr,
        comparisons: &'a [(CompareOp, ast::Expr)],
    ) -> Expr {
        let mut operands = std::iter::once(left).chain(comparisons.iter().map(|(_, right)| right));
        let mut is_bool: Vec<bool> = vec![];
        let mut before = operands.next().map_or(Type::Unknown, |first| self.type_of(first));
        for ((op, _), operand) in comparisons.iter().zip(operands) {
            let known = self.type_of(operand);
            is_bool.push(super::inference::compares_to_bool(*op, &before, &known));
            before = known;
        }
        let wanted =
            is_bool.iter().map(|is_bool| if *is_bool { Wanted::Truth } else { Wanted::Value });
        let tests = self.comparisons(left, comparisons, wanted.collect());
        let mut parts = tests.into_iter().zip(is_bool).rev();
        let Some((mut result, _)) = parts.next() else { return js::null() };
        for (test, is_bool) in parts {
            result = if is_bool {
                js::and(test, result)
            } else {
                let answer = self.temporary("answer");
                let test = self.runtime_call("truth", [js::assign_name(&answer, test)]);
                js::conditional(test, result, js::name(&answer))
            };
        }
        result
    }

    /// Each comparison of a chain; what stands between two of them is evaluated once.
    fn comparisons(
        &mut self,
        left: &'a ast::Expr,
        comparisons: &'a [(CompareOp, ast::Expr)],
        wanted: Vec<Wanted>,
    ) -> Vec<Expr> {
        let mut tests = vec![];
        let is_ordering = |(op, _): &(CompareOp, ast::Expr)| {
            matches!(op, CompareOp::Lt | CompareOp::LtE | CompareOp::Gt | CompareOp::GtE)
        };
        let lowered =
            if comparisons.iter().all(is_ordering) { Self::plain_operand } else { Self::expr };
        let mut current = lowered(self, left);
        let mut current_expr = left;
        for (position, ((op, right), wanted)) in comparisons.iter().zip(wanted).enumerate() {
            let is_last = position + 1 == comparisons.len();
            let right_js = lowered(self, right);
            let (used, again) = if is_last || is_simple(right) {
                (right_js.clone(), right_js)
            } else {
                let temporary = self.temporary("middle");
                (js::assign_name(&temporary, right_js), js::name(&temporary))
            };
            tests.push(self.comparison(current, current_expr, *op, used, right, wanted));
            current = again;
            current_expr = right;
        }
        tests
    }

    fn comparison(
        &mut self,
        left: Expr,
        left_expr: &ast::Expr,
        op: CompareOp,
        right: Expr,
        right_expr: &ast::Expr,
        wanted: Wanted,
    ) -> Expr {
        let (left_type, right_type) = (self.type_of(left_expr), self.type_of(right_expr));
        let is_negative = matches!(op, CompareOp::NotEq | CompareOp::IsNot | CompareOp::NotIn);
        match op {
            CompareOp::Is | CompareOp::IsNot => {
                self.identity(left, &left_type, right, &right_type, is_negative)
            }
            CompareOp::Eq | CompareOp::NotEq if left_type.has_native_equality(&right_type) => {
                js::binary(if is_negative { Js::NotEqEq } else { Js::EqEqEq }, left, right)
            }
            CompareOp::Eq | CompareOp::NotEq
                if left_type == Type::None || right_type == Type::None =>
            {
                self.runtime_call(wanted.equality(is_negative), [left, right])
            }
            CompareOp::Eq | CompareOp::NotEq => {
                let function = wanted.equality(is_negative);
                let operands = self.compared(left, left_expr, right, right_expr);
                self.runtime_call(function, operands)
            }
            CompareOp::In | CompareOp::NotIn => {
                let test = self.membership(left, &left_type, right, &right_type);
                if is_negative { js::not(test) } else { test }
            }
            CompareOp::Lt | CompareOp::LtE | CompareOp::Gt | CompareOp::GtE => {
                let is_direct = (left_type.is_number() && right_type.is_number())
                    || (left_type == Type::Str
                        && right_type == Type::Str
                        && (is_plain_text(left_expr) || is_plain_text(right_expr)));
                let (operator, truth, value) = match op {
                    CompareOp::Lt => (Js::Lt, "lt", "ltValue"),
                    CompareOp::LtE => (Js::LtEq, "le", "leValue"),
                    CompareOp::Gt => (Js::Gt, "gt", "gtValue"),
                    _ => (Js::GtEq, "ge", "geValue"),
                };
                let function = if wanted == Wanted::Truth { truth } else { value };
                if is_direct {
                    js::binary(operator, left, right)
                } else {
                    let operands = self.compared(left, left_expr, right, right_expr);
                    self.runtime_call(function, operands)
                }
            }
        }
    }

    /// The operands of a comparison that a class may define: it must see floats as floats.
    fn compared(
        &mut self,
        left: Expr,
        left_expr: &ast::Expr,
        right: Expr,
        right_expr: &ast::Expr,
    ) -> [Expr; 2] {
        if self.type_of(left_expr).is_number() && self.type_of(right_expr).is_number() {
            return [left, right];
        }
        [self.told_float(left, left_expr), self.told_float(right, right_expr)]
    }

    /// `is`: `undefined` from JavaScript counts as None, so that None is compared with `==`.
    fn identity(
        &mut self,
        left: Expr,
        left_type: &Type,
        right: Expr,
        right_type: &Type,
        is_negative: bool,
    ) -> Expr {
        if *left_type == Type::None || *right_type == Type::None {
            let (left, right) = if *left_type == Type::None && *right_type != Type::None {
                (right, left)
            } else {
                (left, right)
            };
            return js::binary(if is_negative { Js::NotEq } else { Js::EqEq }, left, right);
        }
        let is_known = |known: &Type| !matches!(known, Type::Unknown | Type::Host | Type::Element);
        if is_known(left_type) || is_known(right_type) {
            return js::binary(if is_negative { Js::NotEqEq } else { Js::EqEqEq }, left, right);
        }
        let test = self.runtime_call("is", [left, right]);
        if is_negative { js::not(test) } else { test }
    }

    fn membership(
        &mut self,
        item: Expr,
        item_type: &Type,
        container: Expr,
        container_type: &Type,
    ) -> Expr {
        let is_direct = match container_type {
            Type::Str => *item_type == Type::Str,
            Type::List(element) if **element == Type::Str => {
                matches!(item_type, Type::Str | Type::Host)
            }
            Type::List(element) => element.is_int() && item_type.is_int(),
            _ => false,
        };
        if is_direct {
            return js::call_method(container, "includes", [item]);
        }
        self.runtime_call("contains", [container, item])
    }
}

/// A value that is made of constants: nobody notices one that is not used.
fn is_literal(expr: &ast::Expr) -> bool {
    match &*expr.kind {
        ExprKind::Constant(constant) => {
            !matches!(constant, Constant::Bytes(_) | Constant::Complex(_))
        }
        ExprKind::List(items) => items.iter().all(is_literal),
        ExprKind::Dict(items) => items
            .iter()
            .all(|(key, value)| key.as_ref().is_some_and(is_literal) && is_literal(value)),
        _ => false,
    }
}
