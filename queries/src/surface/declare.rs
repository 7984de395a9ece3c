//! The app as its syntax declares it: names followed across files, nothing executed.
//!
//! Per file behind [`file_surfaces`] and [`file_stores`], so that an edit reads one file again.

use super::controller;
use super::declaration::{AppDecl, Place, StoreDecl, SurfaceDecl};
use super::discovery;
use super::problem::{At, Problem, codes};
use super::read::{self, Reading, Site};
use super::routing;
use super::value::{Scope, StaticValue, evaluate};
use crate::db::Db;
use crate::input::{SourceFile, SourceTree};
use crate::items::{Bound, ItemDef, ItemKind, module_items, module_scope};
use crate::project::Project;
use crate::render::{ClassRef, SurfaceKind};
use crate::resolve::ModuleMember;
use crate::syntax::ast::{Constant, Expr, ExprKind, Name, NodeId, Stmt, StmtKind};
use crate::syntax::visit::{Visitor, walk_expr};
use std::collections::{BTreeMap, BTreeSet};

/// The object that the app exports, as `module:attribute`, in the order in which the framework looks.
const DEFAULT_TARGETS: [&str; 2] = ["app:app", "app.app:app"];

/// The value that a module-level name has, as far as syntax tells.
#[salsa::tracked(returns(ref), cycle_result = computed_in_cycle)]
pub fn static_value<'db>(db: &'db dyn Db, member: ModuleMember<'db>) -> StaticValue {
    let file = member.file(db);
    let name = member.name(db);
    let scope = module_scope(db, file);
    match scope.candidates(name) {
        [Bound::Item(item)] => item_value(db, file, *item, name),
        [Bound::From { module, name }] => member_value(db, module, name),
        [Bound::Module(module)] => module_value(db, module),
        [] => undefined_value(db, &scope.stars, name),
        _ => StaticValue::Computed,
    }
}

fn computed_in_cycle<'db>(_: &'db dyn Db, _: salsa::Id, _: ModuleMember<'db>) -> StaticValue {
    StaticValue::Computed
}

fn item_value(db: &dyn Db, file: SourceFile, item: ItemDef<'_>, name: &Name) -> StaticValue {
    let defined = || ClassRef { module: file.module(db).to_string(), name: name.to_string() };
    match &item.statement(db).kind {
        StmtKind::Class(class) if class.name.name == *name => StaticValue::Class(defined()),
        StmtKind::Function(function) if function.name.name == *name => {
            StaticValue::Function(defined())
        }
        StmtKind::Assign { targets, value } => match targets.as_slice() {
            [target] if matches!(&*target.kind, ExprKind::Name(_)) => {
                evaluate(value, &FileScope { db, file })
            }
            _ => StaticValue::Computed,
        },
        StmtKind::AnnAssign { value: Some(value), .. } => evaluate(value, &FileScope { db, file }),
        _ => StaticValue::Computed,
    }
}

/// The value of `name` in the module called `module`: of the project, of the framework, or elsewhere.
fn member_value(db: &dyn Db, module: &str, name: &Name) -> StaticValue {
    if let Some(file) = SourceTree::get(db).modules(db).get(module).copied() {
        let value = static_value(db, ModuleMember::new(db, file, name.clone()));
        if !matches!(value, StaticValue::Undefined(_)) {
            return value.clone();
        }
    }
    match module_value(db, &format!("{module}.{name}")) {
        StaticValue::Computed if is_framework(module) || module == "pathlib" => {
            StaticValue::Framework(name.clone())
        }
        StaticValue::Computed if module == "specter" && matches!(&**name, "Schema" | "Field") => {
            StaticValue::Framework(name.clone())
        }
        submodule => submodule,
    }
}

fn is_framework(module: &str) -> bool {
    module == "sprag" || module.starts_with("sprag.")
}

fn module_value(db: &dyn Db, module: &str) -> StaticValue {
    if matches!(module, "sprag" | "pathlib") {
        return StaticValue::Framework(module.into());
    }
    let root = format!("{module}.");
    let modules = SourceTree::get(db).modules(db);
    let is_package = || {
        modules.range(Name::from(&root)..).next().is_some_and(|(name, _)| name.starts_with(&root))
    };
    if modules.contains_key(module) || is_package() {
        StaticValue::Module(module.into())
    } else {
        StaticValue::Computed
    }
}

