"""Prints a project of random programs (see ../conformance/placements.py). Arguments: seed, how many programs.

Each program is a function that notes what its expressions and statements gave, an exception by the name
of its type. What differs between CPython and the browser by a documented limit is not generated.
"""

import json
import random
import sys

HEADER = '''"""Programs made by generate.py."""

import functools
import itertools
import math
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field


def same(value):
    """The value, of a type that no compiler knows."""
    return value


'''


class Names:
    """The variables of a program, by the type that they hold."""

    def __init__(self, rng):
        self.rng = rng
        self.by_type = {}
        self.count = 0

    def fresh(self, stem="v"):
        self.count += 1
        return f"{stem}{self.count}"

    def add(self, kind):
        name = self.fresh()
        self.by_type.setdefault(kind, []).append(name)
        return name

    def some(self, kind):
        return self.by_type.get(kind, [])


SPECS = {
    "int": ["", "d", "5", "<5", ">5", "^7", "05", "+d", "x", "#x", "b", "#b", "o", "X", ",", "_", "e", ".2f", "%", "c", "=+6", "*^9", " d", "08,"],
    "float": ["", ".2f", ".0f", "8.3f", "<9", ">9.1f", "^10", "+.1f", "e", ".3e", "g", ".3g", "%", ".1%", ",.2f", "010.2f", "=+9.1f", ".5", "_.1f", "z.1f", "n"],
    "str": ["", "s", "5", "<5", ">5", "^7", "*^7", ".2", "5.1", "-<4"],
    "bool": ["", "d", "5", "<6", "s"],
}
WORDS = ["", "a", "ab", "abc", "Hello World", "x,y,,z", "  pad ", "MiXed", "ÄÖ ü", "ß", "12", "-3", "4.5", "tab\\tx", "line\\nnext", "😀b", "éa", "aaa", "a_b", "it's", '\\"q\\"', "0x1f", "true", "Ǆ", "ı", "\\\\", "\\x00", "½"]
INTS = ["0", "1", "-1", "2", "3", "7", "10", "-8", "255", "1000", "-17", "64", "12345"]
FLOATS = ["0.0", "1.0", "-1.0", "2.5", "0.1", "-0.5", "1e3", "3.0", "1.5", "-2.75", "100.0", "1e-5", "12345.678", "2.0", "-0.0", "0.30000000000000004", "1e16", "float('inf')", "123456789.125"]


