//! The methods of a class: what decorators make of them, their receiver and their signature.

use super::arguments::{is_optional, signature_text, without_receiver};
use super::classes::{Parts, static_block};
use super::functions::Shape;
use super::inference::signature_of_params;
use super::js::{self, Body, Code, Expr};
use super::lowerer::{Lowerer, ScopeKind};
use super::names;
use super::parameters::{drop_null_defaults, drop_unused};
use super::types::Type;
use crate::binding::BaseShape;
use crate::syntax::ast::{self, ExprKind, FunctionDef, Ident, Name};
use swc_common::DUMMY_SP;
use swc_ecma_ast::{ClassMember, ClassMethod, MethodKind};

/// What a module's constructor takes unless `sig` says something else (`browser.js`).
const MODULE_SIGNATURE: &str = "screen=,state=";

impl<'a> Lowerer<'a> {
    pub(super) fn method(&mut self, function: &'a FunctionDef, parts: &mut Parts) {
        let name = &function.name.name;
        if matches!(&**name, "__getattribute__" | "__del__") {
            self.refuse(
                function.name.id,
                format!("`{name}` has no browser version"),
                "Use `__init__` or a function beside the class.",
            );
            return;
        }
        let mut kind = MethodKind::Method;
        let is_of_class = matches!(&**name, "__new__" | "__init_subclass__" | "__class_getitem__");
        let (mut is_static, mut is_class_method) = (is_of_class, is_of_class);
        let mut is_abstract = false;
        let mut is_deleter = false;
        let mut joins_inherited = false;
        let mut later: Vec<&'a ast::Expr> = vec![];
        for decorator in &function.decorators {
            if let Some((part, is_inherited)) = property_part(decorator, name) {
                joins_inherited |= is_inherited;
                match part {
                    "setter" => kind = MethodKind::Setter,
                    "getter" => kind = MethodKind::Getter,
                    _ => is_deleter = true,
                }
                continue;
            }
            match self.decorator_name(decorator).as_deref() {
                Some("property") => kind = MethodKind::Getter,
                Some("staticmethod") => is_static = true,
                Some("classmethod") => (is_static, is_class_method) = (true, true),
                Some("abstractmethod") => is_abstract = true,
                Some("override" | "final") => {}
                _ => later.push(decorator),
            }
        }
        let takes_receiver = !is_static || is_class_method;
        let receiver = if !takes_receiver {
            None
        } else {
            function.params.positional_only.iter().chain(&function.params.positional).next()
        };
        if receiver.is_none() && takes_receiver {
            self.refuse(
                function.name.id,
                format!("the method `{name}` has no `self`"),
                "Add `self`, or decorate it with `@staticmethod`.",
            );
            return;
        }
        let class = self.classes.last().map(|class| class.name.to_string()).unwrap_or_default();
        let shape = Shape {
            kind: ScopeKind::Function,
            receiver: receiver.map(|param| &param.name.name),
            receiver_is_class: is_class_method,
            given: self.given_parameters(function),
            owner: format!("{class}_{name}"),
        };
        let mut lowered = self.function_code(function, shape);
        self.preamble.extend(lowered.defaults);
        let late = self.classes.last_mut().map(|class| std::mem::take(&mut class.late_defaults));
        if let Some(late) = late.filter(|late| !late.is_empty()) {
            parts.members.push(static_block(late));
        }
        let (property, position) = self.property(&function.name);
        if is_deleter {
            let code = js::function_expression(lowered.code);
            let call = self.runtime_call("deleter", [js::this(), js::string(&property), code]);
            parts.finish.push(call);
            return;
        }
        if let [decorator] = later.as_slice()
            && let Some(call) = self.registration(decorator, function)
        {
            let code = js::function_expression(lowered.code);
            parts.finish.push(js::call(call.0, call.1.into_iter().chain([code])));
            return;
        }
        if property == "__init__"
            && !parts.members.iter().any(|member| matches!(member, ClassMember::PrivateProp(_)))
            && let Some((maker, first)) = self.initial_fields(function)
        {
            parts.members.push(maker);
            lowered.code.body.insert(0, first);
        }
        let hidden = usize::from(takes_receiver);
        if let Some(check) = self.required_arguments(function, hidden) {
            lowered.code.body.insert(0, check);
        }
        if kind == MethodKind::Getter {
            lowered.code = called_at_once(lowered.code);
        }
        let is_browser = self.classes.last().is_some_and(|class| class.is_browser);
        if is_browser && property == "render" {
            drop_unused(function, &mut lowered.code.params);
        }
        if is_browser && kind == MethodKind::Method {
            let asks_only = property == "__init__" && self.is_plain_module();
            drop_null_defaults(function, asks_only, &mut lowered.code.params);
        }
        self.locate_method(&function.name);
        if is_abstract {
            parts.abstract_names.push(property.clone());
        }
        match kind {
            MethodKind::Getter => parts.getters.push(property.clone()),
            MethodKind::Setter => parts.setters.push(property.clone()),
            MethodKind::Method => {}
        }
        if joins_inherited {
            let call = self.runtime_call("joined", [js::this(), js::string(&property)]);
            parts.finish.push(call);
        }
        parts.is_created |= matches!(&**name, "__new__" | "__setattr__" | "__delattr__");
        parts.members.push(ClassMember::Method(ClassMethod {
            span: DUMMY_SP,
            key: js::property_name(&property, position),
            function: lowered.code.into_swc(),
            kind,
            is_static,
            ..Default::default()
        }));
        if is_static && !is_of_class {
            parts.exposed.push(property.clone());
        }
        if let Some(class) = self.classes.last_mut() {
            class.assigned.insert(name.clone());
        }
        if kind == MethodKind::Method {
            self.method_signature(
                function,
                &property,
                is_static && !is_class_method,
                is_static,
                parts,
            );
        }
        for decorator in later.into_iter().rev() {
            let takes_class = is_static.then_some(is_class_method);
            let call = self.method_decorator(decorator, &property, takes_class);
            parts.finish.push(call);
        }
    }

