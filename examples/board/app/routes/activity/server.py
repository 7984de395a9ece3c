"""The whole feed: it is short enough to send at once, and the browser shows it bit by bit."""

from sprag import Controller

from app.services.seed import activity


class ActivityController(Controller):
    route = "/activity"

    def load(self):
        return {"entries": activity()}
