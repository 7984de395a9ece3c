"""`async` and `await`."""

import asyncio


async def double(n):
    await asyncio.sleep(0)
    return n * 2


async def fails():
    await asyncio.sleep(0)
    raise ValueError("async")


class Gate:
    def __init__(self, log):
        self.log = log

    async def __aenter__(self):
        self.log.append("in")
        return self

    async def __aexit__(self, kind, error, trace):
        self.log.append("out")
        return False


async def numbers(n):
    for i in range(n):
        await asyncio.sleep(0)
        yield i


async def case_await(): return await double(2)
async def case_await_in_expression(): return (await double(1)) + (await double(2)) * 2
async def case_await_attribute(): return (await double(5)).bit_length()
async def case_gather(): return await asyncio.gather(double(1), double(2), double(3))
async def case_except():
    try:
        await fails()
    except ValueError as error:
        return str(error)
async def case_uncaught():
    await fails()
async def case_gather_errors():
    results = await asyncio.gather(double(1), fails(), return_exceptions=True)
    return [results[0], type(results[1]).__name__]
async def case_async_with():
    log = []
    async with Gate(log) as gate:
        log.append("body")
    return log
async def case_async_for():
    out = []
    async for n in numbers(3):
        out.append(n)
    return out
async def case_async_comprehension():
    return [n * 2 async for n in numbers(3)]
async def case_await_comprehension():
    return [await double(n) for n in range(3)]
async def case_task():
    task = asyncio.create_task(double(4))
    return await task
async def case_timeout():
    try:
        await asyncio.wait_for(asyncio.sleep(5), 0.01)
    except asyncio.TimeoutError:
        return "late"
async def case_order():
    log = []
    async def work(name):
        log.append(name + "1")
        await asyncio.sleep(0)
        log.append(name + "2")
    await asyncio.gather(work("a"), work("b"))
    return log
async def case_finally():
    log = []
    try:
        await double(1)
    finally:
        log.append("f")
    return log


class Pages:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if self.n == 0:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


async def case_async_comp():
    return [x async for x in Pages(3) if x]


async def case_async_comp_two():
    return [x async for x in Pages(3)], {x async for x in Pages(2)}


async def case_async_comp_three():
    return {x: x async for x in Pages(2)}, [y async for x in Pages(2) async for y in Pages(x + 1)], [y for q in [1, 2] async for y in Pages(q)]


async def case_async_gen_expr():
    g = (x async for x in Pages(3))
    out = []
    async for y in g:
        out.append(y)
    return out, [await asyncio.sleep(0, z) for z in [1, 2]]


async def case_async_await_in():
    async def f(x): return x * 2
    return [await f(x) async for x in Pages(2)], sum([x async for x in Pages(4)])
