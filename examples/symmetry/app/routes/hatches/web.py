"""The cards, driven by their module."""

from sprag import Screen, hydrate

from .components import HatchCards
from .modules import HatchesModule


class HatchesScreen(Screen):
    modules = [HatchesModule]

    def render(self, data):
        hatches = self.module(HatchesModule)
        hatches.set_state({"hatches": data["hatches"], "answers": {}, "status": ""})
        return hydrate(HatchCards, module=hatches)