class Generator:
    """Random expressions by type."""

    def __init__(self, rng):
        self.rng = rng
        self.names = Names(rng)

    def pick(self, *options):
        option = self.rng.choice(options)
        return option() if callable(option) else option

    def hide(self, text):
        """Sometimes keeps the type from the compiler."""
        return f"same({text})" if self.rng.random() < 0.2 else text

    def expr(self, kind, depth=2):
        known = self.names.some(kind)
        if known and self.rng.random() < 0.5:
            return self.rng.choice(known)
        return self.hide(getattr(self, kind)(depth))

    def number(self, depth):
        return self.expr(self.rng.choice(["int", "float", "int", "float", "bool"]), depth)

    def any(self, depth):
        return self.expr(self.rng.choice(["int", "float", "str", "bool", "none", "ints", "strs", "table", "pair", "uniques"]), depth)

    def none(self, depth):
        return "None"

    def int(self, depth):
        if depth <= 0:
            return self.rng.choice(INTS)
        d = depth - 1
        return self.pick(
            lambda: self.rng.choice(INTS),
            lambda: f"({self.expr('int', d)} {self.rng.choice(['+', '-', '*', '//', '%'])} {self.expr('int', d)})",
            lambda: f"({self.expr('int', d)} {self.rng.choice(['&', '|', '^'])} {self.expr('int', d)})",
            lambda: f"({self.expr('int', d)} {self.rng.choice(['<<', '>>'])} {self.rng.choice(['0', '1', '3', '5'])})",
            lambda: f"({self.rng.choice(['-', '~', '+'])}{self.expr('int', d)})",
            lambda: f"({self.rng.choice(['2', '3', '-2', '10'])} ** {self.rng.choice(['0', '1', '2', '3', '5'])})",
            lambda: f"len({self.expr(self.rng.choice(['str', 'ints', 'strs', 'table', 'uniques']), d)})",
            lambda: f"int({self.expr(self.rng.choice(['float', 'bool', 'str']), d)})",
            lambda: f"round({self.expr('float', d)})",
            lambda: f"abs({self.expr('int', d)})",
            lambda: f"sum({self.expr('ints', d)})",
            lambda: f"{self.rng.choice(['max', 'min'])}({self.expr('int', d)}, {self.expr('int', d)})",
            lambda: f"math.{self.rng.choice(['floor', 'ceil', 'trunc'])}({self.expr('float', d)})",
            lambda: f"divmod({self.expr('int', d)}, {self.expr('int', d)})[{self.rng.choice('01')}]",
            lambda: f"({self.expr('int', d)} if {self.expr('bool', d)} else {self.expr('int', d)})",
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['find', 'count', 'rfind'])}({self.expr('str', d)})",
            lambda: f"{self.expr('ints', d)}[{self.rng.choice(['0', '-1', '1'])}]",
            lambda: f"round({self.expr('int', d)}, {self.rng.choice(['-1', '-2', '0', '1'])})",
            lambda: f"({self.expr('int', d)}).{self.rng.choice(['bit_length', 'bit_count', '__abs__', 'conjugate'][:2])}()",
            lambda: f"ord({self.expr('str', d)}[0])",
            lambda: f"{self.expr('table', d)}.get({self.expr('str', d)}, {self.expr('int', d)})",
            lambda: f"pow({self.expr('int', d)}, {self.rng.choice(['2', '3'])}, {self.rng.choice(['5', '7', '1'])})",
            lambda: f"hash({self.expr('int', d)} % 100)",
        )

    def float(self, depth):
        if depth <= 0:
            return self.rng.choice(FLOATS)
        d = depth - 1
        return self.pick(
            lambda: self.rng.choice(FLOATS),
            lambda: f"({self.number(d)} / {self.number(d)})",
            lambda: f"({self.expr('float', d)} {self.rng.choice(['+', '-', '*', '//', '%'])} {self.number(d)})",
            lambda: f"({self.number(d)} {self.rng.choice(['+', '-', '*', '//', '%'])} {self.expr('float', d)})",
            lambda: f"(-{self.expr('float', d)})",
            lambda: f"({self.expr('float', d)} ** {self.rng.choice(['2', '3', '0', '-1'])})",
            lambda: f"float({self.expr(self.rng.choice(['int', 'bool', 'str', 'float']), d)})",
            lambda: f"round({self.expr('float', d)}, {self.rng.choice(['0', '1', '2', '-1', '5'])})",
            lambda: f"abs({self.expr('float', d)})",
            lambda: f"{self.rng.choice(['max', 'min'])}({self.expr('float', d)}, {self.number(d)})",
            lambda: f"sum([{self.number(d)}, {self.expr('float', d)}])",
            lambda: f"math.{self.rng.choice(['sqrt', 'fabs', 'floor', 'degrees'])}({self.number(d)})",
            lambda: f"math.{self.rng.choice(['fmod', 'copysign', 'hypot', 'pow'])}({self.number(d)}, {self.number(d)})",
            lambda: f"({self.expr('float', d)} or {self.expr('float', d)})",
            lambda: f"({self.expr('float', d)} if {self.expr('bool', d)} else {self.number(d)})",
            lambda: f"divmod({self.number(d)}, {self.expr('float', d)})[{self.rng.choice('01')}]",
        )

    def bool(self, depth):
        if depth <= 0:
            return self.rng.choice(["True", "False"])
        d = depth - 1
        kind = self.rng.choice(["int", "float", "str", "ints", "strs", "pair", "uniques", "table"])
        return self.pick(
            "True",
            "False",
            lambda: f"({self.number(d)} {self.rng.choice(['<', '<=', '>', '>=', '==', '!='])} {self.number(d)})",
            lambda: f"({self.expr('str', d)} {self.rng.choice(['<', '<=', '>', '>=', '==', '!=', 'in', 'not in'])} {self.expr('str', d)})",
            lambda: f"({self.expr(kind, d)} {self.rng.choice(['==', '!='])} {self.expr(kind, d)})",
            lambda: f"({self.any(d)} == {self.any(d)})",
            lambda: f"({self.expr('ints', d)} {self.rng.choice(['<', '<=', '>'])} {self.expr('ints', d)})",
            lambda: f"({self.expr('int', d)} {self.rng.choice(['in', 'not in'])} {self.expr(self.rng.choice(['ints', 'uniques']), d)})",
            lambda: f"({self.expr('str', d)} in {self.expr(self.rng.choice(['strs', 'table']), d)})",
            lambda: f"(not {self.any(d)})",
            lambda: f"bool({self.any(d)})",
            lambda: f"({self.number(d)} {self.rng.choice(['<', '<='])} {self.number(d)} {self.rng.choice(['<', '!='])} {self.number(d)})",
            lambda: f"({self.expr('bool', d)} {self.rng.choice(['and', 'or'])} {self.expr('bool', d)})",
            lambda: f"({self.any(d)} is None)",
            lambda: f"isinstance({self.any(d)}, {self.rng.choice(['int', 'float', 'str', 'bool', 'list', 'dict', 'tuple', 'set', '(int, str)', 'int | float'])})",
            lambda: f"{self.rng.choice(['any', 'all'])}({self.expr('ints', d)})",
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['isdigit', 'isalpha', 'isupper', 'islower', 'isspace', 'isalnum', 'istitle', 'isidentifier', 'isnumeric', 'isdecimal', 'isprintable', 'isascii'])}()",
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['startswith', 'endswith'])}({self.expr('str', d)})",
            lambda: f"({self.expr('uniques', d)} {self.rng.choice(['<', '<=', '>=', '>'])} {self.expr('uniques', d)})",
            lambda: f"({self.expr('float', d)}).is_integer()",
        )

    def str(self, depth):
        if depth <= 0:
            return f'"{self.rng.choice(WORDS)}"'
        d = depth - 1
        bound = lambda: self.rng.choice(["", "0", "1", "-1", "2", "-2", "5"])
        step = lambda: self.rng.choice(["", "", ":1", ":-1", ":2"])
        return self.pick(
            lambda: f'"{self.rng.choice(WORDS)}"',
            lambda: f"({self.expr('str', d)} + {self.expr('str', d)})",
            lambda: f"({self.expr('str', d)} * {self.rng.choice(['0', '1', '2', '-1'])})",
            lambda: f"{self.expr('str', d)}[{bound()}:{bound()}{step()}]",
            lambda: f"{self.expr('str', d)}[{self.rng.choice(['0', '-1', '1'])}]",
            lambda: f"str({self.any(d)})",
            lambda: f"repr({self.any(d)})",
            lambda: self.formatted(d),
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['upper', 'lower', 'title', 'capitalize', 'strip', 'lstrip', 'rstrip', 'swapcase', 'casefold'])}()",
            lambda: f"{self.expr('str', d)}.replace({self.expr('str', d)}, {self.expr('str', d)}{self.rng.choice(['', ', 1', ', 0'])})",
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['center', 'ljust', 'rjust'])}({self.rng.choice(['3', '8'])}{self.rng.choice(['', ', chr(42)'])})",
            lambda: f"{self.expr('str', d)}.zfill({self.rng.choice(['3', '6'])})",
            lambda: f"{self.expr('str', d)}.join({self.expr('strs', d)})",
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['strip', 'lstrip', 'removeprefix', 'removesuffix'])}({self.expr('str', d)})",
            lambda: f"{self.expr('str', d)}.expandtabs(4)",
            lambda: f"{self.expr('str', d)}.translate({{97: 'A', 98: None, 32: '__'}})",
            lambda: f"chr({self.rng.choice(['65', '8364', '128512'])})",
            lambda: f"({self.expr('str', d)} {self.rng.choice(['and', 'or'])} {self.expr('str', d)})",
            lambda: f"({self.expr('str', d)} if {self.expr('bool', d)} else {self.expr('str', d)})",
            lambda: f"{self.rng.choice(['bin', 'hex', 'oct'])}({self.expr('int', d)})",
            lambda: f"ascii({self.expr('str', d)})",
            lambda: f"type({self.any(d)}).__name__",
            lambda: f"max({self.expr('str', d)}, {self.expr('str', d)})",
            lambda: f"{self.expr('strs', d)}[{self.rng.choice(['0', '-1'])}]",
            lambda: f"''.join(reversed({self.expr('str', d)}))",
        )

    def formatted(self, d):
        return f"({self.template(d)})"

    def template(self, d):
        kind = self.rng.choice(list(SPECS))
        spec, value = self.rng.choice(SPECS[kind]), self.expr(kind, d).replace('"', "'")
        other = self.any(d).replace('"', "'")
        return self.pick(
            lambda: f"format({value}, '{spec}')",
            lambda: f"'{{:{spec}}}'.format({value})",
            lambda: f"'{{0:{spec}}}|{{1}}|{{0!r}}'.format({value}, {other})",
            lambda: f"'{{a}}-{{b!r:>8}}'.format(a={other}, b={value})",
            lambda: f"'%s %r' % ({value}, {other})",
            lambda: f"'{self.rng.choice(['%d', '%5.1f', '%x', '%05d', '%e', '%g', '%-6s|', '%+d', '%i', '%c', '%.3s', '%o', '%%%s'])}' % ({value},)",
            lambda: f"'%(a)s %(b)r' % {{'a': {value}, 'b': {other}}}",
            # Python 3.11 takes no quotes of its own kind inside an f-string, and no backslash.
            lambda: f'f"{{same({self.rng.choice(INTS + FLOATS)}):{self.rng.choice(SPECS["float"])}}}"'.replace("float('inf')", "1.5").replace("float('nan')", "2.0"),
        )

    def ints(self, depth):
        if depth <= 0:
            return self.rng.choice(["[]", "[1]", "[3, 1, 2]", "[0, -1, 5, 5]"])
        d = depth - 1
        bound = lambda: self.rng.choice(["", "0", "1", "-1", "2", "-2", "5"])
        return self.pick(
            lambda: "[" + ", ".join(self.expr("int", d) for _ in range(self.rng.randrange(4))) + "]",
            lambda: f"({self.expr('ints', d)} + {self.expr('ints', d)})",
            lambda: f"({self.expr('ints', d)} * {self.rng.choice(['0', '1', '2'])})",
            lambda: f"{self.expr('ints', d)}[{bound()}:{bound()}{self.rng.choice(['', ':-1', ':2'])}]",
            lambda: f"sorted({self.expr('ints', d)}{self.rng.choice(['', ', reverse=True', ', key=abs', ', key=lambda each: -each'])})",
            lambda: f"list(range({self.rng.choice(['3', '1, 4', '5, 0, -2', '0'])}))",
            lambda: f"[each {self.rng.choice(['+', '*', '-'])} {self.rng.choice(['1', '2'])} for each in {self.expr('ints', d)}]",
            lambda: f"[each for each in {self.expr('ints', d)} if each {self.rng.choice(['>', '!=', '%'])} 2]",
            lambda: f"[a * b for a in {self.expr('ints', d)} for b in {self.expr('ints', d)} if a != b]",
            lambda: f"list(reversed({self.expr('ints', d)}))",
            lambda: f"list(map(abs, {self.expr('ints', d)}))",
            lambda: f"list(filter(None, {self.expr('ints', d)}))",
            lambda: f"[*{self.expr('ints', d)}, {self.expr('int', d)}]",
            lambda: f"list({self.expr('table', d)}.values())",
            lambda: f"sorted({self.expr('uniques', d)})",
            lambda: f"[len(each) for each in {self.expr('strs', d)}]",
            lambda: f"list(itertools.accumulate({self.expr('ints', d)}))",
            lambda: f"list(itertools.chain({self.expr('ints', d)}, {self.expr('pair', d)}))",
            lambda: f"{self.expr('ints', d)}.copy()",
        )

    def strs(self, depth):
        if depth <= 0:
            return self.rng.choice(["[]", "['a']", "['b', 'a', 'C']", "['x', '', 'y']"])
        d = depth - 1
        return self.pick(
            lambda: "[" + ", ".join(self.expr("str", d) for _ in range(self.rng.randrange(4))) + "]",
            lambda: f"{self.expr('str', d)}.split({self.rng.choice(['', repr(','), repr(' '), repr('a')])})",
            lambda: f"{self.expr('str', d)}.{self.rng.choice(['split', 'rsplit'])}({self.rng.choice([repr(','), 'None', repr('a')])}, 1)",
            lambda: f"{self.expr('str', d)}.splitlines({self.rng.choice(['', 'True'])})",
            lambda: f"list({self.expr('str', d)}.{self.rng.choice(['partition', 'rpartition'])}({self.rng.choice([repr(','), repr(' '), repr('a')])}))",
            lambda: f"list({self.expr('str', d)})",
            lambda: f"sorted({self.expr('strs', d)}{self.rng.choice(['', ', key=len', ', key=str.lower', ', reverse=True'])})",
            lambda: f"[str(each) for each in {self.expr('ints', d)}]",
            lambda: f"list({self.expr('table', d)})",
            lambda: f"[f'{{i}}:{{s}}' for i, s in enumerate({self.expr('strs', d)}{self.rng.choice(['', ', 1'])})]",
            lambda: f"[a + b for a, b in zip({self.expr('strs', d)}, {self.expr('strs', d)})]",
            lambda: f"list(map(str, {self.expr('pair', d)}))",
        )

    def table(self, depth):
        if depth <= 0:
            return self.rng.choice(["{}", "{'a': 1}", "{'b': 2, 'a': 3}", "{'x': 0, '1': 5, 'y': 2}"])
        d = depth - 1
        return self.pick(
            lambda: "{" + ", ".join(f"{self.expr('str', d)}: {self.expr('int', d)}" for _ in range(self.rng.randrange(4))) + "}",
            lambda: f"dict(zip({self.expr('strs', d)}, {self.expr('ints', d)}))",
            lambda: f"{{each: len(each) for each in {self.expr('strs', d)}}}",
            lambda: f"{{**{self.expr('table', d)}, 'k': {self.expr('int', d)}}}",
            lambda: f"({self.expr('table', d)} | {self.expr('table', d)})",
            lambda: f"dict(sorted({self.expr('table', d)}.items()))",
            lambda: f"{{key: value for key, value in {self.expr('table', d)}.items() if value}}",
            lambda: f"dict(Counter({self.expr('str', d)}))",
            lambda: f"dict(a={self.expr('int', d)}, b={self.expr('int', d)})",
            lambda: f"dict.fromkeys({self.expr('strs', d)}, {self.expr('int', d)})",
        )

    def pair(self, depth):
        d = depth - 1
        return self.pick(
            lambda: f"({self.number(d)}, {self.number(d)})",
            lambda: f"({self.number(d)},)",
            "()",
            lambda: f"tuple({self.expr('ints', d)})",
            lambda: f"(({self.number(d)},) + {self.expr('pair', d)})" if depth > 0 else "(1, 2)",
            lambda: f"{self.expr('pair', d)}[{self.rng.choice([':1', '1:', '::-1'])}]" if depth > 0 else "(3,)",
            lambda: f"divmod({self.number(d)}, {self.number(d)})",
        )

    def uniques(self, depth):
        d = depth - 1
        return self.pick(
            lambda: "{" + ", ".join(self.expr("int", d) for _ in range(self.rng.randrange(1, 4))) + "}",
            "set()",
            lambda: f"set({self.expr('ints', d)})",
            lambda: f"({self.expr('uniques', d)} {self.rng.choice(['|', '&', '-', '^'])} {self.expr('uniques', d)})" if depth > 0 else "{1, 2}",
            lambda: f"{{each % 3 for each in {self.expr('ints', d)}}}",
            lambda: f"frozenset({self.expr('ints', d)})",
        )


