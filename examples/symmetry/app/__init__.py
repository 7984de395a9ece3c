"""The same words on both sides: a Service under Specter and a Module in the browser."""

from sprag import App, shell

from app.services.probe import probe
from app.services.toolbox import toolbox

app = App(
    routes="app.routes",
    shell=shell(template="app/shell.html", css=["app/shell.css"]),
    providers={"probe": probe, "toolbox": toolbox},
    # The surface page talks over a socket.
    server_mode="websocket",
)
