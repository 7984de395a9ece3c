"""The standard library that browsers have."""

import copy
import functools
import itertools
import json
import math
import random
import re
import string
from collections import Counter, OrderedDict, defaultdict, deque
from functools import lru_cache, partial, reduce


def case_math(): return [math.floor(-1.5), math.ceil(1.2), math.trunc(-1.9), math.gcd(12, 18), math.factorial(10), math.comb(5, 2), math.isqrt(17), math.prod([2, 3]), math.lcm(4, 6)]
def case_math_floats(): return [math.sqrt(2), math.pi, math.hypot(3, 4), math.log(8, 2), math.log10(1000), math.degrees(math.pi), math.copysign(1, -0.0), math.fsum([0.1] * 10)]
def case_math_text(): return [str(math.sqrt(4)), str(math.floor(2.5)), f"{math.pow(2, 3)}"]
def case_math_domain():
    return math.sqrt(-1)
def case_math_close(): return [math.isclose(0.1 + 0.2, 0.3), math.isclose(1, 2, rel_tol=0.6), math.isnan(float("nan")), math.isinf(math.inf)]
def case_json_dumps(): return [json.dumps({"a": [1, None, True, "é\n\""], "b": {}}), json.dumps([1.5, []]), json.dumps({"b": 1, "a": 2}, sort_keys=True), json.dumps("é", ensure_ascii=False), json.dumps({1: 2, None: 3, True: 4})]
def case_json_indent(): return json.dumps({"a": [1, {"b": []}], "c": {}}, indent=2)
def case_json_separators(): return json.dumps({"a": [1, 2]}, separators=(",", ":"))
def case_json_loads(): return [json.loads('{"a": [1, 2.5, null, true], "10": "x", "9": "y"}'), json.loads('"\\u00e9"'), json.loads(" [ ] "), list(json.loads('{"2": 1, "1": 2}'))]
def case_json_bad():
    return json.loads("{a}")
def case_json_bad_message():
    try:
        json.loads('[1, 2')
    except json.JSONDecodeError as error:
        return str(error)
def case_json_unserializable():
    return json.dumps({1, 2})
def case_json_tuple(): return json.dumps((1, (2,)))
def case_reduce(): return [reduce(lambda a, b: a + b, [1, 2, 3]), reduce(lambda a, b: a * b, [], 7), functools.reduce(max, [3, 9, 2])]
def case_reduce_empty():
    return reduce(lambda a, b: a, [])
def case_partial():
    def f(a, b, c=0): return [a, b, c]
    return [partial(f, 1)(2), partial(f, c=5)(1, 2), partial(f, 1, 2)(c=9)]
def case_lru_cache():
    calls = []
    @lru_cache(maxsize=None)
    def f(n):
        calls.append(n)
        return n * 2
    return [f(1), f(1), f(2), calls]
def case_cache_recursive():
    @functools.cache
    def fib(n):
        return n if n < 2 else fib(n - 1) + fib(n - 2)
    return fib(50)
def case_wraps():
    def deco(f):
        @functools.wraps(f)
        def wrapper(*args):
            return f(*args)
        return wrapper
    @deco
    def named(): return 1
    return [named.__name__, named()]
def case_itertools(): return [list(itertools.chain([1], "ab")), list(itertools.islice(itertools.count(5), 3)), list(itertools.accumulate([1, 2, 3])), list(itertools.pairwise([1, 2, 3])), list(itertools.repeat("x", 2)), list(itertools.zip_longest([1], [2, 3], fillvalue=0))]
def case_combinatorics(): return [list(itertools.product([1, 2], "ab")), list(itertools.permutations([1, 2, 3], 2)), list(itertools.combinations("abc", 2)), list(itertools.product([0, 1], repeat=2)), list(itertools.combinations_with_replacement("ab", 2))]
def case_groupby(): return [(k, list(g)) for k, g in itertools.groupby("aabc")] + [[k, len(list(g))] for k, g in itertools.groupby([1, 3, 2, 4], key=lambda n: n % 2)]
def case_takewhile(): return [list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.dropwhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.filterfalse(None, [0, 1])), list(itertools.starmap(pow, [(2, 3)])), list(itertools.compress("abc", [1, 0, 1])), list(itertools.chain.from_iterable([[1], [2]]))]
def case_cycle():
    out = []
    for x in itertools.cycle("ab"):
        out.append(x)
        if len(out) == 5:
            break
    return out
def case_counter(): return [Counter("banana"), Counter("banana").most_common(2), Counter("ab")["z"], Counter(a=2, b=1) + Counter(a=1), sum(Counter("aab").values()), list(Counter("aab").elements())]
def case_counter_update():
    c = Counter()
    c.update("aab")
    c["z"] += 1
    return [c, c["missing"], "missing" in c, len(c)]
