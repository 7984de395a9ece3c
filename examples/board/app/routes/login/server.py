"""Opens a session."""

from sprag import Controller, Field, Schema, action

AFTER_LOGIN = "/account"


def own_path(candidate):
    """A path of this site to go on to; anything else would be an open redirect."""
    path = str(candidate or "")
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else AFTER_LOGIN


class LoginController(Controller):
    route = "/login"

    def load(self):
        return {"next": own_path(self.request.query.get("next"))}

    @action(
        schema=Schema(
            "sign_in",
            {
                "username": Field(str, required=True),
                "password": Field(str, required=True),
                "next": Field(str, required=False, default=AFTER_LOGIN),
            },
        )
    )
    def sign_in(self, username, password, next=AFTER_LOGIN):
        person = self.service("auth").check(username, password)
        if person is None:
            return {"problem": "That name and password do not go together."}
        self.login(person, viewer={"id": person["id"], "name": person["name"]})
        return self.redirect(own_path(next), status=303)
