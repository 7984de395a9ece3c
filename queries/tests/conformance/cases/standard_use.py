"""The standard library and formatting, many calls a case."""

import itertools
import re
import json
import math
import functools
import collections
import datetime as dt
from datetime import datetime, date, timedelta, timezone, time


def case_dt1():
    d = datetime(2024, 2, 29, 13, 5, 9, 1234)
    return [str(d), repr(d), d.isoformat(), d.isoformat(" ", "seconds"), d.strftime("%Y-%m-%d %H:%M:%S.%f %j %a %A %b %B %p %I %y %U %w %%"), d.date() + timedelta(days=366), d.weekday(), d.isoweekday(), d.isocalendar()[:], d.replace(year=2023, day=1), d - datetime(2024, 1, 1), (d - timedelta(hours=14)).day, d.timetuple()[:6], str(d.time()), d < datetime(2025, 1, 1), d.ctime()]


def case_dt2():
    t = timedelta(days=1, hours=2, minutes=3, seconds=4, milliseconds=5)
    return [str(t), repr(t), t.total_seconds(), t * 2, t / 2, t // timedelta(hours=1), t % timedelta(hours=1), -t, abs(-t), t.days, t.seconds, t.microseconds, divmod(t, timedelta(hours=5)), timedelta(hours=-1), str(timedelta(days=-1, seconds=5)), sum([t, t], timedelta()), timedelta(weeks=1) > t, bool(timedelta())]


def case_dt3():
    return [datetime.strptime("2024-03-05 07:08", "%Y-%m-%d %H:%M"), date.fromisoformat("2024-12-31"), datetime.fromisoformat("2024-01-02T03:04:05+02:00"), datetime.fromisoformat("2024-01-02T03:04:05+02:00").astimezone(timezone.utc), date(2024, 1, 31).replace(month=3), date.min, date.max, (date(2024, 3, 1) - date(2024, 2, 1)).days, date(2024, 1, 1).toordinal(), date.fromordinal(738886), datetime(2024, 1, 1, tzinfo=timezone.utc).timestamp(), datetime.fromtimestamp(0, timezone.utc), time(1, 2, 3), datetime.combine(date(2024, 1, 1), time(5)), f"{date(2024, 5, 6):%d/%m/%Y}", "{:%H:%M}".format(time(4, 5)), timezone(timedelta(hours=5, minutes=30)), datetime(2020, 1, 1, tzinfo=timezone(timedelta(hours=-3))).utcoffset()]


def fails(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__, str(e)


def case_dt4():
    return [fails(lambda: date(2023, 2, 29)), fails(lambda: datetime(2024, 13, 1)), fails(lambda: datetime.strptime("x", "%Y")), fails(lambda: datetime.strptime("2024-01-01 x", "%Y-%m-%d")), fails(lambda: date.fromisoformat("2024-1-1")), fails(lambda: datetime(2024, 1, 1) - datetime(2024, 1, 1, tzinfo=timezone.utc)), date(2024, 1, 1) == datetime(2024, 1, 1), hash(date(2024, 1, 1)) == hash(date(2024, 1, 1)), sorted([date(2024, 2, 1), date(2023, 1, 1)]), json.dumps({"d": date(2024, 1, 1).isoformat()})]


def case_re1():
    m = re.match(r"(?P<y>\d{4})-(?P<m>\d\d)(-(\d\d))?", "2024-05 rest")
    return [m.group(), m.groups(), m.groups("x"), m.groupdict(), m.span("m"), m.start(3), m["y"], m[2], m.lastgroup, m.lastindex, m.string[m.end():], m.expand(r"\g<m>/\1"), repr(m), bool(m)]


def case_re2():
    return [re.findall(r"(\w)(\d)", "a1 b2 c3"), re.findall(r"\d+", "1 22 333"), re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b-c", maxsplit=1), re.sub(r"(\w+) (\w+)", r"\2 \1", "hello world foo bar"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.subn("a", "x", "banana"), [m.span() for m in re.finditer("an", "banana")], re.fullmatch(r"\d+", "12a"), re.escape("a.b*c"), re.compile(r"x", re.I).sub("y", "XxZ"), re.search(r"(?i)HELLO", "say hello").group(), re.findall(r"(?m)^\w", "ab\ncd"), re.findall(r"(?s)a.b", "a\nb"), re.sub(r"\s+", " ", " a \n b "), re.split(r"\d", "a1b2c"), re.sub(r"(?P<a>x)", r"[\g<a>]", "axb"), re.findall(r"(?<=\$)\d+", "$5 $66"), re.sub("", "-", "abc"), re.findall("", "ab"), re.split("x*", "axbc")]


def case_re3():
    p = re.compile(r"""
        (\d+)   # number
        \s*
        ([a-z]+) # unit
    """, re.VERBOSE | re.IGNORECASE)
    m = p.search("take 10 KG now")
    return [m.groups(), p.pattern[:5], p.groups, p.flags & re.I == re.I, p.search("abc"), p.findall("1a 2b"), p.match("x 1a", 2).group(), p.sub(r"\2\1", "1a 2b"), fails(lambda: re.compile("(")), fails(lambda: m.group(5)), fails(lambda: m.group("zz"))]


def case_itertools():
    it = itertools
    return [list(it.chain([1], "ab", (2,))), list(it.islice(it.count(5, 3), 4)), list(it.accumulate([1, 2, 3], lambda a, b: a * b, initial=10)), list(it.combinations("abc", 2)), list(it.permutations([1, 2, 3], 2)), list(it.product("ab", [1, 2])), list(it.zip_longest([1], [2, 3], fillvalue=0)), [(k, list(g)) for k, g in it.groupby("aabbca")], list(it.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(it.starmap(pow, [(2, 3), (3, 2)])), list(it.repeat(7, 2)), list(it.islice(it.cycle("ab"), 5)), list(it.compress("abc", [1, 0, 1])), list(it.filterfalse(lambda x: x % 2, range(5))), list(it.pairwise([1, 2, 3])), list(it.combinations_with_replacement("ab", 2)), [list(x) for x in it.tee([1, 2])], list(it.product([0, 1], repeat=2)), list(it.chain.from_iterable([[1], [2]])), list(it.islice("abcdef", 1, None, 2)), list(it.accumulate([3, 1, 2], max))]


def case_collections():
    c = collections.Counter("mississippi")
    d = collections.defaultdict(list)
    d["a"].append(1)
    o = collections.OrderedDict(a=1, b=2)
    o.move_to_end("a")
    q = collections.deque([1, 2, 3], maxlen=3)
    q.append(4)
    q.appendleft(0)
    q.rotate(1)
    N = collections.namedtuple("N", "x y", defaults=[5])
    n = N(1)
    ch = collections.ChainMap({"a": 1}, {"a": 2, "b": 3})
    return [c.most_common(2), c["z"], c + collections.Counter("ms"), c - collections.Counter("iiii"), sorted(c.elements())[:3], c.total(), dict(d), repr(d), "q" in d, list(o), repr(o), q, list(q), q[0], repr(n), n._asdict(), n._replace(x=9), n.y, N._fields, n == (1, 5), x_of(n), ch["a"], ch["b"], dict(ch), len(ch), c & collections.Counter("sp"), collections.Counter(a=1) | collections.Counter(a=3, b=1), o.popitem(last=False), +collections.Counter(a=-1, b=2)]


def x_of(n):
    x, y = n
    return x


def case_format():
    return [f"{3.14159:.2f}|{3:05d}|{-3:+d}|{3:+}|{255:#x}|{255:08b}|{1234567:,}|{1234567.891:,.1f}|{0.25:.0%}|{'a':>5}|{'a':*^7}|{1e10}|{1e16}|{1e-5}|{123456789.0}|{1.0}|{float('inf')}|{-0.0}", f"{'x'!r:>6}|{[1]!s}|{3!r}", f"{12:<6}|{12:^6}|{12:=+6}|{'t':<3}|", "{:>{w}}|{:.{p}f}".format("a", 2.345, w=4, p=1), "{0}{1}{0}".format(1, 2), "{a[0]} {b.x} {c[k]}".format(a=[1], b=Ob(), c={"k": 2}), f"{1234.5:e}|{1234.5:.3g}|{0.00001234:g}|{1e20:g}|{100000:g}|{1000000:g}", f"{True:d}|{True}|{True:>6}|{None}", f"{10:c}" == "\n", f"{5:n}", f"{1_000_000:_}", f"{255:X}|{255:o}|{-255:x}|{-5:b}", f"{2**70:,}", f"{3.0:.0f}|{2.5:.0f}|{3.5:.0f}|{0.5:.0f}", f"{1/3:.3}|{1/3:10.3}|{1/3:<10.3f}|", f"{'abc':.2}", f"{7:.1f}", f"{1e100:.3e}", fails(lambda: f"{'a':d}"), fails(lambda: f"{1.5:d}"), fails(lambda: f"{[1]:>5}"), fails(lambda: "{}{}".format(1)), fails(lambda: "{0}{}".format(1)), fails(lambda: "{x}".format())]


class Ob:
    x = 5


def case_percent():
    return ["%5.2f|%-5d|%05d|%x|%X|%o|%e|%g|%s|%r|%c|%%|%+d|% d" % (3.14159, 3, 42, 255, 255, 8, 12345.678, 0.0001, "s", "r", "c", 5, 5), "%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%s" % (1,), "%s" % [1, 2], "%.3s" % "abcdef", "%*d" % (5, 3), "%c" % 65, fails(lambda: "%d" % "a"), fails(lambda: "%s %s" % 1), fails(lambda: "%s" % (1, 2)), "%i" % 3.99, "%5s|%-5s|" % ("a", "b"), "%.0f" % 2.5, "%s" % None, "%r" % ("a'b",)]


def case_functools():
    @functools.wraps(case_percent)
    def w():
        pass

    @functools.singledispatch
    def sd(x):
        return "obj"

    @sd.register
    def _(x: int):
        return "int"

    @sd.register(list)
    def _(x):
        return "list"

    class T:
        def __init__(self):
            self.n = 0

        @functools.cached_property
        def v(self):
            self.n += 1
            return self.n

    t = T()
    return [w.__name__, functools.reduce(lambda a, b: a + b, [1, 2, 3], 10), fails(lambda: functools.reduce(max, [])), sd(1), sd([]), sd("a"), sd(True), t.v, t.v, t.n, functools.partial(int, base=2)("101"), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a))]


def case_math():
    return [math.floor(-1.5), math.ceil(1.2), math.trunc(-1.7), math.gcd(12, 18), math.lcm(4, 6), math.factorial(20), math.comb(5, 2), math.perm(5, 2), math.isqrt(17), math.hypot(3, 4), math.copysign(1, -0.0), math.fmod(-7, 3), -7 % 3, math.modf(2.5), math.frexp(8.0), math.isclose(0.1 + 0.2, 0.3), math.fsum([0.1] * 10), math.prod([1, 2, 3]), math.degrees(math.pi), math.inf > 1, math.isnan(math.nan), math.dist([0, 0], [3, 4]), math.log2(8), math.log10(1000), math.exp(0), math.sqrt(16), fails(lambda: math.sqrt(-1)), fails(lambda: math.log(0)), fails(lambda: math.factorial(-1)), fails(lambda: math.floor(math.inf)), math.ulp(1.0), math.remainder(7, 4), round(2.675, 2), round(-0.5), round(1234, -2), round(2.5), round(3.5)]


def case_json():
    return [json.dumps({"a": [1, 2.0, None, True, "é\n\"\\"], "b": {"c": ()}}), json.dumps([1, {"b": 1, "a": 2}], indent=2, sort_keys=True), json.dumps("é", ensure_ascii=False), json.dumps({"a": 1}, separators=(",", ":")), json.loads('{"a": [1, 2.5, null, true], "b": "\\u00e9"}'), json.loads("[1.0, 1e3, -0]"), fails(lambda: json.loads("{")), fails(lambda: json.dumps({1, 2})), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}), json.dumps(float("nan")), json.loads("[NaN]")[0] != 0, json.dumps([1, 2], indent=None), json.dumps({}, indent=2), json.dumps([], indent=2), fails(lambda: json.dumps({(1, 2): 3})), json.dumps({"x": date(2024, 1, 1)}, default=str), json.loads('"a"'), json.loads(" 3 ")]
