"""Shows an account, and closes the session."""

from sprag import Controller, action, requires_auth


@requires_auth()
class AccountController(Controller):
    route = "/account"

    def load(self):
        return {"name": self.request.user["name"]}

    @action(derive=True)
    def sign_out(self):
        self.logout()
        return self.redirect("/login", status=303)
