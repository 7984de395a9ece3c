"""More of the standard library."""

import bisect
import calendar
import contextlib
import heapq
import html
import io
import operator
import re
import statistics
import string
import textwrap
from collections import ChainMap, Counter, OrderedDict, defaultdict, deque, namedtuple
from datetime import date, datetime, timedelta, timezone
from functools import cached_property, lru_cache, partial, reduce, singledispatch, wraps
from types import SimpleNamespace
from typing import Generic, TypeVar
from urllib.parse import parse_qs, quote, unquote, urlencode, urlparse


@contextlib.contextmanager
def noting(log, name):
    log.append(f"in {name}")
    try:
        yield name
    finally:
        log.append(f"out {name}")


@singledispatch
def shown(value): return f"any {value}"
@shown.register
def _(value: int): return f"int {value}"
@shown.register(list)
def _(value): return f"list of {len(value)}"


def case_bisect():
    values = [1, 3, 3, 7]
    bisect.insort(values, 5)
    return [bisect.bisect_left(values, 3), bisect.bisect_right(values, 3), bisect.bisect(values, 9), values]
def case_heapq():
    heap = [5, 1, 4]
    heapq.heapify(heap)
    heapq.heappush(heap, 2)
    return [heapq.heappop(heap), heapq.heappop(heap), heapq.nlargest(2, [3, 9, 4]), heapq.nsmallest(2, "banana")]
def case_heapq_merge():
    return list(heapq.merge([1, 4], [2, 3], [5]))
def case_html():
    return [html.escape("<a href='x'>&\"</a>"), html.unescape("&lt;b&gt; &amp; &#39;")]
def case_string_io():
    out = io.StringIO()
    out.write("a\n")
    print("b", 1, file=out)
    return out.getvalue()
def case_operator():
    return [operator.add(1, 2), operator.itemgetter(1)("abc"), operator.attrgetter("real")(3), operator.methodcaller("upper")("x")]
def case_itemgetter_sorts():
    return sorted([("b", 1), ("a", 2), ("a", 1)], key=operator.itemgetter(0, 1))
def case_statistics():
    return [statistics.mean([1, 2, 3, 4]), statistics.median([3, 1, 2]), statistics.mode("aab"), statistics.median([1, 2])]
def case_string_constants():
    return [string.ascii_lowercase[:3], string.digits, string.hexdigits]
def case_template():
    return [string.Template("$who likes ${what}").substitute(who="tim", what="kung pao"), string.capwords("two words")]
def case_textwrap():
    return [textwrap.wrap("the quick brown fox jumps", 10), textwrap.shorten("hello big world", 11), textwrap.dedent("  a\n    b\n")]
def case_textwrap_indent():
    return [textwrap.indent("a\nb\n", "> "), textwrap.fill("one two three", 8)]
def case_counter():
    c = Counter("abracadabra")
    c.update("aa")
    return [c.most_common(2), c["z"], sum(c.values()), sorted((c - Counter("aaa")).items())]
def case_chain_map():
    m = ChainMap({"a": 1}, {"a": 2, "b": 3})
    m["c"] = 4
    return [m["a"], m["b"], sorted(m), m.maps[0]]
def case_ordered_dict():
    d = OrderedDict(a=1, b=2, c=3)
    d.move_to_end("a")
    return [list(d), d.popitem(last=False), list(d)]
def case_deque():
    d = deque([1, 2, 3], maxlen=3)
    d.append(4)
    d.appendleft(0)
    d.rotate(1)
    return [list(d), d.maxlen, d.pop(), d.popleft()]
def case_namedtuple():
    P = namedtuple("P", "x y", defaults=[5])
    p = P(1)
    return [p, p._replace(x=2), p._asdict(), p + (1,), P._fields, p == (1, 5)]
def case_context_manager():
    log = []
    with noting(log, "a") as name, noting(log, "b"):
        log.append(name)
    return log
def case_context_manager_with_error():
    log = []
    try:
        with noting(log, "a"):
            raise KeyError("k")
    except KeyError:
        log.append("caught")
    return log
def case_suppress():
    with contextlib.suppress(ZeroDivisionError):
        1 / 0
    return "after"
