import json
import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum

from sprag import Component, ui

PROPS = {
    "PropsTypes": {"i": 1, "f": 1.5, "s": "x", "l": [1, 2], "d": {"k": "v"}, "n": None, "t": True},
    "UserList": {"users": [{"name": "Ann", "age": 31, "admin": True}, {"name": "Bo", "age": 7, "admin": False}]},
    "Cart": {"items": [{"name": "tea", "price": 2.5, "count": 2}, {"name": "cake", "price": 3.25, "count": 1}]},
}


class PropsTypes(Component):
    def render(self, props):
        return ui.ul([ui.li(key, "=", repr(value)) for key, value in props.items()])


class DictIteration(Component):
    def render(self, props=None):
        data = {"b": 1, "a": 2}
        data["c"] = 3
        return ui.div(
            [ui.i(key) for key in data],
            [ui.b(value) for value in data.values()],
            [ui.p(f"{i}:{key}={value}") for i, (key, value) in enumerate(data.items())],
            ui.p(sorted(data), " ", "a" in data, " ", len(data)),
        )


class DictMethods(Component):
    def render(self, props=None):
        data = {"a": 1}
        data.setdefault("b", []).append(2)
        gone = data.pop("a", None)
        data.update({"c": None})
        return ui.p(str(data), gone, data.get("zz", "default"))


class NumberKeys(Component):
    def render(self, props=None):
        names = {2: "two", 1: "one", (0, 1): "pair"}
        return ui.p([f"{key}→{value} " for key, value in names.items()], names[1])


class Grouping(Component):
    def render(self, props=None):
        groups = {}
        for word in ["apple", "bean", "avocado", "corn"]:
            groups.setdefault(word[0], []).append(word)
        return ui.dl([[ui.dt(letter), [ui.dd(word) for word in words]] for letter, words in sorted(groups.items())])


class Counting(Component):
    def render(self, props=None):
        counts = {}
        for letter in "mississippi":
            counts[letter] = counts.get(letter, 0) + 1
        return ui.ul([ui.li(f"{letter}: {count}") for letter, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))])


class SetWork(Component):
    def render(self, props=None):
        tags = {"a", "b"} | {"c"}
        return ui.p(sorted(tags - {"a"}), len(tags & {"a"}), "b" in tags)


class UserList(Component):
    def render(self, props):
        users = props["users"]
        adults = [user for user in users if user["age"] >= 18]
        return ui.section(
            ui.h2(f"{len(users)} users, {len(adults)} adult{'s' if len(adults) != 1 else ''}"),
            ui.ul([ui.li(user["name"], user["admin"] and ui.b(" admin"), class_="adult" if user in adults else None) for user in users]),
        )


class Cart(Component):
    def render(self, props):
        total = sum(item["price"] * item["count"] for item in props["items"])
        return ui.table(
            [ui.tr(ui.td(item["name"]), ui.td(f"{item['price']:.2f}"), ui.td(f"×{item['count']}")) for item in props["items"]],
            ui.tr(ui.td(f"Total {total:,.2f}", colspan=3)),
        )


class Formatting(Component):
    def render(self, props=None):
        n, f, s = 1234567, 3.14159, "text"
        return ui.ul(
            ui.li(f"{n:,} {n:>10} {n:x} {n:b} {n:e}"),
            ui.li(f"{f:.2f} {f:8.3f}| {f!r} {f:+.1f} {f:.0%}"),
            ui.li(f"{s:>8}|{s:<8}|{s:^8}|{s!r}|{s:.2}|{s:*^10}"),
            ui.li("%05d %.3f %s %r %x" % (42, f, s, s, 255)),
            ui.li("{0} {1} {0} {name}".format("a", "b", name="n")),
            ui.li(f"{n=} {f=:.1f}"),
        )


class Rounding(Component):
    def render(self, props=None):
        return ui.p(round(2.5), round(3.5), round(2.675, 2), round(-1.5), int(-3.7), math.floor(-0.5), math.ceil(0.2), 7 // 2, 2**10)


class MathWork(Component):
    def render(self, props=None):
        return ui.svg([ui.circle(cx=round(math.cos(i) * 10, 3), cy=round(math.sin(i) * 10, 3), r=math.sqrt(4)) for i in range(3)])


class JsonText(Component):
    def render(self, props=None):
        return ui.pre(json.dumps({"a": [1, 2.5, None, True], "b": "é"}, indent=2), data_json=json.dumps([1, "<"]))


@dataclass
class Item:
    name: str
    price: float = 1.0
    tags: list = field(default_factory=list)


class Dataclasses(Component):
    def render(self, props=None):
        items = [Item("a"), Item("b", 2.5, ["x"])]
        return ui.ul([ui.li(item.name, " ", item.price, " ", item.tags) for item in items], str(items[1]))


class Color(Enum):
    RED = "#f00"
    BLUE = "#00f"


class Enums(Component):
    def render(self, props=None):
        return ui.p([ui.i(color.name, style={"color": color.value}) for color in Color], Color.RED == Color("#f00"), str(Color.BLUE))


class Dates(Component):
    def render(self, props=None):
        day = date(2024, 2, 28)
        return ui.ol([ui.li((day + timedelta(days=n)).isoformat()) for n in range(3)], day.strftime("%d %B %Y"))


class Pagination(Component):
    def render(self, props=None):
        total, size, page = 23, 5, 2
        pages = (total + size - 1) // size
        start, end = (page - 1) * size, min(page * size, total)
        return ui.nav(
            [ui.a(n, href=f"?page={n}", aria_current="page" if n == page else None) for n in range(1, pages + 1)],
            ui.span(f"{start + 1}–{end} of {total}"),
        )


class Calendar(Component):
    def render(self, props=None):
        days = [None] * 2 + list(range(1, 13))
        weeks = [days[i : i + 7] for i in range(0, len(days), 7)]
        return ui.table([ui.tr([ui.td(day if day else "", class_={0: "mon", 6: "sun"}.get(n)) for n, day in enumerate(week)]) for week in weeks])


class Transposed(Component):
    def render(self, props=None):
        rows = [[1, 2], [3, 4], [5, 6]]
        return ui.table([ui.tr([ui.td(cell) for cell in column]) for column in zip(*rows)])


class Copies(Component):
    def render(self, props=None):
        first = [1, [2]]
        second = list(first)
        second[1].append(3)
        second.append(4)
        return ui.p(first, "|", second)


class StateReading(Component):
    def render(self, props=None):
        count = self.state.get("count", 0)
        self.state["seen"] = True
        return ui.p(count, " ", self.state.get("seen"), " ", "count" in self.state)
