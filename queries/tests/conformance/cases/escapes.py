r"""Escapes in literals."""


def case_simple(): return ["a\nb", "a\tb", "a\\b", "\'", "\"", "\a\b\f\v\r", "\0"]
def case_lengths(): return [len("\n"), len("\\n"), len(r"\n"), len("\x41"), len("\u0041"), len("\000")]
def case_octal(): return ["\101", "\7", "\060", "\12", "\377"]
def case_hex(): return ["\x41\x42", "\xe9", "\x00", "\x7f"]
def case_raw(): return [r"\d+\.\d", r"C:\new", R"\\", r"\"", rf"\{1}"]
def case_unknown_escape(): return [len("\d"), "\d" == "\\d", "\ "]
def case_line_continuation(): return "one \
two"
def case_adjacent(): return ["a" 'b' "c", "x" "\n" 'y', ("long "
    "text")]
def case_triple(): return ["""a
b""", '''"quoted"''', """it's""", """\
x"""]
def case_quotes(): return ["it's", 'say "hi"', "both ' and \"", 'both " and \'']
def case_repr_quotes(): return [repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("\\"), repr("\n\t\r"), repr("\x00\x1f\x7f")]
def case_named(): return ["\N{GREEK SMALL LETTER ALPHA}", "\N{BULLET}", "\N{NO-BREAK SPACE}"]
def case_template_characters(): return ["`", "${x}", "a${1 + 1}b", "\\${", f"`{1}`", f"${1}", f"${{x}}", "{x}"]
def case_script_end(): return ["</script>", "<!--", "]]>", "\u2028\u2029"]
def case_f_string_escapes(): return [f"a\n{1}", f"\t{2}\\", f"\x41{3}", f"{{{4}}}", f"{'a'}\u00e9"]
def case_bytes_like_prefix(): return [u"text", U"x", f"x", F"{1}"]
def case_slash_at_end(): return ["a\\", "\\\\", "C:\\"]
def case_join_lines(): return "a\nb\nc".split("\n")
def case_windows_lines(): return ["a\r\nb".splitlines(), "a\rb".split("\r"), len("\r\n")]
def case_print_form(): return [str("a\nb"), "%s" % "a\tb", "{}".format("\\"), f"{'x'!r:>5}"]
def case_backspace_key(): return {"\n": 1, "\\": 2, "'": 3}
def case_strip_escapes(): return ["\n\ta\r".strip(), "a\x00".strip("\x00"), "\x1fa".strip()]
def case_compare(): return ["\x61" == "a", "\u0061" == "\141", "\n" < " ", "\t" < "\n"]
