//! Expressions: dispatch, literals, names, attributes, items, f-strings.

use super::inference::small_int;
use super::js::{self, Expr, Property, TemplatePart};
use super::lowerer::{Lowerer, Meaning, NOT_IN_BROWSER, SURROGATE, ScopeKind};
use super::types::Type;
use super::{ImportSource, names, runtime_names};
use crate::binding::{Binding, BrowserKind, MemberKind, Shape};
use crate::syntax::ast::{self, Constant, ExprKind, FStringPart, Ident, Name, NodeId};
use num_bigint::BigInt;

const UNDEFINED_NAME: crate::diagnostic::Code = crate::diagnostic::Code(107);

/// The largest int that every JavaScript number operation keeps: 2^53 - 1.
const MAX_SAFE: i64 = 9_007_199_254_740_991;

impl<'a> Lowerer<'a> {
    pub(super) fn expr(&mut self, expr: &'a ast::Expr) -> Expr {
        let lowered = self.expr_unmarked(expr);
        js::at(lowered, expr.id)
    }

    /// An expression whose value is kept: a method read from an object is bound to it.
    pub(super) fn value(&mut self, expr: &'a ast::Expr) -> Expr {
        let is_for_host = std::mem::take(&mut self.is_for_host);
        match &*expr.kind {
            ExprKind::Attribute { value, attr } => {
                let lowered = self.attribute_value(value, attr);
                js::at(lowered, expr.id)
            }
            ExprKind::Conditional { test, body, orelse } => {
                let test = self.truth(test);
                let (body, orelse) = (self.value(body), self.value(orelse));
                js::at(js::conditional(test, body, orelse), expr.id)
            }
            _ => {
                let lowered = self.expr(expr);
                if is_for_host { lowered } else { self.told_float(lowered, expr) }
            }
        }
    }

    /// A float on its way to where its type is not known: told from an int by the runtime.
    pub(super) fn told_float(&mut self, lowered: Expr, expr: &ast::Expr) -> Expr {
        if self.is_bare_float(expr) { self.as_float(lowered) } else { lowered }
    }

    pub(super) fn as_float(&mut self, value: Expr) -> Expr {
        self.runtime_call("asFloat", [value])
    }

    /// A float that may be whole in JavaScript's own numbers, of which only its type tells that it is a float.
    pub(super) fn is_bare_float(&mut self, expr: &ast::Expr) -> bool {
        use ast::{BinaryOp::*, UnaryOp::*};
        match &*expr.kind {
            ExprKind::Constant(Constant::Float(value)) => {
                value.fract() == 0.0 && value.abs() <= MAX_SAFE as f64
            }
            ExprKind::Name(name) => {
                matches!(self.meaning(name), Meaning::Local(_)) && self.type_of(expr) == Type::Float
            }
            ExprKind::Binary { op: Add | Sub | Mul, .. } => self.type_of(expr) == Type::Float,
            ExprKind::Binary { left, op: Div, right } => {
                super::operators::is_nonzero_literal(right)
                    && self.type_of(left).is_ordinary()
                    && self.type_of(right).is_number()
            }
            ExprKind::Unary { op: Pos, operand } => self.is_bare_float(operand),
            ExprKind::Unary { op: Neg, .. } | ExprKind::Walrus { .. } => {
                self.type_of(expr) == Type::Float
            }
            _ => false,
        }
    }

