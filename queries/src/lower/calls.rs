//! Calls: what the callee is decides how arguments travel.

use super::arguments::without_receiver;
use super::js::{self, Expr};
use super::lowerer::{Lowerer, Meaning};
use super::methods;
use super::types::Type;
use super::{framework_signatures, runtime_names};
use crate::binding::{
    BaseShape, Binding, ClassShape, MemberKind, ParamKind, Shape, Signature, SignatureParam,
};
use crate::syntax::ast::{self, ExprKind, Ident, Keyword, NodeId};
use std::sync::Arc;

impl<'a> Lowerer<'a> {
    /// `await value`
    pub(super) fn awaited(&mut self, value: &'a ast::Expr) -> Expr {
        let ExprKind::Call { callee, args, keywords } = &*value.kind else {
            self.runs_at_once = false;
            let lowered = self.expr(value);
            let lowered = match self.type_of(value) {
                Type::Host => lowered,
                _ => self.runtime_call("awaitable", [lowered]),
            };
            return js::await_(lowered);
        };
        self.runs_at_once = false;
        let is_known = self.gives_promise(callee);
        let call = js::at(self.eager_call(value.id, callee, args, keywords), value.id);
        js::await_(if is_known { call } else { self.runtime_call("awaitable", [call]) })
    }

    /// Whether a call gives what JavaScript can wait for: it calls an `async def`, the framework or the host.
    fn gives_promise(&mut self, callee: &ast::Expr) -> bool {
        if self.is_async_function(callee) {
            return true;
        }
        if let ExprKind::Attribute { value, attr } = &*callee.kind {
            return matches!(self.binding_of(value), Some(Binding::StdModule(module)) if module == "asyncio")
                || matches!(self.type_of(value), Type::Host | Type::Element)
                || self.is_framework_root(value)
                || (self.is_receiver(value) && framework_signatures::is_method(&attr.name));
        }
        matches!(self.binding_of(callee), Some(Binding::StdMember { module, .. }) if module == "asyncio")
    }

    /// Whether the callee is certainly an `async def` that is no generator.
    fn is_async_function(&mut self, callee: &ast::Expr) -> bool {
        let signature = match self.binding_of(callee) {
            Some(Binding::Shared { shape: Shape::Function(signature), .. }) => {
                return signature.is_async && !signature.is_generator;
            }
            Some(_) => return false,
            None => match &*callee.kind {
                ExprKind::Attribute { value, attr } => match self.type_of(value) {
                    Type::Instance(shape) | Type::Class(shape) => {
                        match shape.members.get(&attr.name).map(|member| &member.kind) {
                            Some(
                                MemberKind::Method(signature)
                                | MemberKind::StaticMethod(signature)
                                | MemberKind::ClassMethod(signature),
                            ) => Some(signature.clone()),
                            _ => None,
                        }
                    }
                    _ => None,
                },
                _ => match self.type_of(callee) {
                    Type::Function(signature) => signature,
                    _ => None,
                },
            },
        };
        signature.is_some_and(|signature| signature.is_async && !signature.is_generator)
    }

    pub(super) fn call(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let callee = self.without_type_arguments(callee);
        let runs_at_once = std::mem::take(&mut self.runs_at_once);
        let is_lazy = !runs_at_once && self.is_async_function(callee);
        let call = self.eager_call(id, callee, args, keywords);
        if is_lazy { self.suspended(call) } else { call }
    }

