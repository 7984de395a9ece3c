"""Operators on numbers, sequences and instances."""


def case_mod_sign(): return [-7 % 3, 7 % -3, -7 % -3, 7 % 3, 0 % 3, -3 % 3]
def case_floordiv_sign(): return [-7 // 2, 7 // -2, -7 // -2, 7 // 2, 7.5 // 2, -0.5 // 1]
def case_float_mod(): return [5.5 % 2, -5.5 % 2, 5.5 % -2]
def case_divmod(): return [divmod(7, 3), divmod(-7, 3), divmod(7.5, 2)]
def case_true_division(): return [7 / 2, 1 / 3, -1 / 4]
def case_divide_by_zero():
    a, b = 1, 0
    return a / b
def case_floordiv_by_zero():
    a, b = 1, 0
    return a // b
def case_mod_by_zero():
    a, b = 1, 0
    return a % b
def case_float_divide_by_zero():
    a, b = 1.5, 0.0
    return a / b
def case_power(): return [2 ** 10, 2 ** -1, (-2) ** 3, 0 ** 0, 2 ** 0.5, -2 ** 2, 2 ** 3 ** 2]
def case_power_mod(): return [pow(3, 200, 13), pow(2, 5), pow(7, 3, 5)]
def case_wrap_around():
    index, n = 0, 5
    return (index - 1) % n
def case_list_concat(): return [1] + [2]
def case_list_repeat(): return [[0] * 3, 2 * [1, 2], [1] * 0, [1] * -1]
def case_text_repeat(): return ["ab" * 3, 2 * "-", "a" * 0]
def case_tuple_concat(): return (1,) + (2, 3)
def case_tuple_repeat(): return (1, 2) * 2
def case_add_text_int():
    a, b = "1", 2
    return a + b
def case_add_int_text():
    a, b = 1, "2"
    return a + b
def case_add_list_tuple():
    a, b = [1], (2,)
    return a + b
def case_add_none():
    a, b = None, 1
    return a + b
def case_sub_texts():
    a, b = "b", "a"
    return a - b
def case_bool_sum(): return [True + True, sum([True, False, True]), True * 3, -True]
def case_augmented_list():
    xs = [1]
    ys = xs
    xs += [2]
    return [xs, ys, xs is ys]
def case_plain_add_list():
    xs = [1]
    ys = xs
    xs = xs + [2]
    return [xs, ys]
def case_augmented_tuple():
    xs = (1,)
    ys = xs
    xs += (2,)
    return [xs, ys]
def case_augmented_text():
    s = "a"
    s += "b"
    s *= 2
    return s
def case_augmented_list_from_text():
    xs = []
    xs += "ab"
    return xs
def case_augmented_item():
    d = {"n": 1}
    d["n"] += 2
    xs = [1, 2]
    xs[-1] *= 5
    return [d, xs]
def case_augmented_evaluates_once():
    calls = []
    def where():
        calls.append(1)
        return 0
    xs = [1]
    xs[where()] += 5
    return [xs, calls]
def case_augmented_floor():
    a, b, c = 7, 7, 2
    a //= -2
    b %= -4
    c **= 5
    return [a, b, c]
def case_bits(): return [6 & 3, 6 | 3, 6 ^ 3, ~5, 1 << 10, -8 >> 1, 5 >> 1, -1 >> 3]
def case_bits_wide(): return [1 << 40, (1 << 40) | 1, (1 << 40) >> 38, 2 ** 40 & (2 ** 40 + 5), -1 & 0xFFFFFFFF]
def case_bits_bool(): return [True & False, True | False, True ^ True]
def case_set_ops(): return [{1, 2} & {2, 3}, {1, 2} | {3}, {1, 2} - {2}, {1, 2} ^ {2, 3}]
def case_dict_merge(): return [{"a": 1} | {"a": 2, "b": 3}, {**{"a": 1}, "c": 2}]
def case_dict_merge_in_place():
    d = {"a": 1}
    e = d
    d |= {"b": 2}
    return [d, e]
def case_unary(): return [-5, +5, -(-5), - -3, +True]
def case_negate_text():
    s = "a"
    return -s
def case_precedence(): return [2 + 3 * 4, (2 + 3) * 4, -2 ** 2, not 1 == 2, 1 + 2 == 3 and 4, 7 - 2 - 1, 2 ** 2 * 3, 10 - (3 - 1)]
def case_big_int_raises_or_is_right():
    n = 2 ** 52
    return n + 1
def case_safe_edge():
    n = 9007199254740991
    return [n, n - 1, -n]
def case_mixed_compare(): return [1 == 1.0, 3 > 2.5, 10 // 3 * 3 + 10 % 3]


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vector(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vector(self.x * k, self.y * k)

    def __rmul__(self, k):
        return self * k

    def __neg__(self):
        return Vector(-self.x, -self.y)

    def __iadd__(self, other):
        self.x += other.x
        self.y += other.y
        return self

    def __repr__(self):
        return f"Vector({self.x}, {self.y})"


def case_vector(): return repr([Vector(1, 2) + Vector(3, 4), Vector(1, 2) * 2, 3 * Vector(1, 2), -Vector(1, 1)])
def case_vector_in_place():
    v = Vector(1, 1)
    w = v
    v += Vector(2, 3)
    return [repr(v), v is w]
def case_vector_unsupported():
    return Vector(1, 2) - Vector(0, 0)
