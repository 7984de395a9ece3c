//! Which runtime each class belongs to.
//!
//! The runtime follows from the bases alone, never from a file's name or place; a class that has bases of
//! both sides, or whose bases cannot be known, is said to be so and never guessed.

use crate::binding::BrowserKind;
use crate::db::Db;
use crate::framework;
use crate::items::{ItemDef, ItemKind};
use crate::resolve::{Symbol, resolve_path};
use crate::syntax::ast::{Expr, ExprKind, Name, StmtKind};
use crate::syntax::scope::dotted;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Runtime {
    /// Browser; its `render` also runs on the server.
    Component,
    /// Browser.
    Module,
    /// Rendered by the server.
    Screen,
    Controller,
    Service,
    /// Any other class of the server framework, or derived from one.
    Server,
    /// Derives from nothing that has a side: means the same on both.
    Plain,
    /// Derives from more than one side.
    Ambiguous,
    /// A base cannot be resolved without running code.
    Unknown,
}

impl Runtime {
    pub fn browser(self) -> Option<BrowserKind> {
        match self {
            Self::Component => Some(BrowserKind::Component),
            Self::Module => Some(BrowserKind::Module),
            _ => None,
        }
    }

    pub fn is_server(self) -> bool {
        matches!(self, Self::Controller | Self::Service | Self::Server)
    }
}

/// A class statement without its body: all that its runtime depends on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClassHeader {
    /// Bases as dotted names, type arguments dropped; `None` for any other expression.
    pub bases: Box<[Option<BasePath>]>,
    /// Decorators as dotted names, arguments dropped.
    pub decorators: Box<[Name]>,
}

/// A dotted name: the first part, and the attributes behind it.
pub type BasePath = (Name, Box<[Name]>);

#[salsa::tracked(returns(ref))]
pub fn class_header<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> ClassHeader {
    let statement = item.statement(db);
    let StmtKind::Class(class) = &statement.kind else { return ClassHeader::default() };
    ClassHeader {
        bases: class.bases.iter().map(base_path).collect(),
        decorators: class.decorators.iter().filter_map(decorator_name).collect(),
    }
}

fn base_path(base: &Expr) -> Option<BasePath> {
    match &*base.kind {
        // `Generic[T]`
        ExprKind::Subscript { value, .. } => base_path(value),
        // `namedtuple("Point", "x y")`
        ExprKind::Call { callee, .. } if calls_namedtuple(callee) => base_path(callee),
        _ => dotted(base).map(|(name, path)| (name.clone(), path)),
    }
}

fn calls_namedtuple(callee: &Expr) -> bool {
    dotted(callee).is_some_and(|(name, path)| path.last().unwrap_or(name) == "namedtuple")
}

/// `lib.cached` of `@lib.cached(size=1)`.
pub(crate) fn decorator_name(decorator: &Expr) -> Option<Name> {
    match &*decorator.kind {
        ExprKind::Call { callee, .. } => decorator_name(callee),
        _ => {
            let (name, path) = dotted(decorator)?;
            let parts: Vec<&str> = std::iter::once(name).chain(&*path).map(Name::as_str).collect();
            Some(parts.join(".").into())
        }
    }
}

/// A base class after resolution.
#[derive(Clone, Debug, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Base<'db> {
    Project(ItemDef<'db>),
    Framework(Name),
    Builtin(Name),
    Std {
        module: Name,
        member: Name,
    },
    /// As written.
    Unknown(Name),
}

/// The bases of a class, as written from left to right.
#[salsa::tracked(returns(deref), cycle_result = no_bases)]
pub fn class_bases<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Box<[Base<'db>]> {
    let resolve = |base: &Option<BasePath>| {
        let Some((name, path)) = base else { return Base::Unknown("an expression".into()) };
        let as_written = || [std::slice::from_ref(name), path].concat().join(".").into();
        match resolve_path(db, item.file(db), name, path) {
            Some((symbol, [])) => match symbol.class(db) {
                Some(class) => Base::Project(class),
                None => external_base(&symbol).unwrap_or_else(|| Base::Unknown(as_written())),
            },
            None if path.is_empty() && framework::is_builtin(name) => Base::Builtin(name.clone()),
            _ => Base::Unknown(as_written()),
        }
    };
    class_header(db, item).bases.iter().map(resolve).collect()
}

