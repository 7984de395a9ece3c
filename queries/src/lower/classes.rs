//! Classes: browser classes and plain ones, with their methods, properties and attributes.

use super::js::{self, Expr, Property, Stmt};
use super::lowerer::{ClassContext, Lowerer, UNSUPPORTED};
use super::walk::{Visitor, walk_expr};
use super::{framework_signatures, names, overrides};
use crate::binding::{BaseShape, Binding, ClassShape, MemberKind, Shape};
use crate::syntax::ast::{self, ClassDef, ExprKind, Name, NodeId, StmtKind};
use std::collections::BTreeSet;
use std::sync::Arc;
use swc_common::DUMMY_SP;
use swc_ecma_ast::{Class, ClassMember, ClassProp, Decl, StaticBlock};

/// What a class body adds up to.
#[derive(Default)]
pub(super) struct Parts {
    pub(super) members: Vec<ClassMember>,
    /// Run at the end of the body, with `this` the class.
    pub(super) finish: Vec<Expr>,
    /// Static members that instances see.
    pub(super) exposed: Vec<String>,
    /// Fields of a dataclass, members of an enum.
    pub(super) fields: Vec<Expr>,
}

/// Bases that exist for annotations and checks only.
fn is_erased_base(module: &str, member: &str) -> bool {
    matches!(
        (module, member),
        ("typing" | "typing_extensions", _) | ("abc", "ABC") | ("collections.abc", _)
    )
}

impl<'a> Lowerer<'a> {
    /// A class that stands inside a function.
    pub(super) fn nested_class(&mut self, id: NodeId, class: &'a ClassDef) -> Vec<Stmt> {
        let shape = Arc::new(self.local_shape(class));
        let decorators: Vec<Expr> = self.class_decorators(class);
        let lowered = self.class(class, shape);
        let target = self.variable_target(class.name.id, &class.name.name);
        let expression = Box::new(swc_ecma_ast::Expr::Class(swc_ecma_ast::ClassExpr {
            ident: Some(js::ident(&names::variable(&class.name.name))),
            class: lowered,
        }));
        let value = self.decorated(expression, decorators);
        vec![match self.declared_here(&class.name.name, id) {
            Some(kind) => js::declare(kind, target, Some(value)),
            None => js::expression(js::assign_pattern(target, value)),
        }]
    }

    /// A module-level class.
    pub(super) fn class_declaration(&mut self, class: &'a ClassDef) -> Vec<Decl> {
        let shape =
            self.bindings.own_class.clone().unwrap_or_else(|| Arc::new(self.local_shape(class)));
        if let Some((one, other)) = names::twins(&shape) {
            let message = format!("`{one}` and `{other}` are one name in the browser");
            self.report(UNSUPPORTED, class.name.id, message, "Rename one of them.");
        }
        self.check_overrides(class, &shape);
        let decorators = self.class_decorators(class);
        let lowered = self.class(class, shape);
        let ident = js::ident_at(&names::variable(&class.name.name), class.name.id);
        self.identifiers.insert(class.name.id);
        if decorators.is_empty() {
            return vec![Decl::Class(swc_ecma_ast::ClassDecl {
                ident,
                declare: false,
                class: lowered,
            })];
        }
        let expression = Box::new(swc_ecma_ast::Expr::Class(swc_ecma_ast::ClassExpr {
            ident: Some(js::ident(&names::variable(&class.name.name))),
            class: lowered,
        }));
        let value = self.decorated(expression, decorators);
        vec![Decl::Var(Box::new(js::declaration(
            js::Declare::Const,
            js::pattern(ident),
            Some(value),
        )))]
    }

    fn check_overrides(&mut self, class: &'a ClassDef, shape: &ClassShape) {
        for (name, base) in overrides::misfits(shape) {
            let at = class.body.iter().find_map(|statement| match &statement.kind {
                StmtKind::Function(method) if method.name.name == name => Some(method.name.id),
                _ => None,
            });
            let message = format!(
                "`{name}` is called with keywords on `self`, and takes other parameters than `{base}.{name}`"
            );
            let help = "Keep the parameters of the overridden method, in their order; further ones need defaults.";
            self.report(UNSUPPORTED, at.unwrap_or(class.name.id), message, help);
        }
    }

