"""Dataclasses and enums as apps declare them."""

from dataclasses import dataclass, field, asdict, astuple, replace, fields, FrozenInstanceError, is_dataclass, InitVar, KW_ONLY
from typing import ClassVar, Optional
from enum import Enum, IntEnum, Flag, auto, StrEnum


@dataclass
class A:
    x: int
    y: int = 3
    n: ClassVar[int] = 7
    tags: list = field(default_factory=list, compare=False)


@dataclass(order=True, frozen=True)
class F:
    a: int
    b: str = "z"


@dataclass
class B(A):
    z: int = 0
    y: int = 5

    def __post_init__(self):
        self.sum = self.x + self.y


def case_dc_basic():
    a = A(1)
    return [repr(a), a == A(1), a != A(2), asdict(a), astuple(a), [f.name for f in fields(A)], A.n, a.n, is_dataclass(A), is_dataclass(a), is_dataclass(3), repr(replace(a, y=9)), A.__match_args__]


def case_dc_frozen():
    f = F(1)
    out = [repr(f), hash(f) == hash(F(1)), f < F(2), sorted([F(2), F(1, "b"), F(1, "a")]), {f: 1}[F(1, "z")]]
    try:
        f.a = 2
    except FrozenInstanceError as e:
        out.append(str(e))
    try:
        del f.a
    except AttributeError as e:
        out.append(str(e))
    return out


def case_dc_inherit():
    b = B(1)
    return repr(b), b.sum, [f.name for f in fields(b)], b == B(1), b == A(1), asdict(b)


@dataclass
class Iv:
    x: int
    scale: InitVar[int] = 2
    total: int = field(init=False)

    def __post_init__(self, scale):
        self.total = self.x * scale


@dataclass
class Kw:
    a: int
    _: KW_ONLY
    b: int = 0
    c: int = field(default=1, repr=False)


@dataclass(eq=False)
class NoEq:
    a: int


@dataclass(repr=False, kw_only=True)
class NoRep:
    a: int


@dataclass(slots=True)
class Sl:
    a: int
    b: int = 2


@dataclass(unsafe_hash=True)
class Uh:
    a: int


def fails(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__, str(e)


def case_dc_special():
    return [repr(Iv(3)), repr(Iv(3, 5)), repr(Kw(1, b=2)), fails(lambda: Kw(1, 2)), NoEq(1) == NoEq(1), fails(lambda: NoRep(1)), NoRep(a=1).a, hash(Uh(1)) == hash(Uh(1)), fails(lambda: {A(1): 2}), fails(lambda: A()), fails(lambda: A(1, 2, [], 4)), fails(lambda: A(1, w=2))]


def case_dc_slots():
    s = Sl(1)
    out = [repr(s), s == Sl(1, 2)]
    try:
        s.zzz = 1
    except AttributeError as e:
        out.append(str(e))
    return out


@dataclass
class Tree:
    v: int
    left: Optional["Tree"] = None
    right: Optional["Tree"] = None

    def walk(self):
        if self.left:
            yield from self.left.walk()
        yield self.v
        if self.right:
            yield from self.right.walk()


def case_dc_tree():
    t = Tree(5, Tree(2, None, Tree(3)), Tree(8))
    return list(t.walk()), repr(t), asdict(t), t == Tree(5, Tree(2, None, Tree(3)), Tree(8))


def case_dc_order():
    @dataclass(order=True)
    class V:
        sort: int = field(init=False, repr=False)
        name: str = ""
        w: int = 0

        def __post_init__(self):
            self.sort = -self.w

    return sorted([V("a", 1), V("b", 3), V("c", 2)]), fails(lambda: V() < 3), max(V("a", 1), V("b", 2))


class Color(Enum):
    RED = 1
    GREEN = 2
    CRIMSON = 1

    @property
    def nice(self):
        return self.name.title()

    @classmethod
    def first(cls):
        return list(cls)[0]

    def __str__(self):
        return f"<{self.name}>"


class Pr(IntEnum):
    LOW = auto()
    MID = auto()
    HIGH = 10
    TOP = auto()


class Pe(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


class S(StrEnum):
    ALPHA = auto()
    BETA = "b"


class Planet(Enum):
    A = (1, 2.0)
    B = (3, 4.0)

    def __init__(self, m, r):
        self.m = m
        self.r = r

    @property
    def g(self):
        return self.m / self.r


def case_enum():
    return [list(Color), Color.CRIMSON is Color.RED, Color(2), Color["GREEN"], Color.RED.nice, str(Color.RED), repr(Color.RED), f"{Color.GREEN}", Color.first(), len(Color), Color.RED in Color, list(Color.__members__), fails(lambda: Color(9)), fails(lambda: Color["X"]), Color.RED == 1, Color.RED.value, isinstance(Color.RED, Color), {Color.RED: 1}]


def case_intenum():
    return [Pr.LOW + 1, Pr.TOP, int(Pr.TOP), Pr.LOW < Pr.HIGH, sorted([Pr.HIGH, Pr.LOW]), f"{Pr.LOW}", str(Pr.MID), repr(Pr.MID), "%d" % Pr.HIGH, [1, 2, 3][Pr.LOW], Pr(10), Pr.LOW == 1, {1: "x"}[Pr.LOW], max(Pr)]


def case_flag():
    p = Pe.R | Pe.X
    return [p, Pe.R in p, Pe.W in p, p & Pe.R, p ^ Pe.R, ~Pe.R, bool(Pe(0)), Pe.RW, list(Pe.RW), (Pe.R | Pe.W) is Pe.RW, p.value, repr(p), str(p), Pe(5), p.name, len(p), Pe(0)]


def case_strenum():
    return S.ALPHA, str(S.BETA), f"{S.ALPHA}", S.BETA == "b", S("alpha"), S.ALPHA.upper(), {"b": 1}[S.BETA], "-".join(S), repr(S.BETA)


def case_planet():
    return [p.g for p in Planet], Planet.A.value, Planet((3, 4.0)), repr(Planet.B)


def case_enum_functional():
    E = Enum("E", "A B C")
    F2 = Enum("F2", {"x": 1, "y": 2})
    return list(E), E.B.value, F2.y, E.A.name, [e.name for e in F2]


def case_enum_iter_alias():
    out = []
    for name, m in Color.__members__.items():
        out.append((name, m.name))
    return out, Color.RED.__class__.__name__, type(Color.RED) is Color, hash(Color.RED) == hash(Color.CRIMSON)
