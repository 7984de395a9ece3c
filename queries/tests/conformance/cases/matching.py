"""`match`."""

from dataclasses import dataclass


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x = x
        self.y = y


def describe(value):
    match value:
        case 0:
            return "zero"
        case True:
            return "true"
        case None:
            return "none"
        case "a" | "b":
            return "letter"
        case int():
            return "int"
        case str() as text:
            return f"text {text}"
        case []:
            return "empty"
        case [x]:
            return f"one {x}"
        case [x, *rest]:
            return f"first {x} rest {rest}"
        case {"kind": "circle", "r": r}:
            return f"circle {r}"
        case {"kind": kind, **rest}:
            return f"{kind} {rest}"
        case Point(x=0, y=y):
            return f"on axis {y}"
        case Point(x, y) if x == y:
            return f"diagonal {x}"
        case Point():
            return "point"
        case _:
            return "other"


def case_values(): return [describe(v) for v in [0, 5, None, "a", "zz", 2.5]]
def case_sequences(): return [describe(v) for v in [[], [1], [1, 2, 3], (1, 2)]]
def case_mappings(): return [describe({"kind": "circle", "r": 2}), describe({"kind": "box", "w": 1}), describe({})]
def case_classes(): return [describe(Point(0, 3)), describe(Point(2, 2)), describe(Point(1, 2))]
def case_no_match():
    match 5:
        case 6:
            return "six"
    return "nothing"
def case_capture_stays():
    match [1, 2]:
        case [a, b]:
            pass
    return a + b
def case_nested():
    match {"user": {"name": "x", "tags": ["p", "q"]}}:
        case {"user": {"name": str(name), "tags": [first, *_]}}:
            return [name, first]
def case_text_is_not_sequence():
    match "ab":
        case [a, b]:
            return "sequence"
        case _:
            return "text"
def case_guard():
    match 7:
        case n if n > 10:
            return "big"
        case n if n > 5:
            return "medium"
        case n:
            return "small"
def case_negative():
    match -1:
        case -1:
            return "minus one"
def case_star_middle():
    match [1, 2, 3, 4]:
        case [first, *middle, last]:
            return [first, middle, last]
def case_tuple_pattern():
    match (1, "x"):
        case (1, y):
            return y


@dataclass
class Pt:
    x: int
    y: int


class Node:
    __match_args__ = ("kind", "kids")

    def __init__(self, kind, *kids):
        self.kind, self.kids = kind, kids


def case_literals():
    def f(x):
        match x:
            case 0:
                return "zero"
            case 1 | 2:
                return "few"
            case "a":
                return "str"
            case None:
                return "none"
            case True:
                return "true"
            case -1:
                return "neg"
            case 1.5:
                return "float"
            case _:
                return "other"
    return [f(v) for v in (0, 1, 2, "a", None, True, False, -1, 1.5, [], 1.0, 0.0)]


def case_sequences_in_order():
    def f(x):
        match x:
            case []:
                return "empty"
            case [a]:
                return ("one", a)
            case [a, b]:
                return ("two", a, b)
            case [a, *rest, b]:
                return ("many", a, rest, b)
            case _:
                return "no"
    return [f([]), f([1]), f((1, 2)), f(range(4)), f("ab"), f({1, 2}), f({"a": 1}), f([[1], 2, 3])]


def case_mappings_in_order():
    def f(x):
        match x:
            case {"type": "a", "v": v}:
                return ("a", v)
            case {"type": t, **rest}:
                return (t, rest)
            case {}:
                return "map"
            case _:
                return "no"
    return [f({"type": "a", "v": 1}), f({"type": "a"}), f({"type": "b", "q": 2}), f({}), f({"z": 1}), f([])]


def case_classes_in_order():
    def f(x):
        match x:
            case Pt(0, 0):
                return "origin"
            case Pt(x=0, y=y):
                return ("on y", y)
            case Pt(x, y) if x == y:
                return ("diag", x)
            case Pt():
                return "pt"
            case Node("leaf"):
                return "leaf"
            case Node(kind, [Pt(a, b), *_]):
                return (kind, a, b)
            case Node(k):
                return k
    return [f(Pt(0, 0)), f(Pt(0, 3)), f(Pt(2, 2)), f(Pt(1, 2)), f(Node("leaf")), f(Node("n", Pt(1, 5))), f(Node("z", 1)), f(5)]