KINDS = ["int", "float", "str", "bool", "ints", "strs", "table", "pair", "uniques"]


class Program:
    """One function: lines, each with its depth."""

    def __init__(self, rng, name):
        self.rng = rng
        self.generator = Generator(rng)
        self.lines = []
        self.depth = 1
        self.name = name
        self.before = []

    def line(self, text):
        self.lines.append("    " * self.depth + text)

    def expr(self, kind=None, depth=2):
        return self.generator.expr(kind or self.rng.choice(KINDS), depth)

    def note(self, text):
        """Notes what an expression gives, or which exception it raises."""
        self.line("try:")
        self.line(f"    out.append({text})")
        self.line("except Exception as error:")
        self.line("    out.append(type(error).__name__)")

    def variable(self):
        kind = self.rng.choice(KINDS)
        if kind in ("ints", "table") and self.rng.random() < 0.3:
            value = self.rng.choice({"ints": ["[]", "[1, 2]"], "table": ["{}", "{'a': 1}"]}[kind])
        else:
            value = self.expr(kind)
        name = self.generator.names.fresh()
        self.line("try:")
        self.line(f"    {name} = {value}")
        self.line("except Exception as error:")
        self.line("    out.append(type(error).__name__)")
        self.line(f"    {name} = {self.generator.__getattribute__(kind)(0)}")
        self.generator.names.by_type.setdefault(kind, []).append(name)
        return name

    def text(self):
        return "\n".join([*self.before, f"def {self.name}():", "    out = []", *self.lines, "    return out", "", "", ""])


