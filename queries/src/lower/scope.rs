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
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A parameter.
    Parameter,
    /// `let` at the top of the function.
    Top,
    /// At each of these: they have nothing of each other.
    Here(Vec<Declaration>),
}

/// A statement (or `for` head, `except` clause) that declares a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Declaration {
    pub(super) statement: NodeId,
    /// It is not assigned again.
    pub(super) is_const: bool,
}

/// What a name is assigned from, for inference.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    Value(&'a Expr),
    /// An element of what this iterable gives.
    Element(&'a Expr),
    /// `target op= value`
    Augmented(BinaryOp, &'a Expr),
    /// The container takes an item in, under a key if there is one.
    Grown(Option<&'a Expr>, Growth<'a>),
    /// The container takes in the items of this.
    Extended(&'a Expr),
    Function(&'a FunctionDef),
    Class(&'a ClassDef),
    Unknown,
}

/// What a container takes in.
#[derive(Clone, Copy, Debug)]
pub(super) enum Growth<'a> {
    Item(&'a Expr),
    /// One of its items changed: `xs[0] += value`
    Changed(BinaryOp, &'a Expr),
    Anything,
}

#[derive(Clone, Debug)]
pub(super) struct Local<'a> {
    pub(super) place: Place,
    pub(super) sources: Vec<Source<'a>>,
    /// A nested function or lambda uses it.
    pub(super) is_captured: bool,
    /// Its value may have another name too, through which a container takes in what is not seen here.
    pub(super) escapes: bool,
    /// The function around returns its value.
    pub(super) is_returned: bool,
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
    escaping: BTreeSet<Name>,
    returned: BTreeSet<Name>,
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
        // Python does not check annotations, so they tell nothing.
        self.sources.entry(param.name.name.clone()).or_default().push(Source::Unknown);
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

    /// A target of `del`: the names in it are unbound, and so not constant.
    fn deleted(&mut self, target: &'a Expr) {
        match &*target.kind {
            ExprKind::Name(name) => self.store(name, Source::Unknown, None),
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                for item in items {
                    self.deleted(item);
                }
            }
            _ => self.expr(target),
        }
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
                if let ExprKind::Name(name) = &*value.kind {
                    let is_slice = matches!(*index.kind, ExprKind::Slice { .. });
                    let grown = |growth| Source::Grown(Some(index), growth);
                    self.grow(
                        name,
                        match source {
                            Source::Value(items) if is_slice => Source::Extended(items),
                            Source::Value(item) => grown(Growth::Item(item)),
                            Source::Augmented(op, value) if !is_slice => {
                                grown(Growth::Changed(op, value))
                            }
                            _ => grown(Growth::Anything),
                        },
                    );
                }
                self.expr(target);
            }
            _ => self.expr(target),
        }
    }

    /// An expression of which only the items are read here: its value gets no other name.
    fn read(&mut self, expr: &'a Expr) {
        match &*expr.kind {
            ExprKind::Name(name) => self.appear(name, false, None),
            ExprKind::Bool { values, .. } => values.iter().for_each(|value| self.read(value)),
            _ => self.expr(expr),
        }
    }

    fn escape(&mut self, name: &Name) {
        if !self.shadowed.iter().any(|scope| scope.contains(name)) {
            self.escaping.insert(name.clone());
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
            let escapes = self.escaping.contains(name);
            let is_returned = self.returned.contains(name);
            let place = if self.parameters.contains(name) {
                Place::Parameter
            } else {
                self.place(appearances)
            };
            let local = Local { place, sources, is_captured, escapes, is_returned, stores };
            names.locals.insert(name.clone(), local);
        }
        names.globals = self.globals;
        names.nonlocals = self.nonlocals;
        if let Some(body) = body {
            names.unbound = unbound_reads(params, body, &names.locals.keys().cloned().collect());
        }
        names
    }

    fn place(&self, appearances: &[Appearance]) -> Place {
        let mut ordered: Vec<&Appearance> = appearances.iter().collect();
        ordered.sort_by_key(|each| each.order);
        let mut declarations: Vec<Declaration> = vec![];
        // The blocks that begin with an assignment, and in which everything up to the next such block stands.
        let mut block: Option<&[u32]> = None;
        for each in &ordered {
            if block.is_some_and(|block| each.path.starts_with(block)) {
                if let (true, Some(last)) = (each.is_store, declarations.last_mut()) {
                    last.is_const = false;
                }
                continue;
            }
            let Some(statement) = each.statement else { return Place::Top };
            // A block that ended may run again, in a loop around both.
            if each.is_nested || block.is_some_and(|block| block.starts_with(&each.path)) {
                return Place::Top;
            }
            declarations.push(Declaration { statement, is_const: true });
            block = Some(&each.path);
        }
        let is_captured = appearances.iter().any(|each| each.is_nested);
        let in_loop = block.into_iter().flatten().any(|block| self.loops.contains(block));
        if declarations.is_empty() || is_captured && (in_loop || declarations.len() > 1) {
            return Place::Top;
        }
        Place::Here(declarations)
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
                match targets.as_slice() {
                    [target] if matches!(*target.kind, ExprKind::Tuple(_) | ExprKind::List(_)) => {
                        self.read(value);
                    }
                    _ => self.expr(value),
                }
                let statement = here.filter(|_| targets.len() == 1 && can_declare(&targets[0]));
                for target in targets {
                    self.target(target, Source::Value(value), statement);
                    if let ExprKind::Name(name) = &*target.kind
                        && targets.len() > 1
                    {
                        self.escape(name);
                    }
                }
            }
            StmtKind::AnnAssign { target, value, .. } => {
                if let Some(value) = value {
                    self.expr(value);
                    self.target(target, Source::Value(value), here.filter(|_| can_declare(target)));
                } else if let ExprKind::Name(name) = &*target.kind {
                    self.bound.insert(name.clone());
                }
            }
            StmtKind::AugAssign { target, op, value } => {
                self.read(target);
                self.read(value);
                self.target(target, Source::Augmented(*op, value), None);
            }
            // After it only what nested functions hold is still in use.
            StmtKind::Return(Some(value)) if self.nested == 0 => {
                if let ExprKind::Name(name) = &*value.kind {
                    self.returned.insert(name.clone());
                }
                self.read(value);
            }
            StmtKind::For { target, iter, body, orelse, .. } => {
                self.read(iter);
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
                    this.read(test);
                    this.block(body);
                });
                self.in_block(false, |this| this.block(orelse));
            }
            StmtKind::If { test, body, orelse } => {
                self.read(test);
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
                    self.deleted(target);
                }
            }
            _ => walk_stmt(self, stmt),
        }
    }

    fn expr(&mut self, expr: &'a Expr) {
        match &*expr.kind {
            ExprKind::Name(name) => {
                self.appear(name, false, None);
                self.escape(name);
            }
            ExprKind::Call { callee, args, keywords } => self.call(callee, args, keywords),
            ExprKind::Subscript { value, index } => {
                self.read(value);
                self.read(index);
            }
            ExprKind::Binary { left, right, .. } => {
                self.read(left);
                self.read(right);
            }
            ExprKind::Compare { left, comparisons } => {
                self.read(left);
                comparisons.iter().for_each(|(_, right)| self.read(right));
            }
            ExprKind::Conditional { test, body, orelse } => {
                self.read(test);
                self.expr(body);
                self.expr(orelse);
            }
            ExprKind::Unary { operand: items, .. } | ExprKind::Starred(items) => self.read(items),
            ExprKind::Dict(entries) => {
                for (key, value) in entries {
                    match key {
                        Some(key) => {
                            self.expr(key);
                            self.expr(value);
                        }
                        None => self.read(value),
                    }
                }
            }
            ExprKind::FString(parts) => self.fstring(parts),
            ExprKind::Walrus { target, value } => {
                self.expr(value);
                // A comprehension's walrus binds in the function around it.
                let nested = std::mem::take(&mut self.nested);
                self.store(&target.name, Source::Value(value), None);
                self.nested = nested;
                self.escape(&target.name);
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

/// Builtins that only read the items of what they are given.
const READERS: &[&str] = &[
    "all",
    "any",
    "bool",
    "dict",
    "enumerate",
    "filter",
    "frozenset",
    "isinstance",
    "len",
    "list",
    "map",
    "max",
    "min",
    "print",
    "range",
    "repr",
    "reversed",
    "set",
    "sorted",
    "str",
    "sum",
    "tuple",
    "zip",
];

impl<'a> Collector<'a> {
    fn call(&mut self, callee: &'a Expr, args: &'a [Expr], keywords: &'a [Keyword]) {
        match &*callee.kind {
            ExprKind::Attribute { value, attr } => {
                self.read(value);
                if let ExprKind::Name(name) = &*value.kind {
                    self.grown_by_method(name, &attr.name, args, keywords);
                }
            }
            // To place arguments at run time takes the signature.
            _ if args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_)))
                || keywords.iter().any(|keyword| keyword.name.is_none()) =>
            {
                self.expr(callee);
            }
            _ => self.read(callee),
        }
        let only_reads =
            matches!(&*callee.kind, ExprKind::Name(name) if READERS.contains(&&**name));
        let is_caller =
            matches!(&*callee.kind, ExprKind::Name(name) if matches!(&**name, "map" | "filter"));
        for (position, arg) in args.iter().enumerate() {
            if only_reads && !(is_caller && position == 0) {
                self.read(arg)
            } else {
                self.expr(arg)
            }
        }
        self.exprs(keywords.iter().map(|keyword| &keyword.value));
    }

    fn grown_by_method(
        &mut self,
        name: &Name,
        method: &str,
        args: &'a [Expr],
        keywords: &'a [Keyword],
    ) {
        let growth = match (method, args) {
            ("append" | "appendleft" | "add", [item]) | ("insert", [_, item]) => {
                Source::Grown(None, Growth::Item(item))
            }
            ("setdefault", [key, item]) => Source::Grown(Some(key), Growth::Item(item)),
            ("extend" | "update", [items]) if keywords.is_empty() => Source::Extended(items),
            (
                "append"
                | "appendleft"
                | "add"
                | "insert"
                | "setdefault"
                | "extend"
                | "extendleft"
                | "update"
                | "symmetric_difference_update"
                | "fromkeys",
                _,
            ) => Source::Grown(None, Growth::Anything),
            _ => return,
        };
        self.grow(name, growth);
    }

    fn fstring(&mut self, parts: &'a [FStringPart]) {
        for part in parts {
            if let FStringPart::Value { value, spec, .. } = part {
                self.read(value);
                self.fstring(spec.as_deref().unwrap_or_default());
            }
        }
    }

    /// A list, set or dict comprehension runs at once, a generator expression later.
    fn comprehension(
        &mut self,
        generators: &'a [Comprehension],
        elements: &[&'a Expr],
        is_lazy: bool,
    ) {
        if let Some(first) = generators.first() {
            self.read(&first.iter);
        }
        self.shadowed.push(bound_by_generators(generators));
        self.nested += u32::from(is_lazy);
        self.next_block += 1;
        self.path.push(self.next_block);
        for (position, generator) in generators.iter().enumerate() {
            if position > 0 {
                self.read(&generator.iter);
            }
            self.has_await |= generator.is_async;
            generator.ifs.iter().for_each(|test| self.read(test));
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
