"""`match`."""


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
