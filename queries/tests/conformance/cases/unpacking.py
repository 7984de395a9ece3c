"""Unpacking."""


def case_pairs():
    a, b = 1, 2
    [c, d] = [3, 4]
    (e, f) = (5, 6)
    return [a, b, c, d, e, f]
def case_star():
    first, *rest = [1, 2, 3]
    *init, last = "abc"
    a, *middle, z = range(5)
    b, *empty = [1]
    return [first, rest, init, last, a, middle, z, b, empty]
def case_nested():
    a, (b, [c, *d]), e = 1, (2, [3, 4, 5]), 6
    return [a, b, c, d, e]
def case_text_and_dict():
    a, b = "xy"
    c, d = {"k": 1, "m": 2}
    e, f = {"k": 1, "m": 2}.values()
    return [a, b, c, d, e, f]
def case_generator():
    def gen():
        yield 1
        yield 2
    a, b = gen()
    c, *d = gen()
    return [a, b, c, d]
def case_too_few():
    a, b, c = [1, 2]
    return a
def case_too_many():
    a, b = [1, 2, 3]
    return a
def case_star_too_few():
    a, b, *c = [1]
    return a
def case_messages():
    out = []
    for value in ([1], [1, 2, 3], 5, None):
        try:
            a, b = value
        except (ValueError, TypeError) as error:
            out.append(str(error))
    return out
def case_in_loop(): return [a * b for a, b in [(1, 2), (3, 4)]]
def case_star_in_loop():
    out = []
    for head, *tail in [[1, 2, 3], "ab", (9,)]:
        out.append([head, tail])
    return out
def case_swap_items():
    xs = [1, 2, 3]
    i = 0
    xs[i], xs[2] = xs[2], xs[i]
    return xs
def case_order_of_assignment():
    xs = [0, 0]
    i = 0
    i, xs[i] = 1, 5
    return [i, xs]
def case_chain():
    a = b, c = [1, 2]
    return [a, b, c]
def case_attributes():
    class P: pass
    p = P()
    p.x, p.y = 3, 4
    d = {}
    d["a"], d["b"] = "xy"
    return [p.x, p.y, d]
def case_call_star():
    def f(*args, **kwargs): return [args, kwargs]
    xs, d = [1, 2], {"k": 3}
    return [f(*xs), f(*xs, *"ab"), f(**d), f(0, *xs, z=1, **d), f(*(), **{})]
def case_list_displays(): return [[*range(3), *"ab"], (*[1], 2), {*[1, 1]}, {**{"a": 1}, "b": 2, **{"a": 3}}]
def case_dict_merge():
    base = {"a": 1, "b": 2}
    return [{**base, "b": 5}, {"b": 5, **base}, dict(base, c=3), base | {"a": 9}]
def case_duplicate_keyword():
    def f(**k): return k
    return f(a=1, **{"a": 2})
def case_star_none():
    def f(*a): return a
    return f(*None)
def case_ignored():
    _, keep, _ = (1, 2, 3)
    first, *_ = "abc"
    return [keep, first]
def case_enumerate_zip(): return [(i, a, b) for i, (a, b) in enumerate(zip("ab", [1, 2]))]
def case_from_function():
    def divide(a, b): return a // b, a % b
    q, r = divide(17, 5)
    return [q, r]
def case_lambda(): return [(lambda *a, **k: (a, k))(1, *[2], x=3), (lambda a, b=2, *c: [a, b, c])(*[1, 5, 6])]
def case_fibonacci():
    a, b = 0, 1
    out = []
    while a < 30:
        out.append(a)
        a, b = b, a + b
    return out
def case_return_star():
    def f(*xs): return 0, *xs
    return f(1, 2)
def case_split():
    key, _, value = "name=Ann=x".partition("=")
    user, domain = "me@host".split("@")
    return [key, value, user, domain]
def case_is_a_new_list():
    xs = [1, 2, 3]
    a, *b = xs
    b.append(9)
    return [xs, b, type(b).__name__]
def case_items():
    for key, (x, y) in {"p": (1, 2)}.items():
        return [key, x, y]
def case_walrus_star(): return [(xs := [1, 2]), [*xs, 3]]


def case_items_of_a_list_into_itself():
    pair = [5, 6]
    pair[1], pair[0] = pair
    values = [1, 2, 3]
    values[0], values[2] = values[2], values[0]
    return [pair, values]
def case_pairs_that_a_loop_takes_apart():
    found = []
    for index, (left, right) in enumerate(zip("ab", [1, 2]), 5):
        found.append((index, left, right))
    for index, *rest in enumerate("xy"):
        found.append([index, rest])
    for first, second, third in zip("ab", (1, 2), [True]):
        found.append([first, second, third])
    return [found, {key: value for key, value in zip("ab", "cd")}, [b for [a, b] in enumerate("pq") if a]]
def case_pairs_that_a_loop_keeps():
    return [[str(pair) for pair in enumerate("ab", start=1)], [str(pair) for pair in zip("a", "b")]]
def case_pairs_of_another_length():
    found = []
    for take in (lambda: [a for a, b, c in enumerate("x")], lambda: [a for a, b in zip("x", "y", "z")]):
        try:
            found.append(take())
        except ValueError as error:
            found.append(str(error))
    return found
