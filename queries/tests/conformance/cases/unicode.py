"""Text beyond ASCII: by code point, as Python sees it."""


def case_length(): return [len("é"), len("e\u0301"), len("😀"), len("👨‍👩‍👧"), len("日本語"), len("🇩🇪")]
def case_index(): return ["a😀b"[1], "a😀b"[2], "a😀b"[-1], "😀😁😂"[1:], "😀a"[::-1]]
def case_iterate(): return [list("a😀"), [ord(c) for c in "é😀"], list(enumerate("😀x"))]
def case_ord_chr(): return [ord("€"), chr(8364), ord("😀"), chr(0x1F600), chr(65), ord("\uffff")]
def case_upper(): return ["straße".upper(), "ÄÖÜ".lower(), "ǆ".title(), "ΑΣ".lower(), "éa".capitalize(), "ﬁ".upper(), "İ".lower()]
def case_casefold(): return ["Straße".casefold() == "STRASSE".casefold(), "ẞ".casefold()]
def case_find(): return ["a😀b".find("b"), "😀b😀".rfind("😀"), "日本語".index("語"), "a😀b".count("😀")]
def case_slices(): return ["😀😁😂🤣"[1:3], "😀😁😂🤣"[::2], "😀😁😂🤣"[-2:], "x😀"[:1]]
def case_split(): return ["a😀b😀c".split("😀"), "日 本".split(), "ä,ö".split(",")]
def case_justify(): return ["é".center(5, "-"), "😀".ljust(3, "."), "日本".rjust(4, "*"), f"{'😀':>4}|", f"{'é':^5}|"]
def case_whitespace(): return ["\u00a0a\u00a0".strip(), "a\u2003b".split(), "\u200ba".strip() == "\u200ba", "\u3000".isspace(), "\ufeffx".strip() == "\ufeffx"]
def case_repr(): return [repr("é"), repr("😀"), repr("\u200b"), repr("\x80"), repr("\ud7ff"), ascii("é😀"), repr("日本")]
def case_order(): return [sorted(["é", "z", "a", "Z"]), "😀" > "\uffff", sorted(["\uffee", "😀"]), "a" < "é"]
def case_is_tests(): return ["é".isalpha(), "日".isalpha(), "Ⅷ".isnumeric(), "٣".isdigit(), "٣".isdecimal(), "²".isdigit(), "😀".isalpha(), "ª".isalpha(), "Ä".isupper()]
def case_int_of_digits(): return [int("٣"), int("１２"), float("１.５")]
def case_escapes(): return ["\u00e9", "\U0001F600", "\x41", "\N{EURO SIGN}", "\101"]
def case_normal_forms(): return ["é" == "e\u0301", len("é"), len("e\u0301")]
def case_reverse(): return ["".join(reversed("añ😀")), "añ😀"[::-1]]
def case_dict_keys(): return [{"ключ": 1}["ключ"], list({"😀": 1, "é": 2})]
def case_replace(): return ["naïve café".replace("é", "e"), "😀😀".replace("😀", ":)", 1)]
def case_translate(): return "äöü".translate(str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"}))
def case_identifiers():
    größe = 3
    π = 3.14
    return [größe, π]
def case_swapcase(): return ["aÉß".swapcase(), "Ǆ".swapcase()]
def case_partition(): return "a→b→c".partition("→")
def case_format_width(): return [f"{'日本':<4}|", "%5s|" % "é", "{:^7}|".format("😀")]
def case_max(): return [max("aé😀"), min("zé")]
def case_chr_range():
    return chr(0x110000)
def case_ord_empty():
    return ord("")
def case_count_empty(): return ["😀é".count(""), "".join(c for c in "x😀y" if ord(c) < 128)]
