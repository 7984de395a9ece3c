"""The browser half: listens, asks the server, and shows the answer."""

from sprag import Module


class CounterModule(Module):
    def on_start(self):
        self.delegate(self.element, "click", "[data-step]", self.on_step)

    async def on_step(self, event, button):
        request = {"count": self.state["count"], "by": int(button.dataset.step)}
        try:
            result = await self.call_action("step", request)
            # The component follows the module's state.
            self.set_state(result.value)
        except Exception as error:
            self.set_state({"message": self.action_error_message(error, "The server did not answer.")})
