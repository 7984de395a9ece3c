"""Generators, scope, exceptions, contexts and coroutines."""

import asyncio
import contextlib


def fails(f):
    try:
        return f()
    except BaseException as e:
        return type(e).__name__, str(e)


def case_gen_send():
    def g():
        got = []
        try:
            while True:
                x = yield len(got)
                got.append(x)
        except GeneratorExit:
            got.append("exit")
            out.append(got)
            raise
        finally:
            out.append("fin")

    out = []
    it = g()
    out.append(next(it))
    out.append(it.send("a"))
    out.append(it.send("b"))
    it.close()
    out.append(fails(lambda: next(it)))
    return out


def case_gen_throw():
    def g():
        while True:
            try:
                yield 1
            except ValueError as e:
                yield str(e)

    it = g()
    return [next(it), it.throw(ValueError("boo")), next(it), fails(lambda: it.throw(KeyError("k"))), fails(lambda: next(it))]


def case_gen_return():
    def sub():
        x = yield 1
        return x * 2

    def g():
        r = yield from sub()
        yield r
        return "end"

    it = g()
    out = [next(it), it.send(21)]
    try:
        next(it)
    except StopIteration as e:
        out.append(e.value)
    return out


def case_gen_stop_inside():
    def g():
        yield 1
        raise StopIteration("x")

    return fails(lambda: list(g()))


def case_gen_expr_scope():
    xs = [1, 2, 3]
    g = (x * y for x in xs for y in range(x))
    xs.append(4)
    fs = [lambda: i for i in range(3)]
    gs = [lambda i=i: i for i in range(3)]
    return list(g), [f() for f in fs], [f() for f in gs], [x for x in "ab" if x != "a"], {x: y for x, y in zip("ab", range(2))}, {c for c in "aab"} == {"a", "b"}


def case_scope_trap():
    x = 1

    def f():
        nonlocal x
        x += 1

        class K:
            x = 10
            ys = [x for _ in range(2)]

            def get(self):
                return x

        return K.x, K.ys, K().get()

    return f(), x


def case_unbound_local():
    def f():
        try:
            print(v)
        except UnboundLocalError as e:
            r = str(e)
        v = 1
        return r

    return f()


def case_except_name():
    e = "before"
    try:
        raise ValueError("x")
    except ValueError as e:
        pass
    try:
        return e
    except UnboundLocalError as err:
        return str(err)


def case_finally_return():
    def f(n):
        for i in range(3):
            try:
                if n == 0:
                    return "try"
                if n == 1:
                    raise ValueError
                if n == 2:
                    continue
                break
            except ValueError:
                return "exc"
            else:
                return "else"
            finally:
                if n == 4:
                    return "fin"
                out.append(i)
        return "end"

    out = []
    return [f(i) for i in range(5)], out


def case_exc_chain():
    out = []
    try:
        try:
            1 / 0
        except ZeroDivisionError as e:
            raise KeyError("k") from e
    except KeyError as e:
        out += [type(e.__cause__).__name__, str(e), repr(e), e.args, e.__suppress_context__]
    try:
        try:
            [][1]
        except IndexError:
            raise RuntimeError("r")
    except RuntimeError as e:
        out += [type(e.__context__).__name__, e.__cause__]
    try:
        try:
            int("x")
        except ValueError:
            raise TypeError from None
    except TypeError as e:
        out += [e.__cause__, e.__suppress_context__, str(e)]
    return out


class AppError(Exception):
    code = 1

    def __init__(self, msg, *, extra=None):
        super().__init__(msg)
        self.extra = extra


class SubError(AppError, ValueError):
    code = 2

    def __str__(self):
        return f"[{self.code}] {self.args[0]}"


def case_custom_exc():
    out = []
    for c in (AppError, SubError):
        try:
            raise c("m", extra=5)
        except ValueError as e:
            out.append(("V", str(e), e.extra, repr(e)))
        except AppError as e:
            out.append(("A", str(e), e.extra, repr(e)))
    return out, issubclass(SubError, Exception), SubError.__mro__[1].__name__


def case_reraise():
    out = []

    def f():
        try:
            raise ValueError("a")
        except (KeyError, ValueError) as e:
            out.append(str(e))
            raise
        finally:
            out.append("f")

    try:
        f()
    except Exception as e:
        out.append(type(e).__name__)
    return out


