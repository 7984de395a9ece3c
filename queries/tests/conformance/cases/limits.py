"""Where a JavaScript value cannot hold what the Python value says; see docs/semantics.md."""

import asyncio
import math


def case_attribute_of_a_dict():
    data = [{"name": 1}]
    return data[0].name


def case_send_before_the_first_step():
    def count():
        yield 1
    try:
        return count().send(5)
    except TypeError as error:
        return str(error)


async def case_what_a_cancelled_task_does():
    log = []

    async def work():
        try:
            await asyncio.sleep(10)
        except asyncio.CancelledError:
            log.append("cancelled")
            raise
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        log.append("outside")
    return log


def case_identity_of_bound_methods():
    class A:
        def method(self):
            return 1
    a = A()
    return a.method is a.method, a.method == a.method


def case_special_method_of_an_instance():
    class A:
        def __len__(self):
            return 1
    a = A()
    a.__len__ = lambda: 5
    return len(a)


def case_context_of_what_a_handler_calls():
    try:
        try:
            raise KeyError("k")
        except KeyError:
            int("x")
    except ValueError as error:
        return type(error.__context__).__name__


def case_text_of_an_object_without_repr():
    class A:
        pass
    return repr(A())


def case_generator_that_is_dropped():
    log = []

    def count():
        try:
            yield 1
        finally:
            log.append("closed")
    next(count())
    return log


def case_last_digits_of_the_c_library():
    # Which of two neighbours comes out differs between browsers as well.
    found = [math.exp(2.1), math.tan(10.1), math.sin(81.7 / 11), math.exp(2.7 / 7), 1.9571428571428573 ** 0.3]
    known = [8.16616991256765, 0.8007893029375108, 0.9103327852686188, 1.4706644209473503, 1.2231698234177557]
    return [math.isclose(one, other, rel_tol=1e-15) for one, other in zip(found, known)]


class Doubling:
    def __call__(self, x):
        return x * 2


class Holder:
    def __init__(self, strategy):
        setattr(self, "tac" + "tics", strategy)


def run_held(holder):
    return holder.tactics(3)


def case_callable_object_in_an_attribute():
    return run_held(Holder(lambda x: x + 1)), run_held(Holder(Doubling()))


def case_list_after_a_sort_that_raised():
    xs = [3, 1, 2, "a"]
    try:
        xs.sort()
    except TypeError:
        return xs


class Taker:
    def __init__(self):
        self.got = None

    def take(self, value):
        self.got = value
        return self.got


def given_more(taker):
    return taker.take(1, 2)


def case_too_many_arguments_of_an_unknown_class():
    try:
        return given_more(Taker())
    except TypeError:
        return "raised"


def case_name_of_an_error():
    try:
        Taker().missing
    except AttributeError as error:
        return error.name


class Reversed(dict):
    def __iter__(self):
        return iter(sorted(super().keys(), reverse=True))

    def pairs(self):
        return list(super().items())


def case_items_of_a_dict_class_with_an_order_of_its_own():
    return Reversed(a=1, b=2).pairs()


def case_type_of_a_builtin_function():
    return type(len).__name__


def case_subclass_of_an_error_of_the_system():
    return type(OSError(2, "gone")).__name__


class Counting:
    def __init__(self):
        self.reads = []

    def __getattr__(self, name):
        self.reads.append(name)
        return lambda **given: given


def case_attribute_that_is_made_for_a_call_with_keywords():
    counting = Counting()
    counting.move(x=1)
    return counting.reads


class Hashed(tuple):
    def __hash__(self):
        return hash(tuple(self))


def case_tuple_class_that_hashes_itself_as_a_key():
    return {(1, 2): "found"}.get(Hashed((1, 2)), "missing")


def case_rare_formats():
    return f"{5:#.0e}", f"{float('inf'):012,}"


def value_of(thing):
    return thing.value


def case_attribute_that_javascript_gives_texts():
    try:
        return value_of("text")
    except AttributeError:
        return "raised"
