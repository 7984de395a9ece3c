"""A name and a password."""

from sprag import ui

from app.ui.panel import FormPanel


class LoginPanel(FormPanel):
    submit_text = "Sign in"

    def render(self, props=None):
        return ui.div(
            ui.h1("Sign in"),
            ui.p("As grace, with the password compiler.", class_="lead"),
            self.panel(
                "Your account",
                ui.form(
                    self.field("Name", "username", autocomplete="username"),
                    self.field(
                        "Password",
                        "password",
                        type="password",
                        autocomplete="current-password",
                    ),
                    self.submit(),
                    data_role="form",
                ),
                self.status(),
            ),
            class_="narrow",
        )
