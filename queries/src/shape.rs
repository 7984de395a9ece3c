//! Classes and functions as their users see them: signatures and members, no bodies.

use crate::binding::{
    BaseShape, ClassShape, Member, MemberKind, ParamKind, Signature, SignatureParam, TypeHint,
};
use crate::db::Db;
use crate::input::SourceFile;
use crate::items::{ItemDef, module_scope};
use crate::resolve::{Symbol, resolve_path};
use crate::runtime::{Base, class_bases, class_header, class_runtime, decorator_name};
use crate::syntax::ast::{
    ClassDef, Constant, Expr, ExprKind, FunctionDef, Name, Parameter, Stmt, StmtKind,
};
use crate::syntax::scope::dotted;
use crate::syntax::visit::{Visitor, walk_expr, walk_stmt};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The signature of a top-level function.
#[salsa::tracked(returns(clone))]
pub fn item_signature<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<Arc<Signature>> {
    match &item.statement(db).kind {
        StmtKind::Function(function)
            if keeps_signature(db, item.file(db), &function.decorators) =>
        {
            Some(Arc::new(signature(function, 0)))
        }
        _ => None,
    }
}

/// Whether all decorators leave a function's parameters as they are.
fn keeps_signature(db: &dyn Db, file: SourceFile, decorators: &[Expr]) -> bool {
    decorators.iter().all(|decorator| {
        let callee = match &*decorator.kind {
            ExprKind::Call { callee, .. } => callee,
            _ => decorator,
        };
        let Some((name, path)) = dotted(callee) else { return false };
        match resolve_path(db, file, name, &path) {
            Some((Symbol::Framework(name) | Symbol::StdMember { member: name, .. }, [])) => {
                keeps_parameters(&name)
            }
            _ => false,
        }
    })
}

/// What the literal of a top-level assignment tells of the value's type.
#[salsa::tracked(returns(ref))]
pub fn value_hint<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> TypeHint {
    let statement = item.statement(db);
    let value = match &statement.kind {
        StmtKind::AnnAssign { value: Some(value), .. } => value,
        StmtKind::Assign { targets, value } if is_one_name(targets) => value,
        _ => return TypeHint::Unknown,
    };
    let is_reassigned = module_scope(db, item.file(db)).is_reassigned(item.name(db));
    if is_reassigned { TypeHint::Unknown } else { value_type(value) }
}

fn is_one_name(targets: &[Expr]) -> bool {
    targets.iter().all(|target| matches!(&*target.kind, ExprKind::Name(_)))
}

/// A class with its inherited members. The nearest definition of a name wins.
#[salsa::tracked(returns(ref), cycle_result = empty_shape)]
pub fn class_shape<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Arc<ClassShape> {
    let OwnMembers { mut members, mut keyword_calls } = own_members(db, item).clone();
    let mut is_complete = true;
    let mut bases = Vec::new();
    for base in class_bases(db, item) {
        bases.push(match base {
            Base::Project(class) => {
                let shape = class_shape(db, *class);
                is_complete &= shape.is_complete;
                for (name, member) in shape.members.iter() {
                    inherit(&mut members, name, member);
                }
                keyword_calls.extend(shape.keyword_calls.iter().cloned());
                BaseShape::Project(Arc::clone(shape))
            }
            Base::Framework(name) => BaseShape::Framework(name.clone()),
            Base::Builtin(name) => BaseShape::Builtin(name.clone()),
            Base::Std { module, member } => {
                BaseShape::Std { module: module.clone(), member: member.clone() }
            }
            Base::Unknown(name) => {
                is_complete = false;
                BaseShape::Unknown(name.clone())
            }
        });
    }
    Arc::new(ClassShape {
        name: item.name(db).clone(),
        module: item.file(db).module(db).clone(),
        browser: class_runtime(db, item).browser(),
        bases: bases.into(),
        members: members.into(),
        keyword_calls,
        decorators: class_header(db, item).decorators.clone(),
        is_complete,
    })
}

fn empty_shape<'db>(db: &'db dyn Db, _: salsa::Id, item: ItemDef<'db>) -> Arc<ClassShape> {
    Arc::new(ClassShape { name: item.name(db).clone(), ..ClassShape::default() })
}

/// Own definitions stay, but an attribute that methods merely assign does not hide an inherited one.
fn inherit(members: &mut BTreeMap<Name, Member>, name: &Name, member: &Member) {
    match members.get(name) {
        Some(own) if !matches!(own.kind, MemberKind::InstanceAttribute) => {}
        _ => {
            members.insert(name.clone(), member.clone());
        }
    }
}

