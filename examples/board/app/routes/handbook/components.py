"""One panel per chapter."""

from sprag import ui

from app.ui.panel import Panel


class HandbookContents(Panel):
    def render(self, props=None):
        return ui.div(
            ui.h1("Handbook"),
            ui.p("How we work, as markdown.", class_="lead"),
            ui.div([self.chapter(chapter) for chapter in self.state["chapters"]], class_="grid"),
        )

    def chapter(self, chapter):
        return self.panel(
            chapter["title"],
            ui.p(chapter["description"]),
            ui.a(f"Read {chapter['title']}", href=chapter["url"]),
        )
