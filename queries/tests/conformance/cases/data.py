"""Dataclasses, enums, named tuples."""

from collections import namedtuple
from dataclasses import asdict, dataclass, field, replace
from enum import Enum, IntEnum, auto


@dataclass
class Point:
    x: int
    y: int = 0


@dataclass
class Named(Point):
    name: str = "p"
    tags: list = field(default_factory=list)

    def label(self):
        return f"{self.name}@{self.x}"


@dataclass(frozen=True, order=True)
class Key:
    major: int
    minor: int = 0


@dataclass
class Total:
    a: int
    b: int
    total_sum: int = field(init=False)

    def __post_init__(self):
        self.total_sum = self.a + self.b


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    def nice(self):
        return self.name.lower()


class Step(Enum):
    FIRST = auto()
    SECOND = auto()


class Level(IntEnum):
    LOW = 1
    HIGH = 3


class Tone(str, Enum):
    WARM = "warm"
    COLD = "cold"


Pair = namedtuple("Pair", "left right")


def case_dataclass_repr(): return [repr(Point(1, 2)), repr(Point(1)), repr(Named(1, tags=["a"])), repr(Total(1, 2))]
def case_dataclass_eq(): return [Point(1) == Point(1, 0), Point(1) == Point(2), Point(1) == Named(1), Point(1) != Point(1)]
def case_dataclass_defaults():
    a, b = Named(1), Named(2)
    a.tags.append("x")
    return [a.tags, b.tags]
def case_dataclass_keywords(): return [Point(y=5, x=1).y, Named(1, name="q").label()]
def case_dataclass_missing():
    return Point()
def case_dataclass_frozen():
    k = Key(1)
    k.major = 2
def case_dataclass_order(): return [Key(1, 2) < Key(1, 3), sorted([Key(2), Key(1, 9)]) == [Key(1, 9), Key(2)], max(Key(1), Key(3)).major]
def case_dataclass_hash(): return [len({Key(1), Key(1, 0), Key(2)}), {Key(1): "a"}[Key(1)]]
def case_dataclass_unhashable():
    return {Point(1): 2}
def case_dataclass_post_init(): return Total(2, 3).total_sum
def case_asdict(): return [asdict(Named(1, tags=["t"])), asdict(Total(1, 2))]
def case_replace(): return repr(replace(Point(1, 2), y=9))
def case_dataclass_mutate():
    p = Point(1)
    p.x += 5
    return p.x
def case_enum_access(): return [Color.RED.name, Color.RED.value, Color["GREEN"].value, Color(2).name, Color.CRIMSON is Color.RED]
def case_enum_text(): return [str(Color.RED), repr(Color.RED), f"{Color.GREEN}"]
def case_enum_bad_value():
    return Color(9)
def case_enum_bad_name():
    return Color["PINK"]
def case_enum_iterate(): return [[c.name for c in Color], len(Color), list(Step)[1].value]
def case_enum_compare(): return [Color.RED == Color.RED, Color.RED == 1, Color.RED is Color.RED, Color.RED != Color.GREEN, Color.RED in [Color.RED]]
def case_enum_method(): return Color.GREEN.nice()
def case_enum_key():
    d = {Color.RED: "r", Color.GREEN: "g"}
    return [d[Color.GREEN], [k.name for k in d]]
def case_enum_in_set(): return len({Color.RED, Color.CRIMSON, Color.GREEN})
def case_enum_isinstance(): return [isinstance(Color.RED, Color), Color.RED in Color]
def case_int_enum(): return [Level.LOW < Level.HIGH, Level.HIGH == 3, Level.LOW + 1, max(Level).name, int(Level.HIGH)]
def case_text_enum(): return [Tone.WARM == "warm", Tone("cold").name, {"warm": 1}[Tone.WARM]]
def case_named_tuple(): return [Pair(1, 2).left, Pair(1, right=2).right, Pair(1, 2)[0], repr(Pair(1, 2)), Pair(1, 2) == (1, 2), len(Pair(1, 2)), Pair(1, 2)._asdict()]
def case_named_tuple_unpack():
    left, right = Pair(1, 2)
    return right - left
def case_named_tuple_replace(): return Pair(1, 2)._replace(left=5).left
