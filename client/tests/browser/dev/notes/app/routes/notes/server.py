"""What the page starts with."""

from sprag import Controller, action


class NotesController(Controller):
    route = "/"

    def load(self):
        return {"greeting": "hello"}

    @action()
    def announce(self):
        self.emit_socket("notes:news", {}, topic="notes")
