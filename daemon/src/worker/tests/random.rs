//! After any sequence of edits, a warm worker answers what one answers that knows nothing.

use super::*;
use std::collections::BTreeMap;

/// Where a number stands in the app decides what changing it means.
const FILES: &[(&str, &str)] = &[
    (
        "app/__init__.py",
        "from sprag import App, Service\nfrom app import lib\n\n\
         class Clock(Service):\n    def start(self):\n        self.now = §provider§\n        return super().start()\n\n\
         app = App(providers={'clock': Clock('clock')}, metadata={'title': 'T§title§'})\n",
    ),
    (
        "app/stores.py",
        "from sprag import store\n\nvisits = store('visits', initial={'n': §store§})\n",
    ),
    (
        "app/lib.py",
        "\"\"\"Module §docstring§.\"\"\"\nimport functools\nimport os\n\n§comment§\n\
         CONSTANT = §constant§\nTABLE = [n * §comprehension§ for n in range(3)]\n\n\
         def made():\n    return §ran_at_load§\n\nMADE = made()\n\n\
         def scaled(factor):\n    def wrap(function):\n        @functools.wraps(function)\n        \
         def inner(*args):\n            return function(*args) * factor\n        return inner\n    return wrap\n\n\
         @scaled(§decorator§)\ndef helper(x, step=§default§):\n    return x + step + §body§\n\n\
         @functools.lru_cache\ndef cached():\n    return deep() + §cached§\n\n\
         def deep():\n    return §deep§\n\n\
         def never():\n    return §never§\n\n\
         def variable():\n    return os.environ.get('V', '-')\n\n\
         key = lambda x: x + §lambda§\n\n\
         class Thing:\n    attribute = §attribute§\n\n    def method(self):\n        return self.attribute + §method§\n\n    \
         @property\n    def prop(self):\n        'It is §function_docstring§.'\n        return §property§\n\n    \
         @staticmethod\n    def unused():\n        return §unused§\n\n\
         def text():\n    import inspect\n    return inspect.getsource(helper) if §source§ > 4 else ''\n",
    ),
    ("app/late.py", "VALUE = §late§\n\n\ndef late():\n    return VALUE + §late_body§\n"),
    ("data.txt", "§data§"),
    ("app/routes/__init__.py", ""),
    ("app/routes/a/__init__.py", ""),
    (
        "app/routes/a/page.py",
        "from sprag import Component, Controller, Module, Screen, hydrate, page, ui\nfrom app import lib\n\n\
         class M(Module):\n    def __init__(self, screen=None, state=None):\n        \
         super().__init__(screen=screen, state=state or {'n': §state§})\n\n    \
         def on_start(self):\n        self.set_state({'n': §on_start§})\n\n\
         class Card(Component):\n    def render(self, props=None):\n        \
         return ui.p(str(self.state.get('n')), ' ', str(§render§))\n\n    \
         def on_start(self):\n        self.x = §component§\n\n\
         class C(Controller):\n    def load(self):\n        \
         return {'v': lib.helper(1), 'k': lib.key(1), 'c': lib.CONSTANT, 't': lib.TABLE, 'm': lib.MADE}\n\n\
         class S(Screen):\n    modules = [M]\n\n    def render(self, data):\n        \
         return ui.div(hydrate(Card, module=self.module(M)), str(data['v'] + §screen§))\n\n\
         page = page(path='/a', controller=C, screen=S, metadata={'title': 'A§metadata§'})\n",
    ),
    ("app/routes/b/__init__.py", ""),
    (
        "app/routes/b/page.py",
        "from sprag import Controller, Screen, page, ui\nfrom app import lib, stores\n\n\
         class C(Controller):\n    def __init__(self):\n        super().__init__()\n        self.base = §controller§\n\n    \
         def load(self):\n        stores.visits.set('n', stores.visits.get('n') * 10 + §visits§)\n        \
         return {'v': lib.cached(), 'base': self.base, 'now': self.service('clock').now}\n\n\
         class S(Screen):\n    def render(self, data):\n        return ui.p(str(data['v']))\n\n\
         page = page(path='/b', controller=C, screen=S)\n",
    ),
    ("app/routes/c/__init__.py", ""),
    (
        "app/routes/c/page.py",
        "from pathlib import Path\nfrom sprag import Controller, Screen, page, ui\nfrom app import lib\n\n\
         def paths():\n    return [{'n': str(n)} for n in range(§paths§ % 3 + 1)]\n\n\
         class C(Controller):\n    def load(self):\n        from app.late import late\n        \
         return {'d': Path('data.txt').read_text(), 'n': self.request.params['n'], 'l': late(), 's': lib.text()}\n\n\
         class S(Screen):\n    def render(self, data):\n        thing = lib.Thing()\n        \
         return ui.p(str(thing.method() + thing.prop), str(lib.Thing.prop.__doc__), lib.variable())\n\n\
         page = page(path='/c/[n]', controller=C, screen=S, static_paths=paths)\n",
    ),
];

