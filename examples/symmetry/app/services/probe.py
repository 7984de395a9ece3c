"""The server's half of the symmetry: compare with `app/routes/surface/modules.py`."""

from sprag import Service

from app.rows import zero_counts
from app.stores import ledger


class ProbeService(Service):
    """Uses every row of the surface and counts each use in its state."""

    def __init__(self):
        super().__init__("probe", initial_state=zero_counts())

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


probe = ProbeService()
