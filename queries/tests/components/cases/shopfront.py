import json
import math
from collections import Counter, defaultdict, namedtuple
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum
from functools import partial
from itertools import groupby

from sprag import Component, ui

PROPS = {
    "ProductCard": {"product": {"name": "Tea & Co", "price": 4.5, "stock": 0, "tags": ["hot", "new"], "image": None}},
    "CartSummary": {"lines": [{"name": "a", "qty": 2, "price": 1.25}, {"name": "b", "qty": 1, "price": 10.0}], "coupon": None},
    "UserMenu": {"user": None},
    "Crumbs": {"path": "/docs/guide/intro/"},
    "PagerNav": {"page": 3, "pages": 5},
    "ReportTable": {"rows": [["Jan", 10.0, 0.5], ["Feb", 2.25, 0.125]]},
    "SortedTable": {"rows": [{"n": "b", "v": 2}, {"n": "a", "v": None}], "sort": "v"},
    "WholeFloats": {"a": 1.0, "b": 2, "c": 0.0, "d": [3.0, 4.5], "e": 1e20},
    "DeepProps": {"a": {"b": [{"c": {"d": None}}]}},
    "GroupedList": {"items": [{"g": "x", "n": 1}, {"g": "x", "n": 2}, {"g": "y", "n": 3}]},
    "BoolProps": {"t": True, "f": False, "n": None, "z": 0, "e": "", "l": []},
    "ChartBars": {"values": [3, 7, 5]},
    "StateAndProps": {"n": 2},
    "Optional": {"items": None},
    "TreeView": {"nodes": [{"label": "a", "children": [{"label": "b", "children": []}]}, {"label": "c"}]},
    "JsonDump": {"data": {"b": [1, 2.0, None, True], "a": {"x": "é\"<"}}},
    "ForNested": {"rows": [[1, 2], [3, 4]]},
    "FeedList": {"posts": [{"id": 1, "title": "One", "comments": [{"id": 1, "by": "ann"}]}, {"id": 2, "title": "Two", "comments": []}]},
    "FlagMix": {"flags": {"a": True, "b": False, "c": None}},
}


@dataclass
class Crumb:
    label: str
    url: str = "/"
    extra: list = field(default_factory=list)

    @property
    def short(self):
        return self.label[:3]


class Tone(Enum):
    OK = "success"
    BAD = "danger"

    @property
    def css(self):
        return f"tone-{self.value}"


Point = namedtuple("Point", "x y")
CURRENCY = "€"
MONTHS = ("Jan", "Feb", "Mar")


def money(value, currency=CURRENCY, *, digits=2):
    return f"{currency}{value:,.{digits}f}"


def classes(*names, **flags):
    return " ".join([n for n in names if n] + [k.replace("_", "-") for k, on in flags.items() if on])


class ProductCard(Component):
    def render(self, props):
        p = props["product"]
        sold_out = not p["stock"]
        return ui.article(
            ui.img(src=p["image"] or "/none.png", alt=p["name"]),
            ui.h3(p["name"]),
            ui.p(money(p["price"]), class_="price"),
            ui.ul([ui.li(t) for t in p["tags"]]) if p["tags"] else None,
            ui.button("Add", disabled=sold_out, data_stock=p["stock"]),
            sold_out and ui.em("sold out"),
            class_=classes("card", None, sold_out=sold_out, featured=len(p["tags"]) > 5),
        )


class CartSummary(Component):
    def total(self, lines):
        return sum(l["qty"] * l["price"] for l in lines)

    def render(self, props):
        lines = props["lines"]
        total = self.total(lines)
        rows = [ui.tr(ui.td(l["name"]), ui.td(l["qty"]), ui.td(money(l["qty"] * l["price"]))) for l in lines]
        return ui.table(
            ui.tbody(*rows),
            ui.tfoot(ui.tr(ui.td("Total", colspan=2), ui.td(money(total), ui.small(f" ({total})")))),
            props["coupon"] and ui.caption(props["coupon"]),
        )


