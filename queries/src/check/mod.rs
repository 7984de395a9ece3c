//! All diagnostics of the code that browsers get, with positions in files.
//!
//! Diagnostics of declarations and surfaces are in `surface/`.

mod imports;
mod item;
mod markup;

pub use item::item_findings;

use crate::binding::{Binding, ImportStep, Refusal};
use crate::db::Db;
use crate::diagnostic::{Code, Diagnostic, NodeDiagnostic, Related};
use crate::emit::lowering_problems;
use crate::input::{SourceFile, SourceTree, module_name};
use crate::items::{ItemDef, ItemKind, module_classes, module_items};
use crate::references::{carried_items, emitted_classes, item_bindings};
use crate::resolve::import_chain;
use crate::runtime::{Base, Runtime, class_bases, class_runtime};
use crate::syntax::ast::{Alias, Expr, Name, NodeId, Stmt, StmtKind};
use crate::syntax::visit::{Visitor, walk_stmt};
use std::collections::BTreeMap;

const AMBIGUOUS: Code = Code(114);
const UNKNOWN_BASE: Code = Code(115);
const CLASS_NAME_COLLISION: Code = Code(501);
/// Its range is one of the newest text, not of the last one that parsed.
pub const SYNTAX_ERROR: Code = Code(509);
const NOT_UTF8: Code = Code(510);

/// What is wrong in one file, sorted by position.
///
/// The range of a syntax error is one of the newest text, all others are of the last text that parsed.
#[salsa::tracked(returns(deref))]
pub fn file_diagnostics(db: &dyn Db, file: SourceFile) -> Box<[Diagnostic]> {
    let mut found: Vec<Diagnostic> = syntax_diagnostic(db, file).into_iter().collect();
    for &class in module_classes(db, file) {
        found.extend(class_diagnostic(db, class));
    }
    for &item in emitted_classes(db, file).iter().chain(carried_items(db, file)) {
        let diagnostics = lowering_problems(db, item).iter();
        found.extend(diagnostics.map(|diagnostic| located(db, item, diagnostic)));
    }
    let server = module_classes(db, file).iter().filter(|class| runs_on_server(db, **class));
    let browser = emitted_classes(db, file).iter().chain(carried_items(db, file));
    for &item in browser.chain(server) {
        found.extend(item_findings(db, item).iter().map(|finding| placed(db, item, finding)));
    }
    let unused = imports::unused(db, file);
    found.extend(unused.iter().map(|(item, finding)| placed(db, *item, finding)));
    found.sort();
    found.dedup();
    found.into()
}

fn runs_on_server(db: &dyn Db, class: ItemDef<'_>) -> bool {
    let runtime = class_runtime(db, class);
    runtime.is_server() || runtime == Runtime::Screen
}

/// Problems between files.
#[salsa::tracked(returns(deref))]
pub fn project_diagnostics(db: &dyn Db) -> Box<[Diagnostic]> {
    let mut by_name: BTreeMap<&Name, Vec<ItemDef<'_>>> = BTreeMap::new();
    for &file in SourceTree::get(db).modules(db).values() {
        for &class in emitted_classes(db, file) {
            by_name.entry(class.name(db)).or_default().push(class);
        }
    }
    let collisions = by_name.into_iter().filter(|(_, classes)| classes.len() > 1);
    collisions
        .flat_map(|(name, classes)| {
            let first = classes[0];
            let others = classes.into_iter().skip(1);
            others.map(move |class| Diagnostic {
                related: vec![related(db, first, format!("the other `{name}`"))],
                ..diagnostic(
                    db,
                    class.file(db),
                    class_name_range(db, class),
                    CLASS_NAME_COLLISION,
                    format!("there are two browser classes with the name `{name}`"),
                )
            })
        })
        .collect()
}

