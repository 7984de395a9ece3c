//! Expressions.

use super::{Converted, Converter, Scope, end, error, start};
use crate::syntax::ast::{
    BinaryOp, BoolOp, CompareOp, Comprehension, Constant, Expr, ExprKind, Keyword, UnaryOp,
};
use rustpython_parser::ast;
use rustpython_parser::ast::Ranged;
use rustpython_parser::ast::text_size::TextRange;

impl Converter<'_> {
    pub(super) fn expressions(&mut self, expressions: Vec<ast::Expr>) -> Converted<Vec<Expr>> {
        expressions.into_iter().map(|expression| self.expression(expression)).collect()
    }

    pub(super) fn optional(
        &mut self,
        expression: Option<Box<ast::Expr>>,
    ) -> Converted<Option<Expr>> {
        expression.map(|expression| self.expression(*expression)).transpose()
    }

    pub(super) fn expression(&mut self, expression: ast::Expr) -> Converted<Expr> {
        let range = expression.range();
        self.nested(range, |this| {
            let id = this.node(range);
            Ok(Expr { id, kind: Box::new(this.expression_kind(expression)?) })
        })
    }

    /// One arm per kind of node, children in source order.
    fn expression_kind(&mut self, expression: ast::Expr) -> Converted<ExprKind> {
        let range = expression.range();
        Ok(match expression {
            ast::Expr::BoolOp(node) => {
                let op = match node.op {
                    ast::BoolOp::And => BoolOp::And,
                    ast::BoolOp::Or => BoolOp::Or,
                };
                ExprKind::Bool { op, values: self.expressions(node.values)? }
            }
            ast::Expr::NamedExpr(node) => {
                let target = match *node.target {
                    ast::Expr::Name(name) => self.ident_at(start(&name), name.id.as_str()),
                    other => return Err(error(other.range(), "`:=` needs a name on its left")),
                };
                ExprKind::Walrus { target, value: self.expression(*node.value)? }
            }
            ast::Expr::BinOp(node) => {
                let left = self.expression(*node.left)?;
                ExprKind::Binary {
                    left,
                    op: binary_op(node.op),
                    right: self.expression(*node.right)?,
                }
            }
            ast::Expr::UnaryOp(node) => {
                ExprKind::Unary { op: unary_op(node.op), operand: self.expression(*node.operand)? }
            }
            ast::Expr::Lambda(node) => {
                let params = self.parameters(*node.args)?;
                let scope = Scope { in_function: true, in_async: false, in_loop: false };
                let body = self.within(scope, |this| this.expression(*node.body))?;
                ExprKind::Lambda { params, body }
            }
            ast::Expr::IfExp(node) => {
                let body = self.expression(*node.body)?;
                let test = self.expression(*node.test)?;
                ExprKind::Conditional { test, body, orelse: self.expression(*node.orelse)? }
            }
            ast::Expr::Dict(node) => {
                let mut entries = Vec::with_capacity(node.values.len());
                for (key, value) in node.keys.into_iter().zip(node.values) {
                    let key = key.map(|key| self.expression(key)).transpose()?;
                    entries.push((key, self.expression(value)?));
                }
                ExprKind::Dict(entries)
            }
            ast::Expr::Set(node) => ExprKind::Set(self.expressions(node.elts)?),
            ast::Expr::List(node) => ExprKind::List(self.expressions(node.elts)?),
            ast::Expr::Tuple(node) => ExprKind::Tuple(self.expressions(node.elts)?),
            ast::Expr::ListComp(node) => {
                let element = self.expression(*node.elt)?;
                ExprKind::ListComp { element, generators: self.generators(node.generators)? }
            }
            ast::Expr::SetComp(node) => {
                let element = self.expression(*node.elt)?;
                ExprKind::SetComp { element, generators: self.generators(node.generators)? }
            }
            ast::Expr::DictComp(node) => {
                let key = self.expression(*node.key)?;
                let value = self.expression(*node.value)?;
                ExprKind::DictComp { key, value, generators: self.generators(node.generators)? }
            }
            ast::Expr::GeneratorExp(node) => {
                let element = self.expression(*node.elt)?;
                ExprKind::Generator { element, generators: self.generators(node.generators)? }
            }
            ast::Expr::Await(node) => {
                if !self.scope.in_function {
                    return Err(error(range, "`await` outside a function"));
                }
                self.require_async(range, "`await`")?;
                ExprKind::Await(self.expression(*node.value)?)
            }
            ast::Expr::Yield(node) => {
                self.require_function(range)?;
                ExprKind::Yield(self.optional(node.value)?)
            }
            ast::Expr::YieldFrom(node) => {
                self.require_function(range)?;
                ExprKind::YieldFrom(self.expression(*node.value)?)
            }
            ast::Expr::Compare(node) => {
                let left = self.expression(*node.left)?;
                let mut comparisons = Vec::with_capacity(node.ops.len());
                for (op, right) in node.ops.into_iter().zip(node.comparators) {
                    comparisons.push((compare_op(op), self.expression(right)?));
                }
                ExprKind::Compare { left, comparisons }
            }
            ast::Expr::Call(node) => self.call(node)?,
            ast::Expr::Constant(node) => self.constant_or_string(node)?,
            ast::Expr::Attribute(node) => {
                let at = end(&node);
                let value = self.expression(*node.value)?;
                ExprKind::Attribute { value, attr: self.ident_before(at, node.attr.as_str()) }
            }
            ast::Expr::Subscript(node) => {
                let value = self.expression(*node.value)?;
                ExprKind::Subscript { value, index: self.expression(*node.slice)? }
            }
            ast::Expr::Starred(node) => ExprKind::Starred(self.expression(*node.value)?),
            ast::Expr::Name(node) => ExprKind::Name(node.id.as_str().into()),
            ast::Expr::Slice(node) => {
                let lower = self.optional(node.lower)?;
                let upper = self.optional(node.upper)?;
                ExprKind::Slice { lower, upper, step: self.optional(node.step)? }
            }
            // F-strings were hidden from the parser.
            ast::Expr::JoinedStr(_) | ast::Expr::FormattedValue(_) => {
                return Err(error(range, "this string cannot be read"));
            }
        })
    }

    fn call(&mut self, node: ast::ExprCall) -> Converted<ExprKind> {
        let is_alone = node.args.len() + node.keywords.len() == 1;
        let bare = node.args.iter().find(|argument| {
            let is_generator = matches!(argument, ast::Expr::GeneratorExp(_));
            is_generator && !is_alone && !self.text[start(*argument)..].starts_with('(')
        });
        if let Some(generator) = bare {
            let message = "a generator expression beside other arguments needs parentheses";
            return Err(error(generator.range(), message));
        }
        let callee = self.expression(*node.func)?;
        let args = self.expressions(node.args)?;
        Ok(ExprKind::Call { callee, args, keywords: self.keywords(node.keywords)? })
    }

    pub(super) fn keywords(&mut self, keywords: Vec<ast::Keyword>) -> Converted<Vec<Keyword>> {
        let mut converted = Vec::with_capacity(keywords.len());
        for keyword in keywords {
            let at = start(&keyword);
            let name = match keyword.arg {
                Some(name) if matches!(name.as_str(), "None" | "True" | "False") => {
                    return Err(error(keyword.range, format!("cannot assign to `{name}`")));
                }
                name => name.map(|name| self.ident_at(at, name.as_str())),
            };
            converted.push(Keyword { name, value: self.expression(keyword.value)? });
        }
        Ok(converted)
    }

    fn generators(&mut self, generators: Vec<ast::Comprehension>) -> Converted<Vec<Comprehension>> {
        let mut converted = Vec::with_capacity(generators.len());
        for generator in generators {
            let target = self.target(generator.target)?;
            let iter = self.expression(generator.iter)?;
            let ifs = self.expressions(generator.ifs)?;
            converted.push(Comprehension { is_async: generator.is_async, target, iter, ifs });
        }
        Ok(converted)
    }

    fn constant_or_string(&mut self, node: ast::ExprConstant) -> Converted<ExprKind> {
        let bytes = start(&node)..end(&node);
        match &node.value {
            ast::Constant::Str(_) if self.has_fstring(&bytes) => self.joined_string(bytes),
            _ => Ok(ExprKind::Constant(self.constant(node.range, node.value)?)),
        }
    }

    pub(super) fn constant(&self, range: TextRange, value: ast::Constant) -> Converted<Constant> {
        Ok(match value {
            ast::Constant::None => Constant::None,
            ast::Constant::Bool(value) => Constant::Bool(value),
            ast::Constant::Str(value) if self.has_surrogate(&value, range) => Constant::Surrogates,
            ast::Constant::Str(value) => Constant::Str(value.into()),
            ast::Constant::Bytes(value) => Constant::Bytes(value.into()),
            ast::Constant::Int(value) => Constant::Int(value),
            ast::Constant::Float(value) => Constant::Float(value),
            ast::Constant::Complex { imag, .. } => Constant::Complex(imag),
            ast::Constant::Ellipsis => Constant::Ellipsis,
            // The parser folds nothing, so a tuple is never a constant.
            ast::Constant::Tuple(_) => return Err(error(range, "this constant cannot be read")),
        })
    }

    fn require_function(&self, range: TextRange) -> Converted<()> {
        if self.scope.in_function {
            return Ok(());
        }
        Err(error(range, "`yield` outside a function"))
    }
}

