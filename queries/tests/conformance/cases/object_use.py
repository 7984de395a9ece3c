"""Objects in use: how they are made, compared, counted, wrapped and derived."""

import enum
import functools
from abc import ABC, abstractmethod
from collections import namedtuple
from dataclasses import dataclass


def fails(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__, str(e)


class Unit:
    registry = []

    def __init__(self, v, name=""):
        self.v = v
        self.name = name or type(self).__name__.lower()
        self.tags = set()
        self.meta = {"k": v}
        Unit.registry.append(self)

    def __lt__(self, o):
        return self.v < o.v

    def scale(self, k):
        return type(self)(self.v * k, self.name)


class Meter(Unit):
    def __init__(self, v, name="", /, *, exact=True):
        self.exact = exact
        super().__init__(v, name)


class Deep(Meter):
    level = 0

    def __init__(self, *a, **k):
        self.level = 1
        super().__init__(*a, **k)
        self.level += Deep.level


def case_init_orders():
    Unit.registry.clear()
    m = Meter(3, "m", exact=False)
    d = Deep(2)
    return list(vars(m)), vars(d), [u.name for u in sorted(Unit.registry)], fails(lambda: Meter(*[], exact=1)), fails(lambda: Deep()), fails(lambda: m.scale(2).v)


def case_method_values():
    m = Unit(2)
    f = m.scale
    g = Unit.scale
    return f(3).v, g(m, 4).v, f.__name__, f.__self__ is m, list(map(m.scale, [1]))[0].v, sorted([Unit(2), Unit(1)], key=lambda u: u.v)[0].v


class Base:
    def template(self):
        return f"{self.before()}-{self.core()}-{self.after()}"

    def before(self):
        return "b"

    def after(self):
        return "a"

    def core(self):
        raise NotImplementedError


class Impl(Base):
    def core(self):
        return "core"

    def before(self):
        return super().before().upper()


def case_template():
    return Impl().template(), fails(lambda: Base().template())


class Prop:
    def __init__(self):
        self._x = 0
        self.log = []

    @property
    def x(self):
        """doc"""
        self.log.append("get")
        return self._x

    @x.setter
    def x(self, v):
        self.log.append(f"set{v}")
        self._x = v


class SubProp(Prop):
    @property
    def x(self):
        return super().x + 100

    @x.setter
    def x(self, v):
        Prop.x.fset(self, v * 2)


class ReadOnlySub(Prop):
    @property
    def x(self):
        return -1


def case_props():
    p, s, r = Prop(), SubProp(), ReadOnlySub()
    p.x += 5
    s.x = 3
    s.x += 1
    return p.x, p.log, s.x, s.log, fails(lambda: setattr(r, "x", 1)), r.x


class CM:
    def __init__(self, log, swallow=False):
        self.log, self.swallow = log, swallow

    def __enter__(self):
        self.log.append("enter")
        return self

    def __exit__(self, t, v, tb):
        self.log.append((t.__name__ if t else None, str(v) if v else None))
        return self.swallow


def case_cm():
    log = []
    with CM(log) as c, CM(log, True):
        c.log.append("body")
        raise ValueError("x")
    try:
        with CM(log):
            return log
    finally:
        log.append("fin")


def case_cm_errors():
    class NoExit:
        def __enter__(self):
            return 1

    def f():
        with NoExit():
            pass

    return fails(f)[0]


class Iter:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        self.i = 0
        return self

    def __next__(self):
        if self.i >= self.n:
            raise StopIteration
        self.i += 1
        return self.i


class Seq:
    def __init__(self, *xs):
        self.xs = xs

    def __getitem__(self, i):
        return self.xs[i]


def case_iters():
    it = Iter(3)
    a, b, c = it
    first, *rest = Seq(1, 2, 3)
    return list(it), [x for x in it], a + b + c, sum(it), 2 in it, 9 in it, dict(zip("abc", it)), list(Seq(4, 5)), 5 in Seq(4, 5), first, rest, list(enumerate(Seq("x"), 1)), max(Seq(1, 9)), list(zip(Iter(2), Iter(3))), [*Iter(2), *Seq(0)], tuple(map(str, it)), list(reversed(range(3)))


class Money:
    def __init__(self, a, c="USD"):
        self.a = a
        self.c = c

    def __eq__(self, o):
        if isinstance(o, Money):
            return (self.a, self.c) == (o.a, o.c)
        return NotImplemented

    def __hash__(self):
        return hash((self.a, self.c))

    def __add__(self, o):
        if isinstance(o, Money) and o.c == self.c:
            return Money(self.a + o.a, self.c)
        if isinstance(o, (int, float)):
            return Money(self.a + o, self.c)
        return NotImplemented

    __radd__ = __add__

    def __sub__(self, o):
        return self + -o

    def __neg__(self):
        return Money(-self.a, self.c)

    def __iadd__(self, o):
        self.a += o.a if isinstance(o, Money) else o
        return self

    def __truediv__(self, k):
        return Money(self.a / k, self.c)

    def __rtruediv__(self, k):
        return k / self.a

    def __int__(self):
        return int(self.a)

    def __float__(self):
        return float(self.a)

    def __round__(self, n=0):
        return Money(round(self.a, n), self.c)

    def __index__(self):
        return int(self.a)

    def __repr__(self):
        return f"{self.c}{self.a}"

    def __getattr__(self, name):
        if name == "cents":
            return self.a * 100
        raise AttributeError(name)


def case_money():
    m = Money(5)
    n = m
    m += 2
    return m, n is m, sum([Money(1), Money(2)]), m - Money(1), 1 + m, m / 2, 14 / m, int(m), float(m), round(Money(1.256), 1), [0] * Money(3), "abcdefghi"[m], {m: 1}[Money(7)], m == Money(7, "EUR"), m != 7, m == 7, fails(lambda: m + "x"), fails(lambda: m + Money(1, "EUR")), m.cents, fails(lambda: m.zip), hex(m), range(m)[-1], fails(lambda: m < m), fails(lambda: m * 2), -m


class Chain:
    def __init__(self):
        self.ops = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)

        def op(*a, **k):
            self.ops.append((name, a, k))
            return self

        return op


