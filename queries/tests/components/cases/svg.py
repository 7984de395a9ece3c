from sprag import Component, ui

PROPS = {}


class Icon(Component):
    def render(self, props=None):
        return ui.svg(ui.path(d="M0 0L10 10", fill="none"), viewBox="0 0 10 10", width=10, height="10", xmlns="http://www.w3.org/2000/svg")


class Shapes(Component):
    def render(self, props=None):
        return ui.svg(ui.g(ui.circle(cx=1, cy=2, r=0.5), ui.rect(x=0, y=0, width=1.5, height=2), ui.text("t", x=1), transform="rotate(45)"))


class Gradient(Component):
    def render(self, props=None):
        stops = [ui.stop(offset=f"{n}%", **{"stop-color": "red"}) for n in (0, 100)]
        return ui.svg(ui.defs(ui.linearGradient(*stops, id="g"), ui.clipPath(ui.rect(width=1), id="c")), ui.use(href="#g"))


class TitledIcon(Component):
    def render(self, props=None):
        return ui.svg(ui.title("T"), ui.desc("D"), ui.a(ui.text("x"), href="#"), role="img", aria_hidden=False)


class ForeignObject(Component):
    def render(self, props=None):
        return ui.svg(ui.foreignObject(ui.div(ui.p("html")), width=10))


class Chart(Component):
    def render(self, props=None):
        values = [3, 1, 2]
        top = max(values)
        bars = [ui.rect(x=i * 10, y=20 - value * 20 // top, height=value * 20 // top, width=8) for i, value in enumerate(values)]
        points = " ".join(f"{i},{value / top:.2f}" for i, value in enumerate(values))
        return ui.figure(ui.svg(bars, ui.polyline(points=points)), ui.figcaption(f"max {top}"))


class SvgInHtml(Component):
    def render(self, props=None):
        return ui.button(ui.svg(ui.path(d="M0")), ui.span("label"))


class SvgHelper(Component):
    def icon(self, name, size=16):
        return ui.svg(ui.use(href=f"#i-{name}"), width=size, height=size, class_=["icon", f"icon-{name}"])

    def render(self, props=None):
        return ui.p(self.icon("a"), self.icon("b", size=24), self.icon(name="c"))


class StrokeNames(Component):
    def render(self, props=None):
        return ui.svg(ui.path(**{"stroke-width": 2, "stroke-linecap": "round", "fill-rule": "evenodd"}), preserveAspectRatio="none")


class Filters(Component):
    def render(self, props=None):
        return ui.svg(ui.filter(ui.feGaussianBlur(stdDeviation=2), id="f"), ui.mask(ui.rect()), ui.image(href="/a.png"), ui.style("rect { fill: red }"))