def expressions(program):
    for _ in range(program.rng.randrange(1, 4)):
        program.variable()
    for _ in range(program.rng.randrange(4, 9)):
        program.note(program.expr(depth=3))


def mutations(program):
    """Containers changed in place, also through an alias and a nested one."""
    rng, e = program.rng, program.expr
    program.line("xs = [3, 1, 2]")
    program.line(f"d = {e('table')}" if rng.random() < 0.3 else "d = {'a': 1, 'b': 2}")
    program.line("s = {1, 2, 3}")
    program.line("ys = xs" if rng.random() < 0.5 else "ys = [0, *xs]")
    program.line("q = deque([1, 2, 3], maxlen=5)")
    index = lambda: rng.choice(["0", "1", "-1", "2", "-4", "7"])
    part = lambda: rng.choice(["0:1", "1:", ":2", "::2", "-1:", "1:1", "5:", "::-1"])
    changes = [
        lambda: f"xs.append({e('int')})",
        lambda: f"ys.extend({e(rng.choice(['ints', 'pair', 'str']))})",
        lambda: f"xs.insert({index()}, {e('int')})",
        lambda: f"xs[{index()}] = {e('number') if False else e('float')}",
        lambda: f"xs[{part()}] = {e('ints')}",
        lambda: f"del xs[{rng.choice([index(), part()])}]",
        # Not `xs.sort()`: where that raises, CPython leaves the list partly sorted.
        lambda: "xs[:] = sorted(xs)",
        lambda: "ys.sort(key=str, reverse=True)",
        lambda: "xs.reverse()",
        lambda: f"out.append(xs.pop({rng.choice(['', index()])}))",
        lambda: f"xs.remove({rng.choice(['1', '2', '9'])})",
        lambda: f"out.append(xs.index({rng.choice(['1', '2', '9'])}))",
        lambda: f"xs {rng.choice(['+=', '*='])} {rng.choice(['[4]', '(5, 6)', '2'])}",
        lambda: f"xs[{index()}] {rng.choice(['+=', '-=', '*=', '//=', '/='])} {e('int')}",
        lambda: "ys = ys + [1.0]",
        lambda: f"d[{e('str')}] = {e(rng.choice(['int', 'float', 'ints']))}",
        lambda: f"del d[{rng.choice([repr('a'), repr('zz')])}]",
        lambda: f"out.append(d.pop({rng.choice([repr('a'), repr('zz')])}{rng.choice(['', ', None', ', 0.0'])}))",
        lambda: f"out.append(d.setdefault({rng.choice([repr('a'), repr('n')])}, {e('float')}))",
        lambda: f"d.update({rng.choice(['{}', 'a=5', 'x=1.0, y=2'])})",
        lambda: f"d.update({e('table')})",
        lambda: f"d |= {e('table')}",
        lambda: "out.append(d.popitem())",
        lambda: f"d[{rng.choice(['1', '2.0', 'True', '(1, 2)', 'None'])}] = {e('str')}",
        lambda: f"d['a'] {rng.choice(['+=', '*=', '-='])} {e(rng.choice(['int', 'float']))}",
        lambda: f"s.add({rng.choice(['4', '1.0', 'True', '9'])})",
        lambda: f"s.{rng.choice(['discard', 'remove'])}({rng.choice(['1', '8'])})",
        lambda: f"s {rng.choice(['|=', '&=', '-=', '^='])} {{2, 7}}",
        lambda: f"s.update({e('ints')})",
        lambda: f"q.{rng.choice(['append', 'appendleft'])}({e('int')})",
        lambda: f"out.append(q.{rng.choice(['pop', 'popleft'])}())",
        lambda: f"q.rotate({rng.choice(['1', '-1', '2'])})",
        lambda: f"a, *b = xs; out.append((a, b))",
        lambda: f"a, b = {rng.choice(['xs', 'ys[:2]', '(1, 2.0)', 'd'])}; out.append([b, a])",
        lambda: "xs[0], xs[-1] = xs[-1], xs[0]",
        lambda: f"xs.clear()" if rng.random() < 0.3 else "out.append(list(enumerate(xs, 1)))",
        lambda: "out.append(sorted(d.items(), key=str))",
        lambda: "out.append([k for k in d] + list(d.values()))",
    ]
    for _ in range(rng.randrange(5, 12)):
        program.line("try:")
        program.line(f"    {rng.choice(changes)()}")
        program.line("except Exception as error:")
        program.line("    out.append(type(error).__name__)")
        if rng.random() < 0.4:
            program.line("out.append(repr([xs, ys, d, sorted(s, key=str)]))")
    program.line("out.append([list(xs), list(ys), dict(d), s, list(q), xs is ys])")


