"""Ranges, builtins that iterate, generators, comprehensions."""


def case_range(): return [list(range(3)), list(range(2, 5)), list(range(5, 0, -2)), list(range(0)), list(range(3, 1)), list(range(-3, 3, 2))]
def case_range_parts(): return [len(range(0, 10, 3)), range(10)[-1], range(10)[2:5], range(5)[::-1], 4 in range(5), range(3), range(1, 4, 2)]
def case_range_zero_step():
    return range(0, 3, 0)
def case_range_float():
    return range(2.5)
def case_for_range_down():
    out = []
    for i in range(3, 0, -1):
        out.append(i)
    return out
def case_range_is_fixed():
    n = 2
    out = []
    for i in range(n):
        n = 10
        out.append(i)
    return [out, i]
def case_loop_variable_change():
    out = []
    for i in range(3):
        out.append(i)
        i = 10
    return [out, i]
def case_enumerate(): return [list(enumerate("ab")), list(enumerate(["x"], 5)), list(enumerate([], start=1))]
def case_zip(): return [list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), dict(zip(["a"], [1]))]
def case_zip_strict():
    return list(zip([1], [1, 2], strict=True))
def case_zip_unzip():
    pairs = [(1, "a"), (2, "b")]
    numbers, letters = zip(*pairs)
    return [numbers, letters]
def case_map_filter(): return [list(map(lambda x: x * 2, [1, 2])), list(filter(lambda x: x > 1, [1, 2])), list(map(lambda a, b: a + b, [1, 2], [10, 20, 30])), list(map(str, [1, 2]))]
def case_map_is_lazy():
    seen = []
    m = map(seen.append, [1, 2])
    before = list(seen)
    next(m)
    return [before, seen]
def case_reversed(): return [list(reversed([1, 2])), list(reversed("ab")), list(reversed(range(3))), list(reversed((1, 2)))]
def case_next(): 
    it = iter([1, 2])
    return [next(it), next(it), next(it, "end")]
def case_next_stop():
    it = iter([])
    return next(it)
def case_iterator_is_consumed():
    it = iter([1, 2, 3])
    first = next(it)
    return [first, list(it), list(it)]
def case_break_keeps_iterator():
    it = iter([1, 2, 3, 4])
    for x in it:
        if x == 2:
            break
    return list(it)
def case_break_keeps_generator():
    def numbers():
        for n in range(5):
            yield n
    g = numbers()
    for x in g:
        if x == 1:
            break
    return list(g)
def case_generator():
    def count(n):
        i = 0
        while i < n:
            yield i
            i += 1
    return [list(count(3)), sum(count(4)), [x for x in count(2)]]
def case_generator_is_lazy():
    log = []
    def gen():
        log.append("start")
        yield 1
        log.append("end")
    g = gen()
    before = list(log)
    value = next(g)
    return [before, value, list(log)]
def case_yield_from():
    def inner():
        yield 1
        yield 2
        return "done"
    def outer():
        result = yield from inner()
        yield result
        yield from [3, 4]
        yield from "ab"
    return list(outer())
def case_generator_send():
    def echo():
        got = yield "ready"
        while got is not None:
            got = yield got * 2
    g = echo()
    return [next(g), g.send(3), g.send(5)]
def case_generator_return():
    def gen():
        yield 1
        return 7
    g = gen()
    next(g)
    try:
        next(g)
    except StopIteration as stop:
        return stop.value
def case_generator_expression():
    g = (x * x for x in range(4) if x % 2)
    return [list(g), list(g), sum(x for x in [1, 2]), max(len(w) for w in ["a", "bbb"])]
def case_generator_finally():
    log = []
    def gen():
        try:
            yield 1
        finally:
            log.append("closed")
    g = gen()
    next(g)
    g.close()
    return log
def case_infinite_generator():
    def naturals():
        n = 0
        while True:
            yield n
            n += 1
    out = []
    for n in naturals():
        if n > 3:
            break
        out.append(n)
    return out
