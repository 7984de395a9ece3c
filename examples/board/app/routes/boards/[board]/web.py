"""A board in four parts, each driven by its own module."""

from sprag import Screen, hydrate, ui

from .components import BoardFiles, BoardToolbar, BoardView, CardForm
from .modules import BoardModule, CardFormModule, FilesModule, ToolbarModule


class BoardScreen(Screen):
    modules = [ToolbarModule, BoardModule, CardFormModule, FilesModule]

    def render(self, data):
        board = data["board"]
        if board is None:
            return ui.div(ui.h1("No such board"), ui.p(ui.a("All boards", href="/")))

        toolbar = self.module(ToolbarModule)
        toolbar.set_state({"people": board["people"]})

        view = self.module(BoardModule)
        view.set_state({**board, "words": "", "owner": ""})

        form = self.module(CardFormModule)
        form.set_state({"id": board["id"], "people": board["people"]})

        files = self.module(FilesModule)
        files.set_state({"id": board["id"], "files": board["files"]})

        return ui.div(
            ui.h1(board["name"]),
            ui.p(board["about"], class_="lead"),
            hydrate(BoardToolbar, module=toolbar),
            hydrate(BoardView, module=view),
            hydrate(CardForm, module=form),
            hydrate(BoardFiles, module=files),
            class_="stack",
        )
