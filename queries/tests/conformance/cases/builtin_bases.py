"""Classes that derive from builtin types, and reach what they override."""


def attempt(f):
    try:
        return f()
    except Exception as e:
        return f"{type(e).__name__}: {e}"


class L(list):
    def __init__(self, *a):
        list.__init__(self, a)
        self.log = []

    def append(self, x):
        self.log.append(x)
        list.append(self, x)

    def __getitem__(self, i):
        return list.__getitem__(self, i) if not isinstance(i, str) else [getattr(x, i) for x in self]

    def extend(self, xs):
        for x in xs:
            self.append(x)

    def __len__(self):
        return list.__len__(self) + 100

    def __repr__(self):
        return "L" + list.__repr__(self)

    def pop(self, i=-1):
        return ("popped", list.pop(self, i))

    def sort(self, **k):
        list.sort(self, key=lambda x: -x)
        return self


class D(dict):
    def __init__(self, *a, **k):
        dict.__init__(self, *a, **k)

    def __setitem__(self, k, v):
        dict.__setitem__(self, k.lower(), v)

    def __getitem__(self, k):
        return dict.__getitem__(self, k.lower())

    def get(self, k, d=None):
        return dict.get(self, k.lower(), d)

    def update(self, *a, **k):
        for x, y in dict(*a, **k).items():
            self[x] = y

    def __contains__(self, k):
        return dict.__contains__(self, k.lower())

    def __eq__(self, o):
        return dict.__eq__(self, o)

    def keys(self):
        return sorted(dict.keys(self))


class E(Exception):
    def __init__(self, code, msg):
        Exception.__init__(self, msg)
        self.code = code

    def __str__(self):
        return f"{self.code}: {Exception.__str__(self)}"


class S(str):
    def upper(self):
        return "<" + str.upper(self) + ">"

    def __len__(self):
        return str.__len__(self) * 2

    def __eq__(self, o):
        return str.__eq__(self.lower(), str(o).lower())

    def __hash__(self):
        return str.__hash__(self)

    def split(self, *a):
        return [S(x) for x in str.split(self, *a)]


class N(int):
    def __add__(self, o):
        return N(int.__add__(self, o))

    def __repr__(self):
        return f"N{int.__repr__(self)}"


class St(set):
    def add(self, x):
        set.add(self, x * 2)
        return self

    def __contains__(self, x):
        return set.__contains__(self, x * 2)


class T(tuple):
    def __new__(cls, *a):
        return tuple.__new__(cls, a)

    def __add__(self, o):
        return T(*tuple.__add__(self, o))


def case_unbound_list():
    l = L(3, 1)
    l.append(2)
    l.extend([5])
    r = [l[0], l[-1], len(l), repr(l), l.log, l.pop(), list(l), l.sort(), l["real"]]
    return r, attempt(lambda: l[99])


def case_unbound_dict():
    d = D({"A": 1}, B=2)
    d["C"] = 3
    d.update({"E": 5}, F=6)
    return [d, d["c"], d.get("Z"), d.get("E"), "C" in d, d == {"A": 1}, d.keys(), len(d), attempt(lambda: d["zz"])]


def case_unbound_others():
    def raise_():
        raise E(5, "bad")
    return [attempt(raise_), E(1, "x").args, S("ab").upper(), len(S("ab")), S("Ab") == "aB", {S("q"): 1}["q"], S("a b").split(), N(3) + 4, N(1) + N(2), St().add(1), 1 in St().add(1), T(1, 2) + (3,), type(T(1) + (2,)).__name__, T(), repr(E(2, "z"))]


class L2(list):
    def __repr__(self):
        return f"L2({super().__repr__()})"

    def __eq__(self, o):
        return "eq" if super().__eq__(o) else "ne"

    def __add__(self, o):
        return L2(super().__add__(o))

    def sort(self, *, key=None, reverse=False):
        super().sort(key=key, reverse=not reverse)

    def index(self, x, *a):
        try:
            return super().index(x, *a)
        except ValueError:
            return -1

    def insert(self, i, x):
        super().insert(i, [x])

    def pop(self, *a):
        return super().pop(*a) if self else None

    def remove(self, x):
        super().remove(x)
        return self

    def count(self, x):
        return super().count(x) * 10

    def __contains__(self, x):
        return super().__contains__(x) or x == "any"

    def __setitem__(self, i, v):
        super().__setitem__(i, v if not isinstance(v, int) else v + 100)

    def __delitem__(self, i):
        self.deleted = i
        super().__delitem__(i)

    def __reversed__(self):
        return ("r", *super().__reversed__())

    def copy(self):
        return L2(super().copy())

    def __hash__(self):
        return 5


class T2(tuple):
    def __repr__(self):
        return "T2" + super().__repr__()

    def __eq__(self, o):
        return super().__eq__(o)

    def __hash__(self):
        return super().__hash__()

    def __add__(self, o):
        return T2(super().__add__(o))

    def __getitem__(self, i):
        return super().__getitem__(i % len(self))

    def __contains__(self, x):
        return not super().__contains__(x)


class S2(str):
    def __add__(self, o):
        return S2(super().__add__(o))

    def __repr__(self):
        return f"S2({super().__repr__()})"

    def upper(self):
        return S2(super().upper())

    def __eq__(self, o):
        return super().__eq__(o)

    def __hash__(self):
        return super().__hash__()

    def __contains__(self, x):
        return super().__contains__(x.lower())

    def split(self, sep=None, maxsplit=-1):
        return [S2(p) for p in super().split(sep, maxsplit)]

    def __mod__(self, o):
        return "M:" + super().__mod__(o)

    def __lt__(self, o):
        return super().__lt__(o)

    def __mul__(self, n):
        return super().__mul__(n + 1)

    def join(self, xs):
        return super().join(map(str, xs))

    def __iter__(self):
        return (c + "." for c in super().__iter__())

    def encode_it(self):
        return super().replace("a", "b").title()


