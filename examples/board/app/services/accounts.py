"""Who may sign in. A real app would ask an identity provider; the hooks are the same."""

from hashlib import scrypt
from hmac import compare_digest


def hashed(password):
    return scrypt(password.encode(), salt=b"board example", n=2**12, r=8, p=1)


class Accounts:
    """The auth provider: `App` calls the hooks below for every request."""

    name = "auth"

    def __init__(self):
        self.people = {"grace": {"id": "grace", "name": "Grace Hopper", "password": hashed("compiler")}}

    def check(self, username, password):
        """The person with this name and password, or None."""
        person = self.people.get(username.strip().lower())
        if person is None or not compare_digest(person["password"], hashed(password)):
            return None
        return person

    def load_user(self, session, request):
        return self.people.get(session.get("person"))

    def load_active_profile(self, user, session, request):
        return None

    def login_session(self, user, session, request, extra_session=None):
        session.set("person", user["id"])

    def set_active_profile(self, profile, user, session, request, extra_session=None):
        """There are no profiles."""

    def authorize(self, user, active_profile, session, request, *, roles=None, permissions=None):
        return user is not None

    def public_snapshot(self, user, session, request):
        viewer = {"id": user["id"], "name": user["name"]} if user else None
        return {"viewer": viewer, "active_profile": None}


accounts = Accounts()