/// All diagnostics of the project's browser code, by path and position, suppressed ones included.
pub fn all_diagnostics(db: &dyn Db) -> Vec<Diagnostic> {
    let mut all = project_diagnostics(db).to_vec();
    for &file in SourceTree::get(db).modules(db).values() {
        all.extend_from_slice(file_diagnostics(db, file));
    }
    all.sort();
    all
}

fn diagnostic(
    db: &dyn Db,
    file: SourceFile,
    range: Option<(u32, u32)>,
    code: Code,
    message: impl Into<String>,
) -> Diagnostic {
    Diagnostic {
        path: file.path(db).to_string(),
        range,
        code,
        severity: code.severity(),
        message: message.into(),
        help: code.info().map(|info| info.help.to_owned()),
        related: Vec::new(),
    }
}

fn related<'db>(db: &'db dyn Db, item: ItemDef<'db>, message: String) -> Related {
    Related { path: item.file(db).path(db).to_string(), range: class_name_range(db, item), message }
}

fn syntax_diagnostic(db: &dyn Db, file: SourceFile) -> Option<Diagnostic> {
    let error = file.syntax_error(db).as_ref()?;
    // A text that is no text has no positions.
    let code = if error.end == 0 { NOT_UTF8 } else { SYNTAX_ERROR };
    let range = (error.end > 0).then_some((error.start, error.end));
    Some(diagnostic(db, file, range, code, error.message.as_ref()))
}

/// A class whose side cannot be told although it claims the browser's.
fn class_diagnostic<'db>(db: &'db dyn Db, class: ItemDef<'db>) -> Option<Diagnostic> {
    let name = class.name(db);
    let runtime = class_runtime(db, class);
    if runtime == Runtime::Ambiguous {
        let message = format!("`{name}` derives from both browser and server classes");
        return Some(diagnostic(
            db,
            class.file(db),
            class_name_range(db, class),
            AMBIGUOUS,
            message,
        ));
    }
    runtime.browser()?;
    let unknown = class_bases(db, class).iter().find_map(|base| match base {
        Base::Unknown(base) => Some(base),
        _ => None,
    })?;
    let message = format!("`{name}` is a browser class, but its base {unknown} is not known");
    Some(diagnostic(db, class.file(db), class_name_range(db, class), UNKNOWN_BASE, message))
}

fn class_name_range<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Option<(u32, u32)> {
    let node = match &item.statement(db).kind {
        StmtKind::Class(class) => class.name.id,
        StmtKind::Function(function) => function.name.id,
        _ => NodeId(0),
    };
    node_range(db, item, node)
}

/// The byte range of a node in its file.
pub fn node_range<'db>(db: &'db dyn Db, item: ItemDef<'db>, node: NodeId) -> Option<(u32, u32)> {
    let range = item.spans(db).range(node)?;
    Some((item.start(db) + range.start, item.start(db) + range.end))
}

fn located<'db>(db: &'db dyn Db, item: ItemDef<'db>, found: &NodeDiagnostic) -> Diagnostic {
    Diagnostic { related: origin(db, item, &found.message), ..placed(db, item, found) }
}

fn placed<'db>(db: &'db dyn Db, item: ItemDef<'db>, found: &NodeDiagnostic) -> Diagnostic {
    let range = node_range(db, item, found.at);
    let mut located = diagnostic(db, item.file(db), range, found.code, found.message.as_ref());
    if let Some(help) = &found.help {
        located.help = Some(help.to_string());
    }
    located
}

/// Where a refused name comes from: the imports on its way, and its declaration if the project has it.
fn origin<'db>(db: &'db dyn Db, item: ItemDef<'db>, message: &str) -> Vec<Related> {
    let chain = refused_chain(db, item.file(db), &item_bindings(db, item).names, message);
    chain.iter().filter_map(|step| step_place(db, step)).collect()
}

