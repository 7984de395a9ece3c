"""Bit operators."""


def case_and_or_xor(): return [6 & 3, 6 | 3, 6 ^ 3, 0 & 5, 0 | 5]
def case_negative(): return [-1 & 255, -8 | 3, -5 ^ 3, ~-1, ~0, ~5]
def case_shift(): return [1 << 10, 1024 >> 3, -17 >> 2, -1 >> 5, 5 << 0]
def case_beyond_32_bits(): return [1 << 40, (1 << 40) | 1, (1 << 45) >> 44, 0xFFFFFFFFFF & 0xFF00FF00FF, 2 ** 40 ^ 1]
def case_unsigned(): return [0xFFFFFFFF, 0xFFFFFFFF & 0xFFFFFFFF, 0x80000000 | 0, ~0xFFFFFFFF, 0xDEADBEEF >> 16]
def case_flags():
    read, write, run = 1, 2, 4
    mode = read | run
    return [bool(mode & read), bool(mode & write), mode & ~read, mode ^ run]
def case_bools(): return [True & False, True | False, True ^ True, type(True & True).__name__, type(True & 1).__name__, ~True]
def case_augmented():
    x = 12
    x &= 10
    y = x
    x |= 3
    x ^= 1
    x <<= 4
    x >>= 2
    return [y, x]
def case_precedence(): return [1 | 2 & 3, 1 << 2 + 1, 5 & 3 == 3, ~1 + 2, 2 ** 3 << 1, -1 ** 2]
def case_bin_text(): return [bin(10), bin(-10), bin(0), hex(255), oct(8), f"{10:08b}", f"{255:#x}", format(-5, "b")]
def case_from_text(): return [int("1010", 2), int("ff", 16), int("0x1f", 16), int("0b11", 0), int("-777", 8), int("z", 36)]
def case_bit_length(): return [(0).bit_length(), (1).bit_length(), (255).bit_length(), (256).bit_length(), (-7).bit_length(), (7).bit_count()]
def case_parity(): return [bin(n).count("1") % 2 for n in range(8)]
def case_power_of_two(): return [n for n in range(1, 70) if n & (n - 1) == 0]
def case_masks():
    colour = 0x336699
    return [colour >> 16 & 0xFF, colour >> 8 & 0xFF, colour & 0xFF, f"#{colour:06x}"]
def case_swap():
    a, b = 5, 9
    a ^= b
    b ^= a
    a ^= b
    return [a, b]
def case_negative_shift():
    return 1 << -1
def case_float_operand():
    return 1.0 & 1
def case_text_operand():
    return "a" | 1
def case_loop():
    n, steps = 0b110110, []
    while n:
        steps.append(n & 1)
        n >>= 1
    return steps
def case_sets_too(): return [{1, 2} & {2, 3}, {1} | {2}, {1, 2} ^ {2, 3}]
def case_unknown_operands():
    def both(a, b): return [a & b, a | b, a ^ b, a << 1, a >> 1, ~a]
    return both(12, 10)
def case_bool_arithmetic(): return [True + True, True << 3, sum([True, False, True])]
