from sprag import Component, ui

PROPS = {}

LIMIT = 3


def initials(name):
    return "".join(part[0] for part in name.split()).upper()


def tone_of(n):
    if n < 0:
        return "negative"
    return "high" if n > LIMIT else "normal"


def page_title(text, *, level=1):
    return getattr(ui, f"h{level}")(text, class_="title") if level > 3 else [ui.h1, ui.h2, ui.h3][level - 1](text)


def pill(text, active=False):
    return ui.span(text, class_=["pill", active and "is-active"], aria_pressed="true" if active else None)


def badge_row(labels):
    return ui.div(*[Badge({"label": label}) for label in labels], class_="row")


class Badge(Component):
    TONES = {"info": "blue", "warn": "orange"}

    def render(self, props):
        tone = props.get("tone", "info")
        return ui.span(props.get("label", "?"), class_=f"badge badge-{self.TONES[tone]}")


class Panel(Component):
    def render(self, props=None):
        return ui.section(ui.h2(self.props.get("title")), ui.div(self.props.get("body")))