    fn expr_unmarked(&mut self, expr: &'a ast::Expr) -> Expr {
        match &*expr.kind {
            ExprKind::Constant(constant) => self.constant(expr.id, constant),
            ExprKind::Name(name) => self.name(expr.id, name),
            ExprKind::Bool { op, values } => self.bool_value(*op, values),
            ExprKind::Walrus { target, value } => {
                let value = self.local_value(&target.name, value);
                self.assign_variable(target.id, &target.name, value)
            }
            ExprKind::Binary { left, op, right } => self.binary(left, *op, right),
            ExprKind::Unary { op, operand } => self.unary(*op, operand),
            ExprKind::Lambda { params, body } => self.lambda(params, body),
            ExprKind::Conditional { test, body, orelse } => {
                let test = self.truth(test);
                let (body, orelse) = (self.value(body), self.value(orelse));
                js::conditional(test, body, orelse)
            }
            ExprKind::Dict(entries) => self.dict(entries),
            ExprKind::Set(items) => {
                let items = self.items(items);
                self.runtime_call("setOf", items)
            }
            ExprKind::List(items) => {
                let items = self.items(items);
                js::array(items)
            }
            ExprKind::Tuple(items) => {
                let items = self.items(items);
                self.runtime_call("tupleOf", items)
            }
            ExprKind::ListComp { .. }
            | ExprKind::SetComp { .. }
            | ExprKind::DictComp { .. }
            | ExprKind::Generator { .. } => self.comprehension(expr),
            ExprKind::Await(value) => self.awaited(value),
            ExprKind::Yield(value) => {
                let value = value.as_ref().map_or_else(js::null, |value| self.value(value));
                js::yield_(Some(value), false)
            }
            ExprKind::YieldFrom(value) => {
                // Values and errors sent to this generator reach the inner one.
                let inner = self.expr(value);
                let inner = self.runtime_call("delegate", [inner]);
                js::yield_(Some(inner), true)
            }
            ExprKind::Compare { left, comparisons } => self.compare(left, comparisons),
            ExprKind::Call { callee, args, keywords } => self.call(expr.id, callee, args, keywords),
            ExprKind::FString(parts) => self.fstring(parts),
            ExprKind::Attribute { value, attr } => self.attribute(value, attr),
            ExprKind::Subscript { value, index } => self.item(value, index),
            ExprKind::Starred(_) => {
                self.refuse(expr.id, "`*` stands where no sequence can be unpacked", "")
            }
            ExprKind::Slice { lower, upper, step } => {
                let args = self.slice_bounds(lower, upper, step);
                let class = self.runtime("Slice");
                js::new(class, args)
            }
        }
    }

    fn constant(&mut self, id: NodeId, constant: &Constant) -> Expr {
        match constant {
            Constant::None => js::null(),
            Constant::Bool(value) => js::boolean(*value),
            Constant::Int(value) => int(value),
            Constant::Float(value) => js::number(*value),
            Constant::Str(text) => js::string(text),
            Constant::Ellipsis => self.runtime("Ellipsis"),
            Constant::Complex(_) => self.refuse(
                id,
                "complex numbers have no browser version",
                "Keep the real and imaginary part in two numbers.",
            ),
            Constant::Surrogates => self.refuse_as(
                SURROGATE,
                id,
                "half of a surrogate pair is no text that a browser could show or send",
                "Write the whole character, for instance \"\\U0001F600\".",
            ),
            Constant::Bytes(_) => self.refuse(
                id,
                "bytes have no browser version",
                "Use a str, or `browser.Uint8Array` for binary data.",
            ),
        }
    }

    pub(super) fn name(&mut self, id: NodeId, name: &Name) -> Expr {
        match self.meaning(name) {
            Meaning::Receiver => self.receiver(name),
            Meaning::Local(scope) => {
                self.identifiers.insert(id);
                let variable = js::name_at(&names::variable(name), id);
                if self.scopes[scope].names.unbound.contains(&id) {
                    let is_free = self.scopes[scope + 1..]
                        .iter()
                        .any(|inner| inner.kind != ScopeKind::Comprehension && !inner.is_immediate);
                    let function = if is_free { "assignedAround" } else { "assigned" };
                    return self.runtime_call(function, [variable, js::string(name)]);
                }
                variable
            }
            Meaning::ClassLevel => js::member(js::this(), &names::attribute(name)),
            Meaning::Bound(binding) => self.bound_name(id, name, binding),
            Meaning::Undefined => self.undefined_name(id, name),
        }
    }

    fn undefined_name(&mut self, id: NodeId, name: &str) -> Expr {
        if matches!(name, "__name__") {
            return js::string("__browser__");
        }
        if self.expecting_undefined > 0 {
            return self.runtime_call("undefinedName", [js::string(name)]);
        }
        self.report(
            UNDEFINED_NAME,
            id,
            format!("the name `{name}` is not defined"),
            "Define it in this file or import it.",
        );
        js::undefined()
    }

    /// A module-level name used as a value.
    pub(super) fn bound_name(&mut self, id: NodeId, name: &str, binding: &'a Binding) -> Expr {
        // `global x` in a function inside one that has an `x` of its own.
        if self.scopes.iter().any(|scope| scope.names.locals.contains_key(name)) {
            return self.refuse(
                id,
                format!("a function around has a local `{name}`, which hides the global one here"),
                "Give one of them another name.",
            );
        }
        self.identifiers.insert(id);
        let local = names::variable(name);
        match binding {
            Binding::BrowserClass { kind, shape } => {
                let class = shape.name.clone();
                let from = match kind {
                    BrowserKind::Component => ImportSource::Component(class.clone()),
                    BrowserKind::Module => ImportSource::Module(class.clone()),
                };
                self.import(from, &class, &local);
                js::name_at(&local, id)
            }
            Binding::Shared { module, export, shape } => {
                self.import(ImportSource::Shared(module.clone()), export, &local);
                let variable = js::name_at(&local, id);
                if *shape == Shape::Late {
                    return self.runtime_call("defined", [variable, js::string(name)]);
                }
                variable
            }
            Binding::Store { store } => {
                self.import(ImportSource::Stores, store, &local);
                js::name_at(&local, id)
            }
            Binding::StdMember { module, member } => self.std_member(id, module, member),
            Binding::Builtin(builtin) => self.builtin_value(id, builtin),
            Binding::Framework(public) => self.framework_value(id, public),
            Binding::SharedModule { module, .. } => {
                self.import(ImportSource::Shared(module.clone()), "*", &local);
                js::name_at(&local, id)
            }
            Binding::StdModule(module) => self.std_module(id, module, &local),
            Binding::Refused(refusal)
                if refusal.code == UNDEFINED_NAME && self.expecting_undefined > 0 =>
            {
                self.runtime_call("undefinedName", [js::string(name)])
            }
            Binding::Refused(refusal) => self.refuse_name(id, refusal),
        }
    }

