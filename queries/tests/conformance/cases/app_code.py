"""Small programs as apps have them: carts, parsers, stores, reports."""

import json
import re
from collections import Counter, defaultdict, OrderedDict, deque
from dataclasses import dataclass, field
from functools import reduce
from itertools import groupby


class Cart:
    tax = 0.2

    def __init__(self):
        self.lines = {}

    def add(self, sku, qty=1, *, price=0):
        line = self.lines.setdefault(sku, {"qty": 0, "price": price})
        line["qty"] += qty
        if price:
            line["price"] = price
        return self

    def remove(self, sku):
        return self.lines.pop(sku, None)

    @property
    def total(self):
        return round(sum(l["qty"] * l["price"] for l in self.lines.values()) * (1 + self.tax), 2)

    def __len__(self):
        return sum(l["qty"] for l in self.lines.values())

    def __contains__(self, sku):
        return sku in self.lines

    def __iter__(self):
        yield from sorted(self.lines)

    def __getitem__(self, sku):
        return self.lines[sku]

    def __bool__(self):
        return bool(self.lines)


def case_cart():
    c = Cart()
    out = [bool(c), c.total]
    c.add("b", price=9.99).add("a", 3, price=1.5).add("b", 2)
    out += [len(c), c.total, list(c), "a" in c, c["b"]["qty"], c.remove("zz"), c.remove("a"), bool(c)]
    try:
        c["nope"]
    except KeyError as e:
        out.append(e.args[0])
    Cart.tax = 0
    out.append(c.total)
    Cart.tax = 0.2
    return out


