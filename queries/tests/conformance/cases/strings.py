"""Text by code point and its methods."""


def text():
    return "Hello, World"


def case_index(): return [text()[0], text()[-1], text()[4]]
def case_index_error():
    return text()[99]
def case_slice(): return [text()[:5], text()[7:], text()[-5:], text()[::-1], text()[1:8:2], text()[5:2], text()[:-3]]
def case_emoji_len(): return [len("a\U0001f600b"), "a\U0001f600b"[1], "a\U0001f600b"[::-1], list("\U0001f600x")]
def case_iterate(): return [c for c in "añ\U0001f600"]
def case_upper_lower(): return [text().upper(), text().lower(), text().swapcase(), "straße".upper(), "ß".casefold()]
def case_title(): return ["hello world's".title(), "hELLO wORLD".capitalize(), "x1y2".title(), "".capitalize()]
def case_strip(): return ["  a b  ".strip(), "xxaxx".strip("x"), "abcba".lstrip("ab"), "abcba".rstrip("ab"), "\t\na\u00a0".strip()]
def case_split(): return [" a  b c ".split(), "a,b,,c".split(","), "a b c".split(" ", 1), " a b  c ".split(None, 1), "".split(), "".split(","), "a,b".split(sep=",", maxsplit=1)]
def case_rsplit(): return ["a.b.c".rsplit(".", 1), " a b  c ".rsplit(None, 1), "a b".rsplit()]
def case_splitlines(): return ["a\nb\r\nc\n".splitlines(), "a\nb".splitlines(True), "".splitlines(), "a\n\nb".splitlines(keepends=True)]
def case_partition(): return ["a=b=c".partition("="), "a=b=c".rpartition("="), "abc".partition("x"), "abc".rpartition("x")]
def case_split_empty():
    return "a".split("")
def case_join(): return [", ".join(["a", "b"]), "".join([]), "-".join("abc"), ",".join(str(n) for n in range(3)), "+".join({"x": 1, "y": 2})]
def case_join_int():
    return ",".join(["a", 1])
def case_replace(): return ["aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("", "-"), "a.b".replace(".", "$&"), "abc".replace("x", "y"), "ab".replace("", "-", 1)]
def case_find(): return ["hello".find("l"), "hello".find("z"), "hello".rfind("l"), "hello".find("l", 3), "hello".find("l", 0, 2), "hello".find("")]
def case_index_method(): return ["hello".index("l"), "hello".rindex("l")]
def case_index_missing():
    return "hello".index("z")
def case_count(): return ["banana".count("a"), "aaa".count("aa"), "abc".count(""), "banana".count("a", 2), "banana".count("an", 0, 3)]
def case_startswith(): return ["hello".startswith("he"), "hello".startswith(("x", "he")), "hello".startswith("l", 2), "hello".endswith("lo"), "hello".endswith(("a", "o")), "x".startswith("")]
def case_prefix(): return ["unhappy".removeprefix("un"), "file.py".removesuffix(".py"), "abc".removeprefix("x"), "abc".removesuffix("")]
def case_justify(): return ["a".ljust(3) + "|", "a".rjust(3, "."), "a".center(4, "*"), "ab".center(5, "*"), "abc".center(2), "5".zfill(3), "-5".zfill(4), "abcd".zfill(2)]
def case_tests(): return ["12".isdigit(), "1a".isdigit(), "".isdigit(), "abc".isalpha(), "ab1".isalnum(), " \t".isspace(), "ABC".isupper(), "abc1".islower(), "Abc Def".istitle(), "a b".isidentifier(), "_x1".isidentifier(), "½".isnumeric(), "٣".isdecimal()]
def case_expandtabs(): return ["a\tb".expandtabs(4), "\t".expandtabs(), "ab\tc".expandtabs(tabsize=2)]
def case_translate(): return ["abc".translate(str.maketrans("ab", "xy")), "abc".translate({97: None, 98: "BB"}), "a-b".translate(str.maketrans("", "", "-"))]
def case_contains(): return ["ell" in "hello", "z" not in "hello"]
def case_concat_number(): return "n: " + str(5)
def case_repr(): return [repr("a"), repr("a'b"), repr('a"b'), repr("a'b\"c"), repr("a\nb\t\\"), repr("é\x00\x7f\u200b\U0001f600")]
def case_escapes(): return ["tab\there", "C:\\temp", r"C:\temp\n", "\x41\u00e9\N{BULLET}"]
def case_multiline():
    return """one
    two
"""
def case_adjacent(): return "a" "b" 'c'
def case_immutable():
    s = "abc"
    s[0] = "x"
    return s
def case_encode_len(): return len("é".encode())
def case_compare_methods(): return sorted(["b", "B", "a"], key=str.lower)
def case_map_method(): return list(map(str.upper, ["a", "b"]))
def case_str_of_containers(): return [str([1, "a", None, True]), str({"a": [1.5]}), str((1,)), str(()), str(None), str(True)]
def case_nested_quotes(): return str(["it's", 'say "hi"'])
def case_chained(): return "  Hello World ".strip().lower().replace(" ", "-").split("-")
def case_unknown_method():
    return "abc".foo()
def case_none_method():
    s = None
    return s.upper()
def case_sort_letters(): return "".join(sorted("hello"))
def case_reverse_words(): return " ".join(reversed("a b c".split()))
def case_is_method_on_any(): return [f(x) for f, x in [(str.isdigit, "1"), (str.strip, " a ")]]
def case_multiply_join(): return ("ab " * 2).rstrip()
