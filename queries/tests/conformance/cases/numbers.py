"""Conversions, rounding and the text of numbers."""


def case_int_text(): return [str(5), str(-5), repr(0)]
def case_float_text(): return [str(2.0), str(2.5), repr(0.1), str(1e16), str(1e15), str(1e-5), str(0.0001), str(1.5e300)]
def case_float_special(): return [str(float("inf")), str(float("-inf")), str(float("nan"))]
def case_float_division_text(): return [str(4 / 2), str(10 / 4), f"{6 / 3}"]
def case_float_arithmetic_text(): return [str(0.1 + 0.2), str(1.0 + 1), str(2 * 1.5), str(3.0 - 1.0)]
def case_float_variable_text():
    x = 2.0
    y = x * 3
    return [str(x), f"{y}", "%s" % x, repr(x)]
def case_round_half_even(): return [round(0.5), round(1.5), round(2.5), round(-0.5), round(-1.5), round(2.6)]
def case_round_digits(): return [round(2.675, 2), round(1.005, 2), round(3.14159, 3), round(0.125, 2), round(1234.5, -2), round(15, -1), round(25, -1)]
def case_round_int(): return [round(5), round(5, 2), round(True)]
def case_int_of_text(): return [int("12"), int(" -7 "), int("+3"), int("1_000"), int("ff", 16), int("0b101", 2), int("0x1F", 0), int("z", 36)]
def case_int_of_float(): return [int(3.9), int(-3.9), int(1e10), int(True), int()]
def case_int_bad():
    return int("abc")
def case_int_empty():
    return int("")
def case_int_float_text():
    return int("3.5")
def case_int_none():
    return int(None)
def case_int_inf():
    return int(float("inf"))
def case_int_list():
    return int([1])
def case_float_of_text(): return [float("1.5"), float(" 2 "), float("1e3"), float(".5"), float("-inf"), float("1_0.5")]
def case_float_bad():
    return float("x")
def case_float_comma():
    return float("1,5")
def case_abs(): return [abs(-3), abs(2.5), abs(-0.0), abs(True)]
def case_bases(): return [hex(255), hex(-255), bin(5), oct(8), bin(-5)]
def case_chr_ord(): return [chr(97), ord("a"), chr(128512), ord("\U0001f600"), ord("é")]
def case_ord_long():
    return ord("ab")
def case_sum(): return [sum([1, 2, 3]), sum([]), sum([0.1] * 3), sum([[1], [2]], []), sum((x for x in range(4)), 10)]
def case_sum_texts():
    return sum(["a", "b"])
def case_isinstance(): return [isinstance(1, int), isinstance(True, int), isinstance(1.5, float), isinstance("a", str), isinstance(1, (str, int)), isinstance(None, int), isinstance(True, bool), isinstance(1, bool)]
def case_is_integer(): return [(2.5).is_integer(), (4).bit_length(), (255).bit_length(), (7).bit_count()]
def case_hex_literals(): return [0xff, 0b11, 0o17, 1_000_000]
def case_float_literals(): return [1e3, 1.5e-3, .5, 5.]
def case_int_str_roundtrip(): return int(str(123456789))
def case_exponent_text(): return [str(1e22), str(1.2e-7), str(123456789012345.6), str(5e-324), str(1.7976931348623157e308)]
def case_mean():
    values = [1, 2, 3, 4]
    return str(sum(values) / len(values))
def case_percent():
    done, total = 1, 3
    return f"{done / total:.1%}"
def case_round_text():
    return [str(round(2.567, 1)), str(round(2.0, 1)), str(round(2.4))]
def case_float_function_text(): return [str(float(3)), str(float("7"))]
def case_division_assign():
    x = 9
    x /= 3
    return str(x)
def case_min_float_text():
    return str(max(1.0, 0.5))


# The text of floats, which JavaScript does not tell from ints.

class Account:
    rate: float = 0.5

    def __init__(self, balance=0.0, limit: float = 100.0):
        self.balance = balance
        self.limit = limit
        self.total = 0.0
        self.mean = None
        self.count = 0

    def add(self, amount):
        self.total += amount
        self.count += 1
        self.mean = self.total / self.count
        return self

    def half(self):
        return self.total / 2

    def signed(self, negative=False):
        if negative:
            return -self.half() * 1.0
        result = self.total * 1.0
        return result


def ratio(a, b):
    return a / b if b else None


def mean_of(values):
    total = sum(values)
    count = len(values)
    mean = total / count
    return mean


def case_float_flow():
    x = 9
    first = str(x)
    x /= 3
    second = str(x)
    x = 4
    third = str(x)
    x = x * 0.5
    return [first, second, third, f"{x}", repr(x), "%s" % x, "{}".format(x)]
def case_float_flow_branch():
    result = []
    for flag in (True, False):
        x = 1
        if flag:
            x = 2.5
            result.append(str(x))
        result.append(f"{x:.1f}")
    return result
def case_int_flow_loop():
    x = 1
    result = []
    for _ in range(2):
        result.append(str(x))
        x = x + 1
    return result
def case_float_accumulated():
    total = 0.0
    for value in (1, 2, 3):
        total += value
    return [str(total), f"{total}", repr(total)]
def case_float_list_text(): return [str([4 / 2]), repr([1.0, 2.5]), f"{[2.0]}", str((1.0, 2)), str({"a": 1.0}), repr([[1.0], [2.0]]), str({2.0})]
def case_float_comprehension_text():
    values = [2, 4]
    halves = [value / 2 for value in values]
    return [str(halves), str([value / 2 for value in values]), repr({key: key / 1 for key in values}), str([float(value) for value in values]), f"{halves[0]}", str(halves[-1])]
