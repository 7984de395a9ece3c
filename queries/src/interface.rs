//! What the rest of a project can see of a file.
//!
//! Most edits change the body of a method and nothing else that anybody could notice. While the
//! interface of a file stays the same, so does everything in the graph but the file's own modules, maps and
//! diagnostics, and a build needs to look at nothing else ([`Patch`](crate::surface::patch::Patch)). It is asked
//! for the edited file alone, before and after the edit, so it is no query: nobody depends on it.

use crate::attributes::item_writes;
use crate::db::Db;
use crate::effects::{changing_functions, file_effects};
use crate::emit::has_failed;
use crate::input::SourceFile;
use crate::items::{ItemDef, ItemKind, module_items, reached_items};
use crate::references::{declared_store, item_references};
use crate::shape::{item_signature, own_members};
use crate::surface::reach::render_uses;
use crate::surface::selectors::{file_rendered, item_selectors};
use crate::surface::store_keys::item_store_keys;
use crate::surface::wiring::item_wiring;
use crate::syntax::Digest;
use crate::syntax::ast::{Block, ClassDef, FunctionDef, Stmt, StmtKind};
use crate::syntax::scope::{evaluated_names, global_names};
use std::hash::{Hash, Hasher};

/// Stands for all that queries about other files, surfaces and the whole project read of a file. Whatever comes
/// to read more of a statement than its outline must be added here; that nothing is missing is what
/// `tests/incremental.rs` looks for.
pub fn file_interface(db: &dyn Db, file: SourceFile) -> Digest {
    let items: Vec<_> =
        module_items(db, file).iter().map(|item| item_interface(db, *item)).collect();
    let effects = (file_effects(db, file), changing_functions(db, file));
    Digest::of(&(items, file_rendered(db, file), effects))
}

fn item_interface<'db>(db: &'db dyn Db, item: ItemDef<'db>) -> Digest {
    let statement = item.statement(db);
    if !matches!(item.kind(db), ItemKind::Class | ItemKind::Function) {
        return Digest::of(&(item, &*statement, declared_store(db, item)));
    }
    let code = (item, Outline(&statement), evaluated_names(&statement), global_names(&statement));
    let uses = (item_references(db, item), render_uses(db, item), item_wiring(db, item));
    let names = (item_selectors(db, item), item_store_keys(db, item));
    let is_reached = reached_items(db, item.file(db)).contains(&item);
    let fails = is_reached && has_failed(db, item);
    let shape = (own_members(db, item), item_signature(db, item), item_writes(db, item), fails);
    Digest::of(&(code, uses, names, shape))
}

/// A definition without the bodies of its functions.
struct Outline<'a>(&'a Stmt);

impl Hash for Outline<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.0.kind {
            StmtKind::Function(function) => {
                let FunctionDef { is_async, name, decorators, params, returns, body: _ } = function;
                (is_async, name, decorators, params, returns).hash(state);
            }
            StmtKind::Class(class) => {
                let ClassDef { name, decorators, bases, keywords, body } = class;
                (name, decorators, bases, keywords).hash(state);
                outlines(body).hash(state);
            }
            _ => self.0.hash(state),
        }
    }
}

fn outlines(body: &Block) -> Vec<Outline<'_>> {
    body.iter().map(Outline).collect()
}

#[cfg(test)]
mod tests {
    use super::file_interface;
    use crate::db::BuildDatabase;
    use crate::syntax::Digest;
    use crate::testing::{app, write};

    const PATH: &str = "app/web.py";

    fn edited(db: &mut BuildDatabase, body: &str) -> Digest {
        let text = format!(
            "from sprag import Module\n\n\nclass Other(Module):\n    pass\n\n\n\
             class Panel(Module):\n    def run(self):\n        {body}\n"
        );
        write(db, &[(PATH, &text)]);
        file_interface(db, db.file(PATH).expect("it exists"))
    }

    #[test]
    fn a_builtin_that_a_method_newly_uses_shows_nowhere_else_and_a_class_does() {
        let mut db = app(&[(PATH, "")]);
        let before = edited(&mut db, "return 1");
        assert_eq!(edited(&mut db, "return len(str(1))"), before);
        assert_ne!(edited(&mut db, "return Other"), before);
    }
}
