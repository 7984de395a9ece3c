"""The feed, driven by its module."""

from sprag import Screen, hydrate

from .components import ActivityFeed
from .modules import ActivityModule


class ActivityScreen(Screen):
    modules = [ActivityModule]

    def render(self, data):
        feed = self.module(ActivityModule)
        feed.set_state({"entries": data["entries"], "shown": ActivityModule.page_size})
        return hydrate(ActivityFeed, module=feed)
