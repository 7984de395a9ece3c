//! Module-level names across files.
//!
//! Every lookup is a query of its own per module and name, so that an edit asks again only for the names
//! of the edited module, and stops where the answer is the same.
//!
//! Keys are never collected: whoever makes a key that can be collected depends on it, which would be most of what
//! there is to verify after an edit. Whoever keeps a database for long looks at how many there are
//! ([`BuildDatabase::lasting`](crate::db::BuildDatabase::lasting)).

use crate::binding::ImportStep;
use crate::db::Db;
use crate::framework;
use crate::input::{SourceFile, SourceTree};
use crate::items::{Bound, ItemDef, ItemKind, module_scope};
use crate::standard;
use crate::syntax::ast::Name;

/// A dotted module name as a key.
#[salsa::interned(debug, revisions = usize::MAX)]
pub struct ModuleName<'db> {
    pub name: Name,
}

/// A name in a module as a key.
#[salsa::interned(debug, revisions = usize::MAX)]
pub struct ModuleMember<'db> {
    #[returns(copy)]
    pub file: SourceFile,
    pub name: Name,
}

/// What a module-level name means, imports followed to their end.
#[derive(Clone, Debug, PartialEq, Eq, Hash, salsa::SalsaValue)]
pub enum Symbol<'db> {
    /// Something that a project file defines under `name`.
    Item {
        item: ItemDef<'db>,
        name: Name,
    },
    /// A project file.
    Module(SourceFile),
    /// A project directory without an `__init__.py`, dotted.
    Namespace(Name),
    /// A public name of the framework.
    Framework(Name),
    /// A module of the framework, dotted; `name` of it if that is not public.
    FrameworkModule {
        module: Name,
        name: Option<Name>,
    },
    /// A standard-library module with a browser version.
    StdModule(Name),
    StdMember {
        module: Name,
        member: Name,
    },
    /// A module that is neither the project's nor known here, or a name of it.
    External {
        module: Name,
        name: Option<Name>,
    },
}

/// Where a dotted module name leads within the project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ResolvedModule {
    File(SourceFile),
    Namespace,
    Missing,
}

/// The project file or directory of a dotted module name.
#[salsa::tracked(returns(copy))]
pub fn resolve_module<'db>(db: &'db dyn Db, module: ModuleName<'db>) -> ResolvedModule {
    let modules = SourceTree::get(db).modules(db);
    let name = module.name(db);
    if let Some(&file) = modules.get(name) {
        return ResolvedModule::File(file);
    }
    let inside = format!("{name}.");
    let next = modules.range(Name::from(inside.as_str())..).next();
    match next {
        Some((other, _)) if other.starts_with(&inside) => ResolvedModule::Namespace,
        _ => ResolvedModule::Missing,
    }
}

/// What a dotted module name means.
pub fn module_symbol<'db>(db: &'db dyn Db, module: &Name) -> Symbol<'db> {
    match resolve_module(db, ModuleName::new(db, module.clone())) {
        ResolvedModule::File(file) => Symbol::Module(file),
        ResolvedModule::Namespace => Symbol::Namespace(module.clone()),
        ResolvedModule::Missing if framework::is_framework_module(module) => {
            Symbol::FrameworkModule { module: module.clone(), name: None }
        }
        ResolvedModule::Missing if is_browser_std(module) => Symbol::StdModule(module.clone()),
        ResolvedModule::Missing => Symbol::External { module: module.clone(), name: None },
    }
}

/// What a name means at the top level of a file; `None` if the file has no such name.
pub fn resolve<'db>(db: &'db dyn Db, file: SourceFile, name: &Name) -> Option<Symbol<'db>> {
    resolve_name(db, ModuleMember::new(db, file, name.clone())).clone()
}

/// See [`resolve`].
#[salsa::tracked(returns(ref), cycle_result = unresolved)]
pub fn resolve_name<'db>(db: &'db dyn Db, key: ModuleMember<'db>) -> Option<Symbol<'db>> {
    let (file, name) = (key.file(db), key.name(db));
    let scope = module_scope(db, file);
    let mut fallback = None;
    for bound in scope.candidates(name) {
        match bound_symbol(db, bound, name) {
            Some(Symbol::External { .. }) | None if fallback.is_some() => {}
            Some(external @ Symbol::External { .. }) => fallback = Some(external),
            Some(symbol) => return Some(symbol),
            None => {}
        }
    }
    let is_private = name.starts_with('_');
    fallback.or_else(|| {
        scope.stars.iter().filter(|_| !is_private).find_map(|star| star_member(db, star, name))
    })
}

