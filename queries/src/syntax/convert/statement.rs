//! Statements.

use super::{Converted, Converter, Scope, end, error, start};
use crate::syntax::ast::{Alias, Block, ExceptHandler, Ident, Stmt, StmtKind, WithItem};
use rustpython_parser::ast;
use rustpython_parser::ast::Ranged;

impl Converter<'_> {
    pub(super) fn block(&mut self, statements: Vec<ast::Stmt>) -> Converted<Block> {
        statements.into_iter().map(|statement| self.statement(statement)).collect()
    }

    pub(super) fn statement(&mut self, statement: ast::Stmt) -> Converted<Stmt> {
        let range = statement.range();
        self.nested(range, |this| {
            let id = this.node(range);
            Ok(Stmt { id, kind: this.statement_kind(statement)? })
        })
    }

    fn statement_kind(&mut self, statement: ast::Stmt) -> Converted<StmtKind> {
        let range = statement.range();
        Ok(match statement {
            ast::Stmt::FunctionDef(function) => StmtKind::Function(self.function(function)?),
            ast::Stmt::AsyncFunctionDef(function) => {
                StmtKind::Function(self.async_function(function)?)
            }
            ast::Stmt::ClassDef(class) => StmtKind::Class(self.class(class)?),
            ast::Stmt::Return(node) => {
                if !self.scope.in_function {
                    return Err(error(range, "`return` outside a function"));
                }
                StmtKind::Return(self.optional(node.value)?)
            }
            ast::Stmt::Delete(node) => StmtKind::Delete(self.delete_targets(node.targets)?),
            ast::Stmt::Assign(node) => {
                let targets = self.assign_targets(node.targets)?;
                StmtKind::Assign { targets, value: self.expression(*node.value)? }
            }
            ast::Stmt::AugAssign(node) => {
                let target = self.single_target(*node.target, "augmented assignment")?;
                let op = super::expression::binary_op(node.op);
                StmtKind::AugAssign { target, op, value: self.expression(*node.value)? }
            }
            ast::Stmt::AnnAssign(node) => {
                let target = self.single_target(*node.target, "annotation")?;
                let annotation = self.expression(*node.annotation)?;
                StmtKind::AnnAssign { target, annotation, value: self.optional(node.value)? }
            }
            ast::Stmt::TypeAlias(node) => {
                let name = match *node.name {
                    ast::Expr::Name(name) => self.ident_at(start(&name), name.id.as_str()),
                    other => return Err(error(other.range(), "a type alias needs a name")),
                };
                StmtKind::TypeAlias { name }
            }
            ast::Stmt::For(node) => {
                self.for_loop(false, *node.target, *node.iter, node.body, node.orelse)?
            }
            ast::Stmt::AsyncFor(node) => {
                self.require_async(range, "`async for`")?;
                self.for_loop(true, *node.target, *node.iter, node.body, node.orelse)?
            }
            ast::Stmt::While(node) => {
                let test = self.expression(*node.test)?;
                let body = self.loop_body(node.body)?;
                StmtKind::While { test, body, orelse: self.block(node.orelse)? }
            }
            ast::Stmt::If(node) => {
                let test = self.expression(*node.test)?;
                let body = self.block(node.body)?;
                StmtKind::If { test, body, orelse: self.block(node.orelse)? }
            }
            ast::Stmt::With(node) => self.with(false, node.items, node.body)?,
            ast::Stmt::AsyncWith(node) => {
                self.require_async(range, "`async with`")?;
                self.with(true, node.items, node.body)?
            }
            ast::Stmt::Match(node) => {
                let subject = self.expression(*node.subject)?;
                let cases = node.cases.into_iter().map(|case| self.match_case(case));
                StmtKind::Match { subject, cases: cases.collect::<Converted<_>>()? }
            }
            ast::Stmt::Raise(node) => {
                let exception = self.optional(node.exc)?;
                StmtKind::Raise { exception, cause: self.optional(node.cause)? }
            }
            ast::Stmt::Try(node) => {
                self.try_statement(false, node.body, node.handlers, node.orelse, node.finalbody)?
            }
            ast::Stmt::TryStar(node) => {
                self.try_statement(true, node.body, node.handlers, node.orelse, node.finalbody)?
            }
            ast::Stmt::Assert(node) => {
                let test = self.expression(*node.test)?;
                StmtKind::Assert { test, message: self.optional(node.msg)? }
            }
            ast::Stmt::Import(node) => {
                let from = start(&node) + "import".len();
                StmtKind::Import { names: self.aliases(from, node.names) }
            }
            ast::Stmt::ImportFrom(node) => {
                let from = self.find_word(start(&node) + "from".len(), "import");
                let from = from.map_or(start(&node), |at| at + "import".len());
                let level = node.level.map_or(0, |level| level.to_u32());
                let module = node.module.map(|module| module.as_str().into());
                StmtKind::ImportFrom { level, module, names: self.aliases(from, node.names) }
            }
            ast::Stmt::Global(node) => StmtKind::Global(self.names(range, node.names)),
            ast::Stmt::Nonlocal(node) => {
                if !self.scope.in_function {
                    return Err(error(range, "`nonlocal` outside a function"));
                }
                StmtKind::Nonlocal(self.names(range, node.names))
            }
            ast::Stmt::Expr(node) => StmtKind::Expr(self.expression(*node.value)?),
            ast::Stmt::Pass(_) => StmtKind::Pass,
            ast::Stmt::Break(_) | ast::Stmt::Continue(_) if !self.scope.in_loop => {
                let word =
                    if matches!(statement, ast::Stmt::Break(_)) { "break" } else { "continue" };
                return Err(error(range, format!("`{word}` outside a loop")));
            }
            ast::Stmt::Break(_) => StmtKind::Break,
            ast::Stmt::Continue(_) => StmtKind::Continue,
        })
    }

    fn for_loop(
        &mut self,
        is_async: bool,
        target: ast::Expr,
        iter: ast::Expr,
        body: Vec<ast::Stmt>,
        orelse: Vec<ast::Stmt>,
    ) -> Converted<StmtKind> {
        let target = self.target(target)?;
        let iter = self.expression(iter)?;
        let body = self.loop_body(body)?;
        Ok(StmtKind::For { is_async, target, iter, body, orelse: self.block(orelse)? })
    }

    fn loop_body(&mut self, body: Vec<ast::Stmt>) -> Converted<Block> {
        let scope = Scope { in_loop: true, ..self.scope };
        self.within(scope, |this| this.block(body))
    }

    fn with(
        &mut self,
        is_async: bool,
        items: Vec<ast::WithItem>,
        body: Vec<ast::Stmt>,
    ) -> Converted<StmtKind> {
        let mut converted = Vec::with_capacity(items.len());
        for item in items {
            let context = self.expression(item.context_expr)?;
            let target = item.optional_vars.map(|target| self.target(*target)).transpose()?;
            converted.push(WithItem { context, target });
        }
        Ok(StmtKind::With { is_async, items: converted, body: self.block(body)? })
    }

    fn try_statement(
        &mut self,
        is_star: bool,
        body: Vec<ast::Stmt>,
        handlers: Vec<ast::ExceptHandler>,
        orelse: Vec<ast::Stmt>,
        finally: Vec<ast::Stmt>,
    ) -> Converted<StmtKind> {
        let body = self.block(body)?;
        let last = handlers.len().saturating_sub(1);
        let mut converted = Vec::with_capacity(handlers.len());
        for (index, ast::ExceptHandler::ExceptHandler(handler)) in handlers.into_iter().enumerate()
        {
            if handler.type_.is_none() && index < last {
                return Err(error(handler.range, "a bare `except:` must be last"));
            }
            converted.push(self.handler(handler)?);
        }
        let orelse = self.block(orelse)?;
        Ok(StmtKind::Try {
            is_star,
            body,
            handlers: converted,
            orelse,
            finally: self.block(finally)?,
        })
    }

    fn handler(&mut self, handler: ast::ExceptHandlerExceptHandler) -> Converted<ExceptHandler> {
        let id = self.node(handler.range);
        let after = handler.type_.as_ref().map_or(start(&handler), |exception| end(&**exception));
        let exception = self.optional(handler.type_)?;
        let name = handler.name.map(|name| {
            let from = self.find_word(after, "as").map_or(after, |at| at + "as".len());
            self.ident_after(from, name.as_str())
        });
        Ok(ExceptHandler { id, exception, name, body: self.block(handler.body)? })
    }

    /// `from` is behind the `import` keyword.
    fn aliases(&mut self, mut from: usize, aliases: Vec<ast::Alias>) -> Vec<Alias> {
        let mut converted = Vec::with_capacity(aliases.len());
        for alias in aliases {
            let name = alias.name.as_str();
            let at = start(&alias).max(from);
            let name = self.ident_at(at, name);
            from = end(&alias);
            let asname = alias.asname.map(|asname| self.ident_before(from, asname.as_str()));
            converted.push(Alias { name, asname });
        }
        converted
    }

    fn names(
        &mut self,
        range: ast::text_size::TextRange,
        names: Vec<ast::Identifier>,
    ) -> Vec<Ident> {
        let start = usize::from(range.start());
        let mut from = start + self.text[start..].find(char::is_whitespace).unwrap_or_default();
        let mut idents = Vec::with_capacity(names.len());
        for name in names {
            let at = self.find_word(from, name.as_str()).unwrap_or(from);
            idents.push(self.ident_at(at, name.as_str()));
            from = at + name.as_str().len();
        }
        idents
    }

    pub(super) fn require_async(
        &self,
        range: ast::text_size::TextRange,
        what: &str,
    ) -> Converted<()> {
        if self.scope.in_async || !self.scope.in_function {
            return Ok(());
        }
        Err(error(range, format!("{what} outside an async function")))
    }
}
