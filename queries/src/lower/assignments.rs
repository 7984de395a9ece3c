//! Assignment: names, attributes, items and unpacking; in place, and `del`.

use super::ImportSource;
use super::js::{self, Declare, Expr, Pat, Stmt};
use super::lowerer::{Lowerer, Meaning, ScopeKind};
use super::names;
use super::scope;
use super::types::Type;
use crate::binding::{Binding, MemberKind, Shape};
use crate::syntax::ast::{self, ExprKind, NodeId};
use crate::syntax::visit::{Visitor, walk_expr};

/// No statement: nothing is declared there, and it leaves no mark.
pub(super) const NOWHERE: NodeId = NodeId(u32::MAX - 1);

impl<'a> Lowerer<'a> {
    pub(super) fn assign(
        &mut self,
        id: NodeId,
        targets: &'a [ast::Expr],
        value: &'a ast::Expr,
    ) -> Vec<Stmt> {
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
            && !has_repeated_names(target)
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
        let value = match &*target.kind {
            ExprKind::Name(name) => self.local_value(name, value),
            ExprKind::Attribute { value: object, .. } => {
                self.is_for_host = matches!(self.type_of(object), Type::Host | Type::Element);
                self.value(value)
            }
            _ => self.value(value),
        };
        self.store(id, target, value, &known)
    }

    fn name_pattern(&mut self, target: &'a ast::Expr) -> Option<Pat> {
        match &*target.kind {
            ExprKind::Name(name) => Some(self.variable_target(target.id, name)),
            _ => None,
        }
    }

    /// `target = value`, for any target.
    pub(super) fn store(
        &mut self,
        id: NodeId,
        target: &'a ast::Expr,
        value: Expr,
        known: &Type,
    ) -> Stmt {
        // Python evaluates the value before the object and the key that it is stored at.
        if is_place(target) && has_call(target) && !is_settled(&value) {
            let stored = self.temporary("value");
            let first = js::assign_name(&stored, value);
            let then = self.place(target, js::name(&stored), known);
            return js::expression_at(js::sequence(vec![first, then]), id);
        }
        match &*target.kind {
            ExprKind::Name(name) if self.global_setter(name).is_some() => {
                let setter = self.global_setter(name).unwrap_or_else(js::undefined);
                js::expression_at(js::call(setter, [value]), id)
            }
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
            _ => js::expression_at(self.place(target, value, known), id),
        }
    }

    /// `object.name = value` and `object[key] = value`; the object and the key are evaluated first.
    fn place(&mut self, target: &'a ast::Expr, value: Expr, known: &Type) -> Expr {
        match &*target.kind {
            ExprKind::Attribute { attr, .. } if attr.name == "__dict__" => self.refuse(
                attr.id,
                "`__dict__` cannot be replaced in the browser",
                "Use `self.__dict__.update(…)`, or share an object that holds the attributes.",
            ),
            ExprKind::Attribute { value: object, attr } => {
                let replaces = self.replaces_member(object, &attr.name, known);
                let object = if self.is_super(object) { js::this() } else { self.expr(object) };
                let (property, position) = self.property(attr);
                if replaces {
                    return self.runtime_call("setclass", [object, js::string(&property), value]);
                }
                js::assign_member(js::member_at(object, &property, position), value)
            }
            ExprKind::Subscript { value: object, index } => {
                let object_js = self.expr(object);
                if let ExprKind::Slice { lower, upper, step } = &*index.kind {
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
                }
            }
            _ => self.refuse(target.id, "this cannot be assigned", ""),
        }
    }

