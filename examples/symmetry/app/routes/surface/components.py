"""The eight rows, with what each side counted."""

from sprag import Component, ui

from app.rows import ROWS


class SurfaceTable(Component):
    def render(self, props=None):
        return ui.div(
            ui.h1("One surface, two runtimes"),
            ui.p(
                "A Service on the server and a Module in the browser run the same lines. "
                "Each counts what happens to it.",
                class_="lead",
            ),
            ui.table(
                ui.thead(
                    ui.tr(
                        ui.th("Row", scope="col"),
                        ui.th("Written as", scope="col"),
                        ui.th("Service", scope="col", class_="number server"),
                        ui.th("Module", scope="col", class_="number browser"),
                    )
                ),
                ui.tbody([self.row(row) for row in ROWS]),
                class_="rows",
            ),
            ui.div(
                self.side("server", "Service"),
                self.side("browser", "Module"),
                class_="sides",
            ),
        )

    def row(self, row):
        return ui.tr(
            ui.th(row["name"], scope="row"),
            ui.td(ui.code(row["code"])),
            self.number("server", row["id"]),
            self.number("browser", row["id"]),
        )

    def number(self, side, row_id):
        counts = self.state.get(side) or {}
        return ui.td(
            str(counts.get(row_id, "–")),
            class_=f"number {side}",
            data_role=f"{side}-{row_id}",
        )

    def side(self, side, title):
        return ui.section(
            ui.h2(title),
            ui.div(
                [self.button(side, verb) for verb in self.state["verbs"]],
                class_="buttons",
            ),
            class_=f"side {side}",
            aria_label=title,
        )

    def button(self, side, verb):
        return ui.button(verb.capitalize(), type="button", data_side=side, data_verb=verb)