def case_chain():
    return Chain().select("a").where(x=1).order_by("b", desc=True).ops


class Node:
    count = 0

    def __new__(cls, *a, **k):
        cls.count += 1
        o = super().__new__(cls)
        o.serial = cls.count
        return o

    def __init__(self, v, parent=None):
        self.v = v
        self.parent = parent
        self.kids = []
        if parent:
            parent.kids.append(self)

    @property
    def path(self):
        return f"{self.parent.path}/{self.v}" if self.parent else str(self.v)

    def walk(self, depth=0):
        yield depth, self.v
        for k in self.kids:
            yield from k.walk(depth + 1)


def case_tree():
    Node.count = 0
    r = Node("r")
    a = Node("a", r)
    Node("b", r)
    x = Node("x", parent=a)
    return list(r.walk()), x.path, x.serial, Node.count


class Pl(ABC):
    plugins = {}

    def __init_subclass__(cls, **kw):
        super().__init_subclass__(**kw)
        cls.plugins[cls.__name__] = cls

    @classmethod
    def make(cls, name, *a):
        return cls.plugins[name](*a)

    @abstractmethod
    def run(self): ...


class Pa(Pl):
    def __init__(self, k=1):
        self.k = k

    def run(self):
        return self.k


class Pb(Pa):
    def run(self):
        return super().run() * 10


def case_plugins():
    return sorted(Pl.plugins), Pl.make("Pb", 3).run(), Pl.make("Pa").run(), fails(lambda: Pl.make("Zz")), fails(lambda: Pl.make("Pa", 1, 2)), fails(lambda: Pl())[0]


class Weekday(enum.Enum):
    MON = "mon"
    TUE = "tue"

    @classmethod
    def parse(cls, s):
        return cls(s.lower()[:3])

    def next(self):
        ms = list(type(self))
        return ms[(ms.index(self) + 1) % len(ms)]

    @classmethod
    def _missing_(cls, v):
        return cls.MON if v == "xxx" else None


