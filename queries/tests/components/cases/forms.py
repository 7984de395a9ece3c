from sprag import Component, ui

PROPS = {"SelectProp": {"chosen": "b"}, "CheckedProp": {"done": [True, False, None, 1, 0, ""]}}


class Inputs(Component):
    def render(self, props=None):
        return ui.form(
            ui.input(type="text", value="a<b", name="t", maxlength=5),
            ui.input(type="checkbox", checked=True, value="on"),
            ui.input(type="radio", name="r", value=1),
            ui.input(type="radio", name="r", value=2, checked=True),
            ui.input(type="number", value=0),
            ui.input(type="hidden", value=""),
            method="post",
        )


class Selects(Component):
    def render(self, props=None):
        return ui.select(
            ui.option("A", value="a"), ui.option("B", value="b", selected=True), ui.option("C", value=3, disabled=True), name="s"
        )


class SelectProp(Component):
    def render(self, props):
        return ui.select([ui.option(name.upper(), value=name, selected=name == props["chosen"]) for name in "abc"])


class SelectValue(Component):
    def render(self, props=None):
        return ui.select(ui.option("A", value="a"), ui.option("B", value="b"), value="b")


class MultiSelect(Component):
    def render(self, props=None):
        chosen = ["a", "c"]
        return ui.select([ui.option(name, value=name, selected=name in chosen) for name in "abc"], multiple=True, size=3)


class OptionGroups(Component):
    def render(self, props=None):
        groups = {"One": ["a"], "Two": ["b", "c"]}
        return ui.select([ui.optgroup([ui.option(name) for name in names], label=label) for label, names in groups.items()])


class TextAreas(Component):
    def render(self, props=None):
        return ui.div(ui.textarea("a\nb <c>"), ui.textarea(value="v & w"), ui.textarea("", rows=3, placeholder="p"), ui.textarea("\nfirst line"))


class CheckedProp(Component):
    def render(self, props):
        return ui.ul([ui.li(ui.input(type="checkbox", checked=bool(done))) for done in props["done"]])


class Labels(Component):
    def field(self, name, label, **attributes):
        required = attributes.get("required", False)
        return ui.label(label, ui.input(name=name, id=f"f-{name}", **attributes), required and ui.abbr("*", title="required"), for_=f"f-{name}")

    def render(self, props=None):
        return ui.fieldset(ui.legend("L"), self.field("a", "A"), self.field("b", "B", required=True, type="email"), disabled=True)


class Datalist(Component):
    def render(self, props=None):
        return ui.div(ui.input(list="opts"), ui.datalist([ui.option(value=n) for n in ("x", "y")], id="opts"), ui.output("3", for_="a b"))


class Meters(Component):
    def render(self, props=None):
        return ui.div(ui.meter("60%", value=0.6, min=0, max=1), ui.progress(value=30, max=100), ui.progress())


class VoidElements(Component):
    def render(self, props=None):
        return ui.div("a", ui.br(), "b", ui.hr(class_="x"), ui.img(src="/a.png", alt=""), ui.wbr(), ui.embed(src="e"), ui.source())


class EmptyElements(Component):
    def render(self, props=None):
        return ui.div(ui.div(), ui.span(), ui.p(), ui.i(class_="icon"), ui.canvas(width=10, height=10), ui.iframe(src="/x"))


class Tables(Component):
    def render(self, props=None):
        return ui.table(
            ui.caption("c"),
            ui.colgroup(ui.col(span=2)),
            ui.thead(ui.tr(ui.th("h", scope="col"))),
            ui.tbody(ui.tr(ui.td("x"), ui.td("y", headers="h"))),
            ui.tfoot(ui.tr(ui.td("f", colspan=2))),
        )


class Buttons(Component):
    def render(self, props=None):
        return ui.div(ui.button("a", type="button", disabled=None), ui.button(ui.span("b"), type="submit", value=1, form="f"))


class Media(Component):
    def render(self, props=None):
        return ui.div(
            ui.picture(ui.source(srcset="/a.webp 1x, /b.webp 2x", media="(min-width: 1px)"), ui.img(src="/a.png")),
            ui.audio(controls=True, preload="none"),
            ui.details(ui.summary("s"), "body", open=False),
            ui.dialog("d", open=True),
        )