class Matrix:
    def __init__(self, rows):
        self.rows = [list(r) for r in rows]

    def __matmul__(self, o):
        return Matrix([[sum(a * b for a, b in zip(r, c)) for c in zip(*o.rows)] for r in self.rows])

    def __eq__(self, o):
        return self.rows == o.rows

    @classmethod
    def eye(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    def __pow__(self, n):
        r = Matrix.eye(len(self.rows))
        b = self
        while n:
            if n & 1:
                r = r @ b
            b = b @ b
            n >>= 1
        return r

    def T(self):
        return Matrix(zip(*self.rows))

    def __repr__(self):
        return "\n".join(" ".join(f"{x:>3}" for x in r) for r in self.rows)


def case_matrix():
    f = Matrix([[1, 1], [1, 0]])
    return (f ** 90).rows[0][1], repr(f @ f), f ** 0 == Matrix.eye(2), Matrix([[1, 2, 3]]).T().rows


def case_tokenizer():
    spec = [("NUM", r"\d+(\.\d*)?"), ("ID", r"[A-Za-z_]\w*"), ("OP", r"[+\-*/()=]"), ("WS", r"\s+"), ("BAD", r".")]
    pat = re.compile("|".join(f"(?P<{n}>{p})" for n, p in spec))
    out = []
    for m in pat.finditer("x = 3.5 * (y1 + 42) ; z"):
        k = m.lastgroup
        if k == "WS":
            continue
        out.append((k, m.group(), m.start()))
    return out


def parse(tokens):
    def expr():
        v = term()
        while tokens and tokens[0] in "+-":
            op = tokens.pop(0)
            r = term()
            v = v + r if op == "+" else v - r
        return v

    def term():
        v = atom()
        while tokens and tokens[0] in ("*", "/", "//", "%"):
            op = tokens.pop(0)
            r = atom()
            match op:
                case "*":
                    v *= r
                case "/":
                    v /= r
                case "//":
                    v //= r
                case _:
                    v %= r
        return v

    def atom():
        t = tokens.pop(0)
        if t == "(":
            v = expr()
            tokens.pop(0)
            return v
        if t == "-":
            return -atom()
        return float(t) if "." in t else int(t)

    return expr()


def case_calc():
    return [parse(re.findall(r"\d+\.\d+|\d+|//|[-+*/%()]", s)) for s in ("1+2*3", "(1+2)*3", "-7//2", "-7%3", "7/2", "2.0*3", "10-2-3", "2*(3+(4-1))*-1", "1.5+1.5", "6/3")]


class Store:
    def __init__(self, reducer, state):
        self.reducer = reducer
        self.state = state
        self.subs = []
        self.history = deque(maxlen=3)

    def subscribe(self, fn):
        self.subs.append(fn)

        def off():
            self.subs.remove(fn)

        return off

    def dispatch(self, type, **payload):
        self.history.append(self.state)
        self.state = self.reducer(self.state, {"type": type, **payload})
        for s in list(self.subs):
            s(self.state)

    def undo(self):
        if self.history:
            self.state = self.history.pop()


def reducer(state, action):
    match action:
        case {"type": "add", "item": item, **rest}:
            return {**state, "items": [*state["items"], item], "n": state["n"] + rest.get("by", 1)}
        case {"type": "clear"}:
            return {"items": [], "n": 0}
        case _:
            return state


def case_store():
    s = Store(reducer, {"items": [], "n": 0})
    log = []
    off = s.subscribe(lambda st: log.append(st["n"]))
    s.dispatch("add", item="a")
    s.dispatch("add", item="b", by=5)
    off()
    s.dispatch("noop")
    s.dispatch("clear")
    st1 = s.state
    s.undo()
    return log, st1, s.state, len(s.history)


def case_words():
    text = "the quick brown fox jumps over the lazy dog the end"
    words = text.split()
    c = Counter(words)
    by_len = defaultdict(set)
    for w in words:
        by_len[len(w)].add(w)
    return c.most_common(1), {k: sorted(v) for k, v in sorted(by_len.items())}, [(k, len(list(g))) for k, g in groupby(sorted(words, key=len), key=len)], max(words, key=lambda w: (len(w), w)), " ".join(w.capitalize() for w in words[:3]), text.title(), text.count("the"), sorted(set(words), key=lambda w: (-c[w], w))[:3]


@dataclass
class Emp:
    name: str
    dept: str
    pay: float
    skills: list = field(default_factory=list)


def case_report():
    es = [Emp("Al", "x", 10.5, ["a"]), Emp("Bo", "y", 20), Emp("Cy", "x", 30.25, ["b", "a"])]
    by = {}
    for e in es:
        by.setdefault(e.dept, []).append(e)
    rows = [f"{d:<4}{len(v):>3}{sum(e.pay for e in v):>10,.2f}{sum(e.pay for e in v) / len(v):>8.1f}" for d, v in sorted(by.items())]
    return rows, sorted({s for e in es for s in e.skills}), [e.name for e in sorted(es, key=lambda e: (-len(e.skills), e.pay))], json.dumps([e.__dict__ for e in es[:1]]), reduce(lambda a, e: a + e.pay, es, 0.0)


def case_lru():
    class LRU:
        def __init__(self, cap):
            self.cap, self.d = cap, OrderedDict()

        def get(self, k, default=None):
            if k not in self.d:
                return default
            self.d.move_to_end(k)
            return self.d[k]

        def put(self, k, v):
            self.d[k] = v
            self.d.move_to_end(k)
            if len(self.d) > self.cap:
                return self.d.popitem(last=False)

    l = LRU(2)
    return [l.put(1, "a"), l.put(2, "b"), l.get(1), l.put(3, "c"), l.get(2), l.get(2, 0), list(l.d.items())]


def case_event_emitter():
    class Emitter:
        def __init__(self):
            self.handlers = defaultdict(list)

        def on(self, name):
            def deco(fn):
                self.handlers[name].append(fn)
                return fn

            return deco

        def emit(self, name, *a, **k):
            return [h(*a, **k) for h in self.handlers.get(name, ())]

    e = Emitter()

    @e.on("x")
    def a(v, scale=1):
        return v * scale

    @e.on("x")
    @e.on("y")
    def b(*args, **kw):
        return len(args), sorted(kw)

    return e.emit("x", 3, scale=2), e.emit("y"), e.emit("z"), len(e.handlers), a(1)


def case_deep_update():
    def merge(a, b):
        out = dict(a)
        for k, v in b.items():
            if isinstance(v, dict) and isinstance(out.get(k), dict):
                out[k] = merge(out[k], v)
            elif isinstance(v, list):
                out[k] = [*out.get(k, []), *v]
            else:
                out[k] = v
        return out

    a = {"x": {"y": 1, "z": {"w": 2}}, "l": [1]}
    b = merge(a, {"x": {"z": {"q": 3}}, "l": [2], "n": None})
    return a, b, b["x"] is a["x"], list(b)


def case_pagination():
    def page(items, n, size=3):
        total = -(-len(items) // size)
        n = max(1, min(n, total))
        s = items[(n - 1) * size : n * size]
        return {"items": s, "page": n, "pages": total, "prev": n - 1 or None, "next": n + 1 if n < total else None}

    xs = list(range(8))
    return [page(xs, i) for i in (0, 1, 3, 99)]


def case_roman():
    table = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]

    def to(n):
        out = []
        for v, s in table:
            q, n = divmod(n, v)
            out.append(s * q)
        return "".join(out)

    return [to(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999)]


def case_bank():
    class InsufficientFunds(Exception):
        def __init__(self, need, have):
            super().__init__(f"need {need}, have {have}")
            self.short = need - have

    class Account:
        _next = 1

        def __init__(self, owner, balance=0):
            self.owner = owner
            self.__balance = balance
            self.id = Account._next
            Account._next += 1

        @property
        def balance(self):
            return self.__balance

        def withdraw(self, n):
            if n > self.__balance:
                raise InsufficientFunds(n, self.__balance)
            self.__balance -= n

    a, b = Account("x", 10), Account("y")
    out = [a.id, b.id]
    for acc, n in ((a, 4), (a, 7), (b, 1)):
        try:
            acc.withdraw(n)
            out.append(acc.balance)
        except InsufficientFunds as e:
            out.append((str(e), e.short, e.args))
    try:
        a.balance = 5
    except AttributeError as e:
        out.append(type(e).__name__)
    out.append(hasattr(a, "__balance"))
    out.append(a._Account__balance)
    return out
