"""Dicts and sets."""


def case_missing_key():
    d = {"a": 1}
    return d["b"]
def case_missing_int_key():
    d = {1: "a"}
    return d["1"]
def case_key_kinds():
    d = {1: "int", "1": "text", (1, 2): "tuple", None: "none", 1.5: "float"}
    return [d[1], d["1"], d[(1, 2)], d[None], d[1.5], d[1.0], d[True]]
def case_bool_key_overwrites():
    d = {1: "a"}
    d[True] = "b"
    return [d, len(d)]
def case_order():
    d = {}
    d["b"] = 1
    d["a"] = 2
    d["10"] = 3
    d["2"] = 4
    return list(d)
def case_order_literal(): return list({"10": 1, "9": 2, "b": 3, "1": 4})
def case_order_after_delete():
    d = {"a": 1, "b": 2}
    del d["a"]
    d["a"] = 3
    return list(d.items())
def case_order_update_keeps_place():
    d = {"a": 1, "b": 2}
    d["a"] = 5
    return d
def case_int_keys_order(): return list({3: "c", 1: "a", 2: "b"}.items())
def case_get():
    d = {"a": None, "b": 0}
    return [d.get("a", 5), d.get("b"), d.get("c"), d.get("c", 5), d.get("a")]
def case_iterate():
    out = []
    for key in {"x": 1, "y": 2}:
        out.append(key)
    return out
def case_items():
    return [f"{k}={v}" for k, v in {"x": 1, "y": 2}.items()]
def case_keys_values():
    d = {"x": 1, "y": 2}
    return [list(d.keys()), list(d.values()), d.keys(), d.values(), d.items()]
def case_view_is_live():
    d = {"x": 1}
    keys = d.keys()
    d["y"] = 2
    return [list(keys), len(keys), "y" in keys]
def case_view_sets(): return [{"a": 1, "b": 2}.keys() & {"a"}, {"a": 1}.keys() == {"a"}, {"a": 1}.items() == {("a", 1)}]
def case_len_in():
    d = {"a": 1}
    return [len(d), "a" in d, "b" not in d, len({})]
def case_pop():
    d = {"a": 1, "b": 2}
    return [d.pop("a"), d.pop("z", None), d.pop("z", 5), d]
def case_pop_missing():
    return {}.pop("a")
def case_popitem():
    d = {"a": 1, "b": 2}
    return [d.popitem(), d]
def case_setdefault():
    d = {}
    d.setdefault("a", []).append(1)
    d.setdefault("a", []).append(2)
    return [d, d.setdefault("n"), d]
def case_update():
    d = {"a": 1}
    d.update({"b": 2})
    d.update(c=3)
    d.update([("d", 4)], e=5)
    return d
def case_copy_clear():
    d = {"a": [1]}
    e = d.copy()
    e["a"].append(2)
    e["b"] = 1
    d2 = dict(d)
    d.clear()
    return [d, e, d2]
def case_dict_of(): return [dict(a=1, b=2), dict([("x", 1)]), dict({"y": 2}), dict(), dict(zip("ab", [1, 2])), dict([["k", "v"]])]
def case_fromkeys(): return [dict.fromkeys("ab"), dict.fromkeys([1, 2], 0)]
def case_delete_missing():
    d = {}
    del d["a"]
def case_nested():
    d = {"a": {"b": [1, 2]}}
    d["a"]["b"][0] += 10
    d["a"]["c"] = {}
    return d
def case_list_key():
    return {[1]: 2}
def case_repr(): return [repr({"a": 1, 2: None}), repr({}), str({"k": {"n": [1]}})]
def case_comprehension(): return {k: v * 2 for k, v in {"a": 1, "b": 2}.items() if v > 1}
def case_comprehension_int_keys(): return {n: n * n for n in range(3)}
def case_spread(): return {**{"a": 1, "b": 2}, "b": 3, **{"c": 4}}
def case_spread_int_keys(): return {**{1: "a"}, **{2: "b"}}
def case_invert(): return {v: k for k, v in {"a": 1, "b": 2}.items()}
def case_count_letters():
    counts = {}
    for c in "banana":
        counts[c] = counts.get(c, 0) + 1
    return counts
def case_group():
    groups = {}
    for n in range(6):
        groups.setdefault(n % 3, []).append(n)
    return groups
def case_changed_while_iterating():
    d = {"a": 1, "b": 2}
    for k in d:
        d[k + "x"] = 1
def case_deleted_while_iterating():
    d = {"a": 1, "b": 2}
    for k in d:
        del d[k]
