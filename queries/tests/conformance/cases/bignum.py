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
def case_beyond_exact_numbers(): n = 2 ** 53; return [n * n, n + 1, n - 1, -n - 1, n // 3, n % 10, n / 3, n ** 2, n << 3, n >> 2, n & 255, n | 1, n ^ n]
def case_big_literals(): return [9007199254740993, -12345678901234567890, 0xFFFFFFFFFFFFFFFF, 12345678901234567890 == 12345678901234567891]
def case_big_equality_and_hash(): return [2 ** 60 == 2.0 ** 60, {2 ** 60: "a"}[2.0 ** 60], 2 ** 53 + 1 == 2.0 ** 53, len({2 ** 70, 2 ** 70, 2.0 ** 70}), hash(2 ** 61), 2 ** 53 < 2.0 ** 53 + 2]
def case_big_factorials(): return [math.factorial(25), math.comb(100, 50), math.perm(30, 15), math.prod(range(1, 25)), math.gcd(10 ** 20, 6 ** 25), math.lcm(10 ** 12, 7 ** 15), math.isqrt(10 ** 41)]
def case_big_division(): return [10 ** 30 / 7, 10 ** 30 // -7, -(10 ** 30) % 97, divmod(-(10 ** 20), 3), 10 ** 400 / 10 ** 399, (10 ** 20) // 1.5]
def case_big_text(): return [f"{10 ** 20:,}", f"{2 ** 70:x}", f"{2 ** 70:#b}"[:6], "%d" % (10 ** 20), str(-(3 ** 50)), int("123456789012345678901234567890"), int("zz" * 8, 36), f"{10 ** 20:.2e}", hex(2 ** 64), bin(-(2 ** 60))[:5]]
def case_big_floats(): return [int(1e20), round(1e22), math.floor(1e19), float(2 ** 70), 2 ** 70 + 0.5, 1.5 * 2 ** 70, int(-1.5e300) < 0, round(12345678901234567890, -5)]
def case_big_bits(): return [(2 ** 70).bit_length(), bin(2 ** 70 + 5).count("1"), ~(2 ** 60), -(2 ** 60) >> 3, (1 << 100) & (2 ** 64 - 1), (-7) & 2 ** 64 - 1]
def case_big_powers(): return [pow(3, -1, 7), pow(2, 10 ** 9, 10 ** 9 + 7), (-3) ** 41, 7 ** 40 % 1000, 2 ** 0.5 > 1, (-2) ** 63]
def case_big_overflow():
    try:
        return float(10 ** 400)
    except OverflowError as error:
        return str(error)
def case_big_lcg():
    seed, out = 42, []
    for _ in range(5):
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2 ** 64
        out.append(seed)
    return out
def case_big_hash_function():
    h = 0xcbf29ce484222325
    for c in "hello":
        h ^= ord(c)
        h = (h * 0x100000001b3) & 0xFFFFFFFFFFFFFFFF
    return hex(h)
def case_big_sum_and_back(): return [sum([2 ** 53, 1, -2]), 9007199254740991 + 2 - 2, sorted([2 ** 60, 1, 2 ** 59, -(2 ** 61)]), max(2 ** 60, 1e10), [2 ** 60].index(2 ** 60), 2 ** 60 in [2.0 ** 60]]
def case_fibonacci_big():
    a, b = 0, 1
    for _ in range(150):
        a, b = b, a + b
    return a
def case_sizes_add_up():
    total = 0
    for i in range(1, 4): total = total * 4000000000 + i * 4294967295
    return [total, total % 1000003, total // 7]
def case_size_of_a_range():
    return [i * 3000000 for i in range(9007199254, 9007199257)]
def case_size_of_a_length():
    class Long:
        def __len__(self): return 2 ** 50
    n = len(Long())
    return [n * 1000, n + n, n * n]
def case_products_that_are_zero():
    out = []
    for i in range(-1, 2):
        product = i * -3
        out.append([str(product), float(product), product / 4])
    return out
def case_remainders_stay_small():
    state = 1
    out = []
    for i in range(5):
        state = (state * 1103515245 + 12345) % 2147483648
        out.append(state)
    return out


def case_large_int_beside_a_float():
    return 2 ** 60 + 1 + 0.5, (2 ** 53 + 1) * 1.0, 10 ** 30 / 7, 0.5 < 2 ** 70, 2 ** 60 + 1 == float(2 ** 60)
