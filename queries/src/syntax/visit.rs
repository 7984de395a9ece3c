//! Walking a tree: every child once, in source order.

use super::ast::*;

/// Sees the nodes of a tree. Each method walks on by default; an override decides for itself.
pub trait Visitor {
    fn visit_stmt(&mut self, statement: &Stmt) {
        walk_stmt(self, statement);
    }
    fn visit_expr(&mut self, expression: &Expr) {
        walk_expr(self, expression);
    }
    /// An annotation of a parameter, variable or return value: it has no effect at run time.
    fn visit_annotation(&mut self, annotation: &Expr) {
        self.visit_expr(annotation);
    }
    fn visit_pattern(&mut self, pattern: &Pattern) {
        walk_pattern(self, pattern);
    }
    fn visit_comprehension(&mut self, comprehension: &Comprehension) {
        self.visit_expr(&comprehension.iter);
        self.visit_expr(&comprehension.target);
        comprehension.ifs.iter().for_each(|test| self.visit_expr(test));
    }
    fn visit_block(&mut self, block: &[Stmt]) {
        block.iter().for_each(|statement| self.visit_stmt(statement));
    }
    fn visit_exprs(&mut self, expressions: &[Expr]) {
        expressions.iter().for_each(|expression| self.visit_expr(expression));
    }
}

