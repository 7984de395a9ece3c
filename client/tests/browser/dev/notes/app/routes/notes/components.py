"""What the browser draws."""

from sprag import Component, ref, ui

from app.words import label


class Badge(Component):
    def render(self, props=None):
        return ui.b(f"started {self.state['starts']}", data_role="badge")


class Notes(Component):
    heading = ref("[data-role='heading']")

    def render(self, props=None):
        return ui.section(
            ui.h1(label(self.state["count"]), data_role="heading"),
            ui.p(self.state["from_server"], data_role="from-server"),
            ui.p(f"{self.state['ticks']} ticks, {self.state['pings']} pings", data_role="heard"),
            ui.p(f"{self.state['news']} news, tallied {self.state['tallied']} times", data_role="told"),
            ui.button("Add", type="button", data_role="add"),
            ui.label("Draft", ui.input(name="draft", data_role="draft")),
            ui.textarea(name="body", data_role="body"),
            ui.input(name="done", type="checkbox", data_role="done"),
            ui.details(ui.summary("More", data_role="more"), ui.p("The rest."), data_role="details"),
            ui.div(ui.div(data_role="tall"), data_role="scroller", style={"height": "100px", "overflow": "auto"}),
            ui.div(data_role="aside"),
        )
