"""Parameters, calls, closures, scope."""


def default(a, b=2, *, c=3):
    return [a, b, c]


def variadic(first, *rest, sep="-", **named):
    return [first, rest, sep, named]


def positional_only(a, /, b):
    return [a, b]


def mutable(item, bucket=[]):
    bucket.append(item)
    return list(bucket)


def none_default(x=None):
    if x is None:
        x = 5
    return x


def case_defaults(): return [default(1), default(1, 5), default(1, c=9), default(b=7, a=8)]
def case_keyword_order(): return default(c=1, b=2, a=3)
def case_variadic(): return [variadic(1), variadic(1, 2, 3), variadic(1, 2, sep="+", x=1, y=2), variadic(first=4)]
def case_spread(): return [default(*[1, 2]), default(**{"a": 1, "c": 2}), variadic(*"ab", **{"sep": "/"}), default(*[1], **{"b": 5})]
def case_positional_only(): return [positional_only(1, 2), positional_only(1, b=3)]
def case_mutable_default(): return [mutable(1), mutable(2), mutable(3, [])]
def case_none_default(): return [none_default(), none_default(None), none_default(0)]
def case_missing_argument():
    f = default
    return f()
def case_unexpected_keyword():
    f = default
    return f(1, z=2)
def case_unknown_callee_keywords():
    f = default
    return f(b=1, a=2)
def case_callee_in_dict():
    table = {"d": default, "v": variadic}
    return [table["d"](1, c=5), table["v"](1, x=2)]
def case_pass_function(): return [f(2) for f in [lambda x: x + 1, str, none_default]]
def case_lambda_default(): return [(lambda x, y=2: x * y)(3), (lambda *a: a)(1, 2), (lambda: None)(), (lambda **k: k)(a=1)]
def case_closure():
    def adder(n):
        def add(x):
            return x + n
        return add
    return adder(2)(3)
def case_nonlocal():
    def counter():
        n = 0
        def bump():
            nonlocal n
            n += 1
            return n
        return bump
    c = counter()
    c()
    return c()
def case_late_binding():
    fs = []
    for i in range(3):
        fs.append(lambda: i)
    return [f() for f in fs]
def case_late_binding_default():
    fs = []
    for i in range(3):
        fs.append(lambda i=i: i)
    return [f() for f in fs]
def case_closure_sees_later_change():
    x = 1
    f = lambda: x
    x = 2
    return f()
def case_branch_scope():
    if True:
        y = 1
    return y
def case_unbound_local():
    if False:
        y = 1
    return y
def case_unbound_in_branch():
    flag = []
    if flag:
        value = 1
    return value
def case_shadow_builtin():
    list = [1, 2]
    len = 5
    return [list, len]
def case_parameter_reassign():
    def f(x):
        if x > 1:
            x = 10
        return x
    return [f(1), f(2)]
def case_reserved_names():
    new, var, this, function, delete = 1, 2, 3, 4, 5
    typeof = new + var
    default_ = {"class": this}
    return [typeof, default_, function, delete]
def case_reserved_parameters():
    def f(new, void=2):
        return new + void
    return [f(1), f(new=5), f(1, void=7)]
def case_underscore_names():
    _, __x, my_name = 1, 2, 3
    return _ + __x + my_name
def case_inner_name_same_as_outer():
    x = 1
    def f():
        x = 2
        return x
    return [f(), x]
def case_recursion():
    def fact(n):
        return 1 if n <= 1 else n * fact(n - 1)
    return fact(10)
def case_mutual_recursion():
    def even(n): return n == 0 or odd(n - 1)
    def odd(n): return n != 0 and even(n - 1)
    return [even(10), odd(7)]
def case_return_nothing():
    def f():
        pass
    def g():
        return
    return [f(), g()]
def case_return_many():
    def f():
        return 1, 2
    a, b = f()
    return [f(), a, b]
def case_docstring():
    def f():
        """Says nothing."""
        return 1
    return f()
def case_annotations():
    def f(x: int, y: "str" = "a") -> list[int]:
        z: int = x
        return [z, y]
    return f(1)
def case_walrus():
    if (n := len("abc")) > 2:
        return n
    return 0
def case_walrus_while():
    data = [1, 2, 3]
    out = []
    while (x := data.pop(0)) != 3:
        out.append(x)
    return [out, x]
def case_evaluation_order():
    log = []
    def tap(x):
        log.append(x)
        return x
    {tap("k"): tap("v")}
    [tap(1), tap(2)]
    tap(3) + tap(4) * tap(5)
    return log
def case_keyword_evaluation_order():
    log = []
    def tap(x):
        log.append(x)
        return x
    default(c=tap(1), a=tap(2), b=tap(3))
    return log
def case_not_callable():
    x = 5
    return x()
def case_none_callable():
    x = None
    return x()
def case_conditional_function():
    if len("a") == 1:
        def f(): return "a"
    else:
        def f(): return "b"
    return f()
def case_function_attributes(): return [default.__name__, callable(default), callable(5)]
def case_decorator():
    def twice(f):
        def wrapper(*args, **kwargs):
            return [f(*args, **kwargs), f(*args, **kwargs)]
        return wrapper
    @twice
    def hello(name, mark="!"):
        return name + mark
    return [hello("a"), hello("b", mark="?")]
def case_decorator_factory():
    def repeat(n):
        def decorate(f):
            return lambda *a: [f(*a) for _ in range(n)]
        return decorate
    @repeat(3)
    def one(x): return x
    return one(1)
def case_star_middle(): 
    def f(a, b, c, d): return [a, b, c, d]
    return f(1, *[2, 3], 4)
def case_kwargs_order():
    def f(**kw): return list(kw)
    return f(b=1, a=2, c=3)
def case_args_is_tuple():
    def f(*args): return [args, isinstance(args, tuple), len(args)]
    return f(1, 2)
def case_kwargs_copy():
    def f(**kw):
        kw["x"] = 1
    d = {"x": 0}
    f(**d)
    return d
def case_global_counter():
    bump()
    bump()
    return TOTAL


TOTAL = 0


def bump():
    global TOTAL
    TOTAL += 1


def case_del_name():
    x = 1
    del x
    return x
def case_sorted_by_method():
    class Item:
        def __init__(self, n): self.n = n
        def rank(self): return -self.n
    return [i.n for i in sorted([Item(1), Item(3)], key=Item.rank)]
def case_partial_application():
    def apply(f, *args, **kw): return f(*args, **kw)
    return apply(default, 1, c=4)


class Parent:
    def show(self, size=1, color="red"):
        return f"{size} {color}"

    def run(self):
        return self.show(color="blue")


class Renamed(Parent):
    def show(self, color="none", size=0):
        return f"{color}/{size}"


class Open(Parent):
    def show(self, **options):
        return sorted(options.items())


def case_override_order(): return [Parent().run(), Renamed().run()]
def case_override_options(): return Open().run()
