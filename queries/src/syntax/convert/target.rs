//! Assignment targets: what may be assigned, deleted or bound.

use super::{Converted, Converter, error};
use crate::syntax::ast::Expr;
use rustpython_parser::ast;
use rustpython_parser::ast::Ranged;

impl Converter<'_> {
    pub(super) fn assign_targets(&mut self, targets: Vec<ast::Expr>) -> Converted<Vec<Expr>> {
        for target in &targets {
            if matches!(target, ast::Expr::Starred(_)) {
                let message = "a starred target must be in a list or tuple";
                return Err(error(target.range(), message));
            }
        }
        targets.into_iter().map(|target| self.target(target)).collect()
    }

    /// A target of an assignment, loop, comprehension or `with`.
    pub(super) fn target(&mut self, target: ast::Expr) -> Converted<Expr> {
        check_target(&target, "assign to")?;
        self.expression(target)
    }

    /// A target that cannot be unpacked.
    pub(super) fn single_target(&mut self, target: ast::Expr, what: &str) -> Converted<Expr> {
        match target {
            ast::Expr::Name(_) | ast::Expr::Attribute(_) | ast::Expr::Subscript(_) => {
                self.expression(target)
            }
            _ => {
                let message = format!("{} cannot be the target of {what}", description(&target));
                Err(error(target.range(), message))
            }
        }
    }

    pub(super) fn delete_targets(&mut self, targets: Vec<ast::Expr>) -> Converted<Vec<Expr>> {
        for target in &targets {
            check_target(target, "delete")?;
        }
        self.expressions(targets)
    }
}

fn check_target(target: &ast::Expr, verb: &str) -> Converted<()> {
    match target {
        ast::Expr::Name(_) | ast::Expr::Attribute(_) | ast::Expr::Subscript(_) => Ok(()),
        ast::Expr::Starred(starred) if verb != "delete" => check_target(&starred.value, verb),
        ast::Expr::List(ast::ExprList { elts, .. })
        | ast::Expr::Tuple(ast::ExprTuple { elts, .. }) => {
            let stars = elts.iter().filter(|element| matches!(element, ast::Expr::Starred(_)));
            if stars.count() > 1 {
                return Err(error(target.range(), "more than one starred target"));
            }
            elts.iter().try_for_each(|element| check_target(element, verb))
        }
        _ => {
            let message = format!("cannot {verb} {}", description(target));
            Err(error(target.range(), message))
        }
    }
}

/// An expression in words, for messages.
fn description(expression: &ast::Expr) -> &'static str {
    match expression {
        ast::Expr::Constant(constant) => match constant.value {
            ast::Constant::None => "`None`",
            ast::Constant::Bool(true) => "`True`",
            ast::Constant::Bool(false) => "`False`",
            ast::Constant::Ellipsis => "`...`",
            _ => "a literal",
        },
        ast::Expr::Call(_) => "a function call",
        ast::Expr::BinOp(_) | ast::Expr::UnaryOp(_) | ast::Expr::BoolOp(_) => "an expression",
        ast::Expr::Compare(_) => "a comparison",
        ast::Expr::Lambda(_) => "a lambda",
        ast::Expr::IfExp(_) => "a conditional expression",
        ast::Expr::Dict(_) => "a dict",
        ast::Expr::Set(_) => "a set",
        ast::Expr::List(_) => "a list",
        ast::Expr::Tuple(_) => "a tuple",
        ast::Expr::ListComp(_) | ast::Expr::SetComp(_) | ast::Expr::DictComp(_) => {
            "a comprehension"
        }
        ast::Expr::GeneratorExp(_) => "a generator expression",
        ast::Expr::JoinedStr(_) | ast::Expr::FormattedValue(_) => "an f-string",
        ast::Expr::Await(_) => "an await expression",
        ast::Expr::Yield(_) | ast::Expr::YieldFrom(_) => "a yield expression",
        ast::Expr::NamedExpr(_) => "a named expression",
        ast::Expr::Starred(_) => "a starred expression",
        _ => "this expression",
    }
}
