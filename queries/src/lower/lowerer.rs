//! The state that all rooms of lowering share while one item is lowered.

use super::item::Mentioned;
use super::js::{self, Expr, Stmt};
use super::runtime_names;
use super::scope::{Names, Place};
use super::types::Type;
use super::{Import, ImportSource, MethodLines, names};
use crate::binding::{Attributes, Binding, Bindings, ClassShape, Refusal};
use crate::diagnostic::{Code, NodeDiagnostic};
use crate::python_runtime::part_of;
use crate::syntax::ast::{self, Ident, Name, NodeId};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A construct that the browser cannot have, or not in this form.
pub(super) const UNSUPPORTED: Code = Code(201);
/// A call that does not fit the callee's parameters.
pub(super) const CALL_MISMATCH: Code = Code(202);
/// A string that is no text.
pub(super) const SURROGATE: Code = Code(204);
/// A standard-library or builtin name without a browser version.
pub(super) const NOT_IN_BROWSER: Code = Code(106);

pub(super) struct Lowerer<'a> {
    pub(super) bindings: &'a Bindings,
    pub(super) attributes: &'a Attributes,
    pub(super) imports: BTreeSet<Import>,
    pub(super) diagnostics: Vec<NodeDiagnostic>,
    pub(super) methods: Vec<MethodLines>,
    pub(super) scopes: Vec<Scope<'a>>,
    pub(super) classes: Vec<ClassContext>,
    /// Statements that must run before the item: defaults evaluated once.
    pub(super) preamble: Vec<Stmt>,
    /// Identifier tokens, for the names of the source map.
    pub(super) identifiers: BTreeSet<NodeId>,
    /// Names that no generated name may take.
    taken: BTreeSet<String>,
    /// Names that an import may not have: the item or its file binds them.
    hiding: BTreeSet<String>,
    next_temporary: u32,
    /// Names whose type is being computed.
    pub(super) inferring: u32,
    /// The functions and classes around, as `__qualname__` has them.
    pub(super) qualname: Vec<String>,
    /// `try` bodies around whose `except` takes a TypeError: there a call that does not fit raises one, as
    /// in Python, and is no mistake to report.
    pub(super) expecting_mismatch: u32,
    /// The same for an AttributeError.
    pub(super) expecting_missing: u32,
    /// What is lowered is an attribute that an operator takes.
    pub(super) reads_at_once: bool,
    /// Attributes that the item assigns anywhere: they may hold a class.
    pub(super) assigned_attributes: BTreeSet<Name>,
    /// What the TypeError of the call under way says.
    pub(super) mismatch: Option<String>,
    /// The next expression is the body of a lambda, what a function returns, or a statement: an `async def` that it
    /// calls runs at once, as handlers do.
    pub(super) runs_at_once: bool,
    /// The next value goes to JavaScript, which knows one kind of number.
    pub(super) is_for_host: bool,
    /// Lambdas go to where only what they take by position is passed to them.
    pub(super) lambdas_stay: bool,
    /// `try` bodies around whose `except` names the NameError: there an undefined name raises one.
    pub(super) expecting_undefined: u32,
    /// `try` bodies around whose `except` names the AttributeError: there methods are looked up as Python does.
    pub(super) checking_attributes: u32,
}