pub fn walk_stmt<V: Visitor + ?Sized>(visitor: &mut V, statement: &Stmt) {
    match &statement.kind {
        StmtKind::Function(function) => {
            visitor.visit_exprs(&function.decorators);
            walk_parameters(visitor, &function.params);
            function.returns.iter().for_each(|returns| visitor.visit_annotation(returns));
            visitor.visit_block(&function.body);
        }
        StmtKind::Class(class) => {
            visitor.visit_exprs(&class.decorators);
            visitor.visit_exprs(&class.bases);
            class.keywords.iter().for_each(|keyword| visitor.visit_expr(&keyword.value));
            visitor.visit_block(&class.body);
        }
        StmtKind::Return(value) => value.iter().for_each(|value| visitor.visit_expr(value)),
        StmtKind::Delete(targets) => visitor.visit_exprs(targets),
        StmtKind::Assign { targets, value } => {
            visitor.visit_exprs(targets);
            visitor.visit_expr(value);
        }
        StmtKind::AugAssign { target, value, .. } => {
            visitor.visit_expr(target);
            visitor.visit_expr(value);
        }
        StmtKind::AnnAssign { target, annotation, value } => {
            visitor.visit_expr(target);
            visitor.visit_annotation(annotation);
            value.iter().for_each(|value| visitor.visit_expr(value));
        }
        StmtKind::For { target, iter, body, orelse, .. } => {
            visitor.visit_expr(target);
            visitor.visit_expr(iter);
            visitor.visit_block(body);
            visitor.visit_block(orelse);
        }
        StmtKind::While { test, body, orelse } | StmtKind::If { test, body, orelse } => {
            visitor.visit_expr(test);
            visitor.visit_block(body);
            visitor.visit_block(orelse);
        }
        StmtKind::With { items, body, .. } => {
            for item in items {
                visitor.visit_expr(&item.context);
                item.target.iter().for_each(|target| visitor.visit_expr(target));
            }
            visitor.visit_block(body);
        }
        StmtKind::Match { subject, cases } => {
            visitor.visit_expr(subject);
            for case in cases {
                visitor.visit_pattern(&case.pattern);
                case.guard.iter().for_each(|guard| visitor.visit_expr(guard));
                visitor.visit_block(&case.body);
            }
        }
        StmtKind::Raise { exception, cause } => {
            exception.iter().chain(cause).for_each(|value| visitor.visit_expr(value));
        }
        StmtKind::Try { body, handlers, orelse, finally, .. } => {
            visitor.visit_block(body);
            for handler in handlers {
                handler.exception.iter().for_each(|exception| visitor.visit_expr(exception));
                visitor.visit_block(&handler.body);
            }
            visitor.visit_block(orelse);
            visitor.visit_block(finally);
        }
        StmtKind::Assert { test, message } => {
            visitor.visit_expr(test);
            message.iter().for_each(|message| visitor.visit_expr(message));
        }
        StmtKind::Expr(value) => visitor.visit_expr(value),
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

/// Annotations and defaults.
pub fn walk_parameters<V: Visitor + ?Sized>(visitor: &mut V, params: &Parameters) {
    for param in params.iter() {
        param.annotation.iter().for_each(|annotation| visitor.visit_annotation(annotation));
        param.default.iter().for_each(|default| visitor.visit_expr(default));
    }
}

pub fn walk_expr<V: Visitor + ?Sized>(visitor: &mut V, expression: &Expr) {
    match &*expression.kind {
        ExprKind::Constant(_) | ExprKind::Name(_) => {}
        ExprKind::Bool { values, .. }
        | ExprKind::Set(values)
        | ExprKind::List(values)
        | ExprKind::Tuple(values) => visitor.visit_exprs(values),
        ExprKind::Walrus { value, .. }
        | ExprKind::Unary { operand: value, .. }
        | ExprKind::Await(value)
        | ExprKind::YieldFrom(value)
        | ExprKind::Attribute { value, .. }
        | ExprKind::Starred(value) => visitor.visit_expr(value),
        ExprKind::Binary { left, right, .. } => {
            visitor.visit_expr(left);
            visitor.visit_expr(right);
        }
        ExprKind::Lambda { params, body } => {
            walk_parameters(visitor, params);
            visitor.visit_expr(body);
        }
        ExprKind::Conditional { test, body, orelse } => {
            visitor.visit_expr(body);
            visitor.visit_expr(test);
            visitor.visit_expr(orelse);
        }
        ExprKind::Dict(entries) => {
            for (key, value) in entries {
                key.iter().for_each(|key| visitor.visit_expr(key));
                visitor.visit_expr(value);
            }
        }
        ExprKind::ListComp { element, generators }
        | ExprKind::SetComp { element, generators }
        | ExprKind::Generator { element, generators } => {
            generators.iter().for_each(|generator| visitor.visit_comprehension(generator));
            visitor.visit_expr(element);
        }
        ExprKind::DictComp { key, value, generators } => {
            generators.iter().for_each(|generator| visitor.visit_comprehension(generator));
            visitor.visit_expr(key);
            visitor.visit_expr(value);
        }
        ExprKind::Yield(value) => value.iter().for_each(|value| visitor.visit_expr(value)),
        ExprKind::Compare { left, comparisons } => {
            visitor.visit_expr(left);
            comparisons.iter().for_each(|(_, right)| visitor.visit_expr(right));
        }
        ExprKind::Call { callee, args, keywords } => {
            visitor.visit_expr(callee);
            visitor.visit_exprs(args);
            keywords.iter().for_each(|keyword| visitor.visit_expr(&keyword.value));
        }
        ExprKind::FString(parts) => walk_fstring(visitor, parts),
        ExprKind::Subscript { value, index } => {
            visitor.visit_expr(value);
            visitor.visit_expr(index);
        }
        ExprKind::Slice { lower, upper, step } => {
            lower.iter().chain(upper).chain(step).for_each(|bound| visitor.visit_expr(bound));
        }
    }
}

fn walk_fstring<V: Visitor + ?Sized>(visitor: &mut V, parts: &[FStringPart]) {
    for part in parts {
        if let FStringPart::Value { value, spec, .. } = part {
            visitor.visit_expr(value);
            spec.iter().for_each(|spec| walk_fstring(visitor, spec));
        }
    }
}

pub fn walk_pattern<V: Visitor + ?Sized>(visitor: &mut V, pattern: &Pattern) {
    match &pattern.kind {
        PatternKind::Value(value) => visitor.visit_expr(value),
        PatternKind::Singleton(_) | PatternKind::Star(_) => {}
        PatternKind::Sequence(patterns) | PatternKind::Or(patterns) => {
            patterns.iter().for_each(|pattern| visitor.visit_pattern(pattern));
        }
        PatternKind::Mapping { keys, patterns, .. } => {
            visitor.visit_exprs(keys);
            patterns.iter().for_each(|pattern| visitor.visit_pattern(pattern));
        }
        PatternKind::Class { class, patterns, keywords } => {
            visitor.visit_expr(class);
            patterns.iter().for_each(|pattern| visitor.visit_pattern(pattern));
            keywords.iter().for_each(|(_, pattern)| visitor.visit_pattern(pattern));
        }
        PatternKind::As { pattern, .. } => {
            pattern.iter().for_each(|pattern| visitor.visit_pattern(pattern));
        }
    }
}
