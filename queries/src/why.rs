//! Why classes were compiled again: what the log of executed queries and the references between items tell
//! together.
//!
//! The log says what ran; which change made it run is read from the references, as the shortest way from
//! the class to something that changed.

use crate::db::Db;
use crate::input::SourceFile;
use crate::items::ItemDef;
use crate::references::{emitted_classes, item_references};
use crate::runtime::{Base, class_bases};
use serde::{Deserialize, Serialize};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// A class whose JavaScript was made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compiled {
    pub class: String,
    /// The file that defines it.
    pub file: String,
    /// From the class to what changed; only the class itself if that is its own text, and nothing if
    /// it is none of the project's items, such as a store's name or an installed package.
    pub way: Vec<Step>,
}

/// An item on the way to a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub file: String,
    pub name: String,
}

/// The classes of `files` among the executed queries (labels of [`BuildDatabase::executed`]), each with the
/// way to one of the changed files.
///
/// [`BuildDatabase::executed`]: crate::db::BuildDatabase::executed
pub fn compiled(
    db: &dyn Db,
    files: impl Iterator<Item = SourceFile>,
    executed: &[String],
    changed: &[String],
) -> Vec<Compiled> {
    let subjects = |query: &str| -> BTreeSet<&str> {
        executed
            .iter()
            .filter_map(|label| label.strip_prefix(query)?.strip_prefix('(')?.strip_suffix(')'))
            .collect()
    };
    let (made, read) = (subjects("item_chunk"), subjects("item_mentions"));
    if made.is_empty() {
        return Vec::new();
    }
    let changed: BTreeSet<&str> = changed.iter().map(String::as_str).collect();
    let classes = files.flat_map(|file| emitted_classes(db, file).iter().copied());
    let again = classes.filter(|class| made.contains(class.name(db).as_str()));
    let in_changed = |item: ItemDef<'_>| changed.contains(item.file(db).path(db).as_str());
    // Its text was read again, so it is another.
    let has_changed = |item: ItemDef<'_>| in_changed(item) && read.contains(item.name(db).as_str());
    let explained = again.map(|class| Compiled {
        class: class.name(db).to_string(),
        file: class.file(db).path(db).to_string(),
        way: way(db, class, &has_changed)
            .or_else(|| way(db, class, &in_changed))
            .unwrap_or_default(),
    });
    explained.collect()
}

/// The shortest way along references and bases to an item that `is_end`.
fn way<'db>(
    db: &'db dyn Db,
    class: ItemDef<'db>,
    is_end: &dyn Fn(ItemDef<'db>) -> bool,
) -> Option<Vec<Step>> {
    let mut came_from: BTreeMap<ItemDef<'db>, Option<ItemDef<'db>>> =
        BTreeMap::from([(class, None)]);
    let mut waiting = VecDeque::from([class]);
    while let Some(item) = waiting.pop_front() {
        if is_end(item) {
            return Some(traced(db, item, &came_from));
        }
        let bases = class_bases(db, item).iter().filter_map(|base| match base {
            Base::Project(base) => Some(*base),
            _ => None,
        });
        for next in item_references(db, item).iter().copied().chain(bases) {
            if let Entry::Vacant(unseen) = came_from.entry(next) {
                unseen.insert(Some(item));
                waiting.push_back(next);
            }
        }
    }
    None
}

fn traced<'db>(
    db: &'db dyn Db,
    end: ItemDef<'db>,
    came_from: &BTreeMap<ItemDef<'db>, Option<ItemDef<'db>>>,
) -> Vec<Step> {
    let before = |item: &ItemDef<'db>| came_from.get(item).copied().flatten();
    let mut steps: Vec<Step> = std::iter::successors(Some(end), before)
        .map(|item| Step {
            file: item.file(db).path(db).to_string(),
            name: item.name(db).to_string(),
        })
        .collect();
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::artifact::BuildKind;
    use crate::db::BuildDatabase;
    use crate::input::SourceTree;
    use crate::surface::output::build;
    use crate::testing::{example_app, write};
    use expect_test::{Expect, expect};

    const KIT: &str = "app/kit.py";
    const CARDS: &str = "app/routes/home/components.py";
    const KIT_TEXT: &str = "def total(items, start=0):
    return rounded(sum(items) + start)


def rounded(number):
    return round(number)
";
    const CARDS_TEXT: &str = "from app.kit import total
from sprag import Component, ui


class Base(Component):
    def greet(self, name='you'):
        return name


class Card(Base):
    def render(self, props):
        return ui.p(total([1, 2]))


class Badge(Component):
    def render(self, props):
        return ui.p('badge')
";

    const WEB_TEXT: &str = "from app.routes.home.components import Badge, Card
from sprag import Screen, hydrate


class HomeScreen(Screen):
    def render(self, data):
        return [hydrate(Badge), hydrate(Card)]
";

    #[track_caller]
    fn check(path: &str, text: &str, from: &str, to: &str, expected: Expect) {
        let mut db = example_app(&[
            (KIT, KIT_TEXT),
            (CARDS, CARDS_TEXT),
            ("app/routes/home/web.py", WEB_TEXT),
        ]);
        let ask = |db: &BuildDatabase| drop(build(db, BuildKind::Static));
        ask(&db);
        write(&mut db, &[(path, &text.replacen(from, to, 1))]);
        let ((), executed) = db.executed(ask);
        let line = |compiled: &Compiled| {
            let way = compiled.way.iter().map(|step| format!(" > {} {}", step.file, step.name));
            format!("{}{}\n", compiled.class, way.collect::<String>())
        };
        let files = SourceTree::get(&db).modules(&db).values().copied();
        let found = compiled(&db, files, &executed, &[path.to_owned()]);
        expected.assert_eq(&found.iter().map(line).collect::<String>());
    }

    #[test]
    fn a_class_whose_own_text_changed_is_its_own_reason() {
        check(
            CARDS,
            CARDS_TEXT,
            "'badge'",
            "'batch'",
            expect![[r#"
                Badge > app/routes/home/components.py Badge
            "#]],
        );
    }

    #[test]
    fn what_a_base_or_helper_looks_like_is_a_reason_with_its_way() {
        check(
            CARDS,
            CARDS_TEXT,
            "name='you'",
            "name='you', age=1",
            expect![[r#"
                Base > app/routes/home/components.py Base
                Card > app/routes/home/components.py Card > app/routes/home/components.py Base
            "#]],
        );
        check(
            KIT,
            KIT_TEXT,
            "start=0",
            "start=0, end=1",
            expect![[r#"
                Card > app/routes/home/components.py Card > app/kit.py total
            "#]],
        );
    }

    #[test]
    fn the_body_of_a_helper_is_no_reason() {
        check(KIT, KIT_TEXT, "round(number)", "round(number, 1)", expect![[""]]);
    }
}
