"""Comprehensions and generator expressions."""


def case_list(): return [[n * n for n in range(4)], [n for n in range(10) if n % 3 == 0], [c for c in "abc"]]
def case_nested_loops(): return [[(x, y) for x in range(2) for y in "ab"], [x + y for x in [1, 2] for y in [10, 20] if x != 2]]
def case_nested_lists(): return [[[i * j for j in range(3)] for i in range(3)], [n for row in [[1, 2], [3]] for n in row]]
def case_conditions(): return [[n for n in range(20) if n % 2 if n % 3], [n if n % 2 else -n for n in range(4)]]
def case_dict(): return [{c: ord(c) for c in "ab"}, {v: k for k, v in {"a": 1}.items()}, {k: v for k, v in [("x", 1), ("x", 2)]}]
def case_set(): return [{n % 2 for n in range(5)}, {len(w) for w in ["a", "bb", "cc"]}]
def case_generator(): return [sum(n * n for n in range(4)), max(len(w) for w in ["a", "bbb"]), list(n for n in range(3)), ",".join(str(n) for n in range(3)), any(n > 2 for n in range(4))]
def case_scope():
    x = "outer"
    ys = [x for x in range(3)]
    return [x, ys]
def case_outer_names():
    factor = 3
    return [n * factor for n in range(3)]
def case_late_binding():
    makers = [lambda: n for n in range(3)]
    return [make() for make in makers]
def case_early_binding():
    makers = [lambda n=n: n for n in range(3)]
    return [make() for make in makers]
def case_first_iterable_is_evaluated_outside():
    xs = [1, 2]
    gen = (x for x in xs)
    xs = [5]
    return list(gen)
def case_lazy():
    log = []
    def note(n):
        log.append(n)
        return n
    gen = (note(n) for n in range(3))
    before = list(log)
    first = next(gen)
    return [before, first, list(log)]
def case_used_up():
    gen = (n for n in range(3))
    return [list(gen), list(gen)]
def case_unpacking(): return [[a + b for a, b in [(1, 2), (3, 4)]], [a for a, *_ in ["xyz", "pq"]], [(i, a, b) for i, (a, b) in enumerate([(1, 2)])]]
def case_walrus(): return [[y for n in range(5) if (y := n * 2) > 4], [(z := n) for n in range(3)], z]
def case_calls(): return [[f(4) for f in (abs, str, float)], [m.upper() for m in ("a", "b")]]
def case_over_dict():
    d = {"a": 1, "b": 2}
    return [[k for k in d], [v * 2 for v in d.values()], [f"{k}={v}" for k, v in d.items()], {k.upper(): v for k, v in d.items() if v > 1}]
def case_matrix():
    m = [[1, 2], [3, 4]]
    return [[list(row) for row in zip(*m)], [[row[i] for row in m] for i in range(2)], sum(x for row in m for x in row)]
def case_pythagoras(): return [(a, b, c) for c in range(1, 14) for b in range(1, c) for a in range(1, b) if a * a + b * b == c * c]
def case_primes(): return [n for n in range(2, 30) if all(n % d for d in range(2, int(n ** 0.5) + 1))]
def case_ternary_inside(): return ["even" if n % 2 == 0 else "odd" for n in range(3)]
def case_shadowed_function():
    len_ = [len(x) for x in (len_ for len_ in ["a", "bb"])]
    return len_
def case_error_inside():
    return [1 / n for n in (1, 0)]
def case_not_iterable():
    return [n for n in 5]
def case_flatten(): return [x for sub in [[1, [2]], [3]] for x in sub]
def case_of_strings(): return [w.strip().title() for w in " a , b c ,".split(",") if w.strip()]
def case_index_of(): return [i for i, c in enumerate("banana") if c == "a"]
def case_inside_class():
    class Table:
        size = 3
        rows = [n for n in range(size)]
    return Table.rows
def case_nested_function_in_comprehension():
    def twice(x): return x * 2
    return [twice(y) for y in [twice(x) for x in range(3)]]
def case_generator_as_argument(): return [sorted((n % 3 for n in range(5)), reverse=True), dict((c, 1) for c in "ab"), set(n // 2 for n in range(4)), tuple(x for x in "ab")]
def case_conditional_on_outer():
    limit = 2
    return {n: [m for m in range(n) if m < limit] for n in range(4)}
def case_methods_on_self():
    class Bag:
        def __init__(self): self.items = [1, 2]
        def doubled(self): return [self.twice(n) for n in self.items]
        def twice(self, n): return n * 2
    return Bag().doubled()
def case_async_free_names():
    rows = [{"n": 1, "t": "a"}, {"n": 2, "t": "b"}]
    return [{**row, "n": row["n"] + 1} for row in rows if row.get("t") != "a"]