def case_exit_stack():
    log = []
    with contextlib.ExitStack() as stack:
        for each in "ab":
            stack.enter_context(noting(log, each))
        stack.callback(log.append, "called")
    return log
def case_singledispatch():
    return [shown("x"), shown(3), shown([1, 2]), shown(True)]
def case_lru_cache():
    calls = []
    @lru_cache(maxsize=None)
    def square(n):
        calls.append(n)
        return n * n
    return [square(3), square(3), square(4), calls, square.cache_info().hits]
def case_wraps():
    def deco(function):
        @wraps(function)
        def run(*args): return function(*args)
        return run
    @deco
    def named(a): return a
    return [named.__name__, named(3)]
def case_partial():
    add = partial(lambda a, b, c=0: (a, b, c), 1, c=3)
    return [add(2), add(2, c=4), add.args, add.keywords]
def case_reduce():
    return [reduce(lambda a, b: a * b, [1, 2, 3, 4]), reduce(operator.add, [], 7)]
def case_cached_property():
    class Slow:
        runs = 0
        @cached_property
        def value(self):
            Slow.runs += 1
            return 42
    s = Slow()
    return [s.value, s.value, Slow.runs]
def case_simple_namespace():
    n = SimpleNamespace(a=1, b="x")
    n.c = 2.5
    return [n, n.a, n == SimpleNamespace(a=1, b="x", c=2.5)]
def case_quote():
    return [quote("a b&c/d"), unquote("a%20b"), urlencode({"q": "a b", "n": 1})]
def case_urlparse():
    u = urlparse("https://example.org:80/a/b?x=1&y=2#top")
    return [u.scheme, u.netloc, u.path, u.query, u.fragment, parse_qs(u.query)]
def case_re_groups():
    m = re.match(r"(?P<year>\d+)-(?P<month>\d+)", "2024-05-06")
    return [m.group("year"), m.groups(), m.groupdict(), m.span(2), m.end()]
def case_re_sub():
    return [re.sub(r"(\w)(\w)", r"\2\1", "abcd"), re.sub(r"\d", lambda m: str(int(m[0]) * 2), "a1b2"), re.subn("x", "y", "xxz")]
def case_re_split():
    return [re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b"), re.findall(r"(\w)=(\d)", "a=1 b=2")]
def case_re_flags():
    return [bool(re.search("ABC", "xabcx", re.I)), re.findall(r"^\w", "a\nb", re.MULTILINE), re.fullmatch("a.b", "a\nb", re.S) is not None]
def case_re_escape():
    return [re.escape("a.b*c"), re.compile(r"\bfoo\b").search("a foo b").start()]
def case_date_arithmetic():
    d = date(2024, 2, 28) + timedelta(days=2)
    return [d, d.isoformat(), (date(2025, 1, 1) - d).days, d.weekday(), d.strftime("%d/%m/%y"), d > date(2024, 1, 1)]
def case_datetime_zone():
    t = datetime(2024, 5, 6, 7, 8, 9, tzinfo=timezone.utc)
    later = t.astimezone(timezone(timedelta(hours=2)))
    return [t.isoformat(), later.isoformat(), t == later, t.timestamp()]
def case_datetime_parse():
    t = datetime.strptime("06.05.2024 07:08", "%d.%m.%Y %H:%M")
    return [t, datetime.fromisoformat("2024-05-06T07:08:09").second, t.replace(year=2020).isoformat()]
def case_timedelta():
    d = timedelta(days=1, hours=2, minutes=3.5)
    return [str(d), d.total_seconds(), d * 2, d // timedelta(hours=1), -d, repr(d)]
def case_calendar():
    return [calendar.isleap(2024), calendar.monthrange(2024, 2), calendar.month_name[3], calendar.day_abbr[0]]
def case_counter_arithmetic():
    a, b = Counter(a=3, b=1), Counter(a=1, b=2)
    return [a + b, a - b, a & b, a | b]


T = TypeVar("T")


class Holder(Generic[T]):
    def __init__(self, v): self.v = v


def case_aliases():
    return list[int]([1, 2]), dict[str, int](a=1), set[int]([1, 1]), tuple[int, ...]((1, 2)), list[int](), len(dict[str, list[int]]()), Holder[int](5).v, defaultdict[str, int](int)["q"], deque[int]([1]), list[int]() + [3]
