//! What each kind of edit means for open pages.

use super::*;
use crate::change::Change;
use crate::db::BuildDatabase;
use crate::testing::{app, write};
use expect_test::{Expect, expect};
use std::sync::atomic::Ordering;

const WEB: &str = "\
from sprag import Component, Module, Screen, hydrate, ref, ssr, debounce, infinite_scroll
from app.kit import total, LIMIT


class Frame(Component):
    def frame(self, content):
        return content


class Card(Frame):
    label = ref('[data-role=label]')
    size = LIMIT

    def __init__(self, props=None, state=None):
        super().__init__(props, state)

    def render(self, props):
        return self.frame(total(1))


class Counter(Module):
    def __init__(self, screen=None, state=None):
        super().__init__(screen=screen, state=state or {'n': 0})

    def on_start(self):
        self.interval(self.tick, 1)

    def tick(self):
        self.set_state({'n': self.state['n'] + 1})

    @debounce(0.1)
    def later(self):
        return 1


class HomeScreen(Screen):
    def render(self, data):
        return hydrate(Card, module=Counter)
";
const KIT: &str = "\
LIMIT = 3
SEEN = []


def half(value):
    return value / 2


def total(value):
    SEEN.append(value)
    return half(value)
";

fn home() -> BuildDatabase {
    app(&[("app/kit.py", KIT), ("app/routes/home/web.py", WEB)])
}

/// The update for an edit, as text.
fn after(path: &str, edit: impl Fn(&str) -> String) -> String {
    let mut db = home();
    let before = fingerprints(&db, &Fingerprints::default());
    let text = if path == "app/kit.py" { KIT } else { WEB };
    write(&mut db, &[(path, &edit(text))]);
    shown(&between(&before, &fingerprints(&db, &before)))
}

fn between(before: &Fingerprints, after: &Fingerprints) -> Update {
    plan(&Difference::between(before, after), after, &Saved::default())
}

fn shown(update: &Update) -> String {
    let mut lines = vec![format!("{:?}: {}", update.level, update.reason)];
    for module in &update.modules {
        let path = module.path.trim_start_matches("generated/");
        lines.push(format!("  load {path} for {}", module.names.join(", ")));
    }
    for class in &update.classes {
        let changed = class.changed.join(", ");
        lines.push(format!("  {:?} {} ({changed}): {}", class.level, class.name, class.reason));
    }
    lines.extend(update.data.iter().map(|scope| format!("  data of {}", named(scope))));
    lines.extend(
        update
            .reload
            .iter()
            .map(|reload| format!("  reload {}: {}", named(&reload.scope), reload.reason)),
    );
    lines.join("\n") + "\n"
}

fn named(scope: &update::Scope) -> String {
    match scope {
        update::Scope::All => "all".to_owned(),
        update::Scope::Stores => "pages with stores".to_owned(),
        update::Scope::Surfaces(names) => names
            .iter()
            .map(|name| format!("{} {}", name.kind, name.name))
            .collect::<Vec<_>>()
            .join(", "),
    }
}

fn edited(path: &str, from: &str, to: &str, expected: Expect) {
    expected.assert_eq(&after(path, |text| {
        assert!(text.contains(from), "the edit applies: {from}");
        text.replacen(from, to, 1)
    }));
}

const WEB_PY: &str = "app/routes/home/web.py";