/// A name that its file does not bind: from a star import, a builtin, or nothing.
fn undefined_value(db: &dyn Db, stars: &[Name], name: &Name) -> StaticValue {
    for module in stars {
        match SourceTree::get(db).modules(db).get(module) {
            Some(_) => match member_value(db, module, name) {
                StaticValue::Undefined(_) | StaticValue::Computed => {}
                value => return value,
            },
            None if is_framework(module) => return StaticValue::Framework(name.clone()),
            None => return StaticValue::Computed,
        }
    }
    match name.as_str() {
        "dict" => StaticValue::Framework(name.clone()),
        "str" | "int" | "float" | "bool" | "list" => StaticValue::Builtin(name.clone()),
        _ if stars.is_empty() && !is_builtin_like(name) => StaticValue::Undefined(name.clone()),
        _ => StaticValue::Computed,
    }
}

/// Names that Python defines by itself; a value of theirs is never literal.
fn is_builtin_like(name: &str) -> bool {
    const BUILTINS: &str = " list tuple set str int float bool sorted len range open print type object \
        map filter zip enumerate min max sum any all getattr isinstance property super ";
    BUILTINS.contains(&format!(" {name} ")) || name.starts_with("__")
}

/// Module-level names of one file.
pub struct FileScope<'a> {
    pub db: &'a dyn Db,
    pub file: SourceFile,
}

impl Scope for FileScope<'_> {
    fn name(&self, name: &Name) -> StaticValue {
        static_value(self.db, ModuleMember::new(self.db, self.file, name.clone())).clone()
    }

    fn member(&self, module: &Name, attribute: &Name) -> StaticValue {
        member_value(self.db, module, attribute)
    }
}

/// `App(...)`: the target that the user named, else the first default that exists.
#[salsa::tracked(returns(ref))]
pub fn app_decl(db: &dyn Db) -> Reading<AppDecl> {
    let named = Project::get(db).target(db).clone();
    let targets = match named {
        Some(target) => vec![target],
        None => DEFAULT_TARGETS.map(Name::new_static).to_vec(),
    };
    let readings = targets.iter().filter_map(|target| app_at(db, target));
    readings.into_iter().next().unwrap_or_else(|| {
        let target = targets.first().cloned().unwrap_or_default();
        let computed = BTreeSet::from([Name::new_static("app")]);
        Reading { decl: AppDecl { target, computed, ..AppDecl::default() }, problems: Vec::new() }
    })
}

fn app_at(db: &dyn Db, target: &Name) -> Option<Reading<AppDecl>> {
    let (module, attribute) = target.split_once(':')?;
    let file = SourceTree::get(db).modules(db).get(module).copied()?;
    let member = ModuleMember::new(db, file, Name::from(attribute));
    match static_value(db, member) {
        StaticValue::Call(call) if call.callee == "App" => {
            let (path, module, variable) = (file.path(db), file.module(db), Name::from(attribute));
            let site = Site { path, module, variable: &variable };
            Some(read::app(target.clone(), call, site))
        }
        _ => None,
    }
}

/// The project-relative paths of all Python files.
#[salsa::tracked(returns(ref))]
pub fn python_paths(db: &dyn Db) -> BTreeSet<Name> {
    SourceTree::get(db).modules(db).values().map(|file| file.path(db).clone()).collect()
}

/// The files that the framework's discovery imports, and the ones it would lose.
#[salsa::tracked(returns(ref))]
pub fn surface_files(db: &dyn Db) -> SurfaceFiles {
    let app = &app_decl(db).decl;
    let packages = [
        (SurfaceKind::Route, &app.routes, "page"),
        (SurfaceKind::Mount, &app.mounts_package, "mount"),
    ];
    let mut all = SurfaceFiles::default();
    for (kind, package, leaf) in packages {
        let (found, lost) = discovery::surface_files(python_paths(db), package, leaf);
        for file in found {
            all.kinds.entry(file.path.clone()).or_default().push((kind, file.module.clone()));
            all.paths.push(file.path);
        }
        all.problems.extend(lost);
    }
    all
}

/// The files that declare surfaces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SurfaceFiles {
    /// In the order in which the framework imports them.
    paths: Vec<Name>,
    /// What each is imported for, and under which name, by its path.
    kinds: BTreeMap<Name, Vec<(SurfaceKind, Name)>>,
    problems: Vec<Problem>,
}

