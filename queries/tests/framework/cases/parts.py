import asyncio

from sprag import Component, animate, debounce, infinite_scroll, ref, throttle, ui, virtual_scroll

from cases.case import Case


class Panel(Component):
    heading = ref("h1")

    def show(self, item, note):
        return f"{item}/{note}"

    def open(self, item, *, wide=False):
        return f"{item}/{wide}"

    async def load(self, url, retries):
        return f"{url}*{retries}"

    @debounce(0.005)
    def settle(self, n):
        self.set_state_sync(new_state={"n": n})

    @throttle(5)
    def once(self, n):
        return n

    def save(self):
        return self.module.call_action("save", payload={"from": "panel"})

    def render(self, props=None):
        return ui.section(ui.h1((self.props or {}).get("label", "none")), ui.p(self.state.get("n")))


class Calmed(Case):
    @debounce(0.005)
    async def search(self, text, *, limit=3):
        self.hear("search", text, limit)
        answer = await self.call_action("find", {"text": text})
        self.hear(answer["value"])

    @throttle(5)
    async def fast(self, x):
        self.hear("fast", x)
        return x

    @throttle(5)
    @debounce(0.001)
    def first_of_all(self, x):
        self.hear("first", x)

    @debounce(seconds=0.002)
    @throttle(seconds=5)
    def last_of_all(self, x):
        self.hear("last", x)


class Helper:
    """A plain class that is given the module it works for."""

    def __init__(self, owner):
        self.owner = owner
        self.seen = []

    def wire(self, seconds, **more):
        self.owner.timeout(self.fire, seconds=seconds)
        self.owner.interval(fn=self.fire, seconds=60)
        self.owner.listen(event="helper", fn=self.listened)
        self.owner.add_cleanup(fn=self.closed)
        return self.owner.call_action("save", payload=more)

    def fire(self):
        self.seen.append("fired")

    def listened(self, data, tag="untagged"):
        self.seen.append((data, tag))

    def closed(self):
        self.seen.append("closed")


class Clock:
    """Beside a Module among the bases of a class, whose `tick` it does not have."""

    def start_clock(self):
        self.timeout(self.tick, seconds=0.002)
        self.timeout(fn=self.tick, seconds=0.002)
        callback = self.tick
        callback()


def watched(module, fn):
    module.timeout(fn, seconds=0.002)
    return module.set_state(new_state={"watched": True})


async def answer(module, **payload):
    result = await module.call_action("save", payload=payload)
    return result["value"]


@animate("in")
class Fading(Component):
    def render(self, props=None):
        return ui.header("fading")


@animate(class_name="named")
class Named(Component):
    def render(self, props=None):
        return ui.header("named")


class Feed(Component):
    bottom = ref(".bottom")

    def __init__(self, props=None, state=None):
        super().__init__(props, state or {"items": [1]})
        self.ups = 0

    @infinite_scroll(at="bottom", root_margin="10px")
    async def load(self):
        await asyncio.sleep(0.001)
        self.set_state_sync({"items": [*self.state["items"], len(self.state["items"]) + 1]})

    @infinite_scroll(at=".top", top_at=".above", visible_chunks=3)
    def up(self):
        self.ups += 1

    def render(self, props=None):
        return ui.section(
            ui.i(class_="above"),
            ui.i(class_="top"),
            ui.For(self.state["items"], key=lambda n: n, render=lambda n: ui.p(n)),
            ui.div(class_="bottom"),
        )


@virtual_scroll(chunk=2, initial_chunks=2, max_chunks=3, container_class="box")
class Rows(Component):
    def on_start(self):
        self.items = [f"row {i}" for i in range(7)]

    def total(self):
        return len(self.items)

    def chunk(self, i, context=None):
        return [ui.p(item) for item in self.items[i * 2 : i * 2 + 2]]

    def render(self, props=None):
        return ui.div()
