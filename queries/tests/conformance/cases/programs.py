"""Small programs, as apps have them: parsers, caches, state machines, reducers."""
from dataclasses import dataclass, field
from enum import Enum
from typing import Generic, Iterator, Literal, Optional, Protocol, TypedDict, TypeVar, Union
import functools
import re

T = TypeVar("T")


class Money:
    __slots__ = ("cents",)

    def __init__(self, cents=0):
        self.cents = cents

    @classmethod
    def parse(cls, text):
        m = re.fullmatch(r"\$?(-?\d+)(?:\.(\d{2}))?", text.strip().replace(",", ""))
        if not m:
            raise ValueError(f"bad amount: {text!r}")
        whole, frac = m.groups("00")
        sign = -1 if whole.startswith("-") else 1
        return cls(sign * (abs(int(whole)) * 100 + int(frac)))

    def __add__(self, o):
        return Money(self.cents + o.cents)

    __radd__ = lambda self, o: self if o == 0 else self + o

    def __mul__(self, k):
        return Money(round(self.cents * k))

    def __eq__(self, o):
        return isinstance(o, Money) and self.cents == o.cents

    def __lt__(self, o):
        return self.cents < o.cents

    def __str__(self):
        sign = "-" if self.cents < 0 else ""
        return f"{sign}${abs(self.cents) // 100:,}.{abs(self.cents) % 100:02d}"

    def __repr__(self):
        return f"Money({self.cents})"


class Stack(Generic[T]):
    def __init__(self) -> None:
        self._items: list[T] = []

    def push(self, x: T) -> "Stack[T]":
        self._items.append(x)
        return self

    def pop(self) -> T:
        if not self._items:
            raise IndexError("pop from empty stack")
        return self._items.pop()

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[T]:
        return reversed(self._items)


class EventBus:
    def __init__(self):
        self._subs: dict[str, list] = {}

    def on(self, name, fn=None):
        if fn is None:
            return lambda f: (self.on(name, f), f)[1]
        self._subs.setdefault(name, []).append(fn)

        def off():
            self._subs[name].remove(fn)
        return off

    def emit(self, name, *args, **kw):
        return [fn(*args, **kw) for fn in list(self._subs.get(name, ()))]


class State(Enum):
    IDLE = "idle"
    RUN = "run"
    DONE = "done"

    def can(self, other):
        return other in TRANSITIONS[self]


TRANSITIONS = {State.IDLE: {State.RUN}, State.RUN: {State.IDLE, State.DONE}, State.DONE: set()}


class Machine:
    def __init__(self):
        self.state = State.IDLE
        self.history = [self.state]

    def to(self, s):
        if not self.state.can(s):
            raise RuntimeError(f"{self.state.name} -> {s.name}")
        self.state = s
        self.history.append(s)
        return self


class LRU:
    def __init__(self, cap):
        self.cap = cap
        self.d = {}

    def get(self, k, default=None):
        if k not in self.d:
            return default
        self.d[k] = self.d.pop(k)
        return self.d[k]

    def put(self, k, v):
        self.d.pop(k, None)
        self.d[k] = v
        while len(self.d) > self.cap:
            del self.d[next(iter(self.d))]


@dataclass
class Todo:
    title: str
    done: bool = False
    tags: set = field(default_factory=set)


class TodoList:
    def __init__(self):
        self._todos: list[Todo] = []
        self._undo: list = []

    def add(self, title, *tags):
        t = Todo(title, tags=set(tags))
        self._todos.append(t)
        self._undo.append(lambda: self._todos.remove(t))
        return t

    def toggle(self, i):
        t = self._todos[i]
        t.done = not t.done
        self._undo.append(lambda: setattr(t, "done", not t.done))

    def undo(self):
        if self._undo:
            self._undo.pop()()

    def __getitem__(self, i):
        return self._todos[i]

    def filter(self, *, done=None, tag=None):
        return [t.title for t in self._todos if (done is None or t.done == done) and (tag is None or tag in t.tags)]

    @property
    def progress(self):
        return f"{sum(t.done for t in self._todos)}/{len(self._todos)}"


def tokenize(src):
    spec = [("NUM", r"\d+(?:\.\d+)?"), ("OP", r"[-+*/()^]"), ("WS", r"\s+"), ("ID", r"[a-z]+")]
    rx = re.compile("|".join(f"(?P<{n}>{p})" for n, p in spec))
    pos = 0
    while pos < len(src):
        m = rx.match(src, pos)
        if m is None:
            raise SyntaxError(f"bad char {src[pos]!r} at {pos}")
        if m.lastgroup != "WS":
            yield m.lastgroup, m.group()
        pos = m.end()


