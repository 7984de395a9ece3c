//! After any edits a build is the one that a database makes that knows nothing of them, whether it was
//! patched or made as a whole.
//!
//! Edits are random: words, lines and blocks of an app are exchanged, copied, moved and removed. Most
//! results are wrong programs, some do not parse, and all of them have an answer. A failure names its
//! seed; `SPRAG_INCREMENTAL_SEED` runs it again, `SPRAG_INCREMENTAL_EDITS` makes it longer.

#![expect(clippy::disallowed_methods, reason = "a test takes its seed from the environment")]

use queries::artifact::BuildKind;
use queries::change::Change;
use queries::db::BuildDatabase;
use queries::project::ProjectChange;
use queries::surface::output::{Build, build};
use queries::surface::patch::Edited;
use std::collections::BTreeMap;

const APP: &[(&str, &str)] = &[
    ("app/__init__.py", "from sprag import App\n\napp = App(routes=\"app.routes\")\n"),
    (
        "app/stores.py",
        "from sprag import store\n\nbasket = store(\"basket\", initial={\"count\": 0, \"items\": []})\nuser = store(\"user\", initial={\"name\": \"\"})\n",
    ),
    (
        "app/kit.py",
        "import math\nfrom .words import plural\n\nLIMIT = 10\nRATES = {\"low\": 0.1, \"high\": 0.25}\n\n\ndef total(items, start=0):\n    return sum(items) + start\n\n\ndef label(count, noun=\"item\"):\n    shown = plural(noun, count)\n    return f\"{count} {shown}\"\n\n\ndef area(radius):\n    return math.pi * radius ** 2\n\n\nclass Counter:\n    step = 1\n\n    def __init__(self, start=0):\n        self.value = start\n\n    def next(self):\n        self.value += self.step\n        return self.value\n",
    ),
    (
        "app/words.py",
        "ENDING = \"s\"\n\n\ndef plural(noun, count):\n    if count == 1:\n        return noun\n    return noun + ENDING\n",
    ),
    (
        "app/base.py",
        "from sprag import Component, Module, ui\n\n\nclass Panel(Component):\n    tone = \"calm\"\n\n    def title(self):\n        return self.state.get(\"title\", \"Panel\")\n\n    def render(self, props=None):\n        return ui.section(ui.h2(self.title()), *self.rows(), class_=self.tone)\n\n    def rows(self):\n        return []\n\n\nclass Worker(Module):\n    def on_start(self):\n        self.count = 0\n        self.interval(self.tick, 1.5)\n\n    def tick(self):\n        self.count += 1\n        self.set_state({\"count\": self.count})\n",
    ),
    ("app/routes/__init__.py", ""),
    ("app/routes/home/__init__.py", ""),
    (
        "app/routes/home/page.py",
        "from sprag import page\n\nfrom .server import Home\nfrom .web import HomeScreen\n\nhome = page(path=\"/\", controller=Home, screen=HomeScreen)\n",
    ),
    (
        "app/routes/home/server.py",
        "from sprag import Controller, action\n\n\nclass Home(Controller):\n    route = \"/\"\n\n    def load(self):\n        return {\"title\": \"Home\"}\n\n    @action\n    def add(self, amount, note=\"\"):\n        return {\"amount\": amount}\n",
    ),
    (
        "app/routes/home/web.py",
        "from sprag import Screen, hydrate, ui\n\nfrom .components import Badge, Card\nfrom .modules import CardModule\n\n\nclass HomeScreen(Screen):\n    modules = [CardModule]\n\n    def render(self, data):\n        return ui.main(hydrate(Card, module=self.module(CardModule)), hydrate(Badge))\n",
    ),
    (
        "app/routes/home/components.py",
        "from sprag import Component, ui\n\nfrom app import kit\nfrom app.base import Panel\nfrom app.kit import label, total\n\nTITLES = [\"one\", \"two\"]\n\n\ndef heading(text):\n    return ui.h3(text, class_=\"heading\")\n\n\nclass Card(Panel):\n    def rows(self):\n        items = self.state.get(\"items\", [])\n        return [self.row(item) for item in items]\n\n    def row(self, item):\n        return ui.li(item[\"name\"], data_role=\"row\", title=label(item[\"count\"]))\n\n\nclass Badge(Component):\n    def render(self, props=None):\n        count = self.state.get(\"count\", 0)\n        return ui.p(heading(TITLES[0]), str(total([count, 1])), str(kit.area(2)))\n\n\nclass Unused(Component):\n    def render(self, props=None):\n        return ui.p(\"never\")\n",
    ),
    (
        "app/routes/home/modules.py",
        "from sprag import Module\n\nfrom app.base import Worker\nfrom app.kit import Counter\nfrom app.stores import basket\n\n\nclass CardModule(Worker):\n    def on_start(self):\n        super().on_start()\n        self.delegate(self.element, \"click\", \"[data-role='row']\", self.on_row)\n        self.subscribe(basket, self.on_basket)\n        self.counter = Counter(2)\n\n    async def on_row(self, event):\n        event.prevent_default()\n        await self.call_action(\"add\", {\"amount\": self.counter.next()})\n        basket.set(\"count\", basket.get(\"count\") + 1)\n\n    def on_basket(self, snapshot):\n        self.set_state({\"items\": snapshot[\"items\"]})\n",
    ),
    ("app/routes/about/__init__.py", ""),
    (
        "app/routes/about/page.py",
        "from sprag import Controller, Screen, hydrate, page, ssr\n\nfrom app.routes.home.components import Badge\n\nfrom .parts import Fact, Note\n\n\nclass About(Controller):\n    def load(self):\n        return {}\n\n\nclass AboutScreen(Screen):\n    def render(self, data):\n        return [hydrate(Fact), ssr(Note), ssr(Badge)]\n\n\nabout = page(path=\"/about\", controller=About, screen=AboutScreen)\n",
    ),
    (
        "app/routes/about/parts.py",
        "from sprag import Component, ui\n\nfrom app.kit import LIMIT, RATES, Counter\nfrom app.stores import user\n\nclicks = 0\n\n\nclass Fact(Component):\n    def on_start(self):\n        self.on(self.element, \"click\", self.on_click)\n\n    def on_click(self, event):\n        global clicks\n        clicks += 1\n        user.set(\"name\", f\"visitor {clicks}\")\n\n    def render(self, props=None):\n        rows = [ui.li(f\"{key}: {rate:.0%}\") for key, rate in RATES.items()]\n        return ui.ul(*rows[:LIMIT], data_limit=str(LIMIT))\n\n\nclass Note(Component):\n    def render(self, props=None):\n        return ui.p(str(Counter().next()))\n",
    ),
];

