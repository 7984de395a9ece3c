"""Methods of `str`, as apps use them."""


def case_case(): return ["Hello".upper(), "Hello".lower(), "hello world".title(), "hELLO".capitalize(), "aBc".swapcase(), "Straße".casefold()]
def case_title_apostrophe(): return ["they're bill's".title(), "x-ray 3d".title(), "o'neill".capitalize()]
def case_strip(): return ["  a b ".strip(), "  a".lstrip() + "|", "a  ".rstrip() + "|", "xxaxx".strip("x"), "abcba".strip("ab"), "\t\n a \n".strip()]
def case_split_whitespace(): return [" a  b c ".split(), "".split(), "   ".split(), "a b c".split(None, 1), "a b c".rsplit(None, 1)]
def case_split_separator(): return ["a,b,,c".split(","), "".split(","), ",".split(","), "a--b--c".split("--"), "a,b,c,d".split(",", 2), "a,b,c,d".rsplit(",", 2), "abc".split("x")]
def case_split_empty():
    return "abc".split("")
def case_split_keywords(): return ["a b c".split(maxsplit=1), "a,b,c".split(sep=",", maxsplit=1), "a,b,c".rsplit(",", maxsplit=1)]
def case_splitlines(): return ["a\nb\r\nc".splitlines(), "a\n\nb\n".splitlines(), "".splitlines(), "a\nb".splitlines(True), "a\x0bb\x0cc\x1cd\u2028e".splitlines()]
def case_join(): return [", ".join(["a", "b"]), "".join([]), "-".join("abc"), " ".join(str(n) for n in range(3)), ",".join(("x",)), "".join({"k": 1})]
def case_join_non_text():
    return ",".join([1, 2])
def case_replace(): return ["aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "abc".replace("x", "y"), "abc".replace("", "-"), "a.b.c".replace(".", ""), "$&".replace("$", "$$")]
def case_find(): return ["hello".find("l"), "hello".rfind("l"), "hello".find("z"), "hello".find("l", 3), "hello".find("l", 0, 2), "hello".find(""), "hello".rfind("")]
def case_index():
    return "abc".index("z")
def case_index_found(): return ["abcabc".index("c"), "abcabc".rindex("c"), "abcabc".index("a", 1)]
def case_count(): return ["banana".count("a"), "banana".count("ana"), "abc".count(""), "banana".count("a", 2), "".count("a"), "aaaa".count("aa")]
def case_startswith(): return ["abc".startswith("ab"), "abc".startswith(("x", "a")), "abc".endswith("bc"), "abc".endswith(("x", "y")), "abc".startswith("b", 1), "abc".startswith(""), "a.py".endswith((".py", ".js"))]
def case_tests(): return [s.isdigit() for s in ("12", "", "1.5", "-1", "²", "١")] + [s.isalpha() for s in ("ab", "a1", "", "é", "ß")]
def case_more_tests(): return ["ab1".isalnum(), "a b".isalnum(), " \t".isspace(), "".isspace(), "Abc".istitle(), "ABC1".isupper(), "abc1".islower(), "123".isupper(), "a_1".isidentifier(), "1a".isidentifier(), "½".isnumeric(), "½".isdecimal(), "a\n".isprintable(), "abc".isascii(), "é".isascii()]
def case_justify(): return ["ab".ljust(5) + "|", "ab".rjust(5), "ab".center(5) + "|", "ab".center(6, "*"), "abc".ljust(2), "a".center(4, "-"), "abc".center(6, "-")]
def case_zfill(): return ["42".zfill(5), "-42".zfill(5), "+1".zfill(4), "abc".zfill(2), "".zfill(2)]
def case_partition(): return ["a=b=c".partition("="), "abc".partition("="), "a=b=c".rpartition("="), "abc".rpartition("=")]
def case_remove_affixes(): return ["test.py".removesuffix(".py"), "test.py".removeprefix("test"), "abc".removesuffix("x"), "aaa".removeprefix("a"), "abc".removesuffix("")]
def case_expandtabs(): return ["a\tb".expandtabs(), "ab\tc".expandtabs(4), "\t".expandtabs(2), "a\tb\nc\td".expandtabs(4)]
def case_translate(): return ["hello".translate(str.maketrans("el", "ip")), "hello".translate(str.maketrans("", "", "l")), "abc".translate({97: "X", 98: None}), "abc".translate(str.maketrans({"a": "1", "c": "33"}))]
def case_multiply(): return ["ab" * 3, "ab" * 0, "ab" * -1, 3 * "x", "-" * 10]
def case_contains(): return ["ell" in "hello", "" in "abc", "x" not in "abc", "He" in "hello"]
def case_contains_number():
    return 1 in "123"
def case_concatenate(): return ["a" + "b", "a" "b", "a" + str(1)]
def case_concatenate_number():
    return "a" + 1
def case_iterate(): return [list("abc"), [c.upper() for c in "ab"], list(enumerate("ab")), list(reversed("abc")), sorted("hello"), list(zip("ab", "cd"))]
def case_index_by_number(): return ["hello"[0], "hello"[-1], "hello"[1:3], "hello"[::-1], "hello"[::2], "hello"[10:]]
def case_index_out(): return "abc"[3]
def case_assign_item():
    s = "abc"
    s[0] = "x"
    return s
def case_compare(): return ["a" < "b", "A" < "a", "abc" < "abd", "ab" < "abc", "10" < "9", "" < "a", max("b", "a"), min("abc")]
def case_encode_length(): return [len("abc"), len(""), len("é"), len("😀"), len("a\n")]
def case_caesar():
    def shift(text, by):
        out = []
        for c in text:
            if c.isalpha():
                base = ord("A") if c.isupper() else ord("a")
                out.append(chr((ord(c) - base + by) % 26 + base))
            else:
                out.append(c)
        return "".join(out)
    return [shift("Hello, World!", 3), shift(shift("Hello", 5), -5)]
def case_palindrome():
    def clean(s): return "".join(c.lower() for c in s if c.isalnum())
    return [clean(s) == clean(s)[::-1] for s in ("A man, a plan, a canal: Panama", "nope", "")]
def case_slug():
    title = "  Hello, Wörld! Again  "
    return "-".join(word for word in "".join(c if c.isalnum() else " " for c in title.lower()).split())
def case_word_count():
    counts = {}
    for word in "the cat the dog The".lower().split():
        counts[word] = counts.get(word, 0) + 1
    return counts
def case_unknown_receiver():
    def shout(s): return s.strip().upper().replace(" ", "_")
    return [shout(" a b "), shout("x")]
def case_method_as_value():
    return [list(map(str.upper, ["a", "b"])), sorted(["b", "A"], key=str.lower), [f("  x ") for f in (str.strip, str.lstrip)]]
def case_bound_method():
    join = ", ".join
    return [join(["a", "b"]), join("xy")]
def case_format_map(): return "{a}-{b}".format_map({"a": 1, "b": "x"})
def case_wrong_argument():
    return "abc".replace("a", 1)
def case_strip_none(): return " a ".strip(None)
def case_camel_to_snake():
    out = ""
    for i, c in enumerate("helloWorldAgain"):
        out += "_" + c.lower() if c.isupper() and i else c
    return out
def case_truncate():
    def cut(s, n): return s if len(s) <= n else s[: n - 1] + "…"
    return [cut("hello", 10), cut("hello world", 6)]
def case_run_length():
    out, previous, count = [], "", 0
    for c in "aaabccd" + "\0":
        if c == previous:
            count += 1
        else:
            if previous:
                out.append(f"{previous}{count}")
            previous, count = c, 1
    return "".join(out)