    /// `if (arguments.length < 2) lacking("Point.move", arguments.length, "dx", "dy")`: who calls a method of an object of
    /// unknown class does not know what it takes, and JavaScript would run it.
    fn required_arguments(&mut self, function: &FunctionDef, hidden: usize) -> Option<js::Stmt> {
        let name = &function.name.name;
        let class = self.classes.last()?;
        let is_special = name.starts_with("__") && name.ends_with("__");
        let is_bare = |each: &ast::Expr| {
            matches!(self.decorator_name(each).as_deref(), Some("staticmethod" | "classmethod"))
        };
        if class.is_browser || is_special || !function.decorators.iter().all(is_bare) {
            return None;
        }
        let label = format!("{}.{name}", class.name);
        let positional = function.params.positional_only.iter().chain(&function.params.positional);
        let required: Vec<&Name> = positional
            .skip(hidden)
            .take_while(|param| param.default.is_none())
            .map(|param| &param.name.name)
            .collect();
        if required.is_empty() {
            return None;
        }
        let given = || js::member(js::name("arguments"), "length");
        #[expect(clippy::cast_precision_loss, reason = "few parameters")]
        let least = js::number(required.len() as f64);
        let names = required.iter().map(|name| js::string(name));
        let call = [js::string(&label), given()].into_iter().chain(names);
        let call = self.runtime_call("lacking", call);
        Some(js::if_(
            js::binary(js::BinaryOp::Lt, given(), least),
            vec![js::expression(call)],
            None,
        ))
    }

    /// `@name.register` where `name` is a method of the class: the function that registers, and the type, if it is told.
    fn registration(
        &mut self,
        decorator: &'a ast::Expr,
        function: &'a FunctionDef,
    ) -> Option<(Expr, Vec<Expr>)> {
        let (callee, args) = match &*decorator.kind {
            ExprKind::Call { callee, args, .. } => (callee, args.as_slice()),
            _ => (decorator, &[][..]),
        };
        let ExprKind::Attribute { value, attr } = &*callee.kind else { return None };
        let ExprKind::Name(owner) = &*value.kind else { return None };
        let is_own = &*attr.name == "register"
            && self.classes.last().is_some_and(|class| class.shape.members.contains_key(owner));
        if !is_own {
            return None;
        }
        let held =
            self.runtime_call("descriptor", [js::this(), js::string(&names::attribute(owner))]);
        let types = match args.first() {
            Some(class) => Some(class),
            None => function.params.positional.get(1).and_then(|param| param.annotation.as_ref()),
        };
        let types = types.map(|class| self.isolated(|this| this.class_test(class)));
        Some((js::member(held, "register"), types.into_iter().collect()))
    }

