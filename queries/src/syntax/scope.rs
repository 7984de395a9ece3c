//! Which names a statement binds in its scope, and which it takes from the module around it.

use super::ast::*;
use super::visit::{Visitor, walk_expr, walk_parameters, walk_pattern, walk_stmt};
use std::collections::{BTreeMap, BTreeSet};

/// The names that statements bind in the scope they stand in: assignments, definitions, imports, loop
/// variables, `except … as`, `with … as`, patterns and `:=`. Nested scopes keep theirs.
///
/// A star import binds nothing here, as nobody knows what.
pub fn bound_names(block: &[Stmt]) -> BTreeSet<Name> {
    let mut binder = Binder::default();
    binder.visit_block(block);
    for name in &binder.foreign {
        binder.names.remove(name);
    }
    binder.names
}

#[derive(Default)]
struct Binder {
    names: BTreeSet<Name>,
    /// Declared `global` or `nonlocal`.
    foreign: BTreeSet<Name>,
}

impl Binder {
    fn bind(&mut self, name: &str) {
        self.names.insert(name.into());
    }

    fn bind_target(&mut self, target: &Expr) {
        match &*target.kind {
            ExprKind::Name(name) => self.bind(name),
            ExprKind::List(elements) | ExprKind::Tuple(elements) => {
                elements.iter().for_each(|element| self.bind_target(element));
            }
            ExprKind::Starred(value) => self.bind_target(value),
            _ => {}
        }
    }
}

impl Visitor for Binder {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => return self.bind(&function.name.name),
            StmtKind::Class(class) => return self.bind(&class.name.name),
            StmtKind::Assign { targets, .. } | StmtKind::Delete(targets) => {
                targets.iter().for_each(|target| self.bind_target(target));
            }
            StmtKind::AugAssign { target, .. }
            | StmtKind::AnnAssign { target, .. }
            | StmtKind::For { target, .. } => self.bind_target(target),
            StmtKind::TypeAlias { name } => self.bind(&name.name),
            StmtKind::With { items, .. } => {
                items
                    .iter()
                    .filter_map(|item| item.target.as_ref())
                    .for_each(|t| self.bind_target(t));
            }
            StmtKind::Try { handlers, .. } => {
                let names = handlers.iter().filter_map(|handler| handler.name.as_ref());
                names.for_each(|name| self.bind(&name.name));
            }
            StmtKind::Import { names } | StmtKind::ImportFrom { names, .. } => {
                let named = names.iter().filter(|alias| alias.name.name != "*");
                named.for_each(|alias| self.bind(alias.bound_name()));
            }
            StmtKind::Global(names) | StmtKind::Nonlocal(names) => {
                self.foreign.extend(names.iter().map(|ident| ident.name.clone()));
            }
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Walrus { target, .. } => self.bind(&target.name),
            ExprKind::Lambda { params, .. } => return walk_parameters(self, params),
            _ => {}
        }
        walk_expr(self, expression);
    }

    /// Comprehension variables are the comprehension's own; a `:=` inside is not.
    fn visit_comprehension(&mut self, comprehension: &Comprehension) {
        self.visit_expr(&comprehension.iter);
        self.visit_exprs(&comprehension.ifs);
    }

    fn visit_pattern(&mut self, pattern: &Pattern) {
        match &pattern.kind {
            PatternKind::Star(Some(name))
            | PatternKind::As { name: Some(name), .. }
            | PatternKind::Mapping { rest: Some(name), .. } => self.bind(&name.name),
            _ => {}
        }
        walk_pattern(self, pattern);
    }
}

/// How a statement uses a name that it does not bind in a function of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Mention {
    /// Attributes read from the name, as dotted paths: `w.Kid.label` gives `Kid.label`.
    pub members: BTreeSet<Box<[Name]>>,
    /// The name is also used other than by its attributes.
    pub is_whole: bool,
    /// Annotations are all that mention it.
    pub is_annotation: bool,
}

/// The names that occur where a top-level statement is evaluated at once: outside of function bodies and
/// lambdas.
pub fn evaluated_names(statement: &Stmt) -> BTreeSet<Name> {
    let mut evaluated = Evaluated(BTreeSet::new());
    evaluated.visit_stmt(statement);
    evaluated.0
}

