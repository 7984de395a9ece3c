"""The home page: a document, nothing in it runs in the browser."""

from sprag import page

from .server import HomeController
from .web import HomeScreen

home = page(
    path="/",
    controller=HomeController,
    screen=HomeScreen,
    mode="document",
    metadata={"title": "Board"},
)
