"""Methods of builtins and modules of the library, many calls a case."""

import copy
import operator
import string
import random
import textwrap
import heapq
import bisect
import statistics
import types


def fails(f):
    try:
        return f()
    except Exception as e:
        return type(e).__name__, str(e)


def case_copy():
    class N:
        def __init__(self):
            self.k = [1]
            self.me = self

    n = N()
    a = [n, {"n": n}]
    b = copy.deepcopy(a)
    c = copy.copy(a)
    return b[0] is n, b[0].me is b[0], b[1]["n"] is b[0], c[0] is n, copy.copy({"a": [1]}), copy.deepcopy((1, [2])), copy.copy("s"), copy.deepcopy({1, 2})


def case_operator():
    return [operator.itemgetter(1)([1, 2]), operator.itemgetter("a", "b")({"a": 1, "b": 2}), operator.attrgetter("real")(3), operator.methodcaller("upper")("a"), operator.add(1, 2), operator.mul("a", 3), operator.contains([1], 1), sorted([{"a": 2}, {"a": 1}], key=operator.itemgetter("a")), operator.neg(3), operator.truth([]), operator.floordiv(7, 2), operator.concat([1], [2])]


def case_string():
    t = string.Template("$a and ${b} $$ $c")
    return [string.ascii_lowercase[:3], string.digits, string.punctuation[:5], string.capwords("a bc"), t.safe_substitute(a=1, b=2), fails(lambda: t.substitute(a=1)), string.hexdigits, string.whitespace == " \t\n\r\x0b\x0c"]


def case_heap():
    h = [5, 1, 4]
    heapq.heapify(h)
    heapq.heappush(h, 0)
    out = [heapq.heappop(h) for _ in range(3)]
    return out, h, heapq.nlargest(2, [1, 5, 3]), heapq.nsmallest(2, ["b", "a", "c"]), heapq.heappushpop([2, 3], 1), list(heapq.merge([1, 4], [2, 3])), bisect.bisect([1, 2, 2, 3], 2), bisect.bisect_left([1, 2, 2, 3], 2), bisect.insort([1, 3], 2)


def case_statistics():
    xs = [1, 2, 2, 3, 10]
    return statistics.mean(xs), statistics.median(xs), statistics.mode(xs), round(statistics.stdev(xs), 6), statistics.median([1, 2, 3, 4]), statistics.pvariance([1, 2, 3]), fails(lambda: statistics.mean([]))


def case_textwrap():
    return textwrap.wrap("the quick brown fox jumps", 10), textwrap.dedent("  a\n    b\n  c"), textwrap.indent("a\nb", "> "), textwrap.shorten("hello big world", 12), textwrap.fill("aaa bbb ccc", 7)


def case_random_seeded_shape():
    r = random.Random(1)
    x = r.random()
    return 0 <= x < 1, r.randint(3, 3), r.choice([7]), sorted(r.sample(range(5), 5)), r.uniform(2, 2)


def case_namespace():
    n = types.SimpleNamespace(a=1, b="x")
    n.c = 3
    return repr(n), n == types.SimpleNamespace(a=1, b="x", c=3), vars(n)


def case_type_checks():
    return [type(1).__name__, type(1.0).__name__, type(True).__name__, type("").__name__, type(None).__name__, type([]).__name__, type(()).__name__, type({}).__name__, type(set()).__name__, type(lambda: 0).__name__, type(range(1)).__name__, type(case_heap).__name__, type(type).__name__, type(int).__name__, type((x for x in [])).__name__, type({}.items()).__name__, type(iter([])).__name__, type(ValueError()).__name__, type(...).__name__, type(NotImplemented).__name__]


def case_isinstance_matrix():
    vals = [1, True, 1.0, 2.5, "a", None, [], (), {}, set(), frozenset(), range(1), len, int, 10**30]
    ts = [int, bool, float, str, type(None), list, tuple, dict, set, frozenset, range, type, object]
    return ["".join("1" if isinstance(v, t) else "0" for t in ts) for v in vals]


