"""One chapter and the list of all."""

from sprag import Controller

from app.handbook import chapter_at, contents


class ChapterController(Controller):
    route = "/handbook/[...page]"

    def load(self):
        chapter = chapter_at(self.request.params["page"])
        return {
            "__sprag_meta__": {"title": f"{chapter.title} · Handbook" if chapter else "No such chapter"},
            "html": chapter.html if chapter else "<h1>No such chapter</h1>",
            "url": self.request.path,
            "chapters": contents(),
        }
