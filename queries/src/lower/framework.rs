//! The framework's namespaces in browser code: `ui`, `dom`, `browser`, `imports`, `env` and the rest.

use super::js::{self, Expr, Property};
use super::lowerer::{Lowerer, ScopeKind, UNSUPPORTED};
use super::{ImportSource, framework_signatures, names};
use crate::binding::Binding;
use crate::syntax::ast::{self, ExprKind, Ident, Keyword, NodeId};

/// Properties of events and elements: never methods, so that reading one needs no binding.
const DOM_PROPERTIES: &[&str] = &[
    "target",
    "current_target",
    "currentTarget",
    "value",
    "checked",
    "dataset",
    "text_content",
    "textContent",
    "inner_html",
    "innerHTML",
    "class_list",
    "classList",
    "class_name",
    "className",
    "style",
    "files",
    "key",
    "code",
    "detail",
    "data_transfer",
    "dataTransfer",
    "client_x",
    "client_y",
    "clientX",
    "clientY",
    "parent_element",
    "parentElement",
    "first_child",
    "last_child",
    "children",
    "child_nodes",
    "scroll_top",
    "scrollTop",
    "scroll_left",
    "offset_height",
    "offset_width",
    "client_height",
    "client_width",
    "tag_name",
    "tagName",
    "disabled",
    "selected_index",
    "length",
    "state",
    "props",
    "element",
    "refs",
];

pub(super) fn is_dom_property(name: &str) -> bool {
    DOM_PROPERTIES.contains(&name)
}

/// What the framework's classes hold besides methods.
pub(super) fn is_field(name: &str) -> bool {
    matches!(
        name,
        "state"
            | "props"
            | "refs"
            | "element"
            | "component"
            | "module"
            | "actions"
            | "route"
            | "socket"
            | "screen"
            | "stores"
            | "virtual_scroll"
    )
}

impl<'a> Lowerer<'a> {
    /// Whether a chain of attributes, items and calls starts at `browser` or `imports`, up to its
    /// first call: those names are JavaScript's and never mapped.
    pub(super) fn is_framework_root(&self, expr: &ast::Expr) -> bool {
        match &*expr.kind {
            ExprKind::Name(_) => {
                self.is_framework(expr, "browser") || self.is_framework(expr, "imports")
            }
            ExprKind::Attribute { value, .. } | ExprKind::Subscript { value, .. } => {
                self.is_framework_root(value)
            }
            _ => false,
        }
    }

    /// A framework name used as a value.
    pub(super) fn framework_value(&mut self, id: NodeId, public: &str) -> Expr {
        match public {
            "browser" => js::name("window"),
            "imports" => {
                let local = self.import_python("host", "imports");
                js::name(&local)
            }
            "Component" | "Module" => {
                let local = self.import_python("browser", public);
                js::name_at(&local, id)
            }
            "createStateStore" | "createSelector" | "bus" => {
                let local = self.import_ragot(public);
                js::name_at(&local, id)
            }
            "env" | "public_env" | "join_url" => {
                let local = self.import_python("env", &names::attribute(public));
                js::name_at(&local, id)
            }
            "dom" => self.dom_namespace(),
            "ui" => self.refuse(id, "`ui` itself is not a value", "Write `ui.div(…)`."),
            _ => {
                self.report(
                    UNSUPPORTED,
                    id,
                    format!("`{public}` cannot be used here"),
                    "It belongs to a class body, a decorator, or the server.",
                );
                js::undefined()
            }
        }
    }

    fn dom_namespace(&mut self) -> Expr {
        let dom = self.free_name("dom");
        self.import(ImportSource::Python("dom".into()), "*", &dom);
        js::name(&dom)
    }

    pub(super) fn framework_attribute(
        &mut self,
        value: &'a ast::Expr,
        attr: &'a Ident,
    ) -> Option<Expr> {
        if self.is_framework_root(value) {
            return Some(self.root_attribute(value, attr));
        }
        match self.binding_of(value) {
            Some(Binding::Framework(name)) if name == "dom" => {
                let dom = self.dom_namespace();
                let (property, position) = self.property(attr);
                Some(js::member_at(dom, &property, position))
            }
            Some(Binding::Framework(name)) if name == "ui" => {
                let tag = attr.name.trim_end_matches('_').to_owned();
                // The factory itself, as a value: `[ui.li, ui.p][i]("text")`.
                Some(self.runtime_call("factory", [js::string(&tag)]))
            }
            _ => None,
        }
    }