    fn decorated(&mut self, value: Expr, decorators: Vec<Expr>) -> Expr {
        decorators
            .into_iter()
            .rev()
            .fold(value, |value, decorator| self.runtime_call("call", [decorator, value]))
    }

    /// Decorators that are functions of the project; those that the class body expresses are left out.
    fn class_decorators(&mut self, class: &'a ClassDef) -> Vec<Expr> {
        let mut calls = vec![];
        for decorator in &class.decorators {
            let is_expressed = matches!(
                self.decorator_name(decorator).as_deref(),
                Some(
                    "dataclass"
                        | "animate"
                        | "virtual_scroll"
                        | "total_ordering"
                        | "unique"
                        | "final"
                )
            );
            if !is_expressed {
                calls.push(self.value(decorator));
            }
        }
        calls
    }

    /// The public name of a decorator of the framework, the standard library or the builtins.
    pub(super) fn decorator_name(&self, decorator: &ast::Expr) -> Option<Name> {
        let callee = match &*decorator.kind {
            ExprKind::Call { callee, .. } => callee,
            _ => decorator,
        };
        if let ExprKind::Attribute { value, attr } = &*callee.kind
            && matches!(self.binding_of(value), Some(Binding::StdModule(_)))
        {
            return Some(attr.name.clone());
        }
        match self.binding_of(callee)? {
            Binding::Framework(name)
            | Binding::Builtin(name)
            | Binding::StdMember { member: name, .. } => Some(name.clone()),
            _ => None,
        }
    }

    fn class(&mut self, class: &'a ClassDef, shape: Arc<ClassShape>) -> Box<Class> {
        let extends = self.extends(class, super::calls::is_enum(&shape));
        for keyword in &class.keywords {
            let at = keyword.name.as_ref().map_or(keyword.value.id, |name| name.id);
            self.refuse(
                at,
                "class keywords such as `metaclass` have no browser version",
                "Use a class decorator.",
            );
        }
        let mut handlers = Handlers::default();
        handlers.block(&class.body);
        self.classes.push(ClassContext {
            name: class.name.name.clone(),
            is_browser: shape.browser.is_some(),
            shape: shape.clone(),
            assigned: BTreeSet::new(),
            handlers: handlers.methods,
            depth: self.scopes.len(),
        });
        let is_dataclass = class
            .decorators
            .iter()
            .any(|each| self.decorator_name(each).as_deref() == Some("dataclass"));
        let is_enum = super::calls::is_enum(&shape);
        let mut parts = Parts::default();
        self.qualname.push(class.name.name.to_string());
        for stmt in &class.body {
            self.class_statement(stmt, is_dataclass, is_enum, &mut parts);
        }
        self.finish_class(class, is_enum, &mut parts);
        self.qualname.pop();
        self.classes.pop();
        Box::new(Class {
            span: js::span(class.name.id),
            body: parts.members,
            super_class: Some(extends),
            ..Default::default()
        })
    }

    /// What a class inside a function or class is, as far as its bases are known.
    fn local_shape(&mut self, class: &ClassDef) -> ClassShape {
        let bases = class.bases.iter().map(|base| match self.binding_of(base) {
            Some(Binding::StdMember { module, member }) => {
                BaseShape::Std { module: module.clone(), member: member.clone() }
            }
            Some(Binding::Builtin(name)) => BaseShape::Builtin(name.clone()),
            Some(Binding::Shared { shape: Shape::Class(shape), .. }) => {
                BaseShape::Project(shape.clone())
            }
            _ => BaseShape::Unknown(class.name.name.clone()),
        });
        let bases = bases.collect();
        ClassShape { bases, ..shape_of(class) }
    }

