"""Comparisons and their chains, sorting."""


def case_chain():
    x = 5
    return [1 < x < 10, 1 < x < 3, 10 > x > 7, 1 < x <= 5 == 5]
def case_chain_evaluates_once():
    seen = []
    def middle():
        seen.append("m")
        return 5
    result = 1 < middle() < 10
    return [result, seen]
def case_chain_mixed(): return [1 == 1 != 2, 3 > 2 == 2, 0 == 0 in [0]]
def case_lists(): return [[1, 2] < [1, 3], [1] < [1, 0], [] < [1], [2] > [1, 9], [1, 2] <= [1, 2]]
def case_tuples(): return [(1, "b") < (1, "c"), (2,) >= (1, 5)]
def case_texts(): return ["a" < "b", "Z" < "a", "abc" < "abd", "10" < "9", "" < "a"]
def case_code_points(): return ["\uffff" < "\U00010000", sorted(["\U0001f600", "\uff5e", "a"])]
def case_int_text():
    return 1 < "2"
def case_none_int():
    return None < 1
def case_list_tuple():
    return [1] < (2,)
def case_dict_order():
    return {"a": 1} < {"b": 1}
def case_sets(): return [{1} < {1, 2}, {1, 2} <= {1, 2}, {1} < {2}, {1, 2} > {2}, {1} >= {1, 2}]
def case_bools(): return [True > False, True < 2, sorted([True, False, 0.5])]
def case_sort_numbers(): return sorted([10, 9, 1, 100, -5, 2.5])
def case_sort_text(): return sorted(["b", "A", "a", "10", "9"])
def case_sort_key(): return sorted(["bb", "a", "ccc"], key=len, reverse=True)
def case_sort_stable(): return sorted([("b", 1), ("a", 1), ("c", 0)], key=lambda p: p[1])
def case_sort_stable_reverse(): return sorted([("b", 1), ("a", 1), ("c", 0)], key=lambda p: p[1], reverse=True)
def case_sort_in_place():
    xs = [3, 1, 2]
    result = xs.sort()
    return [xs, result]
def case_sort_in_place_key():
    xs = ["b", "A", "c"]
    xs.sort(key=str.lower, reverse=True)
    return xs
def case_sort_tuple_key(): return sorted([{"n": "b", "a": 1}, {"n": "a", "a": 1}], key=lambda d: (d["a"], d["n"]))
def case_sort_mixed():
    return sorted([1, "a"])
def case_sort_dict(): return sorted({"b": 1, "a": 2})
def case_sort_items(): return sorted({"b": 1, "a": 2}.items(), key=lambda kv: kv[1])
def case_min_max(): return [min([3, 1, 2]), max([3, 1, 2]), min(3, 1), max("b", "a"), max([[1], [0, 5]])]
def case_min_max_key(): return [max(["a", "ccc", "bb"], key=len), min([-3, 2], key=abs), max([], default=None), min([], default=0)]
def case_min_empty():
    return min([])
def case_max_first_of_equals(): return max([(1, "a"), (1, "b")], key=lambda p: p[0])
def case_min_dict(): return min({"b": 1, "a": 2})


class Version:
    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return self.n < other.n

    def __repr__(self):
        return f"v{self.n}"


def case_custom_lt(): return [Version(1) < Version(2), Version(1) > Version(2), repr(sorted([Version(3), Version(1)])), repr(max(Version(1), Version(4)))]


def case_sort_of_numbers_of_each_kind():
    values = [3, 1.5, True, 2.0, -1, 10**20, 0, 2]
    values.sort()
    return [str(values), str(sorted(values, reverse=True)), str(sorted([2, 2.0, 1, True], reverse=True))]
def case_sort_that_fails_changes_nothing():
    values = [3, "a", 1]
    try:
        values.sort()
    except TypeError as error:
        return [str(error).startswith("'<' not supported"), sorted(map(str, values))]
