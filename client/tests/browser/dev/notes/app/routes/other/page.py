"""Another page, which edits of the notes do not concern."""

from sprag import Component, Controller, Screen, hydrate, page, ui


class Clock(Component):
    def render(self, props=None):
        return ui.p(f"face {self.state['face']}", data_role="clock")


class OtherController(Controller):
    route = "/other"

    def load(self):
        return {}


class OtherScreen(Screen):
    def render(self, data):
        return hydrate(Clock, props={"face": "round"})


other = page(path="/other", controller=OtherController, screen=OtherScreen)
