"""A chapter, rendered on the server."""

from sprag import Screen, ui


class ChapterScreen(Screen):
    def render(self, data):
        links = [self.link(chapter, data["url"]) for chapter in data["chapters"]]
        return ui.div(
            ui.nav(ui.ul(links), aria_label="Chapters"),
            ui.article(ui.HTML(data["html"]), class_="prose"),
            class_="handbook",
        )

    def link(self, chapter, current):
        return ui.li(
            ui.a(
                chapter["title"],
                href=chapter["url"],
                aria_current="page" if chapter["url"] == current else None,
            )
        )