class Parser:
    PREC = {"+": 1, "-": 1, "*": 2, "/": 2, "^": 3}

    def __init__(self, src, env=None):
        self.toks = list(tokenize(src)) + [("END", "")]
        self.i = 0
        self.env = env or {}

    @property
    def cur(self):
        return self.toks[self.i]

    def next(self):
        tok = self.cur
        self.i += 1
        return tok

    def expr(self, min_prec=1):
        kind, text = self.next()
        if kind == "NUM":
            left = float(text) if "." in text else int(text)
        elif text == "(":
            left = self.expr()
            if self.next()[1] != ")":
                raise SyntaxError("expected )")
        elif text == "-":
            left = -self.expr(3)
        elif kind == "ID":
            left = self.env[text]
        else:
            raise SyntaxError(f"unexpected {text or 'end'}")
        while (op := self.cur[1]) in self.PREC and self.PREC[op] >= min_prec:
            self.next()
            right = self.expr(self.PREC[op] + (op != "^"))
            left = {"+": lambda: left + right, "-": lambda: left - right, "*": lambda: left * right, "/": lambda: left / right, "^": lambda: left ** right}[op]()
        return left


def case_money():
    ms = [Money.parse(t) for t in ("$1,234.50", "-3", "0.99")]
    out = [ms, [str(m) for m in ms], sum(ms), str(sum(ms)), max(ms), sorted(ms), ms[0] * 1.19, Money(5) == Money(5)]
    try:
        Money.parse("abc")
    except ValueError as e:
        out.append(str(e))
    return out


def case_stack():
    s = Stack[int]().push(1).push(2)
    out = [list(s), len(s), s.pop(), s.pop(), bool(s)]
    try:
        s.pop()
    except IndexError as e:
        out.append(str(e))
    return out


def case_bus():
    bus = EventBus()
    log = []
    off = bus.on("x", lambda v, k=1: log.append((v, k)) or v)

    @bus.on("x")
    def second(v, **kw):
        log.append(kw)
        return -v
    r = bus.emit("x", 5, k=2)
    off()
    return r, bus.emit("x", 7), bus.emit("none"), log, second(3)


def case_machine():
    m = Machine().to(State.RUN).to(State.DONE)
    try:
        m.to(State.IDLE)
    except RuntimeError as e:
        return [s.value for s in m.history], str(e), m.state is State.DONE


def case_lru():
    c = LRU(2)
    c.put("a", 1)
    c.put("b", 2)
    c.get("a")
    c.put("c", 3)
    return c.d, c.get("b", "gone"), list(c.d)


def case_todo():
    t = TodoList()
    t.add("milk", "home", "shop")
    t.add("code", "work")
    t.toggle(1)
    out = [t.filter(done=True), t.filter(tag="home"), t.progress, t[0].done, t[-1].title]
    t.undo()
    out.append(t.progress)
    t.undo()
    out.append(t.filter())
    return out, t[0] == Todo("milk", tags={"shop", "home"})


def case_parser():
    out = [Parser(s, {"x": 10}).expr() for s in ("1 + 2 * 3", "(1+2)*3", "2^3^2", "-2^2", "10/4", "x*x - 1", "1.5*2", "7-2-1")]
    for s in ("1 +", "(1", "2 $ 3", "y"):
        try:
            Parser(s).expr()
        except (SyntaxError, KeyError) as e:
            out.append((type(e).__name__, str(e)))
    return out


def case_inventory():
    rows = "sku,qty,price\nA1,3,2.50\nB2,0,10\nC3,x,5\n".strip().splitlines()
    header, *body = (r.split(",") for r in rows)
    items, errors = [], []
    for n, row in enumerate(body, 2):
        rec = dict(zip(header, row))
        try:
            rec["qty"], rec["price"] = int(rec["qty"]), float(rec["price"])
        except ValueError as e:
            errors.append(f"line {n}: {e}")
            continue
        items.append(rec)
    total = sum(r["qty"] * r["price"] for r in items)
    return items, errors, total, f"{total:.2f}", {r["sku"]: r["price"] for r in items}, [r["sku"] for r in items if not r["qty"]]


def case_adventure():
    world = {"hall": {"n": "attic", "items": ["lamp"]}, "attic": {"s": "hall", "items": []}}
    pos, bag, log = "hall", [], []
    for cmd in "take lamp;n;drop lamp;look;x".split(";"):
        verb, _, arg = cmd.partition(" ")
        here = world[pos]
        match verb, arg:
            case "take", item if item in here["items"]:
                here["items"].remove(item)
                bag.append(item)
            case "drop", item if item in bag:
                bag.remove(item)
                here["items"].append(item)
            case ("n" | "s") as d, "":
                pos = here.get(d, pos)
            case "look", _:
                log.append(f"{pos}: {', '.join(here['items']) or 'nothing'}")
            case _:
                log.append(f"?{cmd}")
    return pos, bag, log, world


