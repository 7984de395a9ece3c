//! Which expressions give a float wherever they give a number.
//!
//! JavaScript does not tell `2.0` from `2`, so that text needs to know where a value comes from. What
//! is found here settles text only: a wrong guess about operators (`/` of a class) does no harm,
//! since the text of anything but a number is its own.

use crate::binding::TypeHint;
use crate::db::Db;
use crate::input::SourceFile;
use crate::lower::returns_float;
use crate::resolve::{Symbol, resolve_path};
use crate::syntax::ast::*;
use crate::syntax::scope::dotted;
use std::collections::{BTreeMap, BTreeSet};

/// What is known to be a float where an expression stands.
pub(crate) struct Known<'a> {
    db: &'a dyn Db,
    file: SourceFile,
    names: BTreeSet<Name>,
    /// The name of `self`, and its attributes.
    receiver: Option<Name>,
    attributes: BTreeSet<Name>,
}

impl<'a> Known<'a> {
    pub(crate) fn new(db: &'a dyn Db, file: SourceFile) -> Self {
        Self { db, file, names: BTreeSet::new(), receiver: None, attributes: BTreeSet::new() }
    }

    pub(crate) fn is_real(&self, expr: &Expr) -> bool {
        match &*expr.kind {
            ExprKind::Constant(Constant::Float(_)) | ExprKind::Binary { op: BinaryOp::Div, .. } => {
                true
            }
            ExprKind::Name(name) => self.names.contains(name),
            ExprKind::Attribute { value, attr } => {
                self.attributes.contains(&attr.name)
                    && matches!(&*value.kind, ExprKind::Name(name) if self.receiver.as_ref() == Some(name))
            }
            ExprKind::Binary { left, op, right } => {
                let is_arithmetic = matches!(
                    op,
                    BinaryOp::Add
                        | BinaryOp::Sub
                        | BinaryOp::Mul
                        | BinaryOp::FloorDiv
                        | BinaryOp::Mod
                        | BinaryOp::Pow
                );
                is_arithmetic && (self.is_real(left) || self.is_real(right))
            }
            ExprKind::Unary { op: UnaryOp::Neg | UnaryOp::Pos, operand } => self.is_real(operand),
            ExprKind::Conditional { body, orelse, .. } => {
                self.is_real_or_text(body) && self.is_real_or_text(orelse)
            }
            ExprKind::Walrus { value, .. } => self.is_real(value),
            ExprKind::Call { callee, args, .. } => self.gives_real(callee, args),
            _ => false,
        }
    }

    /// Beside a float, values that are no numbers change nothing.
    fn is_real_or_text(&self, expr: &Expr) -> bool {
        let is_no_number = matches!(
            &*expr.kind,
            ExprKind::Constant(Constant::None | Constant::Str(_) | Constant::Bool(_))
                | ExprKind::FString(_)
        );
        is_no_number || self.is_real(expr)
    }

    fn gives_real(&self, callee: &Expr, args: &[Expr]) -> bool {
        let Some((name, path)) = dotted(callee) else { return false };
        match resolve_path(self.db, self.file, name, &path) {
            Some((Symbol::StdMember { module, member }, [])) => returns_float(&module, &member),
            Some(_) => false,
            None if !path.is_empty() => false,
            None => match (&**name, args) {
                ("float", _) => true,
                ("round", [value, _]) | ("abs", [value]) => self.is_real(value),
                ("min" | "max", [_, _, ..]) => args.iter().all(|arg| self.is_real(arg)),
                ("sum", [items, ..]) => {
                    args.get(1).is_some_and(|start| self.is_real(start)) || self.holds_reals(items)
                }
                _ => false,
            },
        }
    }

