"""Chained comparison."""

calls = []


def noted(value):
    calls.append(value)
    return value


def case_between():
    return [0 < x < 10 for x in (-1, 0, 5, 10)]
def case_three_links(): return [1 < 2 < 3 < 4, 1 < 3 < 2 < 4, 4 > 3 > 2 > 1]
def case_mixed_operators(): return [1 < 3 > 2, 1 == 1 < 2, 3 > 1 != 2, 1 <= 1 >= 1]
def case_equal_chain():
    a = b = [1]
    return [a == b == [1], a is b is not None, 1 == 1.0 == True]
def case_middle_runs_once():
    calls.clear()
    result = 1 < noted(2) < 3
    return [result, list(calls)]
def case_stops_early():
    calls.clear()
    result = noted(3) < noted(1) < noted(5)
    return [result, list(calls)]
def case_texts(): return ["a" < "b" < "c", "a" <= "a" < "b", "B" < "a" < "b"]
def case_membership_chain(): return [1 in [1, 2] == True, (1 in [1, 2]) == True, "a" in "abc" in ["abc"]]
def case_is_chain():
    x = None
    return [x is None is not False, None is x == None]
def case_in_condition():
    age = 30
    if 18 <= age < 65:
        return "adult"
    return "other"
def case_negated(): return [not 1 < 2 < 3, not (3 < 2 < 1)]
def case_with_and(): return [1 < 2 < 3 and 3 < 4 < 5, 1 < 2 and 2 < 1 < 3 or True]
def case_floats_and_ints(): return [0 <= 0.5 <= 1, 0.0 < 1 < 1.5, -1 < -0.5 < 0]
def case_lists(): return [[1] < [2] < [3], [1] < [1, 0] <= [1, 0], (1, 2) < (1, 3) < (2,)]
def case_in_comprehension(): return [n for n in range(20) if 3 < n < 9 != n]
def case_in_while():
    n = 0
    while 0 <= n < 5:
        n += 2
    return n
def case_walrus_in_chain():
    return [(y := 5) > 3 < y, y]
def case_returns_bool(): return [type(1 < 2 < 3).__name__, str(1 < 2 < 3)]
def case_type_error():
    return 1 < "a" < 3
def case_never_reaches_the_error(): return 3 < 1 < "a"
def case_ternary():
    t = 15
    return "cold" if t < 10 else "mild" if 10 <= t < 20 else "hot"
def case_custom_results():
    class Lazy:
        def __init__(self, v): self.v = v
        def __lt__(self, other): return self.v < other.v and "yes"
    return [Lazy(1) < Lazy(2), Lazy(1) < Lazy(2) < Lazy(3), Lazy(2) < Lazy(1) < Lazy(3)]
def case_unequal_chain(): return [1 != 2 != 1, 1 != 1 != 2]
def case_sorted_check():
    xs = [1, 2, 2, 3]
    return all(a <= b for a, b in zip(xs, xs[1:]))
def case_call_arguments(): return max(1 < 2 < 3, 3 < 2)


def case_truth_of_a_chained_comparison():
    asked = []

    class A:
        def __lt__(self, other):
            asked.append(1)
            return []
    return A() < A() < A(), len(asked)


class Rich:
    """Its comparisons answer with other objects than bools."""

    def __init__(self, n):
        self.n = n

    def __lt__(self, other):
        return []

    def __gt__(self, other):
        return [self.n]

    def __eq__(self, other):
        return ""

    def __ne__(self, other):
        return [1]

    __hash__ = None


def case_answers_of_a_class_as_values():
    a, b = Rich(1), Rich(2)
    x = a < b
    return a < b, a == b, a != b, a > b, a < b < a, a > b > a, a > b < a, (a < b) or 5, (a > b) and (a < b), f"{a < b}", x


def case_answers_of_a_class_as_conditions():
    a, b = Rich(1), Rich(2)
    x, out = a < b, []
    if a < b:
        out.append("lt")
    if a == b:
        out.append("eq")
    if a != b:
        out.append("ne")
    if x:
        out.append("x")
    while a < b:
        out.append("while")
        break
    out += [not a < b, bool(a < b), "yes" if a < b else "no", [q for q in [1] if a < b], a in [b], not (a < b < a), [a, b].count(b)]
    return out


def case_answers_of_a_class_in_the_library():
    import operator

    class Odd(Rich):
        def __lt__(self, other):
            return [1] if self.n < other.n else []

        def __gt__(self, other):
            return [1] if self.n > other.n else []
    items = [Odd(3), Odd(1), Odd(2)]
    return [x.n for x in sorted(items)], max(items).n, min(items).n, operator.lt(items[0], items[1]), operator.eq(items[0], 1), (items[0],) < (items[1],)


def case_total_ordering_of_answers():
    import functools

    @functools.total_ordering
    class A:
        def __init__(self, n):
            self.n = n

        def __lt__(self, other):
            return [self.n] if self.n < other.n else ()

        def __eq__(self, other):
            return "same" if self.n == other.n else ""
    return A(1) <= A(2), A(2) <= A(2), A(3) <= A(2), A(1) > A(2), A(3) > A(2), A(2) > A(2), A(1) >= A(2), A(2) >= A(2)
