"""The cards to choose from."""

from sprag import Controller


class FocusBoot(Controller):
    route = "/focus"

    def load(self):
        cards = [
            {"id": card["id"], "title": card["title"]}
            for board in self.service("boards").summaries()
            for card in board["cards"]
            if card["column"] == "doing"
        ]
        return {"cards": cards, "chosen": "", "seconds": 0, "running": False}