    /// `sig(…)` for methods that keywords may reach where the class is not known.
    fn method_signature(
        &mut self,
        function: &'a FunctionDef,
        property: &str,
        is_plain_static: bool,
        is_static: bool,
        parts: &mut Parts,
    ) {
        let whole = signature_of_params(&function.params);
        let signature = if is_plain_static { whole } else { without_first(&whole) };
        let is_browser = self.classes.last().is_some_and(|class| class.is_browser);
        // A browser class has many handlers that nobody calls by keyword.
        let is_noted = !is_browser
            || property == "__init__"
            || self.attributes.keyed.contains(property)
            || (property != "render" && signature.params.iter().any(is_optional));
        // A constructor without parameters hides that of the base class.
        let is_told = !signature.params.is_empty() || property == "__init__";
        if !is_told || !is_noted || property == "__class_getitem__" {
            return;
        }
        let has_init =
            self.classes.last().is_some_and(|class| class.shape.members.contains_key("__init__"));
        if property == "__new__" && has_init {
            return;
        }
        let text = signature_text(&signature.params);
        if property == "__init__" && text == MODULE_SIGNATURE && self.is_plain_module() {
            return;
        }
        let text = js::string(&text);
        let target = if matches!(property, "__init__" | "__new__") {
            js::this()
        } else if is_static {
            js::member(js::this(), property)
        } else {
            js::member(js::member(js::this(), "prototype"), property)
        };
        let call = self.runtime_call("sig", [target, text]);
        parts.finish.push(call);
    }

    /// Whether the class derives from the framework's `Module` and nothing else.
    fn is_plain_module(&self) -> bool {
        self.classes.last().is_some_and(|class| {
            matches!(&*class.shape.bases, [BaseShape::Framework(name)] if &**name == "Module")
        })
    }

    fn method_decorator(
        &mut self,
        decorator: &'a ast::Expr,
        property: &str,
        takes_class: Option<bool>,
    ) -> Expr {
        let name = self.decorator_name(decorator);
        if let ExprKind::Call { args, keywords, .. } = &*decorator.kind {
            match name.as_deref() {
                Some(timing @ ("debounce" | "throttle")) => {
                    let mut arguments: Vec<js::Item> =
                        vec![js::this().into(), js::string(property).into()];
                    arguments.extend(self.items(args));
                    arguments
                        .extend(keywords.iter().map(|keyword| self.value(&keyword.value).into()));
                    return self.runtime_call(timing, arguments);
                }
                Some("infinite_scroll") => {
                    let options = self.keyword_object(keywords);
                    return self.runtime_call(
                        "infiniteScroll",
                        [js::this(), js::string(property), options],
                    );
                }
                _ => {}
            }
        }
        let value = self.isolated(|this| this.value(decorator));
        if let Some(takes_class) = takes_class {
            let arguments = [js::this(), js::string(property), value, js::boolean(takes_class)];
            return self.runtime_call("decorateStatic", arguments);
        }
        self.runtime_call("decorate", [js::this(), js::string(property), value])
    }

    /// Types of the parameters of an event handler.
    fn given_parameters(&self, function: &FunctionDef) -> Vec<(Name, Type)> {
        let Some(class) = self.classes.last() else { return vec![] };
        if !class.handlers.contains(&function.name.name) {
            return vec![];
        }
        let params =
            function.params.positional.iter().skip(1).filter(|param| param.annotation.is_none());
        params.map(|param| param.name.name.clone()).zip([Type::Host, Type::Element]).collect()
    }

    fn locate_method(&mut self, name: &Ident) {
        let method =
            super::MethodLines { name: name.name.clone(), node: name.id, start: 0, end: 0 };
        self.methods.push(method);
    }
}

/// A getter of JavaScript is neither async nor a generator: it returns what such a function gives.
fn called_at_once(code: Code) -> Code {
    if !code.is_async && !code.is_generator {
        return code;
    }
    let made = if code.is_generator {
        js::call_method(js::function_expression(code), "call", [js::this()])
    } else {
        js::call(js::arrow(vec![], Body::Block(code.body), true), Vec::<Expr>::new())
    };
    Code {
        params: vec![],
        body: vec![js::return_(Some(made))],
        is_async: false,
        is_generator: false,
    }
}

/// `setter` of `@name.setter` or `@Base.name.setter`, and whether it joins a property of a base class.
fn property_part<'b>(decorator: &'b ast::Expr, name: &str) -> Option<(&'b str, bool)> {
    let ExprKind::Attribute { value, attr } = &*decorator.kind else { return None };
    if !matches!(&*attr.name, "setter" | "getter" | "deleter") {
        return None;
    }
    match &*value.kind {
        ExprKind::Name(property) if property == name => Some((&attr.name, false)),
        ExprKind::Attribute { attr: property, .. } if property.name == name => {
            Some((&attr.name, true))
        }
        _ => None,
    }
}

fn without_first(signature: &crate::binding::Signature) -> crate::binding::Signature {
    let stripped = without_receiver(signature);
    if stripped.params.len() < signature.params.len() {
        return stripped;
    }
    crate::binding::Signature {
        params: signature.params.iter().skip(1).cloned().collect(),
        ..signature.clone()
    }
}
