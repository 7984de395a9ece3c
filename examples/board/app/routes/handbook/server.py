"""The list of chapters."""

from sprag import Controller

from app.handbook import contents


class HandbookController(Controller):
    route = "/handbook"

    def load(self):
        return {"chapters": contents()}
