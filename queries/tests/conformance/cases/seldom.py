"""Combinations of features that are seldom together: each was once wrong."""

import asyncio
import calendar
import copy
import json
import operator
import re
import time
from abc import ABC, abstractmethod
from collections import ChainMap, OrderedDict, UserDict, defaultdict, deque
from collections.abc import MutableMapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta, timezone
from enum import Enum, Flag, IntEnum, IntFlag, auto
from statistics import fmean
from typing import ClassVar, NamedTuple
from urllib.parse import urlparse
from uuid import UUID


class Page:
    def __init__(self):
        self.parts = ["a", "b"]

    @property
    async def text(self):
        await asyncio.sleep(0)
        return ",".join(self.parts)

    @property
    def pairs(self):
        for position, part in enumerate(self.parts):
            yield position, part


async def case_property_that_is_async():
    page = Page()
    return await page.text, await page.text


def case_property_that_is_a_generator():
    page = Page()
    return list(page.pairs), dict(page.pairs), next(page.pairs)


class Base:
    kind = "base"

    @staticmethod
    def shown(value):
        return f"base {value}"

    @classmethod
    def made(cls, *parts, end="."):
        return f"{cls.__name__} {parts} {end}"


class Derived(Base):
    kind = "derived"

    @staticmethod
    def shown(value):
        return f"derived {value}"

    @classmethod
    def made(cls, *parts, end="!"):
        return "never"

    def both(self):
        return super().shown(1), self.shown(1), super().made(1, 2), super().made(3, end="?"), super().kind


def case_super_of_static_and_class_methods_in_a_method():
    return Derived().both()


class Account:
    def __init__(self):
        self.__balance = 5

    def same(self, other):
        return other.__balance == self.__balance


def case_private_name_outside_of_its_class():
    account = Account()
    try:
        account.__balance
    except AttributeError as error:
        return str(error), account.same(Account()), account._Account__balance
    return "no error"


def case_pow_with_keywords():
    return pow(base=2, exp=3, mod=5), pow(3, 4, mod=7), pow(2, exp=5)


def case_lazy_dot_across_lines():
    text = "{% for x in xs %}[a\nb]{% end %} {{x}}"
    return re.findall(r"%\}(.*?)\{%", text, re.S), re.search(r"(?s)for(.*)end", text).group(1), re.sub(r"\{%.*?%\}", "", text, flags=re.S)


def case_dict_of_star_and_keywords():
    def made(*args, **options):
        return dict(*args, **options)

    return made(), made({"a": 1}), made([("a", 1)], b=2), made(c=3)


class Shared(Enum):
    ONE = 1
    TWO = 2


class Rights(Flag):
    READ = auto()
    WRITE = auto()
    RUN = auto()


def raised(made):
    try:
        return made()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def case_enum_texts():
    kind = Shared

    def assigned():
        kind.ONE.value = 5

    return [raised(lambda: kind.THREE), raised(assigned), raised(lambda: kind()), raised(lambda: "x" in kind), list(Enum("Made", "A B", start=5))[1].value]


def case_flag_texts():
    kind = Rights
    return [raised(lambda: kind(64)), raised(lambda: kind(-20)), kind(-1), kind(-2), raised(lambda: 3 in kind.READ), raised(lambda: kind("x")), IntRights(-1), IntRights(9) & ~IntRights.READ]


class IntRights(IntFlag):
    READ = 1
    WRITE = 2


@dataclass
class Counted:
    limit: ClassVar[int] = 5
    name: str
    made: int = field(init=False, default=0)
    kinds: ClassVar[list] = []


@dataclass
class CountedMore(Counted):
    more: int = 1


@dataclass(frozen=True)
class Fixed:
    x: int


@dataclass(slots=True)
class Slotted:
    x: int


def case_dataclass_texts():
    fixed, slotted = Fixed(1), Slotted(1)

    def added():
        fixed.y = 1

    return [list(CountedMore.__dataclass_fields__), [each.name for each in fields(CountedMore)], raised(added), raised(lambda: replace(Counted("a"), made=1)), raised(lambda: slotted.__dict__), Counted.limit, replace(Counted("a"), name="b")]


def case_mro_of_a_local_class():
    class A:
        pass

    class B(A):
        def missing(self):
            return super().nothing

    def twice():
        class C(A, B):
            pass

    return [each.__name__ for each in B.mro()], raised(lambda: B().missing()), raised(twice)


