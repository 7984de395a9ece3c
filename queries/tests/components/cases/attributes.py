from sprag import Component, ui

PROPS = {
    "PropAttributes": {"on": True, "off": False, "nothing": None, "count": 3, "zero": 0, "text": "a"},
    "OptionalFlag": {"disabled": False},
    "ComparedFlag": {"count": 2},
    "NumberAttributes": {"step": 0.5},
}


class PlainAttributes(Component):
    def render(self, props=None):
        return ui.a("link", href="/x?a=1&b=2", title='say "hi"', id="one")


class FalseAttributes(Component):
    def render(self, props=None):
        return ui.div(
            ui.input(disabled=False, checked=False, readonly=False, required=False),
            ui.button("go", disabled=False, hidden=False, autofocus=False),
            ui.option("x", selected=False),
        )


class TrueAttributes(Component):
    def render(self, props=None):
        return ui.div(
            ui.input(disabled=True, checked=True, type="checkbox"),
            ui.button("go", disabled=True, hidden=True),
            ui.details(ui.summary("more"), open=True),
            ui.video(controls=True, muted=True, loop=True),
        )


class NoneAttributes(Component):
    def render(self, props=None):
        return ui.p("x", id=None, title=None, class_=None, style=None, data_role=None, aria_label=None)


class EmptyAttributes(Component):
    def render(self, props=None):
        return ui.p("x", id="", title="", class_="", style="", data_role="", alt="")


class NumberAttributes(Component):
    def render(self, props):
        return ui.div(
            ui.input(type="number", min=0, max=10, step=props["step"], value=3),
            ui.table(ui.tr(ui.td("x", colspan=2, rowspan=1))),
            ui.p("y", tabindex=-1, data_ratio=1.5, data_half=3 / 2, data_whole=4 / 2, data_big=10**12),
        )


class PropAttributes(Component):
    def render(self, props):
        return ui.div(
            [
                ui.input(disabled=props["on"], readonly=props["off"], title=props["nothing"]),
                ui.input(value=props["count"], min=props["zero"], placeholder=props["text"]),
            ]
        )


class OptionalFlag(Component):
    def render(self, props):
        return ui.button("x", disabled=props.get("disabled"), hidden=props.get("hidden"), title=props.get("t", "none"))


class ComparedFlag(Component):
    def render(self, props):
        count = props["count"]
        return ui.div(
            ui.button("-", disabled=count <= 0),
            ui.button("+", disabled=count >= 2),
            ui.button("0", disabled=0 < count < 3, hidden=not count),
        )


class DataAttributes(Component):
    def render(self, props=None):
        return ui.p("x", data_role="a", data_item_id=7, data_true=True, data_false=False, data_none=None, data_json='{"a": [1]}')


class AriaAttributes(Component):
    def render(self, props=None):
        return ui.button(
            "x",
            aria_label="close",
            aria_expanded="false",
            aria_pressed=True,
            aria_selected=False,
            aria_described_by="id1",
            aria_level=2,
            role="button",
        )


class ReservedAttributes(Component):
    def render(self, props=None):
        return ui.label("x", for_="field", class_="a b", is_="x-label", async_=True, type_="t")


class UnderscoredAttributes(Component):
    def render(self, props=None):
        return ui.meta(http_equiv="x", accept_charset="utf-8", stroke_width=2)


class CamelAttributes(Component):
    def render(self, props=None):
        return ui.p("x", tabIndex=1, dataRole="r", contentEditable="true", spellcheck="false")


class SpreadAttributes(Component):
    def render(self, props=None):
        shared = {"class_": "chip", "data_kind": "a", "hidden": False}
        return ui.p(ui.i("1", **shared), ui.i("2", id="b", **shared), **{"title": "t", "data-raw": "r"})


class MergedAttributes(Component):
    def render(self, props=None):
        base = {"class_": "a", "id": "x"}
        attributes = {**base, "class_": "b", "lang": "en"}
        attributes["dir"] = "ltr"
        return ui.p("x", **attributes)


class ConditionalAttributes(Component):
    def render(self, props=None):
        active = bool(self.state.get("active", 1))
        attributes = {}
        if active:
            attributes["aria_current"] = "page"
        if not active:
            attributes["hidden"] = True
        return ui.a("x", href="#" if active else None, class_="on" if active else "off", **attributes)


class CollectionAttributes(Component):
    def render(self, props=None):
        return ui.p("x", data_list=[1, "a", None], data_dict={"a": 1, "b": [True]}, data_tuple=(1,), data_nested=[[1.5]])


class FormattedAttributes(Component):
    def render(self, props=None):
        n = 7
        return ui.p("x", id=f"row-{n:03d}", title="%s of %d" % ("one", n), data_x="{}/{}".format(n, n * 2))


class OrderedAttributes(Component):
    def render(self, props=None):
        return ui.a("x", z="1", a="2", m="3", href="4", class_="5")


class OverwrittenAttribute(Component):
    def render(self, props=None):
        return ui.p("x", class_="a", **{"class": "b"}) if False else ui.p("y", class_="c")


class DynamicNames(Component):
    def render(self, props=None):
        return ui.p("x", **{f"data_{name}": value for name, value in [("one", 1), ("two_parts", 2)]})


class ExceptionInAttribute(Component):
    def render(self, props=None):
        return ui.p("x", title={"a": 1}["b"])


class UnicodeAttributes(Component):
    def render(self, props=None):
        return ui.p("x", title="é 日本 🎉", data_quote="'\"<>&", alt="a\u00a0b", data_lines="a\nb\tc")


class FractionAttributes(Component):
    def render(self, props=None):
        total = 8
        done = 2
        return ui.progress(value=done / total, max=1.0, data_percent=round(done / total * 100), data_f=f"{done / total:.0%}")
