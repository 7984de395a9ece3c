//! What the emitted code looks like.

use crate::binding::{Attributes, BaseShape, Binding, Bindings, BrowserKind, ClassShape};
use crate::lower::{Chunk, classes, lower_item};
use crate::syntax::ast::StmtKind;
use crate::syntax::parse;
use expect_test::{Expect, expect};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Lowers the only statement of a file in which builtins and `ui`, `Module` are visible.
fn lower(source: &str) -> Chunk {
    let module = parse(source).expect("the source parses");
    let builtins = [
        "len",
        "range",
        "str",
        "print",
        "ValueError",
        "isinstance",
        "enumerate",
        "sorted",
        "list",
        "super",
    ];
    let names: BTreeMap<_, _> = builtins
        .iter()
        .map(|name| ((*name).into(), Binding::Builtin((*name).into())))
        .chain(
            ["ui", "Module", "Component", "debounce"]
                .map(|name| (name.into(), Binding::Framework(name.into()))),
        )
        .collect();
    let own_class = match &module.items[0].statement.kind {
        StmtKind::Class(class) => classes::shape_of(class),
        _ => ClassShape::default(),
    };
    let own_class = ClassShape {
        browser: Some(BrowserKind::Module),
        bases: [BaseShape::Framework("Module".into())].into(),
        is_complete: true,
        ..own_class
    };
    let bindings = Bindings { names, own_class: Some(Arc::new(own_class)), ..Bindings::default() };
    lower_item(&module.items[0].statement, &bindings, &Attributes::default())
}

fn check(source: &str, expected: Expect) {
    let chunk = lower(source);
    let messages: Vec<_> = chunk.diagnostics.iter().map(|each| each.message.to_string()).collect();
    assert_eq!(messages, Vec::<String>::new());
    expected.assert_eq(&chunk.code);
}

fn refusal(source: &str) -> String {
    let chunk = lower(source);
    chunk.diagnostics.first().map(|each| each.message.to_string()).unwrap_or_default()
}