/// What a class itself adds to its shape.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct OwnMembers {
    pub members: BTreeMap<Name, Member>,
    /// Methods that its methods call with keywords on their receiver.
    pub keyword_calls: BTreeSet<Name>,
}

/// The members that a class itself defines.
#[salsa::tracked(returns(ref), lru = 128)]
pub fn own_members<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> OwnMembers {
    let statement = item.statement(db);
    let StmtKind::Class(class) = &statement.kind else { return OwnMembers::default() };
    let own = OwnMembers::default();
    let mut reader = MemberReader { db, file: item.file(db), class, own };
    reader.block(&class.body);
    reader.own
}

struct MemberReader<'a> {
    db: &'a dyn Db,
    file: SourceFile,
    class: &'a ClassDef,
    own: OwnMembers,
}

impl MemberReader<'_> {
    fn block(&mut self, block: &[Stmt]) {
        for statement in block {
            match &statement.kind {
                StmtKind::Function(function) => self.method(function),
                StmtKind::Class(class) => {
                    self.insert(&class.name.name, MemberKind::Attribute { has_default: true });
                }
                StmtKind::Assign { targets, .. } => {
                    for name in targets.iter().flat_map(target_names) {
                        self.insert(name, MemberKind::Attribute { has_default: true });
                    }
                }
                StmtKind::AnnAssign { target, value, .. } => {
                    let has_default = value.is_some();
                    for name in target_names(target) {
                        self.insert(name, MemberKind::Attribute { has_default });
                    }
                }
                StmtKind::If { body, orelse, .. } => {
                    self.block(body);
                    self.block(orelse);
                }
                _ => {}
            }
        }
    }

    fn method(&mut self, function: &FunctionDef) {
        let name = &function.name.name;
        let decorators: Vec<_> = function.decorators.iter().filter_map(decorator_name).collect();
        let has = |wanted: &str| {
            decorators.iter().any(|decorator| decorator.rsplit('.').next() == Some(wanted))
        };
        let signature = |receiver: usize| Arc::new(signature(function, receiver));
        let kind = if has("staticmethod") {
            MemberKind::StaticMethod(signature(0))
        } else if has("classmethod") {
            MemberKind::ClassMethod(signature(1))
        } else if has("setter") || has("deleter") {
            MemberKind::Property { has_setter: true }
        } else if has("property") || has("cached_property") {
            MemberKind::Property { has_setter: false }
        } else if matches!(&**name, "__new__" | "__init_subclass__" | "__class_getitem__")
            || keeps_signature(self.db, self.file, &function.decorators)
        {
            MemberKind::Method(signature(1))
        } else {
            MemberKind::Decorated
        };
        self.insert(name, kind);
        if !has("staticmethod") {
            self.keyword_calls(function);
        }
        if !has("staticmethod") && !has("classmethod") {
            self.instance_attributes(function);
        }
    }

    fn keyword_calls(&mut self, function: &FunctionDef) {
        let Some(receiver) = function.params.iter().next() else { return };
        let names = &mut self.own.keyword_calls;
        KeywordCalls { receiver: &receiver.name.name, names }.visit_block(&function.body);
    }

    fn instance_attributes(&mut self, function: &FunctionDef) {
        let Some(receiver) = function.params.iter().next() else { return };
        let mut assigned = AssignedAttributes { receiver: &receiver.name.name, names: Vec::new() };
        assigned.visit_block(&function.body);
        for name in assigned.names {
            let owner = &self.class.name.name;
            self.own.members.entry(name).or_insert_with(|| Member {
                kind: MemberKind::InstanceAttribute,
                owner: owner.clone(),
            });
        }
    }

    fn insert(&mut self, name: &Name, kind: MemberKind) {
        let owner = self.class.name.name.clone();
        self.own.members.insert(name.clone(), Member { kind, owner });
    }
}

/// Whether a method takes what it says although it has a decorator of this name.
pub(crate) fn keeps_parameters(decorator: &str) -> bool {
    const KEEPING: &[&str] = &[
        "abstractmethod",
        "animate",
        "cache",
        "debounce",
        "final",
        "infinite_scroll",
        "lru_cache",
        "overload",
        "override",
        "throttle",
    ];
    KEEPING.contains(&decorator.rsplit('.').next().unwrap_or_default())
}

fn target_names(target: &Expr) -> Vec<&Name> {
    match &*target.kind {
        ExprKind::Name(name) => vec![name],
        ExprKind::Tuple(elements) | ExprKind::List(elements) => {
            elements.iter().flat_map(target_names).collect()
        }
        ExprKind::Starred(value) => target_names(value),
        _ => Vec::new(),
    }
}