class I2(int):
    def __add__(self, o):
        return I2(super().__add__(o))

    def __repr__(self):
        return f"I2({super().__repr__()})"

    def __eq__(self, o):
        return super().__eq__(o)

    def __hash__(self):
        return super().__hash__()

    def __lt__(self, o):
        return super().__gt__(o)

    def __str__(self):
        return "i" + super().__str__()

    def __mul__(self, o):
        r = super().__mul__(o)
        return r if r is NotImplemented else I2(r)

    def __bool__(self):
        return not super().__bool__()

    def bits(self):
        return super().bit_length()

    def __format__(self, spec):
        return "f" + super().__format__(spec)


class Se2(set):
    def __repr__(self):
        return "Se2" + super().__repr__()

    def add(self, x):
        super().add(x)
        return self

    def __contains__(self, x):
        return super().__contains__(str(x))

    def __or__(self, o):
        return Se2(super().__or__(set(o)))

    def discard(self, x):
        super().discard(x)
        return self

    def update(self, *xs):
        super().update(*[[str(x) for x in y] for y in xs])

    def __len__(self):
        return super().__len__() + 1

    def pop(self):
        return ("p", super().pop())

    def __eq__(self, o):
        return super().__eq__(o)

    def union(self, *o):
        return Se2(super().union(*o))


class D2(dict):
    def __repr__(self):
        return "D2" + super().__repr__()

    def __eq__(self, o):
        return super().__eq__(o)

    def pop(self, k, *d):
        return super().pop(k, *d)

    def setdefault(self, k, d=None):
        return super().setdefault(k, d or "dd")

    def items(self):
        return [(k.upper(), v) for k, v in super().items()]

    def __len__(self):
        return super().__len__() + 1

    def __or__(self, o):
        return D2(super().__or__(o))

    def __delitem__(self, k):
        super().__delitem__(k)
        self["deleted"] = k

    def popitem(self):
        return super().popitem()

    def copy(self):
        return D2(super().copy())

    def clear(self):
        super().clear()
        return "cleared"

    def values(self):
        return list(super().values())[::-1]


def case_super_list():
    l = L2([1, 2])
    l.insert(0, 5)
    m = L2([3, 1, 2])
    m.sort()
    n = L2([1])
    n.append(2)
    n[0] = 7
    p = L2([1, 2, 3])
    del p[0]
    q = L2([1, 2])
    return [repr(l), l == [[5], 1, 2], l == [1], repr(L2([1]) + [2]), repr(m), m.index(9), m.index(2), L2().pop(), L2([1]).pop(), repr(L2([1, 1]).remove(1)), q.count(1), "any" in q, 9 in q, list(q), [x for x in q], repr(n), repr(p), p.deleted, list(reversed(q)), repr(q.copy()), {q: 1}[q], sum(q), max(q), sorted(q), q[0], q[-1:], len(q), [*q], tuple(q)]


def case_super_tuple():
    t = T2([1, 2])
    return [repr(t), t == (1, 2), t == [1, 2], hash(t) == hash((1, 2)), repr(t + (3,)), t[5], 1 in t, 9 in t, len(t), t < (2,), list(t), str(t)]


def case_super_str():
    s = S2("ab")
    return [s + "c", repr(s + "c"), repr(s.upper()), s == "ab", {s: 1}["ab"], "A" in s, [repr(x) for x in S2("a b").split()], S2("%s") % 5, s < "b", s * 2, S2("-").join([1, 2]), list(s), s.encode_it(), str(s), f"{s}", len(s), s[0], s[::-1], type(s[0]).__name__, "x" + s, s != "ab", s.title(), s.replace("a", "z"), hash(s) == hash("ab")]


def case_super_int():
    i = I2(5)
    return [i + 1, repr(i + 1), i == 5, {i: 1}[5], i < 3, str(i), f"{i}", repr(i * 2), bool(i), bool(I2(0)), i.bits(), f"{i:03d}", "%d" % i, 10 - i, -i, i // 2, 2 * i, i > 3, [0, 1, 2, 3, 4, 5][i], sum([i, i]), int(i), float(i), i ** 2, divmod(i, 2), abs(I2(-3)), "a" * I2(2)]


def case_super_set():
    s = Se2(["a"])
    s.update([1, 2], ["b"])
    return [repr(Se2(["a"])), s.add("z") is s, 1 in s, "q" in s, sorted(s | ["y"]), sorted(s.discard("z")), len(s), Se2(["a"]) == {"a"}, sorted(Se2(["a"]).union(["b"], ["c"])), type(s | []).__name__, Se2(["k"]).pop()]


def case_super_dict():
    d = D2(b=1, a=2)
    e = d.copy()
    del e["a"]
    return [repr(d), d == {"b": 1, "a": 2}, d.setdefault("c"), d.items(), list(d), len(d), repr(d | {"z": 1}), repr(e), d.popitem(), d.pop("zz", 5), attempt(lambda: d.pop("zz")), d.values(), [k for k in d], d.clear(), repr(d), bool(D2()), {**e}, dict(e), "b" in e]
