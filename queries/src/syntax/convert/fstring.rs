//! F-strings, from the pieces of their literals.

use super::{Converted, Converter};
use crate::syntax::SyntaxError;
use crate::syntax::ast::{Constant, ExprKind, FStringPart};
use crate::syntax::literal::{Literal, Piece, decode, has_surrogate, literal, prefix_length};
use crate::syntax::parse::{named_character, parse_field};
use rustpython_parser::ast::text_size::TextRange;
use std::ops::Range;

impl Converter<'_> {
    /// Whether the string at `range` (all implicitly joined literals) has an f-string among them.
    pub(super) fn has_fstring(&self, range: &Range<usize>) -> bool {
        self.fstrings.range(range.clone()).next().is_some()
    }

    /// Joins the literals of `range`: f-strings and the plain strings beside them.
    pub(super) fn joined_string(&mut self, range: Range<usize>) -> Converted<ExprKind> {
        let mut parts = Parts::default();
        for literal in self.literals(range)? {
            self.add_literal(&literal, &mut parts)?;
        }
        if parts.has_surrogate {
            return Ok(ExprKind::Constant(Constant::Surrogates));
        }
        Ok(ExprKind::FString(parts.finish()))
    }

    /// Whether plain string literals, whose value the parser read, have a lone surrogate among them.
    pub(super) fn has_surrogate(&self, value: &str, range: TextRange) -> bool {
        // What the parser puts in the place of a surrogate.
        value.contains(char::REPLACEMENT_CHARACTER)
            && self.literals(range.into()).is_ok_and(|literals| {
                let bodies = literals.iter().filter(|literal| !literal.is_raw);
                bodies.map(|literal| &self.text[literal.body.clone()]).any(has_surrogate)
            })
    }

    /// The literals that are joined at `range`.
    fn literals(&self, range: Range<usize>) -> Converted<Vec<Literal>> {
        let mut literals = Vec::new();
        let mut at = range.start;
        while at < range.end {
            let byte = self.text.as_bytes()[at];
            if byte == b'#' {
                at += self.text[at..].find('\n').unwrap_or(range.end - at);
            } else if prefix_length(self.text.as_bytes(), at).is_some() {
                let literal = literal(self.text, at, 0)?;
                at = literal.end;
                literals.push(literal);
            } else {
                at += 1;
            }
        }
        Ok(literals)
    }

    fn add_literal(&mut self, literal: &Literal, parts: &mut Parts) -> Converted<()> {
        if literal.is_format {
            return self.add_pieces(&literal.pieces, literal.is_raw, true, parts);
        }
        self.add_text(literal.body.clone(), literal.is_raw, false, parts)
    }

    fn add_pieces(
        &mut self,
        pieces: &[Piece],
        is_raw: bool,
        halves_braces: bool,
        parts: &mut Parts,
    ) -> Converted<()> {
        for piece in pieces {
            let field = match piece {
                Piece::Text(range) => {
                    self.add_text(range.clone(), is_raw, halves_braces, parts)?;
                    continue;
                }
                Piece::Field(field) => field,
            };
            if let Some(shown) = &field.shown {
                parts.text.push_str(&self.text[shown.clone()]);
            }
            parts.flush();
            let (value, inner) = parse_field(self.text, field.expression.clone())?;
            self.fstrings.extend(inner);
            let value = self.expression(value)?;
            let spec = field.spec.as_ref().map(|pieces| {
                let mut spec = Parts::default();
                self.add_pieces(pieces, is_raw, false, &mut spec)?;
                parts.has_surrogate |= spec.has_surrogate;
                Ok(spec.finish())
            });
            let spec = spec.transpose()?;
            // `{x=}` alone shows the repr.
            let implied = (field.shown.is_some() && spec.is_none()).then_some('r');
            let conversion = field.conversion.or(implied);
            parts.done.push(FStringPart::Value { value, conversion, spec });
        }
        Ok(())
    }

    fn add_text(
        &self,
        range: Range<usize>,
        is_raw: bool,
        halves_braces: bool,
        parts: &mut Parts,
    ) -> Converted<()> {
        let text = &self.text[range.clone()];
        let decoded = decode(text, is_raw, halves_braces, named_character)
            .map_err(|message| SyntaxError::new(range.start, range.end, message))?;
        parts.has_surrogate |= !is_raw && has_surrogate(text);
        parts.text.push_str(&decoded);
        Ok(())
    }
}

/// Parts so far; adjacent text is one literal.
#[derive(Default)]
struct Parts {
    done: Vec<FStringPart>,
    text: String,
    has_surrogate: bool,
}

impl Parts {
    fn flush(&mut self) {
        if !self.text.is_empty() {
            self.done.push(FStringPart::Literal(std::mem::take(&mut self.text).into()));
        }
    }

    fn finish(mut self) -> Vec<FStringPart> {
        self.flush();
        self.done
    }
}
