from dataclasses import dataclass, field
from enum import Enum

from sprag import Component, ui

PROPS = {
    "Report": {"rows": [{"n": "a", "v": 1.25, "on": True}, {"n": "b<", "v": 2.5, "on": False}, {"n": None, "v": 0, "on": None}]},
    "Badges": {"counts": {"new": 0, "old": 3, "bad": -1}},
    "Defaults": {},
}


class Level(Enum):
    LOW = "low"
    HIGH = "high"

    @property
    def css(self):
        return f"level-{self.value}"


@dataclass
class Item:
    title: str
    price: float = 0.0
    tags: list = field(default_factory=list)
    level: Level = Level.LOW

    def __str__(self):
        return f"{self.title} ({self.price:.2f})"

    @property
    def is_free(self):
        return not self.price


def money(value, symbol="$"):
    return f"{symbol}{value:,.2f}"


def badge(text, *, kind=None, **attrs):
    return ui.span(text, class_=" ".join(filter(None, ["badge", kind and f"badge-{kind}"])), **attrs)


class Report(Component):
    def render(self, props):
        rows = props["rows"]
        total = sum(row["v"] for row in rows)
        return ui.table(
            ui.thead(ui.tr(*[ui.th(h, scope="col") for h in ("Name", "Value", "On")])),
            ui.tbody([ui.tr(ui.td(r["n"]), ui.td(r["v"]), ui.td(r["on"]), class_="odd" if i % 2 else None) for i, r in enumerate(rows)]),
            ui.tfoot(ui.tr(ui.td("Total", colspan=2), ui.td(money(total)))),
        )


class Badges(Component):
    def render(self, props):
        return ui.div([badge(f"{k}: {v}", kind="warn" if v < 0 else None, data_count=v) for k, v in sorted(props["counts"].items(), key=lambda kv: -kv[1])])


class Items(Component):
    def render(self, props=None):
        items = [Item("Book", 12.5, ["a", "b"]), Item("Pen", level=Level.HIGH), Item("<i>", 1000)]
        return ui.ul(
            ui.li(str(item), " ", [ui.em(tag) for tag in item.tags], item.is_free and ui.b("free"), class_=item.level.css, data_level=item.level.name)
            for item in items
        )


class Defaults(Component):
    def render(self, props=None):
        props = props or {}
        title = props.get("title", "untitled")
        size = props.get("size") or 3
        return ui.section(ui.h2(title.title()), ui.p("*" * size), ui.p(str(props == {})), ui.p(len(props)), hidden=not props.get("open", True))


class Grouped(Component):
    def render(self, props=None):
        groups = {}
        for word in "one two three four five six".split():
            groups.setdefault(len(word), []).append(word)
        return ui.dl([[ui.dt(n), [ui.dd(w) for w in ws]] for n, ws in sorted(groups.items())])


class Numbers(Component):
    def render(self, props=None):
        values = [1, 1.0, 1.5, -0.0, 1e21, 1e-7, 10**20, 7 / 2, 7 // 2, 2**0.5, True, False, None, 0]
        return ui.ol([ui.li(v) for v in values], [ui.li(str(v)) for v in values], [ui.li(f"{v}") for v in values])


class Kinds(Component):
    def render(self, props=None):
        return ui.div(ui.p((1, 2)), ui.p([["a", ["b", []]], None, False]), ui.p(str([1, "a", None])), ui.p(repr("q\"'")), ui.p("%s|%5.1f|%r" % ("x", 2.25, "y")), ui.p("{:>4}|{:<4}|".format("r", "l")), ui.p(0), ui.p(""), ui.p(" "), ui.p())


class Attributes(Component):
    def render(self, props=None):
        attrs = {"data-x": 1, "aria-label": "l & m", "title": 'q"q'}
        return ui.div(ui.input(type="checkbox", checked=True, disabled=False, value=0, **attrs), ui.input(value="", maxlength=5, required=True), ui.a("x", href="/p?a=1&b=<2>", target=None), ui.img(src="a.png", alt="", width=10.5), ui.label("l", for_="f"), ui.div(style={"color": "red", "font_size": "12px", "margin": 0}), ui.div(class_=["a", None, "b"] if props == 1 else "a b"))


class Matched(Component):
    def node(self, value):
        match value:
            case None:
                return ui.i("none")
            case bool():
                return ui.b("yes" if value else "no")
            case int() | float() if value < 0:
                return ui.small(value)
            case int(n):
                return ui.code(n)
            case str(s) if not s:
                return ui.br()
            case {"t": t, **rest}:
                return ui.div(t, sorted(rest))
            case [first, *others]:
                return ui.ul(ui.li(self.node(first)), [ui.li(self.node(o)) for o in others])
            case _:
                return ui.p(value)

    def render(self, props=None):
        return ui.main([self.node(v) for v in (None, True, -2.5, 4, "", "s", {"t": "T", "b": 1, "a": 2}, [1, [2, "x"]], 2.5, ())])


class Walked(Component):
    def tree(self, node, depth=0):
        yield ui.li("-" * depth, node["name"], data_depth=depth)
        for child in node.get("children", ()):
            yield from self.tree(child, depth + 1)

    def render(self, props=None):
        return ui.ul(list(self.tree({"name": "root", "children": [{"name": "a", "children": [{"name": "b"}]}, {"name": "c"}]})))


class Wrapped(Component):
    def panel(self, title, *children, footer=None, **attrs):
        return ui.section(ui.header(title), *children, footer is not None and ui.footer(footer), **attrs)

    def render(self, props=None):
        return self.panel("T", ui.p("a"), *[ui.p(c) for c in "bc"], self.panel("inner", id="i"), footer=0, id="o", class_="panel")


class Guarded(Component):
    def value(self, key):
        try:
            return {"a": 1, "z": 0}[key] and 10 / {"a": 1, "z": 0}[key]
        except KeyError as error:
            return f"no {error}"
        finally:
            self.seen = getattr(self, "seen", 0) + 1

    def render(self, props=None):
        self.seen = 0
        cells = [ui.td(self.value(k)) for k in ("a", "b", "z")]
        return ui.table(ui.tbody(ui.tr(cells, ui.td(self.seen))))


class Formatted(Component):
    def render(self, props=None):
        n = 1234567.891
        return ui.ul(ui.li(f"{n:,.2f}"), ui.li(f"{n:.3e}"), ui.li(f"{0.256:.1%}"), ui.li(f"{42:05d}"), ui.li(f"{'mid':^9}|"), ui.li(f"{255:#x} {255:b}"), ui.li(f"{n!r}"), ui.li(f"{[1.0, 'a']}"), ui.li(f"{None} {True}"), ui.li(f"{{x}} {n:>{16}.1f}"))


class Keyed(Component):
    def row(self, item, index):
        return ui.li(f"{index}. {item['name']}", class_="first" if index == 0 else None)

    def render(self, props=None):
        items = [{"id": 7, "name": "g"}, {"id": 2, "name": "b"}]
        return ui.div(ui.For(items, key="id", render=self.row), ui.For([], render=lambda item: ui.li(item)), ui.For((n * n for n in range(3)), key=lambda n: f"k{n}", render=lambda n: ui.b(n)))