impl SurfaceFiles {
    fn of(&self, db: &dyn Db, file: SourceFile) -> &[(SurfaceKind, Name)] {
        self.kinds.get(file.path(db)).map_or(&[], Vec::as_slice)
    }
}

/// What one `page.py` or `mount.py` declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FileSurfaces {
    pub surfaces: Vec<SurfaceDecl>,
    pub problems: Vec<Problem>,
    /// Some names may hold surfaces that only a run can tell.
    pub is_open: bool,
}

/// The surfaces of a file, by variable name as the framework collects them.
///
/// Every module-level name counts, imported ones too: a page imported from another `page.py` is
/// declared a second time.
#[salsa::tracked(returns(ref))]
pub fn file_surfaces(db: &dyn Db, file: SourceFile) -> FileSurfaces {
    let mut found = FileSurfaces::default();
    for (variable, candidates) in module_scope(db, file).iter() {
        let value = static_value(db, ModuleMember::new(db, file, variable.clone()));
        match value {
            StaticValue::Call(call) => {
                let kind = match call.callee.as_str() {
                    "page" | "Page" => SurfaceKind::Route,
                    "mount" | "Mount" => SurfaceKind::Mount,
                    _ => continue,
                };
                if is_expected(db, file, kind) {
                    let is_own = matches!(candidates, [Bound::Item(_)]);
                    add_surface(db, &mut found, kind, call, (file, variable, is_own));
                }
            }
            StaticValue::Computed => found.is_open |= may_hold_surfaces(db, candidates),
            _ => {}
        }
    }
    found.is_open |= module_items(db, file).iter().any(|item| {
        item.kind(db) == ItemKind::Other
            && !matches!(item.statement(db).kind, StmtKind::Expr(_) | StmtKind::Pass)
    });
    found
}

/// Pages count in `page.py`, mounts in `mount.py`; the other one in such a file is ignored there.
fn is_expected(db: &dyn Db, file: SourceFile, kind: SurfaceKind) -> bool {
    surface_files(db).of(db, file).iter().any(|(expected, _)| *expected == kind)
}

/// Whether a computed name can hold a page: one assigned in this file, not a function or a library's name.
fn may_hold_surfaces(db: &dyn Db, candidates: &[Bound<'_>]) -> bool {
    candidates.iter().any(|bound| match bound {
        Bound::Item(item) => matches!(item.kind(db), ItemKind::Value | ItemKind::Other),
        Bound::From { .. } | Bound::Module(_) => false,
    })
}

fn add_surface(
    db: &dyn Db,
    found: &mut FileSurfaces,
    kind: SurfaceKind,
    call: &super::value::StaticCall,
    (file, variable, is_own): (SourceFile, &Name, bool),
) {
    let path = file.path(db);
    if !is_own {
        let message =
            format!("`{variable}` is imported here, which declares its surface a second time");
        let help = "Import only what you need of the other file, and move shared values to a file that is not a page or mount.";
        let at = At::File(path.clone());
        found.problems.push(Problem::new(at, codes::DUPLICATE_PATH, message).help(help));
        return;
    }
    let module = framework_module(db, file);
    let reading = read::surface(kind, call, Site { path, module: &module, variable });
    found.is_open |= reading.decl.is_none() && reading.problems.is_empty();
    found.problems.extend(reading.problems);
    found.surfaces.extend(reading.decl.map(|mut decl| {
        controller::describe(db, &mut decl.description);
        decl
    }));
}

/// The name under which the framework imports a surface file.
fn framework_module(db: &dyn Db, file: SourceFile) -> Name {
    let found = surface_files(db).of(db, file).first();
    found.map_or_else(|| file.module(db).clone(), |(_, module)| module.clone())
}

/// The stores that a file declares at module level.
#[salsa::tracked(returns(ref))]
pub fn file_stores(db: &dyn Db, file: SourceFile) -> (Vec<StoreDecl>, Vec<Problem>) {
    let mut stores = Vec::new();
    let mut problems = Vec::new();
    let items = module_items(db, file).iter().filter(|item| item.kind(db) == ItemKind::Value);
    for item in items {
        let variable = item.name(db);
        let statement = item.statement(db);
        let Some(value) = assigned(&statement) else { continue };
        let StaticValue::Call(call) = evaluate(value, &FileScope { db, file }) else { continue };
        if call.callee == "store" {
            let site = Site { path: file.path(db), module: file.module(db), variable };
            let reading = read::store(&call, site);
            stores.extend(reading.decl);
            problems.extend(reading.problems);
        }
    }
    (stores, problems)
}

fn assigned(statement: &Stmt) -> Option<&Expr> {
    match &statement.kind {
        StmtKind::Assign { value, .. } | StmtKind::AnnAssign { value: Some(value), .. } => {
            Some(value)
        }
        _ => None,
    }
}

/// All declarations, in the framework's order: routes without parameters, routes with, mounts; each by path.
#[salsa::tracked(returns(ref))]
pub fn declarations(db: &dyn Db) -> Declarations {
    let app = app_decl(db);
    let SurfaceFiles { paths, problems: lost, .. } = surface_files(db);
    let mut all = Declarations {
        problems: app.problems.iter().chain(lost).cloned().collect(),
        ..Default::default()
    };
    for file in paths.iter().filter_map(|path| file_at(db, path)) {
        let found = file_surfaces(db, file);
        all.surfaces.extend(found.surfaces.iter().cloned());
        all.problems.extend(found.problems.iter().cloned());
        all.is_open |= found.is_open;
    }
    all.surfaces.sort_by_key(|decl| {
        let description = &decl.description;
        (description.kind, routing::is_dynamic(&description.pattern), description.pattern.clone())
    });
    for file in SourceTree::get(db).modules(db).values() {
        let (stores, problems) = file_stores(db, *file);
        all.stores.extend(stores.iter().cloned());
        all.problems.extend(problems.iter().cloned());
    }
    all
}

/// Everything that syntax declares.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Declarations {
    pub surfaces: Vec<SurfaceDecl>,
    /// By file and place in it.
    pub stores: Vec<StoreDecl>,
    pub problems: Vec<Problem>,
    /// There may be surfaces that only a run can tell.
    pub is_open: bool,
}

