"""Assignment expressions."""


def case_if():
    d = {"a": [1, 2]}
    if (v := d.get("a")) and (n := len(v)) > 1:
        return v, n
    return None


def case_while():
    it = iter("abc")
    out = []
    while (c := next(it, None)) is not None:
        out.append(c)
    return out, c


def case_in_comprehension_condition():
    r = [s for x in [" a ", "", " b"] if (s := x.strip())]
    return r, s


def case_in_call_and_index():
    def f(*a, **k):
        return a, k
    xs = [1, 2, 3]
    return f((n := 2), k=(m := 3)), xs[(i := 1)], n, m, i


def case_in_fstring():
    return f"{(x := 5)} {x + 1} {x:=5}", x


def case_in_lambda():
    f = lambda x: (y := x * 2) + y
    return f(3)


def case_short_circuit():
    def g():
        if False and (z := 1):
            pass
        return z
    try:
        return g()
    except UnboundLocalError as e:
        return "unbound"


def case_ternary_and_precedence():
    x = (y := 1, 2)
    z = (w := 5 if x else 6)
    return x, y, z, w, (a := b + 1 if (b := 3) else 0), a


def case_any_all_witness():
    any((hit := x) > 2 for x in [1, 3, 5])
    all((miss := x) < 4 for x in [1, 3, 5, 0])
    return hit, miss


def case_running_total():
    t = 0
    return [t := t + x for x in [1, 2, 3]], t


def case_elif_chain():
    def f(s):
        if (n := s.find("x")) > 1:
            return "x", n
        elif (n := s.find("y")) >= 0:
            return "y", n
        return "none", n
    return f("aax"), f("y"), f("q")


def case_assert_and_return():
    assert (v := 3)
    def f():
        return (q := v + 1), q
    return f()


def case_nested_comprehension_walrus():
    r = [[(last := (i, j)) for j in range(2)] for i in range(2)]
    return r, last


def case_walrus_in_slices_and_sets():
    a = [1, 2, 3, 4]
    return a[(s := 1):(e := 3)], s, e, {(k := "a"), "b"} == {"a", "b"}, k, {(p := "x"): (q := 1)}, p, q


def case_global_walrus():
    def f(d):
        return [v for k in "abc" if (v := d.get(k)) is not None]
    return f({"a": 0, "c": 2})


def case_walrus_decorated_condition():
    import re
    out = []
    for line in ["k=1", "bad", "z=22"]:
        if m := re.match(r"(\w)=(\d+)", line):
            out.append((m[1], int(m.group(2))))
        elif not m:
            out.append(m)
    return out
