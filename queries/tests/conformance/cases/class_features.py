"""Features of classes, one small class each."""

import abc
import functools


class Meta:
    registry = {}

    def __init_subclass__(cls, /, key=None, **kw):
        super().__init_subclass__(**kw)
        Meta.registry[key or cls.__name__.lower()] = cls.__name__


class A1(Meta, key="first"):
    pass


class B1(A1):
    pass


def case_init_subclass_registry():
    return Meta.registry


class Temp:
    def __init__(self, c):
        self._c = c

    @property
    def f(self):
        return self._c * 9 / 5 + 32

    @f.setter
    def f(self, v):
        self._c = (v - 32) * 5 / 9

    @f.deleter
    def f(self):
        self._c = None


def case_property_all():
    t = Temp(100)
    a = t.f
    t.f = 32
    b = t._c
    del t.f
    return a, b, t._c, isinstance(Temp.f, property), Temp.f.fget(Temp(0))


class Vec:
    __match_args__ = ("x", "y")

    def __init__(self, *c):
        self.c = c

    def __add__(self, o):
        if not isinstance(o, Vec):
            return NotImplemented
        return Vec(*(a + b for a, b in zip(self.c, o.c)))

    def __radd__(self, o):
        if o == 0:
            return self
        return NotImplemented

    def __mul__(self, k):
        return Vec(*(k * a for a in self.c))

    __rmul__ = __mul__

    def __iter__(self):
        return iter(self.c)

    def __getitem__(self, i):
        return self.c[i]

    def __len__(self):
        return len(self.c)

    def __bool__(self):
        return any(self.c)

    def __neg__(self):
        return self * -1

    def __abs__(self):
        return sum(x * x for x in self.c) ** 0.5

    def __eq__(self, o):
        return isinstance(o, Vec) and self.c == o.c

    def __hash__(self):
        return hash(self.c)

    def __repr__(self):
        return f"Vec{self.c}"

    def __format__(self, spec):
        return "<" + ", ".join(format(x, spec) for x in self.c) + ">"

    def __contains__(self, x):
        return x in self.c

    def __reversed__(self):
        return reversed(self.c)


def case_vec():
    v = Vec(3, 4)
    return [repr(v + v), repr(sum([v, v, v])), repr(2 * v), abs(v), f"{v:.1f}", list(v), v[0], v[-1], v[::-1], len(v), bool(Vec(0, 0)), 3 in v, list(reversed(v)), -v == Vec(-3, -4), {v: 1}[Vec(3, 4)], max(v), sorted(v, reverse=True), repr(v)]


def case_vec_errors():
    out = []
    for f in (lambda: Vec(1) + 1, lambda: 1 + Vec(1), lambda: Vec(1) < Vec(2), lambda: Vec(1) - Vec(1), lambda: Vec(1)["a"], lambda: Vec(1)()):
        try:
            out.append(f())
        except TypeError as e:
            out.append(str(e))
    return out


class Desc:
    def __set_name__(self, owner, name):
        self.name = "_" + name
        self.owner = owner.__name__

    def __get__(self, obj, typ=None):
        if obj is None:
            return self
        return getattr(obj, self.name, "unset")

    def __set__(self, obj, v):
        if v < 0:
            raise ValueError(f"{self.name} < 0")
        setattr(obj, self.name, v)


class Acc:
    balance = Desc()
    limit = Desc()

    def __init__(self, b):
        self.balance = b


def case_desc():
    a = Acc(5)
    out = [a.balance, a.limit, Acc.balance.owner, Acc.limit.name]
    try:
        a.balance = -1
    except ValueError as e:
        out.append(str(e))
    out.append(vars(a))
    return out


class Shape(abc.ABC):
    @abc.abstractmethod
    def area(self): ...

    @property
    @abc.abstractmethod
    def name(self): ...

    def describe(self):
        return f"{self.name}:{self.area():.2f}"


class Sq(Shape):
    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s**2

    @property
    def name(self):
        return "sq"


class Half(Shape):
    def area(self):
        return 0


def case_abstract():
    out = [Sq(2).describe()]
    for c in (Shape, Half):
        try:
            c()
        except TypeError as e:
            out.append(str(e))
    return out


