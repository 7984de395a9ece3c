//! `match`: patterns become tests, captures assignments.

use super::js::{self, Expr, Stmt};
use super::lowerer::Lowerer;
use super::types::Type;
use crate::syntax::ast::{self, Constant, Ident, MatchCase, Pattern, PatternKind};

/// What a pattern amounts to: tests in order, with captures among them as expressions that hold.
#[derive(Default)]
struct Tests(Vec<Expr>);

impl<'a> Lowerer<'a> {
    pub(super) fn match_statement(
        &mut self,
        subject: &'a ast::Expr,
        cases: &'a [MatchCase],
    ) -> Vec<Stmt> {
        let known = self.type_of(subject);
        let value = self.value(subject);
        let name = self.fresh("subject");
        let declared = js::declare(js::Declare::Const, js::pattern(js::ident(&name)), Some(value));
        let mut branches = vec![];
        for case in cases {
            let mut tests = Tests::default();
            self.pattern(&case.pattern, js::name(&name), &known, &mut tests);
            // Captures at the end need no test unless a guard follows.
            let mut captures = vec![];
            if case.guard.is_none() {
                while tests.0.last().is_some_and(is_capture) {
                    captures.extend(tests.0.pop().and_then(captured));
                }
                captures.reverse();
            }
            if let Some(guard) = &case.guard {
                tests.0.push(self.truth(guard));
            }
            let mut body: Vec<Stmt> = captures.into_iter().map(js::expression).collect();
            body.extend(self.block(&case.body));
            branches.push((tests.0, body));
        }
        let mut chain: Option<Stmt> = None;
        for (tests, body) in branches.into_iter().rev() {
            chain = Some(if tests.is_empty() {
                js::block_statement(body)
            } else {
                js::if_(js::all(tests), body, chain)
            });
        }
        std::iter::once(declared).chain(chain).collect()
    }

    fn pattern(&mut self, pattern: &'a Pattern, value: Expr, known: &Type, tests: &mut Tests) {
        match &pattern.kind {
            PatternKind::Value(expected) => {
                let expected_type = self.type_of(expected);
                let expected = self.expr(expected);
                tests.0.push(if known.has_native_equality(&expected_type) {
                    js::binary(js::BinaryOp::EqEqEq, value, expected)
                } else {
                    self.runtime_call("eq", [value, expected])
                });
            }
            PatternKind::Singleton(constant) => tests.0.push(match constant {
                Constant::Bool(expected) => {
                    js::binary(js::BinaryOp::EqEqEq, value, js::boolean(*expected))
                }
                _ => js::binary(js::BinaryOp::EqEq, value, js::null()),
            }),
            PatternKind::Sequence(patterns) => self.sequence_pattern(patterns, value, known, tests),
            PatternKind::Mapping { keys, patterns, rest } => {
                tests.0.push(self.runtime_call("isMapping", [value.clone()]));
                for (key, pattern) in keys.iter().zip(patterns) {
                    let lowered = self.expr(key);
                    tests.0.push(self.runtime_call("contains", [value.clone(), lowered.clone()]));
                    let item = self.runtime_call("getitem", [value.clone(), lowered]);
                    self.pattern(pattern, item, &Type::Unknown, tests);
                }
                if let Some(rest) = rest {
                    let keys: Vec<Expr> = keys.iter().map(|key| self.expr(key)).collect();
                    let others =
                        self.runtime_call("mappingRest", std::iter::once(value).chain(keys));
                    self.capture(rest, others, tests);
                }
            }
            PatternKind::Class { class, patterns, keywords } => {
                let lowered = self.expr(class);
                tests.0.push(self.runtime_call("isinstance", [value.clone(), lowered.clone()]));
                for (position, pattern) in patterns.iter().enumerate() {
                    let part = self.runtime_call(
                        "matchArg",
                        [value.clone(), lowered.clone(), js::number(position as f64)],
                    );
                    self.pattern(pattern, part, &Type::Unknown, tests);
                }
                for (name, pattern) in keywords {
                    let (property, _) = self.property(name);
                    let part =
                        self.runtime_call("matchAttr", [value.clone(), js::string(&property)]);
                    if !is_wildcard(pattern) {
                        tests.0.push(js::binary(
                            js::BinaryOp::NotEqEq,
                            part.clone(),
                            js::undefined(),
                        ));
                    }
                    self.pattern(pattern, part, &Type::Unknown, tests);
                }
            }
            PatternKind::Star(_) => {}
            PatternKind::As { pattern, name } => {
                if let Some(pattern) = pattern {
                    self.pattern(pattern, value.clone(), known, tests);
                }
                if let Some(name) = name {
                    self.capture(name, value, tests);
                }
            }
            PatternKind::Or(patterns) => {
                let options: Vec<Expr> = patterns
                    .iter()
                    .map(|pattern| {
                        let mut option = Tests::default();
                        self.pattern(pattern, value.clone(), known, &mut option);
                        js::all(option.0)
                    })
                    .collect();
                tests.0.extend(options.into_iter().reduce(js::or));
            }
        }
    }

