"""The server half: what the page starts with, and the one thing a browser may ask for."""

from sprag import Controller, Field, Schema, action

LOWEST = 0
HIGHEST = 99


class CounterController(Controller):
    """Counts. The count travels with each request, so the controller keeps none."""

    route = "/"

    def load(self):
        return {"count": LOWEST, "lowest": LOWEST, "highest": HIGHEST}

    @action(
        schema=Schema(
            "step",
            {
                "count": Field(int, required=True),
                "by": Field(int, required=False, default=1),
            },
        )
    )
    def step(self, count, by=1):
        """Moves a count, within the limits."""
        return {"count": max(LOWEST, min(HIGHEST, count + by))}
