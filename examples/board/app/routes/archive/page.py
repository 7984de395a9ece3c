"""The archive, with a stylesheet of its own."""

from sprag import page

from .server import ArchiveController
from .web import ArchiveScreen

archive = page(
    path="/archive",
    controller=ArchiveController,
    screen=ArchiveScreen,
    css=["app/routes/archive/archive.css"],
    metadata={"title": "Archive · Board"},
)