#[test]
fn a_comment_means_nothing() {
    edited(
        WEB_PY,
        "class Card",
        "# a card\nclass Card",
        expect![[r#"
        None: 
    "#]],
    );
}

#[test]
fn a_method_body_is_swapped_and_bases_come_first() {
    edited(
        WEB_PY,
        "'n'] + 1",
        "'n'] + 2",
        expect![[r#"
        Swap: Counter.tick changed
          load modules/Counter.js for Counter
          Swap Counter (tick): Counter.tick changed
    "#]],
    );
    expect![[r#"
        Swap: Frame.frame changed
          load components/Frame.js for Frame
          load components/Card.js for Card
          Swap Frame (frame): Frame.frame changed
          Swap Card (render): Card.render changed
    "#]]
    .assert_eq(&after(WEB_PY, |text| {
        text.replace("frame(total(1))", "frame(total(2))")
            .replace("return content", "return [content]")
    }));
}

#[test]
fn on_start_and_refs_are_rewired() {
    edited(
        WEB_PY,
        "self.tick, 1",
        "self.tick, 2",
        expect![[r#"
        Rewire: Counter.on_start changed
          load modules/Counter.js for Counter
          Rewire Counter (on_start): Counter.on_start changed
    "#]],
    );
    edited(
        WEB_PY,
        "data-role=label",
        "data-role=name",
        expect![[r#"
        Rewire: the refs of Card changed
          load components/Card.js for Card
          Rewire Card (): the refs of Card changed
    "#]],
    );
}

#[test]
fn what_makes_an_instance_remounts() {
    edited(
        WEB_PY,
        "{'n': 0}",
        "{'n': 1}",
        expect![[r#"
        Remount: Counter.__init__ changed
          load modules/Counter.js for Counter
          Remount Counter (__init__): Counter.__init__ changed
    "#]],
    );
    edited(
        WEB_PY,
        "class Card(Frame)",
        "class Card(Component)",
        expect![[r#"
        Remount: the bases of Card changed
          load components/Card.js for Card
          Remount Card (): the bases of Card changed
          data of route index
    "#]],
    );
    edited(
        WEB_PY,
        "def later(self)",
        "def soon(self)",
        expect![[r#"
        Remount: Counter.later was removed
          load modules/Counter.js for Counter
          Remount Counter (later, soon): Counter.later was removed
    "#]],
    );
    edited(
        WEB_PY,
        "@debounce(0.1)",
        "@infinite_scroll(at='.end')",
        expect![[r#"
        Remount: a decorator of Counter that is set up at the start changed
          load modules/Counter.js for Counter
          Remount Counter (): a decorator of Counter that is set up at the start changed
    "#]],
    );
}

#[test]
fn a_decorator_that_only_wraps_is_swapped() {
    edited(
        WEB_PY,
        "@debounce(0.1)",
        "@debounce(0.2)",
        expect![[r#"
        Swap: the body of Counter changed
          load modules/Counter.js for Counter
          Swap Counter (): the body of Counter changed
    "#]],
    );
}

#[test]
fn a_helper_is_replaced_alone_and_a_constant_with_what_evaluates_it() {
    edited(
        "app/kit.py",
        "/ 2",
        "/ 4",
        expect![[r#"
        Swap: `half` of app.kit changed
          load shared/app/kit.js for half
    "#]],
    );
    edited(
        "app/kit.py",
        "LIMIT = 3",
        "LIMIT = 4",
        expect![[r#"
        Swap: `LIMIT` of app.kit changed
          load shared/app/kit.js for LIMIT
          load components/Card.js for Card
          Swap Card (): what Card evaluates when it is defined changed
    "#]],
    );
}

#[test]
fn server_code_is_data_of_the_surfaces_that_import_it() {
    edited(
        WEB_PY,
        "return hydrate(Card, module=Counter)",
        "return [hydrate(Card, module=Counter)]",
        expect![[r#"
        Data: app/routes/home/web.py changed
          data of route index
    "#]],
    );
}

#[test]
fn a_pragma_is_obeyed() {
    edited(
        WEB_PY,
        "class Counter(Module):",
        "class Counter(Module):  # sprag: hot=reload",
        expect![[r#"
        None: 
    "#]],
    );
    let pragma = |text: &str| {
        text.replace("class Counter", "# sprag: hot=remount\nclass Counter").replace("+ 1", "+ 2")
    };
    expect![[r#"
        Remount: Counter asks for it: hot=remount
          load modules/Counter.js for Counter
          Remount Counter (tick): Counter asks for it: hot=remount
    "#]]
    .assert_eq(&after(WEB_PY, pragma));
    let off = |text: &str| pragma(text).replace("remount", "off");
    expect![[r#"
        None: 
    "#]]
    .assert_eq(&after(WEB_PY, off));
}

#[test]
fn a_class_that_broke_is_compared_with_what_pages_hold() {
    let mut db = home();
    let before = fingerprints(&db, &Fingerprints::default());
    write(&mut db, &[(WEB_PY, &WEB.replace("+ 1})", "+ open(1)})"))]);
    let broken = fingerprints(&db, &before);
    expect![[r#"
        None: 
    "#]]
    .assert_eq(&shown(&between(&before, &broken)));
    write(&mut db, &[(WEB_PY, &WEB.replace("+ 1})", "+ 2})"))]);
    let mended = fingerprints(&db, &broken);
    expect![[r#"
        Swap: Counter.tick changed
          load modules/Counter.js for Counter
          Swap Counter (tick): Counter.tick changed
    "#]]
    .assert_eq(&shown(&between(&broken, &mended)));
}

#[test]
fn a_surface_that_comes_or_goes_reloads_its_own_pages() {
    let mut db = home();
    let before = fingerprints(&db, &Fingerprints::default());
    let page = "from sprag import page\nfrom .server import Home\nfrom .web import HomeScreen\n\nhome = page(path='/start', name='home', controller=Home, screen=HomeScreen)\n";
    write(&mut db, &[("app/routes/home/page.py", page)]);
    expect![[r#"
        Reload: /start is new
          data of route home
          reload route home: /start is new
          reload route index: / is gone
    "#]]
    .assert_eq(&shown(&between(&before, &fingerprints(&db, &before))));
}

#[test]
fn stylesheets_are_swapped_and_scripts_reload() {
    let prints = Fingerprints::default();
    let saved = |asset: &str| Saved { assets: vec![asset.to_owned()], content: vec![] };
    expect![[r#"
        Css: /assets/app/shell.css changed
    "#]]
    .assert_eq(&shown(&plan(&Difference::default(), &prints, &saved("/assets/app/shell.css"))));
    expect![[r#"
        Reload: the script /static/chart.js changed
          reload all: the script /static/chart.js changed
    "#]]
    .assert_eq(&shown(&plan(&Difference::default(), &prints, &saved("/static/chart.js"))));
}

#[test]
fn facts_of_the_edited_files_alone_are_those_of_the_whole_project() {
    const SERVER: &str = "app/routes/home/server.py";
    let web = WEB.replace("size = LIMIT", "size = total(2)");
    let server = "from sprag import Controller\nfrom app.kit import total\n\n\nclass Home(Controller):\n    def load(self):\n        return {'n': total(1)}\n";
    let edits = [
        ("app/routes/home/web.py", web.replace("['n'] + 1", "['n'] + 2")),
        ("app/routes/home/web.py", format!("# why\n{web}")),
        ("app/kit.py", KIT.replace("value / 2", "value / 3")),
        (SERVER, server.replace("total(1)", "total(5)")),
    ];
    for (path, text) in edits {
        let mut db =
            app(&[("app/kit.py", KIT), ("app/routes/home/web.py", &web), (SERVER, server)]);
        let before = fingerprints(&db, &Fingerprints::default());
        write(&mut db, &[(path, &text)]);
        let file = db.file(path).expect("it exists");
        let difference = before.difference(&db, &[file]);
        let update = plan(&difference, &before, &Saved::default());
        let mut alone = before.clone();
        alone.apply(&difference);
        let whole = fingerprints(&db, &before);
        assert_eq!(alone, whole, "{path}");
        assert_eq!(update, between(&before, &whole), "{path}");
        assert_eq!(update.is_empty(), text.starts_with('#'), "{path}");
    }
}

#[test]
fn facts_of_an_edited_file_ask_for_nothing_that_grows_with_the_project() {
    let web = WEB
        .replace("import total, LIMIT", "import total, LIMIT\nfrom app.all import All")
        .replace("self.frame(total(1))", "All()");
    let steps = |others: usize| {
        let mut all = "from sprag import Component\n".to_owned();
        let mut names = String::new();
        let mut files =
            vec![("app/kit.py".to_owned(), KIT.to_owned()), (WEB_PY.to_owned(), web.clone())];
        for n in 0..others {
            let class = format!(
                "class Other{n}(Component):\n    def render(self, props):\n        return {n}\n"
            );
            files.push((
                format!("app/other{n}.py"),
                format!("from sprag import Component\n\n\n{class}"),
            ));
            all += &format!("from app.other{n} import Other{n}\n");
            names += &format!("Other{n}(), ");
        }
        all += &format!(
            "\n\nclass All(Component):\n    def render(self, props):\n        return [{names}]\n"
        );
        files.push(("app/all.py".to_owned(), all));
        let files: Vec<_> = files.iter().map(|(path, text)| (&**path, &**text)).collect();
        let mut db = app(&files);
        let before = fingerprints(&db, &Fingerprints::default());
        assert_eq!(before.classes.len(), others + 4);
        let mut change = Change::default();
        change.write(WEB_PY, &web.replace("['n'] + 1", "['n'] + 2"));
        db.set(change);
        let file = db.file(WEB_PY).expect("it exists");
        let asked = db.steps().load(Ordering::Relaxed);
        let _ = before.difference(&db, &[file]);
        db.steps().load(Ordering::Relaxed) - asked
    };
    assert_eq!(steps(1), steps(20));
}
