"""What cases written as a reviewer would write them found wrong once."""

import functools
import itertools
import math
import unicodedata
from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple, TypedDict

CALLS = []
Row = dict[str, int]
Optional_ = int | None


class Left:
    def __lt__(self, other):
        return "left lt"

    def __gt__(self, other):
        return "left gt"


class Right(Left):
    def __lt__(self, other):
        return "right lt"

    def __gt__(self, other):
        return "right gt"


class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super(D, self).who()


class Circle:
    def __init__(self, r):
        self._r = r

    @property
    def r(self):
        return self._r

    @r.setter
    def r(self, value):
        self._r = value

    @r.deleter
    def r(self):
        self._r = 0

    @property
    def area(self):
        return 3 * self._r ** 2


class Chain:
    def __init__(self, path=""):
        self._path = path

    def __getattr__(self, name):
        return Chain(f"{self._path}/{name}")

    def __call__(self, *args):
        return Chain(f"{self._path}({','.join(map(str, args))})")

    def __str__(self):
        return self._path


class Pair:
    __slots__ = ("x", "y")

    def __init__(self, x):
        self.x = x


class Point(NamedTuple):
    x: int
    y: int = 0


class Movie(TypedDict):
    title: str
    year: int


class Part(Movie, total=False):
    extra: str


@dataclass(kw_only=True)
class Settings:
    host: str
    port: int = 80
    tags: list[str] = field(default_factory=list)


class Steps(int):
    def __repr__(self):
        return f"Steps({int(self)})"


class Listed:
    def __dir__(self):
        return ["z", "a"]


def logged(fn):
    @functools.wraps(fn)
    def inner(*args, **kwargs):
        CALLS.append((fn.__name__, args, kwargs))
        return fn(*args, **kwargs)
    return inner


def logged_method(fn):
    @functools.wraps(fn)
    def inner(self, *args, **kwargs):
        CALLS.append((fn.__name__, args, kwargs))
        return fn(self, *args, **kwargs)
    return inner


def strict(fn):
    def inner(self, x, y=5):
        return "strict", fn(self, x, y=y)
    return inner


class Service:
    @logged_method
    def add(self, a, b=1):
        return a + b

    @strict
    def mul(self, x, y):
        return x * y


@logged
def top(a, b=2, *, c=3):
    return a, b, c


def messages(*calls):
    out = []
    for call in calls:
        try:
            out.append(call())
        except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
            out.append((type(error).__name__, str(error)))
    return out


def case_a_subclass_on_the_right_is_asked_first():
    left, right = Left(), Right()
    return left < right, left > right, right < left, left < Left(), right > right


def case_super_of_another_class():
    return super(B, D()).who(), super(A, D()).__str__() != "", D().who(), B.who(D())


def case_order_of_classes():
    return [each.__name__ for each in D.mro()], D.mro()[0] is D, [each.__name__ for each in type(True).__mro__], [each.__name__ for each in int.__mro__]


def case_property_of_a_class():
    return isinstance(Circle.r, property), Circle.r.fget(Circle(4)), type(Circle.area).__name__, Circle.area.fset


def case_property_of_a_local_class():
    class Box:
        def __init__(self, w):
            self._w = w

        @property
        def w(self):
            return self._w

        @w.setter
        def w(self, value):
            self._w = value * 2

        @w.deleter
        def w(self):
            self._w = -1
    box = Box(1)
    box.w = 5
    box.w += 1
    first = box.w
    del box.w
    return first, box.w, isinstance(Box.w, property)


def case_call_what_getattr_gives():
    return str(Chain().users(5).posts), str(Chain("a").b)


def case_slots_as_a_value():
    return Pair.__slots__, hasattr(Pair(1), "z"), hasattr(Pair(1), "y")


def case_keywords_of_a_wrapped_function():
    CALLS.clear()
    again = top
    return top(1, b=5), top(a=1), top(1, c=9), again(1, b=2), list(CALLS), top.__name__, top.__wrapped__(1)


def case_keywords_of_a_wrapped_method():
    CALLS.clear()
    service = Service()
    method = service.add
    return service.add(1, b=2), service.add(3), service.add(a=1, b=2), service.mul(2), service.mul(x=2, y=3), method(1, b=7), Service.add(service, 4, b=4), list(CALLS)