class UserMenu(Component):
    def render(self, props=None):
        user = (props or {}).get("user")
        if user is None:
            return ui.a("Log in", href="/login")
        return ui.span(user["name"])


class Crumbs(Component):
    def render(self, props):
        parts = [p for p in props["path"].split("/") if p]
        links = []
        url = ""
        for i, part in enumerate(parts):
            url += "/" + part
            last = i == len(parts) - 1
            if links:
                links.append(" / ")
            links.append(ui.strong(part.title()) if last else ui.a(part.title(), href=url))
        return ui.nav(*links, aria_label="Breadcrumb")


class PagerNav(Component):
    def render(self, props):
        page, pages = props["page"], props["pages"]
        buttons = []
        for n in range(1, pages + 1):
            buttons.append(ui.button(n, aria_current="page" if n == page else None, disabled=n == page))
        else:
            buttons.append(ui.span(f"{page}/{pages}"))
        return ui.nav(
            ui.button("‹", disabled=page <= 1),
            buttons,
            ui.button("›", disabled=page >= pages),
        )


class DeepProps(Component):
    def render(self, props):
        d = props["a"]["b"][0]["c"]["d"]
        return ui.p(d, ui.b("none" if d is None else "some"), str(props))


class BoolProps(Component):
    def render(self, props):
        t, f, n, z, e, l = (props[k] for k in "tfnzel")
        return ui.div(t, f, n, z, e, l, t and "yes", f or "no", n or "none", z or 0, l or "empty", [t, f, n], ui.i(not t), ui.input(checked=t, disabled=f, value=n), ui.input(checked=z, disabled=e, value=z))


class ChartBars(Component):
    def render(self, props):
        values = props["values"]
        top = max(values)
        return ui.svg(
            *[ui.rect(x=i * 12, y=100 - v / top * 100, width=10, height=v / top * 100, fill="red" if v == top else "#999") for i, v in enumerate(values)],
            viewBox="0 0 36 100",
            role="img",
        )


class StateAndProps(Component):
    def render(self, props=None):
        n = self.state.get("n", 0) + self.props.get("n", 0)
        return ui.output(n, data_even=n % 2 == 0)


class Optional(Component):
    def render(self, props):
        items = props.get("items") or []
        if not items:
            return ui.p("Nothing here", class_="empty")
        return ui.ul(ui.li(i) for i in items)


class TreeView(Component):
    def branch(self, node, depth=0):
        kids = node.get("children", [])
        return ui.li(
            ui.span(node["label"], style={"padding-left": f"{depth * 8}px"}),
            ui.ul([self.branch(k, depth + 1) for k in kids]) if kids else None,
            aria_expanded="true" if kids else "false",
        )

    def render(self, props):
        return ui.ul(*(self.branch(n) for n in props["nodes"]), role="tree")


class FeedList(Component):
    def comment(self, c):
        return ui.li(c["by"])

    def post(self, p):
        return ui.article(ui.h2(p["title"]), ui.ul(ui.For(p["comments"], key="id", render=self.comment)) if p["comments"] else ui.p("No comments"), id=f"post-{p['id']}")

    def render(self, props):
        return ui.main(ui.For(props["posts"], key="id", render=self.post))


class FlagMix(Component):
    def render(self, props):
        return ui.div(*[ui.input(type="checkbox", name=k, checked=v, aria_checked=v, data_on=v) for k, v in props["flags"].items()])


class EnumClasses(Component):
    def render(self, props=None):
        return ui.div([ui.span(t.name, class_=t.css, data_tone=t.value) for t in Tone], str(Tone.OK), f"{Tone.BAD.value}")


class DataclassRows(Component):
    def render(self, props=None):
        crumbs = [Crumb("Home"), Crumb("Docs", "/docs", ["x"])]
        return ui.nav([ui.a(c.short, href=c.url, title=repr(c)) for c in crumbs], str(crumbs[0]))