    /// The class to extend. JavaScript's chain carries one base, into which the others are mixed. For a browser class
    /// it is the one that leads to the framework, whose constructor makes the instance.
    fn extends(&mut self, class: &'a ClassDef, is_enum: bool) -> Expr {
        let mut bases = vec![];
        let mut chosen = None;
        for base in &class.bases {
            let callee = match &*base.kind {
                // `Generic[T]`
                ExprKind::Subscript { value, .. } => value,
                _ => base,
            };
            match self.binding_of(callee) {
                Some(Binding::StdMember { module, member }) if is_erased_base(module, member) => {}
                Some(Binding::Builtin(name)) if name == "object" => {}
                // `class Tone(str, Enum)`
                Some(Binding::Builtin(name))
                    if is_enum && bases.is_empty() && matches!(&**name, "str" | "int") =>
                {
                    let kind = if name == "str" { "TextEnum" } else { "NumberEnum" };
                    let local = self.import_python("std/enum", kind);
                    return js::name(&local);
                }
                Some(Binding::Builtin(name)) if !super::runtime_names::is_exception(name) => {
                    self.refuse(
                        base.id,
                        format!("a class cannot derive from `{name}` in the browser"),
                        "Keep the value in an attribute of the class.",
                    );
                }
                binding => {
                    let is_browser = match binding {
                        Some(Binding::BrowserClass { .. }) => true,
                        Some(Binding::Framework(name)) => matches!(&**name, "Component" | "Module"),
                        _ => false,
                    };
                    if is_browser && chosen.is_none() {
                        chosen = Some(bases.len());
                    }
                    bases.push(self.expr(callee));
                }
            }
        }
        if bases.is_empty() {
            return self.runtime("PyObject");
        }
        let after = bases.split_off(chosen.unwrap_or_default() + 1);
        let mut extends = bases.remove(chosen.unwrap_or_default());
        for (function, mixins) in [("mixin", after), ("mixinBefore", bases)] {
            if !mixins.is_empty() {
                extends = self.runtime_call(function, std::iter::once(extends).chain(mixins));
            }
        }
        extends
    }

    fn class_statement(
        &mut self,
        stmt: &'a ast::Stmt,
        is_dataclass: bool,
        is_enum: bool,
        parts: &mut Parts,
    ) {
        match &stmt.kind {
            StmtKind::Function(function) => self.method(function, parts),
            StmtKind::Assign { targets, value } => {
                for target in targets {
                    let ExprKind::Name(name) = &*target.kind else {
                        self.refuse(target.id, "only names can be assigned in a class body", "");
                        continue;
                    };
                    self.class_attribute(target.id, name, value, is_enum, parts);
                }
            }
            StmtKind::AnnAssign { target, annotation, value } => {
                let ExprKind::Name(name) = &*target.kind else { return };
                let is_class_variable = matches!(&*annotation.kind, ExprKind::Subscript { value, .. }
                    if matches!(&*value.kind, ExprKind::Name(name) if name == "ClassVar"));
                if is_dataclass && !is_class_variable {
                    self.dataclass_field(name, value.as_ref(), parts);
                } else if let Some(value) = value {
                    self.class_attribute(target.id, name, value, is_enum, parts);
                }
            }
            StmtKind::Class(class) => {
                let shape = Arc::new(self.local_shape(class));
                let lowered = self.class(class, shape);
                let value = Box::new(swc_ecma_ast::Expr::Class(swc_ecma_ast::ClassExpr {
                    ident: Some(js::ident(&names::variable(&class.name.name))),
                    class: lowered,
                }));
                self.static_property(class.name.id, &class.name.name, value, parts);
            }
            StmtKind::Expr(expr) if matches!(*expr.kind, ExprKind::Constant(_)) => {}
            StmtKind::Pass | StmtKind::TypeAlias { .. } => {}
            _ => {
                self.refuse(
                    stmt.id,
                    "this statement cannot stand in a class body in the browser",
                    "Compute the value in a function beside the class.",
                );
            }
        }
    }

    fn class_attribute(
        &mut self,
        id: NodeId,
        name: &Name,
        value: &'a ast::Expr,
        is_enum: bool,
        parts: &mut Parts,
    ) {
        if &**name == "__slots__" {
            return;
        }
        if let ExprKind::Call { callee, args, .. } = &*value.kind
            && self.is_framework(callee, "ref")
            && let [selector] = args.as_slice()
        {
            let selector = self.isolated(|this| this.value(selector));
            let property = names::attribute(name);
            let mut arguments = vec![js::this(), js::string(&property), selector];
            if property != **name {
                arguments.push(js::string(name));
            }
            let call = self.runtime_call("ref", arguments);
            parts.members.push(static_block(vec![js::expression(call)]));
            return;
        }
        if let ExprKind::Name(method) = &*value.kind
            && self.classes.last().is_some_and(|class| {
                matches!(
                    class.shape.members.get(method).map(|member| &member.kind),
                    Some(MemberKind::Method(_))
                )
            })
        {
            // `__rmul__ = __mul__`
            let prototype = || js::member(js::this(), "prototype");
            let alias = js::member(prototype(), &names::attribute(name));
            let method = js::member(prototype(), &names::attribute(method));
            parts.finish.push(js::assign_member(alias, method));
            return;
        }
        let value = self.isolated(|this| this.value(value));
        if is_enum && !name.starts_with('_') {
            parts.fields.push(js::string(name));
        }
        self.static_property(id, name, value, parts);
    }

