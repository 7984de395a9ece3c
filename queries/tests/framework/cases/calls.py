import asyncio
from functools import partial

from sprag import createSelector, createStateStore, dom, ui

from cases.case import Case
from cases.parts import Panel, answer
from cases.shelf import till


class MethodsTakeKeywordsWhoeverCallsThem(Case):
    expected = ["1/2", "2/1", "3/False", "4/True", "p/q", "5/6", "7/8", "9/10", "y/z", "u*2", ["a*1", "b*3"]]

    async def scenario(self):
        self.panel = Panel()
        panels = [self.panel]
        self.hear(self.panel.show(item=1, note=2))
        self.hear(panels[0].show(note=1, item=2))
        self.hear(self.panel.open(item=3))
        self.hear(self.panel.open(4, wide=True))
        for each in panels:
            self.hear(each.show(note="q", item="p"))
        self.hear(self.panel.show(**{"item": 5, "note": 6}))
        self.hear(self.panel.show(*[7], note=8))
        show = self.panel.show
        self.hear(show(note=10, item=9))
        self.hear(partial(self.panel.show, note="z")("y"))
        self.hear(await self.panel.load(retries=2, url="u"))
        self.hear(await asyncio.gather(self.panel.load("a", retries=1), self.panel.load(retries=3, url="b")))


class KeptMethodsTakeKeywords(Case):
    expected = ["2-1", "k-l", "u-v", "4-5", {"a": 1}, {"b": 2}, {"c": 3}, {"d": 4}]

    async def scenario(self):
        kept = self.pair
        self.hear(kept(b=1, a=2))
        self.hear({"pair": self.pair}["pair"](a="k", b="l"))
        self.hear(self.use(self.pair))
        self.hear(partial(self.pair, b=5)(4))
        call = self.call_action
        self.hear((await call(name="save", payload={"a": 1}))["value"])
        self.hear((await self.ask(self.call_action))["value"])
        self.hear((await partial(self.call_action, "save")(payload={"c": 3}))["value"])
        self.hear(await answer(self, d=4))

    def pair(self, a, b):
        return f"{a}-{b}"

    def use(self, fn):
        return fn(a="u", b="v")

    def ask(self, call):
        return call(payload={"b": 2}, name="save")


class MissingAndUnknownKeywordsRaise(Case):
    expected = [
        "Panel.show() missing 1 required positional argument: 'note'",
        "Panel.show() got an unexpected keyword argument 'nope'",
    ]

    def on_start(self):
        self.panel = Panel()
        try:
            self.panel.show(item=1)
        except TypeError as error:
            self.hear(str(error))
        try:
            self.panel.show(item=1, note=2, nope=3)
        except TypeError as error:
            self.hear(str(error))


class ComponentsCallTheirModule(Case):
    expected = [{"from": "panel"}, "none1", "none2"]

    async def scenario(self):
        panel = self.adopt_component(component=Panel(), options={"start_args": [self.element]})
        panel.module = self
        self.panels = {"main": panel}
        result = await panel.save()
        self.hear(result["value"])
        self.panels["main"].set_state_sync(new_state={"n": 1})
        self.hear(panel.element.text_content)
        self.panels["main"].set_state(new_state={"n": 2})
        await asyncio.sleep(0.04)
        self.hear(panel.element.text_content)


class AdoptedComponentsFollowTheirModule(Case):
    expected = [{"n": 5}, ["one0", "two3"], ["one3", "two3"], 0]

    async def scenario(self):
        child = self.adopt(child=Case(state={"n": 5}))
        self.hear(child.state)
        one, two = Panel({"label": "one"}), Panel(props={"label": "two"})
        self.adopt_component(one, {"startArgs": [self.element], "sync": self.follow})
        self.set_state({"n": 3})
        self.adopt_component(two, options={"start_args": [self.element], "sync": lambda c, s, m: c.set_state_sync(s)})
        texts = lambda: [each.text_content for each in self.element.query_selector_all("section")]
        self.hear(texts())
        await asyncio.sleep(0)
        self.hear(texts())

    def follow(self, component, state, module=None):
        component.set_state_sync({"n": state["n"]})

    def afterwards(self):
        self.hear(self.element.query_selector_all("section").length)


class SubscriptionsGiveWhatEndsThem(Case):
    expected = [
        ("bus", 1),
        ("bus", None),
        ("till", 2),
        ("own", 0),
        ("ended", None),
        ("batched", {"n": 7, "a": 1, "b": 2}),
        ("last", 9),
        "cleaned",
        ("first", "default"),
    ]

    async def scenario(self):
        endings = [
            self.listen(event="told", fn=lambda data: self.hear("bus", data)),
            self.subscribe(till, self.changed),
        ]
        self.emit(event="told", data=1)
        self.emit("told")
        till.set("cash", 2)
        endings.append(self.watch_state(fn=lambda state: self.hear("own", state["n"])))
        self.hear("ended", [end() for end in endings[:2]][0])
        endings[2]()
        self.emit("told", 3)
        till.reset()
        self.set_state(new_state={"n": 4})
        self.batch_state(lambda state: state.update(n=7))
        self.batch_state(fn=self.several)
        self.hear("batched", self.state)
        await asyncio.sleep(0)
        self.subscribe(self.own)
        self.add_cleanup(self.cleaned)
        self.add_cleanup(fn=lambda: self.hear("cleaned"))
        self.set_state({"n": 9})
        await asyncio.sleep(0)

    def several(self):
        self.set_state({"a": 1})
        self.set_state({"b": 2})

    def own(self, state):
        self.hear("last", state["n"])

    def changed(self, state):
        self.hear("till", state["cash"])

    def cleaned(self, word="default"):
        self.hear("first", word)


class StoresTakeKeywordsWhoeverHoldsThem(Case):
    expected = [1, 4, 9, ("cash", 1), ("cash", 5), ("path", 5), "none", {"cash": 1}]

    def on_start(self):
        held = {"till": till}
        self.hear(held["till"].get(path="cash", default=0))
        self.hear(self.of(till))
        self.hear(held["till"].get("nothing", default=9))
        stop = held["till"].subscribe(lambda cash: self.hear("cash", cash), selector="cash", immediate=True)
        held["till"].listen(path="cash", fn=lambda cash: self.hear("path", cash))()
        end = held["till"].listen(path="cash", fn=lambda cash: self.hear("path", cash))
        held["till"].set(path="cash", value=5)
        stop()
        end()
        self.hear(held["till"].select(selector="card", default="none"))
        self.hear(held["till"].reset())

    def of(self, store):
        return store.get(path="nothing", default=4)


class FunctionsOfTheFrameworkTakeKeywords(Case):
    expected = [6, {"count": 1}, "mine", "<b>two</b><p>one</p>", 1, "big", "one", None]

    def on_start(self):
        tripled = createSelector(input_selectors=[lambda state: state["n"]], result_func=lambda n: n * 3)
        self.hear(tripled({"n": 2}))
        made = createStateStore(initial_state={"count": 1}, options={"name": "mine"})
        self.hear(made.get_state())
        self.hear(made.name)
        dom.clear(element=self.element)
        dom.append(parent=self.element, child=ui.p("one"))
        dom.insert_before(child=ui.b("two"), parent=self.element, reference=self.element.first_child)
        self.hear(self.element.inner_html)
        self.hear(len(dom.query_all(selector="p", parent=self.element)))
        self.hear(dom.create_icon(svg_string="<svg></svg>", class_name="big").class_name)
        self.hear(dom.query(**{"selector": "p", "parent": self.element}).text_content)
        self.hear(dom.query(parent=self.element, selector="ul"))
