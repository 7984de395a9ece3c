"""What a page of a board may ask for."""

from sprag import Controller, Field, Schema, action, requires_auth

from app.services.seed import COLUMNS

COLUMN_IDS = {column["id"] for column in COLUMNS}

NEW_CARD = Schema(
    "add_card",
    {
        "board": Field(str, required=True),
        "title": Field(str, required=True),
        "owner": Field(str, required=True),
        "points": Field(int, required=False, default=1),
    },
)


class BoardController(Controller):
    route = "/boards/[board]"

    def load(self):
        view = self.service("boards").view(self.request.params["board"])
        title = f"{view['name']} · Board" if view else "No such board"
        return {"__sprag_meta__": {"title": title}, "board": view}

    @action(schema=NEW_CARD)
    def add_card(self, board, title, owner, points=1):
        title = title.strip()
        if len(title) < 3:
            return {"problem": "A title has three letters or more."}
        return self.service("boards").add_card(board, title, "todo", owner, points)

    @action(derive=True)
    def move_card(self, board: str, card: str, column: str):
        if column not in COLUMN_IDS:
            raise ValueError(f"There is no column {column}.")
        return self.service("boards").move_card(board, card, column)

    @requires_auth()
    @action(derive=True)
    def remove_card(self, board: str, card: str):
        return self.service("boards").remove_card(board, card)

    @action(derive=True)
    def attach(self, board: str):
        upload = self.request.file("file")
        if upload is None or not upload.filename:
            return {"problem": "Choose a file first."}
        return self.service("boards").add_file(board, upload.filename, upload.size)
