"""The contents of the handbook."""

from sprag import page

from .server import HandbookController
from .web import HandbookScreen

handbook = page(
    path="/handbook",
    controller=HandbookController,
    screen=HandbookScreen,
    mode="document",
    metadata={"title": "Handbook · Board"},
)