    fn holds_reals(&self, items: &Expr) -> bool {
        match &*items.kind {
            ExprKind::ListComp { element, .. } | ExprKind::Generator { element, .. } => {
                self.is_real(element)
            }
            ExprKind::List(items) | ExprKind::Tuple(items) => {
                !items.is_empty() && items.iter().all(|item| self.is_real(item))
            }
            _ => false,
        }
    }

    /// Adds the names of a function that only ever hold floats.
    fn enter(&mut self, function: &FunctionDef, hints: &[(Name, TypeHint)]) {
        let mut stores = Stores::default();
        stores.block(&function.body);
        let floats =
            hints.iter().filter(|(_, hint)| matches!(hint, TypeHint::Float | TypeHint::Real));
        self.names = floats.map(|(name, _)| name.clone()).collect();
        let parameters: BTreeSet<_> =
            function.params.iter().map(|param| &param.name.name).collect();
        let others = stores.names.keys().filter(|name| !parameters.contains(name));
        let candidates: BTreeSet<Name> = others.cloned().collect();
        self.names.extend(candidates);
        // Each round drops what is not a float if the rest is, until nothing changes.
        loop {
            let is_parameter = |name: &Name| parameters.contains(name);
            let is_real = |name: &Name| {
                stores.names.get(name).is_none_or(|values| {
                    values.iter().all(|value| value.is_real(self))
                        && (is_parameter(name) || values.iter().any(|value| value.starts(self)))
                })
            };
            let kept: BTreeSet<Name> =
                self.names.iter().filter(|name| is_real(name)).cloned().collect();
            if kept == self.names {
                return;
            }
            self.names = kept;
        }
    }
}

/// What the `return` statements of a function show.
pub(crate) fn returned(
    db: &dyn Db,
    file: SourceFile,
    function: &FunctionDef,
    hints: &[(Name, TypeHint)],
) -> TypeHint {
    let mut stores = Stores::default();
    stores.block(&function.body);
    if stores.returns.is_empty() {
        return TypeHint::Unknown;
    }
    let mut known = Known::new(db, file);
    known.enter(function, hints);
    let is_real = stores.returns.iter().all(|value| known.is_real_or_text(value))
        && stores.returns.iter().any(|value| known.is_real(value));
    if is_real { TypeHint::Real } else { TypeHint::Unknown }
}

/// The attributes that the methods of a class only ever set to floats.
pub(crate) fn attributes(db: &dyn Db, file: SourceFile, class: &ClassDef) -> BTreeSet<Name> {
    let methods: Vec<&FunctionDef> = class
        .body
        .iter()
        .filter_map(|statement| match &statement.kind {
            StmtKind::Function(function) => Some(function),
            _ => None,
        })
        .collect();
    let mut stores = Vec::new();
    let mut kept = BTreeSet::new();
    for method in methods {
        let Some(receiver) = method.params.iter().next() else { continue };
        let mut found = Stores { receiver: Some(receiver.name.name.clone()), ..Stores::default() };
        found.block(&method.body);
        kept.extend(found.attributes.keys().cloned());
        stores.push((method, found));
    }
    loop {
        let mut next = kept.clone();
        let mut started = BTreeSet::new();
        for (method, found) in &stores {
            let mut known = Known::new(db, file);
            known.receiver.clone_from(&found.receiver);
            known.attributes.clone_from(&kept);
            let hints: Vec<_> = float_parameters(method);
            known.enter(method, &hints);
            next.retain(|name| {
                found
                    .attributes
                    .get(name)
                    .is_none_or(|values| values.iter().all(|value| value.is_real(&known)))
            });
            let is_started = |name: &&Name| {
                found.attributes.get(*name).into_iter().flatten().any(|value| value.starts(&known))
            };
            started.extend(kept.iter().filter(is_started).cloned());
        }
        next.retain(|name| started.contains(name));
        if next == kept {
            return kept;
        }
        kept = next;
    }
}

