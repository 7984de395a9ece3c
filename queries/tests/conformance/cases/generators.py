"""Generators."""

import itertools


def count_to(n):
    for i in range(n):
        yield i


def case_basic(): return [list(count_to(3)), sum(count_to(5)), tuple(count_to(0)), [*count_to(2)]]
def case_next():
    g = count_to(2)
    return [next(g), next(g), next(g, "end")]
def case_exhausted():
    g = count_to(1)
    next(g)
    return next(g)
def case_send():
    def echo():
        got = yield "ready"
        while True:
            got = yield got * 2
    g = echo()
    return [next(g), g.send(5), g.send("ab")]
def case_close():
    log = []
    def gen():
        try:
            yield 1
            yield 2
        finally:
            log.append("closed")
    g = gen()
    next(g)
    g.close()
    return [log, list(g)]
def case_throw():
    def gen():
        while True:
            try:
                yield "ok"
            except ValueError as error:
                yield f"caught {error}"
    g = gen()
    return [next(g), g.throw(ValueError("x")), next(g)]
def case_return_value():
    def gen():
        yield 1
        return "result"
    g = gen()
    next(g)
    try:
        next(g)
    except StopIteration as stop:
        return stop.value
def case_yield_from():
    def inner():
        got = yield 1
        yield got
        return "inner"
    def outer():
        result = yield from inner()
        yield result
        yield from [7, 8]
        yield from "ab"
    g = outer()
    return [next(g), g.send("sent"), next(g), list(g)]
def case_recursive():
    def walk(tree):
        for node in tree:
            if isinstance(node, list):
                yield from walk(node)
            else:
                yield node
    return list(walk([1, [2, [3, []]], 4]))
def case_infinite():
    def naturals():
        n = 0
        while True:
            yield n
            n += 1
    return [list(itertools.islice(naturals(), 3)), next(x for x in naturals() if x * x > 50), [a for a, _ in zip(naturals(), "ab")]]
def case_lazy():
    log = []
    def gen():
        log.append("start")
        yield 1
        log.append("end")
    g = gen()
    before = list(log)
    list(g)
    return [before, log]
def case_pipeline():
    def evens(xs):
        for x in xs:
            if x % 2 == 0:
                yield x
    def squares(xs):
        for x in xs:
            yield x * x
    return list(squares(evens(range(6))))
def case_early_return():
    def gen(stop):
        for i in range(10):
            if i == stop:
                return
            yield i
    return [list(gen(3)), list(gen(0))]
def case_state():
    def fib():
        a, b = 0, 1
        while True:
            yield a
            a, b = b, a + b
    g = fib()
    return [[next(g) for _ in range(5)], [next(g) for _ in range(3)]]
def case_membership():
    g = count_to(5)
    return [2 in g, list(g)]
def case_in_class():
    class Tree:
        def __init__(self, value, *kids):
            self.value, self.kids = value, kids
        def __iter__(self):
            yield self.value
            for kid in self.kids:
                yield from kid
    return list(Tree(1, Tree(2, Tree(3)), Tree(4)))
def case_method():
    class Bag:
        def __init__(self): self.items = [1, 2]
        def each(self, factor=1):
            for item in self.items:
                yield item * factor
    return [list(Bag().each()), list(Bag().each(factor=3))]
def case_error_inside():
    def gen():
        yield 1
        raise ValueError("inside")
    out = []
    try:
        for x in gen():
            out.append(x)
    except ValueError as error:
        out.append(str(error))
    return out
def case_unpack():
    a, b = count_to(2)
    first, *rest = count_to(4)
    return [a, b, first, rest]
def case_truth(): return [bool(count_to(0)), iter(g := count_to(1)) is g]
def case_len():
    return len(count_to(3))
def case_index():
    return count_to(3)[0]
def case_two_at_once():
    a, b = count_to(3), count_to(3)
    return [next(a), next(a), next(b)]
def case_break_and_go_on():
    g = count_to(5)
    out = []
    for x in g:
        if x == 1:
            break
        out.append(x)
    return [out, list(g)]
def case_generator_expression_in_call(): return [sum(x * x for x in count_to(4)), max((len(w) for w in ["a", "bb"]), default=0), sorted(x % 3 for x in count_to(5))]
def case_average():
    def averager():
        total, count, mean = 0, 0, None
        while True:
            value = yield mean
            total += value
            count += 1
            mean = total / count
    g = averager()
    next(g)
    return [g.send(10), g.send(20), g.send(6)]
def case_chunks():
    def chunks(xs, n):
        for i in range(0, len(xs), n):
            yield xs[i : i + n]
    return list(chunks([1, 2, 3, 4, 5], 2))
def case_yield_in_expression():
    def gen():
        x = (yield 1) or "none"
        yield x
    g = gen()
    return [next(g), next(g)]
def case_type(): return [type(count_to(1)).__name__, callable(count_to)]
def case_list_twice():
    g = (n for n in "ab")
    return [list(g), list(g)]
def case_enumerate(): return [list(enumerate(count_to(2), 1)), dict(enumerate(c for c in "ab"))]
async def case_async_generator():
    async def ticks(n):
        for i in range(n):
            yield i
    out = []
    async for tick in ticks(3):
        out.append(tick)
    return [out, [t async for t in ticks(2)]]
