"""`%` and `str.format`."""


def case_percent_basic(): return ["%s" % "a", "%s %s" % (1, 2.0), "%d" % 3.9, "%i" % -3, "%f" % 1.5, "%.2f" % 2, "%5d|%-5d|%05d" % (1, 2, 3), "%x %X %o" % (255, 255, 8), "%e" % 12345.678, "%g %g" % (0.0001, 1e10), "%c%c" % (65, "b"), "%r" % "q", "%%" % ()]
def case_percent_whole_float(): return ["%s" % 2.0, "%s %r" % (4 / 2, 1.0), "%s" % [1.0, 2], "%s" % (1.0,), "%d" % 2.0]
def case_percent_dict(): return ["%(name)s is %(age)d" % {"name": "Ann", "age": 30}, "%(x).1f" % {"x": 2}]
def case_percent_sign_and_width(): return ["%+d % d" % (5, 5), "%6.2f|" % 3.14159, "%-8s|" % "ab", "%*d" % (5, 42), "%.3s" % "abcdef", "%#x" % 255]
def case_percent_tuple_value(): return "%s" % ((1, 2),)
def case_percent_missing_key(): return "%(a)s" % {"b": 1}
def case_percent_not_enough(): return "%s %s" % "a"
def case_percent_too_many(): return "%s" % (1, 2)
def case_percent_wrong_type(): return "%d" % "1"
def case_percent_unknown():
    def fmt(template, value): return template % value
    return [fmt("%s", 1.0), fmt("%d!", 5), fmt("%s-%s", (1, 2.0)), 7 % 4, fmt(7, 4)]
def case_format_basic(): return ["{}".format(1), "{} {}".format(1, 2.0), "{1}{0}{1}".format("a", "b"), "{x} {y}".format(x=1, y=2.0), "{0} {k}".format(1, k=2)]
def case_format_specs(): return ["{:.2f}".format(3.14159), "{:>5}|".format("a"), "{:,}".format(12345), "{:05d}".format(42), "{:^7}|".format(2.0), "{:>8}".format(2.0), "{:e}".format(1.0), "{:%}".format(0.5), "{:b}".format(5), "{:+}".format(1.0)]
def case_format_access():
    class P:
        x = 3.0
    return ["{0.x}".format(P()), "{0[a]}".format({"a": 1.0}), "{0[1]}".format([1, 2.0]), "{p.x:.1f} {d[k]}".format(p=P(), d={"k": "v"})]
def case_format_conversion(): return ["{!r}".format("a"), "{!s}".format(1.0), "{0!r:>5}".format("a"), "{!a}".format("é")]
def case_format_nested(): return ["{:{}}|".format("a", 4), "{:{w}.{p}f}".format(3.14159, w=8, p=3), "{0:{1}}".format(5, "04d")]
def case_format_braces(): return ["{{}}".format(), "{{{}}}".format(1), "}}".format()]
def case_format_star():
    args, named = [1, 2.0], {"x": "y"}
    return ["{} {}".format(*args), "{x}".format(**named), "{0} {x}".format(*args, **named)]
def case_format_missing(): return "{} {}".format(1)
def case_format_missing_name(): return "{a}".format(b=1)
def case_format_bad_spec(): return "{:d}".format("a")
def case_format_mixed(): return "{} {0}".format(1)
def case_format_unbalanced(): return "{".format(1)
def case_format_map():
    class Default(dict if False else object):
        pass
    return "{a} {b}".format_map({"a": 1.0, "b": [2.0]})
def case_template_variable():
    template = "{name}: {score:.1f}"
    return [template.format(name=n, score=s) for n, s in [("a", 1), ("b", 2.25)]]
def case_format_function(): return [format(1.0), format(3, "05"), format("a", "<3") + "|", format(1234.5, ",.1f"), format(True), format(None), format([1.0])]
def case_format_as_value():
    line = "{}-{}".format
    return [line(1, 2.0), list(map("<{}>".format, [1.0, "b"]))]
def case_columns():
    out = []
    for name, value in (("alpha", 1.0), ("b", 22.5)):
        out.append("{:<8}|{:>8.2f}|{:>6}".format(name, value, value))
    return out
