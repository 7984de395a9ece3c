//! The items of a file, and what its module-level names are bound to.
//!
//! An [`ItemDef`] keeps its identity while code moves around it, so work that hangs on one item is done
//! again only if that item changed. Nothing here looks beyond its file.

use crate::db::Db;
use crate::input::{ItemKey, SourceFile};
pub use crate::syntax::ItemKind;
use crate::syntax::ast::{Expr, ExprKind, Item, Name, SpanTable, Stmt, StmtKind};
use crate::syntax::scope::{bound_names, dotted, global_names, target_name};
use crate::syntax::visit::{Visitor, walk_stmt};
use crate::syntax::{Digest, LineIndex, Piece};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A top-level statement of a file. Its identity is the file, its kind, its name, and its rank among equals.
///
/// The order of items is arbitrary: good for sets, never for output.
#[salsa::tracked(debug)]
#[derive(PartialOrd, Ord)]
pub struct ItemDef<'db> {
    #[returns(copy)]
    pub file: SourceFile,
    #[returns(copy)]
    pub kind: ItemKind,
    /// The name it defines: of a class, a function, or the first target of an assignment. Empty if none.
    pub name: Name,
    /// How many items of the same kind and name come before it. Without it items would differ by order alone, and
    /// telling many of one name apart would take the square of their number.
    #[returns(copy)]
    pub rank: u32,

    #[tracked]
    syntax: ItemSyntax,
    #[tracked]
    layout: ItemLayout,
    /// Where the item starts in its file, in bytes.
    #[tracked]
    #[returns(copy)]
    pub start: u32,
}

impl<'db> ItemDef<'db> {
    /// The tree, without positions.
    pub fn statement(self, db: &'db dyn Db) -> Arc<Stmt> {
        let syntax = self.syntax(db);
        Arc::clone(&syntax.place.tree(db).statement)
    }

    /// Positions within the item. Whoever reads them depends on layout.
    pub fn spans(self, db: &'db dyn Db) -> Arc<SpanTable> {
        Arc::clone(&self.layout(db).0.tree(db).spans)
    }
}

/// An item of a piece of text.
#[derive(Clone, Debug)]
struct ItemPlace {
    piece: Arc<Piece>,
    index: usize,
}

impl ItemPlace {
    fn tree(&self, db: &dyn Db) -> Item {
        self.piece.trees(db.syntax())[self.index].clone()
    }
}

/// What an item says: it stays the same when comments come and go.
#[derive(Clone, Debug)]
pub struct ItemSyntax {
    place: ItemPlace,
    digest: Digest,
}

impl PartialEq for ItemSyntax {
    fn eq(&self, other: &Self) -> bool {
        self.digest == other.digest
    }
}

/// How an item is written.
#[derive(Clone, Debug)]
pub struct ItemLayout(ItemPlace);

impl PartialEq for ItemLayout {
    fn eq(&self, other: &Self) -> bool {
        self.0.index == other.0.index && self.0.piece == other.0.piece
    }
}

#[salsa::tracked(returns(ref))]
pub fn line_index(db: &dyn Db, file: SourceFile) -> LineIndex {
    LineIndex::new(&file.text(db))
}

/// All items of a file, in source order.
#[salsa::tracked(returns(deref))]
pub fn module_items(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    let mut items = Vec::new();
    let mut ranks: BTreeMap<(ItemKind, Name), u32> = BTreeMap::new();
    for (start, piece) in file.source(db).pieces() {
        for (index, head) in piece.items().iter().enumerate() {
            let place = ItemPlace { piece: Arc::clone(piece), index };
            let syntax = ItemSyntax { place: place.clone(), digest: head.digest };
            let (name, start) = (head.name.clone(), start + head.start);
            let next = ranks.entry((head.kind, name.clone())).or_default();
            let rank = std::mem::replace(next, *next + 1);
            let layout = ItemLayout(place);
            items.push(ItemDef::new(db, file, head.kind, name, rank, syntax, layout, start));
        }
    }
    items.into()
}

/// The items of a file under the keys that tell them apart.
pub fn keyed_items(db: &dyn Db, file: SourceFile) -> impl Iterator<Item = (ItemKey, ItemDef<'_>)> {
    module_items(db, file).iter().map(|&item| {
        let (kind, name, rank) = (item.kind(db), item.name(db).clone(), item.rank(db));
        (ItemKey { kind, name, rank }, item)
    })
}

