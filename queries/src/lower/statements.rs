//! Statements.

use super::inference::small_int;
use super::js::{self, Declare, Each, Expr, Pat, Stmt};
use super::lowerer::{Lowerer, Meaning};
use super::names;
use super::scope;
use super::types::Type;
use crate::binding::{Binding, Shape};
use crate::syntax::ast::{self, ExceptHandler, ExprKind, NodeId, StmtKind, WithItem};

/// No statement: nothing is declared there, and it leaves no mark.
const NOWHERE: NodeId = NodeId(u32::MAX - 1);

impl<'a> Lowerer<'a> {
    pub(super) fn block(&mut self, block: &'a [ast::Stmt]) -> Vec<Stmt> {
        block.iter().flat_map(|stmt| self.stmt(stmt)).collect()
    }

    fn stmt(&mut self, stmt: &'a ast::Stmt) -> Vec<Stmt> {
        let id = stmt.id;
        match &stmt.kind {
            StmtKind::Function(function) => self.nested_function(id, function),
            StmtKind::Class(class) => self.nested_class(id, class),
            StmtKind::Return(value) => {
                let value = value.as_ref().map(|value| self.value(value));
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

    fn assign(&mut self, id: NodeId, targets: &'a [ast::Expr], value: &'a ast::Expr) -> Vec<Stmt> {
        if let [target] = targets {
            return vec![self.assign_one(id, target, value)];
        }
        let known = self.type_of(value);
        let value = self.value(value);
        let stored = self.temporary("value");
        let mut statements = vec![js::expression(js::assign_name(&stored, value))];
        for target in targets {
            statements.push(self.store(id, target, js::name(&stored), &known));
        }
        statements
    }

    fn assign_one(&mut self, id: NodeId, target: &'a ast::Expr, value: &'a ast::Expr) -> Stmt {
        if let (
            ExprKind::Tuple(targets) | ExprKind::List(targets),
            ExprKind::Tuple(values) | ExprKind::List(values),
        ) = (&*target.kind, &*value.kind)
            && targets.len() == values.len()
            && targets.iter().all(|each| matches!(*each.kind, ExprKind::Name(_)))
            && !values.iter().any(|each| matches!(*each.kind, ExprKind::Starred(_)))
        {
            let values: Vec<Expr> = values.iter().map(|value| self.value(value)).collect();
            let patterns = targets.iter().filter_map(|each| self.name_pattern(each)).collect();
            return self.declare_or_assign(
                id,
                target,
                js::array_pattern(patterns),
                js::array(values),
            );
        }
        let known = self.type_of(value);
        let value = self.value(value);
        self.store(id, target, value, &known)
    }

    fn name_pattern(&mut self, target: &'a ast::Expr) -> Option<Pat> {
        match &*target.kind {
            ExprKind::Name(name) => Some(self.variable_target(target.id, name)),
            _ => None,
        }
    }

    /// `target = value`, for any target.
    fn store(&mut self, id: NodeId, target: &'a ast::Expr, value: Expr, known: &Type) -> Stmt {
        match &*target.kind {
            ExprKind::Name(name) => {
                let pattern = self.variable_target(target.id, name);
                self.declare_or_assign(id, target, pattern, value)
            }
            ExprKind::Tuple(_) | ExprKind::List(_) => {
                if let (Some(pattern), true) =
                    (self.simple_target(target, known), known != &Type::Unknown)
                {
                    return self.declare_or_assign(id, target, pattern, value);
                }
                if has_only_names(target) {
                    let (pattern, value) = self.unpacking(target, value);
                    return self.declare_or_assign(id, target, pattern, value);
                }
                self.unpack_steps(id, target, value)
            }
            ExprKind::Attribute { value: object, attr } => {
                let object = if self.is_super(object) { js::this() } else { self.expr(object) };
                let (property, position) = self.property(attr);
                js::expression_at(
                    js::assign_member(js::member_at(object, &property, position), value),
                    id,
                )
            }
            ExprKind::Subscript { value: object, index } => {
                let object_js = self.expr(object);
                let assigned = if let ExprKind::Slice { lower, upper, step } = &*index.kind {
                    let mut args = vec![object_js];
                    args.extend(self.slice_bounds(lower, upper, step));
                    args.push(value);
                    self.runtime_call("setslice", args)
                } else if self.is_framework_root(object) {
                    let key = self.value(index);
                    js::assign_member(js::index(object_js, key), value)
                } else {
                    let key = self.value(index);
                    self.runtime_call("setitem", [object_js, key, value])
                };
                js::expression_at(assigned, id)
            }
            _ => js::expression_at(self.refuse(target.id, "this cannot be assigned", ""), id),
        }
    }

    fn declare_or_assign(
        &mut self,
        id: NodeId,
        target: &'a ast::Expr,
        pattern: Pat,
        value: Expr,
    ) -> Stmt {
        let mut targets = vec![];
        scope::target_names(target, &mut targets);
        let kinds: Vec<Option<Declare>> =
            targets.iter().map(|name| self.declared_here(name, id)).collect();
        if kinds.is_empty() || kinds.iter().any(Option::is_none) {
            // Those that could have been declared here are declared at the top with the others.
            for (name, kind) in targets.iter().zip(&kinds) {
                if kind.is_some() {
                    let name = names::variable(name);
                    if let Some(scope) = self.function()
                        && !scope.temporaries.contains(&name)
                    {
                        scope.temporaries.push(name);
                    }
                }
            }
            return js::expression_at(js::assign_pattern(pattern, value), id);
        }
        let kind = if kinds.iter().all(|kind| *kind == Some(Declare::Const)) {
            Declare::Const
        } else {
            Declare::Let
        };
        js::declare(kind, pattern, Some(value))
    }

    /// A target of names, nested or starred: the pattern, and the value checked for its length.
    pub(super) fn unpacking(&mut self, target: &'a ast::Expr, value: Expr) -> (Pat, Expr) {
        let (ExprKind::Tuple(items) | ExprKind::List(items)) = &*target.kind else {
            return (js::Pat::Expr(js::undefined()), value);
        };
        let star = items.iter().position(|item| matches!(*item.kind, ExprKind::Starred(_)));
        let patterns: Vec<Pat> = items
            .iter()
            .map(|item| match &*item.kind {
                ExprKind::Name(name) => self.variable_target(item.id, name),
                ExprKind::Starred(inner) => match &*inner.kind {
                    ExprKind::Name(name) => self.variable_target(inner.id, name),
                    _ => js::Pat::Expr(js::undefined()),
                },
                // A nested pattern is unpacked by the default of its own element.
                _ => {
                    let (pattern, _) = self.unpacking(item, js::undefined());
                    pattern
                }
            })
            .collect();
        let args = match star {
            Some(at) => {
                let after = items.len() - at - 1;
                vec![value, js::number(at as f64), js::number(after as f64)]
            }
            None => vec![value, js::number(items.len() as f64)],
        };
        let function = if star.is_some() { "unpackRest" } else { "unpack" };
        (js::array_pattern(patterns), self.runtime_call(function, args))
    }

    /// `a.x, b[0] = value`: each part stored on its own, from left to right.
    fn unpack_steps(&mut self, id: NodeId, target: &'a ast::Expr, value: Expr) -> Stmt {
        let (ExprKind::Tuple(items) | ExprKind::List(items)) = &*target.kind else {
            return js::expression_at(value, id);
        };
        let star = items.iter().position(|item| matches!(*item.kind, ExprKind::Starred(_)));
        let args = match star {
            Some(at) => {
                vec![value, js::number(at as f64), js::number((items.len() - at - 1) as f64)]
            }
            None => vec![value, js::number(items.len() as f64)],
        };
        let mut targets = vec![];
        scope::target_names(target, &mut targets);
        let kinds: Vec<Option<Declare>> =
            targets.iter().map(|name| self.declared_here(name, id)).collect();
        self.declare_at_top(&targets, &kinds);
        let function = if star.is_some() { "unpackRest" } else { "unpack" };
        let unpacked = self.runtime_call(function, args);
        let parts = self.temporary("parts");
        let mut statements = vec![js::expression(js::assign_name(&parts, unpacked))];
        for (position, item) in items.iter().enumerate() {
            let item = match &*item.kind {
                ExprKind::Starred(inner) => inner,
                _ => item,
            };
            let part = js::index(js::name(&parts), js::number(position as f64));
            statements.push(self.store(NOWHERE, item, part, &Type::Unknown));
        }
        js::block_statement(statements)
    }

    fn aug_assign(
        &mut self,
        id: NodeId,
        target: &'a ast::Expr,
        op: ast::BinaryOp,
        value: &'a ast::Expr,
    ) -> Stmt {
        let known = self.type_of(target);
        match &*target.kind {
            ExprKind::Name(name) => {
                let current = self.name(target.id, name);
                let value = self.augmented(op, current, &known, value);
                let pattern = self.variable_target(target.id, name);
                js::expression_at(compound(js::assign_pattern(pattern, value)), id)
            }
            ExprKind::Attribute { value: object, attr } => {
                let (store, load) = self.twice(object);
                let (property, position) = self.property(attr);
                let current = js::member_at(load, &property, position);
                let value = self.augmented(op, current, &known, value);
                let member = js::member_at(store, &property, position);
                js::expression_at(compound(js::assign_member(member, value)), id)
            }
            ExprKind::Subscript { value: object, index } => {
                if let ExprKind::Slice { .. } = &*index.kind {
                    return js::expression_at(
                        self.refuse(
                            id,
                            "a slice cannot be changed in place",
                            "Write `xs[a:b] = xs[a:b] + …`.",
                        ),
                        id,
                    );
                }
                let (store, load) = self.twice(object);
                let (store_key, load_key) = self.twice(index);
                // The first mention evaluates; Python reads the item before it evaluates the value.
                let current = self.runtime_call("getitem", [load, load_key]);
                let value = self.augmented(op, current, &known, value);
                js::expression_at(self.runtime_call("setitem", [store, store_key, value]), id)
            }
            _ => js::expression_at(self.refuse(target.id, "this cannot be assigned", ""), id),
        }
    }

    /// An operand that is written twice but evaluated once: first where JavaScript evaluates first.
    fn twice(&mut self, expr: &'a ast::Expr) -> (Expr, Expr) {
        let value = self.expr(expr);
        if matches!(*expr.kind, ExprKind::Name(_) | ExprKind::Constant(_)) {
            return (value.clone(), value);
        }
        let stored = self.temporary("target");
        (js::assign_name(&stored, value), js::name(&stored))
    }

    fn delete(&mut self, target: &'a ast::Expr) -> Stmt {
        let deleted = match &*target.kind {
            ExprKind::Name(name) => {
                self.name(target.id, name);
                js::assign_name(&names::variable(name), js::undefined())
            }
            ExprKind::Attribute { value, attr } => {
                let object = self.expr(value);
                let (property, _) = self.property(attr);
                self.runtime_call("delattr", [object, js::string(&property)])
            }
            ExprKind::Subscript { value, index } => {
                let object = self.expr(value);
                if let ExprKind::Slice { lower, upper, step } = &*index.kind {
                    let mut args = vec![object];
                    args.extend(self.slice_bounds(lower, upper, step));
                    self.runtime_call("delslice", args)
                } else {
                    let key = self.value(index);
                    self.runtime_call("delitem", [object, key])
                }
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                let statements = items.iter().map(|item| self.delete(item)).collect();
                return js::block_statement(statements);
            }
            _ => self.refuse(target.id, "this cannot be deleted", ""),
        };
        js::expression_at(deleted, target.id)
    }

    // ---- loops

    /// The body of a loop and the label that `break` leaves when there is an `else`.
    fn loop_body(
        &mut self,
        body: &'a [ast::Stmt],
        orelse: &[ast::Stmt],
    ) -> (Option<String>, Vec<Stmt>) {
        let label = (!orelse.is_empty()).then(|| self.fresh("search"));
        if let Some(scope) = self.scope() {
            scope.loops.push(label.clone());
        }
        let body = self.block(body);
        if let Some(scope) = self.scope() {
            scope.loops.pop();
        }
        (label, body)
    }

    /// `for … else`: a `break` leaves the labeled block, and the `else` in it, too.
    fn with_else(
        &mut self,
        lowered: Stmt,
        label: Option<String>,
        orelse: &'a [ast::Stmt],
    ) -> Vec<Stmt> {
        let Some(label) = label else { return vec![lowered] };
        let mut body = vec![lowered];
        body.extend(self.block(orelse));
        vec![js::labeled(&label, body)]
    }

    fn for_statement(
        &mut self,
        id: NodeId,
        is_async: bool,
        target: &'a ast::Expr,
        iter: &'a ast::Expr,
        body: &'a [ast::Stmt],
        orelse: &'a [ast::Stmt],
    ) -> Vec<Stmt> {
        if let Some(counted) = self.counted_loop(id, target, iter, body, orelse) {
            return counted;
        }
        let known = self.type_of(iter);
        let element = known.element();
        let iterable = if is_async {
            let value = self.expr(iter);
            self.runtime_call("asyncIter", [value])
        } else {
            self.iterable(iter)
        };
        let mut targets = vec![];
        scope::target_names(target, &mut targets);
        let kinds: Vec<Option<Declare>> =
            targets.iter().map(|name| self.declared_here(name, id)).collect();
        let is_declared = !kinds.is_empty() && kinds.iter().all(Option::is_some);
        let kind = if kinds.iter().all(|kind| *kind == Some(Declare::Const)) {
            Declare::Const
        } else {
            Declare::Let
        };
        let is_simple = matches!(*target.kind, ExprKind::Name(_)) || element != Type::Unknown;
        let simple = if is_simple && has_only_names(target) {
            self.simple_target(target, &element)
        } else {
            None
        };
        let (each, first) = match simple {
            Some(pattern) if is_declared => (Each::Declare(kind, pattern), None),
            Some(pattern) => {
                self.declare_at_top(&targets, &kinds);
                (Each::Assign(pattern), None)
            }
            None => {
                let item = self.fresh("item");
                let each = Each::Declare(Declare::Const, js::pattern(js::ident(&item)));
                let first = if is_declared && has_only_names(target) {
                    let (pattern, value) = self.unpacking(target, js::name(&item));
                    js::declare(kind, pattern, Some(value))
                } else {
                    self.declare_at_top(&targets, &kinds);
                    self.store(NOWHERE, target, js::name(&item), &Type::Unknown)
                };
                (each, Some(first))
            }
        };
        let (label, lowered) = self.loop_body(body, orelse);
        let mut turn: Vec<Stmt> = first.into_iter().collect();
        turn.extend(lowered);
        let statement = js::for_of(each, iterable, turn, is_async);
        self.with_else(statement, label, orelse)
    }

    fn declare_at_top(&mut self, targets: &[&ast::Name], kinds: &[Option<Declare>]) {
        for (name, kind) in targets.iter().zip(kinds) {
            let name = names::variable(name);
            if kind.is_some()
                && let Some(scope) = self.function()
                && !scope.temporaries.contains(&name)
            {
                scope.temporaries.push(name);
            }
        }
    }

    /// `for i in range(…)` as a counting loop, where nothing can tell the difference.
    fn counted_loop(
        &mut self,
        id: NodeId,
        target: &'a ast::Expr,
        iter: &'a ast::Expr,
        body: &'a [ast::Stmt],
        orelse: &'a [ast::Stmt],
    ) -> Option<Vec<Stmt>> {
        let ExprKind::Name(name) = &*target.kind else { return None };
        let ExprKind::Call { callee, args, keywords } = &*iter.kind else { return None };
        let is_range =
            matches!(self.binding_of(callee), Some(Binding::Builtin(name)) if name == "range");
        let (start, stop) = match args.as_slice() {
            [stop] => (None, stop),
            [start, stop] => (Some(start), stop),
            _ => return None,
        };
        let are_ints = args.iter().all(|arg| self.type_of(arg).is_int());
        if !is_range || !keywords.is_empty() || !are_ints {
            return None;
        }
        self.declared_here(name, id)?;
        let local = self.scopes.last()?.names.locals.get(name)?;
        if local.stores != 1 || local.is_captured {
            return None;
        }
        self.identifiers.insert(target.id);
        let variable = names::variable(name);
        let start = start.map_or_else(|| js::number(0.0), |start| self.expr(start));
        let is_stable = small_int(stop).is_some()
            || matches!(&*stop.kind, ExprKind::Name(limit)
                if matches!(self.meaning(limit), Meaning::Local(scope) if self.scopes[scope].names.locals.get(limit)
                    .is_some_and(|local| !local.is_captured)) && !scope::assigns(body, limit));
        let limit = self.expr(stop);
        let mut init = js::declaration(
            Declare::Let,
            js::pattern(js::ident_at(&variable, target.id)),
            Some(start),
        );
        let limit = if is_stable {
            limit
        } else {
            let end = self.fresh("end");
            let declared = js::declaration(Declare::Let, js::pattern(js::ident(&end)), Some(limit));
            init.decls.extend(declared.decls);
            js::name(&end)
        };
        let test = js::binary(js::BinaryOp::Lt, js::name(&variable), limit);
        let (label, body) = self.loop_body(body, orelse);
        let init = swc_ecma_ast::VarDeclOrExpr::VarDecl(Box::new(init));
        let statement = js::for_loop(init, test, js::increment(js::name(&variable)), body);
        Some(self.with_else(statement, label, orelse))
    }

    // ---- exceptions and managers

    fn raise(
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
        let error = self.value(exception);
        if is_known {
            return js::throw_at(error, id);
        }
        let cause = cause.as_ref().map(|cause| self.value(cause));
        let error = self.runtime_call("raised", std::iter::once(error).chain(cause));
        js::throw_at(error, id)
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

    fn try_statement(
        &mut self,
        body: &'a [ast::Stmt],
        handlers: &'a [ExceptHandler],
        orelse: &'a [ast::Stmt],
        finally: &'a [ast::Stmt],
    ) -> Vec<Stmt> {
        let mut protected = self.block(body);
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

    fn with(
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

/// `x = x + 1` as `x += 1`, where the value starts with its own target.
fn compound(assignment: Expr) -> Expr {
    use swc_ecma_ast::{AssignOp, AssignTarget, BinaryOp, Expr as Node, SimpleAssignTarget};
    let Node::Assign(mut assign) = *assignment else { return assignment };
    let operator = match &*assign.right {
        Node::Bin(binary) => match binary.op {
            BinaryOp::Add => Some(AssignOp::AddAssign),
            BinaryOp::Sub => Some(AssignOp::SubAssign),
            BinaryOp::Mul => Some(AssignOp::MulAssign),
            BinaryOp::Div => Some(AssignOp::DivAssign),
            BinaryOp::Mod => Some(AssignOp::ModAssign),
            _ => None,
        },
        _ => None,
    };
    let left = match &assign.left {
        AssignTarget::Simple(SimpleAssignTarget::Ident(ident)) => Some(ident.id.sym.clone()),
        _ => None,
    };
    if let (Some(operator), Some(left), Node::Bin(binary)) = (operator, left, &*assign.right)
        && matches!(&*binary.left, Node::Ident(first) if first.sym == left)
    {
        let right = binary.right.clone();
        assign.op = operator;
        assign.right = right;
    }
    Box::new(Node::Assign(assign))
}

/// Whether a target consists of names only, one level deep.
fn has_only_names(target: &ast::Expr) -> bool {
    match &*target.kind {
        ExprKind::Name(_) => true,
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            items.iter().all(|item| match &*item.kind {
                ExprKind::Name(_) => true,
                ExprKind::Starred(inner) => matches!(*inner.kind, ExprKind::Name(_)),
                _ => false,
            })
        }
        _ => false,
    }
}