/// The Python file at a project-relative path.
pub fn file_at(db: &dyn Db, path: &str) -> Option<SourceFile> {
    let file = SourceTree::get(db).modules(db).get(&crate::input::module_name(path)).copied()?;
    (file.path(db) == path).then_some(file)
}

/// The Python file of a module, by its dotted name in the project.
pub fn file_at_module(db: &dyn Db, module: &str) -> Option<SourceFile> {
    SourceTree::get(db).modules(db).get(module).copied()
}

/// The item that a place lies in, and its byte range in the file.
pub fn place_range(db: &dyn Db, place: &Place) -> Option<(u32, u32)> {
    let file = file_at(db, &place.path)?;
    let item = match module_scope(db, file).candidates(&place.variable) {
        [Bound::Item(item), ..] => *item,
        _ => return None,
    };
    let range = item.spans(db).range(place.node)?;
    Some((item.start(db) + range.start, item.start(db) + range.end))
}

/// Where the first string literal of this text stands: in the file at `path`, else in any file.
pub fn literal_range(db: &dyn Db, path: &str, text: &str) -> (String, Option<(u32, u32)>) {
    let preferred = file_at(db, path);
    let others = SourceTree::get(db).modules(db).values().copied();
    let found = preferred.into_iter().chain(others).find_map(|file| {
        let range = module_items(db, file).iter().find_map(|item| {
            let range = item.spans(db).range(literal(&item.statement(db), text)?)?;
            Some((item.start(db) + range.start, item.start(db) + range.end))
        })?;
        Some((file.path(db).to_string(), Some(range)))
    });
    found.unwrap_or_else(|| (path.to_owned(), None))
}

/// The first string literal of this text in a statement.
fn literal(statement: &Stmt, text: &str) -> Option<NodeId> {
    struct Search<'a> {
        text: &'a str,
        found: Option<NodeId>,
    }
    impl Visitor for Search<'_> {
        fn visit_expr(&mut self, expression: &Expr) {
            match &*expression.kind {
                ExprKind::Constant(Constant::Str(literal)) if **literal == *self.text => {
                    self.found.get_or_insert(expression.id);
                }
                _ => walk_expr(self, expression),
            }
        }
    }
    let mut search = Search { text, found: None };
    search.visit_stmt(statement);
    search.found
}