/// Those items of a file that browsers get, in source order.
#[salsa::tracked(returns(deref))]
pub fn reached_items(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    let reached = file.reached(db);
    if reached.is_empty() {
        return Box::default();
    }
    let is_reached = |(key, item)| reached.contains(&key).then_some(item);
    keyed_items(db, file).filter_map(is_reached).collect()
}

/// The classes of a file, sorted by name. The last definition of a name is the one that counts.
#[salsa::tracked(returns(deref))]
pub fn module_classes(db: &dyn Db, file: SourceFile) -> Box<[ItemDef<'_>]> {
    let items = module_items(db, file).iter();
    let classes = items.filter(|item| item.kind(db) == ItemKind::Class);
    let by_name: BTreeMap<_, _> = classes.map(|&item| (item.name(db), item)).collect();
    by_name.into_values().collect()
}

/// What a module-level name is bound to, as far as its own file tells.
#[derive(Clone, Debug, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Bound<'db> {
    Item(ItemDef<'db>),
    /// `from module import name`; the module is absolute.
    From {
        module: Name,
        name: Name,
    },
    /// `import module as …`; for `import a.b` the package `a`.
    Module(Name),
}

/// The names of a module, sorted, so that reordering code changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, salsa::SalsaValue)]
pub struct ModuleScope<'db> {
    names: Vec<BoundName<'db>>,
    /// Names that functions declare `global`.
    globals: BTreeSet<Name>,
    /// Names that an `if` gives a value on one way through it, and not on the other.
    skipped: BTreeSet<Name>,
    /// Modules of `from module import *`, the last one first.
    pub stars: Vec<Name>,
    /// `__all__`, if it is a literal.
    pub public: Option<Vec<Name>>,
}

#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
struct BoundName<'db> {
    name: Name,
    candidates: Vec<Bound<'db>>,
    /// Items that define the name or change what it holds, in identity order.
    definitions: Vec<ItemDef<'db>>,
    /// Nothing at top level binds it; it belongs to the first function that declares it `global`.
    is_late: bool,
}

impl<'db> ModuleScope<'db> {
    /// What a name may be, the likeliest meaning first: the last plain binding, or else those of `try`
    /// and `if` in source order.
    pub fn candidates(&self, name: &str) -> &[Bound<'db>] {
        match self.position(name) {
            Ok(index) => &self.names[index].candidates,
            Err(_) => &[],
        }
    }

    /// All names, sorted, with what each may be.
    pub fn iter(&self) -> impl Iterator<Item = (&Name, &[Bound<'db>])> {
        self.names.iter().map(|bound| (&bound.name, bound.candidates.as_slice()))
    }

    /// The items that must run for a name to have its value: those that define it, and the statements at
    /// top level that change it, such as `x += 1`, `x["key"] = 1` and `x.append(1)`.
    pub fn definitions(&self, name: &str) -> &[ItemDef<'db>] {
        self.position(name).map_or(&[], |index| &self.names[index].definitions)
    }

    /// Functions may give the name another value.
    pub fn is_global(&self, name: &str) -> bool {
        self.globals.contains(name)
    }

    /// The name gets a value more than once, or functions may give it another one.
    pub fn is_reassigned(&self, name: &str) -> bool {
        self.globals.contains(name) || self.definitions(name).len() > 1
    }

    fn position(&self, name: &str) -> Result<usize, usize> {
        self.names.binary_search_by(|bound| bound.name.as_str().cmp(name))
    }
}

/// Names of a file that may have no value yet when they are read. Hardly any file has one.
#[derive(Clone, Debug, Default, PartialEq, Eq, salsa::SalsaValue)]
pub struct LateNames<'db> {
    /// Those that nothing at top level binds.
    declared: Vec<Declared<'db>>,
    /// Those that one `if` binds, and only on one way through it.
    skipped: BTreeSet<Name>,
}

#[derive(Clone, Debug, PartialEq, Eq, salsa::SalsaValue)]
struct Declared<'db> {
    name: Name,
    /// The first function that declares it `global`.
    by: ItemDef<'db>,
}

impl LateNames<'_> {
    /// The names that this function is the first to declare.
    pub fn declared_by(&self, function: ItemDef<'_>) -> BTreeSet<Name> {
        let own = self.declared.iter().filter(|declared| declared.by == function);
        own.map(|declared| declared.name.clone()).collect()
    }

    pub fn may_be_skipped(&self, name: &Name) -> bool {
        self.skipped.contains(name)
    }
}

