//! Definite assignment: which reads of a function's locals may find them unbound.

use super::scope::{
    bound_by_block, bound_by_generators, own_names, own_names_of_lambda, parameters, target_names,
};
use super::walk::{Visitor, walk_expr, walk_generators, walk_stmt};
use crate::syntax::ast::*;
use std::collections::BTreeSet;

/// The locals that are certainly bound at a point; `None` where control cannot
/// arrive.
type Bound = Option<BTreeSet<Name>>;

/// Reads of locals that may not be bound yet.
pub(super) fn unbound_reads(
    params: &Parameters,
    body: &[Stmt],
    locals: &BTreeSet<Name>,
) -> BTreeSet<NodeId> {
    let mut deleted = Deleted(BTreeSet::new());
    deleted.block(body);
    let mut flow = Flow {
        locals,
        deleted: deleted.0,
        state: Some(parameters(params).map(|param| param.name.name.clone()).collect()),
        unbound: BTreeSet::new(),
        breaks: vec![],
        hidden: vec![],
    };
    flow.block(body);
    flow.unbound
}

struct Flow<'s> {
    locals: &'s BTreeSet<Name>,
    /// What some `del` unbinds: a nested function may run after it.
    deleted: BTreeSet<Name>,
    state: Bound,
    unbound: BTreeSet<NodeId>,
    breaks: Vec<Vec<Bound>>,
    hidden: Vec<BTreeSet<Name>>,
}

fn join(left: Bound, right: Bound) -> Bound {
    match (left, right) {
        (Some(left), Some(right)) => Some(left.intersection(&right).cloned().collect()),
        (left, right) => left.or(right),
    }
}

/// The names that a `del` unbinds.
fn deleted_names(targets: &[Expr]) -> Vec<&Name> {
    let mut names = vec![];
    targets.iter().for_each(|target| target_names(target, &mut names));
    names
}

/// Collects what a block and the blocks in it delete.
struct Deleted(BTreeSet<Name>);

impl<'a> Visitor<'a> for Deleted {
    fn stmt(&mut self, stmt: &'a Stmt) {
        if let StmtKind::Delete(targets) = &stmt.kind {
            self.0.extend(deleted_names(targets).into_iter().cloned());
        }
        walk_stmt(self, stmt);
    }
}

impl Flow<'_> {
    /// Whether what is visited is the body of a nested function, which may run at any later time.
    fn is_nested(&self) -> bool {
        !self.hidden.is_empty()
    }

    fn bind(&mut self, name: &Name) {
        if let Some(state) = &mut self.state
            && self.hidden.is_empty()
        {
            state.insert(name.clone());
        }
    }

    fn bind_target<'a>(&mut self, target: &'a Expr)
    where
        Self: Visitor<'a>,
    {
        match &*target.kind {
            ExprKind::Name(name) => self.bind(name),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                for item in items {
                    self.bind_target(item);
                }
            }
            ExprKind::Starred(inner) => self.bind_target(inner),
            _ => self.expr(target),
        }
    }

    /// Runs `visit` from `start` and returns the state at its end.
    fn branch(&mut self, start: Bound, visit: impl FnOnce(&mut Self)) -> Bound {
        let saved = std::mem::replace(&mut self.state, start);
        visit(self);
        std::mem::replace(&mut self.state, saved)
    }
}

fn is_true(test: &Expr) -> bool {
    match &*test.kind {
        ExprKind::Constant(Constant::Bool(value)) => *value,
        ExprKind::Constant(Constant::Int(value)) => *value != num_bigint::BigInt::ZERO,
        _ => false,
    }
}

