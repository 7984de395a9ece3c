"""Special methods."""


class Vector:
    def __init__(self, x, y): self.x, self.y = x, y
    def __repr__(self): return f"Vector({self.x!r}, {self.y!r})"
    def __add__(self, other): return Vector(self.x + other.x, self.y + other.y) if isinstance(other, Vector) else NotImplemented
    def __sub__(self, other): return Vector(self.x - other.x, self.y - other.y)
    def __mul__(self, k): return Vector(self.x * k, self.y * k)
    __rmul__ = __mul__
    def __truediv__(self, k): return Vector(self.x / k, self.y / k)
    def __floordiv__(self, k): return Vector(self.x // k, self.y // k)
    def __mod__(self, k): return Vector(self.x % k, self.y % k)
    def __neg__(self): return Vector(-self.x, -self.y)
    def __pos__(self): return self
    def __abs__(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def __matmul__(self, other): return self.x * other.x + self.y * other.y
    def __eq__(self, other): return isinstance(other, Vector) and (self.x, self.y) == (other.x, other.y)
    def __hash__(self): return hash((self.x, self.y))
    def __bool__(self): return bool(self.x or self.y)
    def __iter__(self): return iter((self.x, self.y))
    def __getitem__(self, i): return (self.x, self.y)[i]
    def __len__(self): return 2
    def __contains__(self, v): return v in (self.x, self.y)
    def __call__(self, k): return self * k
    def __round__(self, n=0): return Vector(round(self.x, n), round(self.y, n))


def case_arithmetic():
    a, b = Vector(1, 2), Vector(3.0, 4)
    return [repr(v) for v in (a + b, b - a, a * 2, 2 * a, b / 2, b // 2, b % 2, -a, +a, round(Vector(1.26, 2), 1))]
def case_abs_and_matmul(): return [abs(Vector(3, 4)), Vector(1, 2) @ Vector(3, 4)]
def case_not_implemented():
    return Vector(1, 2) + 5
def case_equality(): return [Vector(1, 2) == Vector(1.0, 2), Vector(1, 2) != Vector(1, 3), Vector(1, 2) == (1, 2), Vector(1, 2) in [Vector(1, 2)], [Vector(1, 2)].index(Vector(1, 2))]
def case_hash(): return [len({Vector(1, 2), Vector(1, 2), Vector(2, 1)}), {Vector(0, 0): "o"}[Vector(0, 0)]]
def case_truth(): return [bool(Vector(0, 0)), bool(Vector(0, 1)), "yes" if Vector(1, 0) else "no", Vector(0, 0) or "empty"]
def case_iteration():
    x, y = Vector(5, 6)
    return [x, y, list(Vector(1, 2)), sum(Vector(3, 4)), [*Vector(7, 8)], max(Vector(1, 9)), dict([Vector("k", "v")])]
def case_sequence(): return [Vector(1, 2)[0], Vector(1, 2)[-1], len(Vector(1, 2)), 2 in Vector(1, 2), 5 in Vector(1, 2), Vector(1, 2)[5:] ]
def case_call(): return [repr(Vector(1, 2)(3)), callable(Vector(1, 2)), callable(3), [repr(v) for v in map(Vector(1, 1), [2, 3])]]
def case_augmented():
    a = Vector(1, 2)
    b = a
    a += Vector(1, 1)
    return [repr(a), repr(b)]
def case_in_place():
    class Bag:
        def __init__(self): self.items = []
        def __iadd__(self, item):
            self.items.append(item)
            return self
    a = Bag()
    b = a
    a += 1
    a += 2
    return [a.items, a is b]
def case_ordering():
    class Age:
        def __init__(self, n): self.n = n
        def __lt__(self, other): return self.n < other.n
    people = [Age(3), Age(1), Age(2)]
    return [[p.n for p in sorted(people)], min(people).n, max(people).n, Age(1) < Age(2), Age(1) > Age(2)]
def case_ordering_missing():
    class A: pass
    return A() < A()
def case_reflected():
    class Right:
        def __radd__(self, other): return f"{other}+right"
        def __rsub__(self, other): return f"{other}-right"
        def __rmul__(self, other): return f"{other}*right"
        def __rtruediv__(self, other): return f"{other}/right"
        def __rpow__(self, other): return f"{other}**right"
    r = Right()
    return [1 + r, "a" + r if False else 2.0 - r, [1] * r if False else 3 * r, 4 / r, 2 ** r]
def case_container():
    class Store:
        def __init__(self): self.data = {}
        def __getitem__(self, key): return self.data[key]
        def __setitem__(self, key, value): self.data[key] = value
        def __delitem__(self, key): del self.data[key]
        def __contains__(self, key): return key in self.data
        def __len__(self): return len(self.data)
        def __iter__(self): return iter(self.data)
    s = Store()
    s["a"] = 1
    s["b"] = 2
    s["a"] += 5
    del s["b"]
    return [s["a"], "b" in s, len(s), list(s), bool(s)]
def case_missing_key():
    class Store:
        def __getitem__(self, key): raise KeyError(key)
    return Store()["x"]
def case_old_iteration():
    class Seq:
        def __getitem__(self, i):
            if i > 2: raise IndexError
            return i * 10
    return [list(Seq()), 20 in Seq(), [x for x in Seq()]]
def case_iterator_protocol():
    class Countdown:
        def __init__(self, n): self.n = n
        def __iter__(self): return self
        def __next__(self):
            if self.n == 0: raise StopIteration
            self.n -= 1
            return self.n
    c = Countdown(3)
    return [next(c), list(c), list(c), next(Countdown(0), "done")]
def case_str_and_repr():
    class A:
        def __repr__(self): return "A!"
    class B(A):
        def __str__(self): return "b"
    return [str(A()), f"{A()}", str(B()), repr(B()), f"{B()!r} {B()}", [B()].__repr__() if False else str([B()]), "%s %r" % (B(), B())]
def case_format():
    class Money:
        def __init__(self, n): self.n = n
        def __format__(self, spec): return f"{self.n:{spec or '.2f'}} €"
    return [f"{Money(3)}", f"{Money(3):08.1f}", format(Money(2)), "{:.0f}".format(Money(2.5))]
def case_getattr():
    class Lazy:
        known = 1
        def __getattr__(self, name):
            if name.startswith("get_"): return lambda: name[4:]
            raise AttributeError(f"no {name}")
    lazy = Lazy()
    return [lazy.known, lazy.get_name(), getattr(lazy, "other", "default"), hasattr(lazy, "nope")]
def case_getattr_error():
    class A:
        def __getattr__(self, name): raise AttributeError(name)
    return A().missing
def case_setattr():
    class Log:
        def __init__(self):
            object.__setattr__(self, "log", [])
            self.a = 1
        def __setattr__(self, name, value):
            self.log.append(name)
            super().__setattr__(name, value)
    x = Log()
    x.b = 2
    return [x.log, x.a, x.b]
def case_index():
    class N:
        def __index__(self): return 2
    return [[1, 2, 3][N()], list(range(N())), "abc"[: N()], hex(N()) if False else "x" * 2]
def case_conversions():
    class N:
        def __int__(self): return 7
        def __float__(self): return 2.5
        def __str__(self): return "n"
        def __bool__(self): return False
        def __len__(self): return 3
    n = N()
    return [int(n), float(n), str(n), bool(n), len(n), not n]
def case_reversed():
    class R:
        def __reversed__(self): return iter([3, 2, 1])
    class S:
        def __len__(self): return 3
        def __getitem__(self, i): return i
    return [list(reversed(R())), list(reversed(S()))]
def case_comparison_set():
    from functools import total_ordering
    @total_ordering
    class V:
        def __init__(self, n): self.n = n
        def __eq__(self, o): return self.n == o.n
        def __lt__(self, o): return self.n < o.n
    return [V(1) <= V(1), V(2) > V(1), V(1) >= V(2), V(1) != V(2)]
def case_divmod():
    class D:
        def __divmod__(self, o): return ("d", o)
        def __pow__(self, o, m=None): return ("p", o)
        def __lshift__(self, o): return ("l", o)
        def __rshift__(self, o): return ("r", o)
        def __and__(self, o): return ("a", o)
        def __or__(self, o): return ("o", o)
        def __xor__(self, o): return ("x", o)
        def __invert__(self): return "i"
    d = D()
    return [divmod(d, 2), d ** 3, d << 1, d >> 1, d & 1, d | 1, d ^ 1, ~d]
def case_hash_without_eq():
    class A:
        def __eq__(self, other): return True
    return {A(): 1}
def case_class_getitem():
    class Box:
        def __class_getitem__(cls, item): return f"Box[{item.__name__}]"
    return Box[int]
def case_new():
    class One:
        instance = None
        def __new__(cls):
            if cls.instance is None:
                cls.instance = super().__new__(cls)
            return cls.instance
    return One() is One()
def case_init_subclass():
    class Base:
        names = []
        def __init_subclass__(cls, **options):
            super().__init_subclass__(**options)
            Base.names.append(cls.__name__)
    class A(Base): pass
    class B(Base): pass
    return Base.names
def case_del_item_error():
    class A: pass
    del A()["x"]
def case_len_wrong():
    return len(5)
def case_chain_of_calls():
    class Query:
        def __init__(self): self.parts = []
        def where(self, **k):
            self.parts.append(k)
            return self
        def __len__(self): return len(self.parts)
    return len(Query().where(a=1).where(b=2.0))
def case_descriptor():
    class Positive:
        def __set_name__(self, owner, name): self.name = "_" + name
        def __get__(self, obj, kind=None): return getattr(obj, self.name) if obj else self
        def __set__(self, obj, value):
            if value < 0: raise ValueError("negative")
            setattr(obj, self.name, value)
    class Item:
        price = Positive()
        def __init__(self, price): self.price = price
    item = Item(5)
    item.price += 1
    return item.price
