"""The symmetry surface."""

from sprag import page

from .server import SurfaceController
from .web import SurfaceScreen

surface = page(
    path="/",
    controller=SurfaceController,
    screen=SurfaceScreen,
    metadata={"title": "Symmetry"},
)