    fn sequence_pattern(
        &mut self,
        patterns: &'a [Pattern],
        value: Expr,
        known: &Type,
        tests: &mut Tests,
    ) {
        // A range is a sequence too, and no array.
        let is_array = matches!(known, Type::List(_) | Type::Tuple(_));
        let star = patterns.iter().position(|pattern| matches!(pattern.kind, PatternKind::Star(_)));
        let count = patterns.len() - usize::from(star.is_some());
        let mut args = vec![value.clone(), js::number(count as f64)];
        if star.is_some() {
            args.push(js::boolean(false));
        }
        tests.0.push(self.runtime_call("isSequence", args));
        for (position, pattern) in patterns.iter().enumerate() {
            let from_end = patterns.len() - position;
            match (&pattern.kind, star) {
                (PatternKind::Star(name), Some(at)) => {
                    let Some(name) = name else { continue };
                    let after = patterns.len() - at - 1;
                    let mut bounds = vec![js::number(at as f64)];
                    if after > 0 {
                        bounds.push(js::number(-(after as f64)));
                    }
                    let items = if is_array {
                        js::call_method(value.clone(), "slice", bounds)
                    } else {
                        if bounds.len() == 1 {
                            bounds.push(js::null());
                        }
                        self.runtime_call("getslice", std::iter::once(value.clone()).chain(bounds))
                    };
                    let items = js::array([js::Item::spread(items)]);
                    self.capture(name, items, tests);
                }
                (_, Some(at)) if position > at => {
                    let place = js::number(-(from_end as f64));
                    let item = if is_array {
                        js::call_method(value.clone(), "at", [place])
                    } else {
                        self.runtime_call("getitem", [value.clone(), place])
                    };
                    self.pattern(pattern, item, &Type::Unknown, tests);
                }
                _ => {
                    let place = js::number(position as f64);
                    let item = if is_array {
                        js::index(value.clone(), place)
                    } else {
                        self.runtime_call("getitem", [value.clone(), place])
                    };
                    self.pattern(pattern, item, &Type::Unknown, tests);
                }
            }
        }
    }

    /// `(name = value, true)`
    fn capture(&mut self, name: &Ident, value: Expr, tests: &mut Tests) {
        let assign = self.assign_variable(name.id, &name.name, value);
        tests.0.push(js::sequence(vec![assign, js::boolean(true)]));
    }
}

fn is_wildcard(pattern: &Pattern) -> bool {
    matches!(pattern.kind, PatternKind::As { pattern: None, name: None })
}

fn is_capture(test: &Expr) -> bool {
    matches!(&**test, swc_ecma_ast::Expr::Seq(sequence) if sequence.exprs.len() == 2)
}

#[expect(clippy::boxed_local, reason = "expressions are boxed everywhere")]
fn captured(test: Expr) -> Option<Expr> {
    match *test {
        swc_ecma_ast::Expr::Seq(sequence) => sequence.exprs.into_iter().next(),
        _ => None,
    }
}
