import asyncio
from functools import partial

from cases.case import Case
from cases.parts import Calmed, Clock, Helper, Panel, watched


class TimersCountSecondsInEveryCall(Case):
    expected = ["1", "2", "3", "4", "5", "6", "7", "8", "9"]

    def on_start(self):
        self.timeout(lambda: self.hear("1"), 0.01)
        self.timeout(lambda: self.hear("2"), seconds=0.02)
        self.timeout(fn=lambda: self.hear("3"), seconds=0.03)
        self.timeout(*[lambda: self.hear("4"), 0.04])
        self.timeout(**{"fn": lambda: self.hear("5"), "seconds": 0.05})
        later = self.timeout
        later(lambda: self.hear("6"), 0.06)
        later(fn=lambda: self.hear("7"), seconds=0.07)
        partial(self.timeout, seconds=0.08)(lambda: self.hear("8"))
        getattr(self, "timeout")(lambda: self.hear("9"), 0.09)
        self.timeout(lambda: self.hear("never"), 60)

    async def scenario(self):
        await asyncio.sleep(0.15)


class TimersCallWithoutArguments(Case):
    expected = [("default", None), ("loop", 0), ("loop", 1), ("part", "given"), ("async", None)]

    def on_start(self):
        self.timeout(self.fallback, 0.001)
        for i in range(2):
            self.timeout(lambda i=i: self.hear("loop", i), 0.002 + i / 1000)
        self.timeout(partial(self.hear, "part", "given"), 0.005)
        self.timeout(self.slow, 0.006)

    def fallback(self, event=None):
        self.hear("default", event)

    async def slow(self, event=None):
        await asyncio.sleep(0)
        self.hear("async", event)

    async def scenario(self):
        await asyncio.sleep(0.03)


class ClearedTimersDoNotRun(Case):
    expected = [("beats", 2)]

    def on_start(self):
        self.beats = 0
        self.clear_timeout(self.timeout(self.beat, 0.001))
        self.clear_timeout(handle=self.timeout(self.beat, seconds=0.001))
        self.clear_timeout(None)
        self.clear_interval(None)
        self.handle = self.interval(self.beat, 0.002)

    def beat(self):
        self.beats += 1
        if self.beats == 2:
            self.clear_interval(handle=self.handle)
            self.hear("beats", self.beats)

    async def scenario(self):
        await asyncio.sleep(0.03)


class HelpersUseTheModuleTheyAreGiven(Case):
    expected = [{"a": 1}, True, 1, [("sent", "untagged"), "fired", "closed"]]

    async def scenario(self):
        self.helper = Helper(self)
        result = await self.helper.wire(0.002, a=1)
        self.hear(result["value"])
        self.emit("helper", "sent")
        self.count = 0
        self.hear(watched(self, self.counted)["watched"])
        await asyncio.sleep(0.02)
        self.hear(self.count)

    def counted(self):
        self.count += 1

    def afterwards(self):
        self.hear(self.helper.seen)


class Ticking(Clock, Case):
    def tick(self):
        self.hear("tick", self.state["n"])


class AClassBesideTheModuleUsesItsMethods(Case):
    expected = [("tick", 0), ("tick", 0), ("tick", 0)]

    async def scenario(self):
        child = self.adopt(Ticking())
        child.start_clock()
        await asyncio.sleep(0.02)
        self.heard = child.heard


class CalmedMethodsKeepTheirKeywordsAndResults(Case):
    expected = [
        ("fast", 1),
        1,
        None,
        ("first", 1),
        ("last", 2),
        ("search", "ab", 5),
        {"text": "ab"},
    ]

    async def scenario(self):
        calmed = self.adopt(Calmed())
        calmed.heard = self.heard
        calmed.actions = self.actions
        calmed.search("a")
        calmed.search("ab", limit=5)
        self.hear(await calmed.fast(x=1))
        self.hear(calmed.fast(2))
        for x in (1, 2):
            calmed.first_of_all(x=x)
            calmed.last_of_all(x)
        await asyncio.sleep(0.03)


class CalmedComponentsDrawTheLastCall(Case):
    expected = ["none7", (1, None)]

    async def scenario(self):
        self.panel = Panel()
        self.panel.mount(parent=self.element)
        self.panel.settle(6)
        self.panel.settle(n=7)
        await asyncio.sleep(0.02)
        self.hear(self.panel.element.text_content)
        self.hear(self.panel.once(n=1), self.panel.once(n=2))
