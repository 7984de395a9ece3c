//! Calls of Python's builtin functions.

use super::js::{self, Expr};
use super::lowerer::{CALL_MISMATCH, Lowerer, NOT_IN_BROWSER};
use super::runtime_names;
use super::types::Type;
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

impl<'a> Lowerer<'a> {
    pub(super) fn builtin_call(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        name: &str,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        self.identifiers.insert(callee.id);
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
            ("getattr", [object, tag, ..]) if self.is_framework(object, "ui") => {
                let tag = self.value(tag);
                return self.runtime_call("factory", [tag]);
            }
            ("getattr" | "setattr" | "hasattr" | "delattr", [_, name_arg, ..]) => {
                return self.attribute_function(name, name_arg, args);
            }
            ("min" | "max", _) if !keywords.is_empty() => {
                return self.extreme(id, name, args, keywords);
            }
            ("pow", [_, _, _]) => {
                let args = self.items(args);
                return self.runtime_call("powmod", args);
            }
            ("dict", _) if !keywords.is_empty() => return self.dict_call(args, keywords),
            ("dict", []) => return js::object(vec![]),
            ("list", []) => return js::array(Vec::<Expr>::new()),
            ("print", _) if !keywords.is_empty() => return self.print_call(args, keywords),
            ("zip", _) if !keywords.is_empty() => {
                let args = self.items(args);
                return self.runtime_call("zipStrict", args);
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
                "locals" | "globals" | "eval" | "exec" | "open" | "input" | "compile" | "vars"
                | "dir" | "__import__",
                _,
            ) => {
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
                self.report(
                    CALL_MISMATCH,
                    id,
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
        let function = if name == "min" { "minBy" } else { "maxBy" };
        self.runtime_call(function, [values, key].into_iter().chain(default))
    }

    fn dict_call(&mut self, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Expr {
        let entries = self.keyword_object(keywords);
        let has_spread = keywords.iter().any(|keyword| keyword.name.is_none());
        match args {
            [] if !has_spread => entries,
            [] => self.runtime_call("dict", [js::undefined(), entries]),
            [source, ..] => {
                let source = self.value(source);
                self.runtime_call("dict", [source, entries])
            }
        }
    }

    fn print_call(&mut self, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Expr {
        let (mut separator, mut end) = (js::null(), js::null());
        for keyword in keywords {
            match keyword.name.as_ref().map(|name| name.name.as_str()) {
                Some("sep") => separator = self.value(&keyword.value),
                Some("end") => end = self.value(&keyword.value),
                _ => {}
            }
        }
        let values = self.items(args);
        self.runtime_call("printWith", [js::array(values), separator, end])
    }

    fn isinstance(&mut self, value: &'a ast::Expr, class: &'a ast::Expr) -> Expr {
        let value = self.value(value);
        let class = self.class_test(class);
        self.runtime_call("isinstance", [value, class])
    }

    /// A class, or a tuple or union of classes, as the second argument of `isinstance`.
    fn class_test(&mut self, class: &'a ast::Expr) -> Expr {
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
            _ => self.expr(class),
        }
    }

    /// `getattr(x, "name")`: the name is mapped as attributes are, now or at run time.
    fn attribute_function(
        &mut self,
        function: &str,
        name: &'a ast::Expr,
        args: &'a [ast::Expr],
    ) -> Expr {
        let mut lowered: Vec<js::Item> = vec![];
        for (position, arg) in args.iter().enumerate() {
            if position == 1 {
                lowered.push(match &*name.kind {
                    ExprKind::Constant(Constant::Str(text)) => {
                        js::string(&super::names::attribute(text)).into()
                    }
                    _ => {
                        let value = self.value(name);
                        self.runtime_call("jsName", [value]).into()
                    }
                });
            } else {
                lowered.push(self.value(arg).into());
            }
        }
        self.runtime_call(function, lowered)
    }
}