    fn root_attribute(&mut self, value: &'a ast::Expr, attr: &'a Ident) -> Expr {
        self.identifiers.insert(attr.id);
        if self.is_framework(value, "browser") {
            return match &*attr.name {
                "window" | "document" => js::name_at(&attr.name, attr.id),
                name => js::member_at(js::name("window"), name, js::span(attr.id)),
            };
        }
        if self.is_framework(value, "imports") && self.runs_at_load() {
            self.report(
                UNSUPPORTED,
                attr.id,
                "an import alias is not loaded yet when the file is",
                "Read it inside the method or function that uses it.",
            );
        }
        let object = self.expr(value);
        let name =
            attr.name.strip_suffix('_').filter(|name| !name.is_empty()).unwrap_or(&attr.name);
        js::member_at(object, name, js::span(attr.id))
    }

    /// Whether the code being lowered runs while its file loads, outside of functions.
    fn runs_at_load(&self) -> bool {
        self.scopes.iter().all(|scope| scope.is_immediate || scope.kind == ScopeKind::Comprehension)
    }

    /// A call of something that the framework names.
    pub(super) fn framework_call(
        &mut self,
        id: NodeId,
        callee: &'a ast::Expr,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Option<Expr> {
        if let ExprKind::Attribute { value, attr } = &*callee.kind {
            if self.is_framework(value, "ui") {
                return Some(self.ui_call(attr, args, keywords));
            }
            if self.is_framework(value, "dom") {
                let function = self.framework_attribute(value, attr)?;
                return Some(match framework_signatures::dom_function(&attr.name) {
                    Some(signature) => self
                        .framework_function(id, function, &attr.name, &signature, args, keywords),
                    None => self.call_with_options(function, args, keywords),
                });
            }
            if self.is_framework_root(value) {
                return Some(self.root_call(value, attr, args, keywords));
            }
        }
        match self.binding_of(callee) {
            Some(Binding::Framework(name)) if matches!(&**name, "env" | "join_url") => {
                let function = self.framework_value(callee.id, name);
                let is_default = |keyword: &&Keyword| {
                    keyword.name.as_ref().is_some_and(|each| each.name == "default")
                };
                let mut placed = self.items(args);
                if let Some(default) = keywords.iter().find(is_default)
                    && name == "env"
                {
                    placed.push(self.value(&default.value).into());
                }
                let options: Vec<Property> = keywords
                    .iter()
                    .filter_map(|keyword| {
                        let key = keyword.name.as_ref()?;
                        (key.name != "default" || name != "env").then(|| {
                            Property::Value(key.name.to_string(), self.value(&keyword.value))
                        })
                    })
                    .collect();
                if !options.is_empty() {
                    if name == "env" && placed.len() == 1 {
                        placed.push(js::undefined().into());
                    }
                    placed.push(js::object(options).into());
                }
                Some(js::call(function, placed))
            }
            Some(Binding::Framework(name)) => {
                let function = self.framework_value(id, name);
                Some(match framework_signatures::function(name) {
                    Some(signature) => {
                        self.framework_function(id, function, name, &signature, args, keywords)
                    }
                    None => self.call_with_options(function, args, keywords),
                })
            }
            _ => None,
        }
    }

    fn call_with_options(
        &mut self,
        function: Expr,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let mut args = self.items(args);
        if !keywords.is_empty() {
            args.push(self.keyword_object(keywords).into());
        }
        js::call(function, args)
    }

    /// `browser.fetch(…)`, `browser.URL.new(…)`: JavaScript's constructors need `new`.
    fn root_call(
        &mut self,
        value: &'a ast::Expr,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        if &*attr.name == "new" {
            let class = self.expr(value);
            let args = self.items(args);
            return js::new(class, args);
        }
        let function = self.root_attribute(value, attr);
        self.call_with_options(function, args, keywords)
    }
}