def case_defaultdict():
    d = defaultdict(list)
    d["a"].append(1)
    d["a"].append(2)
    d[5].append(3)
    n = defaultdict(int)
    for ch in "aab":
        n[ch] += 1
    return [dict(d), dict(n), d.get("zz"), "zz" in d, d]
def case_ordered_dict():
    d = OrderedDict([("a", 1), ("b", 2)])
    d.move_to_end("a")
    return [list(d), d.popitem(last=False), d == OrderedDict(a=1)]
def case_deque():
    d = deque([1, 2, 3], maxlen=3)
    d.append(4)
    d.appendleft(0)
    d.rotate(1)
    return [list(d), d.pop(), d.popleft(), len(d), d, d[0]]
def case_deque_empty():
    return deque().popleft()
def case_copy():
    a = {"x": [1, (2, [3])]}
    b = copy.deepcopy(a)
    c = copy.copy(a)
    a["x"].append(9)
    return [b, c, c["x"] is a["x"]]
def case_deepcopy_cycle():
    a = [1]
    a.append(a)
    b = copy.deepcopy(a)
    return [b[1] is b, b is a]
def case_string(): return [string.ascii_lowercase, string.digits, string.punctuation, string.capwords("hello  big world")]
def case_random_seed():
    random.seed(42)
    xs = [1, 2, 3, 4, 5]
    random.shuffle(xs)
    return [random.random(), random.randint(1, 6), random.choice("abc"), xs, random.sample(range(100), 3), random.uniform(1, 2), random.choices([1, 2], k=3), random.randrange(0, 10, 2)]
def case_random_range():
    return all(0 <= random.random() < 1 and 1 <= random.randint(1, 3) <= 3 for _ in range(50))
def case_random_choice_empty():
    return random.choice([])
def case_re_search():
    m = re.search(r"(\d+)-(\w+)", "id 42-abc!")
    return [m.group(), m.group(1), m.groups(), m.start(), m.end(2), m.span(), m[2], bool(m)]
def case_re_none(): return [re.search("x", "abc"), re.match("b", "abc"), re.fullmatch("ab", "abc")]
def case_re_named():
    m = re.match(r"(?P<key>\w+)=(?P<value>.*)", "a=1 2")
    return [m.group("key"), m["value"], m.groupdict()]
def case_re_findall(): return [re.findall(r"\d+", "a1b22"), re.findall(r"(\w)(\d)", "a1 b2"), re.findall(r"(\w)\d", "a1 b2"), [m.group() for m in re.finditer("[ab]", "cab")]]
def case_re_sub(): return [re.sub(r"\s+", " ", "a  b\n c"), re.sub(r"(\w)(\d)", r"\2\1", "a1b2"), re.sub("a", lambda m: m.group().upper(), "banana", count=2), re.sub(r"(?P<x>a)", r"[\g<x>]", "ca"), re.subn("a", "b", "aa"), re.sub("a", "$&", "a")]
def case_re_split(): return [re.split(r"[,;]\s*", "a, b;c"), re.split(r"(-)", "a-b"), re.split(",", "a,b,c", maxsplit=1)]
def case_re_flags(): return [re.findall("a", "aA", re.IGNORECASE), re.findall("^b", "a\nb", re.M), re.search("a.b", "a\nb", re.S) is not None, re.findall("(?i)x", "xX")]
def case_re_compile():
    p = re.compile(r"(\w+)@(\w+)")
    return [p.match("me@home").groups(), p.findall("a@b c@d"), p.pattern, p.sub("x", "a@b")]
def case_re_end(): return [bool(re.search(r"a$", "a\n")), bool(re.search(r"a\Z", "a\n")), re.escape("a.b*c"), re.findall(r"\bw", "w ow w")]
def case_re_unicode(): return [re.findall(r"\w+", "ñandú x"), re.findall(r"\d", "٣"), re.findall(".", "a\U0001f600")]
def case_re_bad():
    return re.compile("(")
def case_re_optional_group(): return [re.match(r"(a)(b)?", "a").groups(), re.match(r"(a)(b)?", "a").group(2), re.findall(r"(a)|(b)", "ab")]


def case_gamma():
    xs = (0.5, 1, 5, 10.5, -1.5, 1e-5, 0.1, 2.5, 23, 24.0, 30, 100.25, 150.5, 170, -10.5, -100.25, 3.999)
    out = []
    for x in xs:
        out.append((f"{math.gamma(x):.12e}", f"{math.lgamma(x):.12e}"))
    for x in (0, -1, -3.0, 172.0, float("-inf")):
        try:
            out.append(math.gamma(x))
        except (ValueError, OverflowError) as e:
            out.append(f"{type(e).__name__} {e}")
    for x in (0, -1, 1e308):
        try:
            out.append(f"{math.lgamma(x):.6e}")
        except (ValueError, OverflowError) as e:
            out.append(f"{type(e).__name__} {e}")
    return out, math.gamma(5), math.lgamma(2), math.gamma(math.inf), math.lgamma(-math.inf), type(math.gamma(3)).__name__
