"""App-like code that leans on another file."""

from dataclasses import asdict, replace

from . import shared_shop
from .shared_shop import Base, Line, Status, countdown, money, pages, total, window
from .shared_shop import money as show


class Child(Base):
    kind = "child"

    def __init__(self, name, extra=0, **options):
        super().__init__(name, **options)
        self.extra = extra

    def describe(self):
        return super().describe() + f" +{self.extra}"

    def note(self, *texts, **options):
        super().note("child", *texts, **options)
        return self


class Grand(Child):
    kind = "grand"

    @property
    def label(self):
        return super().label.upper()

    def describe(self):
        return "<" + super().describe() + ">"


def case_total_default(): return total([{"price": 10, "count": 2}, {"price": 2.5, "count": 4}])
def case_total_extra(): return total([{"price": 10, "count": 2}], 1, 2, rate=0, b=1, a=2)
def case_total_module(): return shared_shop.total([], rate=1, rounding=0)
def case_money(): return [money(1234567.891), money(5, "usd"), money(0, currency="gbp", digits=0), show(-3.5)]
def case_money_options():
    options = {"currency": "usd", "digits": 1}
    return [money(2, **options), money(*[3, "eur"])]
def case_pages(): return [pages(0), pages(1), pages(10), pages(11), pages(95, 10), pages(7, size=3)]
def case_window():
    items = list(range(25))
    return [window(items), window(items, 3), window(items, page=2, size=7), window(items, 99), window(items, 0)]
def case_child(): return Child("a", 3, active=False).describe()
def case_grand(): return Grand("b").describe()
def case_classmethod():
    return [Child.make("  x ", active=False).describe(), Grand.make("y", extra=4).describe(), Base.make("z").kind]
def case_staticmethod(): return [Base.clean("Ab"), Child.clean("Ab", upper=True), Grand("q").clean("Zz")]
def case_note(): return Child("n").note("a", "b", sep="-").note("c").log
def case_property_set():
    base = Base("x")
    base.label = "any:thing"
    return [base.name, base.label]
def case_property_no_setter():
    grand = Grand("x")
    grand.label = "no"
    return grand.label
def case_class_attribute_shared():
    a, b = Base("a"), Child("b")
    a.limits["high"] = 9
    result = [dict(b.limits), Base.limits is Child.limits]
    del Base.limits["high"]
    return result
def case_class_attribute_own():
    a = Base("a")
    a.kind = "own"
    return [a.kind, Base.kind, a.label, Base("b").label]
def case_class_attribute_change():
    class Local(Base):
        kind = "local"
    first = Local("f")
    Local.kind = "changed"
    return [first.kind, first.label, Base.kind]
def case_line(): return [repr(Line("a")), Line("a") == Line("a", 1.0), Line("b", 2.5, 4).cost, asdict(Line("c", tags=["x"]))]
def case_line_replace():
    line = Line("a", tags=["t"])
    other = replace(line, name="b", count=5)
    other.tags.append("shared")
    return [line.tags, other.name, other.count, line.count]
def case_line_defaults_apart():
    a, b = Line("a"), Line("b")
    a.tags.append(1)
    return [a.tags, b.tags]
def case_line_sort():
    lines = [Line("b", 3.5), Line("a", 3.5), Line("c", 1.5)]
    return [line.name for line in sorted(lines, key=lambda line: (-line.price, line.name))]
def case_status(): return [Status.OPEN.title, Status("done").name, Status.parse("x").value, Status.parse("x", Status.DONE).value, Status.parse("done") is Status.DONE]
def case_status_state():
    counts = {status: 0 for status in Status}
    for text in ["open", "done", "open"]:
        counts[Status(text)] += 1
    return [(status.value, count) for status, count in counts.items()]
def case_status_unknown():
    return Status("nope")
def case_countdown(): return [list(countdown(3)), list(countdown(5, step=2))]
def case_countdown_from():
    def outer():
        result = yield from countdown(2)
        yield result
    return list(outer())
def case_unknown_receiver_keywords():
    things = [Base("a"), Child("b")]
    return [thing.note("x", "y", sep="/").log for thing in things]
def case_unknown_receiver_defaults():
    makers = {"base": Base, "child": Child}
    return [makers[kind](kind, active=False).describe() for kind in sorted(makers)]
def case_unknown_function_keywords():
    functions = [money, pages]
    return [functions[0](3, digits=0), functions[1](9, size=2)]
def case_missing_argument():
    return money()
def case_too_many():
    functions = [pages]
    return functions[0](1, 2, 3)
def case_unexpected_keyword():
    functions = [pages]
    return functions[0](1, wrong=3)
def case_group():
    lines = [Line("a", 2.0, 1, ["x"]), Line("b", 3.0, 2, ["y"]), Line("c", 1.5, 1, ["x", "y"])]
    groups = {}
    for line in lines:
        for tag in line.tags:
            groups.setdefault(tag, []).append(line.name)
    return groups
def case_isinstance(): return [isinstance(Grand("g"), Base), isinstance(Base("b"), Child), issubclass(Grand, Base), type(Child("c")).__name__]
def case_super_in_property(): return Grand("up").label
def case_hasattr(): return [hasattr(Child("a"), "extra"), hasattr(Base("a"), "extra"), getattr(Base("a"), "extra", "none"), hasattr(Base, "make")]
def case_method_value():
    note = Child("n").note
    note("q")
    return note("r").log
def case_bound_in_dict():
    child = Child("n")
    actions = {"note": child.note, "describe": child.describe}
    actions["note"]("a")
    return [actions["describe"](), child.log]
