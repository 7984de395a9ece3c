//! `raise`, `try` and `with`.

use super::js::{self, Declare, Expr, Stmt};
use super::lowerer::Lowerer;
use super::names;
use super::types::Type;
use crate::binding::{Binding, Shape};
use crate::syntax::ast::{self, ExceptHandler, ExprKind, NodeId, WithItem};

impl<'a> Lowerer<'a> {
    pub(super) fn raise(
        &mut self,
        id: NodeId,
        exception: &'a Option<ast::Expr>,
        cause: &'a Option<ast::Expr>,
    ) -> Stmt {
        let Some(exception) = exception else {
            let handled = self.scopes.iter().rev().find_map(|scope| scope.handled.last().cloned());
            return match handled {
                Some(error) => js::throw_at(js::name(&error), id),
                None => js::expression(self.refuse(
                    id,
                    "`raise` without an exception outside of an `except` clause",
                    "Name the exception.",
                )),
            };
        };
        let is_known = cause.is_none() && self.is_exception_call(exception);
        let handled = self.scopes.last().and_then(|scope| scope.handled.last().cloned());
        let error = self.value(exception);
        let error = match cause {
            _ if is_known => error,
            None => self.runtime_call("raised", [error]),
            Some(cause) => {
                let cause = self.value(cause);
                self.runtime_call("raisedFrom", [error, cause])
            }
        };
        match handled {
            // What was being handled is its `__context__`.
            Some(handled) => {
                let error = self.runtime_call("during", [js::name(&handled), error]);
                js::throw_at(error, id)
            }
            None => js::throw_at(error, id),
        }
    }

    /// `ValueError("…")`, or a call of a project class: certainly an instance.
    fn is_exception_call(&self, expr: &ast::Expr) -> bool {
        let ExprKind::Call { callee, .. } = &*expr.kind else { return false };
        match self.binding_of(callee) {
            Some(Binding::Builtin(name)) => super::runtime_names::is_exception(name),
            Some(Binding::Shared { shape: Shape::Class(_), .. }) => true,
            _ => false,
        }
    }

    pub(super) fn try_statement(
        &mut self,
        body: &'a [ast::Stmt],
        handlers: &'a [ExceptHandler],
        orelse: &'a [ast::Stmt],
        finally: &'a [ast::Stmt],
    ) -> Vec<Stmt> {
        let wide = ["Exception", "BaseException"];
        let expects = |class: &str| {
            let wanted = [class, wide[0], wide[1]];
            let takes = |each: &ExceptHandler| each.exception.is_none() || names_any(each, &wanted);
            u32::from(handlers.iter().any(takes))
        };
        let names = |class| u32::from(handlers.iter().any(|each| names_any(each, &[class])));
        let (mismatch, missing) = (expects("TypeError"), expects("AttributeError"));
        let (undefined, attributes) = (names("NameError"), names("AttributeError"));
        self.expecting_mismatch += mismatch;
        self.expecting_missing += missing;
        self.expecting_undefined += undefined;
        self.checking_attributes += attributes;
        let mut protected = self.block(body);
        self.expecting_mismatch -= mismatch;
        self.expecting_missing -= missing;
        self.expecting_undefined -= undefined;
        self.checking_attributes -= attributes;
        let mut statements = vec![];
        let mut tail = vec![];
        if !orelse.is_empty() {
            // The `else` runs outside of the `try`, but inside of the `finally`.
            let done = self.temporary("completed");
            statements.push(js::expression(js::assign_name(&done, js::boolean(false))));
            protected.push(js::expression(js::assign_name(&done, js::boolean(true))));
            let orelse = self.block(orelse);
            tail.push(js::if_(js::name(&done), orelse, None));
        }
        let catch = (!handlers.is_empty()).then(|| self.handlers(handlers));
        let finally = (!finally.is_empty()).then(|| self.block(finally));
        let catch = catch.as_ref().map(|(name, body)| (name.as_str(), body.clone()));
        if tail.is_empty() {
            statements.push(js::try_(protected, catch, finally));
            return statements;
        }
        match finally {
            Some(finally) => {
                let mut inner = statements;
                if catch.is_some() {
                    inner.push(js::try_(protected, catch, None));
                } else {
                    inner.extend(protected);
                }
                inner.extend(tail);
                vec![js::try_(inner, None, Some(finally))]
            }
            None => {
                statements.push(js::try_(protected, catch, None));
                statements.extend(tail);
                statements
            }
        }
    }