    fn static_property(&mut self, id: NodeId, name: &Name, value: Expr, parts: &mut Parts) {
        self.identifiers.insert(id);
        let class = self.classes.last().map(|class| class.name.clone());
        let property = names::attribute(&names::mangle(name, class.as_deref()));
        parts.members.push(ClassMember::ClassProp(ClassProp {
            key: js::property_name(&property, js::span(id)),
            value: Some(value),
            is_static: true,
            ..Default::default()
        }));
        parts.exposed.push(property);
        if let Some(class) = self.classes.last_mut() {
            class.assigned.insert(name.clone());
        }
    }

    /// `["name", default thunk, {options}]` of a dataclass field.
    fn dataclass_field(&mut self, name: &Name, value: Option<&'a ast::Expr>, parts: &mut Parts) {
        let mut entry: Vec<Expr> = vec![js::string(name)];
        let mut options = vec![];
        if let Some(value) = value {
            match &*value.kind {
                ExprKind::Call { callee, keywords, .. }
                    if self.decorator_name(callee).as_deref() == Some("field") =>
                {
                    let mut default = None;
                    for keyword in keywords {
                        let Some(key) = &keyword.name else { continue };
                        match &*key.name {
                            "default_factory" => {
                                let factory = self.isolated(|this| this.value(&keyword.value));
                                let call = self.runtime_call("call", [factory]);
                                default = Some(call);
                            }
                            "default" => {
                                default = Some(self.isolated(|this| this.value(&keyword.value)))
                            }
                            other => {
                                let value = self.isolated(|this| this.value(&keyword.value));
                                options.push(Property::Value(other.to_owned(), value));
                            }
                        }
                    }
                    match default {
                        Some(default) => {
                            entry.push(js::arrow(vec![], js::Body::Value(default), false))
                        }
                        None if !options.is_empty() => entry.push(js::undefined()),
                        None => {}
                    }
                }
                _ => {
                    let default = self.isolated(|this| this.value(value));
                    entry.push(js::arrow(vec![], js::Body::Value(default), false));
                }
            }
        } else if !options.is_empty() {
            entry.push(js::undefined());
        }
        if !options.is_empty() {
            entry.push(js::object(options));
        }
        parts.fields.push(js::array(entry));
    }

    fn finish_class(&mut self, class: &'a ClassDef, is_enum: bool, parts: &mut Parts) {
        for decorator in class.decorators.iter().rev() {
            let Some(name) = self.decorator_name(decorator) else { continue };
            let (args, keywords): (&'a [ast::Expr], &'a [ast::Keyword]) = match &*decorator.kind {
                ExprKind::Call { args, keywords, .. } => (args, keywords),
                _ => (&[], &[]),
            };
            let call = match &*name {
                "dataclass" => {
                    let fields = js::array(std::mem::take(&mut parts.fields));
                    let mut arguments = vec![js::this(), fields];
                    if !keywords.is_empty() {
                        arguments.push(self.keyword_object(keywords));
                    }
                    if self.qualname.len() > 1 {
                        if keywords.is_empty() {
                            arguments.push(js::undefined());
                        }
                        arguments.push(js::string(&self.qualname.join(".")));
                    }
                    let local = self.import_python("std/dataclasses", "dataclass");
                    js::call(js::name(&local), arguments)
                }
                "animate" => {
                    let mut arguments: Vec<js::Item> = vec![js::this().into()];
                    arguments.extend(self.items(args));
                    arguments
                        .extend(keywords.iter().map(|keyword| self.value(&keyword.value).into()));
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
                    parts.finish.push(js::call(js::name(&local), [js::this()]));
                    continue;
                }
                _ => continue,
            };
            parts.finish.push(call);
        }
        if is_enum {
            let members = js::array(std::mem::take(&mut parts.fields));
            let local = self.import_python("std/enum", "enumeration");
            parts.finish.insert(0, js::call(js::name(&local), [js::this(), members]));
            parts.exposed.clear();
        }
        self.class_names(class, parts);
        if !parts.exposed.is_empty() {
            let exposed: Vec<Expr> = parts.exposed.iter().map(|name| js::string(name)).collect();
            let call = self.runtime_call("expose", std::iter::once(js::this()).chain(exposed));
            parts.finish.insert(0, call);
        }
        if !parts.finish.is_empty() {
            let statements =
                std::mem::take(&mut parts.finish).into_iter().map(js::expression).collect();
            parts.members.push(static_block(statements));
        }
    }

