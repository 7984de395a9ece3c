"""The feed."""

from sprag import page

from .server import ActivityController
from .web import ActivityScreen

activity = page(
    path="/activity",
    controller=ActivityController,
    screen=ActivityScreen,
    metadata={"title": "Activity · Board"},
)