/// Apart from the scope, so that other names can come and go.
#[salsa::tracked(returns(ref))]
pub fn late_names(db: &dyn Db, file: SourceFile) -> LateNames<'_> {
    let scope = module_scope(db, file);
    let declared = scope.names.iter().filter(|bound| bound.is_late).filter_map(|bound| {
        let Some(Bound::Item(by)) = bound.candidates.first() else { return None };
        Some(Declared { name: bound.name.clone(), by: *by })
    });
    let is_only = |name: &&Name| scope.definitions(name).len() == 1;
    let skipped = scope.skipped.iter().filter(is_only).cloned().collect();
    LateNames { declared: declared.collect(), skipped }
}

/// The names that a file defines or imports.
#[salsa::tracked(returns(ref))]
pub fn module_scope(db: &dyn Db, file: SourceFile) -> ModuleScope<'_> {
    let package = package_of(file.module(db), file.is_package(db));
    let scope = ModuleScope::default();
    let mut builder = ScopeBuilder {
        package,
        scope,
        conditional: 0,
        aliases: Vec::new(),
        global_in: BTreeMap::new(),
    };
    for &item in module_items(db, file) {
        let statement = item.statement(db);
        builder.statement(item, &statement);
        builder.definitions(item, &statement);
        builder.skipped(&statement);
        for name in global_names(&statement) {
            if item.kind(db) == ItemKind::Function {
                builder.global_in.entry(name.clone()).or_insert(item);
            }
            builder.scope.globals.insert(name);
        }
    }
    builder.bind_globals();
    builder.share_definitions();
    for bound in &mut builder.scope.names {
        bound.definitions.sort();
        bound.definitions.dedup();
        bound.definitions.shrink_to_fit();
        bound.candidates.shrink_to_fit();
    }
    builder.scope.names.shrink_to_fit();
    builder.scope
}

/// The package that relative imports of a module start from.
fn package_of(module: &str, is_package: bool) -> Name {
    if is_package { module.into() } else { parent(module) }
}

fn parent(module: &str) -> Name {
    module.rsplit_once('.').map_or_else(Name::default, |(parent, _)| parent.into())
}

/// The absolute module of `from ..module import`; empty if it climbs out of the project.
pub(crate) fn absolute_module(package: &str, level: u32, module: Option<&Name>) -> Name {
    if level == 0 {
        return module.cloned().unwrap_or_default();
    }
    let mut base = Name::from(package);
    for _ in 1..level {
        base = parent(&base);
    }
    match module {
        Some(module) if base.is_empty() => module.clone(),
        Some(module) => format!("{base}.{module}").into(),
        None => base,
    }
}

struct ScopeBuilder<'db> {
    package: Name,
    scope: ModuleScope<'db>,
    /// How many `if` and `try` are around.
    conditional: u32,
    /// Names of one and the same value: `a = b`, `a = b = []`.
    aliases: Vec<BTreeSet<Name>>,
    /// The first function that declares a name `global`.
    global_in: BTreeMap<Name, ItemDef<'db>>,
}

