"""The timer and the choice of cards."""

from sprag import ui

from app.ui.panel import Panel


class FocusApp(Panel):
    empty_text = "Nobody is doing anything."

    def render(self, props=None):
        return ui.div(
            ui.h1("Focus"),
            ui.p("One card at a time.", class_="lead"),
            ui.div(self.timer(), self.choices(), class_="focus"),
        )

    def timer(self):
        running = self.state.get("running", False)
        return self.panel(
            self.chosen_title(default="Choose a card"),
            ui.p(self.clock_face(), class_="time", data_role="time"),
            ui.button("Pause" if running else "Start", type="button", class_="primary", data_role="switch"),
            " ",
            ui.button("Skip a minute", type="button", data_role="skip"),
            self.status(),
        )

    def clock_face(self):
        minutes, seconds = divmod(self.state.get("seconds", 0), 60)
        return f"{minutes:02d}:{seconds:02d}"

    def chosen_title(self, default=""):
        for card in self.state["cards"]:
            if card["id"] == self.state["chosen"]:
                return card["title"]
        return default

    def choices(self):
        cards = self.state["cards"]
        return self.panel(
            "Doing",
            ui.div([self.choice(card) for card in cards], class_="choices") if cards else self.empty(),
        )

    def choice(self, card):
        return ui.button(
            card["title"],
            type="button",
            data_choose=card["id"],
            aria_pressed="true" if card["id"] == self.state["chosen"] else "false",
        )
