"""The modules that others are made of."""

from sprag import Module


class LiveModule(Module):
    """Asks the server and says how it went."""

    busy_text = "One moment…"
    failed_text = "The server did not answer."

    def say(self, text, tone="quiet"):
        self.set_state({"message": text, "message_tone": tone})

    async def ask(self, name, payload=None, *, done=None):
        """What an action returned, or None if there was a problem. The page says which."""
        self.say(self.busy_text)
        try:
            result = await self.call_action(name, payload or {})
        except Exception as error:
            self.say(self.action_error_message(error, self.failed_text), tone="bad")
            return None
        value = result.value or {}
        if value.get("problem"):
            self.say(value["problem"], tone="bad")
            return None
        self.say(done or "", tone="good")
        return value


class FormModule(LiveModule):
    """Sends forms. A subclass names its form and says what to do with it."""

    form_role = "form"

    def on_start(self):
        self.delegate(self.element, "submit", f"[data-role='{self.form_role}']", self.on_submit)

    def on_submit(self, event, form):
        event.prevent_default()
        values = self.form_data(form)
        errors = self.check(values)
        # The component fills the fields from the state, so what was typed has to be there.
        self.set_state({"values": values, "errors": errors})
        if not errors:
            self.send(values)

    def check(self, values):
        """Problems by field name. A form without rules has none."""
        return {}

    def send(self, values):
        raise NotImplementedError("a form has to go somewhere")
