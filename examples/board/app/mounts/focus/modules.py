"""A clock, and the app that uses it."""

from sprag import Module

from app.ui.live import LiveModule


class ClockProvider(Module):
    """Counts seconds for whoever asks. Started before the app, stopped after it."""

    step = 1

    def __init__(self, screen=None, state=None, unit="second"):
        super().__init__(screen=screen, state=state or {"seconds": 0, "running": False})
        self.unit = unit

    def on_start(self):
        self.interval(self.on_second, 1.0)

    def on_second(self):
        if self.state["running"]:
            self.advance()

    def advance(self, by=None):
        self.set_state({"seconds": self.state["seconds"] + (by or self.step)})

    def switch(self, running=None):
        """On, off, or the other way."""
        self.set_state({"running": not self.state["running"] if running is None else running})


class FocusModule(LiveModule):
    """Chooses a card and starts the clock."""

    def on_start(self):
        self.clock = self.provider("clock")
        self.add_cleanup(self.clock.watch_state(self.on_clock))
        self.delegate(self.element, "click", "[data-choose]", self.on_choose)
        self.delegate(self.element, "click", "[data-role='switch']", self.on_switch)
        self.delegate(self.element, "click", "[data-role='skip']", self.on_skip)

    def on_clock(self, clock):
        self.set_state({"seconds": clock["seconds"], "running": clock["running"]})

    def on_choose(self, event, button):
        self.set_state({"chosen": button.dataset.choose})
        self.say(f"One {self.clock.unit} after the other.")

    def on_switch(self, event):
        self.clock.switch()

    def on_skip(self, event):
        self.clock.advance(by=60)
