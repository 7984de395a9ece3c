"""The account of whoever is signed in."""

from sprag import page

from .server import AccountController
from .web import AccountScreen

account = page(
    path="/account",
    controller=AccountController,
    screen=AccountScreen,
    metadata={"title": "Account · Board"},
)
