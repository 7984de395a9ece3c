"""Putting the code of an edited module into the functions of the loaded one.

That gives exactly what loading the module anew would give, if the two versions differ in nothing but
the code inside of functions, if none of these functions ran while modules were loaded (what they did
then would stay), and if every object that holds their code is found. The comparison is one of
compiled code, so comments and formatting do not count; line numbers do, and are exchanged too.
"""

from __future__ import annotations

import collections
import gc
import sys
import types

from .marks import CODE, Ran, is_body, is_function

HEAD = ("co_name", "co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_flags", "co_freevars")
MEANING = HEAD + ("co_code", "co_names", "co_varnames", "co_cellvars", "co_stacksize")
LINES = ("co_firstlineno", "co_linetable" if sys.version_info >= (3, 10) else "co_lnotab")
if sys.version_info >= (3, 11):
    HEAD += ("co_qualname",)
    MEANING += ("co_qualname", "co_exceptiontable")
VARIABLE_ARGUMENTS = (0x4, 0x8)
# How many objects are looked at for what holds a function's code.
MOST_OBJECTS = 20_000


class Different(Exception):
    """Loading the new version would do something else."""


class Exchange:
    """The code of one function, as it is and as it will be."""

    __slots__ = ("name", "old", "new", "is_changed")

    def __init__(self, name, old, new, is_changed):
        self.name = name
        self.old = old
        self.new = new
        # Else it only moved to other lines.
        self.is_changed = is_changed


# -- comparing ------------------------------------------------------------------------------------


def merged(old, new, exchanges, prefix=""):
    """The code of the new version with everything of the old one that is the same.

    Adds to ``exchanges`` what is not; raises :class:`Different` if that is more than functions.
    """
    require(all(getattr(old, name) == getattr(new, name) for name in MEANING))
    require(len(old.co_consts) == len(new.co_consts))
    constants = []
    for mine, other in zip(old.co_consts, new.co_consts):
        if is_body(mine) and is_body(other):
            constant = merged(mine, other, exchanges, "{}{}.".format(prefix, mine.co_name))
        elif not isinstance(mine, CODE) or identity(mine, with_lines=True) == identity(other, with_lines=True):
            require(identity(mine) == identity(other))
            constant = mine
        else:
            is_changed = identity(mine) != identity(other)
            require(not is_changed or (is_function(mine) and is_function(other) and head(mine) == head(other)))
            exchanges.append(Exchange(prefix + mine.co_name, mine, other, is_changed))
            constant = other
        constants.append(constant)
    return new.replace(co_consts=tuple(constants))


def require(condition):
    if not condition:
        raise Different


def head(code):
    """What can be seen of a function without calling it."""
    count = code.co_argcount + code.co_kwonlyargcount + sum(bool(code.co_flags & flag) for flag in VARIABLE_ARGUMENTS)
    first = code.co_consts[0] if code.co_consts else None
    docstring = first if isinstance(first, str) else None
    return [getattr(code, name) for name in HEAD], code.co_varnames[:count], docstring


def identity(constant, with_lines=False):
    """Equal for constants that mean the same; ``==`` is not enough, ``1 == True``."""
    kind = type(constant)
    if kind is CODE:
        names = MEANING + LINES if with_lines else MEANING
        inner = [identity(item, with_lines) for item in constant.co_consts]
        return kind, [getattr(constant, name) for name in names], inner
    if kind is tuple:
        return kind, [identity(item) for item in constant]
    if kind is frozenset:
        return kind, sorted(repr(identity(item)) for item in constant)
    if kind is Ran:
        return kind, id(constant)
    return kind, repr(constant) if kind in (float, complex) else constant


# -- exchanging -----------------------------------------------------------------------------------


def holders(module, exchanges):
    """The functions that hold the code of each exchange; raises :class:`Different` if one is hidden."""
    missing = {id(exchange.old): references(exchange) - NO_HOLDERS for exchange in exchanges}
    found = {code: [] for code in missing}
    wanted = sum(missing.values())
    for function in functions_of(module) if wanted else ():
        code = id(function.__code__)
        if code in found:
            found[code].append(function)
            wanted -= 1
            if wanted == 0:
                break
    require(all(len(found[code]) == count for code, count in missing.items()))
    return [(function, exchange.new) for exchange in exchanges for function in found[id(exchange.old)]]


def references(exchange):
    return sys.getrefcount(exchange.old)


def count_without_holders():
    module = compile("def function(): pass", "", "exec")
    return references(Exchange("", next(item for item in module.co_consts if is_function(item)), None, False))


def functions_of(module):
    """All functions that are reached from a module's names, the nearest first."""
    own = vars(module)
    queue, seen = collections.deque(own.values()), {id(own)}
    keep = []
    while queue and len(seen) < MOST_OBJECTS:
        item = queue.popleft()
        if id(item) in seen:
            continue
        seen.add(id(item))
        # An object that is made on request must not make room for another one with its identity.
        keep.append(item)
        if isinstance(item, types.FunctionType):
            yield item
            queue.extend((item.__closure__, vars(item)))
            if item.__globals__ is own:
                queue.extend((item.__defaults__, item.__kwdefaults__))
        elif isinstance(item, type):
            if item.__module__ == module.__name__:
                queue.extend(vars(item).values())
        elif not isinstance(item, (types.ModuleType, CODE)) and not is_namespace(item):
            queue.extend(gc.get_referents(item))


def is_namespace(item):
    return isinstance(item, dict) and "__spec__" in item and "__name__" in item


NO_HOLDERS = count_without_holders()


def exchange(functions):
    """``functions`` as :func:`holders` tells them."""
    for function, code in functions:
        function.__code__ = code
