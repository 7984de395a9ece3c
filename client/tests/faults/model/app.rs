//! The app of the model: small, and what it shows depends on every file that the model touches.

/// Files that operations write, with what makes their text out of a number.
pub(super) const FILES: [&str; 16] = [
    "app/shared/__init__.py",
    "app/shared/one.py",
    "app/shared/two.py",
    "app/shared/deep/__init__.py",
    "app/shared/deep/er/__init__.py",
    "app/shared/deep/er/three.py",
    "app/routes/home/components.py",
    "app/routes/home/modules.py",
    "app/routes/home/server.py",
    "app/routes/home/words.py",
    "app/data/a.txt",
    "app/data/deep/b.txt",
    "app/data/deep/er/c.txt",
    "public/a.txt",
    "public/deep/b.css",
    "public/deep/er/c.js",
];

/// Folders that are moved, swapped, replaced and removed as a whole.
pub(super) const FOLDERS: [&str; 9] = [
    "app/shared",
    "app/shared/deep",
    "app/shared/deep/er",
    "app/data",
    "app/data/deep",
    "app/data/deep/er",
    "public",
    "public/deep",
    "public/deep/er",
];

/// What imports find before or instead of something else, while it is there: folders and files.
pub(super) const OTHERS: [&str; 6] = [
    "app/shared/two",
    "app/shared/two/__init__.py",
    "extra",
    "extra/words",
    "extra/words.py",
    "extra/words/__init__.py",
];

/// The text of a file; texts of different numbers differ, and are equally long.
pub(super) fn text(path: &str, number: u32) -> String {
    let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".py");
    match path {
        "app/routes/home/components.py" => COMPONENTS.replace("NUMBER", &format!("{number:04}")),
        "app/routes/home/modules.py" => MODULES.replace("NUMBER", &format!("1{number:04}")),
        "app/routes/home/server.py" => SERVER.replace("NUMBER", &format!("1{number:04}")),
        "app/routes/home/words.py" => format!("WORD = \"{number:04}\"\n"),
        "app/shared/two/__init__.py" => function("two", number),
        "extra/words.py" | "extra/words/__init__.py" => format!("EXTRA = \"{number:04}\"\n"),
        _ if name == "__init__" => format!("# {number:04}\n"),
        _ if path.ends_with(".py") => function(name, number),
        _ => format!("/* {number:04} */\n"),
    }
}

fn function(name: &str, number: u32) -> String {
    format!("def {name}(value):\n    return value + 1{number:04}\n")
}

const COMPONENTS: &str = "from sprag import Component, ui

from app.shared.deep.er.three import three
from app.shared.one import one
from app.shared.two import two


class Badge(Component):
    def render(self, props=None):
        return ui.p(\"NUMBER: \", str(one(two(three(self.state.get(\"count\", 0))))))
";

const MODULES: &str = "from sprag import Module


class Counter(Module):
    def on_start(self):
        self.set_state({\"count\": NUMBER})
";

const SERVER: &str = "import os

from sprag import Controller

from .words import WORD

try:
    from extra.words import EXTRA
except ImportError as error:
    EXTRA = str(error)

DATA = os.path.join(os.path.dirname(__file__), \"..\", \"..\", \"data\")


def texts():
    for folder, folders, names in os.walk(DATA):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(folder, name)
            with open(path, encoding=\"utf-8\") as file:
                yield [os.path.relpath(path, DATA), file.read()]


class HomeController(Controller):
    def load(self):
        return {\"start\": NUMBER, \"words\": [WORD, EXTRA], \"texts\": list(texts())}
";
