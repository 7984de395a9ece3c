import asyncio

from sprag import browser, imports, ref

from cases.case import Case
from cases.parts import Fading, Feed, Named, Rows


class RefsAreADictAndAttributes(Case):
    form = ref("form")
    my_input = ref("input[name='q']")
    nothing = ref(".nothing")

    expected = [
        ("FORM", "v", None),
        ("v", "v", "v"),
        ("FORM", "default", None),
        ["form", "my_input", "nothing"],
        ["form", "my_input"],
        (3, True, False),
        "new",
    ]

    def on_start(self):
        self.hear(self.form.tag_name, self.my_input.value, self.nothing)
        self.hear(self.refs.my_input.value, self.refs["my_input"].value, getattr(self, "my_input").value)
        self.hear(self.refs.get("form").tag_name, self.refs.get("zzz", "default"), self.refs.get("zzz"))
        self.hear(sorted(self.refs))
        self.hear([name for name, found in self.refs.items() if found])
        self.hear(len(self.refs), "my_input" in self.refs, "myInput" in list(self.refs))
        self.my_input.value = "new"
        self.hear(self.refs.my_input.value)


class ListenersEndWithTheFunctionThatWasAdded(Case):
    expected = ["click", "kept", ("loop", 0), ("loop", 1), "B", ("b", 0), "resize"]

    def on_start(self):
        a, b = self.element.query_selector(".a"), self.element.query_selector(".b")
        kept = lambda event: self.hear("kept")
        self.on(a, "click", self.clicked)
        self.on(target=a, event="click", fn=kept)
        for i in range(2):
            self.on(a, "click", lambda event, i=i: self.hear("loop", i))
        a.click()
        self.off(a, "click", self.clicked)
        self.off(target=a, event="click", fn=kept)
        self.heard_before = len(self.heard)
        a.click()
        self.heard = self.heard[: self.heard_before]
        self.on(None, "click", self.clicked)
        self.delegate(self.element, "click", "button", self.delegated)
        self.delegate(target=self.element, event="click", selector=".b", fn=lambda event, target, n=0: self.hear(target.class_name, n))
        b.click()
        self.on(browser.window, "resize", self.clicked)
        browser.window.dispatchEvent(browser.Event.new("resize"))

    def clicked(self, event):
        self.hear(event.type)

    def delegated(self, event, target):
        self.hear(target.text_content)


class SocketsTakeKeywordsAndGiveWhatEndsThem(Case):
    expected = [
        (True, True, True),
        ("news", 1, "x"),
        ("named", 1),
        ("named", 2),
        ("list", {}, None),
        ("down", {"q": 1}),
        ("list", {"z": 1}, {"payload": {"z": 1}}),
        [["hi", None], ["hi", {"a": 1}], ["join", "t"], ["leave", "t"]],
    ]

    def on_start(self):
        self.end = self.on_socket("news", self.news)
        self.on_socket(event="news", fn=lambda payload: self.hear("named", payload["n"]))
        self.on_socket("gone", self.news)
        self.off_socket(event="gone", fn=self.news)
        self.emit_socket("hi")
        self.hear(self.emit_socket(event="hi", payload={"a": 1}), self.join_topic(topic="t"), self.leave_topic("t"))
        self.refetch_on_socket(action="list", on_result=self.fetched)
        self.refetch_on_socket("again", action="fail", on_error=lambda error, payload: self.hear(str(error), payload))
        self.refetch_on_socket("third", "list", self.fetched)

    async def scenario(self):
        await self.socket.receive("news", {"n": 1})
        self.end()
        await self.socket.receive("news", {"n": 2})
        await self.socket.receive("gone", {"n": 3})
        await self.socket.receive("sprag:refetch", None)
        await self.socket.receive("again", {"q": 1})
        await self.socket.receive("third", {"payload": {"z": 1}})

    def news(self, payload, extra="x"):
        self.hear("news", payload["n"], extra)

    def fetched(self, result, payload=None):
        self.hear(result["action"], result["value"], payload)

    def afterwards(self):
        self.hear(self.socket.sent)


