"""`with`, and what `contextlib` makes of it."""

from contextlib import ExitStack, closing, contextmanager, nullcontext, suppress


class CM:
    def __init__(self, log, name="", swallow=False):
        self.log, self.name, self.swallow = log, name, swallow

    def __enter__(self):
        self.log.append("enter " + self.name)
        return self.name

    def __exit__(self, t, v, tb):
        self.log.append(f"exit {self.name} {t.__name__ if t else None} {v}")
        return self.swallow


def case_normal():
    log = []
    with CM(log, "a") as x:
        log.append(x)
    return log


def case_exception_swallowed():
    log = []
    with CM(log, "a", True):
        raise ValueError("v")
    return log


def case_exception_propagates():
    log = []
    try:
        with CM(log, "a"):
            {}["k"]
    except KeyError as e:
        log.append(str(e))
    return log


def case_multiple_managers():
    log = []
    with CM(log, "a") as a, CM(log, "b", True) as b, CM(log, "c") as c:
        log.append(a + b + c)
        raise ValueError("q")
    return log


def case_parenthesized():
    log = []
    with (
        CM(log, "a") as a,
        CM(log, "b"),
    ):
        log.append(a)
    return log


def case_return_break_continue():
    log = []
    def f():
        with CM(log, "r"):
            return "ret"
    for i in range(3):
        with CM(log, str(i)):
            if i == 0:
                continue
            break
    return f(), log


def case_contextmanager():
    log = []
    @contextmanager
    def cm(n):
        log.append("in")
        try:
            yield n * 2
        except ValueError as e:
            log.append("caught " + str(e))
        finally:
            log.append("out")
    with cm(2) as x:
        log.append(x)
    with cm(3):
        raise ValueError("z")
    return log


def case_contextmanager_propagates():
    log = []
    @contextmanager
    def cm():
        try:
            yield
        finally:
            log.append("out")
    try:
        with cm():
            raise KeyError("k")
    except KeyError as e:
        log.append(str(e))
    return log


def case_suppress():
    with suppress(KeyError, IndexError):
        {}["a"]
    with suppress(ZeroDivisionError):
        return 1 / 0
    return "after"


def case_exitstack():
    log = []
    with ExitStack() as st:
        for n in "ab":
            st.enter_context(CM(log, n))
        st.callback(log.append, "cb")
        st.callback(lambda: log.append("cb2"))
    return log


def case_nullcontext_closing():
    class C:
        closed = False
        def close(self):
            self.closed = True
    c = C()
    with closing(c) as d:
        r = d.closed
    with nullcontext(5) as n:
        pass
    return r, c.closed, n


def case_not_a_manager():
    out = []
    try:
        with 5:
            pass
    except (TypeError, AttributeError) as e:
        out.append(f"{type(e).__name__}: {e}")
    return out


def case_targets():
    class T:
        def __enter__(self):
            return (1, [2, 3])
        def __exit__(self, *a):
            pass
    class O:
        pass
    o = O()
    with T() as (a, [b, c]):
        pass
    with T() as o.x:
        pass
    d = {}
    with T() as d["k"]:
        pass
    return a, b, c, o.x, d


def case_exit_raises():
    class E:
        def __enter__(self):
            return self
        def __exit__(self, *a):
            raise RuntimeError("exit")
    try:
        with E():
            raise ValueError("body")
    except RuntimeError as e:
        return str(e), type(e.__context__).__name__


def case_enter_raises():
    log = []
    class E:
        def __enter__(self):
            raise ValueError("enter")
        def __exit__(self, *a):
            log.append("never")
    try:
        with CM(log, "o"), E():
            log.append("body")
    except ValueError as e:
        log.append(str(e))
    return log


def case_reentrant_and_decorator():
    log = []
    @contextmanager
    def tag(n):
        log.append(f"<{n}>")
        yield
        log.append(f"</{n}>")
    @tag("b")
    def f(x):
        log.append(x)
        return x
    r = f("t")
    f("u")
    return r, log


async def case_async_with():
    log = []
    class A:
        async def __aenter__(self):
            log.append("in")
            return self
        async def __aexit__(self, t, v, tb):
            log.append(t.__name__ if t else None)
            return True
    async with A() as a, A():
        log.append(isinstance(a, A))
        raise ValueError
    return log


async def case_asynccontextmanager():
    from contextlib import asynccontextmanager
    log = []
    @asynccontextmanager
    async def cm(x):
        log.append("in")
        try:
            yield x
        finally:
            log.append("out")
    async with cm(3) as v:
        log.append(v)
    return log
