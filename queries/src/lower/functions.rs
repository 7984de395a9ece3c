//! Functions, lambdas and their parameters.

use super::arguments::{is_optional, signature_text};
use super::inference::signature_of_params;
use super::js::{self, Code, Expr, Pat, Stmt};
use super::lowerer::{Lowerer, Scope, ScopeKind};
use super::names;
use super::scope::{self, Place};
use super::types::Type;
use super::walk::{Visitor, walk_expr, walk_stmt};
use crate::syntax::ast::{self, Constant, ExprKind, FunctionDef, Name, Parameter, Parameters};

/// How a function stands in the emitted code.
pub(super) struct Shape<'a> {
    pub(super) kind: ScopeKind,
    /// The first parameter is `this` and not a parameter of the JavaScript function.
    pub(super) receiver: Option<&'a Name>,
    pub(super) receiver_is_class: bool,
    /// Types that the place of the function gives its parameters.
    pub(super) given: Vec<(Name, Type)>,
    /// Where defaults that must be evaluated once are stored: before the function.
    pub(super) owner: String,
}

/// A lowered function, with what must run once before it.
pub(super) struct Lowered {
    pub(super) code: Code,
    pub(super) defaults: Vec<Stmt>,
}

impl<'a> Lowerer<'a> {
    pub(super) fn function_code(&mut self, function: &'a FunctionDef, shape: Shape<'_>) -> Lowered {
        let names = scope::of_function(&function.params, &function.body);
        let is_generator = names.is_generator;
        let mut scope = Scope::new(shape.kind, names);
        scope.receiver = shape.receiver.cloned();
        scope.receiver_is_class = shape.receiver_is_class;
        scope.is_async = function.is_async;
        scope.given.extend(shape.given);
        // A parameter that the function assigns is an ordinary variable from then on.
        if let Some(receiver) = shape.receiver
            && scope.names.locals.get(receiver).is_some_and(|local| local.stores > 0)
        {
            self.refuse(
                function.name.id,
                format!("`{receiver}` is assigned in the method"),
                "Use another name.",
            );
        }
        let (params, defaults, prologue) =
            self.parameters(&function.params, &shape.owner, shape.receiver, scope);
        let mut body = prologue;
        self.qualname.push(format!("{}.<locals>", function.name.name));
        let mut own = self.block(&function.body);
        if is_generator && may_stop(&function.body) {
            let error = self.fresh("error");
            let fault = self.runtime_call("generatorFault", [js::name(&error)]);
            own = vec![js::try_(own, Some((error.as_str(), vec![js::throw(fault)])), None)];
        }
        body.extend(own);
        self.qualname.pop();
        let body = self.close_function(body);
        Lowered { code: Code { params, body, is_async: function.is_async, is_generator }, defaults }
    }

    /// Ends the current function: declarations of names that need one come first.
    fn close_function(&mut self, body: Vec<Stmt>) -> Vec<Stmt> {
        let Some(scope) = self.scopes.pop() else { return body };
        let mut declarations = vec![];
        if scope.needs_receiver_name
            && let Some(receiver) = &scope.receiver
        {
            let target = js::pattern(js::ident(&names::variable(receiver)));
            declarations.push(js::declare(js::Declare::Const, target, Some(js::this())));
        }
        let tops: Vec<String> = scope
            .names
            .locals
            .iter()
            .filter(|(_, local)| local.place == Place::Top)
            .map(|(name, _)| names::variable(name))
            .chain(scope.temporaries.iter().cloned())
            .collect();
        if !tops.is_empty() {
            declarations.push(js::declare_names(tops.iter().map(String::as_str)));
        }
        declarations.extend(body);
        declarations
    }

    /// Enters the function's scope; returns its parameters, what evaluates defaults once before the
    /// function, and what its body starts with.
    fn parameters(
        &mut self,
        params: &'a Parameters,
        owner: &str,
        receiver: Option<&Name>,
        scope: Scope<'a>,
    ) -> (Vec<Pat>, Vec<Stmt>, Vec<Stmt>) {
        let mut before = vec![];
        let all: Vec<&'a Parameter> = params
            .positional_only
            .iter()
            .chain(&params.positional)
            .skip(usize::from(receiver.is_some()))
            .collect();
        let defaults: Vec<Option<Expr>> =
            all.iter().map(|param| self.default_of(param, owner, &mut before)).collect();
        let keyword_defaults: Vec<Option<Expr>> = params
            .keyword_only
            .iter()
            .map(|param| self.default_of(param, owner, &mut before))
            .collect();
        self.scopes.push(scope);
        let mut list: Vec<Pat> = all
            .into_iter()
            .zip(defaults)
            .map(|(param, default)| {
                let target = self.parameter_pattern(param);
                match default {
                    Some(default) => js::default_pattern(target, default),
                    None => target,
                }
            })
            .collect();
        let mut prologue = vec![];
        let takes_keywords = !params.keyword_only.is_empty() || params.kwarg.is_some();
        let given = takes_keywords.then(|| match &params.vararg {
            Some(vararg) => {
                let rest = names::variable(&vararg.name.name);
                list.push(js::rest_pattern(self.parameter_pattern(vararg)));
                self.runtime_call("keywords", [js::name(&rest)])
            }
            None => {
                let options = self.fresh("options");
                list.push(js::pattern(js::ident(&options)));
                self.runtime_call("keywordsOf", [js::name(&options)])
            }
        });
        if let Some(given) = given {
            prologue.push(self.keyword_parameters(params, keyword_defaults, given));
        } else if let Some(vararg) = &params.vararg {
            list.push(js::rest_pattern(self.parameter_pattern(vararg)));
        }
        if let Some(vararg) = &params.vararg {
            let rest = names::variable(&vararg.name.name);
            let is_used = self
                .scopes
                .last()
                .is_some_and(|scope| scope.names.mentioned.contains(&vararg.name.name));
            if is_used {
                let tuple = self.runtime_call("tupleFrom", [js::name(&rest)]);
                prologue.push(js::expression(js::assign_name(&rest, tuple)));
            }
        }
        (list, before, prologue)
    }

