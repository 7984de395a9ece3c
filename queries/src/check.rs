//! All diagnostics of the code that browsers get, with positions in files.
//!
//! Diagnostics of declarations and surfaces are in `surface/`.

use crate::binding::{Binding, Refusal};
use crate::db::Db;
use crate::diagnostic::{Code, Diagnostic, NodeDiagnostic, Related};
use crate::emit::item_chunk;
use crate::input::{SourceFile, SourceTree};
use crate::items::{ItemDef, module_classes};
use crate::references::{carried_items, emitted_classes, item_bindings};
use crate::runtime::{Base, Runtime, class_bases, class_runtime};
use crate::syntax::ast::{Name, NodeId, StmtKind};
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
        let diagnostics = item_chunk(db, item).diagnostics.iter();
        found.extend(diagnostics.map(|diagnostic| located(db, item, diagnostic)));
    }
    found.sort();
    found.dedup();
    found.into()
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

/// All diagnostics of the project's browser code, by path and position.
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
    let range = node_range(db, item, found.at);
    let mut located = diagnostic(db, item.file(db), range, found.code, found.message.as_ref());
    if let Some(help) = &found.help {
        located.help = Some(help.to_string());
    }
    located.related = chain(db, item, &found.message);
    located
}

/// The way by which a refused name came into the file.
fn chain<'db>(db: &'db dyn Db, item: ItemDef<'db>, message: &str) -> Vec<Related> {
    let Some(refusal) = refusal(item_bindings(db, item).names.values(), message) else {
        return Vec::new();
    };
    let last = refusal.chain.len().saturating_sub(1);
    let steps = refusal.chain.iter().enumerate().skip(1);
    steps
        .filter(|(_, path)| path.ends_with(".py"))
        .map(|(index, path)| Related {
            path: path.to_string(),
            range: None,
            message: if index == last {
                "it comes from here".into()
            } else {
                "imported through here".into()
            },
        })
        .collect()
}

fn refusal<'a>(bindings: impl Iterator<Item = &'a Binding>, message: &str) -> Option<&'a Refusal> {
    let mut bindings = bindings;
    bindings.find_map(|binding| match binding {
        Binding::Refused(refusal) if *refusal.message == *message => Some(refusal),
        Binding::SharedModule { members, .. } => {
            refusal(&mut members.values() as &mut dyn Iterator<Item = _>, message)
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::BuildDatabase;
    use crate::testing::{app, write};
    use expect_test::{Expect, expect};

    const WEB: &str = "app/routes/home/web.py";

    fn web(body: &str) -> String {
        format!(
            "from app.kit import *\nfrom app import kit\nfrom sprag import Component, Controller, Screen, hydrate\n\n\n{body}\n\n\nclass HomeScreen(Screen):\n    def render(self, data):\n        return hydrate(Card)\n"
        )
    }

    /// One line a diagnostic of the browser code: place with its text, code, message, other places.
    fn shown(db: &BuildDatabase) -> String {
        let line = |found: &Diagnostic| {
            let text = db.file(&found.path).map(|file| file.text(db)).expect("exists");
            let place = found.range.map(|(start, end)| &text[start as usize..end as usize]);
            let related: Vec<_> = found.related.iter().map(|related| &related.path).collect();
            format!("{} {place:?} {} {} {related:?}\n", found.path, found.code, found.message)
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
            app/routes/home/web.py Some("Api") SPR101 `Api` is a server class and cannot be used in browser code ["app/api.py"]
        "#]],
        );
    }

    #[test]
    fn a_class_of_both_sides_is_told_at_its_name() {
        check(
            "class Card(Component, Controller):\n    pass",
            expect![[r#"
            app/routes/home/web.py Some("Card") SPR114 `Card` derives from both browser and server classes []
        "#]],
        );
    }

    #[test]
    fn a_browser_class_with_an_unknown_base_is_told_at_its_name() {
        check(
            "class Card(Component, make()):\n    pass",
            expect![[r#"
            app/routes/home/web.py Some("Card") SPR115 `Card` is a browser class, but its base an expression is not known []
            app/routes/home/web.py Some("make") SPR107 `make` is not defined []
        "#]],
        );
    }

    #[test]
    fn two_browser_classes_of_one_name_are_told_with_both_places() {
        let card = "from sprag import Component\n\n\nclass Card(Component):\n    pass\n";
        let text = web("class Card(Component):\n    def go(self):\n        return kit.Card");
        let db = app(&[("app/kit.py", card), (WEB, &text)]);
        expect![[r#"
            app/routes/home/web.py Some("Card") SPR501 there are two browser classes with the name `Card` ["app/kit.py"]
        "#]].assert_eq(&shown(&db));
    }

    #[test]
    fn a_file_that_is_no_text_keeps_its_last_text() {
        let mut db = app(&[("app/kit.py", ""), (WEB, &web("class Card(Component):\n    pass"))]);
        let mut change = crate::change::Change::default();
        change.write_unreadable(WEB, "the file is not UTF-8");
        db.apply(change);
        expect![[r#"
            app/routes/home/web.py None SPR510 the file is not UTF-8 []
        "#]]
        .assert_eq(&shown(&db));
        let file = db.file(WEB).expect("exists");
        assert_eq!(emitted_classes(&db, file).len(), 1);
        write(&mut db, &[(WEB, &web("class Card(Component):\n    pass"))]);
        assert_eq!(shown(&db), "");
    }
}
