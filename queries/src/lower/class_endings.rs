//! What runs at the end of a class body: what the runtime is told of the class, and the decorators that the body expresses.

use super::classes::{Kind, Parts, static_block};
use super::js::{self, Expr, Property};
use super::lowerer::Lowerer;
use super::names;
use super::walk::Visitor;
use crate::binding::{BaseShape, ClassShape};
use crate::syntax::ast::{self, ClassDef, ExprKind, Name, NodeId, StmtKind};
use std::collections::BTreeSet;
use swc_ecma_ast::ClassMember;

impl<'a> Lowerer<'a> {
    pub(super) fn finish_class(
        &mut self,
        class: &'a ClassDef,
        kind: Kind,
        keywords: Vec<&'a ast::Keyword>,
        parts: &mut Parts,
    ) {
        if kind == Kind::Enum {
            let members = js::array(std::mem::take(&mut parts.fields));
            let local = self.import_python("std/enum", "enumeration");
            parts.finish.insert(0, js::call(js::name(&local), [js::this(), members]));
            parts.exposed.clear();
        }
        self.class_names(class, parts);
        if !parts.exposed.is_empty() {
            let exposed = std::mem::take(&mut parts.exposed);
            let call = self.names_call("expose", &exposed);
            parts.finish.insert(0, call);
        }
        let is_plain = self.classes.last().is_some_and(|class| !class.is_browser);
        let closed: Vec<String> =
            parts.getters.iter().filter(|name| !parts.setters.contains(name)).cloned().collect();
        if is_plain && !closed.is_empty() {
            let call = self.names_call("readonly", &closed);
            parts.finish.push(call);
        }
        if !parts.abstract_names.is_empty() {
            let local = self.import_python("std/abc", "required");
            let names = parts.abstract_names.iter().map(|name| js::string(name));
            let call = js::call(js::name(&local), std::iter::once(js::this()).chain(names));
            parts.finish.push(call);
        }
        self.spellings(class, parts);
        self.docs(class, parts);
        self.note_subclass(keywords, parts);
        for decorator in class.decorators.iter().rev() {
            let call = self.body_decorator(decorator, parts);
            parts.finish.extend(call);
        }
        if parts.is_created {
            parts.members.insert(0, self.creating_constructor());
            let is_called = self.classes.last().is_some_and(|class| {
                super::calls::gives_anything(&class.shape)
                    && !super::calls::has_own_call(&class.shape)
            });
            if is_called {
                parts.members.insert(1, self.calling_method());
            }
        }
        if !parts.finish.is_empty() {
            let statements =
                std::mem::take(&mut parts.finish).into_iter().map(js::expression).collect();
            parts.members.push(static_block(statements));
        }
    }

    /// `function(this, "a", "b")`
    fn names_call(&mut self, function: &str, names: &[String]) -> Expr {
        let names: Vec<Expr> = names.iter().map(|name| js::string(name)).collect();
        self.runtime_call(function, std::iter::once(js::this()).chain(names))
    }

    /// A class decorator that the body expresses.
    fn body_decorator(&mut self, decorator: &'a ast::Expr, parts: &mut Parts) -> Option<Expr> {
        let name = self.decorator_name(decorator)?;
        let (args, keywords): (&'a [ast::Expr], &'a [ast::Keyword]) = match &*decorator.kind {
            ExprKind::Call { args, keywords, .. } => (args, keywords),
            _ => (&[], &[]),
        };
        Some(match &*name {
            "dataclass" => self.dataclass(keywords, parts),
            "animate" => {
                let mut arguments: Vec<js::Item> = vec![js::this().into()];
                arguments.extend(self.items(args));
                arguments.extend(keywords.iter().map(|keyword| self.value(&keyword.value).into()));
                self.runtime_call("animate", arguments)
            }
            "virtual_scroll" => {
                let options = self.keyword_object(keywords);
                self.runtime_call("virtualScroll", [js::this(), options])
            }
            "total_ordering" => {
                let local = self.import_python("std/functools", "total_ordering");
                js::call(js::name(&local), [js::this()])
            }
            "unique" => {
                let local = self.import_python("std/enum", "unique");
                js::call(js::name(&local), [js::this()])
            }
            "runtime_checkable" => {
                let local = self.import_python("std/typing", "runtime_checkable");
                js::call(js::name(&local), [js::this()])
            }
            _ => return None,
        })
    }

    /// Names whose spelling in Python cannot be told from that in JavaScript.
    fn spellings(&mut self, class: &ClassDef, parts: &mut Parts) {
        let mut found = AttributeNames(BTreeSet::new());
        for statement in &class.body {
            crate::syntax::visit::Visitor::visit_stmt(&mut found, statement);
        }
        let odd = found.0.iter().filter(|name| names::unspelled(&names::attribute(name)) != **name);
        let properties: Vec<Property> =
            odd.map(|name| Property::Value(names::attribute(name), js::string(name))).collect();
        let is_plain = self.classes.last().is_some_and(|class| !class.is_browser);
        if is_plain && !properties.is_empty() {
            let call = self.runtime_call("spelled", [js::this(), js::object(properties)]);
            parts.finish.push(call);
        }
    }

