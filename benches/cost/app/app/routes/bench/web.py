from sprag import Screen, hydrate

from .components import Table
from .modules import BenchModule


class BenchScreen(Screen):
    modules = [BenchModule]

    def render(self, data):
        bench = self.module(BenchModule)
        bench.set_state({"rows": data["rows"]})
        return hydrate(Table, module=bench)