    /// `list` of `list[int](…)`: a class of the builtins or the library called by its generic alias.
    pub(super) fn without_type_arguments<'b>(&self, callee: &'b ast::Expr) -> &'b ast::Expr {
        match &*callee.kind {
            ExprKind::Subscript { value, .. } if self.is_generic(value) => value,
            _ => callee,
        }
    }

    /// A call of an `async def` that is kept: nothing runs before someone waits for it.
    fn suspended(&mut self, call: Expr) -> Expr {
        let swc_ecma_ast::Expr::Call(call) = *call else { return call };
        let swc_ecma_ast::Callee::Expr(callee) = call.callee else {
            return Box::new(swc_ecma_ast::Expr::Call(call));
        };
        let function = match *callee {
            swc_ecma_ast::Expr::Member(member) => match member.prop {
                swc_ecma_ast::MemberProp::Ident(name) => {
                    self.runtime_call("bound", [member.obj, js::string(&name.sym)])
                }
                prop => Box::new(swc_ecma_ast::Expr::Member(swc_ecma_ast::MemberExpr {
                    prop,
                    ..member
                })),
            },
            other => Box::new(other),
        };
        let local = self.runtime_name("coroutine");
        let first = swc_ecma_ast::ExprOrSpread { spread: None, expr: function };
        let args = std::iter::once(first).chain(call.args).collect();
        Box::new(swc_ecma_ast::Expr::Call(swc_ecma_ast::CallExpr {
            callee: swc_ecma_ast::Callee::Expr(js::name(&local)),
            args,
            ..Default::default()
        }))
    }

    fn eager_call(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let outer = self.mismatch.take();
        let lambdas_stay = self.passes_by_position(callee);
        let outer_lambdas = std::mem::replace(&mut self.lambdas_stay, lambdas_stay);
        let call = self.any_call(id, callee, args, keywords);
        self.lambdas_stay = outer_lambdas;
        let mismatch = std::mem::replace(&mut self.mismatch, outer);
        match mismatch {
            Some(message) => self.runtime_call("mismatched", [js::string(&message)]),
            None => call,
        }
    }

    /// Whether a callee calls the functions that it is given with as many arguments as it says.
    fn passes_by_position(&mut self, callee: &ast::Expr) -> bool {
        match self.binding_of(callee) {
            // `partial` passes keywords too.
            Some(Binding::StdMember { member, .. }) => return member != "partial",
            Some(Binding::Builtin(_) | Binding::Framework(_)) => return true,
            Some(_) => return false,
            None => {}
        }
        let ExprKind::Attribute { value, attr } = &*callee.kind else { return false };
        if attr.name == "partial" {
            return false;
        }
        if self.is_framework_root(value)
            || matches!(
                self.binding_of(value),
                Some(Binding::Framework(_) | Binding::StdModule(_) | Binding::Store { .. })
            )
        {
            return true;
        }
        match self.type_of(value) {
            Type::Host | Type::Element | Type::List(_) | Type::Node => true,
            Type::Instance(shape) => {
                shape.browser.is_some() && !shape.members.contains_key(&attr.name)
            }
            _ => &*attr.name == "sort",
        }
    }

    fn any_call(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        if let Some(call) = self.framework_call(id, callee, args, keywords) {
            return call;
        }
        if let ExprKind::Attribute { value, attr } = &*callee.kind {
            if self.is_super(value) {
                return self.super_call(id, attr, args, keywords);
            }
            if self.explicit_super(value).is_some() {
                return self.call_attribute(value, attr, args, keywords);
            }
            if self.binding_of(callee).is_none()
                && !matches!(self.binding_of(value), Some(Binding::StdModule(_)))
            {
                return self.method_call(id, value, attr, args, keywords);
            }
        }
        match self.binding_of(callee) {
            Some(Binding::Builtin(name)) => self.builtin_call(id, callee, name, args, keywords),
            Some(Binding::Shared { shape: Shape::Function(signature), .. }) => {
                let function = self.expr(callee);
                self.call_known(id, function, signature, args, keywords)
            }
            Some(Binding::Shared { shape: Shape::Class(shape), .. }) => {
                let class = self.expr(callee);
                self.construct(id, class, shape, args, keywords)
            }
            Some(Binding::BrowserClass { shape, .. }) => {
                self.construct_browser(id, callee, shape, args, keywords)
            }
            _ => self.call_value(id, callee, args, keywords),
        }
    }

    /// Whether a callee is a variable of a function, rather than what a method gets as its class.
    fn is_local(&self, callee: &ast::Expr) -> bool {
        matches!(&*callee.kind, ExprKind::Name(name) if matches!(self.meaning(name), Meaning::Local(_)))
    }

    /// A callee that is a variable or any other value.
    fn call_value(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let known = self.type_of(callee);
        let function = self.expr(callee);
        match known {
            Type::Class(shape) if self.is_local(callee) && shape.browser.is_none() => {
                self.construct(id, function, &shape, args, keywords)
            }
            Type::Function(Some(signature)) => {
                self.call_known(id, function, &signature, args, keywords)
            }
            _ if !keywords.is_empty() => {
                let [args, keywords] = self.dynamic_arguments(args, keywords);
                self.runtime_call("callkw", [function, args, keywords])
            }
            Type::Class(shape)
                if shape.browser.is_none() && !has_own_call(&shape) && !gives_anything(&shape) =>
            {
                let args = self.items(args);
                js::new(function, args)
            }
            _ => {
                let args = self.items(args);
                let callee: js::Item = function.into();
                self.runtime_call("call", std::iter::once(callee).chain(args))
            }
        }
    }

    fn call_known(
        &mut self,
        id: NodeId,
        function: Expr,
        signature: &Signature,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        if !Self::is_static_call(args, keywords) {
            let [args, keywords] = self.dynamic_arguments(args, keywords);
            return self.runtime_call("callkw", [function, args, keywords]);
        }
        if has_star(args) {
            let args = self.items(args);
            let function: js::Item = function.into();
            return self.runtime_call("call", std::iter::once(function).chain(args));
        }
        let name = callee_name(&function);
        let args = self.arguments(id, &name, signature, args, keywords);
        js::call(function, args)
    }

    fn construct(
        &mut self,
        id: NodeId,
        class: Expr,
        shape: &Arc<ClassShape>,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        if has_own_call(shape) && !keywords.is_empty() {
            let [args, keywords] = self.dynamic_arguments(args, keywords);
            return self.runtime_call("callkw", [class, args, keywords]);
        }
        if has_own_call(shape) {
            let args = self.items(args);
            let class: js::Item = class.into();
            return self.runtime_call("call", std::iter::once(class).chain(args));
        }
        if has_star(args) && keywords.is_empty() {
            let args = self.items(args);
            let class: js::Item = class.into();
            return self.runtime_call("call", std::iter::once(class).chain(args));
        }
        let signature = match constructor_of(shape) {
            Some(MemberKind::Method(signature)) => Some(without_receiver(signature)),
            None if is_of_objects(shape) => Some(Signature::default()),
            _ => None,
        };
        match signature {
            Some(signature) if Self::is_static_call(args, keywords) => {
                let name = format!("{}.__init__", shape.name);
                let args = self.arguments(id, &name, &signature, args, keywords);
                self.instance(class, shape, args)
            }
            _ if keywords.is_empty() => {
                let args = self.items(args);
                self.instance(class, shape, args)
            }
            _ => {
                let [args, keywords] = self.dynamic_arguments(args, keywords);
                self.runtime_call("callkw", [class, args, keywords])
            }
        }
    }

    /// `new X(…)`, of which JavaScript makes an object whatever the constructor returns.
    fn instance(&mut self, class: Expr, shape: &ClassShape, args: Vec<js::Item>) -> Expr {
        if !gives_anything(shape) {
            return js::new(class, args);
        }
        let class: js::Item = class.into();
        self.runtime_call("call", std::iter::once(class).chain(args))
    }

    /// `Card(props, state=…)`: the constructor of JavaScript is the framework's; Python's is `__call__`.
    fn construct_browser(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        shape: &Arc<ClassShape>,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let class = self.expr(callee);
        let signature = match shape.members.get("__init__").map(|member| &member.kind) {
            Some(MemberKind::Method(signature)) => Some(without_receiver(signature)),
            _ => shape.browser.map(framework_signatures::constructor),
        };
        if let (Some(signature), true) = (signature, Self::is_static_call(args, keywords)) {
            let args = self.arguments(id, &shape.name, &signature, args, keywords);
            return js::call_method(class, "__call__", args);
        }
        self.refuse(
            id,
            "`*` and `**` arguments cannot construct a browser class",
            "Name each argument.",
        )
    }

    /// `super().method(…)`
    fn super_call(
        &mut self,
        id: NodeId,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let signature = self.base_method(&attr.name);
        let (property, position) = self.property(attr);
        if signature.is_none() && methods::is_of_object(&attr.name) {
            let method = self.super_attribute(&property);
            let args = self.items(args);
            return js::call(method, args);
        }
        if self.is_of_class_in_base(&attr.name) {
            // JavaScript's `super` reaches what shows an instance the members of its own class.
            let method = self.super_attribute(&property);
            let [args, keywords] = self.dynamic_arguments(args, keywords);
            return self.runtime_call("callkw", [method, args, keywords]);
        }
        // Their methods are functions that take the value.
        let of_value = ["str", "int", "float"].into_iter().find(|base| self.is_only_base(base));
        if let Some(base) = of_value
            && keywords.is_empty()
            && methods::parameters(&attr.name).is_some()
        {
            let receiver = self.super_receiver();
            let value = self.runtime_call("plain", [receiver]);
            let known = if base == "str" { Type::Str } else { Type::Unknown };
            let function = self.method_function(&known, &attr.name);
            let args = self.items(args);
            return js::call(function, std::iter::once(value.into()).chain(args));
        }
        let method = js::super_member(&property, position);
        if &*attr.name == "__new__" {
            return self.super_new(method, args, keywords);
        }
        let is_browser = self.classes.last().is_some_and(|class| class.is_browser);
        let is_counted = !has_star(args) || is_browser;
        match signature {
            Some(signature) if is_counted && Self::is_static_call(args, keywords) => {
                let args = self.arguments(id, &attr.name, &signature, args, keywords);
                js::call(method, args)
            }
            _ if is_counted && keywords.is_empty() => {
                let args = self.items(args);
                js::call(method, args)
            }
            _ => {
                let target = if property == "__init__" { "constructor" } else { &property };
                let callee = js::super_member(target, position);
                let [args, keywords] = self.dynamic_arguments(args, keywords);
                let placed = self.runtime_call("placed", [callee, args, keywords]);
                js::call(method, [js::Item::spread(placed)])
            }
        }
    }

    /// `super().__new__(cls, …)`: the class is what `this` is in JavaScript.
    fn super_new(&mut self, method: Expr, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Expr {
        let Some((class, rest)) = args.split_first() else {
            return js::call(method, Vec::<Expr>::new());
        };
        let is_own = self.is_receiver(class);
        let class = self.value(class);
        let mut lowered = self.items(rest);
        if !keywords.is_empty() {
            let keywords = self.keyword_object(keywords);
            lowered.push(self.runtime_call("kw", [keywords]).into());
        }
        if is_own {
            return js::call(method, lowered);
        }
        js::call_method(method, "call", std::iter::once(js::Item::from(class)).chain(lowered))
    }

    /// The signature of the method that the bases of the class around have.
    /// Whether `super()` in a method of an instance finds a static or class method, or a class attribute.
    fn is_of_class_in_base(&self, name: &str) -> bool {
        let receiver = self.scopes.iter().rev().find(|scope| scope.receiver.is_some());
        let Some(class) = self.classes.last() else { return false };
        if receiver.is_none_or(|scope| scope.receiver_is_class) {
            return false;
        }
        let found = class.shape.bases.iter().find_map(|base| match base {
            BaseShape::Project(base) => base.members.get(name),
            _ => None,
        });
        matches!(
            found.map(|member| &member.kind),
            Some(
                MemberKind::StaticMethod(_)
                    | MemberKind::ClassMethod(_)
                    | MemberKind::Attribute { .. }
            )
        )
    }

    fn base_method(&self, name: &str) -> Option<Signature> {
        let class = self.classes.last()?;
        for base in &class.shape.bases {
            match base {
                BaseShape::Project(shape) => {
                    if let Some(
                        MemberKind::Method(signature) | MemberKind::ClassMethod(signature),
                    ) = shape.members.get(name).map(|member| &member.kind)
                    {
                        return Some(without_receiver(signature));
                    }
                    if let Some(kind) = shape.browser {
                        return framework_signatures::inherited(kind, name);
                    }
                }
                BaseShape::Framework(_) => {
                    return framework_signatures::inherited(class.shape.browser?, name);
                }
                _ => {}
            }
        }
        None
    }

    fn method_call(
        &mut self,
        id: NodeId,
        value: &'a ast::Expr,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let known = self.type_of(value);
        if let Type::Instance(shape) | Type::Class(shape) = &known {
            let shape = shape.clone();
            let is_class = matches!(known, Type::Class(_));
            if let Some(call) = self.member_call(id, value, &shape, is_class, attr, args, keywords)
            {
                return call;
            }
        }
        if matches!(known, Type::Class(_)) && &*attr.name == "mro" && args.is_empty() {
            let class = self.expr(value);
            let order = self.runtime_call("special", [class, js::string("__mro__")]);
            return self.runtime_call("list", [order]);
        }
        if matches!(self.binding_of(value), Some(Binding::Store { .. })) {
            return self.store_call(id, value, attr, args, keywords);
        }
        let is_refs = methods::parameters(&attr.name).is_some() && self.is_refs(value);
        let known = if is_refs { Type::unknown_dict() } else { known };
        if matches!(known, Type::Host | Type::Element) || self.is_framework_root(value) {
            return self.host_call(value, attr, args, keywords);
        }
        let is_builtin_type = matches!(self.binding_of(value), Some(Binding::Builtin(_)));
        if methods::is_special(&attr.name) && !is_builtin_type && keywords.is_empty() {
            let object = self.value(value);
            let method = self.runtime_call("special", [object, js::string(&attr.name)]);
            let args = self.items(args);
            return js::call(method, args);
        }
        if !is_builtin_type
            && let Some(call) = self.framework_method_call(value, &known, attr, args, keywords)
        {
            return call;
        }
        if let Some(parameters) = methods::parameters(&attr.name)
            && !is_builtin_type
        {
            return self.builtin_method(id, value, &known, attr, parameters, args, keywords);
        }
        if is_builtin_type {
            return self.type_method(id, value, attr, args, keywords);
        }
        if self.checking_attributes > 0 && keywords.is_empty() && !self.is_receiver(value) {
            return self.call_attribute(value, attr, args, keywords);
        }
        if matches!(known, Type::Str | Type::List(_)) && self.expecting_missing == 0 {
            let kind = if known == Type::Str { "str" } else { "list" };
            return self.refuse(attr.id, format!("a {kind} has no method `{}`", attr.name), "");
        }
        let is_made_up =
            matches!(&known, Type::Instance(shape) if shape.members.contains_key("__getattr__"));
        if matches!(known, Type::Str | Type::List(_))
            || is_made_up
            || self.may_hold_class(&attr.name)
        {
            return self.call_attribute(value, attr, args, keywords);
        }
        if !keywords.is_empty() || has_star(args) || self.expecting_mismatch > 0 {
            let object = self.expr(value);
            let (property, _) = self.property(attr);
            let [args, keywords] = self.dynamic_arguments(args, keywords);
            return self
                .runtime_call("callmethodkw", [object, js::string(&property), args, keywords]);
        }
        let object = self.expr(value);
        let (property, position) = self.property(attr);
        let args = self.items(args);
        js::call(js::member_at(object, &property, position), args)
    }

    /// Reports a method of a list that gets too many or too few arguments.
    fn check_list_method(
        &mut self,
        id: NodeId,
        known: &Type,
        name: &str,
        args: &[ast::Expr],
        keywords: &[Keyword],
    ) {
        if !matches!(known, Type::List(_)) || has_star(args) || !keywords.is_empty() {
            return;
        }
        let given = args.len();
        let raised = match name {
            "append" | "extend" | "remove" | "count" if given != 1 => {
                format!("list.{name}() takes exactly one argument ({given} given)")
            }
            "clear" | "copy" | "reverse" if given != 0 => {
                format!("list.{name}() takes no arguments ({given} given)")
            }
            "insert" if given != 2 => format!("insert expected 2 arguments, got {given}"),
            "sort" if given != 0 => "sort() takes no positional arguments".to_owned(),
            _ => return,
        };
        let message = format!("`{name}` of a list takes other arguments: {given} are given");
        self.unfit(id, raised, message, "");
    }

    /// A call of whatever an attribute holds.
    fn call_attribute(
        &mut self,
        value: &'a ast::Expr,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let callee = self.attribute_value(value, attr);
        if keywords.is_empty() {
            let args = self.items(args);
            let callee: js::Item = callee.into();
            return self.runtime_call("call", std::iter::once(callee).chain(args));
        }
        let [args, keywords] = self.dynamic_arguments(args, keywords);
        self.runtime_call("callkw", [callee, args, keywords])
    }

    /// Whether an attribute may hold a class, which JavaScript does not call as it calls a method: by its spelling, or
    /// because browser code assigns it.
    fn may_hold_class(&self, attr: &str) -> bool {
        attr.starts_with(char::is_uppercase) && attr.contains(char::is_lowercase)
            || self.assigned_attributes.contains(attr)
            || self.attributes.held.contains(super::names::attribute(attr).as_str())
    }

    /// A method of a class that is known: the receiver's own, or that of a named class.
    #[expect(clippy::too_many_arguments, reason = "a call with all of its parts")]
    fn member_call(
        &mut self,
        id: NodeId,
        value: &'a ast::Expr,
        shape: &Arc<ClassShape>,
        is_class: bool,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Option<Expr> {
        let member = shape.members.get(&attr.name).map(|member| member.kind.clone());
        let own = match &member {
            Some(MemberKind::Method(_)) if is_class && &*attr.name == "__new__" => {
                let class = self.expr(value);
                let args = self.items(args);
                let method = js::member(class, "__new__");
                return Some(js::call_method(method, "call", args));
            }
            Some(MemberKind::Decorated) => {
                if is_class {
                    return None;
                }
                let object = self.expr(value);
                let (property, position) = self.property(attr);
                if keywords.is_empty() {
                    let args = self.items(args);
                    return Some(js::call(js::member_at(object, &property, position), args));
                }
                let [args, keywords] = self.dynamic_arguments(args, keywords);
                let arguments = [object, js::string(&property), args, keywords];
                return Some(self.runtime_call("callmethodkw", arguments));
            }
            Some(MemberKind::Method(signature)) if is_class => {
                // `Base.method(self, …)`
                let class = self.expr(value);
                let (property, position) = self.property(attr);
                if !keywords.is_empty() && !Self::is_static_call(args, keywords) {
                    return Some(self.refuse(
                        id,
                        "`**` arguments of an unbound method",
                        "Call it on an instance.",
                    ));
                }
                let signature = with_receiver(signature);
                let args = self.arguments(id, &attr.name, &signature, args, keywords);
                let method = js::member_at(js::member(class, "prototype"), &property, position);
                return Some(js::call_method(method, "call", args));
            }
            Some(
                MemberKind::Method(signature)
                | MemberKind::StaticMethod(signature)
                | MemberKind::ClassMethod(signature),
            ) => Some(match &member {
                Some(MemberKind::StaticMethod(_)) => Signature::clone(signature),
                _ => without_receiver(signature),
            }),
            Some(_) => {
                // A value held in an attribute may be any callable.
                let function = self.attribute(value, attr);
                if keywords.is_empty() {
                    let args = self.items(args);
                    let function: js::Item = function.into();
                    return Some(self.runtime_call("call", std::iter::once(function).chain(args)));
                }
                let [args, keywords] = self.dynamic_arguments(args, keywords);
                return Some(self.runtime_call("callkw", [function, args, keywords]));
            }
            None => shape.browser.and_then(|kind| framework_signatures::method(kind, &attr.name)),
        };
        let signature = own?;
        let is_counted = !has_star(args) || shape.browser.is_some();
        if member.is_none() && !Self::is_static_call(args, keywords) {
            let text = super::arguments::signature_text(&signature.params);
            return Some(self.arranged_call(value, attr, &text, args, keywords));
        }
        let object = self.expr(value);
        let (property, position) = self.property(attr);
        if !is_counted || !Self::is_static_call(args, keywords) {
            let [args, keywords] = self.dynamic_arguments(args, keywords);
            return Some(
                self.runtime_call("callmethodkw", [object, js::string(&property), args, keywords]),
            );
        }
        let name = match shape.members.get(&attr.name) {
            Some(member) if !matches!(member.kind, MemberKind::StaticMethod(_)) => {
                format!("{}.{}", member.owner, attr.name)
            }
            _ => attr.name.to_string(),
        };
        let args = self.arguments(id, &name, &signature, args, keywords);
        Some(js::call(js::member_at(object, &property, position), args))
    }

    /// A method of a JavaScript object: keywords become one trailing options object.
    fn host_call(
        &mut self,
        value: &'a ast::Expr,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let object = self.expr(value);
        let is_verbatim = self.is_framework_root(value);
        let (mapped, position) = self.property(attr);
        let property = if is_verbatim { attr.name.to_string() } else { mapped };
        let mut args = self.host_items(args);
        if !keywords.is_empty() {
            args.push(self.keyword_object(keywords).into());
        }
        js::call(js::member_at(object, &property, position), args)
    }

    /// A method that builtin types have, on a receiver that may be one of them.
    #[expect(clippy::too_many_arguments, reason = "a call with all of its parts")]
    fn builtin_method(
        &mut self,
        id: NodeId,
        value: &'a ast::Expr,
        known: &Type,
        attr: &'a Ident,
        parameters: &[&str],
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        self.identifiers.insert(attr.id);
        self.check_list_method(id, known, &attr.name, args, keywords);
        let receiver = self.value(value);
        if let Some(direct) = self.direct_method(&receiver, known, &attr.name, args, keywords) {
            return direct;
        }
        let mut placed: Vec<js::Item> = vec![receiver.into()];
        placed.extend(self.items(args));
        let takes_keywords = matches!(&*attr.name, "format" | "update");
        if takes_keywords && !keywords.is_empty() {
            let is_dict = matches!(known, Type::Dict(..));
            if is_dict && args.is_empty() {
                placed.push(js::undefined().into());
            }
            let keywords = self.keyword_object(keywords);
            placed.push(
                if is_dict { keywords } else { self.runtime_call("kwmethod", [keywords]) }.into(),
            );
        } else {
            for keyword in keywords {
                let slot = keyword.name.as_ref().and_then(|name| {
                    parameters.iter().position(|parameter| **parameter == *name.name)
                });
                let Some(slot) = slot else {
                    // Not a builtin's keyword: the receiver must be another object.
                    let object = self.expr(value);
                    let (property, _) = self.property(attr);
                    let [args, keywords] = self.dynamic_arguments(args, keywords);
                    return self.runtime_call(
                        "callmethodkw",
                        [object, js::string(&property), args, keywords],
                    );
                };
                while placed.len() <= slot + 1 {
                    placed.push(js::undefined().into());
                }
                placed[slot + 1] = self.value(&keyword.value).into();
            }
        }
        let _ = id;
        // A dict says None by itself.
        let is_dict = matches!(known, Type::Dict(..));
        if is_dict && &*attr.name == "get" && matches!(args, [_, default] if is_none(default)) {
            placed.pop();
        }
        // By far the most frequent one does without the other methods.
        let function = match &*attr.name {
            "get" if !is_dict => self.runtime("get"),
            _ => self.method_function(known, &attr.name),
        };
        js::call(function, placed)
    }

    /// The runtime function of a builtin method: that of the receiver's type if known.
    pub(super) fn method_function(&mut self, known: &Type, name: &str) -> Expr {
        if *known == Type::Str
            && let Some(function) = runtime_names::string_function(name)
        {
            let local = self.import_python("strings", function);
            return js::name(&local);
        }
        let specific = match known {
            Type::List(_) => runtime_names::list_function(name),
            Type::Dict(..) => runtime_names::dict_function(name),
            Type::Set(_) => runtime_names::set_function(name),
            _ => None,
        };
        if let Some((module, function)) = specific {
            let local = self.import_python(module, function);
            return js::name(&local);
        }
        let methods = self.free_name("methods");
        let from = super::ImportSource::Python("methods".into());
        self.import(from, name, &format!("{methods}.{name}"));
        js::member(js::name(&methods), name)
    }

    /// JavaScript's own method, where it means the same.
    fn direct_method(
        &mut self,
        receiver: &Expr,
        known: &Type,
        name: &str,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Option<Expr> {
        if !keywords.is_empty() || has_star(args) {
            return None;
        }
        let first_type = args.first().map(|first| self.type_of(first));
        let property = match (known, name, args.len(), first_type) {
            (Type::Str, "upper", 0, _) => "toUpperCase",
            (Type::Str, "lower", 0, _) => "toLowerCase",
            (Type::Str, "startswith", 1, Some(Type::Str)) => "startsWith",
            (Type::Str, "endswith", 1, Some(Type::Str)) => "endsWith",
            (Type::Str, "split", 1, Some(Type::Str)) if is_nonempty_text(&args[0]) => "split",
            (Type::Str, "join", 1, Some(Type::List(element))) if *element == Type::Str => {
                let list = self.expr(&args[0]);
                return Some(js::call_method(list, "join", [receiver.clone()]));
            }
            _ => return None,
        };
        let args = self.items(args);
        Some(js::call_method(receiver.clone(), property, args))
    }

    /// `str.upper(x)`, `dict.fromkeys(xs)`: a method of a builtin type, unbound or a class method.
    fn type_method(
        &mut self,
        id: NodeId,
        value: &'a ast::Expr,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let ExprKind::Name(builtin) = &*value.kind else { return js::undefined() };
        if let [receiver, rest @ ..] = args
            && self.is_only_base(builtin)
            && self.is_receiver(receiver)
        {
            // `list.append(self, item)` in a class that derives from `list` says `super().append(item)`.
            let args = if &*attr.name == "__new__" { args } else { rest };
            return self.super_call(id, attr, args, keywords);
        }
        let lowered = self.items(args);
        match (&**builtin, &*attr.name) {
            ("dict", "fromkeys") => self.runtime_call("dictFromKeys", lowered),
            ("str", "maketrans") => {
                let local = self.import_python("strings", "maketrans");
                js::call(js::name(&local), lowered)
            }
            (_, name)
                if methods::parameters(name).is_some()
                    && keywords.is_empty()
                    && !args.is_empty() =>
            {
                let known = match &**builtin {
                    "str" => Type::Str,
                    _ => Type::Unknown,
                };
                let function = self.method_function(&known, name);
                js::call(function, lowered)
            }
            ("object", "__new__" | "__setattr__" | "__delattr__" | "__init__") => {
                let method = js::string(&attr.name);
                self.runtime_call("ofObject", std::iter::once(method.into()).chain(lowered))
            }
            (_, name) if methods::is_special(name) && keywords.is_empty() && !args.is_empty() => {
                let mut lowered = lowered.into_iter();
                let object: Vec<js::Item> = lowered.by_ref().take(1).collect();
                let arguments = object.into_iter().chain([js::string(name).into()]);
                let method = self.runtime_call("special", arguments);
                js::call(method, lowered)
            }
            (_, "__init__" | "__new__" | "__getattribute__") => self.refuse(
                id,
                format!("`{builtin}.{}` cannot be called directly", attr.name),
                "Use `super()`.",
            ),
            (_, name) => self.refuse(id, format!("`{builtin}.{name}` has no browser version"), ""),
        }
    }

    /// Whether a builtin is all that the class being lowered derives from.
    fn is_only_base(&self, builtin: &str) -> bool {
        self.classes.last().is_some_and(
            |class| matches!(&*class.shape.bases, [BaseShape::Builtin(name)] if **name == *builtin),
        )
    }

    /// A call whose result is not used: may take forms whose result would be wrong.
    pub(super) fn call_statement(&mut self, expr: &'a ast::Expr) -> Option<Expr> {
        let ExprKind::Call { callee, args, keywords } = &*expr.kind else { return None };
        let ExprKind::Attribute { value, attr } = &*callee.kind else { return None };
        let is_plain = keywords.is_empty()
            && args.len() == 1
            && !matches!(*args[0].kind, ExprKind::Starred(_));
        if &*attr.name != "append" || !is_plain || !matches!(self.type_of(value), Type::List(_)) {
            return None;
        }
        self.runs_at_once = false;
        let list = self.expr(value);
        let item = self.value(&args[0]);
        let (_, position) = self.property(attr);
        Some(js::at(js::call(js::member_at(list, "push", position), [item]), expr.id))
    }
}

/// Whether only the run knows how many arguments these are.
fn has_star(args: &[ast::Expr]) -> bool {
    args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_)))
}

