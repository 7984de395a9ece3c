//! What running a top-level statement changes besides the names that it binds: a registry that a decorator fills, a
//! list that a function called at top level appends to, the classes that a base class notes.
//!
//! Whoever needs the changed name needs the statement, though it never mentions it.

use crate::db::Db;
use crate::input::SourceFile;
use crate::items::{ItemDef, ItemKind, changed_names, module_items};
use crate::resolve::{Symbol, resolve};
use crate::runtime::{Base, class_bases};
use crate::syntax::ast::{Expr, ExprKind, FunctionDef, Name, Stmt, StmtKind};
use crate::syntax::scope::{bound_names, dotted, target_name};
use crate::syntax::visit::{Visitor, walk_expr, walk_stmt};
use std::collections::{BTreeMap, BTreeSet};

/// A module-level name, by the dotted module that defines it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    pub module: Name,
    pub name: Name,
}

/// What calling a function of a file changes of its module-level names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Changes {
    /// While it runs.
    on_call: BTreeSet<Name>,
    /// While what it returns runs, as for `@register("name")`.
    on_second_call: BTreeSet<Name>,
    /// It changes what it is given.
    arguments: bool,
    /// Functions of the file that it calls.
    calls: BTreeSet<Name>,
}

/// The functions and classes of a file that change module-level names, or what they are given.
#[salsa::tracked(returns(ref))]
pub(crate) fn changing_functions(db: &dyn Db, file: SourceFile) -> BTreeMap<Name, Changes> {
    let mut all = BTreeMap::new();
    for item in module_items(db, file) {
        let changes = match &item.statement(db).kind {
            StmtKind::Function(function) => changes_of(function),
            StmtKind::Class(class) => class_changes(&class.body),
            _ => continue,
        };
        all.insert(item.name(db).clone(), changes);
    }
    // What they call changes names for them.
    loop {
        let before = all.clone();
        for changes in all.values_mut() {
            for called in changes.calls.iter().filter_map(|name| before.get(name)) {
                changes.on_call.extend(called.on_call.iter().cloned());
            }
        }
        if all == before {
            return all;
        }
    }
}

/// Making an instance runs `__init__`, deriving from the class `__init_subclass__`; that one may note the class
/// with its base.
fn class_changes(body: &[Stmt]) -> Changes {
    let methods = body.iter().filter_map(|statement| match &statement.kind {
        StmtKind::Function(method) => Some(method),
        _ => None,
    });
    let mut changes = Changes::default();
    for method in methods {
        match &*method.name.name {
            "__init__" | "__new__" => changes.on_call.extend(changes_of(method).on_call),
            "__init_subclass__" => {
                changes.on_second_call = changes_of(method).on_call;
                changes.arguments = true;
            }
            _ => {}
        }
    }
    changes
}

fn changes_of(function: &FunctionDef) -> Changes {
    let mut reader = Reader { depth: 0, locals: vec![], changes: Changes::default() };
    reader.function(function);
    reader.changes
}

struct Reader {
    depth: usize,
    locals: Vec<BTreeSet<Name>>,
    changes: Changes,
}

impl Reader {
    fn function(&mut self, function: &FunctionDef) {
        let mut locals = bound_names(&function.body);
        locals.extend(function.params.iter().map(|param| param.name.name.clone()));
        self.locals.push(locals);
        self.visit_block(&function.body);
        self.locals.pop();
    }

    fn change(&mut self, name: Name) {
        if self.locals.iter().any(|locals| locals.contains(&name)) {
            self.changes.arguments = true;
        } else if self.depth == 0 {
            self.changes.on_call.insert(name);
        } else if self.depth == 1 {
            self.changes.on_second_call.insert(name);
        }
    }
}

impl Visitor for Reader {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => {
                self.depth += 1;
                self.function(function);
                self.depth -= 1;
                return;
            }
            StmtKind::Class(_) => return,
            StmtKind::Global(names) => {
                names.iter().for_each(|ident| self.change(ident.name.clone()));
            }
            StmtKind::Assign { targets, .. } | StmtKind::Delete(targets) => {
                let parts =
                    targets.iter().filter(|target| !matches!(*target.kind, ExprKind::Name(_)));
                let names: Vec<_> = parts.filter_map(target_name).collect();
                names.into_iter().for_each(|name| self.change(name));
            }
            StmtKind::AugAssign { target, .. } => {
                target_name(target).into_iter().for_each(|name| self.change(name));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &Expr) {
        if let ExprKind::Call { callee, .. } = &*expression.kind
            && let Some((name, path)) = dotted(callee)
        {
            if !path.is_empty() {
                self.change(name.clone());
            } else if self.depth == 0 {
                self.changes.calls.insert(name.clone());
            }
        }
        walk_expr(self, expression);
    }
}

