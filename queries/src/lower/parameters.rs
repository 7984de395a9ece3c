//! Parameters of a browser class's methods that JavaScript need not write as Python does.

use super::js::{Pat, without_default};
use super::scope;
use crate::syntax::ast::{
    self, BoolOp, CompareOp, Constant, ExprKind, FunctionDef, StmtKind, UnaryOp,
};
use crate::syntax::visit::{Visitor, walk_expr, walk_stmt};

/// Leaves out what the end of the list has and the body does not use: nobody asks `render` what it takes.
pub(super) fn drop_unused(function: &FunctionDef, list: &mut Vec<Pat>) {
    let is_used = |param: &ast::Parameter| {
        let mut uses = Uses { name: &param.name.name, asks_only: false, is_found: false };
        uses.visit_block(&function.body);
        uses.is_found || is_assigned(function, &param.name.name)
    };
    for param in positional(&function.params, list.len()).rev() {
        if is_used(param) {
            return;
        }
        list.pop();
    }
}

/// Leaves out `= null` where nothing uses the parameter; if `asks_only`, also where a constructor only asks whether
/// something was given, or passes it on to that of the framework: an absent argument is as false as None.
pub(super) fn drop_null_defaults(function: &FunctionDef, asks_only: bool, list: &mut [Pat]) {
    for (param, place) in positional(&function.params, list.len()).zip(list) {
        let is_none = matches!(
            param.default.as_ref().map(|default| &*default.kind),
            Some(ExprKind::Constant(Constant::None))
        );
        let mut uses = Uses { name: &param.name.name, asks_only, is_found: false };
        uses.visit_block(&function.body);
        if is_none && !uses.is_found && !is_assigned(function, &param.name.name) {
            without_default(place);
        }
    }
}

/// The last `count` parameters, if all are positional.
fn positional(
    params: &ast::Parameters,
    count: usize,
) -> impl DoubleEndedIterator<Item = &ast::Parameter> {
    let is_simple =
        params.vararg.is_none() && params.kwarg.is_none() && params.keyword_only.is_empty();
    let all: Vec<_> = params.positional_only.iter().chain(&params.positional).collect();
    let hidden = if is_simple { all.len().saturating_sub(count) } else { all.len() };
    all.into_iter().skip(hidden)
}

fn is_assigned(function: &FunctionDef, name: &str) -> bool {
    let names = scope::of_function(&function.params, &function.body);
    names.locals.get(name).is_none_or(|local| local.stores > 0)
}

/// Looks for uses of a name; if that is said, for those that could see that it has no value.
struct Uses<'b> {
    name: &'b str,
    asks_only: bool,
    is_found: bool,
}

impl Uses<'_> {
    fn is_name(&self, expr: &ast::Expr) -> bool {
        matches!(&*expr.kind, ExprKind::Name(name) if **name == *self.name)
    }

    /// A test that the name alone is.
    fn is_asked(&self, test: &ast::Expr) -> bool {
        self.asks_only && self.is_name(test)
    }
}

impl Visitor for Uses<'_> {
    fn visit_expr(&mut self, expr: &ast::Expr) {
        match &*expr.kind {
            ExprKind::Name(name) => self.is_found |= **name == *self.name,
            // `state or {}` gives it only where it is true.
            ExprKind::Bool { op: BoolOp::Or, values } => {
                for (position, value) in values.iter().enumerate() {
                    if position + 1 == values.len() || !self.is_asked(value) {
                        self.visit_expr(value);
                    }
                }
            }
            ExprKind::Conditional { test, body, orelse } if self.is_asked(test) => {
                self.visit_expr(body);
                self.visit_expr(orelse);
            }
            ExprKind::Compare { left, comparisons } if self.is_asked(left) => {
                let is_none = matches!(comparisons.as_slice(), [(CompareOp::Is | CompareOp::IsNot, right)]
                    if matches!(&*right.kind, ExprKind::Constant(Constant::None)));
                self.is_found |= !is_none;
            }
            ExprKind::Unary { op: UnaryOp::Not, operand } if self.is_asked(operand) => {}
            // The framework's constructor has these defaults itself.
            ExprKind::Call { callee, args, keywords } if is_super_init(callee) => {
                let values = args.iter().chain(keywords.iter().map(|keyword| &keyword.value));
                for value in values {
                    if !self.is_asked(value) {
                        self.visit_expr(value);
                    }
                }
            }
            _ => walk_expr(self, expr),
        }
    }

    fn visit_stmt(&mut self, statement: &ast::Stmt) {
        match &statement.kind {
            StmtKind::If { test, body, orelse } if self.is_asked(test) => {
                self.visit_block(body);
                self.visit_block(orelse);
            }
            _ => walk_stmt(self, statement),
        }
    }
}

/// `super().__init__`
fn is_super_init(callee: &ast::Expr) -> bool {
    matches!(&*callee.kind, ExprKind::Attribute { value, attr } if &*attr.name == "__init__"
        && matches!(&*value.kind, ExprKind::Call { callee, .. }
            if matches!(&*callee.kind, ExprKind::Name(name) if &**name == "super")))
}
