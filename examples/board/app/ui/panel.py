"""The components that others are made of."""

from sprag import Component, ui

from app.words import initials


class Panel(Component):
    """A framed part of a page. Subclasses say what tone it has and what is in it."""

    tone = "plain"
    empty_text = "Nothing here yet."

    def panel(self, title, *children, note="", tone=None):
        return ui.section(
            ui.header(ui.h2(title), ui.span(note, class_="note") if note else None),
            *children,
            class_=f"panel {tone or self.tone}",
            aria_label=title,
        )

    def empty(self, text=None):
        return ui.p(text or self.empty_text, class_="empty")

    def tag(self, text, tone="quiet"):
        return ui.span(text, class_=f"tag {tone}")

    def avatar(self, name):
        return ui.span(initials(name), class_="avatar", title=name, role="img", aria_label=name)

    def status(self):
        """The line that `LiveModule.say` writes to."""
        return ui.p(
            self.state.get("message", ""),
            class_=f"status {self.state.get('message_tone', 'quiet')}",
            role="status",
            data_role="status",
        )


class FormPanel(Panel):
    """A panel with a form in it. What was typed and what is wrong with it come from `FormModule`."""

    submit_text = "Save"

    def field(self, label, name, *, type="text", default="", autocomplete="off"):
        error = self.state.get("errors", {}).get(name)
        return ui.label(
            ui.span(label),
            ui.input(
                type=type,
                name=name,
                # Only the reader may choose a file.
                value=None if type == "file" else self.typed(name, default),
                autocomplete=autocomplete,
                aria_invalid="true" if error else None,
            ),
            ui.em(error or "", data_role=f"error-{name}"),
            class_="field",
        )

    def choice(self, label, name, options, *, default=""):
        chosen = self.typed(name, default)
        return ui.label(
            ui.span(label),
            ui.select([self.option(option, option["id"] == chosen) for option in options], name=name),
            class_="field",
        )

    def option(self, option, chosen=False):
        return ui.option(option["name"], value=option["id"], selected=True if chosen else None)

    def submit(self, text=None):
        return ui.button(text or self.submit_text, type="submit", class_="primary")

    def typed(self, name, default=""):
        return self.state.get("values", {}).get(name, default)