/// A name that imports itself in a circle has no meaning.
fn unresolved<'db>(_: &'db dyn Db, _: salsa::Id, _: ModuleMember<'db>) -> Option<Symbol<'db>> {
    None
}

fn bound_symbol<'db>(db: &'db dyn Db, bound: &Bound<'db>, name: &Name) -> Option<Symbol<'db>> {
    match bound {
        Bound::Item(item) => Some(Symbol::Item { item: *item, name: name.clone() }),
        Bound::Module(module) => Some(module_symbol(db, module)),
        Bound::From { module, name } => member(db, &module_symbol(db, module), name),
    }
}

fn star_member<'db>(db: &'db dyn Db, module: &Name, name: &Name) -> Option<Symbol<'db>> {
    let symbol = module_symbol(db, module);
    match &symbol {
        Symbol::Module(file) => {
            let public = &module_scope(db, *file).public;
            let is_public = public.as_ref().is_none_or(|public| public.contains(name));
            if is_public { resolve(db, *file, name) } else { None }
        }
        Symbol::FrameworkModule { .. } => {
            framework::side(name).and_then(|_| member(db, &symbol, name))
        }
        Symbol::StdModule(module) if standard::offers(module, name) => member(db, &symbol, name),
        _ => None,
    }
}

/// Whether a module has a browser version, or is a package with one that has.
fn is_browser_std(module: &str) -> bool {
    standard::is_module(module) || module == "urllib"
}

/// An attribute of something, as far as it is known without running code: names of modules.
pub fn member<'db>(db: &'db dyn Db, of: &Symbol<'db>, name: &Name) -> Option<Symbol<'db>> {
    let submodule = |module: &Name| match module_symbol(db, &format!("{module}.{name}").into()) {
        Symbol::External { .. } => None,
        symbol => Some(symbol),
    };
    match of {
        Symbol::Module(file) => resolve(db, *file, name).or_else(|| submodule(file.module(db))),
        Symbol::Namespace(module) => submodule(module),
        Symbol::FrameworkModule { module, name: None } => Some(framework_member(module, name)),
        Symbol::StdModule(module) => {
            let nested = Name::from(format!("{module}.{name}"));
            Some(match is_browser_std(&nested) {
                true => Symbol::StdModule(nested),
                false => Symbol::StdMember { module: module.clone(), member: name.clone() },
            })
        }
        Symbol::External { module, name: None } => {
            Some(Symbol::External { module: module.clone(), name: Some(name.clone()) })
        }
        _ => None,
    }
}

fn framework_member<'db>(module: &Name, name: &Name) -> Symbol<'db> {
    let is_specter = module.split('.').next() == Some("specter");
    match framework::side(name) {
        // `bus`, `Service` …: the same objects; nothing of Specter is for the browser.
        Some(framework::Side::Server) => Symbol::Framework(name.clone()),
        Some(_) if !is_specter => Symbol::Framework(name.clone()),
        _ if matches!(
            (module.as_str(), name.as_str()),
            ("sprag", "runtime") | ("sprag.runtime", _)
        ) =>
        {
            Symbol::FrameworkModule { module: format!("{module}.{name}").into(), name: None }
        }
        _ => Symbol::FrameworkModule { module: module.clone(), name: Some(name.clone()) },
    }
}

/// Follows `path` from a name of a file through modules; returns the last symbol reached and what is left
/// of the path, which are then attributes of a value.
pub fn resolve_path<'db, 'path>(
    db: &'db dyn Db,
    file: SourceFile,
    name: &Name,
    path: &'path [Name],
) -> Option<(Symbol<'db>, &'path [Name])> {
    let mut symbol = resolve(db, file, name)?;
    let mut rest = path;
    while let [next, others @ ..] = rest {
        if !symbol.is_module() {
            break;
        }
        symbol = member(db, &symbol, next)?;
        rest = others;
    }
    Some((symbol, rest))
}

impl<'db> Symbol<'db> {
    /// It stands for a module, so that its attributes are names of a file.
    pub fn is_module(&self) -> bool {
        matches!(
            self,
            Self::Module(_)
                | Self::Namespace(_)
                | Self::StdModule(_)
                | Self::FrameworkModule { name: None, .. }
                | Self::External { name: None, .. }
        )
    }

