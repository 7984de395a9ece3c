from sprag import Component, ui

PROPS = {
    "KeyedRows": {"rows": [{"id": 7, "name": "x"}, {"id": 3, "name": "y"}]},
    "NoItems": {"rows": None},
    "GridOfCards": {"cards": [{"id": "a", "n": 1}, {"id": "b", "n": 2}]},
    "NestedFor": {"groups": [{"name": "g1", "items": [1, 2]}, {"name": "g2", "items": []}]},
}


class PlainFor(Component):
    def render(self, props=None):
        return ui.For(["a", "b"], render=lambda item: ui.li(item))


class ForInElement(Component):
    def render(self, props=None):
        return ui.section(ui.h2("list"), ui.For([1, 2, 3], render=lambda n: ui.p(n)), ui.footer("end"))


class KeyedRows(Component):
    def row(self, row):
        return ui.li(row["name"], data_id=row["id"])

    def render(self, props):
        return ui.For(props["rows"], key="id", render=self.row, pool_key="rows")


class KeyFunction(Component):
    def render(self, props=None):
        return ui.For([{"a": 1}, {"a": 2}], key=lambda item: f"k{item['a']}", render=lambda item: ui.p(item["a"]))


class KeyMethod(Component):
    def key(self, item):
        return item * 2

    def render(self, props=None):
        return ui.For([5, 6], key=self.key, render=lambda item: ui.p(item))


class KeyMissing(Component):
    def render(self, props=None):
        return ui.For([{"id": 1}, {}, {"id": None}, "s", 4], key="id", render=lambda item: ui.p(str(item)))


class KeyBuiltin(Component):
    def render(self, props=None):
        return ui.For(["x", "y"], key=str, render=lambda item: ui.p(item))


class KeyEscaped(Component):
    def render(self, props=None):
        return ui.For(['a"b', "<c>"], key=lambda item: item, render=lambda item: ui.p(item))


class KeyFloat(Component):
    def render(self, props=None):
        return ui.For([1.5, 2.5], key=lambda item: item, render=lambda item: ui.p(item))


class NoItems(Component):
    def render(self, props):
        return ui.div(ui.For(props["rows"], render=lambda row: ui.p(row)), ui.For([], render=lambda row: ui.p(row)))


class ForWithoutRender(Component):
    def render(self, props=None):
        return ui.For([ui.p("a"), ui.p("b")])


class ForOfText(Component):
    def render(self, props=None):
        return ui.For(["a", "b"], render=lambda item: item + "!")


class ForOfNone(Component):
    def render(self, props=None):
        return ui.For([1, 2, 3], render=lambda n: None if n == 2 else ui.p(n))


class ForOfLists(Component):
    def render(self, props=None):
        return ui.For([1, 2], render=lambda n: [ui.dt(n), ui.dd(n * n)])


class NestedFor(Component):
    def item(self, item):
        return ui.li(item)

    def group(self, group):
        return ui.section(ui.h3(group["name"]), ui.For(group["items"], render=self.item))

    def render(self, props):
        return ui.For(props["groups"], key="name", render=self.group)


class ForDirectlyInFor(Component):
    def render(self, props=None):
        return ui.For([[1, 2], [3]], render=lambda row: ui.For(row, render=lambda n: ui.b(n)))


class ForInComprehension(Component):
    def render(self, props=None):
        return ui.div([ui.For(range(n), render=lambda i: ui.i(i)) for n in range(3)])


class ForInHelper(Component):
    def rows(self, items):
        return ui.For(items, render=lambda item: ui.p(item))

    def render(self, props=None):
        return ui.div(self.rows(["a"]), self.rows(["b", "c"]))


class ForInEarlyReturn(Component):
    def render(self, props=None):
        items = self.state.get("items", ["a"])
        if items:
            return ui.For(items, render=lambda item: ui.p(item))
        return ui.p("none")