class ShopTupleChildren(Component):
    def render(self, props=None):
        p = Point(1, 2.5)
        return ui.p((p.x, ", ", p.y), str(p), tuple("ab"), (), ((1,), [2, (3,)]))


class LocalState(Component):
    def render(self, props=None):
        count = Counter("abca")
        by = defaultdict(list)
        for k, v in count.items():
            by[v].append(k)
        return ui.dl([[ui.dt(n), ui.dd(", ".join(ks))] for n, ks in sorted(by.items())])


class DateTexts(Component):
    def render(self, props=None):
        d = date(2024, 2, 29)
        return ui.time(f"{d:%d %B %Y}", " ", d, " ", d + timedelta(days=1), datetime=d.isoformat())


class MathTexts(Component):
    def render(self, props=None):
        return ui.p(math.pi, " ", math.floor(2.7), " ", math.sqrt(16), " ", 7 / 2, " ", 8 / 2, " ", 7 // 2, " ", -7 // 2, " ", 2 ** 10, " ", 2 ** -1, " ", round(2.5), " ", round(2.675, 2), " ", 1e21, " ", 1 / 3)


class ShopWhileLoop(Component):
    def render(self, props=None):
        n, out = 3, []
        while n:
            out.append(ui.b(n))
            n -= 1
        else:
            out.append("done")
        return ui.p(out, n)


class TryInRender(Component):
    def parse(self, text):
        try:
            return int(text)
        except ValueError as error:
            return str(error)
        finally:
            self.seen = text

    def render(self, props=None):
        return ui.ul([ui.li(self.parse(t)) for t in ("1", "x", "")], self.seen)


class MatchInRender(Component):
    def icon(self, kind):
        match kind:
            case "ok" | "done":
                return ui.i("✓")
            case {"custom": c}:
                return c
            case int(n) if n > 3:
                return [n, "!"]
            case None:
                return None
            case _:
                return "?"

    def render(self, props=None):
        return ui.p([self.icon(k) for k in ("ok", {"custom": ui.u("c")}, 5, 1, None)])


class WalrusInRender(Component):
    def render(self, props=None):
        return ui.p(ui.b(n) if (n := len("abc")) > 2 else "small", n, [y for x in (1, 2, 3) if (y := x * x) > 1])


class ShopSpreadAttributes(Component):
    def render(self, props=None):
        base = {"class_": "a", "data_id": 5}
        return ui.div(ui.p("x", **base), ui.p("y", **{**base, "title": None, "hidden": True}), ui.p("z", **dict(id="q", lang="en")))


class DynamicTag(Component):
    def render(self, props=None):
        tag = "h3"
        return ui.div(getattr(ui, tag)("t"), [getattr(ui, f"h{n}")(n) for n in (1, 2)])


class StyleForms(Component):
    def render(self, props=None):
        w = 12.5
        return ui.div(
            ui.p("a", style={"color": "red", "font-size": "12px", "margin": 0}),
            ui.p("b", style=f"width: {w}%; height: {10}px"),
            ui.p("c", style={"--gap": "4px", "backgroundColor": "blue", "line_height": 1.5}),
            ui.p("d", style=None),
            ui.p("e", style={}),
            ui.p("f", style={"color": None, "top": ""}),
        )


class ClassForms(Component):
    def render(self, props=None):
        on = True
        return ui.div(
            ui.p("a", class_="x y"),
            ui.p("b", class_=["x", on and "on", None, "", False and "off"]),
            ui.p("c", class_=f"x {'on' if on else ''}".strip()),
            ui.p("d", class_=("t", "u")),
            ui.p("e", class_=[]),
            ui.p("f", className="z"),
        )


class HtmlAnywhere(Component):
    def note(self, text):
        return ui.HTML(f"<em>{text}</em>")

    def render(self, props=None):
        return ui.div(ui.HTML("<b>raw</b> &amp; <i>more</i>"), [self.note("a"), ui.p(self.note("b"))], ui.HTML(""), ui.For([1], render=lambda n: ui.HTML(f"<u>{n}</u>")))


class LazyAnywhere(Component):
    def pic(self, n, **more):
        return ui.LazyImage(f"/p{n}.png", alt=f"pic {n}", **more)

    def render(self, props=None):
        return ui.div(self.pic(1), [self.pic(n, width=10 * n) for n in (2, 3)], ui.figure(self.pic(4, placeholder="/x.gif", class_="big")), ui.For([5], render=self.pic))


class GridAnywhere(Component):
    def card(self, n):
        return ui.div(ui.b(n), ui.Grid([n, n + 1], render=lambda k: ui.i(k)) if n < 2 else None)

    def render(self, props=None):
        if not self.state.get("hidden"):
            return ui.section(ui.Grid([1, 2, 3], key=str, render=self.card), ui.For([], render=self.card))
        return None


class NumbersInText(Component):
    def render(self, props=None):
        return ui.p(0, -0.0, 1.50, 10 ** 15, 1e16, 0.1 + 0.2, float("inf"), -5, 3 * 1.0, True + 1, 5 % 3.0, int(3.9), float(2))


class EventKinds(Component):
    def hit(self, event):
        pass

    def render(self, props=None):
        return ui.form(ui.button("a", on_click=self.hit), ui.input(on_input=lambda e: None, onchange=self.hit), ui.a("x", onClick=self.hit, href="#"), ui.p("n", on_click=None), on_submit=self.hit)


class MultiReturn(Component):
    def render(self, props=None):
        for n in range(5):
            if n * n > 5:
                return ui.p(n)
        return ui.p("none")


class ReturnsText(Component):
    def render(self, props=None):
        return "just text & <more>"


class ReturnsNumber(Component):
    def render(self, props=None):
        return 2.0


class ReturnsNone(Component):
    def render(self, props=None):
        if self.state.get("open"):
            return ui.p("open")


class ReturnsList(Component):
    def render(self, props=None):
        return [ui.p("a"), "b", None, [ui.p("c")], False]


class ReturnsGenerator(Component):
    def render(self, props=None):
        return (ui.li(n) for n in range(3) if n != 1)


class GeneratorMethod(Component):
    def parts(self):
        yield ui.b("a")
        for n in range(2):
            yield n
        yield None
        yield from [ui.i("z")]

    def render(self, props=None):
        return ui.p(self.parts(), *self.parts())


class ShopClassAttributes(Component):
    TITLE = "Title"
    ITEMS = ["a", "b"]
    LOOKUP = {k: i for i, k in enumerate(ITEMS)}
    default = staticmethod(lambda x: f"<{x}>")

    @staticmethod
    def shout(text):
        return text.upper()

    @classmethod
    def named(cls, name):
        return f"{cls.__name__}:{cls.TITLE}:{name}"

    @property
    def size(self):
        return len(self.ITEMS)

    def render(self, props=None):
        return ui.div(self.TITLE, self.size, self.shout("x"), self.named("n"), [self.LOOKUP[i] for i in self.ITEMS], self.default(1), ShopClassAttributes.shout("y"))


class BaseLayout(Component):
    title = "Base"
    wide = False

    def actions(self):
        return []

    def content(self, props):
        raise NotImplementedError

    def render(self, props=None):
        return ui.section(ui.header(ui.h1(self.title), *self.actions()), self.content(props or {}), class_=classes("layout", wide=self.wide))


class ListLayout(BaseLayout):
    title = "List"
    wide = True

    def actions(self):
        return [*super().actions(), ui.button("New")]

    def content(self, props):
        return ui.ul(ui.li("one"), ui.li("two"))


class DetailLayout(ListLayout):
    def actions(self):
        return super().actions() + [ui.button("Edit", type="button")]

    def content(self, props):
        return [super().content(props), ui.aside(self.title.lower() * 2)]


class AbstractLayoutRaises(BaseLayout):
    pass


class RaisesKey(Component):
    def render(self, props=None):
        return ui.p((props or {})["missing"])


class RaisesType(Component):
    def render(self, props=None):
        return ui.p("n: " + 5)


class FormControls(Component):
    def render(self, props=None):
        choice, text = "b", "x < y"
        return ui.form(
            ui.select([ui.option(v.upper(), value=v, selected=v == choice) for v in "abc"], name="s"),
            ui.textarea(text, name="t", rows=3),
            [ui.label(ui.input(type="radio", name="r", value=v, checked=v == choice), v) for v in ("a", "b")],
            ui.input(type="number", value=2.0, step=0.1, min=-1),
            ui.input(value="", placeholder=None, required=True, readonly=False, maxlength=5),
            ui.progress(value=0.5, max=1),
            ui.meter(value=3, min=0, max=10),
            novalidate=True,
            autocomplete="off",
        )


class Meta(Component):
    def render(self, props=None):
        return ui.div(ui.label("l", for_="f"), ui.input(id="f", type_="text") if False else ui.input(id="f", type="text"), ui.p("x", data_a_b_c=1, aria_hidden="true", tabindex=0, contenteditable="true", spellcheck="false", draggable="true", translate="no"))


class EscapedEverywhere(Component):
    def render(self, props=None):
        s = "<script>alert('x')</script> & \"q\""
        return ui.div(s, ui.p(s, title=s, data_x=s), [s], f"{s!r}", ui.a("l", href=f"/?q={s}"))


class ShopVoidElements(Component):
    def render(self, props=None):
        return ui.div(ui.br(), ui.hr(class_="x"), ui.img(src="a.png", alt=""), ui.input(), ui.wbr())


class ShopUnicodeText(Component):
    def render(self, props=None):
        s = "naïve 😀 ñ"
        return ui.p(s, " ", len(s), " ", s.upper(), " ", s[::-1], " ", s[6], title=s)


class WhitespaceText(Component):
    def render(self, props=None):
        return ui.div(ui.pre("a\n  b\n"), ui.p(" x "), ui.p("a", " ", "b"), ui.textarea("\nfirst"), ui.span("\u00a0"))


class SetAndDict(Component):
    def render(self, props=None):
        d = {"b": 1, "a": 2}
        return ui.p(sorted({3, 1, 2}), list(d), d.values(), [f"{k}={v};" for k, v in d.items()], d.keys())


class ConditionalChain(Component):
    def badge(self, n):
        return ui.b("neg") if n < 0 else ui.i("zero") if n == 0 else ui.u(n) if n < 10 else None

    def render(self, props=None):
        return ui.p(map(self.badge, (-1, 0, 5, 50)))


class ReassignedElements(Component):
    def render(self, props=None):
        node = ui.p("a")
        node = ui.div(node, node)
        kids = [node]
        kids += [ui.hr()]
        kids = kids * 2
        first, *rest = kids
        return ui.section(first, rest[::-1])


class ShopNestedFunctions(Component):
    def render(self, props=None):
        total = 0

        def add(n):
            nonlocal total
            total += n
            return ui.li(f"{n} -> {total}")

        return ui.ul([add(n) for n in (1, 2, 3)], ui.li(total))


class KeywordsOnly(Component):
    def field(self, name, *, label=None, kind="text", **attributes):
        return ui.label(label or name.title(), ui.input(name=name, type=kind, **attributes))

    def render(self, props=None):
        return ui.form(self.field("email", kind="email", required=True), self.field(name="age", label="Age?", min=0))


class GlobalMutation(Component):
    cache = {}

    def render(self, props=None):
        self.cache.setdefault("n", []).append(1)
        return ui.p("const", MONTHS[-1], MONTHS[:2], len(MONTHS), CURRENCY)