def control(program, nesting=0):
    rng, e = program.rng, program.expr
    if nesting == 0:
        program.line("n = 0")
        program.line("total = 0.0" if rng.random() < 0.5 else "total = 0")
        program.line("text = ''")
    steps = [
        lambda: program.line(f"total += {e(rng.choice(['int', 'float']), 1)}"),
        lambda: program.line("n += 1"),
        lambda: program.line("text += str(total)"),
        lambda: program.line("out.append((n, total, text))"),
        lambda: program.line(f"out.append({e(depth=1)})"),
    ]
    if nesting < 3:
        steps += [lambda: block(program, nesting)] * 4
    for _ in range(rng.randrange(2, 5)):
        rng.choice(steps)()
        if len(program.lines) > 70:
            break
    if nesting == 0:
        program.line("out.append([n, total, text[-40:]])")


def block(program, nesting):
    rng, e = program.rng, program.expr
    kind = rng.choice(["if", "for", "while", "try", "with", "nested"])
    inside = lambda: indented(program, lambda: control(program, nesting + 1))
    if kind == "if":
        program.line(f"if {e(rng.choice(['bool', 'int', 'str', 'ints']), 1)}:")
        inside()
        if rng.random() < 0.6:
            program.line(f"elif {e('bool', 1)}:" if rng.random() < 0.4 else "else:")
            inside()
    elif kind == "for":
        program.line(f"for i in {rng.choice(['range(3)', '[2, 0, 1]', '(1.0, 2.5)', repr('ab'), '{1: 2}', 'enumerate([5, 6])', 'zip([1], [2])'])}:")
        inside()
        indented(program, lambda: program.line(rng.choice(["if n > 4: break", "if n == 2: continue", "out.append(i)", "n += 1"])))
        if rng.random() < 0.5:
            program.line("else:")
            indented(program, lambda: program.line("out.append('no break')"))
    elif kind == "while":
        turns = program.generator.names.fresh("turns")
        program.line(f"{turns} = 0")
        program.line(f"while {turns} < {rng.choice(['2', '3'])}:")
        indented(program, lambda: program.line(f"{turns} += 1"))
        inside()
        indented(program, lambda: program.line(rng.choice(["if n > 5: break", "continue", "pass"])))
        if rng.random() < 0.5:
            program.line("else:")
            indented(program, lambda: program.line("out.append('ended')"))
    elif kind == "try":
        program.line("try:")
        inside()
        error = rng.choice(["ValueError('v')", "KeyError('k')", "IndexError", "ZeroDivisionError()", "TypeError('t', 2)", "StopIteration(3)"])
        indented(program, lambda: program.line(rng.choice([f"if n % 2: raise {error}", "out.append([1][n])", "out.append({}['a'])", f"raise {error}", "out.append(1 / (n % 2))", "int('x')", "pass", "assert n > 1, 'small'"])))
        caught = rng.choice(["ValueError", "KeyError", "(IndexError, TypeError)", "LookupError", "ArithmeticError", "Exception"])
        program.line(f"except {caught} as error:")
        indented(program, lambda: program.line("out.append([type(error).__name__, str(error), error.args])"))
        if caught != "Exception":
            program.line("except Exception as other:")
            indented(program, lambda: program.line("out.append(repr(other))"))
        if rng.random() < 0.5:
            program.line("else:")
            indented(program, lambda: program.line("out.append('fine')"))
        if rng.random() < 0.5:
            program.line("finally:")
            indented(program, lambda: program.line("out.append('finally')"))
    elif kind == "with":
        program.line(f"with Context(out, {rng.choice(['True', 'False'])}) as context:")
        inside()
        indented(program, lambda: program.line(rng.choice(["context.note('in')", "if n > 3: raise ValueError(n)", "pass"])) if False else program.line("context.note('in')"))
    else:
        name = program.generator.names.fresh("f")
        program.line(f"def {name}(a, b=n, *rest, c=1.0, **more):")
        indented(program, lambda: program.line("return [a, b, rest, c, more, n]"))
        program.line(f"out.append({name}({rng.choice(['1', '1, 2', '1, 2, 3', '1, c=2', '*[1, 2, 3]', 'a=1', 'a=1, z=2', '1, b=3, d=4', '**dict(a=1, c=5)'])}))")


