"""f-strings in app code."""


def case_expressions():
    a, b = 3, 4.0
    return [f"{a + b}", f"{a * 2}", f"{a / 2}", f"{b}", f"{a > b}", f"{[a, b]}", f"{ {'a': b} }", f"{(a,)}"]
def case_calls(): return [f"{'abc'.upper()}", f"{len([1, 2])}", f"{max(1, 2.5)}", f"{', '.join(['a', 'b'])}"]
def case_nested(): return [f"{f'{1 + 1}'}", f"{'a' + f'{2}'}", f"{f'{3:>{4}}'}"]
def case_conditionals():
    n = 1
    return f"{n} item{'s' if n != 1 else ''}"
def case_specs():
    pi, n, s = 3.14159, 1234567, "ab"
    return [f"{pi:.2f}", f"{n:,}", f"{n:>10}", f"{s:>5}|", f"{s:^6}|", f"{n:e}", f"{0.5:.0%}", f"{n:08d}", f"{-5:+}", f"{5: }"]
def case_dynamic_specs():
    w, p, c = 8, 2, "*"
    return [f"{3.14159:{w}.{p}f}", f"{'x':{c}^{w}}", f"{42:0{w}}", f"{'ab':{'>'}{5}}"]
def case_debug():
    x, name = 2.0, "n"
    return [f"{x=}", f"{x + 1=}", f"{name=}", f"{x = :.3f}", f"{name!r:>5}", f"{x=!s}"]
def case_conversions(): return [f"{'a'!r}", f"{1.0!r}", f"{'é'!a}", f"{None!s}", f"{[1]!r:>5}"]
def case_braces(): return [f"{{}}", f"{{{1}}}", f"{{x}}", f"}}{{"]
def case_none_and_bools(): return [f"{None} {True} {False}", f"{True:d}", f"{True!r}"]
def case_objects():
    class P:
        def __str__(self): return "str"
        def __repr__(self): return "repr"
    return [f"{P()}", f"{P()!r}", f"{[P()]}", f"{P()!s:>5}"]
def case_whole_floats():
    total, n = 10, 4
    prices = {"a": 2.0, "b": 2.5}
    return [f"{total / 5}", f"{total / n}", f"{prices['a']}", f"{sum(prices.values()) - 0.5}", f"{float(n)}", f"{n ** 0.5}"]
def case_unknown_numbers():
    def show(x): return f"{x} {x:.1f} {x!r}"
    return [show(2), show(2.0), show(True), show(1e16), show(-0.0)]
def case_quotes():
    d = {"key": "v"}
    return [f"{d['key']}", f'{d["key"]}', f"it's {1}", f'"{2}"']
def case_multiline():
    a = 1
    return f"""
first {a}
second {a + 1:>3}
"""
def case_implicit_concatenation():
    n = 2
    return f"a{n}" "b{n}" f"c{n}"
def case_lambda_and_comprehension(): return [f"{(lambda x: x * 2)(3)}", f"{[n * n for n in range(3)]}", f"{sum(n for n in range(4))}", f"{ {n: n for n in range(2)} }"]
def case_walrus(): return [f"{(y := 5)}", y]
def case_format_error():
    return f"{'a':.2f}"
def case_width_of_texts(): return [f"{'name':<10}|{'qty':>5}", f"{'pen':<10}|{3:>5}", "-" * 16]
def case_money(): return [f"${1234.5:,.2f}", f"{-0.5:.1f}", f"{1e6:,.0f}", f"{0.1 + 0.2:.2f}", f"{2.5:.0f}", f"{3.5:.0f}", f"{1.005:.2f}"]
def case_percent(): return [f"{0.1234:.1%}", f"{1:.0%}", f"{2 / 3:.2%}"]
def case_dates():
    from datetime import date
    d = date(2024, 2, 29)
    return [f"{d}", f"{d:%d.%m.%Y}", f"{d:%B} {d.day}"]
def case_backslash_free(): return [f"{chr(10)}|{chr(9)}", f"{'a'}\n{'b'}"]
def case_of_attributes():
    class Item:
        price = 2.0
        def __init__(self): self.qty = 3
        def total(self): return self.price * self.qty
    item = Item()
    return f"{item.qty} x {item.price} = {item.total()} ({item.total():.2f})"
def case_table():
    rows = [("pen", 1.5, 10), ("book", 12.0, 2)]
    return "\n".join(f"{name:<6}{price:>8.2f}{qty:>4}{price * qty:>9,.2f}" for name, price, qty in rows)
