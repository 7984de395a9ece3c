"""Where a JavaScript value cannot hold what the Python value says; see docs/semantics.md."""


def shown(value):
    return f"{value}"


def case_float_through_an_unknown_parameter(): return shown(4 / 2)
def case_int_beside_floats(): return str([1.0, 2])
def case_sum_of_no_floats(): return str(sum(x / 2 for x in []))
def case_int_where_float_is_announced():
    def label(price: float):
        return f"{price}"
    return label(5)
def case_int_beyond_exact_numbers():
    n = 2 ** 53
    return n * n
def case_attribute_of_a_dict():
    data = [{"name": 1}]
    return data[0].name
