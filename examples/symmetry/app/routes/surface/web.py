"""The table, driven by its module."""

from sprag import Screen, hydrate

from .components import SurfaceTable
from .modules import SurfaceModule


class SurfaceScreen(Screen):
    modules = [SurfaceModule]

    def render(self, data):
        surface = self.module(SurfaceModule)
        surface.set_state({"verbs": data["verbs"], "server": None, "browser": None})
        return hydrate(SurfaceTable, module=surface)
