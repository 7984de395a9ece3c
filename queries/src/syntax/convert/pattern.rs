//! `match` patterns.

use super::{Converted, Converter, end, error, start};
use crate::syntax::ast::{Ident, MatchCase, Pattern, PatternKind};
use rustpython_parser::ast;
use rustpython_parser::ast::Ranged;

impl Converter<'_> {
    pub(super) fn match_case(&mut self, case: ast::MatchCase) -> Converted<MatchCase> {
        let pattern = self.pattern(case.pattern)?;
        let guard = self.optional(case.guard)?;
        Ok(MatchCase { pattern, guard, body: self.block(case.body)? })
    }

    fn pattern(&mut self, pattern: ast::Pattern) -> Converted<Pattern> {
        let range = pattern.range();
        self.nested(range, |this| {
            let id = this.node(range);
            Ok(Pattern { id, kind: this.pattern_kind(pattern)? })
        })
    }

    fn patterns(&mut self, patterns: Vec<ast::Pattern>) -> Converted<Vec<Pattern>> {
        patterns.into_iter().map(|pattern| self.pattern(pattern)).collect()
    }

    fn pattern_kind(&mut self, pattern: ast::Pattern) -> Converted<PatternKind> {
        Ok(match pattern {
            ast::Pattern::MatchValue(node) => PatternKind::Value(self.expression(*node.value)?),
            ast::Pattern::MatchSingleton(node) => {
                PatternKind::Singleton(self.constant(node.range, node.value)?)
            }
            ast::Pattern::MatchSequence(node) => {
                let is_star =
                    |pattern: &&ast::Pattern| matches!(pattern, ast::Pattern::MatchStar(_));
                if node.patterns.iter().filter(is_star).count() > 1 {
                    return Err(error(node.range, "a sequence pattern can have one `*` only"));
                }
                PatternKind::Sequence(self.patterns(node.patterns)?)
            }
            ast::Pattern::MatchMapping(node) => {
                let from = node.patterns.last().map_or(start(&node), end);
                let keys = self.expressions(node.keys)?;
                let patterns = self.patterns(node.patterns)?;
                let rest = node.rest.map(|rest| self.ident_after(from, rest.as_str()));
                PatternKind::Mapping { keys, patterns, rest }
            }
            ast::Pattern::MatchClass(node) => self.class_pattern(node)?,
            ast::Pattern::MatchStar(node) => {
                let at = end(&node);
                PatternKind::Star(node.name.map(|name| self.ident_before(at, name.as_str())))
            }
            ast::Pattern::MatchAs(node) => {
                let at = end(&node);
                let pattern = node.pattern.map(|pattern| self.pattern(*pattern)).transpose()?;
                let name = node.name.map(|name| self.ident_before(at, name.as_str()));
                PatternKind::As { pattern: pattern.map(Box::new), name }
            }
            ast::Pattern::MatchOr(node) => PatternKind::Or(self.patterns(node.patterns)?),
        })
    }

    fn class_pattern(&mut self, node: ast::PatternMatchClass) -> Converted<PatternKind> {
        let mut from = node.patterns.last().map_or(end(&*node.cls), end);
        let class = self.expression(*node.cls)?;
        let patterns = self.patterns(node.patterns)?;
        let mut keywords: Vec<(Ident, Pattern)> = Vec::with_capacity(node.kwd_attrs.len());
        for (name, pattern) in node.kwd_attrs.into_iter().zip(node.kwd_patterns) {
            let name = self.ident_after(from, name.as_str());
            from = end(&pattern);
            keywords.push((name, self.pattern(pattern)?));
        }
        Ok(PatternKind::Class { class, patterns, keywords })
    }
}
