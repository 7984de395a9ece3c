"""What a review from outside found wrong once."""

import asyncio
import json
import re
from collections import UserDict, deque, namedtuple
from enum import Enum, Flag, IntEnum, IntFlag, StrEnum, auto
from functools import partial


class AppError(Exception):
    def __init__(self, message, code=0):
        super().__init__(message)
        self.code = code


class NotFound(AppError, LookupError):
    pass


class Level(IntEnum):
    LOW = 1
    HIGH = 2


class Unit(StrEnum):
    METER = "m"
    SECOND = "s"


class Perm(Flag):
    READ = auto()
    WRITE = auto()


class Bits(IntFlag):
    ONE = 1
    TWO = 2


class Tone(Enum):
    DARK = 1


class Size(namedtuple("Size", "width height", defaults=[1])):
    __slots__ = ()

    def area(self):
        return self.width * self.height

    @classmethod
    def none(cls):
        return cls(0, 0)


def case_except_by_the_second_base():
    try:
        raise NotFound("gone", code=404)
    except LookupError as error:
        return str(error), error.code, error.args, type(error).__name__, repr(error), isinstance(error, AppError)


def case_except_order_of_several_bases():
    def kind(error):
        try:
            raise error
        except (KeyError, IndexError):
            return "item"
        except LookupError:
            return "lookup"
        except Exception:
            return "other"
    return [kind(error) for error in (KeyError(1), NotFound("x"), AppError("y"), IndexError())]


def case_named_tuple_as_a_base():
    size = Size(2)
    return size, size.area(), Size.none(), Size(3, 4)._replace(width=9), size == (2, 1), {size: 1}[(2, 1)], Size._fields


def case_named_tuple_as_a_local_base():
    class Pair(namedtuple("Pair", ["a", "b"])):
        @property
        def total(self):
            return self.a + self.b

        def __str__(self):
            return f"{self.a}+{self.b}"
    pair = Pair(1, 2)
    return pair.total, str(pair), repr(pair), pair + (3,), isinstance(pair, tuple), [*pair]


def case_lambda_as_a_method():
    class A:
        plain = lambda self: 1
        given = lambda self, x, y=2: (x, y)

        def both(self):
            return self.given(1, y=5), self.given(3)
    return A().plain(), A().given(1), A().given(1, y=3), A().both(), A.plain(0)


def case_method_assigned_to_a_class_takes_keywords():
    class A:
        pass

    def method(self, k=1, *, z=0):
        return k, z
    A.method = method
    return A().method(), A().method(k=2, z=3), A().method(5)


def case_enum_member_is_not_reassigned():
    try:
        setattr(Tone, "DARK", 5)
    except AttributeError as error:
        return str(error), Tone.DARK.value, isinstance(Tone.DARK, Tone)


def case_percent_of_enum_members():
    class Half:
        def __float__(self):
            return 0.5

        def __index__(self):
            return 7
    return "%d %05d %x %s" % (Level.HIGH, Level.LOW, Level.HIGH, Level.LOW), "%.1f" % Half(), "%d" % Half(), "%c" % Level.LOW == "\x01"


def case_join_of_enum_members():
    return ",".join(Unit), "-".join([Unit.METER, "x"]), ",".join({"a": 1, "b": 2}), "".join(())


def case_join_of_no_iterable():
    out = []
    for value in (5, None, 1.5):
        try:
            out.append(",".join(value))
        except TypeError as error:
            out.append(str(error))
    return out


def case_truth_of_flags():
    return bool(Perm(0)), not Perm(0), bool(Perm.READ & Perm.WRITE), [1 if Perm.READ & Perm.WRITE else 2], bool(Perm(3))


def case_int_flag_keeps_other_bits():
    return [Bits.ONE | 4, (Bits.ONE | 4) == 5, Bits(8), Bits.ONE | Bits.TWO | 4, str(Bits.ONE | 4), (Bits.ONE | 4) & Bits.ONE]


def case_list_subclass_with_item_methods():
    class Loud(list):
        def __getitem__(self, index):
            return ("item", super().__getitem__(index))

        def __len__(self):
            return 99

        def __contains__(self, item):
            return item == "x"
    loud = Loud([1, 2])
    return loud[1], loud[-1], loud[0:1], len(loud), "x" in loud, 1 in loud, list(loud), [x for x in loud], loud == [1, 2]


