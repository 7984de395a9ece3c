"""The account, driven by its module."""

from sprag import Screen, hydrate

from .components import AccountPanel
from .modules import AccountModule


class AccountScreen(Screen):
    modules = [AccountModule]

    def render(self, data):
        account = self.module(AccountModule)
        account.set_state({"name": data["name"]})
        return hydrate(AccountPanel, module=account)
