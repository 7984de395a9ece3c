"""The form, driven by its module."""

from sprag import Screen, hydrate

from .components import LoginPanel
from .modules import LoginModule


class LoginScreen(Screen):
    modules = [LoginModule]

    def render(self, data):
        login = self.module(LoginModule)
        login.set_state({"next": data["next"]})
        return hydrate(LoginPanel, module=login)
