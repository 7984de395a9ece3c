//! `ui.…` in browser code: elements, lists and raw markup.

use super::js::{self, Expr, Property};
use super::layout;
use super::lowerer::Lowerer;
use super::runtime_names;
use super::types::Type;
use super::walk::{Visitor, walk_expr};
use crate::binding::Binding;
use crate::syntax::ast::{self, ExprKind, Ident, Keyword};

/// Primitives of the framework that are no elements, with their positional parameter.
const PRIMITIVES: &[(&str, &str)] =
    &[("For", "items"), ("Grid", "items"), ("LazyImage", "src"), ("HTML", "html")];

impl<'a> Lowerer<'a> {
    /// `ui.div(*children, **attributes)` is `h("div", attributes, ...children)`.
    pub(super) fn ui_call(
        &mut self,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        self.identifiers.insert(attr.id);
        let tag = attr.name.trim_end_matches('_');
        if let Some((_, parameter)) = PRIMITIVES.iter().find(|(name, _)| *name == tag) {
            return self.primitive_call(attr, tag, parameter, args, keywords);
        }
        let is_ordered = args.iter().any(|arg| self.has_effect(arg))
            && keywords.iter().any(|keyword| self.has_effect(&keyword.value));
        if is_ordered {
            let children = js::array(self.children(args));
            let attributes = self.attributes(keywords);
            return self.runtime_call("inOrder", [js::string(tag), children, attributes]);
        }
        let mut placed: Vec<js::Item> = vec![js::string(tag).into()];
        match (keywords, args.first()) {
            ([], None) => {}
            ([], Some(first)) if self.is_no_dict(first) => {}
            ([], Some(_)) => placed.push(js::null().into()),
            _ => placed.push(self.attributes(keywords).into()),
        }
        let heads = placed.len();
        placed.extend(self.children(args));
        let element = self.runtime_name("h");
        let is_block = args.len() > 1 || args.first().is_some_and(|child| self.is_block(child));
        let callee = if is_block { layout::broken(&element, heads) } else { element };
        js::call(js::name(&callee), placed)
    }

    /// Whether a first child is text or an element, which the runtime tells from attributes.
    fn is_no_dict(&mut self, child: &'a ast::Expr) -> bool {
        match &*child.kind {
            ExprKind::Call { callee, .. } if self.is_element(callee) => true,
            _ => matches!(self.type_of(child), Type::Str | Type::Node),
        }
    }

    /// Whether a child is made of elements.
    fn is_block(&self, child: &'a ast::Expr) -> bool {
        struct Elements<'s, 'a>(&'s Lowerer<'a>, bool);
        impl<'a> Visitor<'a> for Elements<'_, 'a> {
            fn expr(&mut self, expr: &'a ast::Expr) {
                self.1 |= matches!(&*expr.kind, ExprKind::Call { callee, .. }
                    if self.0.is_element(callee));
                walk_expr(self, expr);
            }
        }
        let mut search = Elements(self, false);
        search.expr(child);
        search.1
    }

    /// `ui.div` and the like: all give nodes.
    fn is_element(&self, callee: &ast::Expr) -> bool {
        matches!(&*callee.kind, ExprKind::Attribute { value, .. } if self.is_framework(value, "ui"))
    }

    /// `ui.For(items, key=…)`: keywords are options, except the one that names the first parameter.
    fn primitive_call(
        &mut self,
        attr: &'a Ident,
        name: &str,
        parameter: &str,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let module = runtime_names::module_of(name).unwrap_or("ui");
        let function = js::name_at(&self.import_python(module, name), attr.id);
        let is_first = |keyword: &&Keyword| {
            args.is_empty() && keyword.name.as_ref().is_some_and(|given| given.name == parameter)
        };
        let mut placed: Vec<js::Item> = match keywords.iter().find(is_first) {
            Some(first) => vec![self.value(&first.value).into()],
            None => self.children(args),
        };
        let options: Vec<&Keyword> = keywords.iter().filter(|keyword| !is_first(keyword)).collect();
        if !options.is_empty() {
            let properties = options.into_iter().map(|option| self.attribute_property(option));
            placed.push(js::object(properties.collect::<Vec<_>>()).into());
        }
        js::call(function, placed)
    }

