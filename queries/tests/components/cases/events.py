from sprag import Component, ui

PROPS = {}


class ClickAttribute(Component):
    def click(self, event):
        self.set_state({"clicked": True})

    def render(self, props=None):
        return ui.button("x", onclick=self.click, class_="b")


class LambdaAttribute(Component):
    def render(self, props=None):
        return ui.button("x", onclick=lambda event: event.prevent_default())


class UnderscoredEvents(Component):
    def handle(self, event):
        pass

    def render(self, props=None):
        return ui.input(on_input=self.handle, on_change=self.handle, on_focus=None, type="text")


class ConditionalEvent(Component):
    def go(self, event):
        pass

    def render(self, props=None):
        ready = False
        return ui.div(ui.button("a", onclick=self.go if ready else None), ui.button("b", onclick=ready and self.go))


class EventsInLists(Component):
    def pick(self, n):
        return lambda event: n

    def render(self, props=None):
        return ui.ul([ui.li(n, onclick=self.pick(n)) for n in range(3)])


class FunctionAttribute(Component):
    def render(self, props=None):
        return ui.p("x", data_fn=len, render=self.render, title=str)


class StringEvent(Component):
    def render(self, props=None):
        return ui.button("x", onclick="return false")


class EventInDict(Component):
    def press(self, event):
        pass

    def render(self, props=None):
        handlers = {"onclick": self.press, "onkeydown": self.press}
        return ui.button("x", **handlers)
