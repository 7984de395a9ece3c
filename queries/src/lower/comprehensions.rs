//! Comprehensions and generator expressions.

use super::assignments::has_repeated_names;
use super::js::{self, Code, Each, Expr, Pat, Stmt};
use super::lowerer::{Lowerer, Scope, ScopeKind};
use super::names;
use super::scope::{self, Local, Names, Place, Source};
use super::types::Type;
use crate::syntax::ast::{self, Comprehension, ExprKind, Name};
use std::collections::BTreeSet;

/// What a comprehension does with each turn.
enum Kind<'a> {
    List(&'a ast::Expr),
    Set(&'a ast::Expr),
    Dict(&'a ast::Expr, &'a ast::Expr),
    Generator(&'a ast::Expr),
}

/// What a comprehension goes through.
enum Mapped {
    /// JavaScript iterates it as Python would.
    Ready(Expr),
    /// That takes an `iter`.
    Bare(Expr),
}

impl<'a> Lowerer<'a> {
    pub(super) fn comprehension(&mut self, expr: &'a ast::Expr) -> Expr {
        let (kind, generators): (Kind<'a>, &'a [Comprehension]) = match &*expr.kind {
            ExprKind::ListComp { element, generators } => (Kind::List(element), generators),
            ExprKind::SetComp { element, generators } => (Kind::Set(element), generators),
            ExprKind::DictComp { key, value, generators } => (Kind::Dict(key, value), generators),
            ExprKind::Generator { element, generators } => (Kind::Generator(element), generators),
            _ => return js::undefined(),
        };
        let Some((first, _)) = generators.split_first() else { return js::undefined() };
        let parts: Vec<&'a ast::Expr> = match &kind {
            Kind::List(element) | Kind::Set(element) | Kind::Generator(element) => vec![element],
            Kind::Dict(key, value) => vec![key, value],
        };
        let conditions = generators.iter().flat_map(|generator| &generator.ifs);
        let inner = scope::uses(parts.iter().copied().chain(conditions));
        let rest = scope::uses(generators[1..].iter().map(|generator| &generator.iter));
        let first_uses = scope::uses([&first.iter]);
        let is_async = inner.has_await
            || rest.has_await
            || first_uses.has_await
            || generators.iter().any(|generator| generator.is_async);
        if inner.has_yield || rest.has_yield {
            return self.refuse(expr.id, "`yield` inside a comprehension", "Write the loop out.");
        }
        // The first iterable belongs to the scope around.
        let is_mapped = matches!(kind, Kind::List(_))
            && !is_async
            && generators.len() == 1
            && first.ifs.is_empty();
        let is_bare = is_mapped
            && matches!(*first.target.kind, ExprKind::Name(_))
            && !self.is_iterable_itself(&first.iter);
        let source = if first.is_async || is_bare {
            self.expr(&first.iter)
        } else {
            self.taken_apart(&first.iter, &first.target)
        };
        let source_type = self.type_of(&first.iter);
        self.enter_comprehension(generators, &source_type);
        let result = match kind {
            Kind::List(element) if is_mapped => {
                let source = if is_bare { Mapped::Bare(source) } else { Mapped::Ready(source) };
                self.mapped(first, element, source, &source_type, &inner.captured)
            }
            Kind::Generator(element) => {
                self.generator(generators, element, source, is_async, &inner.captured)
            }
            _ => self.collected(&kind, generators, source, is_async, &inner.captured),
        };
        self.scopes.pop();
        result
    }

    pub(super) fn enter_comprehension(&mut self, generators: &[Comprehension], source: &Type) {
        let mut bound = Names::default();
        let mut given = vec![];
        for (position, generator) in generators.iter().enumerate() {
            let mut targets = vec![];
            scope::target_names(&generator.target, &mut targets);
            for name in targets {
                let local = Local {
                    place: Place::Parameter,
                    sources: vec![Source::Unknown],
                    is_captured: false,
                    escapes: true,
                    is_returned: false,
                    stores: 1,
                };
                bound.locals.insert(name.clone(), local);
            }
            if position == 0 {
                given_types(&generator.target, source.element(), &mut given);
            }
        }
        let mut scope = Scope::new(ScopeKind::Comprehension, bound);
        scope.given.extend(given);
        self.scopes.push(scope);
        for generator in generators.iter().skip(1) {
            let mut given = vec![];
            given_types(&generator.target, self.type_of(&generator.iter).element(), &mut given);
            if let Some(scope) = self.scopes.last_mut() {
                scope.given.extend(given);
            }
        }
    }

    /// `xs.map((x) => …)`; `Array.from` or `each` where the source is not certainly an array.
    fn mapped(
        &mut self,
        generator: &'a Comprehension,
        element: &'a ast::Expr,
        source: Mapped,
        source_type: &Type,
        captured: &BTreeSet<Name>,
    ) -> Expr {
        if !self.captures_targets(std::slice::from_ref(generator), captured) {
            let is_identity = matches!((&*generator.target.kind, &*element.kind),
                (ExprKind::Name(target), ExprKind::Name(name)) if target == name);
            if is_identity {
                let source = self.ready(source);
                return js::array([js::Item::spread(source)]);
            }
            if let Some(target) = self.simple_target(&generator.target, &source_type.element()) {
                let value = self.value(element);
                let arrow = js::arrow(vec![target], js::Body::Value(value), false);
                return match source {
                    Mapped::Bare(source) => self.runtime_call("each", [source, arrow]),
                    Mapped::Ready(source) if matches!(source_type, Type::List(_)) => {
                        js::call_method(source, "map", [arrow])
                    }
                    Mapped::Ready(source) => {
                        js::call_method(js::name("Array"), "from", [source, arrow])
                    }
                };
            }
        }
        let source = self.ready(source);
        self.collected(
            &Kind::List(element),
            std::slice::from_ref(generator),
            source,
            false,
            captured,
        )
    }

    fn ready(&mut self, source: Mapped) -> Expr {
        match source {
            Mapped::Ready(source) => source,
            Mapped::Bare(source) => self.runtime_call("iter", [source]),
        }
    }

    /// An arrow that fills a collection and is called at once.
    fn collected(
        &mut self,
        kind: &Kind<'a>,
        generators: &'a [Comprehension],
        source: Expr,
        is_async: bool,
        captured: &BTreeSet<Name>,
    ) -> Expr {
        let result = self.fresh("result");
        let (start, step): (Expr, Stmt) = match kind {
            Kind::Dict(key, value) => {
                let (key, value) = (self.value(key), self.value(value));
                let step = self.runtime_call("setitem", [js::name(&result), key, value]);
                (js::object(vec![]), js::expression(step))
            }
            Kind::Set(element) => {
                let value = self.value(element);
                let add = self.runtime_call("setAdd", [js::name(&result), value]);
                (self.runtime_call("setOf", Vec::<Expr>::new()), js::expression(add))
            }
            Kind::List(element) | Kind::Generator(element) => {
                let value = self.value(element);
                let push = js::call_method(js::name(&result), "push", [value]);
                (js::array(Vec::<Expr>::new()), js::expression(push))
            }
        };
        let mut body =
            vec![js::declare(js::Declare::Const, js::pattern(js::ident(&result)), Some(start))];
        body.extend(self.loops(generators, source, step, captured));
        body.push(js::return_(Some(js::name(&result))));
        let body = self.with_temporaries(body);
        let call = js::call(js::arrow(vec![], js::Body::Block(body), is_async), Vec::<Expr>::new());
        if is_async { js::await_(call) } else { call }
    }

    fn generator(
        &mut self,
        generators: &'a [Comprehension],
        element: &'a ast::Expr,
        source: Expr,
        is_async: bool,
        captured: &BTreeSet<Name>,
    ) -> Expr {
        if let Some(scope) = self.scopes.last_mut() {
            // `this` is not that of the method inside a generator function.
            scope.kind = ScopeKind::Function;
        }
        let value = self.value(element);
        let step = js::expression(js::yield_(Some(value), false));
        let parameter = self.fresh("source");
        let body = self.loops(generators, js::name(&parameter), step, captured);
        let body = self.with_temporaries(body);
        let code = Code {
            params: vec![js::pattern(js::ident(&parameter))],
            body,
            is_async,
            is_generator: true,
        };
        js::call(js::function_expression(code), [source])
    }

    /// The walrus and chained comparisons of a comprehension may have asked for variables.
    fn with_temporaries(&mut self, body: Vec<Stmt>) -> Vec<Stmt> {
        let temporaries = self
            .scopes
            .last_mut()
            .map(|scope| std::mem::take(&mut scope.temporaries))
            .unwrap_or_default();
        if temporaries.is_empty() {
            return body;
        }
        let mut all = vec![js::declare_names(temporaries.iter().map(String::as_str))];
        all.extend(body);
        all
    }

    fn captures_targets(&self, generators: &[Comprehension], captured: &BTreeSet<Name>) -> bool {
        let mut targets = vec![];
        for generator in generators {
            scope::target_names(&generator.target, &mut targets);
        }
        targets.into_iter().any(|name| captured.contains(name))
    }

    fn loops(
        &mut self,
        generators: &'a [Comprehension],
        source: Expr,
        step: Stmt,
        captured: &BTreeSet<Name>,
    ) -> Vec<Stmt> {
        let mut statements = vec![];
        let is_captured = self.captures_targets(generators, captured);
        if is_captured {
            // Closures see the last value, as in Python: one variable for all turns.
            let mut targets = vec![];
            for generator in generators {
                scope::target_names(&generator.target, &mut targets);
            }
            let targets: Vec<String> =
                targets.into_iter().map(|name| names::variable(name)).collect();
            statements.push(js::declare_names(targets.iter().map(String::as_str)));
        }
        let mut sources: Vec<(Expr, Type)> = vec![(source, Type::Unknown)];
        for generator in &generators[1..] {
            let known = self.type_of(&generator.iter);
            let lowered = if generator.is_async {
                self.expr(&generator.iter)
            } else {
                self.taken_apart(&generator.iter, &generator.target)
            };
            sources.push((lowered, known));
        }
        let mut body = vec![step];
        for (generator, (source, known)) in generators.iter().zip(sources).rev() {
            for condition in generator.ifs.iter().rev() {
                let test = self.truth(condition);
                body = vec![js::if_(test, body, None)];
            }
            let element = match known {
                Type::Unknown => self
                    .scopes
                    .last()
                    .and_then(|scope| given_of(&generator.target, scope))
                    .unwrap_or(Type::Unknown),
                known => known.element(),
            };
            let (each, first) = self.loop_target(&generator.target, &element, is_captured);
            let mut turn = first;
            turn.append(&mut body);
            let source =
                if generator.is_async { self.runtime_call("asyncIter", [source]) } else { source };
            body = vec![js::for_of(each, source, turn, generator.is_async)];
        }
        statements.append(&mut body);
        statements
    }

    /// The head of a `for … of` for a comprehension target, and what unpacks it.
    fn loop_target(
        &mut self,
        target: &'a ast::Expr,
        element: &Type,
        is_captured: bool,
    ) -> (Each, Vec<Stmt>) {
        if let Some(pattern) = self.simple_target(target, element) {
            return if is_captured {
                (Each::Assign(pattern), vec![])
            } else {
                (Each::Declare(js::Declare::Const, pattern), vec![])
            };
        }
        let item = self.fresh("item");
        let (levels, parts) = self.unpacking_levels(target, js::name(&item));
        let mut unpack = vec![];
        if is_captured && !parts.is_empty() {
            unpack.push(js::declare_names(parts.iter().map(String::as_str)));
        }
        unpack.extend(levels.into_iter().map(|(pattern, value)| {
            if is_captured {
                js::expression(js::assign_pattern(pattern, value))
            } else {
                js::declare(js::Declare::Const, pattern, Some(value))
            }
        }));
        (Each::Declare(js::Declare::Const, js::pattern(js::ident(&item))), unpack)
    }

    /// A target that JavaScript can destructure without a check: a name, or names for the items of a
    /// tuple whose length is known.
    pub(super) fn simple_target(&mut self, target: &'a ast::Expr, element: &Type) -> Option<Pat> {
        if has_repeated_names(target) {
            return None;
        }
        match (&*target.kind, element) {
            (ExprKind::Name(name), _) => {
                self.identifiers.insert(target.id);
                Some(js::pattern(js::ident_at(&names::variable(name), target.id)))
            }
            (ExprKind::Tuple(items) | ExprKind::List(items), Type::Tuple(Some(types)))
                if items.len() == types.len() =>
            {
                let patterns: Option<Vec<Pat>> = items
                    .iter()
                    .zip(types)
                    .map(|(item, known)| self.simple_target(item, known))
                    .collect();
                patterns.map(js::array_pattern)
            }
            _ => None,
        }
    }
}

/// Types of a target's names when it is unpacked from a value of type `element`.
pub(super) fn given_types(target: &ast::Expr, element: Type, given: &mut Vec<(Name, Type)>) {
    match (&*target.kind, element) {
        (ExprKind::Name(name), element) => given.push((name.clone(), element)),
        (ExprKind::Tuple(items) | ExprKind::List(items), Type::Tuple(Some(types)))
            if items.len() == types.len() =>
        {
            for (item, known) in items.iter().zip(types) {
                given_types(item, known, given);
            }
        }
        _ => {}
    }
}

/// The tuple type that the given types of a target's names amount to.
fn given_of(target: &ast::Expr, scope: &Scope<'_>) -> Option<Type> {
    match &*target.kind {
        ExprKind::Name(name) => scope.given.get(name).cloned(),
        ExprKind::Tuple(items) => {
            let types: Option<Vec<Type>> = items.iter().map(|item| given_of(item, scope)).collect();
            types.map(|types| Type::Tuple(Some(types)))
        }
        _ => None,
    }
}