def indented(program, emit):
    program.depth += 1
    emit()
    program.depth -= 1


def classes(program):
    rng, e = program.rng, program.expr
    base, derived = f"Base_{program.name}", f"Derived_{program.name}"
    methods = {
        "__repr__": "return f'{type(self).__name__}({self.a!r}, {self.b})'",
        "__str__": "return f'<{self.a}>'",
        "__eq__(other)": "return isinstance(other, {base}) and self.a == other.a",
        "__lt__(other)": "return self.a < other.a",
        "__add__(other)": "return type(self)(self.a + (other.a if isinstance(other, {base}) else other), self.b)",
        "__radd__(other)": "return ['radd', other, self.a]",
        "__mul__(other)": "return NotImplemented if isinstance(other, str) else type(self)(self.a * other)",
        "__neg__": "return type(self)(-self.a)",
        "__len__": "return 2",
        "__bool__": "return bool(self.a)",
        "__getitem__(key)": "return [self.a, self.b][key]",
        "__contains__(item)": "return item in (self.a, self.b)",
        "__iter__": "yield self.a\n        yield self.b",
        "__call__(*args, **more)": "return [args, more]",
        "__hash__": "return hash(self.a)",
        "__format__(spec)": "return format(self.a, spec)",
        "__getattr__(name)": "if name.startswith('z'): return name * 2\n        raise AttributeError(name)",
        "__truediv__(other)": "return self.a / other",
        "__iadd__(other)": "self.a += other\n        return self",
        "area": "return self.a * self.b",
        "scale(factor=2)": "self.a = self.a * factor\n        return self",
    }
    # Without a `__repr__` the text of an object names its address.
    chosen = ["__repr__", *rng.sample(sorted(set(methods) - {"__repr__"}), rng.randrange(4, 12))]
    lines = [f"class {base}:", f"    kind = {rng.choice(['1', '2.0', repr('k')])}", "    items = []", "    def __init__(self, a=1, b=2.0):", "        self.a = a", "        self.b = b"]
    for signature in chosen:
        name, _, rest = signature.partition("(")
        params = f"self, {rest}" if rest else "self)"
        lines += [f"    def {name}({params}:", f"        {methods[signature].format(base=base) if '{base}' in methods[signature] else methods[signature]}"]
    lines += ["    @property", "    def double(self):", "        return self.a * 2", "    @classmethod", "    def make(cls, a):", "        return cls(a)", "    @staticmethod", "    def plain(x=3.0):", "        return x", ""]
    lines += [f"class {derived}({base}):", f"    kind = {rng.choice(['5', 'None', repr('d')])}", "    def __init__(self, a=1, b=2.0, c=None):", "        super().__init__(a, b)", "        self.c = c"]
    if "area" in chosen:
        lines += ["    def area(self):", "        return super().area() + 1"]
    lines += ["", ""]
    program.before = lines
    numbers = ["1", "2.0", "0", "-3", "1.5"]
    program.line(f"p = {base}({rng.choice(numbers)}, {rng.choice(numbers)})")
    program.line(f"q = {derived}({rng.choice(['', rng.choice(numbers), 'b=4', 'a=1, c=2.0'])})")
    program.line(f"r = {rng.choice([base, derived])}.make({rng.choice(numbers)})")
    program.line("every = [p, q, r]")
    uses = ["p == q", "p == r", "p != r", "p < q", "repr(p)" , "str(q)", "f'{p} {q!r}'", "p + q", "(p + 1).a", "1 + p", "sum([p], 5)", "p * 2", "p * 'x'", "(-p).a", "len(p)", "bool(p)", "not q", "p[0]", "q[1]", "p[5]", "1 in p", "2.0 in q", "list(p)", "p(1, k=2)", "len({p, r})", "{p: 1}[p]", "format(p, '.1f')", "p.zoo", "p.nothing", "p / 2", "p.area()", "q.area()", "[each.a for each in every]", "sorted([x.a for x in every])", "p.double", "q.scale().a", "p.scale(factor=3).a", "p.kind", f"{base}.kind", "q.kind", f"isinstance(q, {base})", f"isinstance(p, {derived})", f"issubclass({derived}, {base})", "type(q).__name__", "p.plain()", f"{base}.plain(4)", "getattr(p, 'a')", "getattr(p, 'nope', 0)", "hasattr(p, 'b')", "hasattr(p, 'nope')", "max(every, key=lambda each: each.a).a", "sorted(every)[0].a", "p.c", "q.c", "p is p", "p in every", "vars(q)" if False else "q.b"]
    for _ in range(rng.randrange(8, 16)):
        text = rng.choice(uses)
        program.line("try:")
        program.line(f"    result = {text}")
        program.line(f"    out.append(repr(result) if isinstance(result, {base}) and {'__repr__' in chosen} else (type(result).__name__ if isinstance(result, {base}) else result))")
        program.line("except Exception as error:")
        program.line("    out.append(type(error).__name__)")
    changes = ["p.a += 1", "p.a = 2.5", "p += 1", f"{base}.kind = 9", "p.kind = 7", "p.items.append(1)", "q.b = p", "q.items = [5]", "del p.a", "setattr(p, 'b', 3)"]
    for text in rng.sample(changes, 4):
        program.line("try:")
        program.line(f"    {text}")
        program.line("except Exception as error:")
        program.line("    out.append(type(error).__name__)")
        program.note(rng.choice(["p.a", "p.b", "q.kind", "p.kind", "r.items", "q.items", f"{base}.kind"]))
    # Programs share the class; what they leave in it must not depend on who ran before.
    program.line(f"{base}.items.clear()")


