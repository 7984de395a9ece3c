"""The contents, rendered on the server."""

from sprag import Screen, ssr

from .components import HandbookContents


class HandbookScreen(Screen):
    def render(self, data):
        return ssr(HandbookContents, chapters=data["chapters"])
