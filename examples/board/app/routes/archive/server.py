"""How long the archive is."""

from sprag import Controller


class ArchiveController(Controller):
    route = "/archive"

    def load(self):
        return {"total": 5000}