def functions(program):
    rng, e = program.rng, program.expr
    name = f"target_{program.name}"
    params, seen_default = [], False
    for letter in "abc"[: rng.randrange(1, 4)]:
        seen_default = seen_default or rng.random() < 0.4
        hint = rng.choice(["", "", ": int", ": float"])
        params.append(f"{letter}{hint}={rng.choice(['1', '2.0', 'None', '[]'])}" if seen_default else f"{letter}{hint}")
    if rng.random() < 0.2:
        params.append("/")
    if rng.random() < 0.5:
        params.append("*rest")
    elif rng.random() < 0.4:
        params.append("*")
        params.append("must")
    if rng.random() < 0.4 and any(each.startswith("*") for each in params):
        params.append("key=5.0")
    if rng.random() < 0.4:
        params.append("**more")
    names = [each.lstrip("*").split("=")[0].split(":")[0] for each in params if each not in ("/", "*")]
    program.before = [f"def {name}({', '.join(params)}):", f"    return [{', '.join(names)}]", "", ""]
    values = ["1", "2.5", "3.0", "'x'", "[1]", "None"]
    for _ in range(rng.randrange(5, 10)):
        positional = [rng.choice(values) for _ in range(rng.randrange(4))]
        if rng.random() < 0.3:
            positional.append(f"*{rng.choice(['[7, 8]', '(9.0,)', repr('uv')])}")
        keywords = [f"{each}={rng.choice(values)}" for each in rng.sample(["a", "b", "c", "must", "key", "other"], rng.randrange(3))]
        if rng.random() < 0.25:
            keywords.append(f"**{rng.choice(['{}', repr({'must': 4}), repr({'a': 1, 'zz': 2}), 'dict(key=6)'])}")
        # An alias is a callee that the compiler does not know, so that wrong calls raise.
        callee = f"same({name})"
        program.note(f"{callee}({', '.join(positional + keywords)})")
    program.note(f"functools.partial(same({name}), 1)({rng.choice(['2', 'must=1', '', '2, 3'])})")
    program.note(f"list(map(same({name}), [1.0, 2]))")
    program.note(f"functools.reduce(lambda x, y: x {rng.choice(['+', '*', '-'])} y, {e('ints')}, {rng.choice(['0', '1.0'])})")
    program.line("made = [lambda x, i=i: x + i for i in range(3)]")
    program.note("[each(1.0) for each in made]")
    program.line("late = [lambda: i for i in range(3)]")
    program.note("[each() for each in late]")