/// The class whose body is being lowered.
pub(super) struct ClassContext {
    pub(super) name: Name,
    pub(super) shape: Arc<ClassShape>,
    pub(super) is_browser: bool,
    /// Class-level names that later class-level expressions may use.
    pub(super) assigned: BTreeSet<Name>,
    /// What the class's own code passes to its methods, where that tells a parameter's type.
    pub(super) handlers: BTreeSet<Name>,
    /// `scopes.len()` at the class body: names resolve to class attributes only there.
    pub(super) depth: usize,
    /// Defaults of a method that use attributes of the class.
    pub(super) late_defaults: Vec<Stmt>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ScopeKind {
    /// A function that JavaScript calls with its own `this`.
    Function,
    /// An arrow function: `this` is that of the scope around it.
    Arrow,
    /// A comprehension; not a function of its own.
    Comprehension,
}

pub(super) struct Scope<'a> {
    pub(super) kind: ScopeKind,
    pub(super) names: Names<'a>,
    /// Stands for no function of the source: its code runs where it is.
    pub(super) is_immediate: bool,
    /// The parameter that is `this`.
    pub(super) receiver: Option<Name>,
    /// The receiver is a class: a class method.
    pub(super) receiver_is_class: bool,
    pub(super) is_async: bool,
    /// Generated variables to declare at the top.
    pub(super) temporaries: Vec<String>,
    pub(super) types: BTreeMap<Name, Type>,
    /// Types that the place of a name gives beyond its sources: handler parameters, comprehension targets.
    pub(super) given: BTreeMap<Name, Type>,
    /// Types that the last assignment gave, until a name is assigned again or control flow joins.
    pub(super) settled: BTreeMap<Name, Type>,
    /// `Some(label)` where `break` must leave an `else` behind.
    pub(super) loops: Vec<Option<String>>,
    /// The variables of the `except` clauses around.
    pub(super) handled: Vec<String>,
    /// A generator inside needs the method's `this` by name.
    pub(super) needs_receiver_name: bool,
}

impl<'a> Scope<'a> {
    pub(super) fn new(kind: ScopeKind, names: Names<'a>) -> Self {
        Self {
            kind,
            names,
            is_immediate: false,
            receiver: None,
            receiver_is_class: false,
            is_async: false,
            temporaries: vec![],
            types: BTreeMap::new(),
            given: BTreeMap::new(),
            settled: BTreeMap::new(),
            loops: vec![],
            handled: vec![],
            needs_receiver_name: false,
        }
    }
}

/// What a name means where it stands.
#[derive(Clone, Debug)]
pub(super) enum Meaning<'a> {
    /// `self` or `cls`, as `this`.
    Receiver,
    /// A variable of the scope with this index.
    Local(usize),
    /// An attribute of the class whose body is being lowered.
    ClassLevel,
    Bound(&'a Binding),
    Undefined,
}

impl<'a> Lowerer<'a> {
    pub(super) fn new(
        bindings: &'a Bindings,
        attributes: &'a Attributes,
        mentioned: Mentioned,
    ) -> Self {
        // A module-level name of the project hides the runtime's, one of the runtime is the same thing.
        let is_foreign = |binding: &Binding| {
            matches!(
                binding,
                Binding::Builtin(_) | Binding::Framework(_) | Binding::StdMember { .. }
            )
        };
        let hiding = mentioned.bound.iter().chain(
            bindings.names.iter().filter(|(_, binding)| !is_foreign(binding)).map(|(name, _)| name),
        );
        let hiding = hiding.chain(&bindings.hidden).map(|name| names::variable(name)).collect();
        let taken = mentioned.names.iter().map(|name| names::variable(name)).collect();
        Self {
            bindings,
            attributes,
            imports: BTreeSet::new(),
            diagnostics: vec![],
            methods: vec![],
            scopes: vec![],
            classes: vec![],
            preamble: vec![],
            identifiers: BTreeSet::new(),
            taken,
            hiding,
            next_temporary: 0,
            inferring: 0,
            qualname: vec![],
            expecting_mismatch: 0,
            expecting_missing: 0,
            reads_at_once: false,
            assigned_attributes: mentioned.assigned_attributes,
            mismatch: None,
            runs_at_once: false,
            is_for_host: false,
            lambdas_stay: false,
            expecting_undefined: 0,
            checking_attributes: 0,
        }
    }

