"""The server's escape hatches."""

from sprag import page

from .server import HatchesController
from .web import HatchesScreen

hatches = page(
    path="/hatches",
    controller=HatchesController,
    screen=HatchesScreen,
    metadata={"title": "Server only · Symmetry"},
)
