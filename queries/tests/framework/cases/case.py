from sprag import Module


class Case(Module):
    """What the page lets happen to a case: `on_start`, `scenario`, `on_stop`, `afterwards`; `heard` is what came of it."""

    def __init__(self, screen=None, state=None):
        super().__init__(screen=screen, state=state or {"n": 0})
        self.heard = []

    def hear(self, *what):
        self.heard.append(what[0] if len(what) == 1 else what)