struct Evaluated(BTreeSet<Name>);

impl Visitor for Evaluated {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => {
                self.visit_exprs(&function.decorators);
                walk_parameters(self, &function.params);
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Name(name) => {
                self.0.insert(name.clone());
            }
            ExprKind::Lambda { params, .. } => walk_parameters(self, params),
            _ => walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, _: &Expr) {}
}

/// Whether a statement reads `__doc__` of anything.
pub fn mentions_docs(statement: &Stmt) -> bool {
    struct Docs(bool);
    impl Visitor for Docs {
        fn visit_expr(&mut self, expression: &Expr) {
            self.0 |= match &*expression.kind {
                ExprKind::Attribute { attr, .. } => attr.name == "__doc__",
                ExprKind::Name(name) => name == "getdoc",
                _ => false,
            };
            walk_expr(self, expression);
        }
    }
    let mut docs = Docs(false);
    docs.visit_stmt(statement);
    docs.0
}

/// The names that a top-level statement takes from its module or from the builtins.
pub fn mentions(statement: &Stmt) -> BTreeMap<Name, Mention> {
    let mut reader = Reader::default();
    reader.visit_stmt(statement);
    reader.mentions
}

#[derive(Default)]
struct Reader {
    mentions: BTreeMap<Name, Mention>,
    /// Names that are local, innermost scope last.
    scopes: Vec<ScopeNames>,
    in_annotation: bool,
}

struct ScopeNames {
    names: BTreeSet<Name>,
    /// Declared `global` so far.
    globals: BTreeSet<Name>,
    /// Not seen from functions inside.
    is_class: bool,
}

impl Reader {
    fn is_local(&self, name: &str) -> bool {
        for (depth, scope) in self.scopes.iter().rev().enumerate() {
            if scope.globals.contains(name) {
                return false;
            }
            if (!scope.is_class || depth == 0) && scope.names.contains(name) {
                return true;
            }
        }
        false
    }

    fn mention(&mut self, name: &Name, path: Box<[Name]>) {
        if self.is_local(name) {
            return;
        }
        let is_annotation = self.in_annotation;
        let new = || Mention { is_annotation, ..Mention::default() };
        let mention = self.mentions.entry(name.clone()).or_insert_with(new);
        mention.is_annotation &= is_annotation;
        if path.is_empty() {
            mention.is_whole = true;
        } else {
            mention.members.insert(path);
        }
    }

    fn within(&mut self, names: BTreeSet<Name>, is_class: bool, read: impl FnOnce(&mut Self)) {
        self.scopes.push(ScopeNames { names, globals: BTreeSet::new(), is_class });
        read(self);
        self.scopes.pop();
    }

    fn function(&mut self, function: &FunctionDef) {
        self.visit_exprs(&function.decorators);
        walk_parameters(self, &function.params);
        function.returns.iter().for_each(|returns| self.visit_annotation(returns));
        let mut names = bound_names(&function.body);
        names.extend(function.params.iter().map(|param| param.name.name.clone()));
        self.within(names, false, |this| this.visit_block(&function.body));
    }

    fn comprehension(&mut self, generators: &[Comprehension], elements: &[&Expr]) {
        let mut binder = Binder::default();
        generators.iter().for_each(|generator| binder.bind_target(&generator.target));
        // The first iterable is evaluated outside.
        if let Some(first) = generators.first() {
            self.visit_expr(&first.iter);
        }
        self.within(binder.names, false, |this| {
            for (index, generator) in generators.iter().enumerate() {
                if index > 0 {
                    this.visit_expr(&generator.iter);
                }
                this.visit_expr(&generator.target);
                this.visit_exprs(&generator.ifs);
            }
            elements.iter().for_each(|element| this.visit_expr(element));
        });
    }
}

