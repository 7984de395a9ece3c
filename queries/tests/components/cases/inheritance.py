from sprag import Component, ui

from .parts import Badge

PROPS = {"DerivedProps": {"name": "x"}}


class Base(Component):
    kind = "base"
    labels = ["one", "two"]

    def header(self):
        return ui.h2(self.kind)

    def body(self):
        return ui.p("base body")

    def render(self, props=None):
        return ui.div(self.header(), self.body(), class_=f"box {self.kind}")


class Derived(Base):
    kind = "derived"

    def body(self):
        return ui.p("derived body")


class SuperRender(Base):
    def render(self, props=None):
        return ui.section(super().render(props), ui.footer("more"))


class SuperMethod(Derived):
    def body(self):
        return [super().body(), ui.p("and more"), self.labels]


class DeepSuper(SuperMethod):
    kind = "deep"

    def header(self):
        return ui.header(super().header())


class InheritedFromFile(Badge):
    TONES = {"info": "green"}

    def render(self, props):
        return ui.div(super().render({"label": "inherited"}))


class Shared:
    separator = " / "

    def crumbs(self, parts):
        return self.separator.join(parts)


class Mixed(Shared, Component):
    def render(self, props=None):
        return ui.nav(self.crumbs(["a", "b"]))


class WithProperty(Component):
    @property
    def total(self):
        return sum(item["n"] for item in self.items)

    @property
    def items(self):
        return self.state.get("items", [{"n": 1}, {"n": 2}])

    def render(self, props=None):
        return ui.p(self.total, " of ", len(self.items))


class WithStatic(Component):
    UNITS = ("kg", "g")

    @staticmethod
    def weight(n, unit):
        return f"{n:.1f} {unit}"

    @classmethod
    def heaviest(cls, n):
        return cls.weight(n, cls.UNITS[0])

    def render(self, props=None):
        return ui.p(self.weight(2, "g"), ", ", self.heaviest(3), ", ", WithStatic.weight(1, "t"))


class WithConstructor(Component):
    def __init__(self, props=None, state=None):
        super().__init__(props=props, state=state or {"n": 1})
        self.extra = ["e"]
        self.n = 7

    def render(self, props=None):
        return ui.p(self.n, " ", self.extra, " ", self.state.get("n"))


class DerivedProps(Component):
    def render(self, props):
        name = props["name"]
        props = {**props, "name": name * 2}
        return self.show(props)

    def show(self, props):
        return ui.p(props["name"])


class ClassAttributes(Component):
    columns = {"name": "Name", "n": "Count"}
    rows = [{"name": "a", "n": 1}, {"name": "b", "n": 2}]

    def render(self, props=None):
        head = ui.tr([ui.th(title) for title in self.columns.values()])
        body = [ui.tr([ui.td(row[key]) for key in self.columns]) for row in self.rows]
        return ui.table(ui.thead(head), ui.tbody(body))


class AbstractList(Component):
    def items(self):
        return []

    def item(self, item):
        return ui.li(item)

    def render(self, props=None):
        return ui.ul([self.item(item) for item in self.items()], class_=type(self).__name__)


class ConcreteList(AbstractList):
    def items(self):
        return ["x", "y"]

    def item(self, item):
        return super().item(f"[{item}]")


class HelperObject:
    def __init__(self, name, price):
        self.name = name
        self.price = price

    def __str__(self):
        return f"{self.name}: {self.price:.2f}"

    def __len__(self):
        return 0

    def __eq__(self, other):
        return self.name == other.name


class ObjectsInRender(Component):
    def render(self, props=None):
        tea = HelperObject("tea", 2)
        return ui.p(str(tea), " ", "full" if tea else "empty", " ", tea == HelperObject("tea", 3), f" {tea}")


class Titled:
    def title(self):
        return "titled"

    def header(self):
        return ui.h1(self.title())


class MixedBefore(Titled, Base):
    def title(self):
        return super().title() + "!"


class MixedAfter(Base, Titled):
    def body(self):
        return ui.p(self.title())


class MixedDeeper(MixedBefore):
    kind = "mixed"
