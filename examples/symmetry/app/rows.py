"""The rows of the symmetry surface: read by the server, the components and the modules."""

ROWS = [
    {"id": "started", "name": "start", "code": "on_start(self)"},
    {"id": "stopped", "name": "stop", "code": "on_stop(self)"},
    {"id": "ticks", "name": "interval", "code": "self.interval(self.on_tick, 0.5)"},
    {"id": "alarms", "name": "timeout", "code": "self.timeout(self.on_alarm, 0.25)"},
    {"id": "heard", "name": "listen", "code": 'self.listen("probe:call", self.on_call)'},
    {"id": "called", "name": "emit", "code": 'self.emit("probe:call", {"words": 2})'},
    {"id": "stored", "name": "shared store", "code": "self.subscribe(ledger, self.on_ledger)"},
    {"id": "cleaned", "name": "cleanup", "code": "self.add_cleanup(self.on_cleanup)"},
]


def zero_counts():
    """A count of nothing for each row."""
    return {row["id"]: 0 for row in ROWS}
