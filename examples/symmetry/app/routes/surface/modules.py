"""The browser's half of the symmetry: compare `ProbeModule` with `app/services/probe.py`."""

from sprag import Module

from app.rows import zero_counts
from app.stores import ledger


class ProbeModule(Module):
    """Uses every row of the surface and counts each use in its state."""

    def __init__(self, screen=None, state=None):
        super().__init__(screen=screen, state=state or zero_counts())

    def on_start(self):
        self.count("started")
        self.interval(self.on_tick, 0.5)
        self.timeout(self.on_alarm, 0.25)
        self.listen("probe:call", self.on_call)
        self.subscribe(ledger, self.on_ledger)
        self.add_cleanup(self.on_cleanup)

    def on_stop(self):
        self.count("stopped")

    def on_tick(self):
        self.count("ticks")

    def on_alarm(self):
        self.count("alarms")

    def on_call(self, data):
        self.count("heard", by=data["words"])

    def on_ledger(self, snapshot):
        self.set_state({"stored": snapshot["total"]})

    def on_cleanup(self):
        self.count("cleaned")

    def call(self):
        self.count("called")
        self.emit("probe:call", {"words": 2})

    def write(self):
        ledger.set("total", ledger.get("total") + 1)

    def count(self, row, by=1):
        self.set_state({row: self.state[row] + by})


class SurfaceModule(Module):
    """Owns the page's probe, and shows both probes."""

    def on_start(self):
        self.probe = ProbeModule()
        self.adopt(self.probe)
        self.delegate(self.element, "click", "[data-side='browser']", self.on_browser_button)
        self.delegate(self.element, "click", "[data-side='server']", self.on_server_button)
        self.on_socket("probe:counts", self.on_server_counts)
        self.interval(self.observe, 0.5)
        self.observe()

    def observe(self):
        self.set_state({"browser": {**self.probe.state}})
        self.emit_socket("probe:observe", {})

    def on_server_counts(self, counts):
        self.set_state({"server": counts})

    def on_browser_button(self, event, button):
        verb = button.dataset.verb
        if verb == "stop":
            self.probe.stop()
        elif verb == "start":
            self.probe.start()
        elif verb == "call":
            self.probe.call()
        else:
            self.probe.write()
        self.observe()

    async def on_server_button(self, event, button):
        result = await self.call_action("drive", {"verb": button.dataset.verb})
        self.on_server_counts(result.value)
