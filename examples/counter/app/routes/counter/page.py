"""Where the counter lives."""

from sprag import page

from .server import CounterController
from .web import CounterScreen

counter = page(
    path="/",
    controller=CounterController,
    screen=CounterScreen,
    metadata={"title": "Counter"},
)