def case_list_subclass_with_assignment_and_iteration():
    class Log(list):
        def __setitem__(self, index, item):
            super().__setitem__(index, item * 2)

        def __delitem__(self, index):
            super().__delitem__(0)

        def __iter__(self):
            yield "first"
            yield from super().__iter__()
    log = Log([1, 2, 3])
    log[1] = 5
    del log[2]
    return [x for x in log], list(log), log[0], log == [10, 3], sorted([*log], key=str)


def case_slot_without_value():
    class P:
        __slots__ = ("x", "y")

        def __init__(self):
            self.x = 1
    p = P()
    out = [p.x, hasattr(p, "y"), getattr(p, "y", "none")]
    try:
        out.append(p.y)
    except AttributeError as error:
        out.append(str(error))
    p.y = 5
    try:
        p.z = 1
    except AttributeError:
        out.append("no z")
    return out, p.y


def case_right_operand_gives_up():
    class V:
        def __radd__(self, other):
            return NotImplemented
    out = []
    for left in ("a", [1], (1,), 1):
        try:
            out.append(left + V())
        except TypeError as error:
            out.append(str(error))
    return out


def case_equality_hides_an_inherited_hash():
    class A:
        def __hash__(self):
            return 1

        def __eq__(self, other):
            return True

    class B(A):
        def __eq__(self, other):
            return False
    try:
        hash(B())
    except TypeError as error:
        return str(error), hash(A()), len({A(), A()})


def case_equal_hashes_of_classes_that_do_not_know_each_other():
    class A:
        def __init__(self):
            self.a = 1

        def __eq__(self, other):
            return self.a == other.a

        def __hash__(self):
            return 4711

    class B:
        def __init__(self):
            self.b = 1

        def __eq__(self, other):
            return self.b == other.b

        def __hash__(self):
            return 4711
    return len({A(), A()}), len({B(), B()}), {A()} - {A()}, B() in {B()}


def case_json_of_no_number():
    out = [json.dumps(float("nan")), json.dumps([float("nan"), float("inf")]), json.dumps({float("nan"): 1})]
    try:
        json.dumps(float("nan"), allow_nan=False)
    except ValueError as error:
        out.append(str(error))
    return out


def case_last_group_of_nested_groups():
    words = re.compile(r"(?P<number>\d+(\.\d*)?)|(?P<name>[a-z]+)|(?P<other>\S)")
    found = [(each.lastgroup, each.group()) for each in words.finditer("x 3.5 12 + y")]
    return found, re.match("(a)(b)?", "a").lastindex, re.match("((a)(b))", "ab").lastindex, re.match("(a)(b?)", "a").lastindex


def case_user_dict_with_keywords():
    class Upper(UserDict):
        def __setitem__(self, key, value):
            super().__setitem__(key.upper(), value)
    upper = Upper(a=1)
    upper.update(b=2)
    return upper.data, "A" in upper, len(upper), Upper({"x": 1}).data, Upper().data


def case_deque_changed_in_a_loop():
    out = []
    for change in (lambda d: d.append(9), lambda d: d.popleft(), lambda d: d.rotate(1), lambda d: d.append(d.popleft())):
        items = deque([1, 2, 3])
        try:
            for _ in items:
                change(items)
        except RuntimeError as error:
            out.append((str(error), len(items)))
    return out


def case_key_removed_in_a_loop():
    values = {"a": 1, "b": 2}
    try:
        for key, _ in values.items():
            del values[key]
    except RuntimeError as error:
        return str(error), values


def case_functions_of_a_class_are_the_same():
    class A:
        def method(self, x=1):
            return x

    class B(A):
        pass
    return A.method is A.method, A.__init__ is A.__init__, B.method is A.method, A.method == A.method, A.method.__name__, A.method(A(), x=5), A().method.__name__


def case_format_map_asks_for_missing_names():
    class Known(dict):
        def __missing__(self, key):
            return f"<{key}>"
    return "{a} {z}".format_map(Known(a=1)), "{a}".format_map({"a": 2})


def case_partials_of_builtins():
    first = partial(max, default=7)
    return [
        partial(int, base=2)("101"), partial(sorted, reverse=True)([1, 3, 2]), partial(max, key=len)(["a", "bb"]), partial(round, ndigits=1)(2.345),
        partial(sum, start=10)([1, 2]), list(partial(enumerate, start=1)("ab")), first([]), first([1]), partial(dict, a=1)(b=2),
    ]