class Node:
    def __init__(self, v, nxt=None):
        self.v, self.nxt = v, nxt

    def __iter__(self):
        n = self
        while n:
            yield n.v
            n = n.nxt


def case_linked():
    n = None
    for i in range(4):
        n = Node(i, n)
    return list(n), [*n], dict.fromkeys(n), max(n), 2 in n, tuple(n), sum(n)


class Call:
    def __init__(self):
        self.n = 0

    def __call__(self, *a, **k):
        self.n += 1
        return (self.n, a, k)


def case_callable():
    c = Call()
    return c(1), c(x=2), callable(c), list(map(c, "ab")), sorted([3, 1], key=c), functools.partial(c, 1)(2)


class GetAttr:
    def __init__(self):
        self.real = 1

    def __getattr__(self, n):
        if n.startswith("x"):
            return n.upper()
        raise AttributeError(n)


def case_getattr():
    g = GetAttr()
    out = [g.real, g.xyz, hasattr(g, "abc"), getattr(g, "abc", 0), getattr(g, "xa")]
    try:
        g.nope
    except AttributeError as e:
        out.append(e.args)
    return out


class M1:
    def who(self):
        return ["M1"]


class M2(M1):
    def who(self):
        return ["M2"] + super().who()


class M3(M1):
    def who(self):
        return ["M3"] + super().who()


class M4(M2, M3):
    def who(self):
        return ["M4"] + super().who()


def case_mro():
    return M4().who(), [c.__name__ for c in M4.__mro__], issubclass(M4, M3), M4.__bases__ == (M2, M3), M4.__name__, M4.__qualname__


class Cnt:
    total = 0
    names: list = []

    def __init__(self, n):
        type(self).total += 1
        self.names.append(n)
        self.total += 10


class Cnt2(Cnt):
    pass


def case_class_counters():
    a, b, c = Cnt("a"), Cnt2("b"), Cnt2("c")
    return Cnt.total, Cnt2.total, a.total, b.total, c.total, Cnt.names


class Str:
    def __str__(self):
        return "S"


class Rep:
    def __repr__(self):
        return "R"


def case_str_repr():
    return str(Rep()), f"{Rep()}", f"{Str()}", f"{Rep()!s:>4}", "%s %r" % (Rep(), Rep()), [Rep()], {"a": Rep()}, (Rep(),), "{!r}".format(Rep())


class Cmp:
    def __init__(self, n):
        self.n = n

    def __lt__(self, o):
        return self.n < o.n

    def __repr__(self):
        return f"C{self.n}"


def case_lt_only():
    xs = [Cmp(3), Cmp(1), Cmp(2)]
    out = [sorted(xs), min(xs), max(xs), Cmp(1) > Cmp(0)]
    try:
        Cmp(1) <= Cmp(2)
    except TypeError as e:
        out.append(str(e))
    return out


class EqOnly:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return self.n == o.n


def case_unhashable_by_eq():
    out = [EqOnly(1) == EqOnly(1), EqOnly(1) != EqOnly(1), EqOnly(1) in [EqOnly(1)], [EqOnly(2)].index(EqOnly(2))]
    try:
        {EqOnly(1)}
    except TypeError as e:
        out.append(str(e))
    try:
        hash(EqOnly(1))
    except TypeError as e:
        out.append(str(e))
    return out


class Slots:
    __slots__ = ("a", "b")

    def __init__(self, a):
        self.a = a


def case_slots():
    s = Slots(1)
    out = [s.a, hasattr(s, "b"), hasattr(s, "__dict__")]
    try:
        s.c = 1
    except AttributeError as e:
        out.append(str(e))
    try:
        s.b
    except AttributeError as e:
        out.append(str(e))
    try:
        s.__dict__
    except AttributeError as e:
        out.append(str(e))
    try:
        vars(s)
    except TypeError as e:
        out.append(str(e))
    return out


class Single:
    _i = None

    def __new__(cls, *a):
        if cls._i is None:
            cls._i = super().__new__(cls)
        return cls._i

    def __init__(self, v=None):
        if v is not None:
            self.v = v


def case_singleton():
    a, b = Single(1), Single()
    c = Single(3)
    return a is b, b.v, a is c