    /// A builtin used as a value: `map(str, xs)`, `default=int`, `KeyError`.
    fn builtin_value(&mut self, id: NodeId, builtin: &str) -> Expr {
        match builtin {
            "NotImplemented" | "Ellipsis" => self.runtime(builtin),
            _ if runtime_names::is_runtime_name(builtin) => {
                let local = self.runtime_name(builtin);
                js::name_at(&local, id)
            }
            _ => {
                self.report(
                    NOT_IN_BROWSER,
                    id,
                    format!("the builtin `{builtin}` has no browser version"),
                    "Move the work behind an `@action`.",
                );
                js::undefined()
            }
        }
    }

    /// Elements or arguments, `*xs` spread.
    pub(super) fn items(&mut self, items: &'a [ast::Expr]) -> Vec<js::Item> {
        items
            .iter()
            .map(|item| match &*item.kind {
                ExprKind::Starred(inner) => {
                    self.is_for_host = false;
                    js::Item::spread(self.iterable(inner))
                }
                _ => js::Item::from(self.value(item)),
            })
            .collect()
    }

    /// [`Self::items`] for a function of JavaScript's.
    pub(super) fn host_items(&mut self, items: &'a [ast::Expr]) -> Vec<js::Item> {
        let mut lowered = vec![];
        for item in items {
            self.is_for_host = true;
            lowered.append(&mut self.items(std::slice::from_ref(item)));
        }
        lowered
    }

    /// What a variable gets: a float stays a number of JavaScript where all of its values are floats.
    pub(super) fn local_value(&mut self, name: &Name, value: &'a ast::Expr) -> Expr {
        self.is_for_host = self.holds_only_floats(name);
        let is_in_sight =
            self.scope().and_then(|scope| scope.names.locals.get(name)).is_some_and(|local| {
                !local.escapes
                    && !local.is_returned
                    && matches!(*value.kind, ExprKind::Lambda { .. })
            });
        let outer = self.lambdas_stay;
        self.lambdas_stay |= is_in_sight;
        let lowered = self.value(value);
        self.lambdas_stay = outer;
        lowered
    }

    pub(super) fn holds_only_floats(&mut self, name: &Name) -> bool {
        match self.meaning(name) {
            Meaning::Local(scope) => self.joined_type(scope, name) == Type::Float,
            _ => false,
        }
    }

    /// Whether JavaScript iterates a value as Python would, and may leave the loop.
    pub(super) fn is_iterable_itself(&mut self, expr: &ast::Expr) -> bool {
        let known = self.type_of(expr);
        // Leaving a loop early must not close a generator that a variable holds.
        let is_held = matches!(known, Type::Iterator(_)) && matches!(*expr.kind, ExprKind::Name(_));
        known.is_native_iterable() && !is_held
    }

    /// An expression that `for … of` and spread iterate as Python would.
    pub(super) fn iterable(&mut self, expr: &'a ast::Expr) -> Expr {
        let is_ready = self.is_iterable_itself(expr);
        let value = self.expr(expr);
        if is_ready { value } else { self.runtime_call("iter", [value]) }
    }

