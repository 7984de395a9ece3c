"""Numbers near and beyond 2**53."""

import math


def case_largest_exact(): return [2 ** 53 - 1, -(2 ** 53) + 1, 9007199254740991]
def case_sum_at_the_edge(): return 9007199254740990 + 1
def case_float_large(): return [1e15, 1e16, 1e21, 1e22, 123456789012345680.0, 1.7976931348623157e308]
def case_float_to_int_text(): return [str(1e15), str(10.0 ** 15), repr(1e17)]
def case_division_of_large(): return [9007199254740991 / 2, 9007199254740991 // 2, 9007199254740991 % 10]
def case_overflow_to_inf(): return [1e308 * 10, -1e308 * 10, 1e308 + 1e308]
def case_infinity(): return [float("inf") > 10 ** 15, float("inf") - 1, math.inf == float("inf"), -math.inf < 0]
def case_int_of_large_float(): return [int(1e15), int(-1e15), round(1e15 + 0.5)]
def case_factorials(): return [math.factorial(n) for n in (0, 1, 5, 10, 15, 18)]
def case_powers(): return [2 ** 50, 3 ** 30, 10 ** 15, (-2) ** 51, 7 ** 18]
def case_gcd_of_large(): return [math.gcd(2 ** 40, 6 ** 20), math.lcm(2 ** 20, 3 ** 10)]
def case_modular(): return [pow(3, 200, 1000007), pow(2, 1000, 97), pow(123456, 7, 89)]
def case_thousands(): return [f"{9007199254740991:,}", f"{1234567890123:_}"]
def case_fibonacci():
    a, b = 0, 1
    for _ in range(70):
        a, b = b, a + b
    return a
def case_digits(): return [len(str(2 ** 52)), sum(int(d) for d in str(2 ** 50))]
def case_hash_style():
    h = 5381
    for c in "hello":
        h = (h * 33 + ord(c)) % 2 ** 32
    return h
def case_float_power_overflow():
    return 10.0 ** 400
def case_underflow(): return [1e-320, 5e-324, 1e-400, 2.0 ** -1074]
def case_sqrt_large(): return [math.isqrt(10 ** 15), math.sqrt(1e30)]
def case_compare_large(): return [2 ** 52 < 2 ** 53 - 1, 1e16 > 2 ** 52, 2.0 ** 53 == 9007199254740992.0]
def case_time_in_ms(): return [1700000000 * 1000, 1700000000123 // 1000, 1700000000123 % 1000]
def case_money(): return [int(round(19.99 * 100)), sum([1999] * 1000), f"{1234567.891:,.2f}"]
