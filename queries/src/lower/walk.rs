//! Visiting the Python tree as it runs: each node's children in evaluation order, once, without
//! annotations, and borrowed for as long as the tree.
//!
//! `syntax/visit.rs` walks in source order instead, annotations included.

use crate::syntax::ast::*;

/// Calls back for statements, expressions and patterns; the defaults descend.
pub(super) trait Visitor<'a> {
    fn stmt(&mut self, stmt: &'a Stmt) {
        walk_stmt(self, stmt);
    }

    fn expr(&mut self, expr: &'a Expr) {
        walk_expr(self, expr);
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        walk_pattern(self, pattern);
    }

    fn block(&mut self, block: &'a [Stmt]) {
        for stmt in block {
            self.stmt(stmt);
        }
    }

    fn handler(&mut self, handler: &'a ExceptHandler) {
        if let Some(exception) = &handler.exception {
            self.expr(exception);
        }
        self.block(&handler.body);
    }

    fn exprs(&mut self, exprs: impl IntoIterator<Item = &'a Expr>)
    where
        Self: Sized,
    {
        for expr in exprs {
            self.expr(expr);
        }
    }
}

/// The default expressions of parameters.
pub(super) fn walk_defaults<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, params: &'a Parameters) {
    for param in params.positional_only.iter().chain(&params.positional).chain(&params.keyword_only)
    {
        if let Some(default) = &param.default {
            visitor.expr(default);
        }
    }
}

pub(super) fn walk_stmt<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, stmt: &'a Stmt) {
    let all = |visitor: &mut V, exprs: &mut dyn Iterator<Item = &'a Expr>| {
        for expr in exprs {
            visitor.expr(expr);
        }
    };
    match &stmt.kind {
        StmtKind::Function(function) => {
            all(visitor, &mut function.decorators.iter());
            walk_defaults(visitor, &function.params);
            visitor.block(&function.body);
        }
        StmtKind::Class(class) => {
            all(visitor, &mut class.decorators.iter());
            all(visitor, &mut class.bases.iter());
            all(visitor, &mut class.keywords.iter().map(|keyword| &keyword.value));
            visitor.block(&class.body);
        }
        StmtKind::Return(value) => all(visitor, &mut value.iter()),
        StmtKind::Delete(targets) => all(visitor, &mut targets.iter()),
        StmtKind::Assign { targets, value } => {
            visitor.expr(value);
            all(visitor, &mut targets.iter());
        }
        StmtKind::AugAssign { target, value, .. } => {
            visitor.expr(target);
            visitor.expr(value);
        }
        StmtKind::AnnAssign { target, value, .. } => {
            all(visitor, &mut value.iter());
            visitor.expr(target);
        }
        StmtKind::For { target, iter, body, orelse, .. } => {
            visitor.expr(iter);
            visitor.expr(target);
            visitor.block(body);
            visitor.block(orelse);
        }
        StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
            visitor.expr(test);
            visitor.block(body);
            visitor.block(orelse);
        }
        StmtKind::With { items, body, .. } => {
            for item in items {
                visitor.expr(&item.context);
                all(visitor, &mut item.target.iter());
            }
            visitor.block(body);
        }
        StmtKind::Match { subject, cases } => {
            visitor.expr(subject);
            for case in cases {
                visitor.pattern(&case.pattern);
                all(visitor, &mut case.guard.iter());
                visitor.block(&case.body);
            }
        }
        StmtKind::Raise { exception, cause } => all(visitor, &mut exception.iter().chain(cause)),
        StmtKind::Try { body, handlers, orelse, finally, .. } => {
            visitor.block(body);
            for handler in handlers {
                visitor.handler(handler);
            }
            visitor.block(orelse);
            visitor.block(finally);
        }
        StmtKind::Assert { test, message } => {
            all(visitor, &mut std::iter::once(test).chain(message))
        }
        StmtKind::Expr(expr) => visitor.expr(expr),
        StmtKind::TypeAlias { .. }
        | StmtKind::Import { .. }
        | StmtKind::ImportFrom { .. }
        | StmtKind::Global(_)
        | StmtKind::Nonlocal(_)
        | StmtKind::Pass
        | StmtKind::Break
        | StmtKind::Continue => {}
    }
}