/// The way of the name that is refused with this message.
fn refused_chain(
    db: &dyn Db,
    file: SourceFile,
    names: &BTreeMap<Name, Binding>,
    message: &str,
) -> Vec<ImportStep> {
    let mut chains = names.iter().filter_map(|(name, binding)| match binding {
        Binding::Refused(refusal) if *refusal.message == *message => Some(refusal.chain.to_vec()),
        Binding::SharedModule { members, .. } => {
            let refusal = refusal(&members.values().collect::<Vec<_>>(), message)?;
            let mut chain = import_chain(db, file, name).to_vec();
            chain.extend_from_slice(&refusal.chain);
            Some(chain)
        }
        _ => None,
    });
    chains.next().unwrap_or_default()
}

fn refusal<'a>(bindings: &[&'a Binding], message: &str) -> Option<&'a Refusal> {
    bindings.iter().find_map(|binding| match binding {
        Binding::Refused(refusal) if *refusal.message == *message => Some(refusal),
        Binding::SharedModule { members, .. } => {
            refusal(&members.values().collect::<Vec<_>>(), message)
        }
        _ => None,
    })
}

/// The statement that binds a name in its file; `None` if there is none, as on a wrong import.
fn step_place(db: &dyn Db, step: &ImportStep) -> Option<Related> {
    let module = module_name(&step.path);
    let file = *SourceTree::get(db).modules(db).get(&module)?;
    module_items(db, file).iter().rev().find_map(|&item| {
        let statement = item.statement(db);
        let mut import = ImportOf { name: &step.name, found: None };
        import.visit_stmt(&statement);
        let defines = matches!(item.kind(db), ItemKind::Class | ItemKind::Function)
            && *item.name(db) == step.name;
        let (range, message) = match import.found {
            Some(node) => (node_range(db, item, node), format!("`{}` is imported here", step.name)),
            None if defines => {
                (class_name_range(db, item), format!("`{}` is declared here", step.name))
            }
            None => return None,
        };
        Some(Related { path: step.path.to_string(), range, message })
    })
}

/// Finds the import at module level that binds a name; one with `*` binds none by name.
struct ImportOf<'a> {
    name: &'a str,
    found: Option<NodeId>,
}

