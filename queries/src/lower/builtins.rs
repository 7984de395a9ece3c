//! Calls of Python's builtin functions.

use super::js::{self, Expr};
use super::lowerer::{Lowerer, NOT_IN_BROWSER};
use super::types::Type;
use super::{methods, names, runtime_names};
use crate::binding::Binding;
use crate::syntax::ast::{self, Constant, ExprKind, Keyword, NodeId};

/// Parameters of builtins that take keywords, where they become positions of the runtime function.
const KEYWORDS: &[(&str, &[&str])] = &[
    ("sorted", &["iterable", "key", "reverse"]),
    ("enumerate", &["iterable", "start"]),
    ("sum", &["iterable", "start"]),
    ("round", &["number", "ndigits"]),
    ("int", &["x", "base"]),
    ("pow", &["base", "exp", "mod"]),
    ("list", &[]),
];

/// How many positional arguments builtins take: at least, and at most.
const ARITY: &[(&str, usize, usize)] = &[
    ("abs", 1, 1),
    ("all", 1, 1),
    ("any", 1, 1),
    ("aiter", 1, 1),
    ("anext", 1, 2),
    ("ascii", 1, 1),
    ("bin", 1, 1),
    ("bool", 0, 1),
    ("callable", 1, 1),
    ("chr", 1, 1),
    ("delattr", 2, 2),
    ("dict", 0, 1),
    ("divmod", 2, 2),
    ("enumerate", 1, 2),
    ("filter", 2, 2),
    ("float", 0, 1),
    ("format", 1, 2),
    ("frozenset", 0, 1),
    ("getattr", 2, 3),
    ("hasattr", 2, 2),
    ("hash", 1, 1),
    ("hex", 1, 1),
    ("id", 1, 1),
    ("int", 0, 2),
    ("isinstance", 2, 2),
    ("issubclass", 2, 2),
    ("iter", 1, 2),
    ("len", 1, 1),
    ("list", 0, 1),
    ("map", 2, usize::MAX),
    ("max", 1, usize::MAX),
    ("min", 1, usize::MAX),
    ("next", 1, 2),
    ("object", 0, 0),
    ("oct", 1, 1),
    ("ord", 1, 1),
    ("pow", 2, 3),
    ("range", 1, 3),
    ("repr", 1, 1),
    ("reversed", 1, 1),
    ("round", 1, 2),
    ("set", 0, 1),
    ("setattr", 3, 3),
    ("slice", 1, 3),
    ("sorted", 1, 1),
    ("str", 0, 3),
    ("sum", 1, 2),
    ("tuple", 0, 1),
    ("type", 1, 3),
    ("vars", 1, 1),
];

/// Builtins whose complaint about arguments has a form of its own.
const TAKES_ONE: &[&str] = &[
    "abs", "all", "any", "ascii", "bin", "callable", "chr", "hash", "hex", "id", "len", "oct",
    "ord", "repr",
];

