"""What the browser says about itself."""

from sprag import Component, ui


class BrowserFacts(Component):
    def render(self, props=None):
        return ui.section(
            ui.h2("Facts"),
            ui.dl([self.fact(fact) for fact in self.state["facts"]], class_="facts"),
            ui.div(
                ui.button("Add a reading", type="button", data_role="add"),
                class_="buttons",
            ),
            class_="side stack",
        )

    def fact(self, fact):
        return [
            ui.dt(fact["name"]),
            ui.dd(fact["value"], data_role=f"fact-{fact['id']}"),
        ]
