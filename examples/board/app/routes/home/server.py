"""The boards and how far they are."""

from sprag import Controller


class HomeController(Controller):
    route = "/"

    def load(self):
        return {"boards": [self.summary(board) for board in self.service("boards").summaries()]}

    def summary(self, board):
        done = [card for card in board["cards"] if card["column"] == "done"]
        return {
            "id": board["id"],
            "name": board["name"],
            "about": board["about"],
            "cards": len(board["cards"]),
            "done": len(done),
        }