fn external_base<'db>(symbol: &Symbol<'db>) -> Option<Base<'db>> {
    match symbol {
        Symbol::Framework(name) => Some(Base::Framework(name.clone())),
        Symbol::StdMember { module, member } => {
            Some(Base::Std { module: module.clone(), member: member.clone() })
        }
        _ => None,
    }
}

fn no_bases<'db>(_: &'db dyn Db, _: salsa::Id, _: ItemDef<'db>) -> Box<[Base<'db>]> {
    Box::default()
}

/// The runtime of a class. Anything but a class is plain.
#[salsa::tracked(returns(copy), cycle_result = unknown)]
pub fn class_runtime<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Runtime {
    if item.kind(db) != ItemKind::Class {
        return Runtime::Plain;
    }
    class_bases(db, item).iter().map(|base| base_runtime(db, base)).fold(Runtime::Plain, joined)
}

fn base_runtime<'db>(db: &'db dyn Db, base: &Base<'db>) -> Runtime {
    match base {
        Base::Project(class) => class_runtime(db, *class),
        Base::Framework(name) => match (name.as_str(), framework::side(name)) {
            ("Component", _) => Runtime::Component,
            ("Module", _) => Runtime::Module,
            ("Screen", _) => Runtime::Screen,
            ("Controller", _) => Runtime::Controller,
            ("Service", _) => Runtime::Service,
            (_, Some(framework::Side::Server)) => Runtime::Server,
            _ => Runtime::Unknown,
        },
        Base::Builtin(_) | Base::Std { .. } => Runtime::Plain,
        Base::Unknown(_) => Runtime::Unknown,
    }
}

/// The runtime of a class with bases of these two.
fn joined(left: Runtime, right: Runtime) -> Runtime {
    match (left, right) {
        _ if left == right => left,
        (Runtime::Plain, other) | (other, Runtime::Plain) => other,
        // Whatever the unknown base is, a known side decides.
        (Runtime::Unknown, other) | (other, Runtime::Unknown) => other,
        (left, right) if left.is_server() && right.is_server() => Runtime::Server,
        _ => Runtime::Ambiguous,
    }
}

fn unknown<'db>(_: &'db dyn Db, _: salsa::Id, _: ItemDef<'db>) -> Runtime {
    Runtime::Unknown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::items::module_classes;
    use crate::testing::database;

    fn runtimes(text: &str) -> Vec<(String, Runtime)> {
        let base = "from sprag import Component\nclass Card(Component): pass\n";
        let db = database(&[("app/base.py", base), ("app/main.py", text)]);
        let file = db.file("app/main.py").expect("exists");
        let classes = module_classes(&db, file);
        classes
            .iter()
            .map(|&class| (class.name(&db).to_string(), class_runtime(&db, class)))
            .collect()
    }

    #[test]
    fn bases_decide_through_any_chain() {
        let text = "
import sprag
from sprag import Controller as C, Module, QueueService, Service
from .base import Card as Base
import other
class A(Base): pass
class B(sprag.Screen): pass
class D(C): pass
class E(Service, QueueService): pass
class F(Exception): pass
class G(A, D): pass
class H(other.Thing): pass
class I(make()): pass
class J(F, Module): pass
class K(K): pass
";
        let expected = [
            ("A", Runtime::Component),
            ("B", Runtime::Screen),
            ("D", Runtime::Controller),
            ("E", Runtime::Server),
            ("F", Runtime::Plain),
            ("G", Runtime::Ambiguous),
            ("H", Runtime::Unknown),
            ("I", Runtime::Unknown),
            ("J", Runtime::Module),
            ("K", Runtime::Unknown),
        ];
        assert_eq!(runtimes(text), expected.map(|(name, runtime)| (name.to_owned(), runtime)));
    }
}
