"""Notes: an app whose files the tests of `sprag dev` edit while it is open."""

from sprag import App, shell

app = App(
    routes="app.routes",
    shell=shell(template="app/shell.html", css=["app/shell.css"]),
    metadata={"title": "Notes"},
)
