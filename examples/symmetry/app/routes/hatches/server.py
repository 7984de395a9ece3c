"""One action for the hatches that answer; the handler answers on the socket by itself."""

from sprag import Controller, action

HATCHES = [
    {"id": "store", "name": "create_store", "text": "Flat state that many greenlets may write to."},
    {"id": "model", "name": "create_model", "text": "Nested state with paths: desk.lamp."},
    {"id": "cache", "name": "create_cache", "text": "A value that is computed once and kept for an hour."},
    {"id": "handler", "name": "Handler", "text": "Socket events without a controller."},
    {"id": "watcher", "name": "Watcher", "text": "Looks at something outside, five times a second."},
    {"id": "process", "name": "ManagedProcess", "text": "A child process that is stopped with its owner."},
]


class HatchesController(Controller):
    route = "/hatches"

    def load(self):
        return {"hatches": HATCHES}

    @action(derive=True)
    def use(self, hatch: str):
        toolbox = self.service("toolbox")
        uses = {
            "store": toolbox.use_store,
            "model": toolbox.use_model,
            "cache": toolbox.use_cache,
            "watcher": toolbox.use_watcher,
            "process": toolbox.use_process,
        }
        if hatch not in uses:
            raise ValueError(f"there is no hatch called {hatch}")
        return {"hatch": hatch, "text": uses[hatch]()}