def case_builtins_as_values_take_keywords():
    convert, order, least = int, sorted, min
    options = {"key": len}
    return convert("z", base=36), order([2, 1], reverse=True), order(["bb", "a"], **options), least([], default=3), least("bb", "a", key=len)


def case_del_of_several_names():
    a, b, c = 1, 2, [1, 2]
    del (a, b), c[0]
    try:
        return a
    except UnboundLocalError:
        return c


def case_del_of_what_a_nested_function_reads():
    x = 1

    def read():
        return x
    before = read()
    del x
    try:
        read()
    except NameError as error:
        return before, type(error).__name__


def case_class_of_an_instance_changes():
    class Closed:
        def state(self):
            return "closed"

    class Open(Closed):
        def state(self):
            return "open"
    door = Closed()
    door.__class__ = Open
    return door.state(), type(door).__name__, isinstance(door, Open), door.__class__ is Open


def case_instance_dict_wins_over_a_plain_descriptor():
    class Const:
        def __get__(self, instance, owner):
            return "descriptor"

    class A:
        value = Const()
    a = A()
    before = a.value
    a.__dict__["value"] = "own"
    return before, a.value, A().value


def case_context_of_what_a_manager_raises():
    class Fails:
        def __enter__(self):
            return self

        def __exit__(self, *about):
            raise RuntimeError("exit")
    try:
        with Fails():
            raise ValueError("body")
    except RuntimeError as error:
        return str(error), type(error.__context__).__name__


def case_counts_that_cannot_be():
    from itertools import combinations, permutations, tee
    import math
    out = []
    for run in (lambda: list(combinations([1], -1)), lambda: list(permutations([1], -1)), lambda: tee([1], -1), lambda: math.sqrt()):
        try:
            out.append(run())
        except (TypeError, ValueError) as error:
            out.append(type(error).__name__)
    return out


def case_generator_that_runs_already():
    def run():
        yield next(steps)
    steps = run()
    try:
        next(steps)
    except ValueError as error:
        return str(error)


def case_conjugates():
    return (10).conjugate(), (2.5).conjugate(), True.conjugate()


def case_function_held_by_a_function():
    def inner():
        return 1

    def outer():
        return 2
    outer.inner = inner
    bound = partial(inner)
    return outer.inner is inner, outer.inner(), bound.func is inner


def case_subclass_of_an_abstract_base_by_its_methods():
    from collections.abc import Iterable, Sized

    class Items:
        def __iter__(self):
            return iter([])

    class Plain:
        pass
    return issubclass(Items, Iterable), issubclass(Items, Sized), issubclass(Plain, Iterable), isinstance(Items(), Iterable)


def case_power_with_three_operands():
    class P:
        def __pow__(self, exponent, modulus=None):
            return exponent, modulus
    return P() ** 2, pow(P(), 2), pow(P(), 2, 5), pow(3, 4, 5)


def case_cached_calls_by_the_kind_of_their_argument():
    from functools import cache
    calls = []

    @cache
    def call(*args):
        calls.append(args)
        return len(calls)
    return call(1), call(1.0), call(True), call("1"), call((1, 2)), call((1, 2)), call(), call(1)


def case_two_mappings_share_a_keyword():
    def given(**values):
        return values
    first, second = {"a": 1}, {"a": 2}
    try:
        return given(**first, **second)
    except TypeError:
        return "shared", given(z=0, **first, b=2, **{"c": 3})


def case_attribute_that_is_not_there_to_delete():
    class A:
        pass
    try:
        delattr(A(), "name_of_it")
    except AttributeError as error:
        return str(error)


def case_dataclass_with_slots_takes_no_other_attributes():
    from dataclasses import dataclass

    @dataclass(slots=True)
    class S:
        a: int = 1
    s = S(a=2)
    try:
        s.b = 1
    except AttributeError:
        return "closed", s.a, S()


async def case_methods_of_async_generators():
    log = []

    async def count():
        try:
            log.append((yield 1))
            yield 2
        finally:
            log.append("end")
    steps = count()
    first = await steps.__anext__()
    second = await steps.asend("sent")
    await steps.aclose()
    others = count()
    third = await anext(others)
    try:
        await others.athrow(ValueError("thrown"))
    except ValueError as error:
        log.append(str(error))
    await asyncio.sleep(0)
    return first, second, third, await anext(others, "done"), log
