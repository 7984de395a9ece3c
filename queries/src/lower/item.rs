//! One top-level statement of a file.

use super::inference::signature_of_params;
use super::js::{self, Stmt};
use super::lowerer::{Lowerer, Scope, ScopeKind};
use super::scope::Names;
use super::walk::{Visitor, walk_expr, walk_stmt};
use super::{Chunk, functions, names, print};
use crate::binding::{Attributes, Bindings};
use crate::syntax::ast::{self, ExprKind, FunctionDef, Name, NodeId, StmtKind};
use std::collections::BTreeSet;
use swc_ecma_ast::{Decl, ModuleItem};

/// Lowers one top-level statement of a file.
///
/// `statement` is a browser class, or a function, plain class or simple statement that browser code
/// reaches; the names it binds are declared at the top level of the chunk. What cannot be lowered is a diagnostic in the chunk, and
/// its code then must not be used.
pub fn lower_item(statement: &ast::Stmt, bindings: &Bindings, attributes: &Attributes) -> Chunk {
    let mut mentioned = Mentioned::default();
    mentioned.stmt(statement);
    let mut lowerer = Lowerer::new(bindings, attributes, mentioned);
    let body = lowerer.top_level(statement);
    let Lowerer { imports, diagnostics, mut methods, preamble, identifiers, .. } = lowerer;
    let body = preamble.into_iter().map(ModuleItem::Stmt).chain(body).collect();
    let printed = print::print(body, &identifiers);
    print::locate_methods(&mut methods, &printed);
    Chunk {
        code: printed.code.into(),
        imports,
        marks: printed.marks.into(),
        diagnostics: diagnostics.into(),
        methods: methods.into(),
    }
}

impl<'a> Lowerer<'a> {
    fn top_level(&mut self, statement: &'a ast::Stmt) -> Vec<ModuleItem> {
        match &statement.kind {
            StmtKind::Class(class) => {
                self.class_declaration(class).into_iter().map(declared).collect()
            }
            StmtKind::Function(function) => self.top_level_function(function),
            StmtKind::Assign { targets, value } if targets.len() == 1 => match &*targets[0].kind {
                ExprKind::Name(name) => vec![self.variable(targets[0].id, name, value)],
                _ => self.other_statement(statement),
            },
            StmtKind::AnnAssign { target, value: Some(value), .. } => match &*target.kind {
                ExprKind::Name(name) => vec![self.variable(target.id, name, value)],
                _ => self.other_statement(statement),
            },
            StmtKind::AnnAssign { .. } => vec![],
            _ => self.other_statement(statement),
        }
    }

    fn variable(&mut self, id: NodeId, name: &Name, value: &'a ast::Expr) -> ModuleItem {
        let value = self.isolated(|this| this.value(value));
        self.identifiers.insert(id);
        let target = js::pattern(js::ident_at(&names::variable(name), id));
        declared(Decl::Var(Box::new(js::declaration(js::Declare::Let, target, Some(value)))))
    }

    fn top_level_function(&mut self, function: &'a FunctionDef) -> Vec<ModuleItem> {
        for name in &self.bindings.declared {
            self.preamble.push(js::declare_names([names::variable(name).as_str()]));
        }
        let shape = functions::Shape {
            kind: ScopeKind::Function,
            receiver: None,
            receiver_is_class: false,
            given: vec![],
            owner: function.name.name.to_string(),
        };
        let decorators: Vec<_> =
            function.decorators.iter().map(|decorator| self.value(decorator)).collect();
        let lowered = self.function_code(function, shape);
        self.preamble.extend(lowered.defaults);
        let name = names::variable(&function.name.name);
        let ident = js::ident_at(&name, function.name.id);
        self.identifiers.insert(function.name.id);
        let signature = signature_of_params(&function.params);
        let text = super::arguments::signature_text(&signature.params);
        if decorators.is_empty() {
            let mut items = vec![];
            if let Stmt::Decl(declaration) = js::function_declaration(ident, lowered.code) {
                items.push(declared(declaration));
            }
            if !signature.params.is_empty() {
                let call = self.runtime_call("sig", [js::name(&name), js::string(&text)]);
                items.push(ModuleItem::Stmt(js::expression(call)));
            }
            if self.bindings.has_docs {
                let call = self.with_doc(js::name(&name), &function.body);
                items.push(ModuleItem::Stmt(js::expression(call)));
            }
            return items;
        }
        let mut value = js::function_expression(lowered.code);
        // A decorator may ask for the name.
        let own_name = js::string(&function.name.name);
        value = self.runtime_call("sig", [value, js::string(&text), own_name]);
        value = self.with_doc(value, &function.body);
        value = self.decorated_function(function, value, decorators);
        vec![declared(Decl::Var(Box::new(js::declaration(
            js::Declare::Let,
            js::pattern(ident),
            Some(value),
        ))))]
    }

