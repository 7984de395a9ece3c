"""`match` in the ways that reviews take it: literals, sequences, mappings, classes, guards."""
from dataclasses import dataclass
from enum import Enum
from collections import namedtuple


class Dir(Enum):
    N = "n"
    S = "s"


@dataclass
class Pt:
    x: int
    y: int


class Shape:
    __match_args__ = ("kind", "size")

    def __init__(self, kind, size):
        self.kind, self.size = kind, size


LIMIT = 10
NT = namedtuple("NT", "a b")


class K:
    MAX = 99


def case_literals():
    def f(x):
        match x:
            case 0 | 1:
                return "small"
            case -1:
                return "neg"
            case 2.5:
                return "float"
            case "a" | "b":
                return "ab"
            case None:
                return "none"
            case True:
                return "true"
            case "":
                return "empty"
            case _:
                return "other"
    return [f(v) for v in (0, 1, -1, 2.5, "a", None, True, False, "", [], 1.0, "z")]


def case_sequences():
    def f(x):
        match x:
            case []:
                return "empty"
            case [a]:
                return f"one {a}"
            case [1, *rest]:
                return f"1+{rest}"
            case [a, [b, c], *_]:
                return f"nest {a}{b}{c}"
            case (a, b):
                return f"pair {a} {b}"
            case [*_, "end"]:
                return "ends"
            case [first, *mid, last]:
                return (first, mid, last)
            case str():
                return "str"
            case _:
                return "no"
    return [f(v) for v in ([], [5], [1, 2, 3], (9, [8, 7], 6), (2, 3), [0, 0, 0, "end"], [4, 5, 6], "ab", {1, 2}, range(2), {"a": 1}, 5)]


def case_mappings():
    def f(x):
        match x:
            case {"type": "click", "pos": (x, y)}:
                return f"click {x},{y}"
            case {"type": "key", "key": str(k), **rest}:
                return f"key {k} {rest}"
            case {"type": t} if t.startswith("x"):
                return "x" + t
            case {"a": None}:
                return "a none"
            case {"n": int() | float() as n}:
                return n * 2
            case {}:
                return "dict"
    return [f(v) for v in ({"type": "click", "pos": (1, 2)}, {"type": "key", "key": "q", "mod": 1}, {"type": "xx"}, {"a": None, "b": 1}, {"n": 2.5}, {"n": "s"}, {}, 5)]


def case_classes():
    def f(v):
        match v:
            case Pt(x=0, y=0):
                return "origin"
            case Pt(0, y):
                return f"y{y}"
            case Pt(x, y) if x == y:
                return "diag"
            case Pt():
                return "pt"
            case Shape("circle", s):
                return f"c{s}"
            case Shape(kind=k):
                return k
            case NT(a, b=2):
                return a
            case bool(b):
                return f"bool {b}"
            case int(n) | float(n):
                return f"num {n}"
            case list([a, *_]):
                return f"list {a}"
            case dict(d):
                return len(d)
            case Exception(args=(m,)):
                return m
            case type():
                return "type"
    return [f(v) for v in (Pt(0, 0), Pt(0, 5), Pt(3, 3), Pt(1, 2), Shape("circle", 4), Shape("sq", 1), NT("q", 2), True, 5, 2.5, [7, 8], {"a": 1}, ValueError("m"), int, None)]


def case_values():
    def f(v):
        match v:
            case Dir.N:
                return "north"
            case K.MAX:
                return "max"
            case Dir.S | "s":
                return "south"
            case (Dir.N, x):
                return x
            case limit:
                return f"captured {limit}"
    return [f(v) for v in (Dir.N, 99, Dir.S, "s", (Dir.N, 3), 10)]


def case_guards_bind():
    def f(v):
        match v:
            case [x, y] if x > y:
                return "gt"
            case [x, y] as pair if x == y:
                return pair
            case (1 | 2) as n, _:
                return n
            case _ if v:
                return "truthy"
        return "fell"
    out = [f(v) for v in ([2, 1], [3, 3], (1, 5), "z", "")]
    match [1, [2, 3]]:
        case [a, [b, *c]]:
            pass
    return out, a, b, c


def case_command():
    def run(cmd):
        match cmd.split():
            case ["go", ("north" | "south") as d]:
                return d
            case ["go", other]:
                return f"bad {other}"
            case ["get", *items] if items:
                return items
            case ["quit" | "exit"]:
                return None
            case [verb, *_]:
                return verb
            case []:
                return "nothing"
    return [run(c) for c in ("go north", "go up", "get a b", "quit", "get", "", "dance now")]


def case_eval():
    def ev(n):
        match n:
            case ("+", a, b):
                return ev(a) + ev(b)
            case ("*", a, b):
                return ev(a) * ev(b)
            case ("neg", a):
                return -ev(a)
            case int() | float():
                return n
            case _:
                raise ValueError(f"bad {n!r}")
    out = [ev(("+", 1, ("*", 2, ("neg", 3))))]
    try:
        ev(("?",))
    except ValueError as e:
        out.append(str(e))
    return out


def case_no_match_return():
    x = "keep"
    match 5:
        case str() as x:
            pass
    def f(v):
        for i in v:
            match i:
                case 0:
                    continue
                case 9:
                    break
                case n if n > 5:
                    return n
        else:
            return "else"
        return "broke"
    return x, f([0, 1, 7]), f([9]), f([0])


def case_soft_keywords():
    match = {"case": 1}
    case = match["case"]
    type = "t"
    _ = 3
    match case:
        case 1:
            r = "one"
        case _:
            r = "other"
    return match, case, type, _, r


def case_errors():
    out = []
    class NoArgs:
        pass
    try:
        match NoArgs():
            case NoArgs(1):
                pass
    except TypeError as e:
        out.append(str(e))
    try:
        match Pt(1, 2):
            case Pt(1, 2, 3):
                pass
    except TypeError as e:
        out.append(str(e))
    return out