pub(super) fn binary_op(op: ast::Operator) -> BinaryOp {
    match op {
        ast::Operator::Add => BinaryOp::Add,
        ast::Operator::Sub => BinaryOp::Sub,
        ast::Operator::Mult => BinaryOp::Mul,
        ast::Operator::MatMult => BinaryOp::MatMul,
        ast::Operator::Div => BinaryOp::Div,
        ast::Operator::Mod => BinaryOp::Mod,
        ast::Operator::Pow => BinaryOp::Pow,
        ast::Operator::LShift => BinaryOp::LeftShift,
        ast::Operator::RShift => BinaryOp::RightShift,
        ast::Operator::BitOr => BinaryOp::BitOr,
        ast::Operator::BitXor => BinaryOp::BitXor,
        ast::Operator::BitAnd => BinaryOp::BitAnd,
        ast::Operator::FloorDiv => BinaryOp::FloorDiv,
    }
}

fn unary_op(op: ast::UnaryOp) -> UnaryOp {
    match op {
        ast::UnaryOp::Invert => UnaryOp::Invert,
        ast::UnaryOp::Not => UnaryOp::Not,
        ast::UnaryOp::UAdd => UnaryOp::Pos,
        ast::UnaryOp::USub => UnaryOp::Neg,
    }
}

fn compare_op(op: ast::CmpOp) -> CompareOp {
    match op {
        ast::CmpOp::Eq => CompareOp::Eq,
        ast::CmpOp::NotEq => CompareOp::NotEq,
        ast::CmpOp::Lt => CompareOp::Lt,
        ast::CmpOp::LtE => CompareOp::LtE,
        ast::CmpOp::Gt => CompareOp::Gt,
        ast::CmpOp::GtE => CompareOp::GtE,
        ast::CmpOp::Is => CompareOp::Is,
        ast::CmpOp::IsNot => CompareOp::IsNot,
        ast::CmpOp::In => CompareOp::In,
        ast::CmpOp::NotIn => CompareOp::NotIn,
    }
}