impl Visitor for Reader {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(function) => self.function(function),
            StmtKind::Class(class) => {
                self.visit_exprs(&class.decorators);
                self.visit_exprs(&class.bases);
                class.keywords.iter().for_each(|keyword| self.visit_expr(&keyword.value));
                let names = bound_names(&class.body);
                self.within(names, true, |this| this.visit_block(&class.body));
            }
            StmtKind::Global(names) => {
                if let Some(scope) = self.scopes.last_mut() {
                    scope.globals.extend(names.iter().map(|ident| ident.name.clone()));
                }
            }
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, expression: &Expr) {
        match &*expression.kind {
            ExprKind::Name(name) => self.mention(name, [].into()),
            ExprKind::Attribute { .. } => match dotted(expression) {
                Some((name, path)) => self.mention(name, path),
                None => walk_expr(self, expression),
            },
            ExprKind::Lambda { params, body } => {
                walk_parameters(self, params);
                let names = params.iter().map(|param| param.name.name.clone()).collect();
                self.within(names, false, |this| this.visit_expr(body));
            }
            ExprKind::ListComp { element, generators }
            | ExprKind::SetComp { element, generators }
            | ExprKind::Generator { element, generators } => {
                self.comprehension(generators, &[element])
            }
            ExprKind::DictComp { key, value, generators } => {
                self.comprehension(generators, &[key, value])
            }
            _ => walk_expr(self, expression),
        }
    }

    fn visit_annotation(&mut self, annotation: &Expr) {
        let outer = std::mem::replace(&mut self.in_annotation, true);
        self.visit_expr(annotation);
        self.in_annotation = outer;
    }
}

/// The names that functions in a statement declare `global`.
pub fn global_names(statement: &Stmt) -> BTreeSet<Name> {
    struct Globals(BTreeSet<Name>);
    impl Visitor for Globals {
        fn visit_stmt(&mut self, statement: &Stmt) {
            if let StmtKind::Global(names) = &statement.kind {
                self.0.extend(names.iter().map(|ident| ident.name.clone()));
            }
            walk_stmt(self, statement);
        }

        fn visit_expr(&mut self, _: &Expr) {}
    }
    let mut globals = Globals(BTreeSet::new());
    globals.visit_stmt(statement);
    globals.0
}

/// The name that a target binds, or changes a part of: `x` of `x`, `x.y`, `x[0]` and `x, y`.
pub fn target_name(target: &Expr) -> Option<Name> {
    match &*target.kind {
        ExprKind::Name(name) => Some(name.clone()),
        ExprKind::Attribute { value, .. }
        | ExprKind::Subscript { value, .. }
        | ExprKind::Starred(value) => target_name(value),
        ExprKind::List(elements) | ExprKind::Tuple(elements) => {
            elements.first().and_then(target_name)
        }
        _ => None,
    }
}

/// `a.b.c` as the name `a` and the path `b`, `c`.
pub fn dotted(expression: &Expr) -> Option<(&Name, Box<[Name]>)> {
    let mut path = Vec::new();
    let mut node = expression;
    loop {
        match &*node.kind {
            ExprKind::Name(name) => {
                path.reverse();
                return Some((name, path.into()));
            }
            ExprKind::Attribute { value, attr } => {
                path.push(attr.name.clone());
                node = value;
            }
            _ => return None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::expect;

    fn names(text: &str) -> String {
        let module = crate::syntax::parse(text).expect("parses");
        let mentions = mentions(&module.items[0].statement);
        mentions
            .iter()
            .map(|(name, mention)| {
                let members: Vec<_> = mention.members.iter().map(|path| path.join(".")).collect();
                format!(
                    "{name} {members:?}{}\n",
                    if mention.is_annotation { " annotation" } else { "" }
                )
            })
            .collect()
    }

    #[test]
    fn locals_are_not_mentions() {
        let text = "class A(w.Base):
    label = TITLE
    def go(self, x: Hint = label) -> int:
        for i in items: y = i
        return [k for k in x if k > z] + (lambda q: q + label + y)(1)
    def other(self):
        global counter
        counter += 1
        try: w.deep.call()
        except ValueError as e: print(e)
";
        expect![[r#"
            Hint [] annotation
            TITLE []
            ValueError []
            counter []
            int [] annotation
            items []
            label []
            print []
            w ["Base", "deep.call"]
            z []
        "#]]
        .assert_eq(&names(text));
    }
}
