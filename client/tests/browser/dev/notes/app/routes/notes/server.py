"""What the page starts with."""

from sprag import Controller


class NotesController(Controller):
    route = "/"

    def load(self):
        return {"greeting": "hello"}