    fn dict(&mut self, entries: &'a [(Option<ast::Expr>, ast::Expr)]) -> Expr {
        let plain_key = |key: &'a ast::Expr| match &*key.kind {
            ExprKind::Constant(Constant::Str(text)) if is_plain_key(text) => Some(text.to_string()),
            _ => None,
        };
        let all_plain =
            entries.iter().all(|(key, _)| key.as_ref().is_none_or(|key| plain_key(key).is_some()));
        let has_spread = entries.iter().any(|(key, _)| key.is_none());
        if all_plain && !has_spread {
            let properties: Vec<Property> = entries
                .iter()
                .map(|(key, value)| {
                    let key = key.as_ref().and_then(plain_key).unwrap_or_default();
                    Property::Value(key, self.value(value))
                })
                .collect();
            return js::object(properties);
        }
        // Runs of entries between spreads, merged from left to right.
        let mut parts: Vec<Expr> = vec![];
        let mut run: Vec<&'a (Option<ast::Expr>, ast::Expr)> = vec![];
        for entry in entries {
            if entry.0.is_some() {
                run.push(entry);
                continue;
            }
            if !run.is_empty() {
                parts.push(self.dict_run(&std::mem::take(&mut run)));
            }
            parts.push(self.value(&entry.1));
        }
        if !run.is_empty() {
            parts.push(self.dict_run(&run));
        }
        if !has_spread && parts.len() == 1 {
            return parts.remove(0);
        }
        self.runtime_call("dictMerge", parts)
    }

    fn dict_run(&mut self, run: &[&'a (Option<ast::Expr>, ast::Expr)]) -> Expr {
        let is_plain = run.iter().all(|(key, _)| {
            matches!(key.as_ref().map(|key| &*key.kind), Some(ExprKind::Constant(Constant::Str(text))) if is_plain_key(text))
        });
        if is_plain {
            let properties: Vec<Property> = run
                .iter()
                .map(|(key, value)| {
                    let key = match key.as_ref().map(|key| &*key.kind) {
                        Some(ExprKind::Constant(Constant::Str(text))) => text.to_string(),
                        _ => String::new(),
                    };
                    Property::Value(key, self.value(value))
                })
                .collect();
            return js::object(properties);
        }
        let pairs: Vec<Expr> = run
            .iter()
            .map(|(key, value)| {
                let key = key.as_ref().map_or_else(js::null, |key| self.value(key));
                let value = self.value(value);
                js::array([key, value])
            })
            .collect();
        self.runtime_call("dictOf", pairs)
    }

    /// An attribute that is used at once: called, compared, read from.
    pub(super) fn attribute(&mut self, value: &'a ast::Expr, attr: &'a Ident) -> Expr {
        if let Some(special) = self.special_attribute(value, attr) {
            return special;
        }
        let known = self.type_of(value);
        if let Type::Instance(shape) = &known
            && matches!(
                shape.members.get(&attr.name).map(|member| &member.kind),
                Some(MemberKind::Method(_) | MemberKind::ClassMethod(_) | MemberKind::Decorated)
            )
        {
            return self.attribute_value(value, attr);
        }
        if let Some(refused) = self.missing_attribute(&known, attr) {
            return refused;
        }
        if self.is_plain_property(value, &known, &attr.name) {
            let object = self.expr(value);
            let (property, position) = self.property(attr);
            return js::member_at(object, &property, position);
        }
        self.attribute_value(value, attr)
    }

    /// An attribute that JavaScript's value has and Python's has not.
    fn missing_attribute(&mut self, known: &Type, attr: &'a Ident) -> Option<Expr> {
        let kind = match known {
            Type::Str => "str",
            Type::List(_) => "list",
            Type::Tuple(_) => "tuple",
            Type::Set(_) => "set",
            _ => return None,
        };
        let is_python =
            attr.name.starts_with("__") || super::methods::parameters(&attr.name).is_some();
        if is_python || self.expecting_missing > 0 {
            return None;
        }
        let help = if attr.name == "length" { "Use `len(…)`." } else { "" };
        let message = format!("a {kind} has no attribute `{}`", attr.name);
        Some(self.refuse(attr.id, message, help))
    }

    /// Whether `value.attr` cannot be a method that would lose its object.
    fn is_plain_property(&self, value: &ast::Expr, known: &Type, attr: &str) -> bool {
        match known {
            Type::Instance(shape) => match shape.members.get(attr).map(|member| &member.kind) {
                Some(
                    MemberKind::Attribute { .. }
                    | MemberKind::InstanceAttribute
                    | MemberKind::Property { .. },
                ) => true,
                Some(_) => false,
                // Only the run can tell whether a browser class lacks it.
                None if shape.browser.is_some() => super::framework::is_field(attr),
                None => self.is_receiver(value),
            },
            // Every function of JavaScript has these names.
            Type::Class(_) if matches!(attr, "name" | "length") => false,
            Type::Class(shape) => matches!(
                shape.members.get(attr).map(|member| &member.kind),
                Some(MemberKind::Attribute { .. } | MemberKind::StaticMethod(_))
            ),
            Type::Element | Type::Host => true,
            Type::Str | Type::List(_) | Type::Tuple(_) | Type::Set(_) => false,
            // Texts and lists of JavaScript have a length, and what is no element has no value.
            _ if attr == "length" || self.expecting_missing > 0 => false,
            _ => super::framework::is_dom_property(attr),
        }
    }

    /// Whether a class has nothing of this name, so that it may be a method of its subclasses, or of a class beside it.
    fn may_be_of_subclass(&self, known: &Type, attr: &str) -> bool {
        matches!(known, Type::Instance(shape) if shape.browser.is_none() && !shape.members.contains_key(attr))
            && !self.attributes.values.contains_key(names::attribute(attr).as_str())
    }

    /// An attribute that is kept: methods are bound, once for each instance.
    pub(super) fn attribute_value(&mut self, value: &'a ast::Expr, attr: &'a Ident) -> Expr {
        if let Some(special) = self.special_attribute(value, attr) {
            return special;
        }
        let known = self.type_of(value);
        let is_method = matches!(&known, Type::Instance(shape) if matches!(
            shape.members.get(&attr.name).map(|member| &member.kind),
            Some(
                MemberKind::Method(_)
                    | MemberKind::ClassMethod(_)
                    | MemberKind::StaticMethod(_)
                    | MemberKind::Decorated
            )
        )) || matches!(&known, Type::Class(shape) if matches!(
            shape.members.get(&attr.name).map(|member| &member.kind),
            Some(MemberKind::ClassMethod(_))
        )) || (self.is_receiver(value)
            && super::framework_signatures::is_method(&attr.name));
        let is_plain = !is_method
            && self.is_plain_property(value, &known, &attr.name)
            && !self.may_be_of_subclass(&known, &attr.name);
        if super::methods::parameters(&attr.name).is_some()
            && matches!(known, Type::List(_) | Type::Str | Type::Dict(..) | Type::Set(_))
        {
            return self.builtin_method_value(value, &known, &attr.name);
        }
        let object = self.expr(value);
        let (property, position) = self.property(attr);
        if let Type::Class(shape) = &known
            && matches!(
                shape.members.get(&attr.name).map(|member| &member.kind),
                Some(MemberKind::Method(_))
            )
        {
            return self.unbound_method(object, &property);
        }
        if let Type::Class(shape) = &known
            && matches!(
                shape.members.get(&attr.name).map(|member| &member.kind),
                Some(MemberKind::Property { .. })
            )
        {
            return self.runtime_call("classProperty", [object, js::string(&property)]);
        }
        if is_method {
            let method = self.runtime_call("bound", [object, js::string(&property)]);
            return self.with_signature(method, &known, &attr.name);
        }
        if is_plain {
            return js::member_at(object, &property, position);
        }
        if super::methods::parameters(&attr.name).is_some() {
            let method = self.method_function(&Type::Unknown, &attr.name);
            return self.runtime_call("methodOf", [object, js::string(&attr.name), method]);
        }
        let names = [&*property, &*attr.name];
        let names = &names[..if property == *attr.name { 1 } else { 2 }];
        let names = names.iter().map(|name| js::string(name));
        // `attrAt(other?.x, other, "x")`: engines remember for each place in the code where a property is, but not for one
        // that reads those of all names.
        if std::mem::take(&mut self.reads_at_once)
            && !names::is_of_builtins(&property)
            && js::is_identifier(&property)
        {
            let direct = js::optional_member(object.clone(), &property);
            return self.runtime_call("attrAt", [direct, object].into_iter().chain(names));
        }
        self.runtime_call("attr", [object].into_iter().chain(names))
    }

    /// `Item.rank` as a value: a function that takes the instance first.
    fn unbound_method(&mut self, class: Expr, property: &str) -> Expr {
        let method = js::member(js::member(class, "prototype"), property);
        self.runtime_call("withReceiver", [method])
    }

    /// `xs.append` as a value: a function that remembers the list.
    fn builtin_method_value(&mut self, value: &'a ast::Expr, known: &Type, name: &str) -> Expr {
        let object = self.expr(value);
        let receiver = self.fresh("receiver");
        let args = self.fresh("args");
        let function = self.method_function(known, name);
        let call = js::call(
            function,
            [js::Item::from(js::name(&receiver)), js::Item::spread(js::name(&args))],
        );
        let rest = js::rest_pattern(js::pattern(js::ident(&args)));
        let bound = js::arrow(vec![rest], js::Body::Value(call), false);
        let bind =
            js::arrow(vec![js::pattern(js::ident(&receiver))], js::Body::Value(bound), false);
        js::call(bind, [object])
    }

    /// Whether a function or class that stands in another one is named: a method, `Outer.Inner`, a local one.
    fn is_nested_definition(&mut self, value: &ast::Expr) -> bool {
        match &*value.kind {
            ExprKind::Attribute { attr, .. } => {
                &*attr.name != "__class__" && self.binding_of(value).is_none()
            }
            ExprKind::Name(name) => {
                matches!(self.meaning(name), Meaning::Local(_))
                    && matches!(self.type_of(value), Type::Class(_) | Type::Function(Some(_)))
            }
            _ => false,
        }
    }

    /// Attributes of the framework's namespaces, of modules, and of `super()`.
    fn special_attribute(&mut self, value: &'a ast::Expr, attr: &'a Ident) -> Option<Expr> {
        if &*attr.name == "__class__" {
            let object = self.expr(value);
            return Some(self.runtime_call("type", [object]));
        }
        if let Some(found) = self.framework_attribute(value, attr) {
            return Some(found);
        }
        if let Some((class, object)) = self.explicit_super(value) {
            let (property, _) = self.property(attr);
            let class = self.expr(class);
            let object = self.expr(object);
            return Some(self.runtime_call("superattr", [class, object, js::string(&property)]));
        }
        if self.is_super(value) {
            let (property, position) = self.property(attr);
            if self.is_accessor_of_base(&attr.name) {
                return Some(js::super_member(&property, position));
            }
            return Some(self.super_attribute(&property));
        }
        match &*attr.name {
            name @ ("__defaults__" | "__kwdefaults__" | "__code__" | "__closure__"
            | "__globals__") => {
                let message = format!("`{name}` of a function has no browser version");
                return Some(self.refuse(
                    attr.id,
                    message,
                    "Keep what you need to know of it beside the function.",
                ));
            }
            // The runtime knows no more than the name itself, which is all of it for what stands at top level.
            "__qualname__" if self.is_nested_definition(value) => {
                return Some(self.refuse(
                    attr.id,
                    "`__qualname__` of what stands in a class or function has no browser version",
                    "Use `__name__`.",
                ));
            }
            "__dict__" => {
                let object = self.value(value);
                return Some(self.runtime_call("vars", [object, js::boolean(true)]));
            }
            "__class__" if self.is_receiver(value) => {
                let object = self.expr(value);
                return Some(js::member(object, "constructor"));
            }
            "__class__" => {
                let object = self.value(value);
                return Some(self.runtime_call("type", [object]));
            }
            name if super::methods::is_special(name) && !self.has_member(value, name) => {
                let object = self.value(value);
                return Some(self.runtime_call("special", [object, js::string(name)]));
            }
            _ => {}
        }
        match self.binding_of(value) {
            Some(Binding::SharedModule { members, .. }) => {
                let binding = members.get(&attr.name)?;
                let stem = self.fresh_module_local(&attr.name, binding);
                Some(self.bound_name(attr.id, &stem, binding))
            }
            Some(Binding::StdModule(module)) => {
                self.identifiers.insert(attr.id);
                Some(self.std_member(attr.id, module, &attr.name))
            }
            // `str.lower` as a value
            Some(Binding::Builtin(builtin)) if super::methods::parameters(&attr.name).is_some() => {
                let known = if builtin == "str" { Type::Str } else { Type::Unknown };
                Some(self.method_function(&known, &attr.name))
            }
            _ => None,
        }
    }

    /// `helpers.total` is imported by its own name, or by one that nothing else has.
    fn fresh_module_local(&self, name: &str, binding: &Binding) -> String {
        let is_free = match self.meaning(name) {
            Meaning::Undefined => true,
            Meaning::Bound(other) => other == binding,
            _ => false,
        };
        if is_free { name.to_owned() } else { format!("{name}$") }
    }

    /// `super().name` where JavaScript's `super.name` does not do.
    pub(super) fn super_attribute(&mut self, property: &str) -> Expr {
        let [class, receiver] = self.super_place();
        self.runtime_call("superattr", [class, receiver, js::string(property)])
    }

    /// The class that `super()` goes on from, and the object.
    pub(super) fn super_place(&mut self) -> [Expr; 2] {
        let class =
            self.classes.last().map(|class| names::variable(&class.name)).unwrap_or_default();
        [js::name(&class), self.super_receiver()]
    }

    /// The object whose method `super()` stands in.
    pub(super) fn super_receiver(&mut self) -> Expr {
        let receiver = self.scopes.iter().rev().find_map(|scope| scope.receiver.clone());
        receiver.map_or_else(js::this, |name| self.receiver(&name))
    }

    /// Whether a base class has a property of this name.
    fn is_accessor_of_base(&self, name: &str) -> bool {
        self.classes.last().is_some_and(|class| {
            class.shape.bases.iter().any(|base| matches!(base, crate::binding::BaseShape::Project(base)
                if matches!(base.members.get(name).map(|member| &member.kind), Some(MemberKind::Property { .. }))))
        })
    }

    /// Whether the class of a value is known to have the member.
    pub(super) fn has_member(&mut self, value: &ast::Expr, name: &str) -> bool {
        match self.type_of(value) {
            Type::Instance(shape) | Type::Class(shape) => shape.members.contains_key(name),
            _ => false,
        }
    }

    /// Whether a value is `super()`, or says the same in words: `super(Card, self)`.
    pub(super) fn is_super(&self, expr: &ast::Expr) -> bool {
        self.super_arguments(expr).is_some() && self.explicit_super(expr).is_none()
    }

    /// The class and the object of a `super(Class, object)` that is not what `super()` means where it stands.
    pub(super) fn explicit_super<'b>(
        &self,
        expr: &'b ast::Expr,
    ) -> Option<(&'b ast::Expr, &'b ast::Expr)> {
        let [class, object] = self.super_arguments(expr)? else { return None };
        let is_own = self
            .classes
            .last()
            .is_some_and(|own| matches!(&*class.kind, ExprKind::Name(name) if **name == *own.name));
        (!is_own || !self.is_receiver(object)).then_some((class, object))
    }

    fn super_arguments<'b>(&self, expr: &'b ast::Expr) -> Option<&'b [ast::Expr]> {
        match &*expr.kind {
            ExprKind::Call { callee, args, .. } if matches!(self.binding_of(callee), Some(Binding::Builtin(name)) if name == "super") => {
                Some(args)
            }
            _ => None,
        }
    }

    fn item(&mut self, value: &'a ast::Expr, index: &'a ast::Expr) -> Expr {
        if let ExprKind::Slice { lower, upper, step } = &*index.kind {
            let object = self.expr(value);
            let mut args = vec![object];
            args.extend(self.slice_bounds(lower, upper, step));
            while args.len() > 1 && args.last().is_some_and(|last| last.is_null()) {
                args.pop();
            }
            return self.runtime_call("getslice", args);
        }
        let is_alias = self.is_generic(value);
        let known = self.type_of(value);
        let object = self.expr(value);
        let key = self.value(index);
        if is_alias {
            return self.runtime_call("genericAlias", [object, key]);
        }
        let is_direct_tuple = matches!((&known, small_int(index)), (Type::Tuple(Some(items)), Some(position))
            if position >= 0 && (position as usize) < items.len());
        if is_direct_tuple || self.is_framework_root(value) {
            return js::index(object, key);
        }
        self.runtime_call("getitem", [object, key])
    }

    /// Whether a value is a class of the builtins or the library that takes type arguments: `list[int]`.
    pub(super) fn is_generic(&self, value: &ast::Expr) -> bool {
        match self.binding_of(value) {
            Some(Binding::Builtin(name)) => {
                matches!(&**name, "dict" | "frozenset" | "list" | "set" | "tuple" | "type")
            }
            Some(Binding::StdMember { module, member }) => {
                module == "collections" && member != "namedtuple"
            }
            _ => false,
        }
    }

    /// Whether an expression certainly is a type, so that `|` joins it with another.
    pub(super) fn is_type(&self, expr: &ast::Expr) -> bool {
        match &*expr.kind {
            ExprKind::Subscript { value, .. } => self.is_generic(value),
            ExprKind::Binary { left, op: ast::BinaryOp::BitOr, right } => {
                self.is_type(left) || self.is_type(right)
            }
            ExprKind::Name(_) | ExprKind::Attribute { .. } => match self.binding_of(expr) {
                Some(Binding::Builtin(name)) => matches!(
                    &**name,
                    "bool"
                        | "dict"
                        | "float"
                        | "frozenset"
                        | "int"
                        | "list"
                        | "object"
                        | "set"
                        | "str"
                        | "tuple"
                        | "type"
                ),
                Some(
                    Binding::Shared { shape: Shape::Class(_), .. } | Binding::BrowserClass { .. },
                ) => true,
                _ => false,
            },
            _ => false,
        }
    }

    pub(super) fn slice_bounds(
        &mut self,
        lower: &'a Option<ast::Expr>,
        upper: &'a Option<ast::Expr>,
        step: &'a Option<ast::Expr>,
    ) -> Vec<Expr> {
        [lower, upper, step]
            .into_iter()
            .map(|bound| bound.as_ref().map_or_else(js::null, |bound| self.value(bound)))
            .collect()
    }

    /// The text of a value whose type may be known.
    pub(super) fn text_of(&mut self, expr: &'a ast::Expr) -> Expr {
        let known = self.type_of(expr);
        let value = self.expr(expr);
        match known {
            Type::Str => value,
            Type::Float => self.runtime_call("floatText", [value]),
            _ => self.runtime_call("str", [value]),
        }
    }

    /// `repr` of a value whose type may be known.
    pub(super) fn repr_of(&mut self, expr: &'a ast::Expr) -> Expr {
        let known = self.type_of(expr);
        let value = self.expr(expr);
        self.runtime_call(if known == Type::Float { "floatText" } else { "repr" }, [value])
    }

    fn fstring(&mut self, parts: &'a [FStringPart]) -> Expr {
        let parts = self.fstring_parts(parts);
        match parts.as_slice() {
            [] => js::string(""),
            [TemplatePart::Text(text)] => js::string(text),
            _ => js::template(parts),
        }
    }

    fn fstring_parts(&mut self, parts: &'a [FStringPart]) -> Vec<TemplatePart> {
        let mut lowered = vec![];
        for part in parts {
            match part {
                FStringPart::Literal(text) => lowered.push(TemplatePart::Text(text.to_string())),
                FStringPart::Value { value, conversion, spec } => {
                    let spec = spec.as_ref().filter(|spec| !spec.is_empty());
                    lowered.push(TemplatePart::Value(self.formatted(
                        value,
                        *conversion,
                        spec.map(Vec::as_slice),
                    )));
                }
            }
        }
        lowered
    }

    fn formatted(
        &mut self,
        value: &'a ast::Expr,
        conversion: Option<char>,
        spec: Option<&'a [FStringPart]>,
    ) -> Expr {
        let known = self.type_of(value);
        let text = match conversion {
            Some('r') => self.repr_of(value),
            Some('s') => self.text_of(value),
            Some(conversion) => {
                let value = self.expr(value);
                let function = match conversion {
                    'a' => "ascii",
                    _ => "str",
                };
                self.runtime_call(function, [value])
            }
            None if spec.is_some() => self.value(value),
            // A template literal writes these as Python does.
            None if matches!(known, Type::Str | Type::Int(_)) => return self.expr(value),
            None if known == Type::Float => return self.text_of(value),
            None => {
                let value = self.expr(value);
                return self.runtime_call("formatted", [value]);
            }
        };
        let Some(spec) = spec else { return text };
        let spec = self.fstring(spec);
        self.runtime_call("format", [text, spec])
    }

    /// Assigns a variable, as an expression.
    pub(super) fn assign_variable(&mut self, id: NodeId, name: &Name, value: Expr) -> Expr {
        let target = self.variable_target(id, name);
        js::assign_pattern(target, value)
    }

    /// A name as an assignment target.
    pub(super) fn variable_target(&mut self, id: NodeId, name: &Name) -> js::Pat {
        self.identifiers.insert(id);
        match self.meaning(name) {
            Meaning::Bound(Binding::Shared { .. })
                if self.classes.iter().any(|class| class.is_browser) =>
            {
                self.report(
                    super::lowerer::UNSUPPORTED,
                    id,
                    format!("a browser class cannot assign the global `{name}`"),
                    "Change it through a function of the file that defines it, or keep it in a dict.",
                );
            }
            Meaning::ClassLevel => {
                return js::Pat::Expr(js::member(js::this(), &names::attribute(name)));
            }
            _ => {}
        }
        js::pattern(js::ident_at(&names::variable(name), id))
    }

    /// Runs `lower` as the body of an expression that may need variables of its own: at module level
    /// there is no function around to declare them.
    pub(super) fn isolated(&mut self, lower: impl FnOnce(&mut Self) -> Expr) -> Expr {
        let mut scope =
            super::lowerer::Scope::new(ScopeKind::Arrow, super::scope::Names::default());
        scope.is_immediate = true;
        self.scopes.push(scope);
        let value = lower(self);
        let temporaries = self.scopes.pop().map(|scope| scope.temporaries).unwrap_or_default();
        if temporaries.is_empty() {
            return value;
        }
        let body = vec![
            js::declare_names(temporaries.iter().map(String::as_str)),
            js::return_(Some(value)),
        ];
        js::call(js::arrow(vec![], js::Body::Block(body), false), Vec::<Expr>::new())
    }
}

/// A number of JavaScript as long as that is exact.
fn int(value: &BigInt) -> Expr {
    match i64::try_from(value) {
        Ok(small) if (-MAX_SAFE..=MAX_SAFE).contains(&small) => js::number(small as f64),
        _ => js::big_integer(value),
    }
}

/// Whether a JavaScript object keeps this key in insertion order.
fn is_plain_key(key: &str) -> bool {
    let is_integer = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_digit());
    key != "__proto__" && !is_integer
}