impl<'a> Lowerer<'a> {
    /// Reports a builtin that gets too many or too few arguments.
    fn check_builtin(&mut self, id: NodeId, name: &str, args: &[ast::Expr], keywords: &[Keyword]) {
        let Some(&(_, least, most)) = ARITY.iter().find(|(builtin, ..)| *builtin == name) else {
            return;
        };
        if args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_))) {
            return;
        }
        let given = args.len();
        // Keywords may stand for arguments that are missing here.
        if given <= most && (given >= least || !keywords.is_empty()) {
            return;
        }
        let plural = |count: usize| if count == 1 { "" } else { "s" };
        let raised = if TAKES_ONE.contains(&name) {
            format!("{name}() takes exactly one argument ({given} given)")
        } else if least == most {
            format!("{name} expected {most} argument{}, got {given}", plural(most))
        } else {
            let (bound, count) = if given > most { ("most", most) } else { ("least", least) };
            format!("{name} expected at {bound} {count} argument{}, got {given}", plural(count))
        };
        self.unfit(id, raised, format!("`{name}` takes other arguments: {given} are given"), "");
    }

    pub(super) fn builtin_call(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        name: &str,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        self.identifiers.insert(callee.id);
        self.check_builtin(id, name, args, keywords);
        if runtime_names::is_exception(name) {
            let class = self.expr(callee);
            let args = self.items(args);
            return js::new(class, args);
        }
        match (name, args) {
            ("str", [only]) if keywords.is_empty() => return self.text_of(only),
            ("repr", [only]) if keywords.is_empty() => return self.repr_of(only),
            ("bool", [only]) => {
                let known = self.type_of(only);
                let test = self.truth(only);
                let is_boolean = !known.has_native_truth() || known == Type::Bool;
                return if is_boolean { test } else { js::not(js::not(test)) };
            }
            ("len", [only]) if matches!(self.type_of(only), Type::List(_) | Type::Tuple(_)) => {
                let value = self.expr(only);
                return js::member(value, "length");
            }
            ("getattr", [object, name]) if self.is_super(object) && literal(name).is_some() => {
                let property = names::attribute(literal(name).unwrap_or_default());
                return self.super_attribute(&property);
            }
            ("getattr" | "hasattr", [object, name, fallback @ ..])
                if self.is_super(object) && literal(name).is_some() =>
            {
                let property = names::attribute(literal(name).unwrap_or_default());
                let function = if fallback.is_empty() { "hasSuper" } else { "superOr" };
                let fallback: Vec<Expr> = fallback.iter().map(|each| self.value(each)).collect();
                let [class, receiver] = self.super_place();
                let property = js::string(&property);
                return self.runtime_call(
                    function,
                    [class, receiver, property].into_iter().chain(fallback),
                );
            }
            ("getattr", [object, tag, ..]) if self.is_framework(object, "ui") => {
                let tag = self.value(tag);
                return self.runtime_call("factory", [tag]);
            }
            ("getattr", [object, name]) if literal(name).is_some_and(methods::is_special) => {
                let object = self.value(object);
                let name = self.value(name);
                return self.runtime_call("special", [object, name]);
            }
            ("getattr", [object, name]) | ("getattr", [object, name, _]) if is_plain(name) => {
                let mut found = vec![self.value(object), self.value(name)];
                found.extend(args[2..].iter().map(|fallback| self.value(fallback)));
                return self.runtime_call("attribute", found);
            }
            ("getattr", [_, name]) if let Some(name) = literal(name) => {
                return self.named_method("methodOf", args, name);
            }
            ("getattr", [_, name, _]) if let Some(name) = literal(name) => {
                return self.named_method("methodOr", args, name);
            }
            ("hasattr", [object, name]) if literal(name).is_some_and(methods::is_special) => {
                let object = self.value(object);
                let name = self.value(name);
                return self.runtime_call("hasSpecial", [object, name]);
            }
            ("hasattr", [object, name]) if is_plain(name) => {
                let object = self.value(object);
                let name = self.value(name);
                return self.runtime_call("hasAttribute", [object, name]);
            }
            ("hasattr", [_, name]) if let Some(name) = literal(name) => {
                return self.named_method("hasMethodOf", args, name);
            }
            ("min" | "max", _) if !keywords.is_empty() => {
                return self.extreme(id, name, args, keywords);
            }
            ("dict", _) if !keywords.is_empty() => return self.dict_call(args, keywords),
            ("dict", []) => return js::object(vec![]),
            ("list", []) => return js::array(Vec::<Expr>::new()),
            ("print", _) if !keywords.is_empty() => return self.print_call(args, keywords),
            ("zip", _) if !keywords.is_empty() => return self.strict_zip(id, args, keywords),
            ("object", _) => {
                let class = self.expr(callee);
                return js::new(class, Vec::<Expr>::new());
            }
            ("isinstance", [value, class]) => return self.isinstance(value, class),
            ("super", []) => {
                return self.refuse(
                    id,
                    "`super()` alone is not a value",
                    "Call a method of it: `super().name(…)`.",
                );
            }
            ("iter", _) => {
                let args = self.items(args);
                return self.runtime_call("iterator", args);
            }
            (
                "locals" | "globals" | "eval" | "exec" | "open" | "input" | "compile"
                | "__import__",
                _,
            )
            | ("vars" | "dir", []) => {
                self.report(
                    NOT_IN_BROWSER,
                    id,
                    format!("`{name}` has no browser version"),
                    "Move the work behind an `@action`.",
                );
                return js::undefined();
            }
            _ => {}
        }
        if !runtime_names::is_runtime_name(name) {
            return self.expr(callee);
        }
        let function = self.expr(callee);
        let mut placed = self.items(args);
        if !keywords.is_empty() && !self.place_keywords(id, name, &mut placed, keywords) {
            return js::undefined();
        }
        if name == "pow" && placed.len() == 3 {
            return self.runtime_call("powmod", placed);
        }
        js::call(function, placed)
    }

    fn place_keywords(
        &mut self,
        id: NodeId,
        name: &str,
        placed: &mut Vec<js::Item>,
        keywords: &'a [Keyword],
    ) -> bool {
        let parameters = KEYWORDS
            .iter()
            .find(|(builtin, _)| *builtin == name)
            .map(|(_, parameters)| *parameters);
        for keyword in keywords {
            let slot = keyword.name.as_ref().and_then(|given| {
                parameters
                    .unwrap_or_default()
                    .iter()
                    .position(|parameter| **parameter == *given.name)
            });
            let Some(slot) = slot else {
                let given = keyword.name.as_ref().map_or("**", |given| given.name.as_str());
                self.unfit(
                    id,
                    format!("'{given}' is an invalid keyword argument for {name}()"),
                    format!("`{name}` is called with a keyword that has no browser version"),
                    "Pass the argument by position.",
                );
                return false;
            };
            while placed.len() <= slot {
                placed.push(js::undefined().into());
            }
            placed[slot] = self.value(&keyword.value).into();
        }
        true
    }

    /// `zip(…, strict=True)`
    fn strict_zip(&mut self, id: NodeId, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Expr {
        let [Keyword { name: Some(name), value, .. }] = keywords else {
            return self.refuse(id, "`zip` takes `strict` only", "");
        };
        if name.name != "strict" {
            return self.refuse(id, "`zip` takes `strict` only", "");
        }
        let function = match &*value.kind {
            ExprKind::Constant(Constant::Bool(true)) => self.runtime("zipStrict"),
            ExprKind::Constant(Constant::Bool(false)) => self.runtime("zip"),
            _ => {
                let test = self.truth(value);
                let (strict, lax) = (self.runtime("zipStrict"), self.runtime("zip"));
                js::conditional(test, strict, lax)
            }
        };
        let args = self.items(args);
        js::call(function, args)
    }

    /// `min(values, key=…, default=…)`
    fn extreme(
        &mut self,
        id: NodeId,
        name: &str,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let items = self.items(args);
        let values = js::array(items);
        let mut key = js::null();
        let mut default = None;
        for keyword in keywords {
            match keyword.name.as_ref().map(|name| name.name.as_str()) {
                Some("key") => key = self.value(&keyword.value),
                Some("default") => default = Some(self.value(&keyword.value)),
                _ => {
                    return self.refuse(id, format!("`{name}` takes `key` and `default` only"), "");
                }
            }
        }
        if default.is_some() && args.len() > 1 {
            self.unfit(
                id,
                format!("Cannot specify a default for {name}() with multiple positional arguments"),
                format!("`default` of `{name}` is for a single argument"),
                "",
            );
        }
        let function = if name == "min" { "minBy" } else { "maxBy" };
        self.runtime_call(function, [values, key].into_iter().chain(default))
    }

    fn dict_call(&mut self, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Expr {
        let entries = self.keyword_object(keywords);
        let has_spread = keywords.iter().any(|keyword| keyword.name.is_none());
        match args {
            [] if !has_spread => entries,
            [] => self.runtime_call("dict", [js::undefined(), entries]),
            [source, ..] if matches!(*source.kind, ExprKind::Starred(_)) => {
                let sources = js::array(self.items(args));
                let source = js::index(sources, js::number(0.0));
                self.runtime_call("dict", [source, entries])
            }
            [source, ..] => {
                let source = self.value(source);
                self.runtime_call("dict", [source, entries])
            }
        }
    }

    fn print_call(&mut self, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Expr {
        let (mut separator, mut end, mut file) = (js::null(), js::null(), None);
        for keyword in keywords {
            match keyword.name.as_ref().map(|name| name.name.as_str()) {
                Some("sep") => separator = self.value(&keyword.value),
                Some("end") => end = self.value(&keyword.value),
                Some("file") => file = Some(self.value(&keyword.value)),
                Some("flush") => {}
                _ => {
                    let message = "`print` takes `sep`, `end`, `file` and `flush`";
                    return self.refuse(keyword.value.id, message, "");
                }
            }
        }
        let values = self.items(args);
        let given = [js::array(values), separator, end].into_iter().chain(file);
        self.runtime_call("printWith", given)
    }

    fn isinstance(&mut self, value: &'a ast::Expr, class: &'a ast::Expr) -> Expr {
        let value = self.value(value);
        let class = self.class_test(class);
        self.runtime_call("isinstance", [value, class])
    }

    /// A class, or a tuple or union of classes, as the second argument of `isinstance`.
    pub(super) fn class_test(&mut self, class: &'a ast::Expr) -> Expr {
        match &*class.kind {
            ExprKind::Tuple(items) => {
                let items: Vec<Expr> = items.iter().map(|item| self.class_test(item)).collect();
                js::array(items)
            }
            ExprKind::Binary { left, op: ast::BinaryOp::BitOr, right } => {
                let (left, right) = (self.class_test(left), self.class_test(right));
                js::array([left, right])
            }
            ExprKind::Constant(Constant::None) => js::null(),
            // No value of the browser is one.
            ExprKind::Name(_)
                if matches!(
                    self.binding_of(class),
                    Some(Binding::Builtin(name))
                        if matches!(&**name, "bytes" | "bytearray" | "complex" | "memoryview")
                ) =>
            {
                js::array(Vec::<Expr>::new())
            }
            ExprKind::List(_) => {
                let message = "a list is no type to test for";
                self.unfit(
                    class.id,
                    "isinstance() arg 2 must be a type, a tuple of types, or a union".to_owned(),
                    message.to_owned(),
                    "Write a tuple of types.",
                );
                js::null()
            }
            _ => self.expr(class),
        }
    }

    /// `getattr` or `hasattr` of a name that builtin types have as a method: only that method ships.
    fn named_method(&mut self, function: &str, args: &'a [ast::Expr], name: &str) -> Expr {
        let object = self.value(&args[0]);
        let method = self.method_function(&Type::Unknown, name);
        let mut lowered = vec![object, js::string(name), method];
        lowered.extend(args[2..].iter().map(|fallback| self.value(fallback)));
        self.runtime_call(function, lowered)
    }
}

/// The name in `getattr(x, "name")`.
fn literal(name: &ast::Expr) -> Option<&str> {
    match &*name.kind {
        ExprKind::Constant(Constant::Str(name)) => Some(name),
        _ => None,
    }
}

/// Whether an expression is an attribute's name that is no method of a builtin type.
fn is_plain(name: &ast::Expr) -> bool {
    literal(name).is_some_and(|name| methods::parameters(name).is_none())
}