def case_copies_and_unions_of_dict_classes():
    class Own(dict):
        pass

    counts = defaultdict(int, a=1)
    ordered = OrderedDict(a=1)
    return [type(Own(a=1).copy()).__name__, type(copy.copy(Own(a=1))).__name__, counts | {"b": 2}, (counts | {"b": 2})["z"], ordered | {"b": 2}, type(ordered.copy()).__name__, counts.copy()]


class Lowered(UserDict):
    def __getitem__(self, key):
        return super().__getitem__(key.lower())


class Half(MutableMapping):
    def __init__(self):
        self.held = {}

    def __getitem__(self, key):
        return self.held[key]

    def __setitem__(self, key, value):
        self.held[key] = value

    def __delitem__(self, key):
        del self.held[key]

    def __iter__(self):
        return iter(self.held)

    def __len__(self):
        return len(self.held)


def case_mappings_of_ones_own():
    half = Half()
    half.update({1: "a", (2, 3): "b"}, c="d")
    chain = ChainMap({"a": 1}, {"b": 2})
    chain.update(c=3)
    return [Lowered({"a": 1}).get("A"), half.held, half.get("zz", 0), chain.pop("a"), raised(lambda: chain.pop("b")), chain.setdefault("b", 9), chain.popitem(), raised(lambda: chain.popitem()), raised(lambda: deque([], -1))]


def case_methodcaller_with_keywords():
    rows = [[3, 1], [2]]
    operator.methodcaller("sort", reverse=True)(rows[0])
    return operator.methodcaller("split", ",", maxsplit=1)("a,b,c"), rows, operator.methodcaller("split", maxsplit=1)("a b c")


def case_statistics_of_weights():
    return fmean([1, 2], weights=[1, 3]), fmean([1.0, 2.0]), raised(lambda: fmean([1, 2], [1]))


def case_abstract_methods_of_a_class():
    class Shape(ABC):
        @abstractmethod
        def area(self): ...

        @property
        @abstractmethod
        def name(self): ...

    class Square(Shape):
        def area(self):
            return 1

    return sorted(Shape.__abstractmethods__), sorted(Square.__abstractmethods__), raised(lambda: Square())


def case_urls_with_parameters():
    parts = urlparse("https://h.org/a/b;x?q=1#f")
    return parts.geturl(), parts._replace(path="/z").geturl(), parts.params


def case_uuid_and_int():
    made = UUID(int=5)
    return str(made), made.int, UUID(hex="12345678123456781234567812345678").int, str(re.IGNORECASE | re.M)


class Vector(list):
    def __mul__(self, factor):
        return Vector(item * factor for item in self)


def case_list_that_multiplies_by_itself():
    return Vector([1, 2]) * 3, [1, 2] * 2, type(Vector([1]) * 2).__name__


class Level(IntEnum):
    LOW = 1
    HIGH = 12


def case_number_methods_of_an_enum():
    return Level.HIGH.bit_length(), round(Level.HIGH), float(Level.LOW), Level.HIGH.bit_count()


class Bare:
    pass


class Mixed(Bare):
    def __init__(self, **options):
        super().__init__(**options)


class Made(Bare):
    def __new__(cls, value):
        made = super().__new__(cls)
        made.value = value
        return made


def case_arguments_that_object_does_not_take():
    class Local:
        pass

    kinds = [Bare, Local]
    return [raised(lambda: kind(1)) for kind in kinds], raised(lambda: Mixed(a=1)), Made(3).value, raised(lambda: Mixed()) is not None


def case_types_of_which_nothing_is():
    def flat(values):
        for value in values:
            if isinstance(value, (list, tuple)) and not isinstance(value, (str, bytes)):
                yield from flat(value)
            else:
                yield value

    return list(flat([1, [2, ("a", [b for b in "bc"])]])), isinstance(1, (complex, bytearray)), isinstance("a", bytes), isinstance(5, (bytes, int))


class Birthday(date):
    def german(self):
        return self.strftime("%d.%m.%Y")


def case_dates_seldom_seen():
    return [Birthday(2024, 1, 5), repr(Birthday(2024, 1, 5) + timedelta(days=1)), Birthday.fromisoformat("2024-W01-5").german(), date.fromisoformat("2024W093"), date.fromisoformat("2024-W10"), timezone(timedelta(0)), repr(timezone(timedelta(hours=1)))]


