//! Attributes that `__init__` gives every object before anything can look at it: they are made at once, as fields.
//!
//! Otherwise each of them goes through a setter of all objects, which is there so that a missing attribute is an error.

use super::js::{self, Stmt};
use super::lowerer::Lowerer;
use super::names;
use crate::binding::{Binding, ClassShape, MemberKind};
use crate::syntax::ast::{Constant, Expr, ExprKind, FunctionDef, Name, Parameters, StmtKind};
use swc_ecma_ast::ClassMember;

/// Where a class keeps what makes the fields.
const MAKER: &str = "fields";

impl<'a> Lowerer<'a> {
    /// The class that makes the fields, and the statement that `__init__` begins with.
    pub(super) fn initial_fields(&mut self, init: &'a FunctionDef) -> Option<(ClassMember, Stmt)> {
        let receiver = init.params.positional_only.iter().chain(&init.params.positional).next()?;
        let class = self.classes.last()?;
        let (owner, shape) = (class.name.clone(), class.shape.clone());
        let names = super::scope::of_function(&init.params, &init.body);
        let is_simple = !init.is_async && !names.is_generator && init.decorators.is_empty();
        if !is_simple || !may_have_fields(&shape) || names.locals.contains_key(&owner) {
            return None;
        }
        let mut found: Vec<(String, Option<js::Expr>)> = vec![];
        for statement in &init.body {
            let (target, value) = match &statement.kind {
                StmtKind::Expr(text) if matches!(*text.kind, ExprKind::Constant(_)) => continue,
                StmtKind::Assign { targets, value } if targets.len() == 1 => (&targets[0], value),
                StmtKind::AnnAssign { target, value: Some(value), .. } => (target, value),
                _ => break,
            };
            let ExprKind::Attribute { value: object, attr } = &*target.kind else { break };
            let is_own =
                matches!(&*object.kind, ExprKind::Name(name) if *name == receiver.name.name);
            if !is_own || !self.is_quiet(value, &init.params, &receiver.name.name) {
                break;
            }
            let property = names::attribute(&attr.name);
            if !is_free(&shape, &attr.name) || !js::is_identifier(&property) {
                break;
            }
            if !found.iter().any(|(known, _)| *known == property) {
                let first = may_be_small(value).then(|| js::number(0.0));
                found.push((property, first));
            }
        }
        if found.is_empty() {
            return None;
        }
        let base = self.runtime("Fields");
        let maker = js::private_class(MAKER, base, found);
        let class = names::variable(&owner);
        let made =
            js::new(js::private_member(js::name(&class), MAKER), [js::this(), js::name(&class)]);
        Some((maker, js::expression(made)))
    }

    /// Whether working out a value runs no code that could raise or see the object.
    fn is_quiet(&self, value: &'a Expr, params: &Parameters, receiver: &Name) -> bool {
        match &*value.kind {
            ExprKind::Constant(_) => true,
            ExprKind::Name(name) => {
                name != receiver && params.iter().any(|param| param.name.name == *name)
            }
            ExprKind::List(items) | ExprKind::Tuple(items) => {
                items.iter().all(|item| self.is_quiet(item, params, receiver))
            }
            ExprKind::Dict(entries) => entries.is_empty(),
            ExprKind::Call { callee, args, keywords } => {
                let makes_empty = |name: &str| matches!(name, "list" | "dict" | "set");
                args.is_empty()
                    && keywords.is_empty()
                    && matches!(self.binding_of(callee), Some(Binding::Builtin(name)) if makes_empty(name))
            }
            _ => false,
        }
    }
}

/// Whether a value may be a small int: engines keep a field that begins as one as numbers, without a box for each.
fn may_be_small(value: &Expr) -> bool {
    matches!(&*value.kind, ExprKind::Name(_) | ExprKind::Constant(Constant::Int(_)))
}

/// Whether everything is known that could change what assigning an attribute of an object of this very class does.
fn may_have_fields(shape: &ClassShape) -> bool {
    let ways = ["__slots__", "__new__", "__setattr__", "__delattr__"];
    shape.is_plain()
        && !shape.decorators.iter().any(|name| name.starts_with("dataclass"))
        && shape.bases.len() <= 1
        && ways.iter().all(|name| !shape.members.contains_key(*name))
}

/// Whether an attribute is none that the class has a meaning for.
fn is_free(shape: &ClassShape, name: &str) -> bool {
    let member = shape.members.get(name).map(|member| &member.kind);
    !name.starts_with("__")
        && name != "constructor"
        && matches!(
            member,
            None | Some(
                MemberKind::InstanceAttribute | MemberKind::Attribute { has_default: false }
            )
        )
}