def case_special_names():
    d = {"__proto__": 1, "constructor": 2, "toString": 3}
    return [d["__proto__"], d["constructor"], d["toString"], len(d), list(d)]
def case_special_missing():
    return {}["constructor"]
def case_get_special(): return [{}.get("toString"), {}.get("__proto__", 5)]
def case_sort_by_value(): return dict(sorted({"a": 3, "b": 1}.items(), key=lambda kv: kv[1]))
def case_max_by_value():
    d = {"a": 3, "b": 7}
    return max(d, key=d.get)
def case_reversed(): return [list(reversed({"a": 1, "b": 2})), list(reversed({"a": 1, "b": 2}.values()))]
def case_none_value_vs_missing():
    d = {"a": None}
    return ["a" in d, d["a"], d.get("a", 1), len(d)]
def case_enumerate_items(): return [(i, k, v) for i, (k, v) in enumerate({"a": 1}.items())]
def case_equal_numbers_key(): return [{1: "a"}[1.0], {True: "t"}[1], {0: "z"}[False]]
def case_subscript_int():
    n = 5
    return n["a"]
def case_subscript_none():
    n = None
    return n["a"]
def case_set_basics():
    s = {3, 1, 2, 3}
    s.add(1)
    s.discard(9)
    s.remove(3)
    return [s, len(s), 1 in s]
def case_set_remove_missing():
    {1}.remove(2)
def case_set_of(): return [set("aab"), set([1, 1]), set(), frozenset([1, 2])]
def case_set_methods():
    a, b = {1, 2, 3}, [2, 3, 4]
    return [a.union(b), a.intersection(b), a.difference(b), a.symmetric_difference(b), a.issubset({1, 2, 3, 4}), a.issuperset({1}), a.isdisjoint({9})]
def case_set_update():
    a = {1}
    a.update([2, 3], {4})
    a -= {1}
    a &= {2, 3}
    a |= {7}
    a ^= {2}
    return a
def case_set_of_tuples(): return [(1, 2) in {(1, 2)}, len({(1, 2), (1, 2), (2, 1)}), {(1, (2, 3))} == {(1, (2, 3))}]
def case_set_of_lists():
    return {[1]}
def case_set_dedupe_order(): return sorted({"b", "a", "b"})
def case_set_comprehension(): return {n % 3 for n in range(10)}
def case_set_of_frozensets(): return [len({frozenset([1, 2]), frozenset([2, 1])}), frozenset([1]) in {frozenset([1])}]
def case_set_mixed_numbers(): return len({1, 1.0, True, "1"})
def case_set_pop():
    s = {5}
    return [s.pop(), s]
def case_set_repr(): return [repr(set()), repr({1}), repr(frozenset())]
def case_set_copy():
    a = {1}
    b = a.copy()
    b.add(2)
    return [a, b]
def case_dedupe_keep_order(): return list(dict.fromkeys(["b", "a", "b", "c", "a"]))


def case_value_before_key():
    seen = []

    def note(value):
        seen.append(value)
        return value

    d = {}
    d[note("key")] = note("value")
    d[note("a")] = d[note("b")] = note("c")
    d[note("x")], d[note("y")] = note(1), note(2)
    return [seen, d]


def case_value_before_the_object_that_takes_it():
    seen = []

    class Box:
        pass

    box = Box()

    def found(name):
        seen.append(name)
        return box

    def made():
        seen.append("value")
        return 3

    found("object").size = made()
    items = [0, 0, 0, 0]

    def whole(name):
        seen.append(name)
        return items

    whole("list")[len(whole("bound")) - 3 :] = whole("items")[:1]
    return [seen, box.size, items]


def case_keys_that_objects_have():
    def filled(data):
        found = [data.get(key) for key in ("constructor", "toString", "__proto__", "hasOwnProperty")]
        try:
            found.append(data["valueOf"])
        except KeyError as error:
            found.append(str(error))
        data["constructor"] = 1
        data["toString"] = "x"
        data["__proto__"] = {"a": 2}
        data["7"] = None
        return [found, data["constructor"], data["toString"], data["__proto__"], data["7"], list(data), "valueOf" in data]
    return filled({})
def case_truth_of_dicts_of_unknown_type():
    def shown(values):
        return [bool(value) for value in values]
    emptied = {"a": 1}
    del emptied["a"]
    return shown([{}, {"a": None}, {1: 2}, {"toString": 0}, emptied, dict(), [{}]])
