"""Dataclasses."""

from dataclasses import FrozenInstanceError, asdict, astuple, dataclass, field, fields, is_dataclass, replace


@dataclass
class Point:
    x: float
    y: float = 0


@dataclass(order=True)
class Version:
    major: int
    minor: int = 0
    label: str = field(default="", compare=False)


@dataclass(frozen=True)
class Key:
    name: str
    parts: tuple = ()


@dataclass
class Cart:
    items: list = field(default_factory=list)
    total: float = field(init=False, default=0.0)
    secret: str = field(default="s", repr=False)

    def add(self, name, price):
        self.items.append(name)
        self.total += price
        return self


@dataclass
class Named(Point):
    name: str = "?"

    def __post_init__(self):
        self.label = f"{self.name}@{self.x},{self.y}"


def case_make(): return [repr(Point(1, 2.0)), repr(Point(1.5)), repr(Point(x=1, y=2)), Point(3).y]
def case_equality(): return [Point(1, 2) == Point(1.0, 2), Point(1) == Point(2), Point(1) == (1, 0), Point(1) != Point(1)]
def case_change():
    p = Point(1)
    p.x += 0.5
    p.y = 4
    return repr(p)
def case_missing():
    return Point()
def case_too_many():
    return Point(1, 2, 3)
def case_unexpected():
    return Point(1, z=2)
def case_order(): return [Version(1, 2) < Version(1, 3), Version(1) >= Version(1, 0), sorted([Version(2), Version(1, 5)])[0].minor, max(Version(1, 1, "b"), Version(1, 0, "z")).label, Version(1, 0, "a") == Version(1, 0, "b")]
def case_not_ordered():
    return Point(1) < Point(2)
def case_frozen():
    k = Key("a")
    k.name = "b"
    return k
def case_frozen_error():
    try:
        Key("a").name = "b"
    except FrozenInstanceError as error:
        return [type(error).__name__, isinstance(error, AttributeError)]
def case_hash(): return [len({Key("a"), Key("a"), Key("b")}), {Key("a", (1,)): 1}[Key("a", (1,))]]
def case_unhashable():
    return {Point(1): 1}
def case_default_factory():
    a, b = Cart(), Cart()
    a.add("pen", 2)
    return [a.items, b.items, a.total, b.total, repr(a)]
def case_init_false():
    return Cart(total=5)
def case_repr_false(): return [repr(Cart()), Cart().secret]
def case_post_init(): return [Named(1, 2, "n").label, repr(Named(1.0))]
def case_inheritance(): return [repr(Named(1, 2)), Named(1) == Point(1), isinstance(Named(1), Point), [f.name for f in fields(Named)]]
def case_asdict(): return [asdict(Point(1, 2.0)), asdict(Cart().add("a", 1)), astuple(Point(1, 2.0)), asdict(Key("a", (1, 2)))]
def case_asdict_nested():
    @dataclass
    class Line:
        start: Point
        points: list
    line = Line(Point(1), [Point(2), Point(3)])
    d = asdict(line)
    d["start"]["x"] = 99
    return [d, line.start.x]
def case_replace(): return [repr(replace(Point(1, 2), y=5)), repr(replace(Key("a"), name="b")), repr(replace(Version(1, 2), label="x"))]
def case_replace_unknown():
    return replace(Point(1), z=1)
def case_is_dataclass(): return [is_dataclass(Point), is_dataclass(Point(1)), is_dataclass(5)]
def case_mutable_default():
    @dataclass
    class Bad:
        xs: list = field(default_factory=lambda: [1])
    a, b = Bad(), Bad()
    a.xs.append(2)
    return [a.xs, b.xs]
def case_methods_and_properties():
    @dataclass
    class Rect:
        w: float
        h: float
        @property
        def area(self): return self.w * self.h
        @classmethod
        def square(cls, side): return cls(side, side)
        @staticmethod
        def unit(): return Rect(1, 1)
        def __str__(self): return f"{self.w}x{self.h}"
    return [Rect(2, 3).area, Rect(2.0, 3).area, Rect.square(2).area, str(Rect.unit()), repr(Rect.unit())]
def case_class_variable():
    from typing import ClassVar
    @dataclass
    class C:
        count: ClassVar[int] = 5
        x: int = 1
    return [repr(C()), C.count, [f.name for f in fields(C)]]
def case_eq_false():
    @dataclass(eq=False)
    class C:
        x: int = 1
    a = C()
    return [a == a, C() == C(), len({a, C()})]
def case_kw_only():
    @dataclass
    class C:
        a: int
        b: int = field(default=2, kw_only=True)
    return [repr(C(1)), repr(C(1, b=5))]
def case_own_init():
    @dataclass
    class C:
        x: int
        def __init__(self, text): self.x = int(text)
    return repr(C("5"))
def case_match():
    match Point(1, 5):
        case Point(1, y): return y
def case_in_containers():
    points = [Point(2, 1), Point(1, 1)]
    return [[p.x for p in sorted(points, key=lambda p: p.x)], Point(1, 1) in points, points.index(Point(1, 1))]
def case_optional_and_union():
    @dataclass
    class C:
        name: str | None = None
        n: int | float = 1
    return [repr(C()), repr(C("a", 2.0))]
def case_compare_with_none(): return [Point(1) == None, Point(1) is None, Point(1) in [None]]
def case_int_in_float_field(): return [str(Point(3, 4)), Point(3).x / 2, f"{Point(3).x}", Point(3).x * 2]