    fn attributes(&mut self, keywords: &'a [Keyword]) -> Expr {
        // `**` may hold the same attribute by its other name.
        let is_whole = keywords.iter().all(|keyword| keyword.name.is_some());
        let properties = keywords.iter().map(|keyword| match self.attribute_property(keyword) {
            Property::Value(name, value) if is_whole => {
                Property::Value(unreserved(&name).to_owned(), value)
            }
            other => other,
        });
        js::object(properties.collect::<Vec<_>>())
    }

    fn attribute_property(&mut self, keyword: &'a Keyword) -> Property {
        let Some(name) = &keyword.name else {
            let value = self.value(&keyword.value);
            return Property::Spread(self.runtime_call("spreadKeywords", [value]));
        };
        let value = self.shown(&keyword.value);
        Property::Value(name.name.to_string(), value)
    }

    fn children(&mut self, args: &'a [ast::Expr]) -> Vec<js::Item> {
        args.iter()
            .map(|arg| match &*arg.kind {
                ExprKind::Starred(inner) => js::Item::spread(self.iterable(inner)),
                _ => js::Item::from(self.shown(arg)),
            })
            .collect()
    }

    /// A value that becomes text, or holds values that do; nested literals are looked into.
    fn shown(&mut self, expr: &'a ast::Expr) -> Expr {
        match &*expr.kind {
            ExprKind::List(items) => js::array(self.children(items)),
            ExprKind::Conditional { test, body, orelse } => {
                let test = self.truth(test);
                let (body, orelse) = (self.shown(body), self.shown(orelse));
                js::at(js::conditional(test, body, orelse), expr.id)
            }
            _ => self.value(expr),
        }
    }

    /// Whether computing a value may be noticed elsewhere, as far as its form tells.
    fn has_effect(&self, expr: &'a ast::Expr) -> bool {
        let mut search = EffectSearch { lowerer: self, is_found: false };
        search.expr(expr);
        search.is_found
    }

    fn is_harmless(&self, callee: &ast::Expr) -> bool {
        match self.binding_of(callee) {
            Some(Binding::Builtin(name)) => !matches!(&**name, "next" | "print" | "setattr"),
            _ => matches!(&*callee.kind, ExprKind::Attribute { value, attr }
                if self.is_framework(value, "ui") || READING_METHODS.contains(&&*attr.name)),
        }
    }
}

/// The attribute whose name is a word of Python's.
fn unreserved(keyword: &str) -> &str {
    match keyword {
        "as_" | "async_" | "class_" | "for_" => &keyword[..keyword.len() - 1],
        _ => keyword,
    }
}

/// Methods that change nothing, whatever has them.
const READING_METHODS: &[&str] = &[
    "capitalize",
    "count",
    "endswith",
    "format",
    "get",
    "items",
    "join",
    "keys",
    "lower",
    "replace",
    "split",
    "startswith",
    "strip",
    "title",
    "upper",
    "values",
];

struct EffectSearch<'s, 'a> {
    lowerer: &'s Lowerer<'a>,
    is_found: bool,
}

impl<'a> Visitor<'a> for EffectSearch<'_, 'a> {
    fn expr(&mut self, expr: &'a ast::Expr) {
        self.is_found |= match &*expr.kind {
            // Its body runs later.
            ExprKind::Lambda { .. } => return,
            ExprKind::Call { callee, .. } => !self.lowerer.is_harmless(callee),
            ExprKind::Await(_)
            | ExprKind::Yield(_)
            | ExprKind::YieldFrom(_)
            | ExprKind::Walrus { .. } => true,
            _ => false,
        };
        if !self.is_found {
            walk_expr(self, expr);
        }
    }
}
