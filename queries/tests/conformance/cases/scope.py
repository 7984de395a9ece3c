"""Scope: functions, not blocks."""

counter = 0
settings = {"mode": "a"}


def case_block_names():
    if True:
        x = 1
    for i in range(3):
        y = i
    return [x, y, i]
def case_unbound():
    if False:
        x = 1
    return x
def case_assigned_later():
    def f():
        y = counter_name
        counter_name = 2
        return y
    counter_name = 1
    return f()
def case_global():
    global counter
    counter = 5
    counter += 1
    return counter
def case_global_in_helper():
    def bump():
        global counter
        counter += 10
        return counter
    global counter
    counter = 1
    bump()
    return counter
def case_global_dict():
    settings["mode"] = "b"
    result = dict(settings)
    settings["mode"] = "a"
    return result
def case_shadow_global():
    counter = "local"
    return counter
def case_nonlocal():
    n = 0
    def bump():
        nonlocal n
        n += 1
        return n
    bump()
    bump()
    return n
def case_without_nonlocal():
    n = 0
    def f():
        n = 5
        return n
    return [f(), n]
def case_nested_three():
    def outer():
        x = "outer"
        def middle():
            def inner():
                nonlocal x
                x = "inner"
            inner()
            return x
        return [middle(), x]
    return outer()
def case_closure_sees_changes():
    x = 1
    def get(): return x
    x = 2
    return get()
def case_counter_factory():
    def make(start=0):
        count = start
        def step(by=1):
            nonlocal count
            count += by
            return count
        return step
    a, b = make(), make(10)
    return [a(), a(), b(), a(5)]
def case_loop_variable_stays():
    for n in [1, 2, 3]: pass
    return n
def case_loop_variable_closure():
    return [f() for f in [(lambda: n) for n in range(3)]]
def case_comprehension_is_apart():
    n = "kept"
    [n for n in range(3)]
    return n
def case_except_name_is_gone():
    try:
        raise ValueError("x")
    except ValueError as error:
        pass
    return error
def case_with_name_stays():
    class C:
        def __enter__(self): return "c"
        def __exit__(self, *a): return False
    with C() as c: pass
    return c
def case_builtin_shadowed():
    list = [1, 2]
    len = 5
    return [list, len]
def case_parameter_shadows(): return (lambda sum, max: [sum, max])(1, 2)
def case_class_scope():
    x = "function"
    class C:
        x = "class"
        def get(self): return x
    return [C().get(), C.x]
def case_class_names_not_in_methods():
    class C:
        limit = 3
        def get(self): return limit
    return C().get()
def case_default_evaluated_once():
    def f(xs=[]):
        xs.append(1)
        return xs
    f()
    return f()
def case_default_sees_definition_time():
    n = 1
    def f(x=n): return x
    n = 2
    return f()
def case_del():
    x = 1
    del x
    return x
def case_recursive_closure():
    def fact(n): return 1 if n < 2 else n * fact(n - 1)
    return fact(5)
def case_function_rebinding():
    def f(): return 1
    g = f
    def f(): return 2
    return [g(), f()]
def case_conditional_function():
    if len("a") == 1:
        def f(): return "one"
    else:
        def f(): return "other"
    return f()
def case_name_error():
    return undefined_thing_that_is_missing if False else "fine"
def case_reserved_words_of_javascript():
    new, var, this, function, typeof, delete, void, let, const, null = range(10)
    return [new, var, this, function, typeof, delete, void, let, const, null]
def case_names_of_javascript():
    Object, Array, Map, undefined, window, document, Math, JSON = range(8)
    return [Object, Array, Map, undefined, window, document, Math, JSON, [1].copy(), {"a": 1}]
def case_parameters_of_javascript():
    def f(default=1, switch=2, case=3, arguments=4, eval_=5): return [default, switch, case, arguments, eval_]
    return f(switch=7, arguments=8)
def case_walrus_leaks():
    [last := n for n in range(4)]
    return last
def case_import_in_function():
    import math
    from collections import Counter as Count
    return [math.floor(2.5), Count("aab")["a"]]
def case_import_in_branch():
    if True:
        import json as j
        return j.dumps([1.0])
def case_lambda_default():
    fs = [lambda x, n=n: x * n for n in (1, 2, 3)]
    return [f(10) for f in fs]
def case_same_name_in_both():
    x = 1
    def f(x): return x + 1
    return [f(x), f(f(x)), x]
def methods(dom): return [dom.upper(), dom.split("b")]
def case_names_of_the_runtime():
    return [methods("abc"), [dom.title() for dom in ["x y"]]]
def case_loops_over_one_name():
    seen = []
    for i in range(3): seen.append(i)
    for i in "ab": seen.append(i)
    for i in range(2):
        i += 10
        seen.append(i)
    if seen:
        i = "branch"
        seen.append(i)
    else:
        i = "other"
        seen.append(i)
    return seen
def case_loop_variable_after_another_loop():
    for i in range(3): pass
    for j in range(2): pass
    for i in []: pass
    return [i, j]
def case_loop_in_loop_over_one_name():
    seen = []
    for i in range(3):
        for i in range(i, 4): seen.append(i)
        seen.append(-i)
    return seen


def set_it(v):
    global made_here
    made_here = v


def bump():
    global made_here
    made_here += 1
    return made_here


def case_global():
    out = []
    try:
        made_here
    except NameError as e:
        out.append(str(e))
    set_it(5)
    return bump(), made_here, [made_here for _ in range(2)]


if not settings:
    NEVER = 1


def case_late():
    try:
        return NEVER
    except NameError as e:
        return str(e)
