from sprag import Component, Module, ui


class Counter(Module):
    limit = 3

    def on_start(self):
        self.set_state({"count": 0, "words": ["a", *"bc"], **{"more": 1}})

    async def add(self, amount=1, *rest, step: int = 2, **options):
        for index, word in enumerate(self.state["words"]):
            if (found := word.strip()) and not index % 2:
                self.set_state({"count": self.state.get("count", 0) + amount, found: f"{word!r:>{amount}}"})
        await self.call_action("add", amount=amount)


class Badge(Component):
    def render(self, props=None):
        items = [ui.li(str(key), class_="x") for key, value in self.state.items() if value is not None]
        with_default = lambda value, other=None: value or other
        match props:
            case {"kind": "a" | "b" as kind, **rest}:
                return ui.p(kind, *items)
            case [first, *others] if others:
                return ui.ul(first, *others)
            case _:
                pass
        try:
            return ui.p("Count: ", with_default(1), on_click=self.on_click)
        except (KeyError, ValueError) as error:
            raise RuntimeError(str(error)) from error
        finally:
            self.last = {*items}

    def on_click(self, event):
        self.state["count"] += 1
        del self.state["words"][0:1]