class ActionsAndUploadsTakeKeywords(Case):
    expected = [
        {"a": 1},
        {},
        ("down", 422, "bad", "down"),
        "nothing",
        '["/x",{"replace":true}]',
        '[{"title":"t"},{"replace":true}]',
        "FORM",
        ("progress", 50, "more"),
        "FORM",
        ("progress", 50, "more"),
        {"z": 1},
        None,
    ]

    async def scenario(self):
        self.hear((await self.call_action(payload={"a": 1}, name="save"))["value"])
        self.hear((await self.call_action("save"))["value"])
        try:
            await self.call_action("fail")
        except Exception as error:
            self.hear(str(error), error.status, error.response["error"], self.action_error_message(error))
        self.hear(self.action_error_message(error=None, fallback="nothing"))
        self.hear(self.navigate(target="/x", options={"replace": True}))
        self.set_metadata({"title": "t"}, options={"replace": True})
        self.hear(browser.metadata)
        form = self.element.query_selector("form")
        self.hear(self.form_data(source=form)["source"])
        self.hear((await self.upload_form("up", source=form, on_progress=self.progress))["source"])
        self.hear((await self.upload("up", form, {"z": 1}, on_progress=self.progress))["payload"])
        self.hear((await self.upload(name="up", file=form))["payload"])

    def progress(self, done, extra="more"):
        self.hear("progress", done, extra)


class ImportsAndTheBrowserAreJavaScript(Case):
    expected = [[1, 2], [1, {"color": "red"}], 3, [5], '{"a":[1,null,true]}', "/shop/", "a%20b", "1", ("then", 4)]

    async def scenario(self):
        self.hear(imports.chart.draw(1, 2))
        self.hear(imports.chart.draw(1, color="red"))
        self.hear(imports.chart.Line.new(3).length)
        draw = imports.chart.draw
        self.hear(draw(5))
        self.hear(browser.JSON.stringify({"a": [1, None, True]}))
        self.hear(browser.location.pathname)
        self.hear(browser.encodeURIComponent("a b"))
        self.hear(browser.URL.new("https://a.b/c?d=1").search_params.get("d"))
        browser.Promise.resolve(4).then(lambda value: self.hear("then", value))
        await asyncio.sleep(0.001)


class AnimatedComponentsWearTheirClass(Case):
    expected = [["in", "named"], ["", ""], 0]

    async def scenario(self):
        parts = [Fading(), Named({})]
        for part in parts:
            part.mount(self.element)
        await asyncio.sleep(0.06)
        self.hear([part.element.class_name for part in parts])
        leaving = [part.unmount() for part in parts]
        self.hear([part.element.class_name for part in parts])
        for each in leaving:
            await each
        self.hear(self.element.query_selector_all("header").length)


class SentinelsCallTheirMethod(Case):
    expected = [["1", "2"], 2]

    async def scenario(self):
        feed = self.adopt_component(Feed(), {"start_args": [self.element]})
        browser.see(feed.element.query_selector(".bottom"))
        await asyncio.sleep(0.02)
        self.hear([row.text_content for row in self.element.query_selector_all("p")])
        browser.see(feed.element.query_selector(".top"))
        browser.see(feed.element.query_selector(".above"))
        self.hear(feed.ups)


class VirtualListsDrawTheirChunks(Case):
    expected = [["row 0", "row 1", "row 2", "row 3"], [0, 1], 0]

    async def scenario(self):
        rows = Rows()
        rows.mount(self.element)
        await asyncio.sleep(0.04)
        self.hear([row.text_content for row in self.element.query_selector_all(".box p")])
        self.hear(rows.virtual_scroll.debug_state()["visibleChunks"])
        rows.unmount()
        self.hear(self.element.query_selector_all("p").length)
