"""One card per hatch."""

from sprag import Component, ui


class HatchCards(Component):
    def render(self, props=None):
        return ui.div(
            ui.h1("What only the server has"),
            ui.p("Each button uses one primitive of Specter and shows what it said.", class_="lead"),
            ui.div([self.card(hatch) for hatch in self.state["hatches"]], class_="hatches"),
            ui.p(self.state["status"], class_="status", role="status", data_role="status"),
        )

    def card(self, hatch):
        hatch_id = hatch["id"]
        return ui.section(
            ui.h2(ui.code(hatch["name"])),
            ui.p(hatch["text"]),
            ui.div(
                ui.button(
                    "Use it",
                    type="button",
                    data_hatch=hatch_id,
                    aria_label=f"Use {hatch['name']}",
                ),
            ),
            ui.output(self.state["answers"].get(hatch_id, ""), data_role=f"answer-{hatch_id}"),
            class_="hatch",
        )