impl Visitor for ImportOf<'_> {
    fn visit_stmt(&mut self, statement: &Stmt) {
        match &statement.kind {
            StmtKind::Import { names } | StmtKind::ImportFrom { names, .. } => {
                let binds = |alias: &Alias| alias.bound_name() == self.name;
                if names.iter().any(binds) {
                    self.found = Some(statement.id);
                }
            }
            StmtKind::Class(_) | StmtKind::Function(_) => {}
            _ => walk_stmt(self, statement),
        }
    }

    fn visit_expr(&mut self, _: &Expr) {}
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::BuildDatabase;
    use crate::testing::{app, write};
    use expect_test::{Expect, expect};

    const WEB: &str = "app/routes/home/web.py";

    fn web(body: &str) -> String {
        let controller = if body.contains("Controller") { "Controller, " } else { "" };
        format!(
            "from app.kit import *\nfrom app import kit\nfrom sprag import Component, {controller}Screen, hydrate\n\n\n{body}\n\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return hydrate(Card)\n"
        )
    }

    /// One line a diagnostic of the browser code: place with its text, code, message, other places.
    fn shown(db: &BuildDatabase) -> String {
        let line = |found: &Diagnostic| {
            let text = db.file(&found.path).map(|file| file.text(db)).expect("exists");
            let place = found.range.map(|(start, end)| &text[start as usize..end as usize]);
            let related = found.related.iter().map(|related| {
                let text = db.file(&related.path).map(|file| file.text(db)).expect("exists");
                let place = related.range.map(|(start, end)| &text[start as usize..end as usize]);
                format!("    {} {place:?} {}\n", related.path, related.message)
            });
            let related: String = related.collect();
            format!("{} {place:?} {} {}\n{related}", found.path, found.code, found.message)
        };
        let file = db.file(WEB).expect("exists");
        file_diagnostics(db, file).iter().chain(project_diagnostics(db)).map(line).collect()
    }

    #[track_caller]
    fn check(body: &str, expected: Expect) {
        let kit = "from app.api import Api\nfrom sprag import Controller\n";
        let api = "from sprag import Controller\n\n\nclass Api(Controller):\n    pass\n";
        let db = app(&[("app/kit.py", kit), ("app/api.py", api), (WEB, &web(body))]);
        expected.assert_eq(&shown(&db));
    }

    #[test]
    fn a_server_class_in_the_browser_is_told_with_its_way_there() {
        check(
            "class Card(Component):\n    def go(self):\n        return kit.Api()",
            expect![[r#"
                app/routes/home/web.py Some("Api") SPR101 `Api` is a server class and cannot be used in browser code
                    app/routes/home/web.py Some("from app import kit") `kit` is imported here
                    app/kit.py Some("from app.api import Api") `Api` is imported here
                    app/api.py Some("Api") `Api` is declared here
            "#]],
        );
    }

    #[test]
    fn a_name_of_the_server_is_told_with_where_it_was_imported() {
        check(
            "import os\nimport numpy as np\nclass Card(Component):\n    def go(self):\n        return Api, Controller, os.getcwd(), np.array, open('x')",
            expect![[r#"
                app/routes/home/web.py Some("Api") SPR101 `Api` is a server class and cannot be used in browser code
                    app/kit.py Some("from app.api import Api") `Api` is imported here
                    app/api.py Some("Api") `Api` is declared here
                app/routes/home/web.py Some("Controller") SPR101 `Controller` runs on the server and cannot be used in browser code
                    app/routes/home/web.py Some("from sprag import Component, Controller, Screen, hydrate") `Controller` is imported here
                app/routes/home/web.py Some("os") SPR105 `os` reaches the machine it runs on and does not exist in the browser
                    app/routes/home/web.py Some("import os") `os` is imported here
                app/routes/home/web.py Some("np") SPR106 `numpy` has no browser version
                    app/routes/home/web.py Some("import numpy as np") `np` is imported here
                app/routes/home/web.py Some("open") SPR105 `open` does not exist in the browser
            "#]],
        );
    }

    #[test]
    fn a_class_of_both_sides_is_told_at_its_name() {
        check(
            "class Card(Component, Controller):\n    pass",
            expect![[r#"
                app/routes/home/web.py Some("Card") SPR114 `Card` derives from both browser and server classes
            "#]],
        );
    }

    #[test]
    fn a_browser_class_with_an_unknown_base_is_told_at_its_name() {
        check(
            "class Card(Component, make()):\n    pass",
            expect![[r#"
                app/routes/home/web.py Some("Card") SPR115 `Card` is a browser class, but its base an expression is not known
                app/routes/home/web.py Some("make") SPR107 `make` is not defined
            "#]],
        );
    }

    #[test]
    fn two_browser_classes_of_one_name_are_told_with_both_places() {
        let card = "from sprag import Component\n\n\nclass Card(Component):\n    pass\n";
        let text = web("class Card(Component):\n    def go(self):\n        return kit.Card");
        let db = app(&[("app/kit.py", card), (WEB, &text)]);
        expect![[r#"
            app/routes/home/web.py Some("Card") SPR501 there are two browser classes with the name `Card`
                app/kit.py Some("Card") the other `Card`
        "#]].assert_eq(&shown(&db));
    }

    #[test]
    fn a_file_that_is_no_text_keeps_its_last_text() {
        let mut db = app(&[("app/kit.py", ""), (WEB, &web("class Card(Component):\n    pass"))]);
        let mut change = crate::change::Change::default();
        change.write_unreadable(WEB, "the file is not UTF-8");
        db.apply(change);
        expect![[r#"
            app/routes/home/web.py None SPR510 the file is not UTF-8
        "#]]
        .assert_eq(&shown(&db));
        let file = db.file(WEB).expect("exists");
        assert_eq!(emitted_classes(&db, file).len(), 1);
        write(&mut db, &[(WEB, &web("class Card(Component):\n    pass"))]);
        assert_eq!(shown(&db), "");
    }
}
