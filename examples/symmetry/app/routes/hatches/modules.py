"""Asks for one hatch at a time."""

from sprag import Module


class HatchesModule(Module):
    def on_start(self):
        self.delegate(self.element, "click", "[data-hatch]", self.on_use)
        self.on_socket("toolbox:answer", self.on_handler_answer)

    async def on_use(self, event, button):
        hatch = button.dataset.hatch
        if hatch == "handler":
            self.emit_socket("toolbox:knock", {"visitor": "browser"})
            return
        try:
            result = await self.call_action("use", {"hatch": hatch})
            self.show(hatch, result.value["text"])
        except Exception as error:
            self.set_state({"status": self.action_error_message(error, "The server did not answer.")})

    def on_handler_answer(self, payload):
        self.show("handler", payload["text"])

    def show(self, hatch, text):
        self.set_state({"answers": {**self.state["answers"], hatch: text}, "status": ""})