#[test]
fn known_types_give_the_operators_of_javascript() {
    check(
        "def total(prices: list[float], name: str) -> float:
    count = 0
    label = f'{name}:'
    for price in prices:
        if len(prices) > 2 and label == 'x:':
            count += len(label) // 2
    return count
",
        expect![[r#"
            function total(prices, name) {
              let count = 0;
              const label = `${formatted(name)}:`;
              for (const price of iter(prices)){
                if (len(prices) > 2 && label === "x:") {
                  count = add(count, Math.floor(len(label) / 2));
                }
              }
              return count;
            }
            sig(total, "prices,name");
        "#]],
    );
}

#[test]
fn an_annotation_is_no_promise() {
    check(
        "def doubled(price: float) -> float:
    return price * 2
",
        expect![[r#"
            function doubled(price) {
              return mul(price, 2);
            }
            sig(doubled, "price");
        "#]],
    );
}

#[test]
fn unknown_types_go_through_the_runtime() {
    check(
        "def same(a, b):
    return a + b if a == b and not a else a[0]
",
        expect![[r#"
            function same(a, b) {
              return eq(a, b) && !truth(a) ? add(a, b) : getitem(a, 0);
            }
            sig(same, "a,b");
        "#]],
    );
}

#[test]
fn an_attribute_that_is_an_operand_is_read_at_its_place() {
    check(
        "def inside(point, size):
    return point.left + size.width < size.length and point.hidden == size
",
        expect![[r#"
            function inside(point, size) {
              let value;
              return truth(value = ltValue(add(attrAt(point?.left, point, "left"), attrAt(size?.width, size, "width")), attr(size, "length"))) ? eqValue(attr(point, "hidden"), size) : value;
            }
            sig(inside, "point,size");
        "#]],
    );
}

#[test]
fn a_name_that_collects_and_takes_out_has_one_type() {
    check(
        "def total():
    found = []
    for _ in range(3):
        item = 'a'
        found.append(item)
    text = ''
    for item in found:
        text = text + item
    return text
",
        expect![[r#"
            function total() {
              const found = [];
              for(let _ = 0; _ < 3; _++){
                const item = "a";
                found.push(item);
              }
              let text = "";
              for (const item of found){
                text = text + item;
              }
              return text;
            }
        "#]],
    );
}

#[test]
fn a_middle_operand_of_a_chain_is_evaluated_once() {
    check(
        "def inside(x):
    return 0 < len(x) < 10
",
        expect![[r#"
            function inside(x) {
              let middle;
              return 0 < (middle = len(x)) && middle < 10;
            }
            sig(inside, "x");
        "#]],
    );
}

#[test]
fn names_live_in_their_function_and_closures_see_the_last_value() {
    check(
        "def names(flag):
    if flag:
        found = 1
    callbacks = []
    for each in range(3):
        callbacks.append(lambda: each)
    return callbacks, found
",
        expect![[r#"
            function names(flag) {
              let each, found;
              if (truth(flag)) {
                found = 1;
              }
              const callbacks = [];
              for (each of range(3)){
                callbacks.push(sig(()=>each, ""));
              }
              return tupleOf(callbacks, assigned(found, "found"));
            }
            sig(names, "flag");
        "#]],
    );
}

#[test]
fn except_selects_by_type_and_else_runs_outside() {
    check(
        "def attempt(work):
    try:
        work()
    except ValueError as problem:
        return str(problem)
    else:
        return 'done'
",
        expect![[r#"
            function attempt(work) {
              let completed;
              completed = false;
              try {
                call(work);
                completed = true;
              } catch (problem) {
                if (matches(problem, ValueError)) {
                  return str(problem);
                } else throw problem;
              }
              if (completed) {
                return "done";
              }
            }
            sig(attempt, "work");
        "#]],
    );
}

#[test]
fn a_module_keeps_its_methods_bound_and_its_handlers_typed() {
    check(
        "class Tabs(Module):
    def __init__(self, screen=None, state=None):
        super().__init__(screen=screen, state=state or {'n': 0})

    def on_start(self):
        self.delegate(self.element, 'click', '[data-tab]', self.on_tab)

    @debounce(0.5)
    def on_tab(self, event, target):
        event.prevent_default()
        if target.dataset.tab == 'first':
            self.set_state({'n': 1})
",
        expect![[r#"
            class Tabs extends Module {
              __init__(screen, state) {
                super.__init__(screen, or(state, {
                  n: 0
                }));
              }
              onStart() {
                this.delegate(this.element, "click", "[data-tab]", bound(this, "onTab"));
              }
              onTab(event, target) {
                event.preventDefault();
                if (target.dataset.tab === "first") {
                  this.setState({
                    n: 1
                  });
                }
              }
              static{
                debounce(this, "onTab", 0.5);
              }
            }
        "#]],
    );
}

#[test]
fn a_constructor_says_what_it_takes_where_that_is_not_what_modules_take() {
    check(
        "class Tabs(Module):
    def __init__(self, screen=None, state=None, first=None):
        super().__init__(screen, state)
        self.first = first
    def on_message(self, text, sender=None, room=None):
        self.first = sender
",
        expect![[r#"
            class Tabs extends Module {
              __init__(screen, state, first = null) {
                super.__init__(screen, state);
                this.first = first;
              }
              onMessage(text, sender = null, room) {
                this.first = sender;
              }
              static{
                sig(this, "screen=,state=,first=");
                sig(this.prototype.onMessage, "text,sender=,room=");
              }
            }
        "#]],
    );
}

#[test]
fn elements_have_a_line_for_each_child_that_is_no_text() {
    check(
        "class Card(Component):
    def render(self, props=None):
        return ui.div(
            ui.h2('Title'),
            ui.p(ui.b('bold'), class_='note'),
            ui.p(self.state['text'], data_role='text'),
            ui.p(self.state['text']),
            *self.rest(),
        )
    def rest(self):
        return []
",
        expect![[r#"
            class Card extends Component {
              render() {
                return h("div",
                  h("h2", "Title"),
                  h("p", {
                    class: "note"
                  },
                    h("b", "bold")),
                  h("p", {
                    data_role: "text"
                  }, getitem(this.state, "text")),
                  h("p", null, getitem(this.state, "text")),
                  ...iter(this.rest()));
              }
              rest() {
                return [];
              }
            }
        "#]],
    );
}

#[test]
fn a_comprehension_over_something_unknown_is_one_call() {
    check(
        "def names(rows):
    first = [row for row in rows]
    return [row['name'] for row in rows] + [row + 1 for row in range(3)]
",
        expect![[r#"
            function names(rows) {
              const first = [
                ...iter(rows)
              ];
              return add(each(rows, (row)=>getitem(row, "name")), Array.from(range(3), (row)=>row + 1));
            }
            sig(names, "rows");
        "#]],
    );
}

#[test]
fn every_method_has_its_lines() {
    let chunk = lower(
        "class C(Module):\n    def a(self):\n        return 1\n    def b(self):\n        pass\n",
    );
    let lines: Vec<_> =
        chunk.methods.iter().map(|each| (each.name.as_str(), each.start, each.end)).collect();
    assert_eq!(lines, [("a", 1, 4), ("b", 4, 5)]);
}

#[test]
fn names_that_would_overwrite_each_other_are_refused() {
    assert_eq!(
        refusal(
            "class C(Module):\n    def on_tick(self):\n        pass\n    def onTick(self):\n        pass\n"
        ),
        "`onTick` and `on_tick` are one name in the browser"
    );
}

#[test]
fn what_the_browser_cannot_have_is_refused() {
    assert_eq!(
        refusal("x = '\\ud83d\\ude00'\n"),
        "half of a surrogate pair is no text that a browser could show or send"
    );
    assert_eq!(refusal("x = b'a'\n"), "bytes have no browser version");
    assert_eq!(refusal("def f(a):\n    return f2(a)\n"), "the name `f2` is not defined");
    assert_eq!(
        refusal("def f():\n    import os\n"),
        "an import inside a function has no browser version"
    );
}
