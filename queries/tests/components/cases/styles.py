from sprag import Component, ui

PROPS = {"PropStyle": {"style": {"width": "10%", "height": None}, "classes": ["a", None, "b"]}}


class StringStyle(Component):
    def render(self, props=None):
        return ui.p("x", style="color: red; margin:0")


class DictStyle(Component):
    def render(self, props=None):
        return ui.p("x", style={"color": "red", "font-size": "2px", "marginTop": 0, "--gap": "1px"})


class DictStyleFalse(Component):
    def render(self, props=None):
        return ui.p("x", style={"color": None, "width": False, "height": "", "opacity": 0, "flex": 1})


class FloatStyle(Component):
    def render(self, props=None):
        return ui.p("x", style={"opacity": 0.5, "line-height": 1.0, "zoom": 3 / 2})


class FormattedStyle(Component):
    def render(self, props=None):
        percent = 33.3333
        return ui.div(style=f"width: {percent:.1f}%; left: {percent}px")


class ComputedStyle(Component):
    def render(self, props=None):
        styles = {"width": f"{10 * 2}px"}
        styles["height"] = "1px"
        styles.update(border="none")
        return ui.div(style=styles)


class PropStyle(Component):
    def render(self, props):
        return ui.div("x", style=props["style"], class_=props["classes"])


class EmptyStyle(Component):
    def render(self, props=None):
        return ui.div(ui.p("a", style={}), ui.p("b", style=""), ui.p("c", style={"a": None}))


class ListClass(Component):
    def render(self, props=None):
        return ui.p("x", class_=["a", None, "", "b", False, "c d"])


class TupleClass(Component):
    def render(self, props=None):
        return ui.p("x", class_=("a", "b"))


class EmptyClass(Component):
    def render(self, props=None):
        return ui.div(ui.p("x", class_=[]), ui.p("y", class_=[None, ""]))


class ConditionalClass(Component):
    def render(self, props=None):
        active, big = True, False
        return ui.p("x", class_=["base", active and "active", big and "big", "odd" if 3 % 2 else "even"])


class JoinedClass(Component):
    def render(self, props=None):
        names = ["a"]
        if len(names) == 1:
            names.append("single")
        return ui.p("x", class_=" ".join(names))


class DictClass(Component):
    def render(self, props=None):
        flags = {"on": True, "off": False, "wide": 1}
        return ui.p("x", class_=" ".join(name for name, on in flags.items() if on))


class ListClassOfKeys(Component):
    def render(self, props=None):
        return ui.p("x", class_=[name for name, on in {"a": 1, "b": 0}.items() if on])


class NumberClass(Component):
    def render(self, props=None):
        return ui.p("x", class_=["n", 5], id=5)


class Dataset(Component):
    def render(self, props=None):
        return ui.p("x", dataset={"userId": 7, "role": "x", "on": "yes"})


class StyleAndClass(Component):
    def card(self, kind, **attributes):
        return ui.div(kind, class_=f"card card-{kind}", **attributes)

    def render(self, props=None):
        return ui.div(self.card("a", style={"top": "1px"}), self.card("b", hidden=True), self.card("c"))


class StyleWithUrl(Component):
    def render(self, props=None):
        return ui.div(style={"background-image": "url('/a.png?x=1&y=2')", "content": '"<"'})