def generators(program):
    rng, e = program.rng, program.expr
    name = f"steps_{program.name}"
    body = []
    for _ in range(rng.randrange(2, 6)):
        body.append(rng.choice([f"yield {e(depth=1)}", "x = yield n", "yield x", "n += 1", "yield from [n, n + 0.5]", "yield from range(2)", "if n > 2: return n", "for i in range(2): yield i, n", "n = n * 2 or 1", "if x is not None: yield [x]"]))
    # CPython closes a generator as soon as nothing refers to it; in a browser nobody can say when.
    cleanup = False
    lines = [f"def {name}(out, n=0):", "    x = None"]
    if cleanup:
        lines += ["    try:", *[f"        {each}" for each in body], "    finally:", "        out.append('closed')"]
    else:
        lines += [f"    {each}" for each in body]
    lines += ["    yield 'last'", "    return 'value'", "", ""]
    program.before = lines
    program.line(f"g = {name}(out, {rng.choice(['0', '1.0', '3'])})")
    for _ in range(rng.randrange(3, 8)):
        program.note(rng.choice(["next(g)", "next(g, 'end')", *([] if any("from" in each for each in body) or not _ else ["g.send('sent')"]), "list(itertools.islice(g, 2))", "g.close()", "[each for each in g]", "next(g)"]))
    for text in rng.sample([
        f"list({name}(out))", f"sum(1 for _ in {name}(out))", f"list(zip({name}(out), range(3)))", f"dict(enumerate({name}(out)))", f"tuple({name}(out, 2))[-1]",
        f"list(itertools.chain({name}(out), 'ab'))", f"list(itertools.takewhile(lambda v: v != 1, {name}(out)))", f"any(v == 1 for v in {name}(out))", f"(lambda *a: a)(*{name}(out))",
        f"[*{name}(out, 5)]", f"'last' in {name}(out)", f"max({name}(out), key=str)", f"list(map(repr, {name}(out)))",
        "list(itertools.product('ab', [1, 2.0]))", "list(itertools.permutations([1, 2, 3], 2))", "list(itertools.combinations('abc', 2))", "[(k, list(g)) for k, g in itertools.groupby([1, 1.0, 2, 3, 3])]",
        "list(itertools.zip_longest([1, 2], 'a', fillvalue=0.0))", "list(itertools.accumulate([1, 2.0, 3], max))", "list(itertools.islice(itertools.count(1.5, 0.5), 4))", "list(itertools.pairwise('abcd'))", "list(itertools.islice(itertools.cycle('ab'), 5))",
    ], 4):
        program.note(text)


def matching(program):
    rng, e = program.rng, program.expr
    name = f"kind_{program.name}"
    patterns = [
        ("0", "'zero'"), ("1 | 2", "'small'"), ("-1.5", "'minus'"), ("'a'", "'letter'"), ("None", "'none'"), ("True", "'true'"), ("int()", "'int'"), ("float(x)", "['float', x]"), ("str() as s", "s * 2"), ("bool()", "'bool'"),
        ("[]", "'empty'"), ("[x]", "['one', x]"), ("[x, y]", "[y, x]"), ("[x, *rest]", "[x, rest]"), ("[*_, 3]", "'ends'"), ("(x, [y, *_])", "[x, y]"), ("{'a': x}", "['a', x]"), ("{'a': 1, **rest}", "rest"), ("{}", "'mapping'"),
        ("int(x) if x > 5", "x"), ("[int(), float()]", "'numbers'"), ("list(xs)", "len(xs)"), ("dict()", "'dict'"), ("tuple()", "'tuple'"), ("Spot(x=0, y=y)", "['spot', y]"), ("Spot(x, y)", "x + y"), ("Spot()", "'spot'"), ("str(s) if s", "s[0]"), ("{'k': [x, _]}", "x"), ("x if not x", "['falsy', x]"),
    ]
    lines = [f"def {name}(value):", "    match value:"]
    for pattern, result in rng.sample(patterns, rng.randrange(4, 9)):
        lines += [f"        case {pattern}:", f"            return {result}"]
    lines += ["        case other:", "            return ['other', other]", "", ""]
    program.before = lines
    values = ["0", "1", "2", "1.0", "2.5", "-1.5", "True", "False", "None", "'a'", "'bc'", "''", "[]", "[1]", "[1, 2]", "(1, 2)", "[2, 3]", "[1, 2.0]", "[1, [2, 3]]", "{}", "{'a': 1}", "{'a': 1, 'b': 2}", "{'k': [1, 2]}", "Spot(0, 2)", "Spot(1, 2.0)", "{1, 2}", "range(2)", "7", "9.0"]
    for value in rng.sample(values, 14):
        program.line("try:")
        program.line(f"    result = {name}({value})")
        program.line("    out.append(repr(result))")
        program.line("except Exception as error:")
        program.line("    out.append(type(error).__name__)")


SUPPORT = '''class Context:
    def __init__(self, out, swallows):
        self.out = out
        self.swallows = swallows

    def note(self, text):
        self.out.append(text)

    def __enter__(self):
        self.out.append("enter")
        return self

    def __exit__(self, kind, error, trace):
        self.out.append(["exit", kind.__name__ if kind else None])
        return self.swallows


@dataclass
class Spot:
    x: float
    y: float = 0


'''

THEMES = [expressions, expressions, expressions, mutations, control, classes, functions, generators, matching]
PROGRAMS_IN_A_FILE = 25


def main(seed, count):
    files, entries, probes = {"cases/__init__.py": ""}, [], []
    for start in range(0, count, PROGRAMS_IN_A_FILE):
        file = f"random_{start // PROGRAMS_IN_A_FILE}"
        texts, names = [], []
        for number in range(start, min(count, start + PROGRAMS_IN_A_FILE)):
            rng = random.Random(f"{seed}/{number}")
            program = Program(rng, f"case_{number}")
            THEMES[number % len(THEMES)](program)
            texts.append(program.text())
            names.append(program.name)
        files[f"cases/{file}.py"] = HEADER + SUPPORT + "\n".join(texts)
        for name in names:
            entries.append({"id": name, "placement": "file", "module": f"cases.{file}", "class": None, "name": name})
        probes.append((file, ", ".join(f"{file}.{name}" for name in names)))
    page = "from sprag import Module, Screen\n"
    for file, names in probes:
        page += f"from cases import {file}\n\n\nclass Probe{file}(Module):\n    def run(self):\n        return [{names}]\n\n\n"
    modules = ", ".join(f"Probe{file}" for file, _ in probes)
    page += f"class HomeScreen(Screen):\n    modules = [{modules}]\n\n    def render(self, data):\n        return None\n"
    files["app/routes/home/web.py"] = page
    print(json.dumps({"files": files, "entries": entries}))


main(int(sys.argv[1]), int(sys.argv[2]))
