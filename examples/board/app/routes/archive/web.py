"""A heading, and the list that only the browser can draw."""

from sprag import Screen, hydrate, ui

from app.words import plural

from .components import ArchiveList


class ArchiveScreen(Screen):
    def render(self, data):
        return ui.div(
            ui.h1("Archive"),
            ui.p(f"{plural(data['total'], 'card')}, a few of them in the document.", class_="lead"),
            hydrate(ArchiveList, props={"total": data["total"]}),
        )
