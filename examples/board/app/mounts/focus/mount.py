"""The focus timer: the server gives it its cards, the browser does the rest."""

from sprag import mount

from .modules import ClockProvider, FocusModule
from .server import FocusBoot
from .web import FocusApp

focus = mount(
    "/focus",
    component=FocusApp,
    module=FocusModule,
    boot=FocusBoot,
    providers={"clock": ClockProvider},
    css=["app/mounts/focus/focus.css"],
    metadata={"title": "Focus · Board"},
)