    /// `let { c = 1, ...rest } = keywordsOf(options);`
    fn keyword_parameters(
        &mut self,
        params: &'a Parameters,
        defaults: Vec<Option<Expr>>,
        given: Expr,
    ) -> Stmt {
        let mut properties = vec![];
        for (param, default) in params.keyword_only.iter().zip(defaults) {
            self.identifiers.insert(param.name.id);
            let target = js::ident_at(&names::variable(&param.name.name), param.name.id);
            properties.push((param.name.name.to_string(), target, default));
        }
        let rest = params.kwarg.as_ref().map(|kwarg| {
            self.identifiers.insert(kwarg.name.id);
            js::ident_at(&names::variable(&kwarg.name.name), kwarg.name.id)
        });
        js::declare(js::Declare::Let, js::object_pattern(properties, rest), Some(given))
    }

    fn parameter_pattern(&mut self, param: &Parameter) -> Pat {
        self.identifiers.insert(param.name.id);
        js::pattern(js::ident_at(&names::variable(&param.name.name), param.name.id))
    }

    /// A default as JavaScript evaluates it at each call; what Python evaluates once and JavaScript
    /// would not goes to a constant before the function.
    fn default_of(
        &mut self,
        param: &'a Parameter,
        owner: &str,
        before: &mut Vec<Stmt>,
    ) -> Option<Expr> {
        let default = param.default.as_ref()?;
        let value = self.value(default);
        if is_constant(default) {
            return Some(value);
        }
        let name = self.fresh(&format!("{owner}_{}", param.name.name));
        if self.uses_class_level(default) {
            before.push(js::declare_names([name.as_str()]));
            let assign = js::expression(js::assign_name(&name, value));
            if let Some(class) = self.classes.last_mut() {
                class.late_defaults.push(assign);
            }
            return Some(js::name(&name));
        }
        before.push(js::declare(js::Declare::Const, js::pattern(js::ident(&name)), Some(value)));
        Some(js::name(&name))
    }

    /// Whether an expression in a class body uses what the body has assigned.
    fn uses_class_level(&self, expr: &ast::Expr) -> bool {
        struct Names<'l, 'a>(&'l Lowerer<'a>, bool);
        impl crate::syntax::visit::Visitor for Names<'_, '_> {
            fn visit_expr(&mut self, expr: &ast::Expr) {
                self.1 |=
                    matches!(&*expr.kind, ExprKind::Name(name) if self.0.is_class_level(name));
                crate::syntax::visit::walk_expr(self, expr);
            }
        }
        let mut names = Names(self, false);
        crate::syntax::visit::Visitor::visit_expr(&mut names, expr);
        names.1
    }

    /// A nested function as statements that define it.
    pub(super) fn nested_function(
        &mut self,
        id: ast::NodeId,
        function: &'a FunctionDef,
    ) -> Vec<Stmt> {
        let is_generator = scope::of_function(&function.params, &function.body).is_generator;
        let kind = if is_generator { ScopeKind::Function } else { ScopeKind::Arrow };
        let decorators: Vec<Expr> =
            function.decorators.iter().map(|decorator| self.value(decorator)).collect();
        let shape = Shape {
            kind,
            receiver: None,
            receiver_is_class: false,
            given: vec![],
            owner: function.name.name.to_string(),
        };
        let lowered = self.function_code(function, shape);
        let mut statements = lowered.defaults;
        let expression = if is_generator {
            js::function_expression(lowered.code)
        } else {
            js::arrow(
                lowered.code.params,
                js::Body::Block(lowered.code.body),
                lowered.code.is_async,
            )
        };
        let local = self.scope().and_then(|scope| scope.names.locals.get(&function.name.name));
        let is_out_of_sight = local.is_none_or(|local| local.escapes || local.is_returned);
        let mut value = if is_out_of_sight || !decorators.is_empty() {
            let text = signature_text(&signature_of_params(&function.params).params);
            let name = js::string(&function.name.name);
            self.runtime_call("sig", [expression, js::string(&text), name])
        } else {
            expression
        };
        value = self.with_doc(value, &function.body);
        value = self.decorated_function(function, value, decorators);
        let target = self.variable_target(function.name.id, &function.name.name);
        statements.push(match self.declared_here(&function.name.name, id) {
            Some(kind) => js::declare(kind, target, Some(value)),
            None => js::expression(js::assign_pattern(target, value)),
        });
        statements
    }

