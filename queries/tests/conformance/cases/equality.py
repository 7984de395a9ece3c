"""`==`, `!=`, `is`, `in`."""


def same(a, b):
    return [a == b, a != b]


def case_lists(): return same([1, [2]], [1, [2]]) + same([1], [2])
def case_list_and_tuple(): return same([1], (1,))
def case_tuples(): return same((1, "a"), (1, "a"))
def case_dicts_ignore_order(): return same({"a": 1, "b": [2]}, {"b": [2], "a": 1})
def case_dicts_differ(): return same({"a": 1}, {"a": 1, "b": 2}) + same({"a": 1}, {"b": 1})
def case_sets(): return same({1, 2}, {2, 1}) + same({1}, frozenset([1]))
def case_int_and_bool(): return same(1, True) + same(0, False) + same(2, True)
def case_int_and_text(): return same(1, "1") + same("", 0)
def case_none(): return same(None, None) + same(None, 0) + same(None, False)
def case_missing_key_is_none():
    d = {"a": 1}
    return [d.get("x") is None, d.get("x") is not None, d.get("x") == None]
def case_nan():
    nan = float("nan")
    return [nan == nan, nan != nan]
def case_is_list(): 
    a = [1]
    b = a
    return [a is b, a is [1], a is not b]
def case_in_list(): return [2 in [1, 2], "2" in [1, 2], [1] in [[1]], (1, 2) in [(1, 2)]]
def case_in_dict(): return ["a" in {"a": 1}, 1 in {"a": 1}, 1 in {1: 2}, "1" in {1: 2}, (1, 2) in {(1, 2): 0}]
def case_in_text(): return ["b" in "abc", "" in "abc", "ac" in "abc"]
def case_in_set(): return [1 in {1, 2}, (1,) in {(1,)}, "x" not in {"y"}]
def case_in_range(): return [3 in range(0, 10, 3), 4 in range(0, 10, 3), 10 in range(10), 2.0 in range(3), "1" in range(3)]
def case_number_in_text():
    return 1 in "123"
def case_in_none():
    thing = None
    return 1 in thing
def case_inherited_keys_are_not_there(): return ["toString" in {}, "constructor" in {"a": 1}, "__proto__" in {}]
def case_range_equality(): return [range(3) == range(0, 3), range(0) == range(2, 2), range(3) == [0, 1, 2]]


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __eq__(self, other):
        if not isinstance(other, Point):
            return NotImplemented
        return (self.x, self.y) == (other.x, other.y)

    def __hash__(self):
        return hash((self.x, self.y))


class Plain:
    pass


def case_custom_eq(): return same(Point(1, 2), Point(1, 2)) + same(Point(1, 2), Point(2, 1)) + same(Point(1, 2), 5)
def case_custom_eq_in_list(): return [Point(1, 2) in [Point(1, 2)], [Point(0, 0)] == [Point(0, 0)]]
def case_custom_hash(): return [len({Point(1, 2), Point(1, 2), Point(2, 1)}), {Point(1, 1): "a"}[Point(1, 1)]]
def case_plain_identity():
    a, b = Plain(), Plain()
    return [a == b, a == a, a in [b], a in [a]]
def case_nested(): return {"a": [{"b": (1, 2)}]} == {"a": [{"b": (1, 2)}]}
def case_index_by_equality(): return [[[1], [2]].index([2]), [(1,), (2,)].count((2,))]
def case_remove_by_equality():
    items = [[1], [2], [1]]
    items.remove([1])
    return items
