//! The methods of a class: what decorators make of them, their receiver and their signature.

use super::arguments::{is_optional, signature_text, without_receiver};
use super::classes::Parts;
use super::functions::Shape;
use super::inference::signature_of_params;
use super::js::{self, Expr};
use super::lowerer::{Lowerer, ScopeKind};
use super::types::Type;
use crate::syntax::ast::{self, ExprKind, FunctionDef, Ident, Name};
use swc_common::DUMMY_SP;
use swc_ecma_ast::{ClassMember, ClassMethod, MethodKind};

impl<'a> Lowerer<'a> {
    pub(super) fn method(&mut self, function: &'a FunctionDef, parts: &mut Parts) {
        let name = &function.name.name;
        if matches!(
            &**name,
            "__new__" | "__init_subclass__" | "__class_getitem__" | "__getattribute__" | "__del__"
        ) {
            self.refuse(
                function.name.id,
                format!("`{name}` has no browser version"),
                "Use `__init__` or a function beside the class.",
            );
            return;
        }
        let mut kind = MethodKind::Method;
        let (mut is_static, mut is_class_method) = (false, false);
        let mut later: Vec<&'a ast::Expr> = vec![];
        for decorator in &function.decorators {
            if let ExprKind::Attribute { value, attr } = &*decorator.kind
                && matches!(&*value.kind, ExprKind::Name(property) if property == name)
            {
                match &*attr.name {
                    "setter" => kind = MethodKind::Setter,
                    "getter" => kind = MethodKind::Getter,
                    _ => {
                        self.refuse(
                            decorator.id,
                            "`deleter` has no browser version",
                            "Write a method.",
                        );
                    }
                }
                continue;
            }
            match self.decorator_name(decorator).as_deref() {
                Some("property") => kind = MethodKind::Getter,
                Some("staticmethod") => is_static = true,
                Some("classmethod") => (is_static, is_class_method) = (true, true),
                Some("abstractmethod" | "override" | "final") => {}
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
        let lowered = self.function_code(function, shape);
        self.preamble.extend(lowered.defaults);
        let (property, position) = self.property(&function.name);
        self.locate_method(&function.name);
        parts.members.push(ClassMember::Method(ClassMethod {
            span: DUMMY_SP,
            key: js::property_name(&property, position),
            function: lowered.code.into_swc(),
            kind,
            is_static,
            ..Default::default()
        }));
        if is_static {
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
            let call = self.method_decorator(decorator, &property, is_static);
            parts.finish.push(call);
        }
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
        // A browser class has many handlers that nobody calls by keyword: only a choice of arguments is noted.
        let is_noted = !is_browser
            || property == "__init__"
            || (property != "render" && signature.params.iter().any(is_optional));
        // A constructor without parameters hides that of the base class.
        let is_told = !signature.params.is_empty() || property == "__init__";
        if !is_told || !is_noted {
            return;
        }
        let text = js::string(&signature_text(&signature.params));
        let target = if property == "__init__" {
            js::this()
        } else if is_static {
            js::member(js::this(), property)
        } else {
            js::member(js::member(js::this(), "prototype"), property)
        };
        let call = self.runtime_call("sig", [target, text]);
        parts.finish.push(call);
    }

    fn method_decorator(
        &mut self,
        decorator: &'a ast::Expr,
        property: &str,
        is_static: bool,
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
        if is_static {
            return self.refuse(
                decorator.id,
                "a static method can have no other decorator here",
                "Decorate a function.",
            );
        }
        let value = self.isolated(|this| this.value(decorator));
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
