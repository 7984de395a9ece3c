//! Calls of methods that the framework's objects have: browser classes and stores. Their functions are
//! JavaScript's and know no parameter names, so that lowering places keywords, or passes the signature along.

use super::arguments::{is_optional, signature_text, without_receiver};
use super::framework_signatures;
use super::js::{self, Expr};
use super::lowerer::Lowerer;
use super::names;
use super::types::Type;
use crate::binding::{MemberKind, Signature};
use crate::syntax::ast::{self, ExprKind, Ident, Keyword, NodeId};

impl<'a> Lowerer<'a> {
    /// A call with keywords of a method that an object of the framework may have, on a receiver of unknown class.
    pub(super) fn framework_method_call(
        &mut self,
        value: &'a ast::Expr,
        known: &Type,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Option<Expr> {
        // A class without it may stand beside a browser class. The keywords of `update` may be the keys of a dict.
        let is_open = matches!(known, Type::Unknown | Type::Instance(_));
        if !is_open || keywords.is_empty() || &*attr.name == "update" {
            return None;
        }
        let text = fitting(attr, args, keywords)?;
        Some(self.arranged_call(value, attr, text, args, keywords))
    }

    /// A call whose arguments only the run can place.
    pub(super) fn arranged_call(
        &mut self,
        value: &'a ast::Expr,
        attr: &'a Ident,
        text: &str,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        let object = self.expr(value);
        let (property, _) = self.property(attr);
        let [args, keywords] = self.dynamic_arguments(args, keywords);
        let parts = [object, js::string(&property), js::string(text), args, keywords];
        self.runtime_call("callframework", parts)
    }

    /// A function of the framework, with the parameters that Python gives it.
    pub(super) fn framework_function(
        &mut self,
        id: NodeId,
        function: Expr,
        name: &str,
        signature: &Signature,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        if Self::is_static_call(args, keywords) {
            let args = self.arguments(id, name, signature, args, keywords);
            return js::call(function, args);
        }
        let text = signature_text(&signature.params);
        let signed = self.runtime_call("sig", [function, js::string(&text)]);
        let [args, keywords] = self.dynamic_arguments(args, keywords);
        self.runtime_call("callkw", [signed, args, keywords])
    }

    /// A bound method that is kept: whoever calls it with keywords knows no more than the value.
    pub(super) fn with_signature(&mut self, method: Expr, known: &Type, name: &str) -> Expr {
        let Type::Instance(shape) = known else { return method };
        let is_told = self.attributes.keys_values && !self.lambdas_stay;
        let Some(kind) = shape.browser.filter(|_| is_told) else { return method };
        let is_noted = |found: &Signature| {
            found.params.iter().any(is_optional)
                || self.attributes.keyed.contains(names::attribute(name).as_str())
        };
        let signature = match shape.members.get(name).map(|member| &member.kind) {
            Some(MemberKind::Method(signature)) => {
                Some(without_receiver(signature)).filter(|found| !is_noted(found))
            }
            Some(_) => None,
            None => framework_signatures::method(kind, name),
        };
        let Some(signature) = signature.filter(|found| !found.params.is_empty()) else {
            return method;
        };
        let text = signature_text(&signature.params);
        self.runtime_call("sig", [method, js::string(&text)])
    }

    pub(super) fn store_call(
        &mut self,
        id: NodeId,
        value: &'a ast::Expr,
        attr: &'a Ident,
        args: &'a [ast::Expr],
        keywords: &'a [Keyword],
    ) -> Expr {
        if &*attr.name != "subscribe"
            && !Self::is_static_call(args, keywords)
            && let Some(text) = fitting(attr, args, keywords)
        {
            return self.arranged_call(value, attr, text, args, keywords);
        }
        let store = self.expr(value);
        let (property, position) = self.property(attr);
        let method = js::member_at(store, &property, position);
        let args = match framework_signatures::store_method(&attr.name) {
            Some(_) if &*attr.name == "subscribe" => self.subscription(args, keywords),
            Some(signature) => self.arguments(id, &attr.name, &signature, args, keywords),
            None => self.items(args),
        };
        js::call(method, args)
    }

    /// `store.subscribe(fn, selector=…, immediate=…)`: all keywords but `fn` are options.
    fn subscription(&mut self, args: &'a [ast::Expr], keywords: &'a [Keyword]) -> Vec<js::Item> {
        let (function, options): (Vec<&'a Keyword>, Vec<&'a Keyword>) = keywords
            .iter()
            .partition(|keyword| keyword.name.as_ref().is_some_and(|name| name.name == "fn"));
        let mut placed = self.items(args);
        for keyword in function {
            placed.push(self.value(&keyword.value).into());
        }
        if !options.is_empty() {
            placed.push(self.keywords_as_object(&options).into());
        }
        placed
    }

    /// Whether an expression is the `refs` of a browser class: a dict whose keys are attributes as well.
    pub(super) fn is_refs(&mut self, value: &ast::Expr) -> bool {
        let ExprKind::Attribute { value: owner, attr } = &*value.kind else { return false };
        &*attr.name == "refs"
            && matches!(self.type_of(owner), Type::Instance(shape) if shape.browser.is_some())
    }
}

/// What the method of the framework that a call fits takes.
fn fitting(attr: &Ident, args: &[ast::Expr], keywords: &[Keyword]) -> Option<&'static str> {
    let names: Option<Vec<&str>> =
        keywords.iter().map(|keyword| Some(keyword.name.as_ref()?.name.as_str())).collect();
    let has_star = args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_)));
    match names {
        Some(names) if !has_star => framework_signatures::fitting(&attr.name, args.len(), &names),
        _ => framework_signatures::first_of(&attr.name),
    }
}
