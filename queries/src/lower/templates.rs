//! Text templates whose fields are known: `"%s" % x` and `"{}".format(x)`.
//!
//! A float that a field writes as it is becomes text before the call, since JavaScript does not tell
//! `2.0` from `2`.

use super::js::{self, Expr};
use super::lowerer::Lowerer;
use crate::syntax::ast::{self, Constant, ExprKind};

/// How a template writes one of its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    /// As `str` does.
    Text,
    Other,
}

impl<'a> Lowerer<'a> {
    /// The right operand of `"…" % value`.
    pub(super) fn percent_value(&mut self, template: &ast::Expr, value: &'a ast::Expr) -> Expr {
        let Some(fields) = literal(template).and_then(percent_fields) else {
            return self.expr(value);
        };
        match &*value.kind {
            ExprKind::Tuple(items)
                if !items.iter().any(|item| matches!(*item.kind, ExprKind::Starred(_))) =>
            {
                let items: Vec<Expr> = items
                    .iter()
                    .enumerate()
                    .map(|(at, item)| self.field_value(item, fields.get(at)))
                    .collect();
                self.runtime_call("tupleOf", items)
            }
            _ => self.field_value(value, fields.first()),
        }
    }

    /// The arguments of `"…".format(…)`; `None` if the template or the arguments are not plain.
    pub(super) fn format_values(
        &mut self,
        template: &ast::Expr,
        args: &'a [ast::Expr],
    ) -> Option<Vec<js::Item>> {
        if args.iter().any(|arg| matches!(*arg.kind, ExprKind::Starred(_))) {
            return None;
        }
        let fields = format_fields(literal(template)?)?;
        let values = args.iter().enumerate().map(|(at, arg)| {
            let mut uses = fields.iter().filter(|(index, _)| *index == at).map(|(_, field)| field);
            let first = uses.next();
            let is_uniform = uses.all(|field| Some(field) == first);
            self.field_value(arg, first.filter(|_| is_uniform)).into()
        });
        Some(values.collect())
    }

    fn field_value(&mut self, value: &'a ast::Expr, field: Option<&Field>) -> Expr {
        let known = self.type_of(value);
        let is_float = known.is_float_text() || known.holds_floats();
        match field {
            Some(Field::Text) if is_float => self.text_of(value),
            _ => self.value(value),
        }
    }
}

fn literal(template: &ast::Expr) -> Option<&str> {
    match &*template.kind {
        ExprKind::Constant(Constant::Str(text)) => Some(text),
        _ => None,
    }
}

/// The conversions of a `%` template in order; `None` for named ones and computed widths.
fn percent_fields(template: &str) -> Option<Vec<Field>> {
    let mut fields = vec![];
    let mut rest = template;
    while let Some(at) = rest.find('%') {
        rest = &rest[at + 1..];
        let end = rest.find(|each: char| each.is_ascii_alphabetic() || "%(*".contains(each))?;
        match rest.as_bytes()[end] {
            b'%' => {}
            b'(' | b'*' => return None,
            b's' => fields.push(Field::Text),
            _ => fields.push(Field::Other),
        }
        rest = &rest[end + 1..];
    }
    Some(fields)
}

/// The positional fields of a `format` template; `None` where a field holds another.
fn format_fields(template: &str) -> Option<Vec<(usize, Field)>> {
    let plain = template.replace("{{", "").replace("}}", "");
    let mut fields = vec![];
    let mut rest = plain.as_str();
    while let Some(at) = rest.find('{') {
        rest = &rest[at + 1..];
        let (field, after) = rest.split_once('}')?;
        if field.contains('{') {
            return None;
        }
        let digits = field.find(|each: char| !each.is_ascii_digit()).unwrap_or(field.len());
        let index = match &field[..digits] {
            "" if digits < field.len() && !field.starts_with([':', '!']) => None,
            "" => Some(fields.len()),
            number => number.parse().ok(),
        };
        let kind = match &field[digits..] {
            "" | "!s" => Field::Text,
            _ => Field::Other,
        };
        if let Some(index) = index {
            fields.push((index, kind));
        }
        rest = after;
    }
    Some(fields)
}
