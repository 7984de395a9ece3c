"""A list that is too long for the document."""

from sprag import ui, virtual_scroll

from app.ui.panel import Panel

CHUNK = 40
SUBJECTS = ["Release", "Guide", "Diagram", "Interview", "Bug", "Estimate", "Review"]


@virtual_scroll(chunk=40, max_chunks=5, initial_chunks=2, root=".archive-list")
class ArchiveList(Panel):
    """Draws rows where the reader looks, and takes away the others."""

    def render(self, props=None):
        return ui.div(class_="archive-list", tabindex="0", role="region", aria_label="Archive")

    def total(self):
        return self.props["total"]

    def chunk(self, index):
        first = index * CHUNK
        last = min(first + CHUNK, self.total())
        return ui.div([self.archived(number) for number in range(first, last)])

    def archived(self, number):
        return ui.div(
            ui.span(f"#{number + 1}"),
            ui.span(f"{SUBJECTS[number % len(SUBJECTS)]} {number // len(SUBJECTS) + 1}"),
            self.tag("done", tone="good"),
            class_="archive-row",
        )
