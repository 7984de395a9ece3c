"""Arguments of which only the run knows how many there are, and what only the run knows is called."""


class P:
    def __init__(self, a, b=2):
        self.a, self.b = a, b

    def set(self, a, b):
        self.a, self.b = a, b
        return self

    @classmethod
    def make(cls, a, b):
        return cls(a, b)

    @staticmethod
    def two(a, b):
        return a, b


class Q(P):
    def __init__(self, *args):
        super().__init__(*args)
        self.q = 1

    def set(self, *args):
        return super().set(*args)


def fails(f):
    try:
        return f()
    except TypeError as e:
        return type(e).__name__


def put(p, *args):
    return p.set(*args)


def one(p):
    return p.set(1)


def case_star_of_methods():
    p = P(1)
    return [fails(lambda: p.set(*[1])), fails(lambda: p.set(*[1, 2, 3])), fails(lambda: vars(p.set(*[1, 2]))), fails(lambda: P.make(*[1])), fails(lambda: P.two(*[1, 2, 3])), fails(lambda: Q(*[1, 2, 3])), fails(lambda: Q()), fails(lambda: vars(Q(1))), fails(lambda: Q(1).set(1)), fails(lambda: vars(Q(1).set(3, 4)))]


def case_star_of_unknown():
    p = P(1)
    return [fails(lambda: put(p, 1)), fails(lambda: put(p, 1, 2, 3)), fails(lambda: vars(put(p, 5, 6)))]


def case_count_of_unknown():
    return fails(lambda: one(P(1)))


def case_star_of_functions():
    def f(a, b, *c, d=4):
        return a, b, c, d

    return [fails(lambda: f(*[1])), f(*[1, 2]), f(*"abc", d=5), f(*[1], *[2], 3, **{"d": 6}), fails(lambda: f(1, 2, **{"a": 3}))]


def case_star_of_unbound():
    p = P(1)
    return fails(lambda: P.set(*[p, 1])), fails(lambda: vars(P.set(*[p, 1, 2])))


def case_decorated_call():
    def deco(f):
        def w(*a, **k):
            return f(*a, **k)

        return w

    @deco
    def g(a, b=1):
        return a, b

    return g(1), g(1, b=3), fails(lambda: g()), fails(lambda: g(1, 2, 3)), fails(lambda: g(1, c=1))


def case_empty_tuple():
    a = ()
    b = tuple()
    c = tuple([])
    return a is b, a is c, id(a) == id(b), a == b, (1,)[1:] is a, b is not a, [*a] is a, tuple("") is a, a + b is a, a * 3 is a


def case_cache():
    import functools

    @functools.lru_cache(maxsize=None)
    def f(x, y=0):
        return x + y

    f(2)
    f(2, 0)
    f(2, y=0)
    f(x=2)
    f(2.0)
    i = f.cache_info()
    return i.hits, i.misses, i.currsize, i.maxsize


def case_cache_typed():
    import functools

    @functools.lru_cache(maxsize=2)
    def f(x):
        return x

    for v in (1, 2, 1, 3, 2, True):
        f(v)
    i = f.cache_info()
    f.cache_clear()
    return tuple(i), tuple(f.cache_info()), f.__wrapped__(5)


class Holder:
    def __init__(self, strategy):
        self.strategy = strategy


class Times:
    def __init__(self, k):
        self.k = k

    def __call__(self, v):
        return v * self.k


def run(holder):
    return holder.strategy(3)


def case_strategies():
    out = []
    for s in (lambda v: v + 1, Times(4), str, Times, int, [].append):
        r = run(Holder(s))
        out.append(r.k if isinstance(r, Times) else r)
    return out


def case_strategy_missing():
    return run(Times(1))


def case_strategy_not_callable():
    return run(Holder(5))


def case_unbound_methods():
    return [str.upper("a"), dict.get({"a": 1}, "a"), list.append([], 1), str.join("-", ["a", "b"]), list(map(str.strip, [" a ", "b "])), sorted("bA", key=str.lower), dict.items({"a": 1}), int.bit_length(5), set.union({1}, {2}), float.is_integer(2.0), "".join(map(str, [1, 2])), list(map(dict.keys, [{"a": 1}])), str.format("{}-{}", 1, 2), list.sort([2, 1]), tuple.count((1, 1), 1)]
