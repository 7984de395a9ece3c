//! Classes: browser classes and plain ones, with their methods, properties and attributes.

use super::class_endings::nested_definition;
use super::js::{self, Expr, Property, Stmt};
use super::lowerer::{ClassContext, Lowerer, Scope, ScopeKind, UNSUPPORTED};
use super::types::Type;
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
    /// Methods that a subclass must have.
    pub(super) abstract_names: Vec<String>,
    /// Properties with a getter, and those with a setter.
    pub(super) getters: Vec<String>,
    pub(super) setters: Vec<String>,
    /// Instances are made by `create`.
    pub(super) is_created: bool,
}

/// What kind of class a body describes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Plain,
    Dataclass,
    Enum,
    NamedTuple,
}

/// Bases that exist for annotations only.
fn is_erased_base(module: &str, member: &str) -> bool {
    matches!(module, "typing" | "typing_extensions")
        && !matches!(member, "Generic" | "Protocol" | "TypedDict")
}

/// What a class extends that derives from a builtin type.
fn builtin_base(name: &str) -> Option<&'static str> {
    Some(match name {
        "dict" => "DictBase",
        "list" => "ListBase",
        "str" => "TextBase",
        "int" => "IntBase",
        "float" => "FloatBase",
        "set" => "SetBase",
        "tuple" => "TupleBase",
        _ => return None,
    })
}

