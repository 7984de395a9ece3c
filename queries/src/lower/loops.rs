//! `for` and `while`: counted where the range is known, by iterator otherwise; `else` after a loop.

use super::assignments::{NOWHERE, has_only_names};
use super::inference::small_int;
use super::js::{self, Declare, Each, Stmt};
use super::lowerer::{Lowerer, Meaning};
use super::names;
use super::scope;
use super::types::Type;
use crate::binding::Binding;
use crate::syntax::ast::{self, ExprKind, NodeId};

impl<'a> Lowerer<'a> {
    /// The body of a loop and the label that `break` leaves when there is an `else`.
    pub(super) fn loop_body(
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
    pub(super) fn with_else(
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

    pub(super) fn for_statement(
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
        let element = self.type_of_elements(iter);
        let iterable = if is_async {
            let value = self.expr(iter);
            self.runtime_call("asyncIter", [value])
        } else {
            self.taken_apart(iter, target)
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

    /// What a loop iterates. The pairs that its target takes apart at once need not be tuples.
    pub(super) fn taken_apart(&mut self, iter: &'a ast::Expr, target: &ast::Expr) -> js::Expr {
        if matches!(*target.kind, ExprKind::Tuple(_) | ExprKind::List(_))
            && let ExprKind::Call { callee, args, keywords } = &*iter.kind
            && keywords.is_empty()
            && !args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_)))
            && let Some(Binding::Builtin(name)) = self.binding_of(callee)
        {
            let function = match (&**name, args.len()) {
                ("enumerate", 1 | 2) => Some("numbered"),
                ("zip", 1..) => Some("inStep"),
                _ => None,
            };
            if let Some(function) = function {
                let items = self.items(args);
                return self.runtime_call(function, items);
            }
        }
        self.iterable(iter)
    }

    pub(super) fn declare_at_top(&mut self, targets: &[&ast::Name], kinds: &[Option<Declare>]) {
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
        if !is_range || !keywords.is_empty() || self.declared_here(name, id)? != Declare::Const {
            return None;
        }
        if self.scopes.last()?.names.locals.get(name)?.is_captured {
            return None;
        }
        self.identifiers.insert(target.id);
        let variable = names::variable(name);
        let start = start.map_or_else(|| js::number(0.0), |start| self.bound(start));
        let is_stable = small_int(stop).is_some()
            || self.is_exact(stop)
                && matches!(&*stop.kind, ExprKind::Name(limit)
                if matches!(self.meaning(limit), Meaning::Local(scope) if self.scopes[scope].names.locals.get(limit)
                    .is_some_and(|local| !local.is_captured)) && !scope::assigns(body, limit));
        let limit = self.bound(stop);
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

    fn is_exact(&mut self, expr: &ast::Expr) -> bool {
        matches!(self.type_of(expr), Type::Int(magnitude) if magnitude.is_exact())
    }

    /// A bound of a range, as a number of JavaScript.
    fn bound(&mut self, bound: &'a ast::Expr) -> js::Expr {
        let is_exact = self.is_exact(bound);
        let value = self.expr(bound);
        if is_exact { value } else { self.runtime_call("steps", [value]) }
    }

    // ---- exceptions and managers
}