impl<'db> ScopeBuilder<'db> {
    fn statement(&mut self, item: ItemDef<'db>, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Import { names } => {
                for alias in names {
                    let bound = alias.bound_name();
                    let module = if alias.asname.is_some() { &alias.name.name } else { bound };
                    self.bind(bound.into(), Bound::Module(module.into()));
                }
            }
            StmtKind::ImportFrom { level, module, names } => {
                let module = absolute_module(&self.package, *level, module.as_ref());
                for alias in names {
                    let name = alias.name.name.clone();
                    if name == "*" {
                        self.scope.stars.insert(0, module.clone());
                    } else {
                        let from = Bound::From { module: module.clone(), name };
                        self.bind(alias.bound_name().into(), from);
                    }
                }
            }
            StmtKind::If { body, orelse, .. } => self.branches(item, [body, orelse]),
            StmtKind::Try { body, handlers, orelse, finally, .. } => {
                self.branches(item, [body, orelse]);
                self.branches(item, handlers.iter().map(|handler| &handler.body));
                self.branches(item, [finally]);
            }
            StmtKind::With { body, .. } => self.branches(item, [body]),
            _ => {
                self.public(statement);
                for name in bound_names(std::slice::from_ref(statement)) {
                    self.bind(name, Bound::Item(item));
                }
            }
        }
    }

    fn branches<'a>(
        &mut self,
        item: ItemDef<'db>,
        blocks: impl IntoIterator<Item = &'a Vec<Stmt>>,
    ) {
        self.conditional += 1;
        for statement in blocks.into_iter().flatten() {
            self.statement(item, statement);
        }
        self.conditional -= 1;
    }

    fn bind(&mut self, name: Name, bound: Bound<'db>) {
        let conditional = self.conditional;
        let candidates = &mut self.entry(name).candidates;
        if conditional == 0 {
            candidates.clear();
        }
        if !candidates.contains(&bound) {
            candidates.push(bound);
        }
    }

    fn entry(&mut self, name: Name) -> &mut BoundName<'db> {
        let names = &mut self.scope.names;
        let index = names.binary_search_by(|bound| bound.name.cmp(&name)).unwrap_or_else(|index| {
            names.insert(
                index,
                BoundName { name, candidates: Vec::new(), definitions: Vec::new(), is_late: false },
            );
            index
        });
        &mut names[index]
    }

    fn definitions(&mut self, item: ItemDef<'db>, statement: &Stmt) {
        if matches!(statement.kind, StmtKind::Import { .. } | StmtKind::ImportFrom { .. }) {
            return;
        }
        let mut names = bound_names(std::slice::from_ref(statement));
        names.extend(changed_names(statement));
        for name in names {
            self.entry(name).definitions.push(item);
        }
        if let StmtKind::Assign { targets, value } = &statement.kind {
            let names = targets.iter().chain([value]).filter_map(|each| match &*each.kind {
                ExprKind::Name(name) => Some(name.clone()),
                _ => None,
            });
            self.aliases.push(names.collect());
        }
    }

    fn skipped(&mut self, statement: &Stmt) {
        if let StmtKind::If { body, orelse, .. } = &statement.kind {
            let names = &bound_names(body) ^ &bound_names(orelse);
            self.scope.skipped.extend(names);
        }
    }

    /// A name that only functions bind is the first one's.
    fn bind_globals(&mut self) {
        for (name, item) in std::mem::take(&mut self.global_in) {
            let entry = self.entry(name);
            if entry.candidates.is_empty() && entry.definitions.is_empty() {
                entry.candidates.push(Bound::Item(item));
                entry.definitions.push(item);
                entry.is_late = true;
            }
        }
    }

    /// What changes a value by one of its names changes it for the others.
    fn share_definitions(&mut self) {
        let mut groups: Vec<BTreeSet<Name>> = Vec::new();
        for names in std::mem::take(&mut self.aliases) {
            if names.len() < 2 {
                continue;
            }
            let (met, others): (Vec<_>, Vec<_>) =
                groups.into_iter().partition(|group| !group.is_disjoint(&names));
            groups = others;
            groups.push(met.into_iter().flatten().chain(names).collect());
        }
        for group in groups {
            let all: Vec<_> =
                group.iter().flat_map(|name| self.scope.definitions(name)).copied().collect();
            for name in group {
                if self.scope.position(&name).is_ok() {
                    self.entry(name).definitions = all.clone();
                }
            }
        }
    }

    fn public(&mut self, statement: &Stmt) {
        let StmtKind::Assign { targets, value } = &statement.kind else { return };
        let is_all =
            targets.iter().any(|target| target_name(target).is_some_and(|name| name == "__all__"));
        if let (true, ExprKind::List(names) | ExprKind::Tuple(names)) = (is_all, &*value.kind) {
            self.scope.public = Some(names.iter().filter_map(string_value).collect());
        }
    }
}

/// The names whose values a statement changes where it stands: of `x += 1`, `x["key"] = 1` and `x.append(1)`, also
/// inside of `for`, `if` and the like, but not in functions and classes.
pub fn changed_names(statement: &Stmt) -> BTreeSet<Name> {
    let mut changed = Changed(BTreeSet::new());
    changed.visit_stmt(statement);
    changed.0
}

struct Changed(BTreeSet<Name>);

impl Visitor for Changed {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Function(_) | StmtKind::Class(_) => return,
            StmtKind::Assign { targets, .. } | StmtKind::Delete(targets) => {
                self.0.extend(targets.iter().filter_map(target_name));
            }
            StmtKind::AugAssign { target, .. } | StmtKind::For { target, .. } => {
                self.0.extend(target_name(target));
            }
            StmtKind::Expr(value) => self.0.extend(called_on(value)),
            _ => {}
        }
        walk_stmt(self, statement);
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

/// `x` of `x.append(1)`.
fn called_on(expression: &Expr) -> Option<Name> {
    let ExprKind::Call { callee, .. } = &*expression.kind else { return None };
    match dotted(callee)? {
        (_, path) if path.is_empty() => None,
        (name, _) => Some(name.clone()),
    }
}

/// The text of a string literal.
pub fn string_value(expression: &Expr) -> Option<Name> {
    match &*expression.kind {
        ExprKind::Constant(crate::syntax::ast::Constant::Str(text)) => Some(Name::new(text)),
        _ => None,
    }
}
