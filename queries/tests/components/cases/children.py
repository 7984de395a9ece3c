from enum import IntEnum, StrEnum

from sprag import Component, ui

PROPS = {
    "PropChildren": {"none": None, "yes": True, "no": False, "zero": 0, "empty": "", "list": [1, [2, None]], "half": 0.5},
    "MissingChild": {},
    "AndChild": {"items": [], "count": 0, "name": ""},
    "OrChild": {"title": ""},
}


class TextChild(Component):
    def render(self, props=None):
        return ui.p("a", "b", " c ")


class NoneChildren(Component):
    def render(self, props=None):
        return ui.p(None, "a", None, [None, "b", [None]])


class BooleanChildren(Component):
    def render(self, props=None):
        return ui.p(True, " ", False, [True, False])


class NumberChildren(Component):
    def render(self, props=None):
        return ui.p(0, " ", 1, " ", -5, " ", 10**15)


class FloatChildren(Component):
    def render(self, props=None):
        return ui.p(1.0, " ", 0.1 + 0.2, " ", 1e21, " ", 1e-7, " ", -0.0, " ", 4 / 2, " ", 2.50)


class SpecialFloats(Component):
    def render(self, props=None):
        return ui.p(float("inf"), " ", float("-inf"), " ", float("nan"))


class EmptyStrings(Component):
    def render(self, props=None):
        return ui.p("", "a", "", [""], ui.b(""))


class NestedLists(Component):
    def render(self, props=None):
        return ui.ul([ui.li("a"), [ui.li("b"), [ui.li("c"), (ui.li("d"), [[[ui.li("e")]]])]]])


class TupleChildren(Component):
    def render(self, props=None):
        return ui.p((1, 2), ("a", ("b",)), ())


class GeneratorChildren(Component):
    def render(self, props=None):
        return ui.ul(ui.li(str(n)) for n in range(3))


class GeneratorFunction(Component):
    def rows(self):
        for n in range(5):
            if n == 3:
                return
            yield ui.li(n)
            yield None

    def render(self, props=None):
        return ui.ul(self.rows(), [self.rows()])


class IteratorChildren(Component):
    def render(self, props=None):
        return ui.p(map(str, [1, 2]), filter(None, ["a", "", "b"]), reversed(["x", "y"]), iter((9,)))


class ZipChildren(Component):
    def render(self, props=None):
        return ui.dl([[ui.dt(a), ui.dd(b)] for a, b in zip("ab", [1, 2])])


class StarChildren(Component):
    def render(self, props=None):
        items = [ui.li("a"), ui.li("b")]
        return ui.ul(ui.li("first"), *items, *[], *(ui.li(n) for n in range(2)), ui.li("last"))


class PropChildren(Component):
    def render(self, props):
        return ui.p([props[key] for key in props])


class MissingChild(Component):
    def render(self, props):
        return ui.p("a", props.get("x"), props.get("y", "b"), str(props.get("z")))


class AndChild(Component):
    def render(self, props):
        return ui.div(
            props["count"] and ui.b("count"),
            props["name"] and ui.b("name"),
            props["items"] and ui.b("items"),
            len(props["items"]) == 0 and ui.i("nothing"),
        )


class OrChild(Component):
    def render(self, props):
        return ui.h1(props["title"] or "Untitled", " ", props.get("sub") or ui.small("none"))


class DictChild(Component):
    def render(self, props=None):
        return ui.p({"a": 1, "b": [None, True, 1.5], "c": "d'e"})


class ObjectChild(Component):
    def render(self, props=None):
        return ui.p(range(3), " ", str(range(1, 4)))


class BytesFreeSet(Component):
    def render(self, props=None):
        return ui.p({"only"}, frozenset(), " ", len({1, 1, 2}))


class ListRepr(Component):
    def render(self, props=None):
        return ui.p(str([1, "a", None, True, 2.5]), repr("it's"), str((1,)), str({"k": []}))


class StringConversions(Component):
    def render(self, props=None):
        return ui.p(str(None), str(True), str(1.0), str(3), repr("q"), str(1e16), str(1e-5))


class FragmentResult(Component):
    def render(self, props=None):
        return [ui.h2("a"), "text", ui.p("b")]


class TextResult(Component):
    def render(self, props=None):
        return "only <text>"


class NoneResult(Component):
    def render(self, props=None):
        return None


class NumberResult(Component):
    def render(self, props=None):
        return 42


class NoReturn(Component):
    def render(self, props=None):
        ui.p("made, and thrown away")


class GeneratorResult(Component):
    def render(self, props=None):
        return (ui.p(n) for n in "ab")


class GeneratorRender(Component):
    def render(self, props=None):
        yield ui.p("a")
        yield "b"


class SameNodeTwice(Component):
    def render(self, props=None):
        sep = ui.hr(class_="s")
        return ui.div(sep, "a", sep, [sep])


class DeepTree(Component):
    def render(self, props=None):
        node = ui.b("core")
        for depth in range(12):
            node = ui.div(node, data_depth=depth)
        return node


class ChildrenVariable(Component):
    def render(self, props=None):
        children = []
        children.append(ui.li("a"))
        children += [ui.li("b")]
        children.insert(0, ui.li("c"))
        children.extend(ui.li(x) for x in "de")
        return ui.ul(*children[:-1], children[-1])


class ListArithmetic(Component):
    def render(self, props=None):
        return ui.p([ui.i("x")] + ["y"] * 2, ["-"] * 3)


class CustomTags(Component):
    def render(self, props=None):
        return ui.section(ui.article(ui.main("x")), ui.nav(), ui.x_card("y"))


class PreText(Component):
    def render(self, props=None):
        return ui.div(ui.pre("a\n  b\n"), ui.code("x < y"), ui.p("  spaced   out  "))


class FactoryValue(Component):
    def render(self, props=None):
        tag = ui.li
        tags = [ui.b, ui.i]
        return ui.ul(tag("a", class_="x"), [each("t") for each in tags])


class ConditionalTags(Component):
    def render(self, props=None):
        wrap = ui.strong if len("abc") > 2 else ui.em
        return ui.p(wrap("x"))


class GetattrTags(Component):
    def render(self, props=None):
        return ui.div([getattr(ui, f"h{n}")(f"level {n}") for n in range(1, 4)])


class Size(IntEnum):
    SMALL = 1


class Tone(StrEnum):
    WARM = "warm"


class EnumChildren(Component):
    def render(self, props=None):
        return ui.p(Size.SMALL, " ", Tone.WARM, " ", [Size.SMALL], title=Size.SMALL, class_=Tone.WARM)
