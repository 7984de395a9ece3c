"""What the server shows: the card, driven by its module."""

from sprag import Screen, hydrate

from .components import CounterCard
from .modules import CounterModule


class CounterScreen(Screen):
    modules = [CounterModule]

    def render(self, data):
        counter = self.module(CounterModule)
        counter.set_state(
            {
                "count": data["count"],
                "lowest": data["lowest"],
                "highest": data["highest"],
                "message": "Every click asks the server.",
            }
        )
        return hydrate(CounterCard, module=counter)
