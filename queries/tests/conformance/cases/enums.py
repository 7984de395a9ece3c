"""Enums."""

from enum import Enum, IntEnum, StrEnum, auto, unique


class Color(Enum):
    RED = 1
    GREEN = 2
    BLUE = 3

    def describe(self): return f"{self.name.lower()}={self.value}"

    @classmethod
    def default(cls): return cls.RED


class Level(IntEnum):
    LOW = 1
    HIGH = 5


class Tone(StrEnum):
    WARM = auto()
    COLD = "cold!"


class Mode(str, Enum):
    DARK = "dark"
    LIGHT = "light"


class Size(Enum):
    SMALL = auto()
    LARGE = auto()
    BIG = 2


def case_members(): return [Color.RED.name, Color.RED.value, str(Color.RED), repr(Color.RED), f"{Color.GREEN}"]
def case_lookup(): return [Color(2) is Color.GREEN, Color["BLUE"] is Color.BLUE, Color(1).name]
def case_bad_value():
    return Color(9)
def case_bad_name():
    return Color["PINK"]
def case_iterate(): return [[c.name for c in Color], len(Color), list(Color)[0] is Color.RED, [c.value for c in reversed(list(Color))]]
def case_identity(): return [Color.RED is Color.RED, Color.RED == Color.RED, Color.RED == 1, Color.RED != Color.BLUE, Color.RED in Color]
def case_methods(): return [Color.BLUE.describe(), Color.default().name]
def case_hash(): return [{Color.RED: "r"}[Color.RED], len({Color.RED, Color.RED, Color.BLUE}), Color.RED in {Color.RED: 1}]
def case_no_order():
    return Color.RED < Color.BLUE
def case_int_enum(): return [Level.HIGH > Level.LOW, Level.HIGH + 1, Level.LOW == 1, int(Level.HIGH), sorted([Level.HIGH, Level.LOW])[0].name, [10, 20][Level.LOW], f"{Level.HIGH}", repr(Level.LOW), max(Level).name, Level.HIGH * 2.0]
def case_str_enum(): return [Tone.WARM.value, Tone.COLD == "cold!", f"{Tone.WARM}", Tone.WARM.upper(), Tone("cold!").name, str(Tone.COLD), "x" + Tone.WARM, {"warm": 1}[Tone.WARM]]
def case_text_mixin(): return [Mode.DARK == "dark", Mode("light").name, Mode.DARK.value, str(Mode.DARK), f"{Mode.DARK}", Mode.DARK.upper(), {"dark": 1}.get(Mode.DARK), isinstance(Mode.DARK, str), repr(Mode.DARK), len(Mode.DARK)]
def case_auto_and_alias(): return [Size.SMALL.value, Size.LARGE.value, Size.BIG is Size.LARGE, [s.name for s in Size], len(Size), Size["BIG"].name]
def case_members_map(): return [list(Color.__members__), Color.__members__["RED"].value]
def case_unique():
    @unique
    class U(Enum):
        A = 1
        B = 1
    return U
def case_immutable():
    Color.RED.value = 5
    return Color.RED.value
def case_isinstance(): return [isinstance(Color.RED, Color), isinstance(Color.RED, Enum), isinstance(Level.LOW, int), type(Color.RED) is Color, type(Color.RED).__name__]
def case_match():
    def name(c):
        match c:
            case Color.RED: return "r"
            case Color.GREEN | Color.BLUE: return "gb"
    return [name(Color.RED), name(Color.BLUE)]
def case_in_data():
    tasks = [{"c": Color.RED, "n": 1}, {"c": Color.BLUE, "n": 2}]
    return [[t["n"] for t in tasks if t["c"] is Color.BLUE], {c: sum(t["n"] for t in tasks if t["c"] == c) for c in Color}[Color.RED]]
def case_tuple_values():
    class Planet(Enum):
        EARTH = (5.97, 6.37)
        MARS = (0.64, 3.39)
        def __init__(self, mass, radius): self.mass, self.radius = mass, radius
        @property
        def ratio(self): return round(self.mass / self.radius, 2)
    return [Planet.EARTH.mass, Planet.MARS.ratio, Planet.EARTH.value, Planet((0.64, 3.39)).name]
def case_missing():
    class Answer(Enum):
        YES = "yes"
        NO = "no"
        @classmethod
        def _missing_(cls, value): return cls.NO
    return [Answer("yes").name, Answer("maybe").name]
def case_truth(): return [bool(Color.RED), bool(Level(1)), [c.name for c in Color if c]]
def case_next_state():
    class Light(Enum):
        RED = 1
        GREEN = 2
        def next(self):
            members = list(type(self))
            return members[(members.index(self) + 1) % len(members)]
    return [Light.RED.next().name, Light.GREEN.next().name]
def case_from_text(): return [Color[name.upper()].value for name in ("red", "blue")]
def case_json():
    import json
    return [json.dumps({"l": Level.HIGH, "t": Tone.WARM, "m": Mode.DARK}), json.dumps([c.value for c in Color])]
def case_dict_of_enums():
    labels = {Color.RED: "Stop", Color.GREEN: "Go"}
    return [labels[Color(1)], labels.get(Color.BLUE, "?"), sorted(c.name for c in labels)]
def case_attribute_error():
    return Color.PINK
