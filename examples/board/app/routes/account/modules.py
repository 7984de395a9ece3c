"""Signs out."""

from app.ui.live import LiveModule


class AccountModule(LiveModule):
    def on_start(self):
        self.delegate(self.element, "click", "[data-role='sign-out']", self.on_sign_out)

    async def on_sign_out(self, event):
        await self.ask("sign_out", done="Goodbye.")
