//! Material for benchmarks: synthetic apps of any size, and order statistics.
//!
//! No timing happens here; the benchmarks beside this file measure.

use anyhow::{Context, Result, ensure};
use std::path::PathBuf;
use std::time::Duration;

/// What is measured, and the interpreter that runs the apps.
pub struct Programs {
    pub sprag: PathBuf,
    pub python: PathBuf,
}

impl Programs {
    /// `sprag` beside the running benchmark in the target folder, and the interpreter that `SPRAG_TEST_PYTHON` names.
    ///
    /// # Errors
    /// If one of the two is not there.
    pub fn find() -> Result<Self> {
        let python =
            std::env::var_os("SPRAG_TEST_PYTHON").context("SPRAG_TEST_PYTHON is not set")?.into();
        let own = std::env::current_exe()?;
        let target = own.ancestors().nth(2).context("this program lies in no target folder")?;
        let sprag = target.join("sprag");
        ensure!(sprag.exists(), "{} is missing: build the client first", sprag.display());
        Ok(Self { sprag, python })
    }
}

/// A file of a synthetic app: project-relative path and text.
pub type AppFile = (String, String);

/// Browser classes in each route of [`app`].
pub const CLASSES_PER_ROUTE: usize = 4;

/// An app with this many routes: in each a file of two Components and a file of two Modules, which use a
/// store and a helper that all routes share.
pub fn app(routes: usize) -> Vec<AppFile> {
    let mut files = vec![
        (
            "app/__init__.py".to_owned(),
            "from sprag import App\n\napp = App(routes=\"app.routes\")\n".to_owned(),
        ),
        (
            "app/stores.py".to_owned(),
            "from sprag import store\n\ntotals = store(\"totals\", initial={\"clicks\": 0})\n"
                .to_owned(),
        ),
        ("app/labels.py".to_owned(), LABELS.to_owned()),
        ("app/routes/__init__.py".to_owned(), String::new()),
    ];
    for route in 0..routes {
        let folder = format!("app/routes/route_{route}");
        files.push((format!("{folder}/__init__.py"), String::new()));
        files.push((components_path(route), COMPONENTS.replace("{n}", &route.to_string())));
        files.push((modules_path(route), modules_text(route, "clicked")));
    }
    files
}

/// The same app with a page for each route, which hydrates its Components: all classes are needed.
pub fn served_app(routes: usize) -> Vec<AppFile> {
    let mut files = app(routes);
    for route in 0..routes {
        let folder = format!("app/routes/route_{route}");
        for (name, text) in [("page.py", PAGE), ("web.py", SCREEN)] {
            files.push((format!("{folder}/{name}"), text.replace("{n}", &route.to_string())));
        }
        files.push((controller_path(route), controller_text(route, "new")));
    }
    files
}

/// The path of a route's Modules: the file that [`modules_text`] writes.
pub fn modules_path(route: usize) -> String {
    format!("app/routes/route_{route}/modules.py")
}

/// The path of a route's Components.
pub fn components_path(route: usize) -> String {
    format!("app/routes/route_{route}/components.py")
}

/// The path of a route's Controller.
pub fn controller_path(route: usize) -> String {
    format!("app/routes/route_{route}/server.py")
}

/// A route's Controller; `message` is a text that its `load()` gives to the page.
pub fn controller_text(route: usize, message: &str) -> String {
    CONTROLLER.replace("{n}", &route.to_string()).replace("{message}", message)
}

/// A route's Modules; `message` is a text in one method of the first, so that changing it edits one method.
pub fn modules_text(route: usize, message: &str) -> String {
    MODULES.replace("{n}", &route.to_string()).replace("{message}", message)
}

const PAGE: &str = r#"from sprag import page

from .server import Controller{n}
from .web import Screen{n}

route_{n} = page(
    path="/route-{n}", controller=Controller{n}, screen=Screen{n}, mode="hybrid"
)
"#;

const CONTROLLER: &str = r#"from sprag import Controller


class Controller{n}(Controller):
    def load(self):
        return {"route": {n}, "message": "{message}"}
"#;

const SCREEN: &str = r#"from sprag import Screen, hydrate, ui

from .components import Badge{n}, Panel{n}
from .modules import BadgeModule{n}, PanelModule{n}


class Screen{n}(Screen):
    modules = [PanelModule{n}, BadgeModule{n}]

    def render(self, data):
        return ui.main(
            ui.p(data["message"]),
            hydrate(Panel{n}, module=self.module(PanelModule{n})),
            hydrate(Badge{n}, module=self.module(BadgeModule{n})),
        )
"#;

const LABELS: &str = r#"def counted(count, noun):
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun}s"
"#;

const COMPONENTS: &str = r#"from sprag import Component, ui

from app.labels import counted


class Panel{n}(Component):
    def render(self, props=None):
        rows = [self.row(row) for row in self.state.get("rows", [])]
        return ui.section(
            ui.h2(self.state.get("title", "Panel {n}")),
            ui.p(counted(len(rows), "row"), class_="count"),
            ui.ul(rows),
            ui.button("Add", data_role="add"),
            data_role="panel",
        )

    def row(self, row):
        return ui.li(row["name"], class_="done" if row.get("done") else "open")


class Badge{n}(Component):
    def render(self, props=None):
        count = self.state.get("count", 0)
        return ui.span(str(count), title=counted(count, "item"), class_="badge")
"#;

const MODULES: &str = r#"from sprag import Module

from app.stores import totals


class PanelModule{n}(Module):
    def on_start(self):
        self.delegate(self.element, "click", "[data-role='add']", self.on_add)
        self.subscribe(totals, self.on_totals)

    def on_add(self, event):
        event.prevent_default()
        rows = list(self.state.get("rows", []))
        rows.append({"name": "{message}", "done": False})
        self.set_state({"rows": rows})

    def on_totals(self, snapshot):
        self.set_state({"clicks": snapshot["clicks"]})


class BadgeModule{n}(Module):
    def on_start(self):
        self.interval(self.tick, 1.5)

    def tick(self):
        self.set_state({"count": self.state.get("count", 0) + 1})
"#;

/// Order statistics of measured durations.
pub struct Spread {
    sorted: Vec<Duration>,
}

impl Spread {
    pub fn new(mut durations: Vec<Duration>) -> Self {
        durations.sort();
        Self { sorted: durations }
    }

    /// The duration below which `percent` of the measurements lie; zero without measurements.
    pub fn percentile(&self, percent: usize) -> Duration {
        let index = (self.sorted.len() * percent / 100).min(self.sorted.len().saturating_sub(1));
        self.sorted.get(index).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_one_of_the_measurements() {
        let spread = Spread::new((1..=100).rev().map(Duration::from_millis).collect());
        assert_eq!(spread.percentile(50), Duration::from_millis(51));
        assert_eq!(spread.percentile(99), Duration::from_millis(100));
        assert_eq!(Spread::new(Vec::new()).percentile(50), Duration::ZERO);
    }

    #[test]
    fn every_file_of_the_synthetic_app_parses() {
        for (path, text) in served_app(2) {
            assert!(queries::syntax::parse(&text).is_ok(), "{path}");
        }
    }

    #[test]
    fn editing_the_message_changes_one_line() {
        let (before, after) = (modules_text(7, "clicked"), modules_text(7, "pressed"));
        let changed = before.lines().zip(after.lines()).filter(|(old, new)| old != new).count();
        assert_eq!(changed, 1);
    }
}
