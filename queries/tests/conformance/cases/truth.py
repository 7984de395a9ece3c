"""Which values count as true."""


def truth_of(value):
    if value:
        return "true"
    return "false"


def case_empty_list(): return truth_of([])
def case_full_list(): return truth_of([0])
def case_empty_dict(): return truth_of({})
def case_full_dict(): return truth_of({"a": None})
def case_dict_with_int_keys(): return truth_of({0: 0})
def case_empty_text(): return truth_of("")
def case_space(): return truth_of(" ")
def case_zero(): return [truth_of(0), truth_of(0.0), truth_of(-0.0), truth_of(1), truth_of(-1)]
def case_nan_is_true(): return truth_of(float("nan"))
def case_none(): return truth_of(None)
def case_empty_tuple(): return [truth_of(()), truth_of((0,))]
def case_empty_set(): return [truth_of(set()), truth_of({0}), truth_of(frozenset())]
def case_range(): return [truth_of(range(0)), truth_of(range(1))]
def case_not(): return [not [], not [0], not "", not None, not {}]
def case_or_gives_operand(): return [[] or "x", 0 or {} or "last", "a" or 1 / 0]
def case_and_gives_operand(): return [[] and "x", 1 and {}, "a" and "b"]
def case_or_in_expression():
    a, b = None, "x"
    return (a or b) + "y"
def case_and_compared():
    a, b = "p", "q"
    return [(a and b) == "q", a and b == "q"]
def case_or_subscript():
    value = None
    return (value or {"k": 1})["k"]
def case_ternary_on_list():
    items = []
    return "some" if items else "none"
def case_while_list():
    items = [1, 2, 3]
    out = []
    while items:
        out.append(items.pop())
    return out
def case_bool_of(): return [bool([]), bool("0"), bool(0), bool({"a": 1}), bool()]
def case_filter_none(): return list(filter(None, [0, 1, "", "a", [], [0], None]))
def case_any_all(): return [any([0, [], ""]), any([0, 1]), all([1, [0]]), all([1, []]), all([]), any([])]


class Box:
    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)


class Switch:
    def __init__(self, on):
        self.on = on

    def __bool__(self):
        return self.on


def case_instance_len(): return [truth_of(Box([])), truth_of(Box([1]))]
def case_instance_bool(): return [truth_of(Switch(False)), truth_of(Switch(True)), not Switch(False)]
def case_function_is_true(): return truth_of(truth_of)
def case_assert_list():
    try:
        assert [], "empty"
    except AssertionError as error:
        return str(error)
