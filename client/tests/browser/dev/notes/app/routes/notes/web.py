"""What the server shows."""

from sprag import Screen, hydrate, ui

from .components import Notes
from .modules import NotesModule


class NotesScreen(Screen):
    modules = [NotesModule]

    def render(self, data):
        notes = self.module(NotesModule)
        notes.set_state({"from_server": data["greeting"]})
        return ui.div(
            ui.p("Prerendered", data_role="prerendered"),
            ui.input(name="plain", data_role="plain"),
            hydrate(Notes, module=notes),
            ui.div(data_role="tall"),
        )
