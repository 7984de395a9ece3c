"""What the browser does."""

from sprag import Module

from app.routes.notes.components import Badge
from app.stores import tally
from app.words import STEP


class NotesModule(Module):
    def __init__(self, screen=None, state=None):
        super().__init__(
            screen=screen,
            state=state
            or {"count": 0, "ticks": 0, "pings": 0, "news": 0, "tallied": 0, "from_server": ""},
        )

    def on_start(self):
        self.delegate(self.element, "click", "[data-role='add']", self.on_add)
        self.listen("notes:ping", self.on_ping)
        self.subscribe(tally, self.on_tally)
        self.interval(self.on_tick, 3600)
        self.on_socket("notes:news", self.on_news)
        self.join_topic("notes")
        self.badge = Badge(state={"starts": 0})
        self.adopt_component(self.badge, {"startArgs": [self.element]})

    def on_add(self, event, button):
        self.set_state({"count": self.state["count"] + STEP})
        tally.set("clicks", tally.get("clicks") + 1)

    def on_ping(self, message):
        self.set_state({"pings": self.state["pings"] + 1})

    def on_news(self, message):
        self.set_state({"news": self.state["news"] + 1})

    def on_tally(self, values):
        self.badge.set_state({"starts": values["clicks"]})
        self.set_state({"tallied": self.state["tallied"] + 1})

    def on_tick(self):
        self.set_state({"ticks": self.state["ticks"] + 1})
