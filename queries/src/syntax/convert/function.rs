//! Functions, classes, and their parameters.

use super::{Converted, Converter, Scope, start};
use crate::syntax::ast::{ClassDef, FunctionDef, Parameter, Parameters};
use rustpython_parser::ast;

impl Converter<'_> {
    pub(super) fn function(&mut self, node: ast::StmtFunctionDef) -> Converted<FunctionDef> {
        let at = start(&node);
        self.function_parts(
            false,
            at,
            node.name,
            node.decorator_list,
            *node.args,
            node.returns,
            node.body,
        )
    }

    pub(super) fn async_function(
        &mut self,
        node: ast::StmtAsyncFunctionDef,
    ) -> Converted<FunctionDef> {
        let at = start(&node);
        self.function_parts(
            true,
            at,
            node.name,
            node.decorator_list,
            *node.args,
            node.returns,
            node.body,
        )
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of a definition, as the parser gives them"
    )]
    fn function_parts(
        &mut self,
        is_async: bool,
        at: usize,
        name: ast::Identifier,
        decorators: Vec<ast::Expr>,
        arguments: ast::Arguments,
        returns: Option<Box<ast::Expr>>,
        body: Vec<ast::Stmt>,
    ) -> Converted<FunctionDef> {
        let decorators = self.expressions(decorators)?;
        let after_def = self.find_word(at, "def").map_or(at, |def| def + "def".len());
        let name = self.ident_after(after_def, name.as_str());
        let params = self.parameters(arguments)?;
        let returns = self.optional(returns)?.map(Box::new);
        let scope = Scope { in_function: true, in_async: is_async, in_loop: false };
        let body = self.within(scope, |this| this.block(body))?;
        Ok(FunctionDef { is_async, name, decorators, params, returns, body })
    }

    pub(super) fn class(&mut self, node: ast::StmtClassDef) -> Converted<ClassDef> {
        let after_class = start(&node) + "class".len();
        let decorators = self.expressions(node.decorator_list)?;
        let name = self.ident_after(after_class, node.name.as_str());
        let bases = self.expressions(node.bases)?;
        let keywords = self.keywords(node.keywords)?;
        let body = self.within(Scope::default(), |this| this.block(node.body))?;
        Ok(ClassDef { name, decorators, bases, keywords, body })
    }

    pub(super) fn parameters(&mut self, arguments: ast::Arguments) -> Converted<Parameters> {
        Ok(Parameters {
            positional_only: self.parameters_with_defaults(arguments.posonlyargs)?,
            positional: self.parameters_with_defaults(arguments.args)?,
            vararg: arguments
                .vararg
                .map(|arg| self.parameter(*arg, None))
                .transpose()?
                .map(Box::new),
            keyword_only: self.parameters_with_defaults(arguments.kwonlyargs)?,
            kwarg: arguments.kwarg.map(|arg| self.parameter(*arg, None)).transpose()?.map(Box::new),
        })
    }

    fn parameters_with_defaults(
        &mut self,
        args: Vec<ast::ArgWithDefault>,
    ) -> Converted<Vec<Parameter>> {
        args.into_iter().map(|arg| self.parameter(arg.def, arg.default)).collect()
    }

    fn parameter(
        &mut self,
        arg: ast::Arg,
        default: Option<Box<ast::Expr>>,
    ) -> Converted<Parameter> {
        // The range of `*args` may start at the star.
        let name = self.ident_after(start(&arg), arg.arg.as_str());
        let annotation = self.optional(arg.annotation)?;
        Ok(Parameter { name, annotation, default: self.optional(default)? })
    }
}