/// Finds `self.name(…, keyword=…)`.
struct KeywordCalls<'a> {
    receiver: &'a Name,
    names: &'a mut BTreeSet<Name>,
}

impl Visitor for KeywordCalls<'_> {
    fn visit_expr(&mut self, expression: &Expr) {
        if let ExprKind::Call { callee, keywords, .. } = &*expression.kind
            && !keywords.is_empty()
            && let ExprKind::Attribute { value, attr } = &*callee.kind
            && matches!(&*value.kind, ExprKind::Name(name) if name == self.receiver)
        {
            self.names.insert(attr.name.clone());
        }
        walk_expr(self, expression);
    }
}

/// Finds `self.name = …` in all its forms.
struct AssignedAttributes<'a> {
    receiver: &'a Name,
    names: Vec<Name>,
}

impl AssignedAttributes<'_> {
    fn target(&mut self, target: &Expr) {
        match &*target.kind {
            ExprKind::Attribute { value, attr } => {
                if matches!(&*value.kind, ExprKind::Name(name) if name == self.receiver) {
                    self.names.push(attr.name.clone());
                }
            }
            ExprKind::Tuple(elements) | ExprKind::List(elements) => {
                elements.iter().for_each(|element| self.target(element));
            }
            ExprKind::Starred(value) => self.target(value),
            _ => {}
        }
    }
}

impl Visitor for AssignedAttributes<'_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Assign { targets, .. } => {
                targets.iter().for_each(|target| self.target(target))
            }
            StmtKind::AnnAssign { target, .. } | StmtKind::For { target, .. } => {
                self.target(target)
            }
            StmtKind::With { items, .. } => {
                items
                    .iter()
                    .filter_map(|item| item.target.as_ref())
                    .for_each(|target| self.target(target));
            }
            StmtKind::Class(_) => return,
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

/// The signature of a function, without its first `receiver` parameters (`self` or `cls`).
fn signature(function: &FunctionDef, receiver: usize) -> Signature {
    let params = &function.params;
    let one = |kind, param: &Parameter| SignatureParam {
        name: param.name.name.clone(),
        kind,
        has_default: param.default.is_some(),
    };
    let positional_only =
        params.positional_only.iter().map(|param| one(ParamKind::PositionalOnly, param));
    let positional = params.positional.iter().map(|param| one(ParamKind::Positional, param));
    let vararg = params.vararg.iter().map(|param| one(ParamKind::VarPositional, param));
    let keyword_only = params.keyword_only.iter().map(|param| one(ParamKind::KeywordOnly, param));
    let kwarg = params.kwarg.iter().map(|param| one(ParamKind::VarKeyword, param));
    let mut yields = Yields(false);
    yields.visit_block(&function.body);
    let all: Box<[_]> = positional_only
        .chain(positional)
        .skip(receiver)
        .chain(vararg)
        .chain(keyword_only)
        .chain(kwarg)
        .collect();
    Signature { params: all, is_async: function.is_async, is_generator: yields.0 }
}

/// Whether a function is a generator.
struct Yields(bool);

impl Visitor for Yields {
    fn visit_stmt(&mut self, statement: &Stmt) {
        if !matches!(statement.kind, StmtKind::Function(_) | StmtKind::Class(_)) {
            walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Yield(_) | ExprKind::YieldFrom(_) => self.0 = true,
            ExprKind::Lambda { .. } => {}
            _ => walk_expr(self, expression),
        }
    }
}

/// The type of a value as its literal shows it. What a container holds may change, so that stays open.
fn value_type(value: &Expr) -> TypeHint {
    match &*value.kind {
        ExprKind::Constant(constant) => match constant {
            Constant::Bool(_) => TypeHint::Bool,
            Constant::Int(_) => TypeHint::Int,
            Constant::Float(_) => TypeHint::Float,
            Constant::Str(_) | Constant::Surrogates => TypeHint::Str,
            _ => TypeHint::Unknown,
        },
        ExprKind::FString(_) => TypeHint::Str,
        ExprKind::List(_) | ExprKind::ListComp { .. } => TypeHint::List(Box::default()),
        ExprKind::Set(_) | ExprKind::SetComp { .. } => TypeHint::Set(Box::default()),
        ExprKind::Dict(_) | ExprKind::DictComp { .. } => {
            TypeHint::Dict(Box::default(), Box::default())
        }
        ExprKind::Tuple(elements)
            if !elements.iter().any(|element| matches!(&*element.kind, ExprKind::Starred(_))) =>
        {
            TypeHint::Tuple(elements.iter().map(value_type).collect())
        }
        _ => TypeHint::Unknown,
    }
}