def case_comprehension_nested(): return [[x * y for y in range(3)] for x in range(2)]
def case_comprehension_two(): return [(x, y) for x in range(3) for y in range(x) if x + y > 1]
def case_comprehension_conditions(): return [x for x in range(20) if x % 2 if x % 3]
def case_comprehension_dict_element(): return [{"n": n} for n in range(2)]
def case_comprehension_scope():
    x = "outer"
    ys = [x for x in range(3)]
    return [x, ys]
def case_comprehension_over_dict(): return [k for k in {"a": 1}]
def case_comprehension_over_text(): return [c.upper() for c in "ab"]
def case_comprehension_unpack(): return [a + b for a, b in [(1, 2), (3, 4)]] + [f for f, *_ in [(1, 2, 3)]]
def case_comprehension_walrus():
    return [y for x in range(4) if (y := x * x) > 1]
def case_comprehension_condition_value(): return ["even" if x % 2 == 0 else "odd" for x in range(3)]
def case_comprehension_closure():
    fs = [lambda: i for i in range(3)]
    return [f() for f in fs]
def case_comprehension_uses_later_list():
    rows = [[1, 2], [3]]
    return [cell for row in rows for cell in row]
def case_for_else():
    out = []
    for x in [1, 2]:
        if x == 5:
            break
    else:
        out.append("no break")
    for x in [1, 2]:
        if x == 2:
            break
    else:
        out.append("never")
    return out
def case_while_else():
    n = 0
    while n < 2:
        n += 1
    else:
        n = 100
    return n
def case_for_tuple_target():
    out = []
    for i, (a, b) in enumerate([(1, 2), (3, 4)]):
        out.append(i + a * b)
    return out
def case_for_not_iterable():
    for x in 5:
        pass
def case_for_none():
    for x in None:
        pass
def case_for_attribute_target():
    box = {}
    for box["k"] in [1, 2]:
        pass
    return box
def case_nested_break():
    out = []
    for a in range(3):
        for b in range(3):
            if b > a:
                break
            if a == 1:
                continue
            out.append((a, b))
    return out
def case_loop_variable_after():
    for i in range(3):
        pass
    for j in []:
        pass
    return i
def case_loop_variable_unbound():
    for j in []:
        pass
    return j
def case_iter_callable():
    values = [3, 2, 1, 0]
    return list(iter(lambda: values.pop(), 3))
def case_sum_generator_of_dict(): return sum(d["n"] for d in [{"n": 1}, {"n": 2}])
def case_any_stops():
    seen = []
    def check(x):
        seen.append(x)
        return x > 1
    return [any(check(x) for x in [1, 2, 3]), seen]
def case_sorted_generator(): return sorted(x % 3 for x in range(6))


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n + 1


class Tree:
    def __init__(self, *children):
        self.children = children

    def __iter__(self):
        for child in self.children:
            yield child

    def __len__(self):
        return len(self.children)

    def __getitem__(self, index):
        return self.children[index]

    def __contains__(self, item):
        return item == "magic"


def case_custom_iterator(): return [list(Countdown(3)), [x for x in Countdown(2)], sum(Countdown(3))]
def case_custom_next():
    c = Countdown(1)
    return [next(c), next(c, "end")]
def case_custom_iterable(): return [list(Tree(1, 2)), len(Tree(1)), Tree(5, 6)[-1], "magic" in Tree(), 1 in Tree(1), [*Tree(1, 2)], max(Tree(3, 9))]
def case_custom_unpack():
    a, b = Tree(1, 2)
    return a + b
def case_enumerate_from_a_negative_number():
    return [[i % 3, i // 2, x] for i, x in enumerate("abcd", -2)]
def case_range_of_what_is_not_an_int():
    out = []
    for bound in (True, 2.0, "2", None):
        try:
            for i in range(bound): out.append(i)
        except TypeError as error: out.append(str(error))
    return out
def case_range_of_an_object_with_index():
    class Three:
        def __index__(self): return 3
    return [i for i in range(Three())] + list(range(1, Three()))
def case_range_bound_is_taken_once():
    n = 3
    out = []
    for i in range(n):
        n += 1
        out.append([i, n])
    return out