def case_errors_texts():
    return [fails(lambda: {}["a"]), fails(lambda: [1][5]), fails(lambda: "a" + 1), fails(lambda: 1 + "a"), fails(lambda: None + 1), fails(lambda: [] < 1), fails(lambda: len(5)), fails(lambda: int("1.5")), fails(lambda: float("x")), fails(lambda: (1, 2)[3]), fails(lambda: "abc"[9]), fails(lambda: [].pop()), fails(lambda: {}.popitem()), fails(lambda: [1].remove(2)), fails(lambda: [1].index(2)), fails(lambda: "a".index("b")), fails(lambda: next(iter([]))), fails(lambda: max([])), fails(lambda: min(1, "a")), fails(lambda: sum(["a"])), fails(lambda five=5: five()), fails(lambda: None.x), fails(lambda: (1).x), fails(lambda: "a".x), fails(lambda: {}[[]]), fails(lambda: {[]}), fails(lambda: 1 // 0), fails(lambda: 1 % 0), fails(lambda: 1.0 / 0), fails(lambda: 2 ** -1), fails(lambda: 0 ** -1), fails(lambda: chr(-1)), fails(lambda: ord("ab")), fails(lambda: range(1, 2, 0)), fails(lambda: int([])), fails(lambda: list(5)), fails(lambda: dict([1])), fails(lambda: set(3)), fails(lambda: "".join([1])), fails(lambda: "a" * "b"), fails(lambda: [1, 2, 3][::0]), fails(lambda: zip([1], [1, 2], strict=True) and list(zip([1], [1, 2], strict=True))), fails(lambda: isinstance(1, "a")), fails(lambda: iter(5)), fails(lambda: reversed({1})), fails(lambda: sorted([1, "a"])), fails(lambda: abs("a")), fails(lambda: round("a")), fails(lambda: -"a"), fails(lambda: ~1.5), fails(lambda: 1 << -1), fails(lambda: 1.5 & 1), fails(lambda: not_there), fails(lambda: divmod(1, 0))]


async def case_async_basic():
    out = []

    async def w(n, d):
        out.append(("s", n))
        await asyncio.sleep(d)
        out.append(("e", n))
        return n

    r = await asyncio.gather(w(1, 0.02), w(2, 0.01))
    t = asyncio.create_task(w(3, 0))
    out.append("made")
    r2 = await t
    return r, r2, out, t.done(), t.result()


async def case_async_exc():
    async def bad():
        raise ValueError("x")

    out = []
    try:
        await bad()
    except ValueError as e:
        out.append(str(e))
    r = await asyncio.gather(bad(), asyncio.sleep(0, "ok"), return_exceptions=True)
    out.append([type(r[0]).__name__, r[1]])
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        out.append("timeout")
    return out


async def case_async_gen():
    async def ag(n):
        for i in range(n):
            await asyncio.sleep(0)
            yield i

    out = [x async for x in ag(3) if x]
    async for v in ag(2):
        out.append(v)
    else:
        out.append("else")
    return out


async def case_async_ctx():
    log = []

    class Cm:
        async def __aenter__(self):
            log.append("in")
            return self

        async def __aexit__(self, t, e, tb):
            log.append(t.__name__ if t else None)
            return t is KeyError

    async with Cm() as c:
        log.append(isinstance(c, Cm))
    async with Cm():
        raise KeyError("x")

    @contextlib.asynccontextmanager
    async def m():
        log.append("a")
        try:
            yield 5
        finally:
            log.append("b")

    async with m() as v:
        log.append(v)
    return log


def case_ctx():
    log = []

    @contextlib.contextmanager
    def m(n):
        log.append(f"in{n}")
        try:
            yield n
        except ValueError as e:
            log.append(str(e))
        finally:
            log.append(f"out{n}")

    with m(1) as a, m(2) as b:
        log.append(a + b)
        raise ValueError("v")
    with contextlib.suppress(KeyError):
        {}["x"]
    with contextlib.ExitStack() as st:
        st.enter_context(m(3))
        st.callback(log.append, "cb")
    return log


def case_closures_counter():
    def make():
        n = 0

        def inc(by=1):
            nonlocal n
            n += by
            return n

        def get():
            return n

        return inc, get

    a, g = make()
    b, h = make()
    a()
    a(5)
    b()
    return g(), h()


def case_default_mutable():
    def f(x, acc=[], *, d={}):
        acc.append(x)
        d[x] = len(d)
        return acc, d

    f(1)
    return f(2), f(3, [])


def case_unpack():
    a, *b, c = range(5)
    (d, e), f = [1, 2], 3
    *g, = "ab"
    h = i = []
    h.append(1)
    x, y = 1, 2
    x, y = y, x
    [p, [q, *r]] = [1, [2, 3, 4]]
    l = [0, 1, 2]
    k = 0
    k, l[k] = 1, 9
    return a, b, c, d, e, f, g, i, x, y, p, q, r, l, fails(lambda: (lambda: [0 for a2, b2 in [(1,)]])()), [*range(2), *"a"], {**{"a": 1}, "b": 2, **{"a": 3}}, (*[1], 2)


def case_walrus_loop():
    it = iter([3, 2, 1, 0, 5])
    out = []
    while (n := next(it)) > 0:
        out.append(n)
    if any((hit := v) > 2 for v in [1, 2, 3, 4]):
        out.append(hit)
    return out, n, [y := 5, y * 2], y