/// The numbers in the app, and what else can be another way.
struct Edits {
    numbers: BTreeMap<&'static str, u8>,
    has_extra_page: bool,
    has_extra_method: bool,
    is_broken: bool,
    variable: u8,
}

impl Edits {
    fn new() -> Self {
        let names = FILES.iter().flat_map(|(_, text)| text.split('§').skip(1).step_by(2));
        Self {
            numbers: names.map(|name| (name, 1)).collect(),
            has_extra_page: false,
            has_extra_method: false,
            is_broken: false,
            variable: 0,
        }
    }

    /// Changes one thing, and tells which.
    fn edit(&mut self, random: &mut fastrand::Rng) -> String {
        match random.u8(..20) {
            0 => {
                self.has_extra_page = !self.has_extra_page;
                "a page comes or goes".to_owned()
            }
            1 => {
                self.has_extra_method = !self.has_extra_method;
                "a method comes or goes".to_owned()
            }
            2 => {
                self.is_broken = !self.is_broken;
                "a syntax error comes or goes".to_owned()
            }
            3 => {
                self.variable = random.u8(..10);
                "another variable".to_owned()
            }
            _ => {
                let index = random.usize(..self.numbers.len());
                let (name, number) = self.numbers.iter_mut().nth(index).unwrap();
                *number = random.u8(..10);
                format!("{name} = {number}")
            }
        }
    }

    fn write(&self, app: &TestApp) {
        for (path, template) in FILES {
            let mut text = (*template).to_owned();
            for (name, number) in &self.numbers {
                let shown = match *name {
                    // Lines come and go, and what follows moves.
                    "comment" => "# -\n".repeat((*number).into()),
                    _ => number.to_string(),
                };
                text = text.replace(&format!("§{name}§"), &shown);
            }
            if *path == "app/lib.py" && self.has_extra_method {
                text = text.replace(
                    "    def method",
                    "    def more(self):\n        return 1\n\n    def method",
                );
            }
            if *path == "app/late.py" && self.is_broken {
                text.push_str("def broken(\n");
            }
            let path = app.path().join(path);
            if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
                app.write(path.to_str().unwrap(), &text);
            }
        }
        if self.has_extra_page {
            app.page("extra", "return {}", "return ui.p('extra')");
        } else {
            let _ = std::fs::remove_dir_all(app.path().join("app/routes/extra"));
        }
    }

    fn request(&self) -> BuildRequest {
        request(&[("V", &self.variable.to_string())])
    }
}

fn answer(worker: &mut Worker, request: &BuildRequest) -> BuildAnswer {
    worker.build(request, &|| false, &mut |_| ()).unwrap()
}

#[test]
fn whatever_was_edited_the_answer_is_that_of_a_worker_that_knows_nothing() {
    for seed in 0..3 {
        let mut random = fastrand::Rng::with_seed(seed);
        let app = TestApp::new();
        let mut edits = Edits::new();
        edits.write(&app);
        let (mut warm, mut cold) = (app.worker(), app.worker());
        let mut history = Vec::new();
        for _ in 0..30 {
            let before = answer(&mut warm, &edits.request());
            cold.forget();
            let fresh = answer(&mut cold, &edits.request());
            assert_eq!(before.app, fresh.app, "seed {seed}: {history:#?}");
            assert_eq!(before.entries, fresh.entries, "seed {seed}: {history:#?}");
            for _ in 0..random.usize(1..3) {
                history.push(edits.edit(&mut random));
            }
            history.push("build".to_owned());
            edits.write(&app);
        }
    }
}
