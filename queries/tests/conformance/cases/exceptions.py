"""Raising and handling."""


class AppError(Exception):
    pass


class CodeError(AppError):
    def __init__(self, code, message="bad"):
        super().__init__(message)
        self.code = code


class Described(Exception):
    def __str__(self):
        return "described"


def attempt(f):
    try:
        return f()
    except ZeroDivisionError:
        return "zero"
    except (KeyError, IndexError) as error:
        return f"lookup {type(error).__name__}"
    except ValueError as error:
        return f"value {error}"
    except Exception as error:
        return f"other {type(error).__name__}"


def fail(error):
    raise error


def case_select(): return [attempt(lambda: 1 / 0), attempt(lambda: {}["a"]), attempt(lambda: [][0]), attempt(lambda: int("x")), attempt(lambda: None.x), attempt(lambda: 5)]
def case_only_matching():
    try:
        try:
            fail(KeyError("k"))
        except ValueError:
            return "wrong"
    except KeyError as error:
        return ["right", str(error), error.args]
def case_hierarchy(): return [issubclass(KeyError, LookupError), issubclass(ZeroDivisionError, ArithmeticError), issubclass(ValueError, Exception), issubclass(KeyboardInterrupt, Exception), issubclass(FileNotFoundError, OSError)]
def case_lookup_catches():
    try:
        {}["x"]
    except LookupError:
        return "lookup"
def case_finally_order():
    log = []
    def f():
        try:
            log.append("try")
            return "result"
        finally:
            log.append("finally")
    return [f(), log]
def case_finally_on_error():
    log = []
    try:
        try:
            fail(ValueError("v"))
        finally:
            log.append("finally")
    except ValueError:
        log.append("caught")
    return log
def case_else():
    log = []
    try:
        log.append("try")
    except ValueError:
        log.append("except")
    else:
        log.append("else")
    finally:
        log.append("finally")
    return log
def case_else_errors_escape():
    try:
        try:
            pass
        except ValueError:
            return "inner"
        else:
            fail(ValueError("from else"))
    except ValueError as error:
        return f"outer {error}"
def case_reraise():
    try:
        try:
            fail(AppError("a"))
        except AppError:
            raise
    except AppError as error:
        return str(error)
def case_raise_class():
    try:
        raise ValueError
    except ValueError as error:
        return [str(error), error.args, repr(error)]
def case_raise_from():
    try:
        try:
            int("x")
        except ValueError as cause:
            raise AppError("wrapped") from cause
    except AppError as error:
        return [str(error), type(error.__cause__).__name__]
def case_custom():
    try:
        fail(CodeError(404))
    except AppError as error:
        return [error.code, str(error), type(error).__name__, repr(error), isinstance(error, Exception)]
def case_custom_str():
    try:
        fail(Described("ignored"))
    except Described as error:
        return [str(error), f"{error}"]
def case_texts(): return [str(ValueError("a")), str(ValueError()), str(ValueError("a", 2)), repr(ValueError("a")), repr(ValueError()), str(KeyError("k")), repr(KeyError("k")), str(Exception(5))]
def case_args(): return [ValueError("a", 1).args, AppError().args]
def case_name_is_gone():
    try:
        fail(ValueError("v"))
    except ValueError as error:
        kept = error
    try:
        return error
    except NameError:
        return ["gone", str(kept)]
def case_uncaught():
    fail(CodeError(1, "boom"))
def case_raise_text():
    raise "text"
def case_assert():
    try:
        assert 1 == 2, "math"
    except AssertionError as error:
        return str(error)
def case_assert_bare():
    assert 1 == 2
def case_nested_functions():
    def a(): return b()
    def b(): raise RuntimeError("deep")
    try:
        a()
    except RuntimeError as error:
        return str(error)
def case_loop_with_try():
    out = []
    for x in ["1", "b", "3"]:
        try:
            out.append(int(x))
        except ValueError:
            continue
        finally:
            out.append("f")
    return out
def case_break_in_try():
    out = []
    while True:
        try:
            out.append(1)
            break
        finally:
            out.append(2)
    return out
def case_return_in_finally_wins():
    def f():
        try:
            return 1
        finally:
            return 2
    return f()
def case_bare_except():
    try:
        fail(KeyError(1))
    except:
        return "any"
def case_not_implemented():
    try:
        raise NotImplementedError("later")
    except RuntimeError as error:
        return str(error)
def case_stop_iteration():
    try:
        next(iter([]))
    except StopIteration:
        return "stop"
def case_attribute_error():
    try:
        None.foo
    except AttributeError:
        return "attribute"
def case_type_error_on_call():
    f = 5
    try:
        f()
    except TypeError:
        return "type"
def case_recursion():
    def f(n): return f(n + 1) + 1
    try:
        f(0)
    except RecursionError:
        return "deep"
def case_dynamic_types():
    kinds = (ValueError, KeyError)
    try:
        fail(KeyError("x"))
    except kinds:
        return "ok"
def case_error_in_handler():
    try:
        try:
            fail(ValueError("a"))
        except ValueError:
            fail(KeyError("b"))
    except KeyError as error:
        return str(error)
def case_exception_attributes():
    error = ValueError("x")
    error.extra = 5
    return [error.extra, isinstance(error, ValueError)]
def case_os_error_alias(): return IOError is OSError


class Manager:
    def __init__(self, log, swallow=False):
        self.log = log
        self.swallow = swallow

    def __enter__(self):
        self.log.append("enter")
        return "value"

    def __exit__(self, kind, error, trace):
        self.log.append("exit " + (kind.__name__ if kind else "none"))
        return self.swallow


def case_with():
    log = []
    with Manager(log) as value:
        log.append(value)
    return log
def case_with_error():
    log = []
    try:
        with Manager(log):
            fail(ValueError("v"))
    except ValueError:
        log.append("caught")
    return log
def case_with_swallow():
    log = []
    with Manager(log, True):
        fail(ValueError("v"))
    log.append("after")
    return log
def case_with_two():
    log = []
    with Manager(log) as a, Manager(log) as b:
        log.append(a + b)
    return log
def case_with_return():
    log = []
    def f():
        with Manager(log):
            return "r"
    return [f(), log]
def case_with_not_a_manager():
    with 5:
        pass