class ForConditional(Component):
    def render(self, props=None):
        items = []
        return ui.div(ui.For(items, render=lambda item: ui.p(item)) if items else ui.p("nothing here"))


class ForOfDict(Component):
    def render(self, props=None):
        prices = {"tea": 2.5, "cake": 3.25}
        return ui.div(ui.For(prices, render=lambda name: ui.p(name)), ui.For(prices.items(), render=lambda pair: ui.p(pair[0], pair[1])))


class ForOfGenerator(Component):
    def render(self, props=None):
        return ui.For((n * n for n in range(4)), key=str, render=lambda n: ui.p(n))


class ForOfSorted(Component):
    def render(self, props=None):
        people = [{"n": "b", "age": 3}, {"n": "a", "age": 5}]
        return ui.For(sorted(people, key=lambda p: p["n"]), key="n", render=lambda p: ui.p(p["n"], p["age"]))


class ForOfEnumerate(Component):
    def render(self, props=None):
        return ui.For(list(enumerate("ab", 1)), key=lambda pair: pair[1], render=lambda pair: ui.p(f"{pair[0]}. {pair[1]}"))


class ForWithPosition(Component):
    def render(self, props=None):
        return ui.For(["x", "y"], render=lambda item, index: ui.p(f"{index}: {item}"))


class ForWithDefault(Component):
    def render(self, props=None):
        return ui.For(["x"], render=lambda item, mark="!": ui.p(item, mark))


class ForOfFunction(Component):
    def render(self, props=None):
        def row(item):
            label = item.upper()
            return ui.p(label)

        return ui.For(["x", "y"], render=row)


class ForOfVoid(Component):
    def render(self, props=None):
        return ui.For([1, 2], render=lambda n: ui.input(value=n, type="text"))


class ForOfRaw(Component):
    def render(self, props=None):
        return ui.For(["a", "b"], render=lambda text: ui.HTML(f"<p>{text}</p>"))


class ForOfGreater(Component):
    def render(self, props=None):
        return ui.For(["a"], key=str, render=lambda text: ui.p(text, title="1 > 0"))


class TupleItems(Component):
    def render(self, props=None):
        rows = [("a", 1), ("b", 2)]
        return ui.For(rows, key=lambda row: row[0], render=lambda row: ui.p(row[0], " ", row[1]))


class GridOfCards(Component):
    def render(self, props):
        return ui.Grid(props["cards"], key="id", columns=3, gap="1rem", render=lambda card: ui.div(card["n"]))


class GridByWidth(Component):
    def render(self, props=None):
        return ui.Grid([1, 2], column_width="16rem", render=lambda n: ui.b(n))


class GridPlain(Component):
    def render(self, props=None):
        return ui.div(
            ui.Grid([1], render=lambda n: ui.b(n)),
            ui.Grid([1], render=lambda n: ui.b(n), apply_grid_styles=False, columns=2),
            ui.Grid([], columns=2, gap=4),
        )


class GridInFor(Component):
    def render(self, props=None):
        return ui.For([2, 3], render=lambda n: ui.Grid(range(n), columns=n, render=lambda i: ui.i(i)))


class LazyImages(Component):
    def render(self, props=None):
        return ui.div(
            ui.LazyImage("/a.png", placeholder="/s.png", alt="A", class_="photo"),
            ui.LazyImage("/b.png", loading="lazy", hidden=False),
            ui.LazyImage("/c.png?x=1&y=2", placeholder=None, data_role="x"),
        )


class LazyImagesInFor(Component):
    def render(self, props=None):
        return ui.For(["/a.png", "/b.png"], key=str, render=lambda src: ui.LazyImage(src, alt=src))


class KeywordsEverywhere(Component):
    def render(self, props=None):
        options = {"key": "id", "pool_key": "p"}
        return ui.For(items=[{"id": 1}], render=lambda item: ui.p(item["id"]), **options)