    /// Any other statement: the names it binds are declared first.
    fn other_statement(&mut self, statement: &'a ast::Stmt) -> Vec<ModuleItem> {
        let names = super::scope::of_function(&NO_PARAMETERS, std::slice::from_ref(statement));
        let bound: Vec<String> = match &statement.kind {
            StmtKind::AugAssign { .. } | StmtKind::Delete(_) => vec![],
            _ => names.locals.keys().map(|name| names::variable(name)).collect(),
        };
        self.scopes.push(Scope::new(ScopeKind::Arrow, Names::default()));
        let mut lowered = self.block(std::slice::from_ref(statement));
        let temporaries = self.scopes.pop().map(|scope| scope.temporaries).unwrap_or_default();
        if !temporaries.is_empty() {
            lowered.insert(0, js::declare_names(temporaries.iter().map(String::as_str)));
            lowered = vec![js::block_statement(lowered)];
        }
        let mut items = vec![];
        // One by one, as the module may have declared some of them already.
        for name in &bound {
            if let Stmt::Decl(declaration) = js::declare_names([name.as_str()]) {
                items.push(declared(declaration));
            }
        }
        items.extend(lowered.into_iter().map(ModuleItem::Stmt));
        items
    }
}

/// The parameters of no function.
pub(super) static NO_PARAMETERS: ast::Parameters = ast::Parameters {
    positional_only: vec![],
    positional: vec![],
    vararg: None,
    keyword_only: vec![],
    kwarg: None,
};

/// A declaration; the emitter exports it.
fn declared(decl: Decl) -> ModuleItem {
    ModuleItem::Stmt(Stmt::Decl(decl))
}

/// Every identifier of an item, so that no generated name is one of them.
#[derive(Default)]
pub(super) struct Mentioned {
    pub(super) names: BTreeSet<Name>,
    /// Those that some scope of the item binds, and that would hide an import.
    pub(super) bound: BTreeSet<Name>,
    /// Attributes that are assigned: `self.kind = …`.
    pub(super) assigned_attributes: BTreeSet<Name>,
}

impl Mentioned {
    fn bind(&mut self, names: impl IntoIterator<Item = Name>) {
        for name in names {
            self.names.insert(name.clone());
            self.bound.insert(name);
        }
    }

    fn bind_target(&mut self, target: &ast::Expr) {
        match &*target.kind {
            ExprKind::Attribute { attr, .. } => {
                self.assigned_attributes.insert(attr.name.clone());
            }
            ExprKind::Tuple(items) | ExprKind::List(items) => {
                items.iter().for_each(|item| self.bind_target(item));
            }
            _ => {}
        }
        let mut names = vec![];
        super::scope::target_names(target, &mut names);
        self.bind(names.into_iter().cloned());
    }

    fn bind_params(&mut self, params: &ast::Parameters) {
        self.bind(super::scope::parameters(params).map(|param| param.name.name.clone()));
    }
}

impl<'a> Visitor<'a> for Mentioned {
    fn stmt(&mut self, stmt: &'a ast::Stmt) {
        match &stmt.kind {
            StmtKind::Function(function) => {
                self.bind([function.name.name.clone()]);
                self.bind_params(&function.params);
            }
            StmtKind::Class(class) => self.bind([class.name.name.clone()]),
            StmtKind::Assign { targets, .. } => {
                for target in targets {
                    self.bind_target(target);
                }
            }
            StmtKind::AnnAssign { target, .. }
            | StmtKind::AugAssign { target, .. }
            | StmtKind::For { target, .. } => self.bind_target(target),
            StmtKind::With { items, .. } => {
                for target in items.iter().filter_map(|item| item.target.as_ref()) {
                    self.bind_target(target);
                }
            }
            StmtKind::Try { handlers, .. } => {
                self.bind(
                    handlers.iter().filter_map(|handler| Some(handler.name.as_ref()?.name.clone())),
                );
            }
            _ => {}
        }
        walk_stmt(self, stmt);
    }

    fn expr(&mut self, expr: &'a ast::Expr) {
        match &*expr.kind {
            ExprKind::Name(name) => {
                self.names.insert(name.clone());
            }
            ExprKind::Walrus { target, .. } => self.bind([target.name.clone()]),
            ExprKind::Lambda { params, .. } => self.bind_params(params),
            ExprKind::ListComp { generators, .. }
            | ExprKind::SetComp { generators, .. }
            | ExprKind::DictComp { generators, .. }
            | ExprKind::Generator { generators, .. } => {
                for generator in generators {
                    self.bind_target(&generator.target);
                }
            }
            _ => {}
        }
        walk_expr(self, expr);
    }

    fn pattern(&mut self, pattern: &'a ast::Pattern) {
        match &pattern.kind {
            ast::PatternKind::As { name: Some(name), .. }
            | ast::PatternKind::Star(Some(name))
            | ast::PatternKind::Mapping { rest: Some(name), .. } => self.bind([name.name.clone()]),
            _ => {}
        }
        super::walk::walk_pattern(self, pattern);
    }
}
