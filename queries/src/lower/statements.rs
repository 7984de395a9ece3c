//! Statements: dispatch, `if` and expressions; the longer ones have rooms of their own.

use super::js::{self, Expr, Stmt};
use super::lowerer::Lowerer;
use crate::syntax::ast::{self, ExprKind, StmtKind};

impl<'a> Lowerer<'a> {
    pub(super) fn block(&mut self, block: &'a [ast::Stmt]) -> Vec<Stmt> {
        let mut lowered = vec![];
        for stmt in block {
            if matches!(
                stmt.kind,
                StmtKind::For { .. } | StmtKind::While { .. } | StmtKind::Try { .. }
            ) {
                self.unsettle(std::slice::from_ref(stmt));
            }
            lowered.extend(self.stmt(stmt));
            self.settle(stmt);
        }
        // Another branch, or what follows, may come another way.
        self.unsettle(block);
        lowered
    }

    fn stmt(&mut self, stmt: &'a ast::Stmt) -> Vec<Stmt> {
        let id = stmt.id;
        match &stmt.kind {
            StmtKind::Function(function) => self.nested_function(id, function),
            StmtKind::Class(class) => self.nested_class(id, class),
            StmtKind::Return(value) => {
                let value = value.as_ref().map(|value| {
                    self.runs_at_once = matches!(*value.kind, ExprKind::Call { .. });
                    self.value(value)
                });
                vec![js::return_at(value, id)]
            }
            StmtKind::Delete(targets) => targets.iter().map(|target| self.delete(target)).collect(),
            StmtKind::Assign { targets, value } => self.assign(id, targets, value),
            StmtKind::AnnAssign { target, value: Some(value), .. } => {
                self.assign(id, std::slice::from_ref(target), value)
            }
            StmtKind::AnnAssign { .. } => vec![],
            StmtKind::AugAssign { target, op, value } => {
                vec![self.aug_assign(id, target, *op, value)]
            }
            StmtKind::TypeAlias { .. }
            | StmtKind::Pass
            | StmtKind::Global(_)
            | StmtKind::Nonlocal(_) => vec![],
            StmtKind::For { is_async, target, iter, body, orelse } => {
                self.for_statement(id, *is_async, target, iter, body, orelse)
            }
            StmtKind::While { test, body, orelse } => {
                let test = self.truth(test);
                let (label, body) = self.loop_body(body, orelse);
                let lowered = js::while_(test, body);
                self.with_else(lowered, label, orelse)
            }
            StmtKind::If { .. } => vec![self.if_statement(stmt)],
            StmtKind::With { is_async, items, body } => self.with(id, *is_async, items, body),
            StmtKind::Match { subject, cases } => self.match_statement(subject, cases),
            StmtKind::Raise { exception, cause } => vec![self.raise(id, exception, cause)],
            StmtKind::Try { is_star, body, handlers, orelse, finally } => {
                if *is_star {
                    self.refuse(id, "`except*` has no browser version", "Use `except`.");
                }
                self.try_statement(body, handlers, orelse, finally)
            }
            StmtKind::Assert { test, message } => {
                let test = self.truth(test);
                let message: Vec<Expr> =
                    message.iter().map(|message| self.value(message)).collect();
                let error = self.runtime_call("failed", message);
                vec![js::if_(js::not(test), vec![js::throw_at(error, id)], None)]
            }
            StmtKind::Import { .. } | StmtKind::ImportFrom { .. } => {
                self.refuse(
                    id,
                    "an import inside a function has no browser version",
                    "Import at the top of the file.",
                );
                vec![]
            }
            StmtKind::Expr(expr) => self.expression_statement(expr),
            StmtKind::Break => {
                let label = self.scope().and_then(|scope| scope.loops.last().cloned().flatten());
                vec![js::break_(label.as_deref(), id)]
            }
            StmtKind::Continue => vec![js::continue_(id)],
        }
    }

    fn expression_statement(&mut self, expr: &'a ast::Expr) -> Vec<Stmt> {
        // A docstring, or a value that is thrown away.
        if matches!(*expr.kind, ExprKind::Constant(_)) {
            return vec![];
        }
        self.runs_at_once = matches!(*expr.kind, ExprKind::Call { .. });
        let value = match self.call_statement(expr) {
            Some(call) => call,
            None => self.expr(expr),
        };
        vec![js::expression(value)]
    }

    fn if_statement(&mut self, stmt: &'a ast::Stmt) -> Stmt {
        let StmtKind::If { test, body, orelse } = &stmt.kind else {
            return js::block_statement(vec![]);
        };
        let test = self.truth(test);
        let body = self.block(body);
        let orelse = match orelse.as_slice() {
            [] => None,
            [only] if matches!(only.kind, StmtKind::If { .. }) => Some(self.if_statement(only)),
            _ => {
                let block = self.block(orelse);
                (!block.is_empty()).then(|| js::block_statement(block))
            }
        };
        js::if_(test, body, orelse)
    }

    // ---- assignment
}
