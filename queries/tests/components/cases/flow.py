from sprag import Component, ui

PROPS = {"EarlyReturn": {"loading": True}, "MatchState": {"status": {"kind": "error", "code": 404}}, "Unpacked": {"pair": [1, [2, 3]]}}


class EarlyReturn(Component):
    def render(self, props):
        if props.get("error"):
            return ui.p("error")
        if props["loading"]:
            return ui.p("loading")
        return ui.div("done")


class Reassigned(Component):
    def render(self, props=None):
        label = "a"
        if len(label) == 1:
            label = "b"
        for n in range(3):
            label = label + str(n)
        label += "!"
        return ui.p(label)


class AssignedInBranches(Component):
    def render(self, props=None):
        if self.state.get("big"):
            size = "big"
            tag = ui.h1
        else:
            size = "small"
            tag = ui.h3
        return tag(size)


class LoopVariableAfter(Component):
    def render(self, props=None):
        for item in ["a", "b"]:
            last = item.upper()
        return ui.p(item, last)


class LoopWithElse(Component):
    def render(self, props=None):
        rows = []
        for n in range(2, 12):
            for d in range(2, n):
                if n % d == 0:
                    break
            else:
                rows.append(ui.li(n))
        return ui.ul(rows)


class WhileLoop(Component):
    def render(self, props=None):
        n, steps = 27, []
        while n != 1 and len(steps) < 6:
            n = n // 2 if n % 2 == 0 else 3 * n + 1
            if n == 41:
                continue
            steps.append(str(n))
        return ui.p(" → ".join(steps))


class MatchState(Component):
    def render(self, props):
        match props["status"]:
            case {"kind": "ok"}:
                return ui.p("fine")
            case {"kind": "error", "code": int(code)} if code >= 400:
                return ui.p(f"error {code}", class_="error")
            case _:
                return ui.p("unknown")


class TryRender(Component):
    def render(self, props=None):
        try:
            value = int("not a number")
        except ValueError as error:
            value = -1
            note = type(error).__name__
        finally:
            done = True
        return ui.p(value, " ", note, " ", done)


class MissingKey(Component):
    def render(self, props):
        return ui.p(props["missing"])


class MissingAttribute(Component):
    def render(self, props=None):
        return ui.p(self.nothing_here)


class DivideByZero(Component):
    def render(self, props=None):
        count = len([])
        return ui.p(10 / count)


class ConditionalExpressions(Component):
    def render(self, props=None):
        n = 5
        return ui.p("big" if n > 10 else "medium" if n > 3 else "small", " ", "" if n else "zero", n and "yes" or "no")


class Walrus(Component):
    def render(self, props=None):
        if (count := len("abcd")) > 3:
            return ui.p(f"{count} letters")
        return ui.p("few")


class Unpacked(Component):
    def render(self, props):
        first, (second, third) = props["pair"]
        head, *rest = "abc"
        return ui.p(first, second, third, head, rest)


class NestedFunctions(Component):
    def render(self, props=None):
        total = 0

        def add(n):
            nonlocal total
            total += n
            return ui.li(total)

        return ui.ul([add(n) for n in (1, 2, 3)])


class LateBinding(Component):
    def render(self, props=None):
        makers = [lambda: n for n in range(3)]
        kept = [lambda n=n: n for n in range(3)]
        return ui.p([make() for make in makers], "|", [make() for make in kept])


class Comprehensions(Component):
    def render(self, props=None):
        return ui.table(
            [ui.tr([ui.td(f"{r * c}", class_="even" if (r * c) % 2 == 0 else "odd") for c in range(1, 4)]) for r in range(1, 4) if r != 2]
        )


class DictComprehension(Component):
    def render(self, props=None):
        squares = {f"n{n}": n * n for n in range(4) if n}
        return ui.dl([[ui.dt(name), ui.dd(value)] for name, value in squares.items()])


class ChainedComparison(Component):
    def render(self, props=None):
        return ui.ul([ui.li(n, class_="in" if 1 < n <= 3 else "out") for n in range(5)])


class TruthOfCollections(Component):
    def render(self, props=None):
        values = [[], {}, "", 0, None, [0], {"a": 0}, " ", 0.0, ()]
        return ui.p(["1" if value else "0" for value in values])


class Equality(Component):
    def render(self, props=None):
        return ui.p([1, 2] == [1, 2], {"a": [1]} == {"a": [1]}, "1" == 1, None == 0, (1,) in [(1,)], [] is [])


class NegativeIndexes(Component):
    def render(self, props=None):
        items = ["a", "b", "c"]
        return ui.p(items[-1], items[-2:], "abc"[::-1], items[1:][0], -7 // 2, -7 % 3)


class GlobalCounter(Component):
    def render(self, props=None):
        state = {"n": 0}

        def bump():
            state["n"] += 1
            return state["n"]

        return ui.p(bump(), bump(), bump())


class StringMethods(Component):
    def render(self, props=None):
        text = "  Hello, World  "
        return ui.p(text.strip().title(), "|", text.split(","), "|", "a-b-c".replace("-", "+"), "|", "x".join(["1", "2"]), "|", "abc".find("z"))


class SortedRows(Component):
    def render(self, props=None):
        rows = [{"n": "b", "v": 2}, {"n": "a", "v": 2}, {"n": "c", "v": 10}]
        ordered = sorted(rows, key=lambda row: (-row["v"], row["n"]))
        return ui.ol([ui.li(row["n"], ":", row["v"]) for row in ordered], max(rows, key=lambda row: row["v"])["n"])


class Aggregates(Component):
    def render(self, props=None):
        prices = [1.25, 2.5, 3]
        return ui.p(sum(prices), " ", min(prices), " ", max(prices), " ", any(p > 2 for p in prices), " ", round(sum(prices) / 3, 2))


class IsinstanceBranches(Component):
    def show(self, value):
        if isinstance(value, bool):
            return ui.b(value)
        if isinstance(value, (int, float)):
            return ui.i(value)
        if isinstance(value, list):
            return ui.ul([ui.li(self.show(item)) for item in value])
        return ui.span(value or "none")

    def render(self, props=None):
        return ui.div([self.show(value) for value in [True, 3, 2.5, ["a", [1]], None, ""]])