/// The app as it is on disk, and the last text of each file that parsed.
#[derive(Clone, Default)]
struct Files {
    texts: BTreeMap<String, String>,
    last_good: BTreeMap<String, String>,
}

impl Files {
    fn new() -> Self {
        let mut files = Self::default();
        for (path, text) in APP {
            files.write(path, text);
        }
        files
    }

    fn write(&mut self, path: &str, text: &str) {
        self.texts.insert(path.to_owned(), text.to_owned());
        if queries::syntax::parse(text).is_ok() {
            self.last_good.insert(path.to_owned(), text.to_owned());
        }
    }

    /// Makes everything what it was at first; `edited` is told of each file that was not.
    fn repair(&mut self, mut edited: impl FnMut(&Self, &str)) {
        for (path, text) in APP {
            if self.texts.get(*path).is_none_or(|known| known != text) {
                self.write(path, text);
                edited(self, path);
            }
        }
    }

    fn remove(&mut self, path: &str) {
        self.texts.remove(path);
        self.last_good.remove(path);
    }

    fn project(&self, change: &mut Change) {
        let files = Some(self.texts.keys().map(Into::into).collect());
        ProjectChange { files, ..ProjectChange::default() }.add_to(change);
    }

    /// The build of a database that sees them for the first time.
    fn clean(&self) -> Build {
        let mut db = BuildDatabase::default();
        for texts in [&self.last_good, &self.texts] {
            let mut change = Change::default();
            for (path, text) in texts {
                change.write(path.as_str(), text);
            }
            self.project(&mut change);
            db.apply(change);
        }
        build(&db, BuildKind::Full)
    }
}

/// A database that lives through all edits, and its last build.
struct Daemon {
    db: BuildDatabase,
    build: Build,
    patched: u64,
}

impl Daemon {
    fn new(files: &Files) -> Self {
        let mut db = BuildDatabase::default();
        let mut change = Change::default();
        for (path, text) in &files.texts {
            change.write(path.as_str(), text);
        }
        files.project(&mut change);
        db.apply(change);
        let build = build(&db, BuildKind::Full);
        Self { db, build, patched: 0 }
    }

    /// Builds after one file got another text, or went away.
    fn edit(&mut self, files: &Files, path: &str) {
        let mut change = Change::default();
        let known = self.db.file(path).filter(|_| files.texts.contains_key(path));
        let edited = known.and_then(|file| Edited::new(&self.db, &self.build, [file]));
        match files.texts.get(path) {
            Some(text) => {
                change.write(path, text);
            }
            None => change.remove(path),
        }
        files.project(&mut change);
        self.db.set(change);
        let edited = edited.filter(|edited| edited.is_inside(&self.db));
        let patch =
            edited.and_then(|edited| edited.patch(&self.db, &self.build, BuildKind::Full, &[]));
        if let Some(patch) = patch {
            patch.apply(&mut self.build);
            self.patched += 1;
            return;
        }
        self.db.apply(Change::default());
        self.build = build(&self.db, BuildKind::Full);
    }
}

fn original(path: &str) -> &'static str {
    APP.iter().find(|(known, _)| *known == path).map_or("", |(_, text)| text)
}

/// The words of the whole app: what one is exchanged for comes from them.
fn words() -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (_, text) in APP {
        words.extend(split(text).into_iter().filter(|word| is_word(word)).map(str::to_owned));
    }
    words.extend(["0", "1.5", "None", "True", "lambda: 3", "[]", "self"].map(str::to_owned));
    words
}

fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphanumeric() || first == '_')
}

/// A text as words and what is between them.
fn split(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, char) in text.char_indices() {
        let is_in_word = char.is_alphanumeric() || char == '_';
        if before.is_some_and(|before| before != is_in_word) {
            parts.push(&text[start..at]);
            start = at;
        }
        before = Some(is_in_word);
    }
    parts.push(&text[start..]);
    parts
}

/// Another text, not far from this one.
fn mutated(random: &mut fastrand::Rng, text: &str, words: &[String]) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return "x = 1\n".to_owned();
    }
    let at = random.usize(..lines.len());
    let indent = |line: &str| line[..line.len() - line.trim_start().len()].to_owned();
    match random.u8(..16) {
        // What texts say is known elsewhere: actions, keys, selectors.
        12.. => {
            let quoted: Vec<usize> =
                (0..lines.len()).filter(|at| lines[*at].contains('"')).collect();
            let Some(&at) = random.choice(&quoted) else { return text.to_owned() };
            let mut parts: Vec<String> = lines[at].split('"').map(str::to_owned).collect();
            let place = random.usize(..parts.len() / 2) * 2 + 1;
            parts[place] = match random.u8(..4) {
                0 => format!("{}x", parts[place]),
                _ => words[random.usize(..words.len())].clone(),
            };
            lines[at] = parts.join("\"");
        }
        0 => lines.insert(at, String::new()),
        1 => lines.insert(at, format!("{}# {}", indent(&lines[at]), random.u16(..))),
        2 => lines.insert(at, format!("{}_rev = {}", indent(&lines[at]), random.u16(..))),
        3 => {
            lines.remove(at);
        }
        4 => lines.insert(at, lines[at].clone()),
        5 => {
            let other = random.usize(..lines.len());
            lines.swap(at, other);
        }
        6 => {
            // A block moves to the end.
            let end =
                lines[at..].iter().position(|line| line.is_empty()).map_or(lines.len(), |n| at + n);
            let block: Vec<String> = lines.drain(at..end).collect();
            lines.push(String::new());
            lines.extend(block);
        }
        _ => {
            let line = lines[at].clone();
            let mut parts = split(&line);
            let places: Vec<usize> =
                (0..parts.len()).filter(|part| is_word(parts[*part])).collect();
            if let Some(&place) = random.choice(&places) {
                parts[place] = &words[random.usize(..words.len())];
            }
            lines[at] = parts.concat();
        }
    }
    lines.join("\n") + "\n"
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

fn shown(build: &Build) -> BTreeMap<String, String> {
    let files = build.artifacts.iter();
    files.map(|file| (file.path.to_string(), format!("{:?}", file.content))).collect()
}

#[test]
fn after_any_edits_a_build_is_that_of_a_database_that_knows_nothing_of_them() {
    let seed = number("SPRAG_INCREMENTAL_SEED").unwrap_or_else(|| fastrand::u64(..));
    let edits = number("SPRAG_INCREMENTAL_EDITS").unwrap_or(400);
    println!("SPRAG_INCREMENTAL_SEED={seed} SPRAG_INCREMENTAL_EDITS={edits}");
    let mut random = fastrand::Rng::with_seed(seed);
    let words = words();
    let paths: Vec<&str> = APP.iter().map(|(path, _)| *path).collect();
    let mut files = Files::new();
    let mut daemon = Daemon::new(&files);
    for edit in 0..edits {
        // Mostly one edit of sound code, as people work; now and then several on top of each other.
        if random.u8(..4) > 0 {
            files.repair(|files, path| daemon.edit(files, path));
        }
        let path = paths[random.usize(..paths.len())];
        match files.texts.get(path).cloned() {
            Some(_) if random.u8(..30) == 0 => files.remove(path),
            Some(text) => {
                let text = mutated(&mut random, &text, &words);
                files.write(path, &text);
            }
            None => files.write(path, original(path)),
        }
        daemon.edit(&files, path);
        let clean = files.clean();
        let context = format!("edit {edit} of seed {seed}, {path}:\n{:?}", files.texts.get(path));
        pretty(&shown(&daemon.build), &shown(&clean), &context);
        assert_eq!(daemon.build.diagnostics, clean.diagnostics, "{context}");
        assert_eq!(daemon.build.missing, clean.missing, "{context}");
        assert_eq!(daemon.build.uses, clean.uses, "{context}");
    }
    println!("{} of {edits} edits were patches", daemon.patched);
    assert!(daemon.patched > edits / 20, "too few edits were patches: {}", daemon.patched);
}

/// Names what differs, instead of printing both.
fn pretty(found: &BTreeMap<String, String>, expected: &BTreeMap<String, String>, context: &str) {
    let paths = found.keys().chain(expected.keys());
    let different: Vec<&String> =
        paths.filter(|path| found.get(*path) != expected.get(*path)).collect();
    if let Some(first) = different.first() {
        panic!(
            "{different:?} differ after {context}\nfound {:?}\nexpected {:?}",
            found.get(*first),
            expected.get(*first)
        );
    }
}
