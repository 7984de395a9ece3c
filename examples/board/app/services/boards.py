"""The boards, and the news about them."""

from sprag import Service

from app.services.seed import BOARDS, COLUMNS, PEOPLE, new_board


class BoardService(Service):
    """Keeps the boards in memory; every open page of a board hears of a change to it."""

    def __init__(self):
        super().__init__("boards", initial_state={seed["id"]: new_board(seed) for seed in BOARDS})

    def summaries(self):
        return [
            {"id": board["id"], "name": board["name"], "about": board["about"], "cards": board["cards"]}
            for board in self.state.values()
        ]

    def view(self, board_id):
        """All that a page of this board shows, or None."""
        board = self.state.get(board_id)
        if board is None:
            return None
        return {
            "id": board["id"],
            "name": board["name"],
            "about": board["about"],
            "columns": list(COLUMNS),
            "people": list(PEOPLE),
            "cards": board["cards"],
            "files": board["files"],
        }

    def add_card(self, board_id, title, column, owner, points):
        board = self.state[board_id]
        issued = board["issued"] + 1
        card = {
            "id": f"{board_id}-{issued}",
            "column": column,
            "title": title,
            "owner": owner,
            "points": points,
        }
        return self.change(board_id, cards=[*board["cards"], card], issued=issued)

    def move_card(self, board_id, card_id, column):
        cards = [
            {**card, "column": column} if card["id"] == card_id else card
            for card in self.state[board_id]["cards"]
        ]
        return self.change(board_id, cards=cards)

    def remove_card(self, board_id, card_id):
        cards = [card for card in self.state[board_id]["cards"] if card["id"] != card_id]
        return self.change(board_id, cards=cards)

    def add_file(self, board_id, name, size):
        return self.change(board_id, files=[*self.state[board_id]["files"], {"name": name, "size": size}])

    def change(self, board_id, **changes):
        self.set_state({board_id: {**self.state[board_id], **changes}})
        view = self.view(board_id)
        self.emit_socket("board:changed", view, topic=f"board:{board_id}")
        return view


boards = BoardService()
