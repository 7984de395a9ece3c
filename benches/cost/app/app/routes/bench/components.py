from sprag import Component, ui


class Table(Component):
    def render(self, props=None):
        return ui.table(ui.tbody([self.row(row) for row in self.state["rows"]]), class_="table")

    def row(self, row):
        return ui.tr(
            ui.td(row["id"]),
            ui.td(row["name"], class_="name"),
            ui.td(f"{row['price']:.2f}", class_="price" if row["price"] < 500 else "price high"),
            data_id=str(row["id"]),
        )
