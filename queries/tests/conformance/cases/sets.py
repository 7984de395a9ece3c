"""Sets and frozensets."""


def case_make(): return [set(), {1, 2}, set([1, 1, 2]), set("hello") == {"h", "e", "l", "o"}, frozenset([1, 2]), {*[1, 2], 3}]
def case_add_discard():
    s = {1}
    s.add(2)
    s.add(1)
    s.discard(5)
    s.discard(1)
    return [s, len(s)]
def case_remove():
    s = {1}
    s.remove(1)
    s.remove(1)
    return s
def case_pop_empty():
    return set().pop()
def case_operators():
    a, b = {1, 2, 3}, {2, 3, 4}
    return [a | b, a & b, a - b, a ^ b, b - a]
def case_methods():
    a = {1, 2}
    return [a.union([3], (4,)), a.intersection([2, 3]), a.difference([1]), a.symmetric_difference([2, 5]), a]
def case_operator_needs_a_set():
    return {1} | [2]
def case_in_place():
    a = {1, 2, 3}
    b = a
    a |= {4}
    a &= {2, 3, 4}
    a -= {2}
    a ^= {3, 9}
    return [a, b is a]
def case_update():
    a = {1}
    a.update([2, 3], {4: "x"}, "z")
    a.difference_update([1])
    a.intersection_update([2, 3, "z"])
    return a
def case_comparison(): return [{1} < {1, 2}, {1, 2} <= {1, 2}, {1, 2} > {1}, {1} == {1}, {1} != {2}, {1, 2} < {2, 3}, {1}.issubset([1, 2]), {1, 2}.issuperset({1}), {1}.isdisjoint([2])]
def case_equal_kinds(): return [{1} == frozenset([1]), {1, 2} == {2, 1}, set() == frozenset(), {1} == [1]]
def case_truth(): return [bool(set()), bool({0}), not set(), len({1, 1.0, True})]
def case_membership(): return [1 in {1, 2}, 1.0 in {1}, "a" in {"a"}, (1, 2) in {(1, 2)}, None in {None}, 3 not in {1}]
def case_unhashable():
    return {[1]}
def case_unhashable_member():
    return [1] in {1}
def case_tuples_inside(): return [{(1, 2), (1, 2)}, len({(1, "a"), (1, "b")}), ((1, 2) in {(1, 2)})]
def case_frozen_inside():
    s = {frozenset([1]), frozenset([1])}
    return [len(s), frozenset([1]) in s, {frozenset("ab"): 1}[frozenset("ba")]]
def case_frozen_is_frozen():
    return frozenset([1]).add(2)
def case_iteration_sum(): return [sum({1, 2, 3}), sorted({3, 1, 2}), max({5, 9}), sorted({"b", "a"}, reverse=True)]
def case_small_int_order(): return [list({3, 1, 2}), str({5, 0, 2}), list(set([9, 1, 8, 1])), [n for n in {4, 2, 0}]]
def case_comprehension(): return [{n % 3 for n in range(10)}, {c.lower() for c in "aAbB"} == {"a", "b"}, {x for x in [1, 2] if x > 5}]
def case_unique_in_order():
    seen, out = set(), []
    for x in [3, 1, 3, 2, 1]:
        if x not in seen:
            seen.add(x)
            out.append(x)
    return out
def case_copy():
    a = {1}
    b = a.copy()
    b.add(2)
    return [a, b, set(a) is a]
def case_clear():
    a = {1, 2}
    a.clear()
    return [a, str(a), repr(frozenset())]
def case_change_while_iterating():
    s = {1, 2, 3}
    for x in list(s):
        if x > 1:
            s.remove(x)
    return s
def case_index(): return {1}[0]
def case_set_of_dict(): return [set({"a": 1}), {"a", "b"} & {"a": 1}.keys(), {"a": 1, "b": 2}.keys() - {"a"}]
def case_items_view(): return [("a", 1) in {"a": 1}.items(), {"a": 1}.items() == {("a", 1)}, {"a": 1}.keys() == {"a"}, {"a": 1}.keys() | {"b": 1}.keys() == {"a", "b"}]
def case_objects():
    class P:
        def __init__(self, x): self.x = x
        def __eq__(self, other): return self.x == other.x
        def __hash__(self): return hash(self.x)
    return [len({P(1), P(1), P(2)}), P(1) in {P(1)}]
def case_identity_hash():
    class P: pass
    a, b = P(), P()
    return [len({a, b, a}), a in {a}, b in {a}]
def case_unpack():
    a, b = sorted({2, 1})
    first, *rest = sorted({3, 1, 2})
    return [a, b, first, rest]
def case_any_all(): return [any(x > 2 for x in {1, 3}), all({1, 0})]
def case_common():
    lists = [[1, 2, 3], [2, 3], [3, 2, 9]]
    return set.intersection(*map(set, lists))
def case_json_like(): return sorted(set("mississippi"))
