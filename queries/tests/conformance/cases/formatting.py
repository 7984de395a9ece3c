"""f-strings, `format`, `%`."""


class Money:
    def __init__(self, amount):
        self.amount = amount

    def __format__(self, spec):
        return f"${self.amount:{spec or '.2f'}}"

    def __str__(self):
        return "money"

    def __repr__(self):
        return "Money()"


def case_plain():
    name, n = "Ann", 3
    return f"{name} has {n} items"
def case_values(): return [f"{None}", f"{True}", f"{[1, 'a']}", f"{ {'a': 1} }", f"{(1,)}", f"{1.5}"]
def case_precision():
    x = 3.14159
    return [f"{x:.2f}", f"{x:.0f}", f"{x:8.3f}", f"{x:<8.1f}|", f"{x:+.1f}", f"{x:08.2f}"]
def case_half_even(): return [f"{0.5:.0f}", f"{2.5:.0f}", f"{0.125:.2f}", f"{2.675:.2f}", f"{1e21:.1f}"]
def case_width():
    s = "ab"
    return [f"{s:5}|", f"{s:>5}", f"{s:^6}|", f"{s:*<4}", f"{s:.1}", f"{s!r:>6}"]
def case_int_specs():
    n = 42
    return [f"{n:5}", f"{n:<5}|", f"{n:05}", f"{n:+d}", f"{n:x}", f"{n:#x}", f"{n:b}", f"{n:08b}", f"{n:o}", f"{n:X}", f"{n:c}", f"{n:,}", f"{-n:05d}", f"{n: d}"]
def case_thousands(): return [f"{1234567:,}", f"{1234567.891:,.2f}", f"{1234567:_}", f"{999:,}", f"{-1234:,}", f"{0xffff:_x}"]
def case_percent_spec(): return [f"{0.256:.1%}", f"{1:%}", f"{0.5:.0%}"]
def case_general(): return [f"{1234567.0:g}", f"{0.0001234:g}", f"{1e-10:g}", f"{100000.0:g}", f"{3.0:g}", f"{1.5:.3g}", f"{123456:.3g}"]
def case_exponent(): return [f"{12345.678:e}", f"{0.00012:.2e}", f"{0:e}", f"{1e100:.3E}"]
def case_nested_spec():
    width, digits, x = 8, 2, 3.14159
    return f"{x:{width}.{digits}f}"
def case_conversion():
    s = "a'b"
    return [f"{s!r}", f"{s!s}", f"{s!a}", f"{'é'!a}"]
def case_debug():
    x = 5
    return f"{x=} {x + 1 = }"
def case_braces(): return f"{{}} {{{1}}}"
def case_quotes():
    d = {"a": 1}
    return f"{d['a']} {'x'}"
def case_backslash(): return f"C:\\temp{1}\n"
def case_expression(): return f"{1 + 1} {'a' if 0 else 'b'} {len([1, 2])} {[x * 2 for x in range(3)]}"
def case_custom(): return [f"{Money(5)}", f"{Money(5):.1f}", f"{Money(5)!r}", f"{Money(5)!s:>7}", str(Money(1)), format(Money(2))]
def case_format_function(): return [format(3.14159, ".2f"), format("a", ">3"), format(5), format(255, "x"), format(True), format(1234.5, ",")]
def case_format_method(): return ["{} {}".format(1, "a"), "{1} {0}".format("a", "b"), "{x} {y!r}".format(x=1, y="b"), "{:>5}|{:.1f}".format("a", 2.55), "{0[a]} {1[0]}".format({"a": 1}, [2]), "{{{}}}".format(1), "{:{w}}|".format("a", w=3)]
def case_format_missing():
    return "{} {}".format(1)
def case_format_missing_key():
    return "{a}".format(b=1)
def case_percent_operator(): return ["%s is %d" % ("a", 3), "%s" % 5, "%5.2f|%-5s|%05d" % (3.14159, "ab", 42), "%x %o %%" % (255, 8), "%(a)s-%(b)d" % {"a": 1, "b": 2}, "%r" % "x", "%s" % None, "%s" % [1], "%c" % "z", "%+d" % 5, "%e" % 1234.5]
def case_percent_few():
    return "%s %s" % ("a",)
def case_percent_many():
    return "%s" % ("a", "b")
def case_percent_type():
    return "%d" % "x"
def case_bool_spec(): return [f"{True:5}|", f"{True:d}"]
def case_bad_spec():
    return f"{'a':d}"
def case_none_spec():
    return f"{None:5}"
def case_list_spec():
    return f"{[1]:5}"
def case_int_as_float(): return [f"{3:.2f}", f"{7:e}", f"{10**6:,.0f}"]
def case_zero_pad_float(): return [f"{-3.5:07.2f}", f"{5:>+5}", f"{1234.5:012,.2f}"]
def case_nan_inf(): return [f"{float('nan'):.2f}", f"{float('inf'):8}|", f"{float('-inf'):.1f}"]
def case_multiline_f():
    a = 1
    return f"""x {a}
y {a + 1}"""
def case_adjacent_f():
    a = 1
    return "pre " f"{a}" " post {not}"
def case_float_default(): return [f"{2.0}", f"{2.0:5}|", f"{1e20}", f"{0.1 + 0.2}"]
