"""Patterns of every kind on values of every kind."""

from dataclasses import dataclass
from enum import Enum


@dataclass
class Pt:
    x: int
    y: int


class C(Enum):
    A = 1
    B = 2


def kind(v):
    match v:
        case None:
            return "none"
        case True | False:
            return "bool"
        case C.A:
            return "A"
        case C.B as b:
            return b.name
        case int(n) if n < 0:
            return f"neg{n}"
        case 0 | 1:
            return "bit"
        case int():
            return "int"
        case float(f):
            return f"f{f}"
        case "a" | "b" as s:
            return s * 2
        case str():
            return "str"
        case []:
            return "empty"
        case [x]:
            return ("one", x)
        case [1, *rest]:
            return ("1", rest)
        case (a, b) if a == b:
            return "pair"
        case [Pt(x=0), *_]:
            return "pts"
        case [_, [y, *_], *_]:
            return ("nested", y)
        case [*_, last]:
            return last
        case {"type": "a", "v": v, **rest}:
            return v, rest
        case {"k": [p, q]}:
            return p + q
        case {}:
            return "dict"
        case Pt(0, 0):
            return "origin"
        case Pt(x, y=0):
            return f"x{x}"
        case Pt() as p:
            return p
        case _:
            return "?"


def case_kinds():
    vals = [None, True, C.A, C.B, -4, 0, 5, 1.5, 2.0, "a", "zz", "", [], [3], [1, 2, 3], (1,), (4, 4), [Pt(0, 1), 2], [2, [3, 4], 5], [2, 3, 4], {"type": "a", "v": 1, "w": 2}, {"k": [1, 2]}, {"k": 1}, {}, Pt(0, 0), Pt(3, 0), Pt(1, 1), {1}, range(2), lambda: 1]
    return [kind(v) for v in vals]


def case_bind_after():
    match [1, [2, 3]]:
        case [a, [b, c]] if a > 5:
            pass
        case [a, [b, *c]]:
            pass
    return a, b, c


def case_str_not_seq():
    out = []
    for v in ("ab", ["a", "b"], ("a", "b"), {"a": 1}, {"a", "b"}, iter([1, 2]), range(2)):
        match v:
            case [x, y]:
                out.append((x, y))
            case _:
                out.append(None)
    return out


class Dyn:
    __match_args__ = ("a",)

    def __init__(self, a):
        self.a = a
        self.b = a * 2


def case_match_args():
    out = []
    for d in (Dyn(1), Dyn("x"), Dyn(None)):
        match d:
            case Dyn(int(v), b=2):
                out.append(v)
            case Dyn(str() as s, b=t):
                out.append((s, t))
            case Dyn(None):
                out.append("N")
    return out


def case_match_error():
    try:
        match Dyn(1):
            case Dyn(1, 2):
                return "no"
    except TypeError as e:
        return str(e)


def case_match_const():
    k = 3
    match 3:
        case k:
            return k, "capture"


def case_match_literals():
    out = []
    for v in (1, 1.0, True, "1", -1, -1.5, 1e3):
        match v:
            case -1:
                out.append("m1")
            case -1.5:
                out.append("m15")
            case 1000:
                out.append("k")
            case "1":
                out.append("s")
            case True:
                out.append("T")
            case 1:
                out.append("one")
            case _:
                out.append("_")
    return out


def case_match_mapping_subtle():
    out = []
    for d in ({"a": None}, {"a": 0, "b": 1}, {1: "x"}, {"a": {"b": {"c": 5}}}):
        match d:
            case {"a": None}:
                out.append("anone")
            case {"a": {"b": {"c": c}}}:
                out.append(c)
            case {1: v}:
                out.append(v)
            case {"a": a, **r}:
                out.append((a, r))
    return out


def case_match_return_in_loop():
    total = 0
    for cmd in ["add 3", "skip", "mul 4", "stop", "add 9"]:
        match cmd.split():
            case ["add", n]:
                total += int(n)
            case ["mul", n]:
                total *= int(n)
            case ["skip"]:
                continue
            case ["stop"]:
                break
        total += 100
    return total
