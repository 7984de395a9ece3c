"""A team board."""

from sprag import App, shell

from app.services.accounts import accounts
from app.services.boards import boards

app = App(
    routes="app.routes",
    mounts_package="app.mounts",
    shell=shell(template="app/shell.html", css=["app/shell.css"], slot="<!-- page -->"),
    providers={"boards": boards, "auth": accounts},
    metadata={"description": "A team board that is live for everyone who looks."},
    server_mode="websocket",
)