    /// Docstrings of the class and its methods, if its file reads any.
    fn docs(&mut self, class: &ClassDef, parts: &mut Parts) {
        if !self.bindings.has_docs {
            return;
        }
        let mut told = vec![(js::this(), docstring(&class.body))];
        for statement in &class.body {
            let StmtKind::Function(method) = &statement.kind else { continue };
            let has = |name: &str| {
                method
                    .decorators
                    .iter()
                    .any(|each| self.decorator_name(each).as_deref() == Some(name))
            };
            if method.decorators.iter().all(|_| has("staticmethod") || has("classmethod")) {
                let is_static = has("staticmethod") || has("classmethod");
                let owner =
                    if is_static { js::this() } else { js::member(js::this(), "prototype") };
                let property =
                    names::attribute(&names::mangle(&method.name.name, Some(&class.name.name)));
                told.push((js::member(owner, &property), docstring(&method.body)));
            }
        }
        for (target, text) in told {
            let call = self.runtime_call("doc", [target, text]);
            parts.finish.push(call);
        }
    }

    /// `__init_subclass__` of a base, with the keywords of the class.
    fn note_subclass(&mut self, keywords: Vec<&'a ast::Keyword>, parts: &mut Parts) {
        let is_noted = self.classes.last().is_some_and(|class| {
            class.shape.bases.iter().any(|base| match base {
                BaseShape::Project(base) => has_init_subclass(base),
                BaseShape::Unknown(_) => class.shape.browser.is_none(),
                _ => false,
            })
        });
        if !is_noted && keywords.is_empty() {
            return;
        }
        let mut properties = vec![];
        for keyword in keywords {
            let value = self.isolated(|this| this.value(&keyword.value));
            properties.push(match &keyword.name {
                Some(name) => Property::Value(name.name.to_string(), value),
                None => Property::Spread(value),
            });
        }
        let call = self.runtime_call("subclassed", [js::this(), js::object(properties)]);
        parts.finish.push(call);
    }

    /// `static __call__(...args) { return create(this, args); }`: a constructor cannot return what is no object.
    fn calling_method(&mut self) -> ClassMember {
        let args = self.fresh("args");
        let call = self.runtime_call("create", [js::this(), js::name(&args)]);
        js::static_method(
            "__call__",
            js::rest_pattern(js::pattern(js::ident(&args))),
            vec![js::return_(Some(call))],
        )
    }

    /// `constructor(...args) { return create(new.target, args); }`
    fn creating_constructor(&mut self) -> ClassMember {
        let args = self.fresh("args");
        let call = self.runtime_call("create", [js::new_target(), js::name(&args)]);
        js::constructor(
            js::rest_pattern(js::pattern(js::ident(&args))),
            vec![js::return_(Some(call))],
        )
    }
}

/// A function or class among other statements.
pub(super) fn nested_definition(block: &[ast::Stmt]) -> Option<NodeId> {
    struct Definitions(Option<NodeId>);
    impl<'a> Visitor<'a> for Definitions {
        fn stmt(&mut self, stmt: &'a ast::Stmt) {
            match &stmt.kind {
                StmtKind::Function(function) => self.0 = Some(function.name.id),
                StmtKind::Class(class) => self.0 = Some(class.name.id),
                StmtKind::For { .. } | StmtKind::With { .. } => self.0 = Some(stmt.id),
                _ => super::walk::walk_stmt(self, stmt),
            }
        }
    }
    let mut found = Definitions(None);
    found.block(block);
    found.0
}

/// The names of attributes that a class body assigns: its own, and those of `self`.
struct AttributeNames(BTreeSet<Name>);

impl crate::syntax::visit::Visitor for AttributeNames {
    fn visit_stmt(&mut self, statement: &ast::Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => {
                self.0.insert(function.name.name.clone());
            }
            StmtKind::Assign { targets, .. } => {
                targets.iter().for_each(|target| self.target(target))
            }
            StmtKind::AnnAssign { target, .. } | StmtKind::AugAssign { target, .. } => {
                self.target(target);
            }
            _ => {}
        }
        crate::syntax::visit::walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _: &ast::Expr) {}
}

impl AttributeNames {
    fn target(&mut self, target: &ast::Expr) {
        match &*target.kind {
            ExprKind::Attribute { attr, .. } => {
                self.0.insert(attr.name.clone());
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|item| self.target(item));
            }
            _ => {}
        }
    }
}

/// The docstring of a body, as a value.
pub(super) fn docstring(body: &[ast::Stmt]) -> Expr {
    match body.first().map(|first| &first.kind) {
        Some(StmtKind::Expr(expr)) => match &*expr.kind {
            ExprKind::Constant(ast::Constant::Str(text)) => js::string(text),
            _ => js::null(),
        },
        _ => js::null(),
    }
}

fn has_init_subclass(shape: &ClassShape) -> bool {
    !shape.is_complete && shape.browser.is_none() || shape.members.contains_key("__init_subclass__")
}