pub(super) fn walk_expr<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, expr: &'a Expr) {
    let all = |visitor: &mut V, exprs: &mut dyn Iterator<Item = &'a Expr>| {
        for expr in exprs {
            visitor.expr(expr);
        }
    };
    match &*expr.kind {
        ExprKind::Constant(_) | ExprKind::Name(_) => {}
        ExprKind::Bool { values, .. } => all(visitor, &mut values.iter()),
        ExprKind::Walrus { value, .. } => visitor.expr(value),
        ExprKind::Binary { left, right, .. } => {
            visitor.expr(left);
            visitor.expr(right);
        }
        ExprKind::Unary { operand, .. } => visitor.expr(operand),
        ExprKind::Lambda { params, body } => {
            walk_defaults(visitor, params);
            visitor.expr(body);
        }
        ExprKind::Conditional { test, body, orelse } => {
            visitor.expr(test);
            visitor.expr(body);
            visitor.expr(orelse);
        }
        ExprKind::Dict(entries) => {
            for (key, value) in entries {
                all(visitor, &mut key.iter());
                visitor.expr(value);
            }
        }
        ExprKind::Set(items) | ExprKind::List(items) | ExprKind::Tuple(items) => {
            all(visitor, &mut items.iter());
        }
        ExprKind::ListComp { element, generators }
        | ExprKind::SetComp { element, generators }
        | ExprKind::Generator { element, generators } => {
            walk_generators(visitor, generators);
            visitor.expr(element);
        }
        ExprKind::DictComp { key, value, generators } => {
            walk_generators(visitor, generators);
            visitor.expr(key);
            visitor.expr(value);
        }
        ExprKind::Await(value) | ExprKind::YieldFrom(value) | ExprKind::Starred(value) => {
            visitor.expr(value)
        }
        ExprKind::Yield(value) => all(visitor, &mut value.iter()),
        ExprKind::Compare { left, comparisons } => {
            visitor.expr(left);
            all(visitor, &mut comparisons.iter().map(|(_, right)| right));
        }
        ExprKind::Call { callee, args, keywords } => {
            visitor.expr(callee);
            all(visitor, &mut args.iter());
            all(visitor, &mut keywords.iter().map(|keyword| &keyword.value));
        }
        ExprKind::FString(parts) => walk_fstring(visitor, parts),
        ExprKind::Attribute { value, .. } => visitor.expr(value),
        ExprKind::Subscript { value, index } => {
            visitor.expr(value);
            visitor.expr(index);
        }
        ExprKind::Slice { lower, upper, step } => {
            all(visitor, &mut lower.iter().chain(upper).chain(step));
        }
    }
}

fn walk_fstring<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, parts: &'a [FStringPart]) {
    for part in parts {
        if let FStringPart::Value { value, spec, .. } = part {
            visitor.expr(value);
            if let Some(spec) = spec {
                walk_fstring(visitor, spec);
            }
        }
    }
}

pub(super) fn walk_generators<'a, V: Visitor<'a> + ?Sized>(
    visitor: &mut V,
    generators: &'a [Comprehension],
) {
    for generator in generators {
        visitor.expr(&generator.iter);
        visitor.expr(&generator.target);
        for condition in &generator.ifs {
            visitor.expr(condition);
        }
    }
}

pub(super) fn walk_pattern<'a, V: Visitor<'a> + ?Sized>(visitor: &mut V, pattern: &'a Pattern) {
    match &pattern.kind {
        PatternKind::Value(expr) => visitor.expr(expr),
        PatternKind::Singleton(_) | PatternKind::Star(_) => {}
        PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
            for each in patterns {
                visitor.pattern(each);
            }
        }
        PatternKind::Mapping { keys, patterns, .. } => {
            for key in keys {
                visitor.expr(key);
            }
            for each in patterns {
                visitor.pattern(each);
            }
        }
        PatternKind::Class { class, patterns, keywords } => {
            visitor.expr(class);
            for each in patterns.iter().chain(keywords.iter().map(|(_, each)| each)) {
                visitor.pattern(each);
            }
        }
        PatternKind::As { pattern, .. } => {
            if let Some(pattern) = pattern {
                visitor.pattern(pattern);
            }
        }
    }
}