def case_builtin_classes():
    def f(x):
        match x:
            case bool(b):
                return ("bool", b)
            case int(n) if n > 10:
                return ("big", n)
            case int():
                return "int"
            case float(v):
                return ("float", v)
            case str(s):
                return ("str", s)
            case list([a, *_]):
                return ("list", a)
            case tuple((a, b)):
                return ("tuple", a, b)
            case dict(d):
                return ("dict", d)
            case _:
                return type(x).__name__
    return [f(v) for v in (True, 50, 5, 1.5, 2.0, "a", [1], [], (1, 2), {"k": 1}, None, {1})]


def case_as_and_or():
    def f(x):
        match x:
            case (1 | 2) as n:
                return ("n", n)
            case [("a" | "b") as c, _] | {"c": c}:
                return ("c", c)
            case [Pt() as p, *_]:
                return p
    return [f(2), f(["b", 0]), f({"c": 7}), f([Pt(1, 2), 3]), f([])]


def case_guards_and_fallthrough():
    log = []
    def g(v):
        log.append(v)
        return v > 2
    def f(x):
        match x:
            case n if g(n):
                return ("g", n)
            case n:
                return ("e", n)
    return f(1), f(3), log


def case_binding_survives():
    match [1, 2, 3]:
        case [x, *ys]:
            pass
    return x, ys


def case_dotted_constants():
    class K:
        A = 1
        B = "b"
    def f(v):
        match v:
            case K.A:
                return "A"
            case K.B:
                return "B"
            case _:
                return "-"
    return f(1), f("b"), f(2), f(True)


def case_nested_command():
    def run(cmd):
        match cmd.split():
            case ["go", ("north" | "south") as d]:
                return "go " + d
            case ["get", obj]:
                return "get " + obj
            case ["drop", *objs] if objs:
                return "drop " + ",".join(objs)
            case [verb]:
                return "just " + verb
            case _:
                return "?"
    return [run(c) for c in ("go north", "go up", "get key", "drop a b", "drop", "", "look")]


def case_match_no_case():
    r = "none"
    match 5:
        case 6:
            r = "six"
    return r


def case_match_as_name():
    match = 3
    case = 4
    _ = 9
    match match:
        case 3:
            return case, _


def case_tuple_subject():
    def fizz(n):
        match (n % 3, n % 5):
            case 0, 0:
                return "fb"
            case 0, _:
                return "f"
            case _, 0:
                return "b"
            case _:
                return n
    return [fizz(i) for i in range(1, 16)]


def case_loop_break_inside():
    out = []
    for x in [1, "stop", 2]:
        match x:
            case "stop":
                break
            case int():
                out.append(x)
                continue
        out.append("after")
    return out


def case_nested_mapping_list():
    data = {"user": {"name": "ann", "roles": ["admin", "dev"]}, "n": 1}
    match data:
        case {"user": {"name": str(n), "roles": [first, *_]}, "n": 1 | 2 as k}:
            return n, first, k


def case_string_is_not_sequence_and_negative():
    def f(x):
        match x:
            case [_, _]:
                return "pair"
            case -1 | -2.5:
                return "neg"
            case "":
                return "empty"
            case str() | None:
                return "s/n"
    return [f("ab"), f([1, 2]), f(-1), f(-2.5), f(""), f(None), f(0)]


def case_match_evaluated_once():
    log = []
    def s():
        log.append("s")
        return 3
    match s():
        case 1:
            r = 1
        case 2:
            r = 2
        case 3:
            r = 3
    return r, log


def case_class_attribute_error_and_isinstance():
    class A:
        pass
    out = []
    a = A()
    match a:
        case A(x=1):
            out.append("x")
        case A():
            out.append("A")
    try:
        match a:
            case A(1):
                out.append("pos")
    except TypeError as e:
        out.append(str(e))
    return out
