"""The entries that are shown so far."""

from sprag import ui

from app.ui.panel import Panel


class ActivityFeed(Panel):
    def render(self, props=None):
        entries = self.state["entries"]
        shown = min(self.state["shown"], len(entries))
        return ui.div(
            ui.h1("Activity"),
            ui.p(f"{shown} of {len(entries)} entries", class_="lead", data_role="shown"),
            ui.div(
                ui.For(entries[:shown], key="id", render=lambda entry: self.entry(entry)),
                class_="feed",
            ),
            ui.p(
                "More below" if shown < len(entries) else "That is all.",
                class_="status",
                data_role="feed-end",
            ),
        )

    def entry(self, entry):
        return ui.div(
            self.avatar(entry["who"]),
            ui.span(f"{entry['who']} {entry['what']}"),
            ui.time(entry["when"]),
            class_="entry",
        )