    /// A function with its docstring, if its file reads any.
    pub(super) fn with_doc(&mut self, function: Expr, body: &[ast::Stmt]) -> Expr {
        if !self.bindings.has_docs {
            return function;
        }
        let text = super::class_endings::docstring(body);
        self.runtime_call("doc", [function, text])
    }

    /// What decorators, evaluated before, make of a function.
    pub(super) fn decorated_function(
        &mut self,
        function: &'a FunctionDef,
        mut value: Expr,
        decorators: Vec<Expr>,
    ) -> Expr {
        // `@show.register` asks for the annotation of the first parameter.
        let registers = function.decorators.iter().any(|decorator| {
            matches!(&*decorator.kind, ExprKind::Attribute { attr, .. } if &*attr.name == "register")
        });
        let first =
            function.params.positional_only.iter().chain(&function.params.positional).next();
        if let Some(annotation) = first.and_then(|first| first.annotation.as_ref())
            && registers
        {
            let class = self.class_test(annotation);
            value = self.runtime_call("annotated", [value, class]);
        }
        for decorator in decorators.into_iter().rev() {
            value = self.runtime_call("call", [decorator, value]);
        }
        value
    }

    pub(super) fn lambda(&mut self, params: &'a Parameters, body: &'a ast::Expr) -> Expr {
        let names = scope::of_lambda(params, body);
        if names.is_generator {
            return self.refuse(
                body.id,
                "a lambda cannot yield here",
                "Define a generator function.",
            );
        }
        let scope = Scope::new(ScopeKind::Arrow, names);
        let (list, before, mut prologue) = self.parameters(params, "default", None, scope);
        let stays_in_sight = std::mem::take(&mut self.lambdas_stay);
        self.runs_at_once = matches!(*body.kind, ExprKind::Call { .. });
        let value = self.value(body);
        self.lambdas_stay = stays_in_sight;
        let declares = self.scopes.last().is_some_and(|scope| {
            !scope.temporaries.is_empty()
                || scope.names.locals.values().any(|local| local.place == Place::Top)
        });
        let body = if declares || !prologue.is_empty() {
            prologue.push(js::return_(Some(value)));
            js::Body::Block(self.close_function(prologue))
        } else {
            self.scopes.pop();
            js::Body::Value(value)
        };
        let mut arrow = js::arrow(list, body, false);
        let signature = signature_of_params(params);
        let is_plain = !signature.params.iter().any(is_optional);
        if !(is_plain && stays_in_sight) {
            let text = js::string(&signature_text(&signature.params));
            arrow = self.runtime_call("sig", [arrow, text]);
        }
        if before.is_empty() {
            return arrow;
        }
        // `lambda i=i: …`: the defaults are evaluated where the lambda is.
        let mut statements = before;
        statements.push(js::return_(Some(arrow)));
        js::call(js::arrow(vec![], js::Body::Block(statements), false), Vec::<Expr>::new())
    }
}

/// Whether statements themselves may raise a StopIteration: by `raise`, or by a `next(it)`.
fn may_stop(body: &[ast::Stmt]) -> bool {
    struct Stops(bool);
    impl<'a> Visitor<'a> for Stops {
        fn stmt(&mut self, stmt: &'a ast::Stmt) {
            if !matches!(stmt.kind, ast::StmtKind::Function(_) | ast::StmtKind::Class(_)) {
                walk_stmt(self, stmt);
            }
        }

        fn expr(&mut self, expr: &'a ast::Expr) {
            match &*expr.kind {
                ExprKind::Name(name) if name == "StopIteration" => self.0 = true,
                ExprKind::Call { callee, args, .. } => {
                    let is_next = matches!(&*callee.kind, ExprKind::Name(name) if name == "next");
                    self.0 |= is_next && args.len() == 1;
                    walk_expr(self, expr);
                }
                ExprKind::Lambda { .. } => {}
                _ => walk_expr(self, expr),
            }
        }
    }
    let mut stops = Stops(false);
    stops.block(body);
    stops.0
}

/// A value that is the same at each evaluation and cannot be changed.
fn is_constant(expr: &ast::Expr) -> bool {
    match &*expr.kind {
        ExprKind::Constant(constant) => {
            !matches!(constant, Constant::Bytes(_) | Constant::Complex(_))
        }
        ExprKind::Unary { operand, op: ast::UnaryOp::Neg | ast::UnaryOp::Pos } => {
            is_constant(operand)
        }
        _ => false,
    }
}
