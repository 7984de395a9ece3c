//! Python's function scope: which names a function binds, and how JavaScript declares them.
//!
//! A Python name lives in its whole function. JavaScript's `let` may take its place at the first
//! assignment only if nothing outside that block, and no closure over several turns of a loop, can
//! tell; otherwise the name is declared at the top of the function.

use super::unbound::unbound_reads;
use super::walk::{Visitor, walk_expr, walk_stmt};
use crate::syntax::ast::*;
use std::collections::{BTreeMap, BTreeSet};

/// How a function declares one of its names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A parameter.
    Parameter,
    /// `let` at the top of the function.
    Top,
    /// At the statement (or `for` head, `except` clause) that has this id; `const` if never assigned again.
    Here { statement: NodeId, is_const: bool },
}

/// What a name is assigned from, for inference.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    Value(&'a Expr),
    /// An element of what this iterable gives.
    Element(&'a Expr),
    /// `target op= value`
    Augmented(BinaryOp, &'a Expr),
    Annotation(&'a Expr),
    /// The container takes this in as an item.
    Grown(&'a Expr),
    /// The container takes in the items of this.
    Extended(&'a Expr),
    Function(&'a FunctionDef),
    Class(&'a ClassDef),
    Unknown,
}

#[derive(Clone, Debug)]
pub(super) struct Local<'a> {
    pub(super) place: Place,
    pub(super) sources: Vec<Source<'a>>,
    /// A nested function or lambda uses it.
    pub(super) is_captured: bool,
    pub(super) stores: u32,
}

/// The names of one function, lambda or module-level statement.
#[derive(Clone, Debug, Default)]
pub(super) struct Names<'a> {
    pub(super) locals: BTreeMap<Name, Local<'a>>,
    pub(super) globals: BTreeSet<Name>,
    pub(super) nonlocals: BTreeSet<Name>,
    /// Reads (by node) of a local that may not be assigned yet.
    pub(super) unbound: BTreeSet<NodeId>,
    /// Every name that the function or anything in it mentions.
    pub(super) mentioned: BTreeSet<Name>,
    pub(super) is_generator: bool,
}

pub(super) fn parameters(params: &Parameters) -> impl Iterator<Item = &Parameter> {
    params
        .positional_only
        .iter()
        .chain(&params.positional)
        .chain(params.vararg.as_deref())
        .chain(&params.keyword_only)
        .chain(params.kwarg.as_deref())
}

/// Analyses the body of a function; `outer` are names of enclosing functions that may be unbound
/// when this function is made.
pub(super) fn of_function<'a>(params: &'a Parameters, body: &'a [Stmt]) -> Names<'a> {
    let mut collector = Collector::default();
    for param in parameters(params) {
        collector.parameter(param);
    }
    collector.declared(body);
    collector.block(body);
    collector.finish(params, Some(body))
}

pub(super) fn of_lambda<'a>(params: &'a Parameters, body: &'a Expr) -> Names<'a> {
    let mut collector = Collector::default();
    for param in parameters(params) {
        collector.parameter(param);
    }
    collector.expr(body);
    collector.finish(params, None)
}

/// One appearance of a name: where, and whether it binds.
#[derive(Clone, Debug)]
struct Appearance {
    order: u32,
    path: Vec<u32>,
    is_store: bool,
    is_nested: bool,
    /// The store is a plain statement that can carry `let`.
    statement: Option<NodeId>,
}

/// The names that a function binds itself or takes from its module: they hide those of the functions
/// around it. Bodies of functions in it are not entered, so that this costs the same at any depth.
pub(super) fn own_names(params: &Parameters, body: &[Stmt]) -> BTreeSet<Name> {
    let mut collector = Collector::shallow(params);
    collector.declared(body);
    collector.block(body);
    collector.bound.into_iter().chain(collector.globals).collect()
}

/// As [`own_names`].
pub(super) fn own_names_of_lambda(params: &Parameters, body: &Expr) -> BTreeSet<Name> {
    let mut collector = Collector::shallow(params);
    collector.expr(body);
    collector.bound
}

#[derive(Default)]
struct Collector<'a> {
    appearances: BTreeMap<Name, Vec<Appearance>>,
    sources: BTreeMap<Name, Vec<Source<'a>>>,
    parameters: BTreeSet<Name>,
    globals: BTreeSet<Name>,
    nonlocals: BTreeSet<Name>,
    bound: BTreeSet<Name>,
    path: Vec<u32>,
    loops: BTreeSet<u32>,
    next_block: u32,
    next_order: u32,
    /// Depth of nested functions around the current point.
    nested: u32,
    /// Names that the nested scopes around the current point bind themselves.
    shadowed: Vec<BTreeSet<Name>>,
    is_generator: bool,
    has_await: bool,
    /// Only `bound` and `globals` are of interest, which nothing in nested functions adds to.
    is_shallow: bool,
}

impl<'a> Collector<'a> {
    fn shallow(params: &'a Parameters) -> Self {
        let mut collector = Self { is_shallow: true, ..Self::default() };
        for param in parameters(params) {
            collector.parameter(param);
        }
        collector
    }

    fn parameter(&mut self, param: &'a Parameter) {
        self.parameters.insert(param.name.name.clone());
        self.bound.insert(param.name.name.clone());
        let source = match (&param.annotation, &param.default) {
            (Some(annotation), _) => Source::Annotation(annotation),
            (None, _) => Source::Unknown,
        };
        self.sources.entry(param.name.name.clone()).or_default().push(source);
    }

    /// `global` and `nonlocal` hold for the whole body, wherever they stand.
    fn declared(&mut self, body: &'a [Stmt]) {
        let mut declared = Declared::default();
        declared.block(body);
        self.globals = declared.globals;
        self.nonlocals = declared.nonlocals;
    }

    fn appear(&mut self, name: &Name, is_store: bool, statement: Option<NodeId>) {
        if self.shadowed.iter().any(|scope| scope.contains(name)) {
            return;
        }
        self.next_order += 1;
        let appearance = Appearance {
            order: self.next_order,
            path: self.path.clone(),
            is_store,
            is_nested: self.nested > 0,
            statement,
        };
        self.appearances.entry(name.clone()).or_default().push(appearance);
    }

    fn store(&mut self, name: &Name, source: Source<'a>, statement: Option<NodeId>) {
        if self.shadowed.iter().any(|scope| scope.contains(name)) {
            return;
        }
        if !self.globals.contains(name) && !self.nonlocals.contains(name) && self.nested == 0 {
            self.bound.insert(name.clone());
        }
        self.sources.entry(name.clone()).or_default().push(source);
        self.appear(name, true, statement);
    }

    /// Binds the names of an assignment target; uses inside it (`a[i]`) are reads.
    fn target(&mut self, target: &'a Expr, source: Source<'a>, statement: Option<NodeId>) {
        match &*target.kind {
            ExprKind::Name(name) => self.store(name, source, statement),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                let values = match source {
                    Source::Value(value) => match &*value.kind {
                        ExprKind::Tuple(values) | ExprKind::List(values)
                            if values.len() == items.len()
                                && !values
                                    .iter()
                                    .any(|each| matches!(*each.kind, ExprKind::Starred(_)))
                                && !items
                                    .iter()
                                    .any(|each| matches!(*each.kind, ExprKind::Starred(_))) =>
                        {
                            Some(values)
                        }
                        _ => None,
                    },
                    _ => None,
                };
                for (position, item) in items.iter().enumerate() {
                    let source =
                        values.map_or(Source::Unknown, |values| Source::Value(&values[position]));
                    self.target(item, source, statement);
                }
            }
            ExprKind::Starred(inner) => self.target(inner, Source::Unknown, statement),
            ExprKind::Subscript { value, index } => {
                if let (ExprKind::Name(name), Source::Value(item)) = (&*value.kind, source) {
                    let is_slice = matches!(*index.kind, ExprKind::Slice { .. });
                    let grown = if is_slice { Source::Extended } else { Source::Grown };
                    self.grow(name, grown(item));
                }
                self.expr(target);
            }
            _ => self.expr(target),
        }
    }

    /// The variable's container holds more than what it was assigned.
    fn grow(&mut self, name: &Name, source: Source<'a>) {
        if !self.shadowed.iter().any(|scope| scope.contains(name)) {
            self.sources.entry(name.clone()).or_default().push(source);
        }
    }

    fn in_block(&mut self, is_loop: bool, visit: impl FnOnce(&mut Self)) {
        self.next_block += 1;
        let block = self.next_block;
        if is_loop {
            self.loops.insert(block);
        }
        self.path.push(block);
        visit(self);
        self.path.pop();
    }

    fn nested_scope(&mut self, own: BTreeSet<Name>, visit: impl FnOnce(&mut Self)) {
        self.nested += 1;
        self.shadowed.push(own);
        visit(self);
        self.shadowed.pop();
        self.nested -= 1;
    }

    fn nested_function(&mut self, function: &'a FunctionDef) {
        if self.is_shallow {
            return;
        }
        let own = own_names(&function.params, &function.body);
        let (is_generator, has_await) = (self.is_generator, self.has_await);
        self.nested_scope(own, |this| this.block(&function.body));
        (self.is_generator, self.has_await) = (is_generator, has_await);
    }

    fn finish(self, params: &'a Parameters, body: Option<&'a [Stmt]>) -> Names<'a> {
        let mut names = Names {
            mentioned: self.appearances.keys().chain(&self.parameters).cloned().collect(),
            is_generator: self.is_generator,
            ..Names::default()
        };
        for name in &self.bound {
            let appearances = self.appearances.get(name).map_or(&[][..], Vec::as_slice);
            let sources = self.sources.get(name).cloned().unwrap_or_default();
            let stores = appearances.iter().filter(|each| each.is_store).count() as u32;
            let is_captured = appearances.iter().any(|each| each.is_nested);
            let place = if self.parameters.contains(name) {
                Place::Parameter
            } else {
                self.place(appearances)
            };
            names.locals.insert(name.clone(), Local { place, sources, is_captured, stores });
        }
        names.globals = self.globals;
        names.nonlocals = self.nonlocals;
        if let Some(body) = body {
            names.unbound = unbound_reads(params, body, &names.locals.keys().cloned().collect());
        }
        names
    }

    fn place(&self, appearances: &[Appearance]) -> Place {
        let Some(first) = appearances.iter().min_by_key(|each| each.order) else {
            return Place::Top;
        };
        let Some(statement) = first.statement else { return Place::Top };
        let is_inside = |each: &Appearance| each.path.starts_with(&first.path);
        let is_captured = appearances.iter().any(|each| each.is_nested);
        let in_loop = first.path.iter().any(|block| self.loops.contains(block));
        if first.is_nested || !appearances.iter().all(is_inside) || (is_captured && in_loop) {
            return Place::Top;
        }
        let stores = appearances.iter().filter(|each| each.is_store).count();
        Place::Here { statement, is_const: stores == 1 }
    }
}

#[derive(Default)]
struct Declared {
    globals: BTreeSet<Name>,
    nonlocals: BTreeSet<Name>,
}

impl<'a> Visitor<'a> for Declared {
    fn stmt(&mut self, stmt: &'a Stmt) {
        match &stmt.kind {
            StmtKind::Global(names) => {
                self.globals.extend(names.iter().map(|ident| ident.name.clone()))
            }
            StmtKind::Nonlocal(names) => {
                self.nonlocals.extend(names.iter().map(|ident| ident.name.clone()))
            }
            StmtKind::Function(_) | StmtKind::Class(_) => {}
            _ => walk_stmt(self, stmt),
        }
    }

    fn expr(&mut self, _expr: &'a Expr) {}
}

impl<'a> Visitor<'a> for Collector<'a> {
    fn stmt(&mut self, stmt: &'a Stmt) {
        let here = Some(stmt.id);
        match &stmt.kind {
            StmtKind::Assign { targets, value } => {
                self.expr(value);
                let statement = here.filter(|_| targets.len() == 1 && can_declare(&targets[0]));
                for target in targets {
                    self.target(target, Source::Value(value), statement);
                }
            }
            StmtKind::AnnAssign { target, annotation, value } => {
                if let Some(value) = value {
                    self.expr(value);
                    self.target(
                        target,
                        Source::Annotation(annotation),
                        here.filter(|_| can_declare(target)),
                    );
                } else if let ExprKind::Name(name) = &*target.kind {
                    self.bound.insert(name.clone());
                    self.sources
                        .entry(name.clone())
                        .or_default()
                        .push(Source::Annotation(annotation));
                }
            }
            StmtKind::AugAssign { target, op, value } => {
                self.expr(target);
                self.expr(value);
                self.target(target, Source::Augmented(*op, value), None);
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.expr(iter);
                self.in_block(true, |this| {
                    this.target(
                        target,
                        Source::Element(iter),
                        here.filter(|_| can_declare(target)),
                    );
                    this.block(body);
                });
                self.in_block(false, |this| this.block(orelse));
            }
            StmtKind::While { test, body, orelse } => {
                self.in_block(true, |this| {
                    this.expr(test);
                    this.block(body);
                });
                self.in_block(false, |this| this.block(orelse));
            }
            StmtKind::If { test, body, orelse } => {
                self.expr(test);
                self.in_block(false, |this| this.block(body));
                self.in_block(false, |this| this.block(orelse));
            }
            StmtKind::With { items, body, .. } => {
                for item in items {
                    self.expr(&item.context);
                    if let Some(target) = &item.target {
                        self.target(target, Source::Unknown, None);
                    }
                }
                self.in_block(false, |this| this.block(body));
            }
            StmtKind::Try { body, handlers, orelse, finally, .. } => {
                self.in_block(false, |this| this.block(body));
                for handler in handlers {
                    self.in_block(false, |this| {
                        this.exprs(&handler.exception);
                        if let Some(name) = &handler.name {
                            this.store(&name.name, Source::Unknown, Some(handler.id));
                        }
                        this.block(&handler.body);
                    });
                }
                self.in_block(false, |this| this.block(orelse));
                self.in_block(false, |this| this.block(finally));
            }
            StmtKind::Match { subject, cases } => {
                self.expr(subject);
                for case in cases {
                    self.pattern(&case.pattern);
                    self.exprs(&case.guard);
                    self.in_block(false, |this| this.block(&case.body));
                }
            }
            StmtKind::Function(function) => {
                self.exprs(&function.decorators);
                super::walk::walk_defaults(self, &function.params);
                let statement = here.filter(|_| function.decorators.is_empty());
                self.store(&function.name.name, Source::Function(function), statement);
                self.nested_function(function);
            }
            StmtKind::Class(class) => {
                self.exprs(&class.decorators);
                self.exprs(&class.bases);
                self.store(
                    &class.name.name,
                    Source::Class(class),
                    here.filter(|_| class.decorators.is_empty()),
                );
                if !self.is_shallow {
                    let own = bound_by_block(&class.body);
                    self.nested_scope(own, |this| this.block(&class.body));
                }
            }
            StmtKind::Import { names } | StmtKind::ImportFrom { names, .. } => {
                for alias in names {
                    self.store(&alias.bound_name().into(), Source::Unknown, None);
                }
            }
            StmtKind::Delete(targets) => {
                for target in targets {
                    match &*target.kind {
                        ExprKind::Name(name) => self.store(name, Source::Unknown, None),
                        _ => self.expr(target),
                    }
                }
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &*expr.kind {
            ExprKind::Name(name) => self.appear(name, false, None),
            ExprKind::Call { callee, args, .. } => {
                if let (ExprKind::Attribute { value, attr }, Some(last)) =
                    (&*callee.kind, args.last())
                    && let ExprKind::Name(name) = &*value.kind
                {
                    match &*attr.name {
                        "append" | "appendleft" | "insert" | "add" | "setdefault" => {
                            self.grow(name, Source::Grown(last));
                        }
                        "extend" | "update" => self.grow(name, Source::Extended(last)),
                        _ => {}
                    }
                }
                walk_expr(self, expr);
            }
            ExprKind::Walrus { target, value } => {
                self.expr(value);
                // A comprehension's walrus binds in the function around it.
                let nested = std::mem::take(&mut self.nested);
                self.store(&target.name, Source::Value(value), None);
                self.nested = nested;
            }
            ExprKind::Lambda { params, body } => {
                super::walk::walk_defaults(self, params);
                if self.is_shallow {
                    return;
                }
                let own = own_names_of_lambda(params, body);
                let (is_generator, has_await) = (self.is_generator, self.has_await);
                self.nested_scope(own, |this| this.expr(body));
                (self.is_generator, self.has_await) = (is_generator, has_await);
            }
            ExprKind::ListComp { element, generators }
            | ExprKind::SetComp { element, generators } => {
                self.comprehension(generators, &[element], false);
            }
            ExprKind::Generator { element, generators } => {
                self.comprehension(generators, &[element], true)
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(generators, &[key, value], false)
            }
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) => {
                self.is_generator = true;
                walk_expr(self, expr);
            }
            ExprKind::Await(_) => {
                self.has_await = true;
                walk_expr(self, expr);
            }
            _ => walk_expr(self, expr),
        }
    }

    fn pattern(&mut self, pattern: &'a Pattern) {
        match &pattern.kind {
            PatternKind::Star(Some(name)) | PatternKind::Mapping { rest: Some(name), .. } => {
                self.store(&name.name, Source::Unknown, None);
            }
            PatternKind::As { name: Some(name), .. } => {
                self.store(&name.name, Source::Unknown, None)
            }
            _ => {}
        }
        super::walk::walk_pattern(self, pattern);
    }
}

impl<'a> Collector<'a> {
    /// A list, set or dict comprehension runs at once, a generator expression later.
    fn comprehension(
        &mut self,
        generators: &'a [Comprehension],
        elements: &[&'a Expr],
        is_lazy: bool,
    ) {
        if let Some(first) = generators.first() {
            self.expr(&first.iter);
        }
        self.shadowed.push(bound_by_generators(generators));
        self.nested += u32::from(is_lazy);
        self.next_block += 1;
        self.path.push(self.next_block);
        for (position, generator) in generators.iter().enumerate() {
            if position > 0 {
                self.expr(&generator.iter);
            }
            self.has_await |= generator.is_async;
            self.exprs(&generator.ifs);
        }
        for element in elements {
            self.expr(element);
        }
        self.path.pop();
        self.nested -= u32::from(is_lazy);
        self.shadowed.pop();
    }
}

/// Whether a target is names only, nested or not, so that `let` can stand before it.
fn can_declare(target: &Expr) -> bool {
    match &*target.kind {
        ExprKind::Name(_) => true,
        ExprKind::Tuple(items) | ExprKind::List(items) => items.iter().all(can_declare),
        ExprKind::Starred(inner) => can_declare(inner),
        _ => false,
    }
}

/// The names assigned by a target.
pub(super) fn target_names<'a>(target: &'a Expr, names: &mut Vec<&'a Name>) {
    match &*target.kind {
        ExprKind::Name(name) => names.push(name),
        ExprKind::Tuple(items) | ExprKind::List(items) => {
            for item in items {
                target_names(item, names);
            }
        }
        ExprKind::Starred(inner) => target_names(inner, names),
        _ => {}
    }
}

/// Every name that the statements may assign.
pub(super) fn stored_names(block: &[Stmt]) -> BTreeSet<Name> {
    let mut collector = Collector::default();
    collector.block(block);
    let is_stored = |each: &Appearance| each.is_store;
    let stored =
        collector.appearances.into_iter().filter(|(_, places)| places.iter().any(is_stored));
    stored.map(|(name, _)| name).collect()
}

/// Whether the statements assign `name`, outside nested functions or through `nonlocal`.
pub(super) fn assigns(body: &[Stmt], name: &str) -> bool {
    let mut collector = Collector::default();
    collector.block(body);
    collector
        .appearances
        .get(name)
        .is_some_and(|each| each.iter().any(|appearance| appearance.is_store))
}

/// What a part of a function uses, seen from outside it.
#[derive(Default)]
pub(super) struct Uses {
    pub(super) has_await: bool,
    pub(super) has_yield: bool,
    /// A lambda or generator expression captures names of the scope.
    pub(super) captured: BTreeSet<Name>,
}

pub(super) fn uses<'a>(exprs: impl IntoIterator<Item = &'a Expr>) -> Uses {
    let mut collector = Collector::default();
    for expr in exprs {
        collector.expr(expr);
    }
    let captured = collector
        .appearances
        .iter()
        .filter(|(_, each)| each.iter().any(|appearance| appearance.is_nested))
        .map(|(name, _)| name.clone())
        .collect();
    Uses { has_await: collector.has_await, has_yield: collector.is_generator, captured }
}

/// The names that statements bind in their own scope, as those of a class body.
pub(super) fn bound_by_block(body: &[Stmt]) -> BTreeSet<Name> {
    let mut collector = Collector { is_shallow: true, ..Collector::default() };
    collector.block(body);
    collector.bound
}

/// The names that a comprehension has for itself.
pub(super) fn bound_by_generators(generators: &[Comprehension]) -> BTreeSet<Name> {
    let mut collector = Collector::default();
    for generator in generators {
        collector.target(&generator.target, Source::Unknown, None);
    }
    collector.bound
}
