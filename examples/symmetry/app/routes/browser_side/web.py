"""A place for the drawing, which no component owns, and the facts, driven by their module."""

from sprag import Screen, hydrate, ui

from .components import BrowserFacts
from .modules import BrowserSideModule


class BrowserSideScreen(Screen):
    modules = [BrowserSideModule]

    def render(self, data):
        facts = self.module(BrowserSideModule)
        facts.set_state({"readings": data["readings"], "facts": []})
        return ui.div(
            ui.h1("What only the browser has"),
            ui.p(
                "Globals through browser.*, JavaScript modules through imports.*, and the state "
                "primitives that stores are made of.",
                class_="lead",
            ),
            ui.section(
                ui.h2("Readings"),
                ui.div(class_="sparkline", data_role="sparkline"),
                class_="side",
            ),
            hydrate(BrowserFacts, module=facts),
            class_="stack",
        )
