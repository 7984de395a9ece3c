"""Where the notes live."""

from sprag import page

from .server import NotesController
from .web import NotesScreen

notes = page(path="/", controller=NotesController, screen=NotesScreen)