def case_float_appended():
    values = []
    for number in (2, 4):
        values.append(number / 2)
    return [str(values), str(values[0]), repr(max(values)), str(min(values))]
def case_float_dict_values():
    means = {}
    for name, total in (("a", 4), ("b", 9)):
        means[name] = total / 2
    return [str(means), f"{means['a']}", [f"{key}={value}" for key, value in means.items()]]
def case_float_sum_text():
    return [str(sum([1.0, 2.0])), str(sum(x / 2 for x in (2, 4))), f"{sum([2, 4], 0.0)}", str(max(1.0, 2.0)), str(min([2.0, 4.0])), str(abs(-2.0)), str(round(2.0, 1)), str(round(6 / 3, 2))]
def case_float_attributes():
    account = Account()
    account.add(4).add(2)
    return [str(account.total), f"{account.mean}", str(account.balance), str(account.limit), str(account.rate), str(account.count), str(account.half()), str(account.signed())]
def case_float_attribute_none():
    return [str(Account().mean), f"{Account().mean}"]
def case_float_returned(): return [str(ratio(4, 2)), str(ratio(1, 0)), f"{mean_of([1, 3])}", repr(mean_of([2]))]
def case_float_conditional():
    values = []
    mean = sum(values) / len(values) if values else 0.0
    return [str(mean), f"{mean}"]
def case_float_unknown_arithmetic():
    items = [{"price": 2, "count": 3}]
    item = items[0]
    return [str(item["price"] * 1.0), f"{item['price'] / 2}", str(item["price"] * item["count"])]
def case_float_join(): return ", ".join(str(value / 2) for value in (2, 3, 4))
def case_float_map(): return [str(value) for value in map(float, [1, 2])]
def case_float_parameter():
    def show(x: float, y=1.0):
        return f"{x} {y}"
    return [show(2.0), show(0.5, 3.0)]
def case_float_power(): return [str(2.0 ** 2), str(4 ** 0.5), str(2 ** -1), str(10 ** 2)]
def case_float_floor(): return [str(7.0 // 2), str(7.5 % 2.5), str(divmod(7.0, 2)), str(7 // 2)]
def case_float_mixed_stays():
    values = [1, 2.5]
    return [str(values), str(values[0]), str(values[1])]
def case_grown_list():
    values = [1]
    values.append("a")
    return [values[1] + values[1], values[0] + values[0]]
def case_grown_dict():
    values = {"a": 1}
    values["b"] = "x"
    return [values["b"] + values["b"], values["a"] * 2]
def case_extended_list():
    values = [1.0]
    values.extend(["a"])
    return [values[1] + "b", str(values[1])]


def shown_text(value):
    return f"{value}"


def case_float_through_an_unknown_parameter(): return shown_text(4 / 2)
def case_int_beside_floats(): return str([1.0, 2])
def case_sum_of_no_floats(): return str(sum(x / 2 for x in []))
def case_int_where_float_is_announced():
    def label(price: float):
        return f"{price}"
    return label(5)


def beside_whole_floats(value):
    return [value + 2.0, value - 2.0, value * 2.0, value / 4.0, 2.0 + value, 2.0 - value, 2.0 * value, 12.0 / value]


def case_unknown_numbers_beside_whole_floats():
    return [str(beside_whole_floats(each)) for each in (3, 0.5, 2.0, True, -4, -0.5, 2**53 - 1, 10**20, float("inf"))]
def case_text_beside_a_whole_float():
    try:
        return beside_whole_floats("a")
    except TypeError as error:
        return str(error)
def case_list_times_a_float():
    def doubled(value):
        return value * 2.0
    try:
        return doubled([1])
    except TypeError as error:
        return str(error)
def case_unknown_divided_by_zero_as_a_float():
    def divided(value, by):
        by = by * 1.0 if by else 0.0
        return value / by
    found = []
    for value in (1, 2.0, 0.5, True):
        try:
            found.append(divided(value, 0))
        except ZeroDivisionError as error:
            found.append(str(error))
    return found


class Seen:
    def __add__(self, other): return f"add {other}"
    def __radd__(self, other): return f"radd {other}"
    def __mul__(self, other): return f"mul {other}"
    def __rtruediv__(self, other): return f"rtruediv {other}"


def case_operators_of_a_class_see_whole_floats():
    def shown(value):
        return [value + 2.0, 2.0 + value, value * 3.0, 4.0 / value]
    return shown(Seen())
def case_ints_at_the_edges_of_the_short_way():
    edges = [2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53 - 1, 1 - 2**53, 0, -1, 7, 46341]
    return [[a + b, a - b, a * b, a == b, a < b] for a in edges for b in edges]
def case_remainders_at_the_edges_of_the_short_way():
    edges = [2**31 - 1, 2**31, -(2**31), -(2**31) - 1, 2**53 - 1, 1 - 2**53, -1, 7, 2.0, -2.5]
    return [[str(a % b), str(a // b), str(divmod(a, b))] for a in edges for b in edges]
def case_in_place_with_floats_of_unknown_type():
    def run(total, values):
        for value in values:
            total += value
            total -= 0.5
            total *= 2
        return str(total)
    return [run(0, [1, 2.5, 3.0]), run(1.0, [True, 2, 2**53])]
