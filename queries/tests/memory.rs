//! What the graph holds for each class once a build is done and there is nothing else to do: in bytes as it counts them
//! itself, so on any machine the same.

use queries::artifact::BuildKind;
use queries::db::BuildDatabase;
use queries::memory::MemoryUse;
use queries::surface::output::build;
use queries::testing::{example_app, write};

/// Bytes that a class of some 30 lines may add, with its share of the file around it.
const MOST_PER_CLASS: usize = 10_000;

const CLASSES_PER_FILE: usize = 3;

fn class(number: usize) -> String {
    let name = format!("InvoiceHistory{number}Panel");
    format!(
        "class {name}(Component):
    def toggle(self, event):
        is_open = not self.state.get('is_open', False)
        self.set_state({{'is_open': is_open, 'rows': tidy(self.state.get('rows', []), {number})}})

    def total(self, rows):
        total = 0
        for row in rows:
            if row.get('status') == 'done':
                total += row.get('amount', 0) * RATE
        return round(total, 2)

    def render(self, props=None):
        rows = self.state.get('rows', [])
        return ui.section(
            ui.h2('Invoice history {number}'),
            ui.p('The current checklist keeps its fee in browser state and asks the server for more.'),
            ui.ul([ui.li(row['label'], class_='row') for row in rows], class_='rows'),
            ui.p(str(self.total(rows)), class_='total is-{number}'),
            ui.button('Toggle', type='button', onclick=self.toggle, disabled=len(rows) == 0),
            class_='panel',
        )
"
    )
}

fn file(number: usize) -> (String, String) {
    let mut text = String::from("from sprag import Component, ui\n\nRATE = 1.25\n\n");
    text.push_str("\ndef tidy(rows, limit):\n    return [row for row in rows if row][:limit]\n");
    for at in 0..CLASSES_PER_FILE {
        text.push_str(&format!("\n\n{}", class(number * CLASSES_PER_FILE + at)));
    }
    (format!("app/panels/part_{number}.py"), text)
}

/// An app of so many classes that has been built and rests.
fn rested(classes: usize) -> BuildDatabase {
    let files: Vec<_> = (0..classes / CLASSES_PER_FILE).map(file).collect();
    let files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
    let mut db = example_app(&files);
    let built = build(&db, BuildKind::Static);
    assert_eq!(built.diagnostics, []);
    assert_eq!(
        built.artifacts.paths().filter(|path| path.contains("/components/")).count(),
        2 * classes
    );
    db.rest();
    db
}

fn bytes(db: &mut BuildDatabase) -> usize {
    db.memory().iter().map(|MemoryUse { bytes, heap, .. }| bytes + heap).sum()
}

#[test]
fn a_class_takes_a_bounded_number_of_bytes_beside_others() {
    let (few, many) = (300, 600);
    let added = bytes(&mut rested(many)) - bytes(&mut rested(few));
    let each = added / (many - few);
    println!("{each} bytes for each class");
    assert!(each < MOST_PER_CLASS, "{each} bytes");
}

#[test]
fn edits_leave_nothing_behind() {
    let mut db = rested(300);
    let edit = |db: &mut BuildDatabase, edit: usize| {
        let (path, text) = file(edit % 10);
        let text = text.replace("total = 0", &format!("total = {edit}"));
        write(db, &[(&path, &text)]);
        let _ = build(db, BuildKind::Static);
        db.rest();
        bytes(db)
    };
    let before = (0..20).map(|number| edit(&mut db, number)).max().unwrap_or_default();
    let after = (20..80).map(|number| edit(&mut db, number)).max().unwrap_or_default();
    assert!(after < before + 20_000, "{before} {after}");
}