    /// A class attribute `name` or `length` hides what JavaScript keeps under that name of every class.
    fn class_names(&mut self, class: &'a ClassDef, parts: &mut Parts) {
        let Some(shape) = self.classes.last().map(|context| context.shape.clone()) else { return };
        let has = |name: &str| {
            matches!(
                shape.members.get(name).map(|member| &member.kind),
                Some(
                    MemberKind::Attribute { has_default: true }
                        | MemberKind::StaticMethod(_)
                        | MemberKind::ClassMethod(_)
                )
            )
        };
        // What the bases have that are not known, only the run can tell.
        let is_open = shape.bases.iter().any(|base| matches!(base, BaseShape::Unknown(_)));
        let mut first = vec![];
        if has("name") || is_open {
            let key = self.runtime("NAME");
            let name = js::string(&class.name.name);
            first.push(js::expression(js::assign_member(js::index(js::this(), key), name)));
        }
        for name in ["name", "length"] {
            if (has(name) || is_open) && !parts.exposed.iter().any(|own| own == name) {
                let own = js::member(js::this(), name);
                first.push(js::expression(js::unary(js::UnaryOp::Delete, own)));
            }
        }
        if !first.is_empty() {
            parts.members.insert(0, static_block(first));
        }
    }
}

fn static_block(statements: Vec<Stmt>) -> ClassMember {
    ClassMember::StaticBlock(StaticBlock { span: DUMMY_SP, body: js::block(statements) })
}

/// What the body of a class alone tells of it.
pub(super) fn shape_of(class: &ClassDef) -> ClassShape {
    let mut shape = ClassShape { name: class.name.name.clone(), ..ClassShape::default() };
    for stmt in &class.body {
        if let StmtKind::Assign { targets, .. } = &stmt.kind {
            for target in targets {
                let ExprKind::Name(name) = &*target.kind else { continue };
                let kind = MemberKind::Attribute { has_default: true };
                let member = crate::binding::Member { kind, owner: class.name.name.clone() };
                shape.members.insert(name.clone(), member);
            }
        }
        let StmtKind::Function(function) = &stmt.kind else { continue };
        let signature = Arc::new(super::inference::signature_of(function));
        let has = |name: &str| {
            function
                .decorators
                .iter()
                .any(|each| matches!(&*each.kind, ExprKind::Name(decorator) if decorator == name))
        };
        let kind = if has("property") {
            MemberKind::Property { has_setter: false }
        } else if has("staticmethod") {
            MemberKind::StaticMethod(signature)
        } else if has("classmethod") {
            MemberKind::ClassMethod(signature)
        } else if !function.decorators.iter().all(|each| {
            crate::runtime::decorator_name(each)
                .is_some_and(|name| crate::shape::keeps_parameters(&name))
        }) {
            MemberKind::Decorated
        } else {
            MemberKind::Method(signature)
        };
        let member = crate::binding::Member { kind, owner: class.name.name.clone() };
        shape.members.insert(function.name.name.clone(), member);
    }
    shape
}

/// Methods that the class registers as event handlers.
#[derive(Default)]
struct Handlers {
    methods: BTreeSet<Name>,
}

impl<'a> Visitor<'a> for Handlers {
    fn expr(&mut self, expr: &'a ast::Expr) {
        if let ExprKind::Call { callee, args, .. } = &*expr.kind
            && let ExprKind::Attribute { attr, .. } = &*callee.kind
            && framework_signatures::calls_with_event(&attr.name)
            && let Some(ExprKind::Attribute { attr: handler, .. }) =
                args.last().map(|last| &*last.kind)
        {
            self.methods.insert(handler.name.clone());
        }
        walk_expr(self, expr);
    }
}