/// Parameters whose annotation or default says float.
fn float_parameters(function: &FunctionDef) -> Vec<(Name, TypeHint)> {
    let is_float = |param: &&Parameter| match (&param.annotation, &param.default) {
        (Some(annotation), _) => {
            matches!(&*annotation.kind, ExprKind::Name(name) if name == "float")
        }
        (None, Some(default)) => {
            matches!(&*default.kind, ExprKind::Constant(Constant::Float(_)))
        }
        (None, None) => false,
    };
    let floats = function.params.iter().filter(is_float);
    floats.map(|param| (param.name.name.clone(), TypeHint::Float)).collect()
}

/// A value that a name or an attribute receives.
#[derive(Clone, Copy)]
enum Stored<'a> {
    Value(&'a Expr),
    /// `target op= value`: a float stays one.
    Augmented(BinaryOp),
    Other,
}

impl Stored<'_> {
    fn is_real(&self, known: &Known<'_>) -> bool {
        match self {
            Self::Value(value) => known.is_real_or_text(value),
            Self::Augmented(op) => !matches!(
                op,
                BinaryOp::BitAnd
                    | BinaryOp::BitOr
                    | BinaryOp::BitXor
                    | BinaryOp::LeftShift
                    | BinaryOp::RightShift
                    | BinaryOp::MatMul
            ),
            Self::Other => false,
        }
    }

    /// Makes the name a float, where others only keep it one.
    fn starts(&self, known: &Known<'_>) -> bool {
        matches!(self, Self::Value(value) if known.is_real(value))
    }
}

/// What the body of a function assigns and returns, nested functions apart.
#[derive(Default)]
struct Stores<'a> {
    receiver: Option<Name>,
    names: BTreeMap<Name, Vec<Stored<'a>>>,
    attributes: BTreeMap<Name, Vec<Stored<'a>>>,
    returns: Vec<&'a Expr>,
}

impl<'a> Stores<'a> {
    fn block(&mut self, block: &'a [Stmt]) {
        for statement in block {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &'a Stmt) {
        match &statement.kind {
            StmtKind::Return(Some(value)) => self.returns.push(value),
            StmtKind::Assign { targets, value } => {
                for target in targets {
                    self.store(target, Stored::Value(value));
                }
            }
            StmtKind::AnnAssign { target, value: Some(value), .. } => {
                self.store(target, Stored::Value(value));
            }
            StmtKind::AugAssign { target, op, .. } => {
                self.store(target, Stored::Augmented(*op));
            }
            StmtKind::For { target, body, orelse, .. } => {
                self.store(target, Stored::Other);
                self.block(body);
                self.block(orelse);
            }
            StmtKind::While { body, orelse, .. } | StmtKind::If { body, orelse, .. } => {
                self.block(body);
                self.block(orelse);
            }
            StmtKind::With { items, body, .. } => {
                for target in items.iter().filter_map(|item| item.target.as_ref()) {
                    self.store(target, Stored::Other);
                }
                self.block(body);
            }
            StmtKind::Match { cases, .. } => {
                for case in cases {
                    self.block(&case.body);
                }
            }
            StmtKind::Try { body, handlers, orelse, finally, .. } => {
                for block in [body, orelse, finally] {
                    self.block(block);
                }
                for handler in handlers {
                    self.block(&handler.body);
                }
            }
            _ => {}
        }
    }

    fn store(&mut self, target: &'a Expr, value: Stored<'a>) {
        match &*target.kind {
            ExprKind::Name(name) => self.names.entry(name.clone()).or_default().push(value),
            ExprKind::Attribute { value: object, attr } => {
                let is_own = matches!(&*object.kind, ExprKind::Name(name) if self.receiver.as_ref() == Some(name));
                if is_own {
                    self.attributes.entry(attr.name.clone()).or_default().push(value);
                }
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                for item in items {
                    self.store(item, Stored::Other);
                }
            }
            ExprKind::Starred(inner) => self.store(inner, Stored::Other),
            _ => {}
        }
    }
}