    /// Whether `object.name = value` gives a class, or what may be one, a method in place of another.
    fn replaces_member(&mut self, object: &ast::Expr, name: &str, known: &Type) -> bool {
        let is_data = known.is_scalar()
            || matches!(
                known,
                Type::List(_) | Type::Tuple(_) | Type::Dict(..) | Type::Set(_) | Type::Instance(_)
            );
        match self.type_of(object) {
            Type::Class(shape) => {
                let held = shape.members.get(name).map(|member| &member.kind);
                let is_attribute = matches!(held, Some(MemberKind::Attribute { .. }));
                shape.browser.is_none() && !is_attribute && !(is_data && held.is_none())
            }
            Type::Unknown => {
                let is_special = name.starts_with("__") && name.ends_with("__");
                is_special || matches!(known, Type::Function(_))
            }
            _ => false,
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

    /// In a browser class, which is a module of its own: what assigns a global of its file.
    fn global_setter(&mut self, name: &ast::Name) -> Option<Expr> {
        let super::lowerer::Meaning::Bound(Binding::Shared { module, export, shape }) =
            self.meaning(name)
        else {
            return None;
        };
        let is_value = matches!(shape, Shape::Value(_) | Shape::Late);
        if !is_value || !self.classes.iter().any(|class| class.is_browser) {
            return None;
        }
        let setter = names::setter(export);
        self.import(ImportSource::Shared(module.clone()), &setter, &setter);
        Some(js::name(&setter))
    }

    /// A flat target of names, one maybe starred: the pattern, and the value checked for its length.
    pub(super) fn unpacking(&mut self, target: &'a ast::Expr, value: Expr) -> (Pat, Expr) {
        let mut nested = vec![];
        self.unpacking_around(target, value, &mut nested)
    }

    /// As `unpacking`; a nested target gets a name of its own in the pattern, to be unpacked next.
    fn unpacking_around(
        &mut self,
        target: &'a ast::Expr,
        value: Expr,
        nested: &mut Vec<(&'a ast::Expr, String)>,
    ) -> (Pat, Expr) {
        let (ExprKind::Tuple(items) | ExprKind::List(items)) = &*target.kind else {
            return (js::Pat::Expr(js::undefined()), value);
        };
        let star = items.iter().position(|item| matches!(*item.kind, ExprKind::Starred(_)));
        let mut patterns: Vec<Option<Pat>> = vec![];
        for (position, item) in items.iter().enumerate() {
            let item = unstarred(item);
            patterns.push(match &*item.kind {
                // The last value of a name is the one that stays.
                ExprKind::Name(name) if is_named(name, &items[position + 1..]) => None,
                ExprKind::Name(name) => Some(self.variable_target(item.id, name)),
                _ => {
                    let part = self.fresh("part");
                    nested.push((item, part.clone()));
                    Some(js::pattern(js::ident(&part)))
                }
            });
        }
        let args = match star {
            Some(at) => {
                let after = items.len() - at - 1;
                vec![value, js::number(at as f64), js::number(after as f64)]
            }
            None => vec![value, js::number(items.len() as f64)],
        };
        let function = if star.is_some() { "unpackRest" } else { "unpack" };
        (js::array_pattern_with_gaps(patterns), self.runtime_call(function, args))
    }

    /// A target of names at any depth: each level with its checked value, outermost first, and the
    /// names that stand for nested targets.
    pub(super) fn unpacking_levels(
        &mut self,
        target: &'a ast::Expr,
        value: Expr,
    ) -> (Vec<(Pat, Expr)>, Vec<String>) {
        let mut nested = vec![];
        let mut levels = vec![self.unpacking_around(target, value, &mut nested)];
        let mut parts = vec![];
        for (target, part) in nested {
            let (inner, inner_parts) = self.unpacking_levels(target, js::name(&part));
            levels.extend(inner);
            parts.push(part);
            parts.extend(inner_parts);
        }
        (levels, parts)
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

    pub(super) fn aug_assign(
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
                let value = self.augmented(op, current, target, &known, value);
                if let Some(setter) = self.global_setter(name) {
                    return js::expression_at(js::call(setter, [value]), id);
                }
                let pattern = self.variable_target(target.id, name);
                js::expression_at(compound(js::assign_pattern(pattern, value)), id)
            }
            ExprKind::Attribute { value: object, attr } => {
                let (store, load) = self.twice(object);
                let (property, position) = self.property(attr);
                let current = js::member_at(load, &property, position);
                let value = self.augmented(op, current, target, &known, value);
                let member = js::member_at(store, &property, position);
                js::expression_at(compound(js::assign_member(member, value)), id)
            }
            ExprKind::Subscript { value: object, index } => {
                let (store, load) = self.twice(object);
                let (store_key, load_key) = self.twice(index);
                // The first mention evaluates; Python reads the item before it evaluates the value.
                let current = self.runtime_call("getitem", [load, load_key]);
                let value = self.augmented(op, current, target, &known, value);
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

    pub(super) fn delete(&mut self, target: &'a ast::Expr) -> Stmt {
        let deleted = match &*target.kind {
            ExprKind::Name(name)
                if matches!(self.meaning(name), Meaning::Local(scope)
                if scope + 1 < self.scopes.len() && self.scopes[scope].kind != ScopeKind::Comprehension) =>
            {
                self.refuse(
                    target.id,
                    "`del` of a variable of the function around has no browser version",
                    "Assign None to it.",
                )
            }
            ExprKind::Name(name) => {
                let before = self.name(target.id, name);
                let gone = js::assign_name(&names::variable(name), js::undefined());
                if before.is_ident() { gone } else { js::sequence(vec![before, gone]) }
            }
            ExprKind::Attribute { value, attr } => {
                let object = self.expr(value);
                self.property(attr);
                let class = self.classes.last().map(|class| class.name.as_str());
                let name = names::mangle(&attr.name, class);
                self.runtime_call("delattr", [object, js::string(&name)])
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
}

fn is_place(target: &ast::Expr) -> bool {
    matches!(&*target.kind, ExprKind::Attribute { .. } | ExprKind::Subscript { .. })
}

/// Whether evaluating runs other code, so that the order can be seen.
fn has_call(expr: &ast::Expr) -> bool {
    struct Calls(bool);
    impl Visitor for Calls {
        fn visit_expr(&mut self, expr: &ast::Expr) {
            self.0 |= matches!(
                &*expr.kind,
                ExprKind::Call { .. } | ExprKind::Await(_) | ExprKind::Walrus { .. }
            );
            walk_expr(self, expr);
        }
    }
    let mut calls = Calls(false);
    calls.visit_expr(expr);
    calls.0
}

/// Whether a value is the same whenever it is evaluated.
fn is_settled(value: &Expr) -> bool {
    use swc_ecma_ast::Expr as Node;
    matches!(&**value, Node::Ident(_) | Node::Lit(_) | Node::This(_))
}

/// `x = x + 1` as `x += 1`, where the value starts with its own target.
fn compound(assignment: Expr) -> Expr {
    use swc_ecma_ast::{AssignOp, AssignTarget, BinaryOp, Expr as Node};
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
    if let (Some(operator), AssignTarget::Simple(target), Node::Bin(binary)) =
        (operator, &assign.left, &*assign.right)
        && is_of(target, &binary.left)
    {
        let right = binary.right.clone();
        assign.op = operator;
        assign.right = right;
    }
    Box::new(Node::Assign(assign))
}

/// Whether a value is that of the target: of a variable, or of a property of `this`.
fn is_of(target: &swc_ecma_ast::SimpleAssignTarget, value: &Expr) -> bool {
    use swc_ecma_ast::{Expr as Node, MemberProp, SimpleAssignTarget};
    match (target, &**value) {
        (SimpleAssignTarget::Ident(target), Node::Ident(value)) => target.id.sym == value.sym,
        (SimpleAssignTarget::Member(target), Node::Member(value)) => {
            let are_own = target.obj.is_this() && value.obj.is_this();
            match (&target.prop, &value.prop) {
                (MemberProp::Ident(target), MemberProp::Ident(value)) => {
                    are_own && target.sym == value.sym
                }
                _ => false,
            }
        }
        _ => false,
    }
}

fn unstarred(target: &ast::Expr) -> &ast::Expr {
    match &*target.kind {
        ExprKind::Starred(inner) => inner,
        _ => target,
    }
}

/// Whether one of the targets is this name.
fn is_named(name: &str, targets: &[ast::Expr]) -> bool {
    targets
        .iter()
        .any(|each| matches!(&*unstarred(each).kind, ExprKind::Name(other) if other == name))
}

/// `_, x, _`: names that a JavaScript pattern could not declare twice.
pub(super) fn has_repeated_names(target: &ast::Expr) -> bool {
    let mut names = vec![];
    scope::target_names(target, &mut names);
    let unique: std::collections::BTreeSet<_> = names.iter().collect();
    unique.len() < names.len()
}

/// Whether a target consists of names only, one level deep.
pub(super) fn has_only_names(target: &ast::Expr) -> bool {
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