def case_names_of_types_with_their_module():
    day, queue = date(2024, 1, 5), deque([1])
    kinds = [date, datetime, timedelta, timezone, deque, OrderedDict, defaultdict]
    return [
        [str(kind) for kind in kinds],
        [kind.__name__ for kind in kinds],
        [type(value).__name__ for value in (day, queue, timedelta(1), OrderedDict(), defaultdict(int))],
        [value.__class__.__name__ for value in (day, queue)],
        getattr(date, "__name__"),
        raised(lambda: day + 1),
        raised(lambda: day < 5),
        raised(lambda: timedelta(1) + 1),
        raised(lambda: queue.nothing),
        raised(lambda: hash(queue)),
        raised(lambda: len(day)),
        raised(lambda: ",".join([day])),
        raised(lambda: json.dumps(day)),
        raised(lambda: json.dumps({"at": datetime(2024, 1, 1)})),
        repr(queue), repr(OrderedDict(a=1)), repr(day), repr(datetime(2024, 1, 5)), repr(timedelta(1)), repr(defaultdict(int)),
        f"{type(day)} {type(queue)!r}",
    ]


def case_weeks_of_months():
    return [calendar.monthcalendar(2024, 2), calendar.monthcalendar(2021, 2), calendar.monthcalendar(2023, 10)[0], time.time_ns() > 10**18, isinstance(time.time_ns(), int)]


class Root:
    def __init__(self, **options):
        super().__init__(**options)
        self.told = ["root"]


class Branch(Root):
    pass


class Beside:
    def __init__(self, *, tone="low"):
        super().__init__()
        self.tone = tone


class Joined(Branch, Beside):
    pass


class Failure(Exception):
    default = "failure"

    def __init__(self, text=None, *, code=0):
        super().__init__(text or self.default)
        self.code = code

    def __str__(self):
        return f"{type(self).__name__}[{self.code}]: {self.args[0]}"


class Narrow(Failure):
    default = "narrow"


class NarrowValue(Narrow, ValueError):
    pass


def case_classes_whose_order_another_class_changes():
    joined = Joined(tone="high")
    texts = []
    for error in (Failure(), Narrow(code=5), NarrowValue("m", code=1)):
        try:
            raise error
        except ValueError as found:
            texts.append(("value", str(found), found.code))
        except Failure as found:
            texts.append(("failure", str(found), found.code, repr(found)))
    return joined.told, joined.tone, Branch().told, Root().told, texts


class Told:
    def told(self):
        return ["told", *(super().told() if hasattr(super(), "told") else [])]

    @property
    def name(self):
        return "told" + getattr(super(), "name", ".")


class Heard:
    name = "heard"

    def told(self):
        return ["heard"]


class ToldAndHeard(Told, Heard):
    def told(self):
        return [*super().told(), getattr(super(), "name"), hasattr(super(), "nothing")]


def case_super_as_an_object_of_builtins():
    return Told().told(), ToldAndHeard().told(), Told().name, ToldAndHeard().name


class Place(NamedTuple):
    x: int
    y: int = 0

    def __bool__(self):
        return self != (0, 0)


class Never(list):
    def __bool__(self):
        return False


def case_truth_of_sequences_that_say_it_themselves():
    home, away = Place(0), Place(1)
    return bool(home), bool(away), home or "home", away and "away", not home, bool(Never([1])), [1] if Never([1]) else [], all([away, home]), bool([]), bool(())


class Release(NamedTuple):
    name: str
    number: int

    def __lt__(self, other):
        return self.number < other.number


def case_sequences_that_order_themselves():
    early, late = Release("z", 1), Release("a", 2)
    return early < late, late < early, [each.name for each in sorted([late, early])], min(late, early).name, early > late, early <= late


class Addend:
    def __radd__(self, other):
        return "reflected"


def case_reflected_operator_of_the_same_class():
    try:
        return Addend() + Addend()
    except TypeError:
        return "raised"


class Adding(list):
    def __iadd__(self, other):
        self.append("in place")
        return self


def case_operator_in_place_of_a_list_class():
    xs = Adding()
    xs += [1]
    return list(xs)


def case_del_of_a_name_without_a_value():
    try:
        del found
        found = 1
    except UnboundLocalError:
        return "raised"
    return found


def case_cause_that_is_no_exception():
    try:
        raise ValueError("x") from 5
    except Exception as error:
        return type(error).__name__
