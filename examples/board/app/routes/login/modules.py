"""Signs in."""

from app.ui.live import FormModule


class LoginModule(FormModule):
    busy_text = "Checking…"

    def check(self, values):
        missing = [name for name in ("username", "password") if not values.get(name)]
        return {name: "This is needed." for name in missing}

    async def send(self, values):
        # The answer is a redirect, which the framework follows.
        await self.ask("sign_in", {**values, "next": self.state["next"]}, done="Welcome.")
