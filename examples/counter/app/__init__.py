"""A counter that counts on the server."""

from sprag import App, shell

app = App(
    routes="app.routes",
    shell=shell(template="app/shell.html", css=["app/shell.css"]),
    metadata={"description": "A counter that counts on the server."},
)