fn is_none(expr: &ast::Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Constant(ast::Constant::None))
}

fn is_nonempty_text(expr: &ast::Expr) -> bool {
    matches!(&*expr.kind, ExprKind::Constant(ast::Constant::Str(text)) if !text.is_empty())
}

/// The parameters of a method that is called through its class, which takes the instance first.
fn with_receiver(signature: &Signature) -> Signature {
    let receiver =
        SignatureParam { name: "self".into(), kind: ParamKind::PositionalOnly, has_default: false };
    let rest = without_receiver(signature);
    Signature { params: std::iter::once(receiver).chain(rest.params).collect(), ..rest }
}

fn callee_name(function: &Expr) -> String {
    match &**function {
        swc_ecma_ast::Expr::Ident(ident) => ident.sym.to_string(),
        _ => "the function".to_owned(),
    }
}

/// What takes the arguments of a call of the class.
fn constructor_of(shape: &ClassShape) -> Option<&MemberKind> {
    let member = shape.members.get("__init__").or_else(|| shape.members.get("__new__"));
    member.map(|member| &member.kind)
}

/// A class whose instances `object` makes: it and its bases are written in the project, and take no arguments.
fn is_of_objects(shape: &ClassShape) -> bool {
    shape.is_complete
        && shape.decorators.is_empty()
        && shape.bases.iter().all(|base| match base {
            BaseShape::Project(base) => is_of_objects(base),
            BaseShape::Builtin(name) => &**name == "object",
            _ => false,
        })
}

/// Calling the class gives what a `__new__` of the project returns.
pub(super) fn gives_anything(shape: &ClassShape) -> bool {
    shape.members.contains_key("__new__")
}

/// Calling the class is more than making an instance.
pub(super) fn has_own_call(shape: &ClassShape) -> bool {
    let is_called = |base: &BaseShape| match base {
        BaseShape::Std { member, .. } => {
            matches!(&**member, "TypedDict" | "NamedTuple" | "namedtuple")
        }
        BaseShape::Project(base) => has_own_call(base),
        _ => false,
    };
    is_enum(shape) || shape.bases.iter().any(is_called)
}

pub(super) fn is_enum(shape: &ClassShape) -> bool {
    shape.bases.iter().any(|base| match base {
        BaseShape::Std { module, member } => {
            module == "enum" && member.ends_with("num") || member.ends_with("Flag")
        }
        BaseShape::Project(shape) => is_enum(shape),
        _ => false,
    })
}