    pub(super) fn report(
        &mut self,
        code: Code,
        at: NodeId,
        message: impl Into<Box<str>>,
        help: &str,
    ) {
        let help = (!help.is_empty()).then(|| help.into());
        let diagnostic = NodeDiagnostic { code, at, message: message.into(), help };
        if !self.diagnostics.contains(&diagnostic) {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Reports and stands in for the expression; the chunk is not used.
    pub(super) fn refuse(&mut self, at: NodeId, message: impl Into<Box<str>>, help: &str) -> Expr {
        self.refuse_as(UNSUPPORTED, at, message, help)
    }

    /// [`Self::refuse`] with a code of its own.
    pub(super) fn refuse_as(
        &mut self,
        code: Code,
        at: NodeId,
        message: impl Into<Box<str>>,
        help: &str,
    ) -> Expr {
        self.report(code, at, message, help);
        js::undefined()
    }

    pub(super) fn refuse_name(&mut self, at: NodeId, refusal: &Refusal) -> Expr {
        self.report(refusal.code, at, refusal.message.clone(), &refusal.help);
        js::undefined()
    }

    /// The local identifier of a runtime function, imported on first use.
    pub(super) fn runtime_name(&mut self, name: &str) -> String {
        let module = runtime_names::module_of(name).unwrap_or("values");
        self.import_python(module, name)
    }

    pub(super) fn import_python(&mut self, module: &str, name: &str) -> String {
        // `math.pow` and the builtin `pow` may meet in one module.
        let is_ambiguous = module.starts_with("std/")
            && (runtime_names::is_runtime_name(name)
                || runtime_names::string_function(name).is_some());
        let local = if is_ambiguous { format!("${name}") } else { self.free_name(name) };
        self.import(ImportSource::Python(module.into()), name, &local);
        local
    }

    /// A member of a standard-library module; one that shares its name with the runtime goes by both names.
    pub(super) fn import_std(&mut self, module: &str, member: &str) -> String {
        let is_ambiguous = runtime_names::is_runtime_name(member)
            || runtime_names::string_function(member).is_some()
            || crate::standard::is_of_several(member);
        let file = crate::standard::file(module);
        let stem = if is_ambiguous { format!("{file}_{member}") } else { member.to_owned() };
        // The file may have imported the member itself: then the name is its own.
        let is_own = matches!(self.bindings.names.get(&*stem), Some(Binding::StdMember { .. }));
        let local = if is_own { stem } else { self.free_name(&stem) };
        self.import(ImportSource::Python(format!("std/{file}").into()), member, &local);
        local
    }

    pub(super) fn import_ragot(&mut self, name: &str) -> String {
        let local = self.free_name(name);
        self.import(ImportSource::Ragot, name, &local);
        local
    }

    /// `name`, or a variant that no Python name can be.
    pub(super) fn free_name(&self, name: &str) -> String {
        if self.hiding.contains(name) { format!("${name}") } else { name.to_owned() }
    }

    pub(super) fn import(&mut self, from: ImportSource, name: &str, local: &str) {
        let from = match from {
            ImportSource::Python(module) => ImportSource::Python(part_of(&module).into()),
            other => other,
        };
        self.imports.insert(Import { from, name: name.into(), local: local.into() });
    }

    pub(super) fn runtime(&mut self, name: &str) -> Expr {
        let local = self.runtime_name(name);
        js::name(&local)
    }

    pub(super) fn runtime_call(
        &mut self,
        name: &str,
        args: impl IntoIterator<Item = impl Into<js::Item>>,
    ) -> Expr {
        let callee = self.runtime(name);
        js::call(callee, args)
    }

    /// A fresh name that nothing in the item uses.
    pub(super) fn fresh(&mut self, stem: &str) -> String {
        let mut name = stem.to_owned();
        while self.taken.contains(&name) || runtime_names::is_runtime_name(&name) {
            self.next_temporary += 1;
            name = format!("{stem}{}", self.next_temporary);
        }
        self.taken.insert(name.clone());
        name
    }

    /// A fresh variable, declared at the top of the current function.
    pub(super) fn temporary(&mut self, stem: &str) -> String {
        let name = self.fresh(stem);
        let owner =
            self.scopes.iter_mut().rev().find(|scope| scope.kind != ScopeKind::Comprehension);
        if let Some(scope) = owner.or(None) {
            scope.temporaries.push(name.clone());
        } else if let Some(scope) = self.scopes.last_mut() {
            scope.temporaries.push(name.clone());
        }
        name
    }

    pub(super) fn property(&mut self, ident: &Ident) -> (String, swc_common::Span) {
        self.identifiers.insert(ident.id);
        let class = self.classes.last().map(|class| class.name.as_str());
        (names::attribute(&names::mangle(&ident.name, class)), js::span(ident.id))
    }

    pub(super) fn meaning(&self, name: &str) -> Meaning<'a> {
        if self.is_class_level(name) {
            return Meaning::ClassLevel;
        }
        for (index, scope) in self.scopes.iter().enumerate().rev() {
            if scope.names.globals.contains(name) {
                break;
            }
            if scope.names.locals.contains_key(name) {
                if scope.receiver.as_deref() == Some(name) {
                    return Meaning::Receiver;
                }
                return Meaning::Local(index);
            }
        }
        self.bindings.names.get(name).map_or(Meaning::Undefined, Meaning::Bound)
    }

    /// Whether the code around runs in a class body that has given the name a value.
    pub(super) fn is_class_level(&self, name: &str) -> bool {
        self.classes.last().is_some_and(|class| {
            class.assigned.contains(name)
                && self.scopes[class.depth..].iter().all(|scope| scope.is_immediate)
        })
    }

    /// The binding of a name that no scope hides.
    pub(super) fn binding_of(&self, expr: &ast::Expr) -> Option<&'a Binding> {
        match &*expr.kind {
            ast::ExprKind::Name(name) => match self.meaning(name) {
                Meaning::Bound(binding) => Some(binding),
                _ => None,
            },
            ast::ExprKind::Attribute { value, attr } => match self.binding_of(value)? {
                Binding::SharedModule { members, .. } => members.get(&attr.name),
                _ => None,
            },
            _ => None,
        }
    }

