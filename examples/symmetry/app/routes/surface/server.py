"""Lets the browser watch and drive the server's probe."""

from sprag import Controller, Field, Schema, action


class SurfaceController(Controller):
    route = "/"

    def load(self):
        # The numbers are alive, so they come over the socket and not with the document.
        return {"verbs": ["stop", "start", "call", "write"]}

    def build_events(self, handler):
        handler.on("probe:observe", self.on_observe)

    def on_observe(self, payload=None):
        self.emit_to_caller("probe:counts", self.service("probe").get_state())

    @action(schema=Schema("drive", {"verb": Field(str, required=True)}))
    def drive(self, verb):
        """Does to the probe what a button says, and reports what that changed."""
        probe = self.service("probe")
        verbs = {"stop": probe.stop, "start": probe.start, "call": probe.call, "write": probe.write}
        if verb not in verbs:
            raise ValueError(f"the probe cannot {verb}")
        verbs[verb]()
        return probe.get_state()
