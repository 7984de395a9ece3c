"""Uses the browser directly."""

from sprag import Module, browser, createSelector, createStateStore, dom, imports

VISITS_KEY = "symmetry.visits"


class BrowserSideModule(Module):
    def on_start(self):
        self.readings = createStateStore({"values": self.state["readings"]}, {"name": "readings"})
        # Computed again only if the values are another list.
        self.highest = createSelector(
            [lambda state: state["values"]],
            lambda values: browser.Math.max(*values),
        )
        self.visits = self.count_visit()
        self.draw()
        self.delegate(self.element, "click", "[data-role='add']", self.on_add)

    def count_visit(self):
        visits = int(browser.localStorage.getItem(VISITS_KEY) or "0") + 1
        browser.localStorage.setItem(VISITS_KEY, str(visits))
        return visits

    def on_add(self, event):
        values = self.readings.get("values")
        self.readings.set("values", [*values, values[-1] + values[-2]])
        self.draw()

    def draw(self):
        values = self.readings.get("values")
        dom.query("[data-role='sparkline']").replaceChildren(imports.createSparkline(values))
        self.show_facts(values)

    def show_facts(self, values):
        self.set_state(
            {
                "facts": [
                    {"id": "language", "name": "Language", "value": browser.navigator.language},
                    {"id": "path", "name": "Path", "value": browser.location.pathname},
                    {"id": "visits", "name": "Visits", "value": str(self.visits)},
                    {"id": "count", "name": "Readings", "value": str(len(values))},
                    {"id": "highest", "name": "Highest", "value": str(self.highest(self.readings.getState()))},
                    {"id": "sum", "name": "Sum", "value": imports.units.kilo(sum(values))},
                ]
            }
        )
