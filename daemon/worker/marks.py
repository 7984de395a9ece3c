"""Learning which functions of the project run, by a mark at the start of each.

A function that a module or class defines gets a prologue of four instructions that adds its name to
a set; functions inside of functions belong to the one around them. The code is the same otherwise:
positions, names, flags and the docstring stay. What cannot carry a mark counts as having run.
"""

from __future__ import annotations

import dis
import sys

CODE = type(compile("", "", "exec"))
# Of code whose local names are in slots: functions, and not bodies of modules and classes.
OPTIMIZED = 0x1
LOAD_CONST, SET_ADD, POP_TOP, EXTENDED_ARG = (
    dis.opmap[name] for name in ("LOAD_CONST", "SET_ADD", "POP_TOP", "EXTENDED_ARG")
)
RESUME = dis.opmap.get("RESUME")
ABSOLUTE_JUMPS = frozenset(dis.hasjabs)
# Jumps count instructions from 3.10 on, bytes before.
JUMP_UNIT = 1 if sys.version_info >= (3, 10) else 2


class Ran(set):
    """Names of functions that ran. It is a constant of code, and those are compared and hashed."""

    __hash__ = object.__hash__
    __eq__ = object.__eq__
    __ne__ = object.__ne__


class Unmarkable(Exception):
    """The code is of a form that no mark can be put into."""


def marked(code, prefix, ran):
    """The code of a module or class, in which every function adds ``prefix`` and its name to ``ran``."""
    constants = []
    for constant in code.co_consts:
        if is_body(constant):
            constant = marked(constant, "{}{}.".format(prefix, constant.co_name), ran)
        elif is_function(constant):
            name = prefix + constant.co_name
            try:
                constant = with_mark(constant, name, ran)
            except Unmarkable:
                ran.add(name)
        constants.append(constant)
    return code.replace(co_consts=tuple(constants))


def is_body(constant):
    """Code that runs once, where it stands: of a class."""
    return isinstance(constant, CODE) and not constant.co_flags & OPTIMIZED


def is_function(constant):
    """Code of a ``def``; lambdas, comprehensions and scopes of type parameters have no name."""
    is_code = isinstance(constant, CODE) and constant.co_flags & OPTIMIZED
    return bool(is_code) and not constant.co_name.startswith("<")


def with_mark(code, name, ran):
    first = len(code.co_consts)
    mark = b"".join(
        (instruction(LOAD_CONST, first), instruction(LOAD_CONST, first + 1), bytes((SET_ADD, 1, POP_TOP, 0)))
    )
    changes = relative(code, mark) if RESUME else absolute(code, mark)
    return code.replace(co_consts=code.co_consts + (ran, name), co_stacksize=code.co_stacksize + 2, **changes)


def instruction(opcode, argument):
    encoded = bytes((opcode, argument & 0xFF))
    while argument > 0xFF:
        argument >>= 8
        encoded = bytes((EXTENDED_ARG, argument & 0xFF)) + encoded
    return encoded


# -- from 3.11 on: relative jumps, tables of locations and exceptions ----------------------------


def relative(code, mark):
    """The mark follows RESUME, where the frame of a generator exists."""
    at = code.co_code.find(bytes((RESUME, 0)))
    while at % 2:
        at = code.co_code.find(bytes((RESUME, 0)), at + 1)
    if at < 0:
        raise Unmarkable
    start, length = at // 2 + 1, len(mark) // 2
    return {
        "co_code": code.co_code[:2 * start] + mark + code.co_code[2 * start:],
        "co_linetable": shifted_locations(code.co_linetable, start, length),
        "co_exceptiontable": shifted_exceptions(code.co_exceptiontable, start, length),
    }


def shifted_locations(table, start, length):
    """The mark has no location: nothing that looks at lines sees it."""
    at = position = 0
    while True:
        if at >= len(table):
            raise Unmarkable
        entry, size = at, (table[at] & 7) + 1
        at += 1
        while at < len(table) and not table[at] & 0x80:
            at += 1
        position += size
        if position >= start:
            break
    rest = position - start
    before = table[:at] if not rest else table[:entry] + of_size(table[entry:at], size - rest)
    after = table[at:] if not rest else of_size(table[entry:at], rest) + table[at:]
    if length > 8:
        raise Unmarkable
    return before + bytes((0x80 | 15 << 3 | length - 1,)) + after


def of_size(entry, size):
    """A short entry of the table, which says nothing relative to the one before, for ``size`` instructions."""
    form = entry[0] >> 3 & 15
    if 10 <= form < 15:
        raise Unmarkable
    return bytes((entry[0] & 0xF8 | size - 1,)) + entry[1:]


def shifted_exceptions(table, start, length):
    shifted = bytearray()
    numbers = iter(table)
    for first in numbers:
        begin = variable_length(first, numbers)
        end = begin + variable_length(next(numbers), numbers)
        target = variable_length(next(numbers), numbers)
        depth = variable_length(next(numbers), numbers)
        begin, end, target = (place + length if place >= start else place for place in (begin, end, target))
        entry = [encoded(number) for number in (begin, end - begin, target, depth)]
        entry[0][0] |= 0x80
        shifted += b"".join(entry)
    return bytes(shifted)


def variable_length(byte, following):
    number = byte & 0x3F
    while byte & 0x40:
        byte = next(following)
        number = number << 6 | byte & 0x3F
    return number


def encoded(number):
    digits = [number & 0x3F]
    while number > 0x3F:
        number >>= 6
        digits.insert(0, 0x40 | number & 0x3F)
    return bytearray(digits)


# -- before 3.11: absolute jumps -----------------------------------------------------------------


def absolute(code, mark):
    """The mark is the very beginning; jumps to everything behind it go further."""
    if sys.version_info >= (3, 10):
        # An entry without a line.
        return {"co_code": mark + moved_jumps(code.co_code, len(mark)), "co_linetable": bytes((len(mark), 0x80)) + code.co_linetable}
    return {"co_code": mark + moved_jumps(code.co_code, len(mark)), "co_lnotab": bytes((len(mark), 0)) + code.co_lnotab}


def moved_jumps(code, distance):
    moved = bytearray(code)
    argument, extensions = 0, []
    for at in range(0, len(code), 2):
        argument = argument << 8 | code[at + 1]
        if code[at] == EXTENDED_ARG:
            extensions.append(at)
            continue
        if code[at] in ABSOLUTE_JUMPS:
            target = argument + distance * JUMP_UNIT // 2
            for place in [at] + extensions[::-1]:
                moved[place + 1] = target & 0xFF
                target >>= 8
            if target:
                raise Unmarkable
        argument, extensions = 0, []
    return bytes(moved)
