"""One panel per board."""

from sprag import join_url, ui

from app.ui.panel import Panel
from app.words import plural


class BoardList(Panel):
    empty_text = "There are no boards."

    def render(self, props=None):
        boards = self.state["boards"]
        return ui.div(
            ui.h1("Boards"),
            ui.p(f"{plural(len(boards), 'board')}, live for everyone who looks.", class_="lead"),
            ui.div([self.board(board) for board in boards], class_="grid") if boards else self.empty(),
        )

    def board(self, board):
        return self.panel(
            board["name"],
            ui.p(board["about"]),
            self.tag(f"{board['done']} of {board['cards']} done", tone="good"),
            ui.p(ui.a(f"Open {board['name']}", href=join_url("/boards", board["id"]))),
            note=plural(board["cards"], "card"),
        )