impl<'a> Visitor<'a> for Flow<'_> {
    fn stmt(&mut self, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                self.expr(value);
                for target in targets {
                    self.bind_target(target);
                }
            }
            StmtKind::AnnAssign { target, value, .. } => {
                if let Some(value) = value {
                    self.expr(value);
                    self.bind_target(target);
                }
            }
            StmtKind::AugAssign { target, value, .. } => {
                self.expr(target);
                self.expr(value);
                self.bind_target(target);
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.expr(iter);
                let before = self.state.clone();
                self.breaks.push(vec![]);
                self.branch(before.clone(), |this| {
                    this.bind_target(target);
                    this.block(body);
                });
                let breaks = self.breaks.pop().unwrap_or_default();
                self.state = before;
                self.block(orelse);
                self.state = breaks.into_iter().fold(self.state.take(), join);
            }
            StmtKind::While { test, body, orelse } => {
                self.expr(test);
                let before = self.state.clone();
                self.breaks.push(vec![]);
                self.branch(before.clone(), |this| this.block(body));
                let breaks = self.breaks.pop().unwrap_or_default();
                self.state = if is_true(test) { None } else { before };
                self.block(orelse);
                self.state = breaks.into_iter().fold(self.state.take(), join);
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test);
                let before = self.state.clone();
                let then = self.branch(before.clone(), |this| this.block(body));
                let other = self.branch(before, |this| this.block(orelse));
                self.state = join(then, other);
            }
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.expr(&item.context);
                    if let Some(target) = &item.target {
                        self.bind_target(target);
                    }
                }
                self.block(body);
            }
            StmtKind::Try { body, handlers, orelse, finally, .. } => {
                let before = self.state.clone();
                let done = self.branch(before.clone(), |this| {
                    this.block(body);
                    this.block(orelse);
                });
                let mut after = done;
                for handler in handlers {
                    let end = self.branch(before.clone(), |this| {
                        this.exprs(&handler.exception);
                        if let Some(name) = &handler.name {
                            this.bind(&name.name);
                        }
                        this.block(&handler.body);
                        if let (Some(name), Some(state)) = (&handler.name, &mut this.state) {
                            state.remove(&name.name);
                        }
                    });
                    after = join(after, end);
                }
                if !finally.is_empty() {
                    let end = self.branch(before, |this| this.block(finally));
                    after = match (after, end) {
                        (Some(after), Some(end)) => Some(after.union(&end).cloned().collect()),
                        _ => None,
                    };
                }
                self.state = after;
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject);
                let before = self.state.clone();
                let mut after: Bound = None;
                let mut is_exhaustive = false;
                for case in cases {
                    let end = self.branch(before.clone(), |this| {
                        this.pattern(&case.pattern);
                        this.exprs(&case.guard);
                        this.block(&case.body);
                    });
                    after = join(after, end);
                    is_exhaustive |= case.guard.is_none()
                        && matches!(&case.pattern.kind, PatternKind::As { pattern: None, .. });
                }
                self.state = if is_exhaustive { after } else { join(after, before) };
            }
            StmtKind::Function(function) => {
                self.exprs(&function.decorators);
                super::walk::walk_defaults(self, &function.params);
                self.bind(&function.name.name);
                self.hidden.push(own_names(&function.params, &function.body));
                let start = self.state.clone();
                self.branch(start, |this| this.block(&function.body));
                self.hidden.pop();
            }
            StmtKind::Class(class) => {
                self.exprs(&class.decorators);
                self.exprs(&class.bases);
                self.bind(&class.name.name);
                self.hidden.push(bound_by_block(&class.body));
                let start = self.state.clone();
                self.branch(start, |this| this.block(&class.body));
                self.hidden.pop();
            }
            StmtKind::Import { names } | StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    self.bind(&alias.bound_name().into());
                }
            }
            StmtKind::Delete(targets) => {
                for target in targets {
                    self.expr(target);
                }
                if let Some(state) = &mut self.state {
                    for name in deleted_names(targets) {
                        state.remove(name);
                    }
                }
            }
            StmtKind::Return(_) | StmtKind::Raise { .. } => {
                walk_stmt(self, stmt);
                self.state = None;
            }
            StmtKind::Break => {
                let state = self.state.take();
                if let Some(breaks) = self.breaks.last_mut() {
                    breaks.push(state);
                }
            }
            StmtKind::Continue => self.state = None,
            _ => walk_stmt(self, stmt),
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &*expr.kind {
            ExprKind::Name(name) => {
                let is_hidden = self.hidden.iter().any(|scope| scope.contains(name));
                if let Some(state) = &self.state
                    && self.locals.contains(name)
                    && !is_hidden
                    && (!state.contains(name) || self.is_nested() && self.deleted.contains(name))
                {
                    self.unbound.insert(expr.id);
                }
            }
            ExprKind::Walrus { target, value } => {
                self.expr(value);
                self.bind(&target.name);
            }
            ExprKind::Bool { values, .. } => {
                let Some((first, rest)) = values.split_first() else { return };
                self.expr(first);
                // Only the first operand certainly runs; what the others bind stays uncertain.
                let state = self.state.clone();
                self.exprs(rest);
                self.state = state;
            }
            ExprKind::Lambda { params, body } => {
                super::walk::walk_defaults(self, params);
                self.hidden.push(own_names_of_lambda(params, body));
                self.expr(body);
                self.hidden.pop();
            }
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::Generator { .. }
            | ExprKind::DictComp { .. } => self.comprehension(expr),
            _ => walk_expr(self, expr),
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        match &pattern.kind {
            PatternKind::Star(Some(name)) | PatternKind::Mapping { rest: Some(name), .. } => {
                self.bind(&name.name)
            }
            PatternKind::As { name: Some(name), .. } => self.bind(&name.name),
            _ => {}
        }
        super::walk::walk_pattern(self, pattern);
    }
}

impl Flow<'_> {
    fn comprehension<'a>(&mut self, expr: &'a Expr) {
        let (generators, elements): (&'a [Comprehension], Vec<&'a Expr>) = match &*expr.kind {
            ExprKind::ListComp { element, generators }
            | ExprKind::SetComp { element, generators }
            | ExprKind::Generator { element, generators } => (generators, vec![element]),
            ExprKind::DictComp { key, value, generators } => (generators, vec![key, value]),
            _ => return,
        };
        let state = self.state.clone();
        if let Some(first) = generators.first() {
            self.expr(&first.iter);
        }
        self.hidden.push(bound_by_generators(generators));
        walk_generators(&mut SkipTargets(self), generators);
        for element in elements {
            self.expr(element);
        }
        self.hidden.pop();
        self.state = state;
    }
}

/// Passes expressions on; the targets of a comprehension are hidden names.
struct SkipTargets<'f, 's>(&'f mut Flow<'s>);

impl<'a> Visitor<'a> for SkipTargets<'_, '_> {
    fn expr(&mut self, expr: &'a Expr) {
        self.0.expr(expr);
    }
}
