"""The parts of a board."""

from sprag import ui

from app.ui.panel import FormPanel, Panel
from app.words import matches, plural


class BoardToolbar(FormPanel):
    """Says which cards to show."""

    def render(self, props=None):
        everyone = [{"id": "", "name": "Everyone"}]
        people = [{"id": name, "name": name} for name in self.state["people"]]
        return ui.div(
            self.field("Find cards", "words", type="search"),
            self.choice("Owner", "owner", everyone + people),
            class_="toolbar",
            role="search",
        )


class BoardView(Panel):
    """The columns."""

    tone = "sunken"
    empty_text = "No card here."

    def render(self, props=None):
        return ui.div(
            ui.div([self.column(column) for column in self.state["columns"]], class_="columns"),
            self.status(),
        )

    def column(self, column):
        cards = self.cards_in(column["id"])
        points = sum([card["points"] for card in cards])
        return self.panel(
            column["name"],
            ui.For(cards, key="id", render=lambda card: self.card(card)),
            self.empty() if not cards else None,
            note=f"{plural(len(cards), 'card')} · {plural(points, 'point')}",
        )

    def cards_in(self, column_id):
        """The cards of a column that pass the filter, heaviest first."""
        shown = [
            card
            for card in self.state["cards"]
            if card["column"] == column_id
            and matches(card["title"], self.state["words"])
            and self.state["owner"] in ("", card["owner"])
        ]
        return sorted(shown, key=lambda card: (-card["points"], card["title"]))

    def card(self, card):
        return ui.article(
            ui.h3(card["title"]),
            ui.footer(
                self.avatar(card["owner"]),
                self.tag(plural(card["points"], "point"), tone="accent" if card["points"] >= 5 else "quiet"),
                ui.span(class_="spacer"),
                self.card_button(card, "back", "←", "Move back"),
                self.card_button(card, "forward", "→", "Move forward"),
                self.card_button(card, "remove", "×", "Remove"),
            ),
            class_="card",
            data_card=card["id"],
            data_column=card["column"],
        )

    def card_button(self, card, verb, text, label):
        return ui.button(text, type="button", data_verb=verb, aria_label=f"{label}: {card['title']}")


class CardForm(FormPanel):
    """A new card. It is a root of its own, so that live cards never touch what somebody types."""

    submit_text = "Add card"

    def render(self, props=None):
        people = [{"id": name, "name": name} for name in self.state["people"]]
        return self.panel(
            "New card",
            ui.form(
                self.field("Title", "title"),
                self.field("Points", "points", type="number", default="1"),
                self.choice("Owner", "owner", people),
                self.submit(),
                data_role="form",
            ),
            self.status(),
        )


class BoardFiles(FormPanel):
    """What is attached to the board."""

    empty_text = "No file is attached."
    submit_text = "Attach"

    def render(self, props=None):
        files = self.state["files"]
        return self.panel(
            "Files",
            self.file_list(files) if files else self.empty(),
            ui.form(
                ui.input(type="hidden", name="board", value=self.state["id"]),
                self.field("File", "file", type="file"),
                self.submit(),
                data_role="form",
            ),
            self.status(),
            note=plural(len(files), "file"),
        )

    def file_list(self, files):
        return ui.ul(
            [ui.li(f"{file['name']} ({plural(file['size'], 'byte')})") for file in files],
            data_role="files",
        )