    /// The class that the symbol is, if it is one of the project.
    pub fn class(&self, db: &'db dyn Db) -> Option<ItemDef<'db>> {
        match self {
            Self::Item { item, .. } if item.kind(db) == ItemKind::Class => Some(*item),
            _ => None,
        }
    }
}

/// The way by which a name of `file` came, from `file` to the project file that defines it or takes it from
/// elsewhere.
pub fn import_chain(db: &dyn Db, file: SourceFile, name: &Name) -> Box<[ImportStep]> {
    let step = |file: SourceFile, name: &Name| ImportStep {
        path: file.path(db).clone(),
        name: name.clone(),
    };
    let mut chain = vec![step(file, name)];
    let mut at = (file, name.clone());
    while let Some((module, name)) = imported_from(db, at.0, &at.1) {
        let Symbol::Module(next) = module_symbol(db, &module) else { break };
        let next_step = step(next, &name);
        if chain.contains(&next_step) {
            break;
        }
        chain.push(next_step);
        at = (next, name);
    }
    chain.into()
}

/// The module that a name of a file is imported from, and its name there.
fn imported_from(db: &dyn Db, file: SourceFile, name: &Name) -> Option<(Name, Name)> {
    let scope = module_scope(db, file);
    match scope.candidates(name) {
        [Bound::From { module, name }, ..] => Some((module.clone(), name.clone())),
        [] => {
            let star = scope.stars.iter().find(|star| star_member(db, star, name).is_some())?;
            Some((star.clone(), name.clone()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::database;

    #[track_caller]
    fn check(files: &[(&str, &str)], name: &str, expected: &str) {
        let db = database(files);
        let file = db.file("app/main.py").expect("exists");
        let mut parts = name.split('.').map(Name::from);
        let first = parts.next().expect("not empty");
        let path: Vec<_> = parts.collect();
        let resolved = resolve_path(&db, file, &first, &path).map(|(symbol, _)| match symbol {
            Symbol::Item { item, name } => format!("{}:{name}", item.file(&db).path(&db)),
            Symbol::Module(file) => file.path(&db).to_string(),
            Symbol::Namespace(name) | Symbol::Framework(name) | Symbol::StdModule(name) => {
                name.to_string()
            }
            Symbol::StdMember { module, member } => format!("{module}.{member}"),
            Symbol::FrameworkModule { module, name } => format!("framework {module} {name:?}"),
            Symbol::External { module, name } => format!("external {module} {name:?}"),
        });
        assert_eq!(resolved.as_deref().unwrap_or("nothing"), expected);
    }

    const KIDS: (&str, &str) = ("app/kids.py", "class Kid: pass\n_hidden = 1\n");

    #[test]
    fn names_resolve_through_every_form_of_import() {
        check(&[KIDS, ("app/main.py", "from .kids import Kid as K")], "K", "app/kids.py:Kid");
        check(&[KIDS, ("app/main.py", "import app.kids as w")], "w.Kid", "app/kids.py:Kid");
        check(
            &[KIDS, ("app/__init__.py", ""), ("app/main.py", "import app.kids")],
            "app.kids.Kid",
            "app/kids.py:Kid",
        );
        check(&[KIDS, ("app/main.py", "from app import kids")], "kids.Kid", "app/kids.py:Kid");
        check(&[KIDS, ("app/main.py", "from .kids import *")], "Kid", "app/kids.py:Kid");
        check(&[KIDS, ("app/main.py", "from .kids import *")], "_hidden", "nothing");
        let reexport = ("app/__init__.py", "from .kids import Kid");
        check(&[KIDS, reexport, ("app/main.py", "from app import Kid")], "Kid", "app/kids.py:Kid");
        check(&[("app/main.py", "import sprag")], "sprag.Component", "Component");
        check(&[("app/main.py", "from sprag.runtime import dom")], "dom", "dom");
        check(&[("app/main.py", "from sprag.runtime.browser import Module as M")], "M", "Module");
        check(&[("app/main.py", "import json as j")], "j.dumps", "json.dumps");
        check(&[("app/main.py", "from math import *")], "sqrt", "math.sqrt");
        check(&[("app/main.py", "from math import *")], "sqr", "nothing");
        let quote = "urllib.parse.quote";
        check(&[("app/main.py", "import urllib.parse")], quote, quote);
        check(
            &[("app/main.py", "from flask import Flask")],
            "Flask",
            "external flask Some(\"Flask\")",
        );
    }

    #[test]
    fn conditional_imports_resolve() {
        let optional =
            "try:\n    from fast import Kid\nexcept ImportError:\n    from .kids import Kid\n";
        check(&[KIDS, ("app/main.py", optional)], "Kid", "app/kids.py:Kid");
        let typed = "if TYPE_CHECKING:\n    from .kids import Kid\n";
        check(&[KIDS, ("app/main.py", typed)], "Kid", "app/kids.py:Kid");
    }

    #[test]
    fn circular_imports_have_no_meaning() {
        let other = ("app/other.py", "from .main import x");
        check(&[other, ("app/main.py", "from .other import x")], "x", "nothing");
    }
}