def case_weekday():
    return Weekday.parse("TUESDAY"), Weekday.TUE.next(), Weekday("xxx"), fails(lambda: Weekday("q")), fails(lambda: Weekday.MON < Weekday.TUE), {w: w.value for w in Weekday}, Weekday.MON.name in Weekday.__members__, fails(lambda: setattr(Weekday.MON, "value", 3))[0]


@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0

    def __add__(self, o):
        return Point(self.x + o.x, self.y + o.y)

    @property
    def norm(self):
        return (self.x**2 + self.y**2) ** 0.5

    @staticmethod
    def origin():
        return Point(0, 0)

    @classmethod
    def of(cls, s):
        return cls(*map(float, s.split(",")))


def case_points():
    return Point(3, 4).norm, Point(1) + Point(2, 2), Point.of("1,2"), Point.origin() == Point(0), len({Point(1), Point(1.0)}), fails(lambda: Point.of("1")), fails(lambda: Point.of("1,2,3")), fails(lambda: Point.of("a")), sorted([Point(2), Point(1)], key=lambda p: p.x)


def case_nested_classes():
    class Outer:
        class Inner:
            z = 5

            def hi(self):
                return Outer.k

        k = 3

        def make(self):
            return self.Inner()

    o = Outer()
    return o.make().hi(), Outer.Inner.z, type(o.make()).__name__


def case_class_attr_tricks():
    class A:
        xs = [1]
        n = 0
        squares = [i * i for i in range(3)]
        lookup = {"a": xs}
        f = lambda self, k: k + self.n

        def g(self, d=squares):
            return d

    a, b = A(), A()
    a.n += 1
    a.xs.append(2)
    b.xs = [9]
    A.n = 7
    A.h = lambda self: self.n * 2
    del a.n
    return a.n, b.n, A.xs, a.xs, b.xs, A.lookup, a.f(1), a.g(), a.h(), "n" in vars(a), hasattr(A, "zz"), getattr(A, "zz", None)


def case_decorators():
    calls = []

    def trace(tag):
        def deco(f):
            @functools.wraps(f)
            def w(*a, **k):
                calls.append((tag, f.__name__, a[1:] if tag == "m" else a, k))
                return f(*a, **k)

            return w

        return deco

    class K:
        @trace("m")
        def m(self, x, y=2):
            return x + y

        @staticmethod
        @trace("s")
        def s(x):
            return x

        @classmethod
        @trace("c")
        def c(cls, x):
            return cls.__name__, x

        @property
        @trace("m")
        def p(self):
            return 5

    k = K()
    return k.m(1), k.m(1, y=5), K.s(3), k.c(4)[1], k.p, [c[:2] for c in calls], K.m.__name__, fails(lambda: k.m())[0]


NT = namedtuple("NT", ["a", "b"])


class NT2(namedtuple("NT", ["a", "b"])):
    def total(self):
        return self.a + self.b

    def __str__(self):
        return f"<{self.a}>"


def case_namedtuple_sub():
    n = NT2(1, 2)
    return n.total(), str(n), repr(n), n == (1, 2), n._replace(b=5).total(), [*n], n[::-1], isinstance(n, tuple), NT._make([3, 4]), fails(lambda: NT(1)), hash(n) == hash((1, 2)), fails(lambda: setattr(n, "a", 3))[0]


def case_builtin_subclasses():
    class L(list):
        def top(self):
            return self[-1]

        def append(self, x):
            super().append(x * 2)

    class D(dict):
        def __missing__(self, k):
            return k * 2

        def __getattr__(self, k):
            return self[k]

    class S(str):
        def shout(self):
            return self.upper() + "!"

    class I(int):
        def __add__(self, o):
            return I(int(self) + o + 1)

    class E(Exception):
        pass

    l = L([1])
    l.append(4)
    d = D(a=1)
    return l.top(), l, len(l), d["zz"], d.a, d, S("ab").shout(), S("ab") + "c", I(3) + 4, isinstance(l, list), type(l[:1]).__name__, sorted(L([3, 1])), d.get("q"), "q" in d, S("a") == "a", {S("a"): 1}["a"], I(2) * 2, str(E("x")), repr(E("x", 1)), l == [1, 8]