impl<'a> Lowerer<'a> {
    /// A class that stands inside a function.
    pub(super) fn nested_class(&mut self, id: NodeId, class: &'a ClassDef) -> Vec<Stmt> {
        let shape = Arc::new(self.local_shape(class));
        self.check_names(class, &shape);
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
        self.check_names(class, &shape);
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

    fn check_names(&mut self, class: &'a ClassDef, shape: &ClassShape) {
        if let Some((one, other)) = names::twins(shape) {
            let message = format!("`{one}` and `{other}` are one name in the browser");
            self.report(UNSUPPORTED, class.name.id, message, "Rename one of them.");
        }
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
                        | "runtime_checkable"
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

    pub(super) fn class(&mut self, class: &'a ClassDef, shape: Arc<ClassShape>) -> Box<Class> {
        let kind = self.kind(class, &shape);
        let (extends, keywords) = self.extends(class, kind);
        let mut handlers = Handlers::default();
        handlers.block(&class.body);
        self.classes.push(ClassContext {
            name: class.name.name.clone(),
            is_browser: shape.browser.is_some(),
            shape: shape.clone(),
            assigned: BTreeSet::new(),
            handlers: handlers.methods,
            depth: self.scopes.len(),
            late_defaults: vec![],
        });
        let mut parts = Parts::default();
        self.qualname.push(class.name.name.to_string());
        for stmt in &class.body {
            self.class_statement(stmt, kind, &mut parts);
        }
        self.finish_class(class, kind, keywords, &mut parts);
        self.qualname.pop();
        self.classes.pop();
        Box::new(Class {
            span: js::span(class.name.id),
            body: parts.members,
            super_class: Some(extends),
            ..Default::default()
        })
    }

    fn kind(&self, class: &ClassDef, shape: &ClassShape) -> Kind {
        let is_std = |base: &ast::Expr, wanted: &str| matches!(self.binding_of(base), Some(Binding::StdMember { member, .. }) if member == wanted);
        let is_dataclass = class
            .decorators
            .iter()
            .any(|each| self.decorator_name(each).as_deref() == Some("dataclass"));
        if is_dataclass {
            Kind::Dataclass
        } else if super::calls::is_enum(shape) {
            Kind::Enum
        } else if class.bases.iter().any(|base| is_std(base, "NamedTuple")) {
            Kind::NamedTuple
        } else {
            Kind::Plain
        }
    }

    /// What a class inside a function or class is, as far as its bases are known.
    pub(super) fn local_shape(&mut self, class: &ClassDef) -> ClassShape {
        let bases = class.bases.iter().map(|base| match self.binding_of(base) {
            Some(Binding::StdMember { module, member }) => {
                BaseShape::Std { module: module.clone(), member: member.clone() }
            }
            Some(Binding::Builtin(name)) => BaseShape::Builtin(name.clone()),
            Some(Binding::Shared { shape: Shape::Class(shape), .. }) => {
                BaseShape::Project(shape.clone())
            }
            _ => match self.type_of(base) {
                Type::Class(shape) => BaseShape::Project(shape),
                _ => BaseShape::Unknown(class.name.name.clone()),
            },
        });
        let bases = bases.collect();
        ClassShape { bases, ..shape_of(class) }
    }

    /// The class to extend, and the keywords that the base class takes.
    fn extends(&mut self, class: &'a ClassDef, kind: Kind) -> (Expr, Vec<&'a ast::Keyword>) {
        let mut bases = vec![];
        let mut takes_any_keywords = true;
        for base in &class.bases {
            let callee = match &*base.kind {
                // `Generic[T]`
                ExprKind::Subscript { value, .. } => value,
                _ => base,
            };
            match self.binding_of(callee) {
                Some(Binding::StdMember { member, .. }) if member == "NamedTuple" => {
                    bases.push(self.named_tuple(class));
                }
                Some(Binding::StdMember { module, member }) if is_erased_base(module, member) => {}
                Some(Binding::Builtin(name)) if name == "object" => {}
                // `class Tone(str, Enum)`
                Some(Binding::Builtin(name))
                    if kind == Kind::Enum
                        && bases.is_empty()
                        && matches!(&**name, "str" | "int" | "float") =>
                {
                    let base = if name == "str" { "TextEnum" } else { "NumberEnum" };
                    let local = self.import_python("std/enum", base);
                    return (js::name(&local), vec![]);
                }
                Some(Binding::Builtin(name)) if let Some(base) = builtin_base(name) => {
                    let local = self.import_python("bases", base);
                    bases.push(js::name(&local));
                }
                Some(Binding::Builtin(name)) if !super::runtime_names::is_exception(name) => {
                    self.refuse(
                        base.id,
                        format!("a class cannot derive from `{name}` in the browser"),
                        "Keep the value in an attribute of the class.",
                    );
                }
                Some(Binding::StdMember { member, .. }) if member == "TypedDict" => {
                    takes_any_keywords = false;
                    bases.push(self.expr(callee));
                }
                _ => bases.push(self.expr(callee)),
            }
        }
        let mut keywords = vec![];
        for keyword in &class.keywords {
            match keyword.name.as_ref().map(|name| &*name.name) {
                Some("metaclass") => match self.decorator_name(&keyword.value).as_deref() {
                    Some("ABCMeta") if bases.is_empty() => {
                        let local = self.import_std("abc", "ABC");
                        bases.push(js::name(&local));
                    }
                    Some("ABCMeta" | "type") => {}
                    _ => {
                        self.refuse(
                            keyword.value.id,
                            "metaclasses have no browser version",
                            "Use `__init_subclass__` or a class decorator.",
                        );
                    }
                },
                _ if takes_any_keywords => keywords.push(keyword),
                _ => {}
            }
        }
        let extends = match bases.len() {
            0 => self.runtime("PyObject"),
            1 => bases.remove(0),
            _ => self.runtime_call("several", bases),
        };
        (extends, keywords)
    }

    /// What `class P(NamedTuple)` extends: the named tuple of its fields.
    fn named_tuple(&mut self, class: &'a ClassDef) -> Expr {
        let (mut fields, mut defaults) = (vec![], vec![]);
        for stmt in &class.body {
            let StmtKind::AnnAssign { target, value, .. } = &stmt.kind else { continue };
            let ExprKind::Name(name) = &*target.kind else { continue };
            fields.push(js::string(name));
            defaults.extend(value.as_ref().map(|value| self.isolated(|this| this.value(value))));
        }
        let local = self.import_python("std/collections", "namedtuple");
        let mut arguments = vec![js::string(&class.name.name), js::array(fields)];
        if !defaults.is_empty() {
            let defaults =
                js::object([Property::Value("defaults".to_owned(), js::array(defaults))]);
            arguments.push(self.runtime_call("kw", [defaults]));
        }
        js::call(js::name(&local), arguments)
    }

    fn class_statement(&mut self, stmt: &'a ast::Stmt, kind: Kind, parts: &mut Parts) {
        match &stmt.kind {
            StmtKind::Function(function) => self.method(function, parts),
            StmtKind::Assign { targets, value }
                if targets.iter().all(|target| matches!(*target.kind, ExprKind::Name(_))) =>
            {
                for target in targets {
                    if let ExprKind::Name(name) = &*target.kind {
                        self.class_attribute(target.id, name, value, kind, parts);
                    }
                }
            }
            StmtKind::AnnAssign { target, annotation, value } => {
                let ExprKind::Name(name) = &*target.kind else { return };
                match kind {
                    Kind::NamedTuple => {}
                    Kind::Dataclass if !self.is_annotated_as(annotation, "ClassVar") => {
                        self.dataclass_field(target.id, name, annotation, value.as_ref(), parts);
                    }
                    _ => {
                        if kind == Kind::Dataclass {
                            parts.fields.push(Self::class_variable(name));
                        }
                        if let Some(value) = value {
                            self.class_attribute(target.id, name, value, kind, parts);
                        }
                    }
                }
            }
            StmtKind::Class(class) => {
                let shape = Arc::new(self.local_shape(class));
                self.check_names(class, &shape);
                let decorators = self.class_decorators(class);
                let lowered = self.class(class, shape);
                let value = Box::new(swc_ecma_ast::Expr::Class(swc_ecma_ast::ClassExpr {
                    ident: Some(js::ident(&names::variable(&class.name.name))),
                    class: lowered,
                }));
                let value = self.decorated(value, decorators);
                self.static_property(class.name.id, &class.name.name, value, true, parts);
            }
            StmtKind::Expr(expr) if matches!(*expr.kind, ExprKind::Constant(_)) => {}
            StmtKind::Pass | StmtKind::TypeAlias { .. } => {}
            _ => self.class_block(stmt, parts),
        }
    }

    /// Any other statement: runs when the body does, with its names as attributes of the class.
    fn class_block(&mut self, stmt: &'a ast::Stmt, parts: &mut Parts) {
        if matches!(stmt.kind, StmtKind::For { .. } | StmtKind::With { .. }) {
            self.refuse(
                stmt.id,
                "this statement cannot stand in a class body in the browser",
                "Compute the value in a function beside the class.",
            );
            return;
        }
        if let Some(function) = nested_definition(std::slice::from_ref(stmt)) {
            self.refuse(
                function,
                "a method, class, `for` or `with` cannot stand in another statement of a class body",
                "Define it in the class body itself, or assign it after the class.",
            );
            return;
        }
        let bound =
            super::scope::of_function(&super::item::NO_PARAMETERS, std::slice::from_ref(stmt));
        for name in bound.locals.keys() {
            self.bind_in_class(name, parts);
        }
        let mut scope = Scope::new(ScopeKind::Arrow, super::scope::Names::default());
        scope.is_immediate = true;
        self.scopes.push(scope);
        let mut body = self.block(std::slice::from_ref(stmt));
        let temporaries = self.scopes.pop().map(|scope| scope.temporaries).unwrap_or_default();
        if !temporaries.is_empty() {
            body.insert(0, js::declare_names(temporaries.iter().map(String::as_str)));
        }
        parts.members.push(static_block(body));
    }

    /// From here on, the name is an attribute of the class.
    fn bind_in_class(&mut self, name: &Name, parts: &mut Parts) {
        let class = self.classes.last().map(|class| class.name.clone());
        let property = names::attribute(&names::mangle(name, class.as_deref()));
        if !parts.exposed.contains(&property) {
            parts.exposed.push(property);
        }
        if let Some(class) = self.classes.last_mut() {
            class.assigned.insert(name.clone());
        }
    }

    /// Whether an annotation is this name of `typing` or `dataclasses`, with or without arguments.
    pub(super) fn is_annotated_as(&self, annotation: &ast::Expr, wanted: &str) -> bool {
        let plain = match &*annotation.kind {
            ExprKind::Subscript { value, .. } => value,
            _ => annotation,
        };
        self.decorator_name(plain).as_deref() == Some(wanted)
            || matches!(&*plain.kind, ExprKind::Name(name) if name == wanted)
    }

    fn class_attribute(
        &mut self,
        id: NodeId,
        name: &Name,
        value: &'a ast::Expr,
        kind: Kind,
        parts: &mut Parts,
    ) {
        if &**name == "__slots__" {
            self.slots(value, parts);
            let value = self.isolated(|this| this.value(value));
            self.static_property(id, name, value, false, parts);
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
        if let ExprKind::Call { callee, args, keywords } = &*value.kind
            && let (Some(Binding::Builtin(wrapper)), [function], []) =
                (self.binding_of(callee), args.as_slice(), keywords.as_slice())
            && matches!(&**wrapper, "staticmethod" | "classmethod")
        {
            let function = self.isolated(|this| this.value(function));
            let property = names::attribute(name);
            let takes_class = js::boolean(wrapper == "classmethod");
            let arguments = [js::this(), js::string(&property), function, takes_class];
            let call = self.runtime_call("classFunction", arguments);
            parts.members.push(static_block(vec![js::expression(call)]));
            self.bind_in_class(name, parts);
            return;
        }
        let value = self.isolated(|this| this.value(value));
        if kind == Kind::Enum && !name.starts_with('_') {
            parts.fields.push(js::string(name));
        }
        self.static_property(id, name, value, true, parts);
    }

    /// `__slots__`: instances have no other attributes.
    fn slots(&mut self, value: &'a ast::Expr, parts: &mut Parts) {
        let class = self.classes.last().map(|class| class.name.clone());
        let items = match &*value.kind {
            ExprKind::Tuple(items) | ExprKind::List(items) => items.as_slice(),
            _ => std::slice::from_ref(value),
        };
        let mut names = vec![];
        for item in items {
            let ExprKind::Constant(ast::Constant::Str(text)) = &*item.kind else {
                self.refuse(
                    item.id,
                    "`__slots__` must be written as text",
                    "List the names as strings.",
                );
                return;
            };
            names.push(js::string(&names::mangle(text, class.as_deref())));
        }
        // Instances that another type makes are not its slots' to close: those of a named tuple, an exception.
        let is_of_project = self.classes.last().is_some_and(|class| {
            class.shape.bases.iter().all(|base| match base {
                BaseShape::Project(_) => true,
                BaseShape::Builtin(name) => &**name == "object",
                _ => false,
            })
        });
        if !is_of_project {
            return;
        }
        parts.is_created = true;
        let call = self.runtime_call("slots", std::iter::once(js::this()).chain(names));
        parts.finish.push(call);
    }

    pub(super) fn static_property(
        &mut self,
        id: NodeId,
        name: &Name,
        value: Expr,
        is_exposed: bool,
        parts: &mut Parts,
    ) {
        self.identifiers.insert(id);
        let class = self.classes.last().map(|class| class.name.clone());
        let property = names::attribute(&names::mangle(name, class.as_deref()));
        parts.members.push(ClassMember::ClassProp(ClassProp {
            key: js::property_name(&property, js::span(id)),
            value: Some(value),
            is_static: true,
            ..Default::default()
        }));
        if is_exposed && !parts.exposed.contains(&property) {
            parts.exposed.push(property);
        }
        if let Some(class) = self.classes.last_mut() {
            class.assigned.insert(name.clone());
        }
    }

    /// A class attribute `name` or `length` hides what JavaScript keeps under that name of every class.
    pub(super) fn class_names(&mut self, class: &'a ClassDef, parts: &mut Parts) {
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

pub(super) fn static_block(statements: Vec<Stmt>) -> ClassMember {
    ClassMember::StaticBlock(StaticBlock { span: DUMMY_SP, body: js::block(statements) })
}

/// What the body of a class alone tells of it.
pub(super) fn shape_of(class: &ClassDef) -> ClassShape {
    let mut shape = ClassShape { name: class.name.name.clone(), ..ClassShape::default() };
    for stmt in &class.body {
        let function = match &stmt.kind {
            StmtKind::Function(function) => function,
            StmtKind::Assign { targets, .. } => {
                for target in targets {
                    let ExprKind::Name(name) = &*target.kind else { continue };
                    insert_attribute(&mut shape, name);
                }
                continue;
            }
            StmtKind::AnnAssign { target, value: Some(_), .. } => {
                if let ExprKind::Name(name) = &*target.kind {
                    insert_attribute(&mut shape, name);
                }
                continue;
            }
            StmtKind::Class(inner) => {
                insert_attribute(&mut shape, &inner.name.name);
                continue;
            }
            _ => continue,
        };
        let signature = super::inference::signature_of(function);
        let has = |name: &str| {
            function
                .decorators
                .iter()
                .any(|each| matches!(&*each.kind, ExprKind::Name(decorator) if decorator == name))
        };
        let is_static = has("staticmethod");
        let signature = match is_static {
            true => signature,
            false => crate::binding::Signature {
                params: signature.params.iter().skip(1).cloned().collect(),
                ..signature
            },
        };
        let signature = Arc::new(signature);
        let kind = if has("property") || has("cached_property") {
            MemberKind::Property { has_setter: false }
        } else if is_part_of_property(function) {
            MemberKind::Property { has_setter: true }
        } else if is_static {
            MemberKind::StaticMethod(signature)
        } else if has("classmethod") {
            MemberKind::ClassMethod(signature)
        } else if function.decorators.iter().all(|each| {
            crate::runtime::decorator_name(each)
                .is_some_and(|name| crate::shape::keeps_parameters(&name))
        }) {
            MemberKind::Method(signature)
        } else {
            MemberKind::Decorated
        };
        let member = crate::binding::Member { kind, owner: class.name.name.clone() };
        shape.members.insert(function.name.name.clone(), member);
    }
    shape
}

/// `@name.setter` and the like.
fn is_part_of_property(function: &ast::FunctionDef) -> bool {
    function.decorators.iter().any(|decorator| {
        matches!(&*decorator.kind,
        ExprKind::Attribute { attr, .. } if matches!(&*attr.name, "getter" | "setter" | "deleter"))
    })
}

fn insert_attribute(shape: &mut ClassShape, name: &Name) {
    let kind = MemberKind::Attribute { has_default: true };
    let owner = shape.name.clone();
    shape.members.insert(name.clone(), crate::binding::Member { kind, owner });
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
