"""A name and a way out."""

from sprag import ui

from app.ui.panel import Panel


class AccountPanel(Panel):
    def render(self, props=None):
        name = self.state["name"]
        return ui.div(
            ui.h1("Account"),
            ui.p("Whoever is signed in may remove cards.", class_="lead"),
            self.panel(
                name,
                ui.p(self.avatar(name), " ", ui.span(f"Signed in as {name}", data_role="who")),
                ui.button("Sign out", type="button", data_role="sign-out"),
                self.status(),
            ),
            class_="narrow",
        )