    /// The `catch` clause that stands for all `except` clauses.
    fn handlers(&mut self, handlers: &'a [ExceptHandler]) -> (String, Vec<Stmt>) {
        let variable = match handlers {
            [ExceptHandler { id, name: Some(name), .. }]
                if self.declared_here(&name.name, *id).is_some() =>
            {
                self.identifiers.insert(name.id);
                names::variable(&name.name)
            }
            _ => self.fresh("error"),
        };
        if let Some(scope) = self.scope() {
            scope.handled.push(variable.clone());
        }
        let mut chain: Option<Stmt> = Some(js::throw(js::name(&variable)));
        let mut branches = vec![];
        for handler in handlers {
            let mut body = vec![];
            let mut unbinding = None;
            if let Some(name) = &handler.name
                && names::variable(&name.name) != variable
            {
                let pattern = self.variable_target(name.id, &name.name);
                body.push(match self.declared_here(&name.name, handler.id) {
                    Some(kind) => js::declare(kind, pattern, Some(js::name(&variable))),
                    None => {
                        // Python unbinds the name at the end of the clause.
                        let target = self.variable_target(name.id, &name.name);
                        let unbound = js::assign_pattern(target, js::undefined());
                        unbinding = Some(js::expression(unbound));
                        js::expression(js::assign_pattern(pattern, js::name(&variable)))
                    }
                });
            }
            let test = handler
                .exception
                .as_ref()
                .map(|exception| self.exception_test(&variable, exception));
            body.extend(self.block(&handler.body));
            body.extend(unbinding);
            branches.push((test, body));
        }
        if let Some(scope) = self.scope() {
            scope.handled.pop();
        }
        for (test, body) in branches.into_iter().rev() {
            chain = Some(match test {
                Some(test) => js::if_(test, body, chain),
                None => js::block_statement(body),
            });
        }
        let body = match chain {
            Some(Stmt::Block(block)) => block.stmts,
            Some(stmt) => vec![stmt],
            None => vec![],
        };
        (variable, body)
    }

    fn exception_test(&mut self, variable: &str, exception: &'a ast::Expr) -> Expr {
        let types: Vec<Expr> = match &*exception.kind {
            ExprKind::Tuple(items) => items.iter().map(|item| self.value(item)).collect(),
            _ => vec![self.value(exception)],
        };
        let mut args = vec![js::name(variable)];
        args.extend(types);
        self.runtime_call("matches", args)
    }

    pub(super) fn with(
        &mut self,
        id: NodeId,
        is_async: bool,
        items: &'a [WithItem],
        body: &'a [ast::Stmt],
    ) -> Vec<Stmt> {
        let Some((item, rest)) = items.split_first() else { return self.block(body) };
        let (enter, exit) = if is_async { ("enterAsync", "exitAsync") } else { ("enter", "exit") };
        let wait = |expr: Expr| if is_async { js::await_(expr) } else { expr };
        let context = self.value(&item.context);
        let manager = self.fresh("manager");
        let mut statements =
            vec![js::declare(Declare::Const, js::pattern(js::ident(&manager)), Some(context))];
        let entered = wait(self.runtime_call(enter, [js::name(&manager)]));
        // `as` is part of what the manager protects, but its name is not.
        let mut inner = vec![];
        match &item.target {
            Some(target) if matches!(*target.kind, ExprKind::Name(_)) => {
                statements.push(self.store(id, target, entered, &Type::Unknown));
            }
            Some(target) => {
                let value = self.temporary("value");
                statements.push(js::expression(js::assign_name(&value, entered)));
                inner.push(self.store(id, target, js::name(&value), &Type::Unknown));
            }
            None => statements.push(js::expression(entered)),
        }
        let failed = self.fresh("failed");
        let error = self.fresh("error");
        statements.push(js::declare(
            Declare::Let,
            js::pattern(js::ident(&failed)),
            Some(js::boolean(false)),
        ));
        inner.extend(self.with(id, is_async, rest, body));
        let suppressed = wait(self.runtime_call(exit, [js::name(&manager), js::name(&error)]));
        let catch = vec![
            js::expression(js::assign_name(&failed, js::boolean(true))),
            js::if_(js::not(suppressed), vec![js::throw(js::name(&error))], None),
        ];
        let left = wait(self.runtime_call(exit, [js::name(&manager)]));
        let finally = vec![js::if_(js::not(js::name(&failed)), vec![js::expression(left)], None)];
        statements.push(js::try_(inner, Some((error.as_str(), catch)), Some(finally)));
        statements
    }
}

/// Whether an `except` clause names one of these classes.
fn names_any(handler: &ExceptHandler, classes: &[&str]) -> bool {
    let is_one = |class: &ast::Expr| matches!(&*class.kind, ExprKind::Name(name) if classes.contains(&&**name));
    match handler.exception.as_ref().map(|class| (class, &*class.kind)) {
        None => false,
        Some((_, ExprKind::Tuple(classes))) => classes.iter().any(is_one),
        Some((class, _)) => is_one(class),
    }
}