def case_matrix_life():
    live = {(1, 0), (1, 1), (1, 2)}
    for _ in range(3):
        counts = {}
        for x, y in live:
            for dx in (-1, 0, 1):
                for dy in (-1, 0, 1):
                    if dx or dy:
                        k = (x + dx, y + dy)
                        counts[k] = counts.get(k, 0) + 1
        live = {c for c, n in counts.items() if n == 3 or n == 2 and c in live}
    return sorted(live), ["".join("#" if (x, y) in live else "." for x in range(3)) for y in range(3)]


def case_graph():
    g = {"a": {"b": 1, "c": 4}, "b": {"c": 2, "d": 5}, "c": {"d": 1}, "d": {}}
    import heapq
    dist, heap = {"a": 0}, [(0, "a")]
    while heap:
        d, u = heapq.heappop(heap)
        if d > dist.get(u, float("inf")):
            continue
        for v, w in g[u].items():
            if (nd := d + w) < dist.get(v, float("inf")):
                dist[v] = nd
                heapq.heappush(heap, (nd, v))

    def topo():
        seen, out = set(), []

        def visit(n):
            if n in seen:
                return
            seen.add(n)
            for m in g[n]:
                visit(m)
            out.append(n)
        for n in g:
            visit(n)
        return out[::-1]
    return dist, topo()


def case_template():
    def render(t, ctx):
        def sub(m):
            expr, _, default = m.group(1).partition("|")
            v = ctx
            for part in expr.strip().split("."):
                v = v.get(part) if isinstance(v, dict) else getattr(v, part, None)
                if v is None:
                    return default.strip() or f"[{expr.strip()}]"
            return str(v)
        return re.sub(r"\{\{(.+?)\}\}", sub, t)
    return render("Hi {{ user.name }}, {{ n | zero }} {{ x.y }} {{ ok }}", {"user": {"name": "Al"}, "ok": True})


class Movie(TypedDict):
    title: str
    year: int


class HasArea(Protocol):
    def area(self) -> float: ...


class Sq:
    def __init__(self, s):
        self.s = s

    def area(self):
        return self.s ** 2


def case_typed():
    m: Movie = {"title": "x", "year": 1}
    n = Movie(title="y", year=2)

    def total(shapes: list[HasArea]) -> float:
        return sum(s.area() for s in shapes)
    mode: Literal["a", "b"] = "a"
    opt: Optional[int] = None
    un: Union[int, str] = "s"
    return m["title"], n, total([Sq(2), Sq(3)]), mode, opt, un


def case_middleware():
    def logger(nxt):
        def h(req):
            req["log"].append("in")
            res = nxt(req)
            req["log"].append(f"out {res['status']}")
            return res
        return h

    def auth(nxt):
        return lambda req: nxt(req) if req.get("user") else {"status": 401}

    def app(req):
        return {"status": 200, "body": f"hi {req['user']}"}
    handler = functools.reduce(lambda h, m: m(h), reversed([logger, auth]), app)
    a, b = {"log": [], "user": "u"}, {"log": []}
    return handler(a), handler(b), a["log"], b["log"]


def case_reducer():
    def reducer(state, action):
        match action:
            case {"type": "add", "item": i}:
                return {**state, "items": [*state["items"], i]}
            case {"type": "remove", "index": n} if 0 <= n < len(state["items"]):
                return {**state, "items": state["items"][:n] + state["items"][n + 1:]}
            case {"type": "set", **patch}:
                return state | {k: v for k, v in patch.items() if k != "type"}
            case _:
                return state
    s0 = {"items": [], "filter": "all"}
    actions = [{"type": "add", "item": "a"}, {"type": "add", "item": "b"}, {"type": "remove", "index": 0}, {"type": "set", "filter": "done"}, {"type": "?"}]
    states = [s0]
    for a in actions:
        states.append(reducer(states[-1], a))
    return states[-1], s0, states[-1] is states[-2], len(states)


def case_validate_form():
    rules = {"email": [(lambda v: "@" in v, "needs @"), (lambda v: len(v) <= 20, "too long")], "age": [(str.isdigit, "digits"), (lambda v: 0 < int(v) < 150, "range")]}

    def check(form):
        errs = {}
        for f, rs in rules.items():
            v = form.get(f, "")
            for ok, msg in rs:
                if not ok(v):
                    errs.setdefault(f, []).append(msg)
                    break
        return errs
    return check({"email": "a@b", "age": "30"}), check({"email": "x" * 30, "age": "200"}), check({})


def case_poly_registry():
    handlers = {}

    def handles(*types):
        def deco(fn):
            for t in types:
                handlers[t] = fn
            return fn
        return deco

    @handles(int, float)
    def num(x):
        return f"num:{x}"

    @handles(str)
    def text(x):
        return f"str:{x!r}"

    def dispatch(x):
        for t in type(x).__mro__:
            if t in handlers:
                return handlers[t](x)
        return "none"
    return [dispatch(v) for v in (1, 2.0, "a", True, [])], num.__name__