def case_named_tuple_with_keywords_in_another_order():
    return Point(y=1, x=2), Point(x=1), messages(lambda: Point(1, 2, 3), lambda: Point())


def case_item_of_a_named_tuple_is_kept():
    point = Point(1)

    def assign():
        point.x = 5
    return messages(assign), point


def case_typed_dicts():
    return Movie(title="y", year=2), Movie({"title": "a"}), Movie({"title": "a"}, year=3), Part(title="q", extra="z")


def case_type_arguments_as_a_value():
    return str(list[int]), repr(Row), repr(tuple[int, ...]), str(dict[str, list[int]]), Row(a=1), list[int]((1, 2)), Row == dict[str, int], Row.__origin__ is dict


def case_unions_as_a_value():
    return str(Optional_), repr(int | str), isinstance(None, Optional_), isinstance("a", Optional_), (int | str).__args__, Optional_ == (int | None), str(int | str | int), str(list[int] | None)


def case_text_of_a_subclass_of_int():
    return str(Steps(5)), f"{Steps(5)}", "%s" % Steps(5), [Steps(5)], f"{Steps(5):3}", str(Steps(5) + 1)


def case_has_special_methods():
    names = ("__iter__", "__len__", "__next__", "__getitem__", "__call__", "__hash__", "__add__", "append", "keys")
    values = ([], {}, "a", 5, (x for x in []), len, None, (1,), {1}, 1.5, iter([]), range(3))
    return [[hasattr(value, name) for name in names] for value in values], hasattr([], "__iter__"), hasattr(5, "__iter__"), getattr([1, 2], "__len__")()


def case_class_made_by_type():
    Made = type("Made", (), {"x": 1, "hi": lambda self: self.x + 1, "__init__": lambda self, y=2: setattr(self, "y", y)})
    Derived = type("Derived", (Made,), {"x": 10})
    return Made.__name__, Made(y=5).y, Made(7).hi(), Derived().hi(), isinstance(Derived(), Made), messages(lambda: Made(1, 2, 3))[0][0]


def case_module_in_a_variable():
    tools, numbers = itertools, math
    return list(tools.zip_longest("a", "bc")), numbers.sqrt(16), {"m": math}["m"].ceil(1.5), getattr(itertools, "combinations_with_replacement") is not None, hasattr(math, "nope")


def case_fields_of_a_dataclass():
    return list(Settings.__dataclass_fields__), Settings.__dataclass_fields__["port"].default, hasattr(Settings, "__dataclass_fields__"), messages(lambda: Settings())


def case_dir_of_an_object():
    return dir(Listed())


def case_order_of_deques():
    return deque([1, 2]) < deque([1, 3]), sorted([deque([2]), deque([1])]), deque([1]) >= deque([1]), deque() < deque([0])


def case_categories_of_characters():
    return [unicodedata.category(each) for each in "aA1 .-\u0301\n€"], "".join(each for each in unicodedata.normalize("NFD", "Crème") if unicodedata.category(each) != "Mn")


def case_format_of_what_rounds_to_zero():
    return "%d" % -0.5, "%i" % -0.9, "%5d|" % -0.1


def case_complaints_about_formats():
    return messages(lambda: "%(a" % {"a": 1}, lambda: "{!x}".format(1))


def case_complaints_about_slices():
    xs = [1, 2, 3]

    def assign(value):
        xs[0:1] = value

    def extended(value):
        xs[::2] = value
    return messages(lambda: assign(5), lambda: assign(None), lambda: extended(5)), xs


def case_arguments_that_do_not_fit():
    xs = [1]
    out = []
    for each in range(6):
        try:
            if each == 0:
                xs.append()
            elif each == 1:
                xs.append(1, 2)
            elif each == 2:
                xs.sort(len)
            elif each == 3:
                min(1, 2, default=3)
            elif each == 4:
                Pair(1, 2)
            else:
                xs.insert(1)
        except TypeError as error:
            out.append(str(error))
    return out, xs


def case_delete_a_property_without_deleter():
    circle = Circle(1)
    try:
        del circle.area
    except AttributeError as error:
        return str(error)


def case_powers_of_one():
    return [math.pow(1, each) for each in (math.inf, -math.inf, math.nan, 5)], math.pow(-1, math.inf), math.pow(-1, -math.inf), 1.0 ** math.inf, (-1.0) ** math.inf, 1.0 ** math.nan, math.pow(2, -math.inf), math.pow(0, math.inf)
