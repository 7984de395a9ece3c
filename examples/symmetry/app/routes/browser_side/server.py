"""The numbers that the page draws."""

from sprag import Controller


class BrowserSideController(Controller):
    route = "/browser"

    def load(self):
        return {"readings": [3, 8, 5, 13, 9, 21, 17, 34]}
