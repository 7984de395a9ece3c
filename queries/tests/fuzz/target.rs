//! What has to hold of any text.

#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "a test, not a query")]

use queries::change::Change;
use queries::db::BuildDatabase;
use queries::items::{ItemKind, module_items};
use queries::references::browser_classes;
use queries::syntax::ast::NodeId;
use queries::{check, emit};

/// What the daemon gives to the threads that parse and lower.
const STACK_BYTES: usize = 64 << 20;

/// The file that holds the text.
const PATH: &str = "app/web.py";

/// A small app around a text.
const AROUND: [(&str, &str); 4] = [
    ("app/__init__.py", "from sprag import App\n\napp = App(routes=\"app.routes\")\n"),
    ("app/other.py", "LIMIT = 3\n\n\ndef total(values):\n    return sum(values)\n"),
    ("app/routes/__init__.py", ""),
    (
        "app/routes/page.py",
        "from sprag import Screen, hydrate, page\n\nfrom app.web import *\n\n\nclass S(Screen):\n    \
         def render(self, data):\n        return None\n\n\nhome = page(path=\"/\", screen=S)\n",
    ),
];

/// It parses, or there is an error; either way all places are places in it.
pub(crate) fn parse(text: &str) {
    let text = queries::syntax::normalized(text);
    let assert_place = |start: u32, end: u32| {
        assert!(text.get(start as usize..end as usize).is_some(), "{start}..{end}");
    };
    match queries::syntax::parse(&text) {
        Ok(module) => {
            for item in module.items {
                for id in 0..u32::try_from(item.spans.len()).unwrap() {
                    let range = item.spans.range(NodeId(id)).unwrap();
                    assert_place(item.start + range.start, item.start + range.end);
                }
            }
        }
        Err(error) => assert_place(error.start, error.end),
    }
}

/// Does with a text all that a build does with it, but for rendering.
pub(crate) fn compile(text: &str) {
    let mut db = BuildDatabase::default();
    let mut change = Change::default();
    for (path, text) in AROUND {
        change.write(path, text);
    }
    change.write(PATH, &queries::syntax::normalized(text));
    db.apply(change);
    for &class in browser_classes(&db) {
        emit::class_js(&db, class);
        queries::source_map::class_source_map(&db, class);
    }
    for file in queries::input::SourceTree::get(&db).modules(&db).values() {
        for item in module_items(&db, *file) {
            if matches!(item.kind(&db), ItemKind::Function | ItemKind::Class) {
                emit::item_chunk(&db, *item);
            }
        }
    }
    check::all_diagnostics(&db);
}

/// On a thread with the daemon's stack.
pub(crate) fn on_the_daemons_stack(work: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK_BYTES);
        if let Err(panic) = thread.spawn_scoped(scope, work).unwrap().join() {
            std::panic::resume_unwind(panic);
        }
    });
}