    pub(super) fn is_framework(&self, expr: &ast::Expr, name: &str) -> bool {
        matches!(self.binding_of(expr), Some(Binding::Framework(bound)) if bound == name)
    }

    pub(super) fn is_receiver(&self, expr: &ast::Expr) -> bool {
        matches!(&*expr.kind, ast::ExprKind::Name(name) if matches!(self.meaning(name), Meaning::Receiver))
    }

    /// `this`, or the name that stands for it inside a generator.
    pub(super) fn receiver(&mut self, name: &str) -> Expr {
        let owner = self.scopes.iter().rposition(|scope| scope.receiver.as_deref() == Some(name));
        let Some(owner) = owner else { return js::this() };
        let is_own = self.scopes[owner + 1..].iter().all(|scope| scope.kind != ScopeKind::Function);
        if is_own {
            return js::this();
        }
        self.scopes[owner].needs_receiver_name = true;
        js::name(&names::variable(name))
    }

    pub(super) fn scope(&mut self) -> Option<&mut Scope<'a>> {
        self.scopes.last_mut()
    }

    /// The function (not comprehension) being lowered.
    pub(super) fn function(&mut self) -> Option<&mut Scope<'a>> {
        self.scopes.iter_mut().rev().find(|scope| scope.kind != ScopeKind::Comprehension)
    }

    /// How a local name is declared, if `statement` is where.
    pub(super) fn declared_here(&self, name: &str, statement: NodeId) -> Option<js::Declare> {
        let local = self.scopes.last()?.names.locals.get(name)?;
        let Place::Here(declarations) = &local.place else { return None };
        let here = declarations.iter().find(|each| each.statement == statement)?;
        Some(if here.is_const { js::Declare::Const } else { js::Declare::Let })
    }
}
