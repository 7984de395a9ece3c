"""The markup. `render` runs in Python for the first paint and in JavaScript from then on."""

from sprag import Component, ui


class CounterCard(Component):
    def render(self, props=None):
        count = self.state["count"]
        return ui.section(
            ui.h1("Counter", id="counter-title"),
            ui.output(str(count), aria_live="polite", data_role="count"),
            ui.div(
                self.step_button("−1", -1, "Count down", disabled=count <= self.state["lowest"]),
                self.step_button("+1", 1, "Count up", disabled=count >= self.state["highest"]),
                class_="buttons",
            ),
            ui.p(self.state["message"], class_="message", role="status", data_role="message"),
            class_="counter",
            aria_labelledby="counter-title",
        )

    def step_button(self, text, by, label, disabled=False):
        return ui.button(
            text,
            type="button",
            class_="primary" if by > 0 else None,
            aria_label=label,
            # `None` leaves the attribute out, on both sides.
            disabled=True if disabled else None,
            data_step=str(by),
        )