def case_int_methods():
    return [(5).bit_length(), int("0x1f", 16), int("-0b11", 0), int(" 12 "), int("1_000"), int(3.99), int(-3.99), int(True), float("1e3"), float("-inf"), float(" 2 "), (2.0).is_integer(), (0.1).as_integer_ratio()[1], round(2.5), round(-2.5), round(0.125, 2), round(1e20), pow(2, -1), pow(3, 4, 5), divmod(-7, 2), divmod(7.5, 2), -7 // 2, 7 // -2, -7 % 2, 7 % -2, 5.5 % -2, 2**0.5, 1e308 * 10, 0.1 + 0.2, 1 / 3, 100.0, 1e22, 1e21, 123456789012345680.0, 5 // 0.3, abs(-0.0), min(0.0, -0.0), 3 == 3.0, hash(3) == hash(3.0), 1_000, 0o17, 0xFF, 0b101, int(1e15), 2**53 + 1, 10**18 % 7, -(2**63), (10**20) // 3, int("9" * 25) + 1, 7 & -2, ~5, 1 << 40, -17 >> 2, 6 ^ 3]


def case_str_methods():
    s = "Hello, World"
    return [s.partition(", "), s.rpartition("o"), s.rsplit("o", 1), s.split("o", 1), s.swapcase(), s.center(20, "*"), s.zfill(15), s.find("z"), s.rfind("o"), s.replace("o", "0", 1), s.startswith(("He", "x")), s.endswith("d", 0, 5), s[::-1], s[-5:], s[::2], s.strip("Hd"), "a\tb".expandtabs(4), "a\nb\r\nc".splitlines(), "a\nb".splitlines(True), "x".join("abc"), "ß".upper(), "İ".lower(), "ǆ".title(), "they're".title(), "abc".translate({97: "x", 98: None}), "abc".translate(str.maketrans("ab", "12", "c")), "1²".isdigit(), "½".isnumeric(), "a1".isalnum(), "".isalpha(), "aB".casefold(), "  a b  ".split(), "a,b,,c".split(","), "".split(","), "".split(), "abc".index("c"), "aaa".count("aa"), "😀a".upper(), len("😀"), "😀a"[1], "é" == "e\u0301", "a" < "B", "abc" "def", "%s" % "x", "ab" * 3, "b" in "abc", "" in "a", repr("a'b\"c\n\t\\\x00é😀\u200b"), ascii("é😀"), "abc".removeprefix("ab"), "A-b_c".lower().capitalize(), "x=%d" % 3]


def case_list_methods():
    a = [3, 1, 2]
    b = a
    a += [4]
    a[1:2] = [9, 9]
    a[::2] = [0] * len(a[::2])
    del a[-1]
    a.insert(-1, 7)
    a.insert(100, 8)
    c = a.copy()
    c.sort(key=lambda x: -x)
    c.reverse()
    d = [[0] * 2] * 2
    d[0][0] = 1
    e = [1, 2, 3, 4, 5]
    del e[1:4:2]
    f = list("abc")
    f.extend("de")
    f[len(f):] = ["f"]
    f[1:1] = ["x"]
    return a, b is a, c, d, e, f, f.index("c", 2), f.pop(0), f, [1, 2] < [1, 2, 0], [1, 2] == [1.0, 2.0], [] or "e", [0] * 3, [*f, *e], sorted([True, 0, 2]), fails(lambda: e.__setitem__(9, 1)), [i for i in range(3) for j in range(i)], sum([[1], [2]], []), max([1, 5], [1, 4, 9]), [None] * 2, list(zip(*[(1, 2), (3, 4)])), list(reversed([1, 2])), any([]), all([]), [1, [2, [3]]].__len__()


def case_dict_methods():
    d = {"b": 1, "a": 2}
    d["c"] = 3
    d.pop("b")
    d["b"] = 4
    e = d | {"z": 0}
    d |= {"a": 9}
    ks = d.keys()
    d["n"] = 1
    return d, list(ks), e, d.get("q"), d.get("q", 5), d.setdefault("a", 1), d.setdefault("w", []), list(d.items())[0], "a" in d, list(reversed(d)), d.popitem(), {1: "a", True: "b", 1.0: "c"}, {(1, 2): 3}[1, 2], dict([("x", 1)], y=2), dict(zip("ab", [1, 2])), {k: v for k, v in sorted(d.items(), reverse=True)}, d.keys() & {"a"}, d.keys() - {"a"}, {**d, "a": 0}, d == dict(reversed(list(d.items()))), {None: 1, 0: 2, "": 3}, {"2": 1, "1": 2, "10": 3}, {2: 1, 1: 2}, dict.fromkeys("ab", 0), fails(lambda: d["missing"]), fails(lambda: {}.pop("x")), len(d), bool({}), min(d), {"a": {"b": 1}}["a"]["b"], {"constructor": 1, "__proto__": 2, "toString": 3}


def case_set_methods():
    a = {3, 1, 2}
    b = {2, 3, 4}
    f = frozenset(a)
    c = a.copy()
    c.add(9)
    c.discard(77)
    c ^= {1, 100}
    return sorted(a & b), sorted(a | b), sorted(a - b), sorted(a ^ b), a <= {1, 2, 3}, a < a, a.isdisjoint({7}), f == a, hash(f) == hash(frozenset([1, 2, 3])), sorted(c), {f: 1}[frozenset({3, 2, 1})], len({1, 1.0, True}), {(1, 2), (1, 2)} == {(1, 2)}, sorted(a.union([8], (9,))), fails(lambda: a.remove(55)), repr(set()), repr({1}), repr(frozenset({1})), set("aab") == {"a", "b"}, 1 in a, sorted(x * 2 for x in a), a.issubset(range(5)), fails(lambda: {[1]}), bool(set()), a == {1, 2, 3}, sorted({"b", "a"}), fails(lambda: a + b), max(a)
