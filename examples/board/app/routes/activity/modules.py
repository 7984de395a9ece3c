"""Shows more as the reader gets there."""

from sprag import infinite_scroll

from app.ui.live import LiveModule


class ActivityModule(LiveModule):
    page_size = 20

    @infinite_scroll(at="[data-role='feed-end']", root_margin="150px")
    def on_more(self):
        if self.state["shown"] < len(self.state["entries"]):
            self.set_state({"shown": self.state["shown"] + self.page_size})
