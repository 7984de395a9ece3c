"""`repr` and `str` of everything."""

from dataclasses import dataclass


@dataclass
class Item:
    name: str
    price: float = 1
    tags: tuple = ()


def case_numbers(): return [str(1), str(1.0), str(-0.0), str(1e16), str(1e-5), str(0.1), repr(1.5), str(1e100), str(123456789.0), str(1 / 3), str(2 ** 40)]
def case_special_floats(): return [str(float("inf")), repr(float("-inf")), str(float("nan"))]
def case_constants(): return [str(None), str(True), repr(False), str(...), str(NotImplemented)]
def case_texts(): return [str("a"), repr("a"), repr("it's"), repr('"'), repr("a\n"), repr("\\"), str("a\n")]
def case_containers(): return [str([1, "a", None, 2.0]), str((1,)), str({"a": [1.0]}), str({1: 2}), str([]), str({}), str(()), str(set()), str([[]]), str({"k": {"n": ()}})]
def case_nested_text(): return [str(["a'b"]), str({"a": "b\n"}), str(("x",)), repr([repr("a")])]
def case_sets(): return [str({1}), str(frozenset({1})), repr(frozenset()), str({"a"})]
def case_ranges(): return [str(range(3)), str(range(1, 5)), repr(range(0, 10, 2)), str(list(range(2)))]
def case_dict_views():
    d = {"a": 1.0}
    return [str(d.keys()), str(d.values()), str(d.items())]
def case_functions():
    def f(): pass
    return [f.__name__, str(f)[:10]]
def case_types(): return [str(int), str(str), repr(list), str(type(None)), str(type(1.0)), str(ValueError), int.__name__]
def case_classes():
    class A: pass
    return [A.__name__, type(A()).__name__, A().__class__.__name__]
def case_exceptions(): return [str(ValueError("x")), repr(ValueError("x")), str(ValueError()), repr(ValueError()), str(ValueError("a", 1)), repr(KeyError("k")), str(KeyError("k")), repr(ValueError(1.0))]
def case_self_reference():
    xs = [1]
    xs.append(xs)
    d = {}
    d["self"] = d
    return [str(xs), str(d)]
def case_custom():
    class P:
        def __init__(self, x): self.x = x
        def __repr__(self): return f"P({self.x!r})"
    return [str(P(1)), repr(P("a")), str([P(1.0)]), str({"p": P(None)}), f"{P(2)}", "%s" % P(3)]
def case_str_only():
    class P:
        def __str__(self): return "text"
    return [str(P()), f"{P()}", str([P()])[:2], "%s" % P()]
def case_inherited():
    class A:
        def __repr__(self): return f"<{type(self).__name__}>"
    class B(A): pass
    return [str(A()), str(B()), repr([A(), B()])]
def case_dataclass():
    return [str(Item("a")), repr(Item("b", 2.0, ("x",))), str([Item("c", 3)])]
def case_round_trip(): return [eval_like(repr(x)) for x in (1.5, -2, "a")]
def eval_like(text): return text
def case_join_of_str(): return " ".join(map(str, [1, 2.0, None, True, "x", [1]]))
def case_str_of_bytes_free(): return [str(), str(""), repr(""), len(str(1.0))]
def case_float_rounding(): return [str(0.1 + 0.2), str(1.1 * 3), str(100 * 1.1), str(2.675), str(1e21 + 1), str(5e-324)]
def case_print_style():
    out = []
    for v in (1, 1.0, "a", None, [1.0]):
        out.append(f"{v}|{v!r}")
    return out
def case_type_names(): return [type(v).__name__ for v in (1, 1.0, "a", None, [], (), {}, set(), True, range(1), ValueError, lambda: 0)]
def case_repr_of_escaped(): return [repr("\x00\x7f\xa0é"), repr("\u2028"), repr("\ue000"), repr("tab\t")]
def case_whole_floats_everywhere():
    values = [2.0, {"a": 2.0}, (2.0,), {2.0}]
    box = {"total": sum([1.5, 0.5]), "mean": 4 / 2, "max": max(1, 2.0), "n": 2}
    return [str(values), str(box), repr(list(map(float, [1, 2]))), str([x / 2 for x in (2, 3)]), str(dict.fromkeys("a", 1.0)), str(sorted([2.0, 1.0]))]
def case_ints_stay_ints(): return [str(4 // 2), str(round(2.0)), str(int(3.0)), str(2 ** 2), str(len("ab") * 2), str(7 % 4), str(sum([1, 2])), str(abs(-3)), str(max(1, 2))]