/// A statement that changes more than the names it binds.
#[derive(Clone, Debug, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub struct Effect<'db> {
    pub item: ItemDef<'db>,
    pub places: BTreeSet<Place>,
}

/// The statements of a file that change more than the names they bind, with what they change.
#[salsa::tracked(returns(ref))]
pub fn file_effects<'db>(db: &'db dyn Db, file: SourceFile) -> Vec<Effect<'db>> {
    let mut all = Vec::new();
    for &item in module_items(db, file) {
        if item.kind(db) == ItemKind::Import {
            continue;
        }
        let mut effects = Effects { db, file, places: BTreeSet::new() };
        let statement = item.statement(db);
        effects.statement(&statement);
        // What it changes itself is known as a definition of the name.
        for name in changed_names(&statement) {
            effects.places.remove(&Place { module: file.module(db).clone(), name });
        }
        if !effects.places.is_empty() {
            all.push(Effect { item, places: effects.places });
        }
    }
    all
}

struct Effects<'db> {
    db: &'db dyn Db,
    file: SourceFile,
    places: BTreeSet<Place>,
}

impl Effects<'_> {
    fn statement(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => {
                function.decorators.iter().for_each(|decorator| self.decorator(decorator));
            }
            StmtKind::Class(class) => {
                class.decorators.iter().for_each(|decorator| self.decorator(decorator));
                class.bases.iter().for_each(|base| self.base(base));
            }
            _ => self.visit_stmt(statement),
        }
    }

    /// The function or class that a name stands for, with what calling it changes.
    fn changes(&self, name: &Name) -> Option<(SourceFile, &Changes)> {
        match resolve(self.db, self.file, name)? {
            Symbol::Item { item, name } => {
                let file = item.file(self.db);
                Some((file, changing_functions(self.db, file).get(&name)?))
            }
            _ => None,
        }
    }

    /// A name of a file, where it is defined.
    fn change(&mut self, file: SourceFile, name: &Name) {
        if let Some(Symbol::Item { item, name }) = resolve(self.db, file, name) {
            let module = item.file(self.db).module(self.db).clone();
            self.places.insert(Place { module, name });
        }
    }

    fn call(&mut self, callee: &Expr, args: &[Expr], also_second: bool) {
        let Some((name, path)) = dotted(callee) else { return };
        if !path.is_empty() {
            return self.change(self.file, name);
        }
        let Some((file, changes)) = self.changes(name) else { return };
        let second = changes.on_second_call.iter().filter(|_| also_second);
        let changed: Vec<_> = changes.on_call.iter().chain(second).cloned().collect();
        let given = changes.arguments;
        changed.iter().for_each(|name| self.change(file, name));
        if given {
            for arg in args {
                if let ExprKind::Name(name) = &*arg.kind {
                    self.change(self.file, name);
                }
            }
        }
    }

    fn decorator(&mut self, decorator: &Expr) {
        match &*decorator.kind {
            ExprKind::Call { callee, args, .. } => self.call(callee, args, true),
            _ => self.call(decorator, &[], false),
        }
    }

    /// Deriving runs the `__init_subclass__` of the class or of one of its bases.
    fn base(&mut self, base: &Expr) {
        let Some((name, _)) = dotted(base) else { return };
        let Some(Symbol::Item { item, .. }) = resolve(self.db, self.file, name) else { return };
        let mut classes = vec![item];
        let mut is_noted = false;
        let mut next = 0;
        while let Some(&class) = classes.get(next) {
            next += 1;
            let file = class.file(self.db);
            let changes = changing_functions(self.db, file).get(class.name(self.db));
            if let Some(changes) = changes.filter(|changes| changes.arguments) {
                is_noted = true;
                changes.on_second_call.iter().for_each(|name| self.change(file, name));
            }
            for base in class_bases(self.db, class) {
                match base {
                    Base::Project(base) if !classes.contains(base) => classes.push(*base),
                    _ => {}
                }
            }
        }
        if is_noted {
            self.change(self.file, name);
        }
    }
}

impl Visitor for Effects<'_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        if !matches!(statement.kind, StmtKind::Function(_) | StmtKind::Class(_)) {
            walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Lambda { .. } => return,
            ExprKind::Call { callee, args, .. } => self.call(callee, args, false),
            _ => {}
        }
        walk_expr(self, expression);
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}
