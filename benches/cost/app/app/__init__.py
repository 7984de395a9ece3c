"""What `cargo xtask cost` measures: `work.py` and `components.py`, compiled as in any app."""

from sprag import App

app = App(routes="app.routes")
