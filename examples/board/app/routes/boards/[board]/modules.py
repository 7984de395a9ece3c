"""What happens on a board."""

from sprag import Module, debounce, imports

from app.stores import card_filter
from app.ui.live import FormModule, LiveModule


class ToolbarModule(Module):
    """Writes the filter; the board reads it."""

    def on_start(self):
        self.delegate(self.element, "input", "[name='words']", self.on_words)
        self.delegate(self.element, "change", "[name='owner']", self.on_owner)

    @debounce(0.15)
    def on_words(self, event, field):
        card_filter.set("words", field.value)

    def on_owner(self, event, field):
        card_filter.set("owner", field.value)


class BoardModule(LiveModule):
    """Keeps the cards up to date and moves them about."""

    busy_text = "Saving…"

    def on_start(self):
        self.delegate(self.element, "click", "[data-verb]", self.on_card_button)
        self.subscribe(card_filter, self.on_filter)
        # What others do comes over the socket, what the form on this page does over the page's bus.
        self.on_socket("board:changed", self.on_board_changed)
        self.listen("board:changed", self.on_board_changed)
        self.join_topic(f"board:{self.state['id']}")

    def on_filter(self, values):
        self.set_state({"words": values["words"], "owner": values["owner"]})

    def on_board_changed(self, board):
        self.set_state({"cards": board["cards"]})

    async def on_card_button(self, event, button):
        article = button.closest("[data-card]")
        card = {"board": self.state["id"], "card": article.dataset.card}
        verb = button.dataset.verb
        if verb == "remove":
            await self.change("remove_card", card, done="Removed the card.")
            return
        column = self.neighbour(article.dataset.column, forward=verb == "forward")
        if column is None:
            return
        moved = await self.change(
            "move_card",
            {**card, "column": column["id"]},
            done=f"Moved to {column['name']}.",
        )
        if moved and column["id"] == "done":
            imports.confetti(self.element)

    async def change(self, name, payload, *, done):
        board = await self.ask(name, payload, done=done)
        if board is None:
            return False
        self.on_board_changed(board)
        return True

    def neighbour(self, column_id, *, forward=True):
        """The column next to one, or None at an end."""
        columns = self.state["columns"]
        for index, column in enumerate(columns):
            if column["id"] == column_id:
                target = index + (1 if forward else -1)
                return columns[target] if 0 <= target < len(columns) else None
        return None


class CardFormModule(FormModule):
    """Adds cards."""

    busy_text = "Saving…"

    def check(self, values):
        errors = {}
        if len(values["title"].strip()) < 3:
            errors["title"] = "Three letters or more."
        if not 1 <= int(values["points"] or "0") <= 13:
            errors["points"] = "Between 1 and 13."
        return errors

    async def send(self, values):
        payload = {**values, "board": self.state["id"], "points": int(values["points"])}
        title = values["title"].strip()
        board = await self.ask("add_card", payload, done=f"Added “{title}”.")
        if board is not None:
            self.emit("board:changed", board)
            self.set_state({"values": {}})


class FilesModule(FormModule):
    """Sends files."""

    def on_start(self):
        super().on_start()
        self.on_socket("board:changed", self.on_board_changed)

    def on_board_changed(self, board):
        # Drawing the form again would take away a file that was chosen but not sent.
        if board["files"] != self.state["files"]:
            self.set_state({"files": board["files"]})

    def on_submit(self, event, form):
        # `form_data` refuses files; `upload_form` takes the form as it is.
        event.prevent_default()
        self.send(form)

    async def send(self, form):
        try:
            result = await self.upload_form("attach", form, self.on_progress)
        except Exception as error:
            self.say(self.action_error_message(error, self.failed_text), tone="bad")
            return
        if result.value.get("problem"):
            self.say(result.value["problem"], tone="bad")
            return
        self.on_board_changed(result.value)
        self.say("Attached.", tone="good")

    def on_progress(self, progress):
        self.say(f"Sending, {progress.get('percent', 0)} %")
