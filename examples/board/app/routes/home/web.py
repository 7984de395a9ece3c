"""The list, rendered on the server."""

from sprag import Screen, ssr

from .components import BoardList


class HomeScreen(Screen):
    def render(self, data):
        return ssr(BoardList, boards=data["boards"])
