"""The dict of an instance, and what its class puts before it: descriptors, `__setattr__`, slots."""


class Bag:
    def __init__(self):
        self.__dict__["data"] = {}

    def __getattr__(self, name):
        try:
            return self.data[name]
        except KeyError:
            raise AttributeError(f"no {name}") from None

    def __setattr__(self, name, value):
        self.data[name] = value

    def __delattr__(self, name):
        del self.data[name]


def case_bag():
    b = Bag()
    b.x = 5
    b.y_y = b.x + 1
    del b.x
    return b.y_y, b.data, hasattr(b, "x"), getattr(b, "x", "d"), b.__dict__


class Wrap:
    def __init__(self, inner):
        object.__setattr__(self, "_inner", inner)

    def __getattr__(self, name):
        return getattr(self._inner, name)

    def __setattr__(self, name, value):
        setattr(self._inner, name, value)


class Plain:
    pass


def case_wrap():
    p = Plain()
    w = Wrap(p)
    w.a_b = 1
    p.c = 2
    return w.a_b, w.c, vars(p), hasattr(w, "zz"), w.__dict__ == {"_inner": p}


class Log:
    def __init__(self):
        self.x = 1
        self.__dict__.update(y=2, z_z=3)
        del self.__dict__["x"]

    def __setattr__(self, name, value):
        self.__dict__[name] = (name, value)


def case_log():
    l = Log()
    l.q = 5
    return l.y, l.z_z, l.q, l.__dict__, sorted(vars(l).items(), key=lambda kv: kv[0])


class Positive:
    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return obj.__dict__.get(self.name, 0)

    def __set__(self, obj, value):
        if value < 0:
            raise ValueError(self.name)
        obj.__dict__[self.name] = value


class Box:
    w = Positive()
    def __init__(self, w):
        self.w = w


def case_descriptor_dict():
    b = Box(3)
    b.w += 2
    out = [b.w, vars(b), b.__dict__["w"]]
    try:
        b.w = -1
    except ValueError as e:
        out.append(str(e))
    return out, b.w


class Lazy:
    def __init__(self, f):
        self.f = f
        self.n = f.__name__

    def __get__(self, obj, owner):
        v = self.f(obj)
        obj.__dict__[self.n] = v
        return v


class Computed:
    calls = 0
    @Lazy
    def big_one(self):
        Computed.calls += 1
        return 42

    @property
    def q(self):
        return self.__dict__.get("q", "none")

    @q.setter
    def q(self, v):
        self.__dict__["q"] = v * 2


def case_lazy():
    p = Computed()
    out = [p.big_one, p.big_one, Computed.calls, p.__dict__]
    p.q = 4
    return out, p.q, vars(p)


def case_dict_assign():
    p = Computed()
    p.__dict__ = {"x": 1}
    return p.x, vars(p)


def case_dict_update():
    class Rec:
        def __init__(self, **kw):
            self.__dict__.update(kw)
        def __repr__(self):
            return f"Rec({', '.join(f'{k}={v!r}' for k, v in self.__dict__.items())})"
        def __eq__(self, other):
            return self.__dict__ == other.__dict__
    r = Rec(a=1, b_c="x")
    return r, r.b_c, r == Rec(a=1, b_c="x"), len(r.__dict__), {**r.__dict__, "z": 0}, "a" in r.__dict__, r.__dict__ | {"q": 1}


class SomeSlots:
    __slots__ = ("x", "y_y")
    def __init__(self):
        self.x = 1


class MoreSlots(SomeSlots):
    __slots__ = ("z",)


class LooseSlots(SomeSlots):
    pass


def case_slots():
    out = []
    for k in (SomeSlots, MoreSlots, LooseSlots):
        p = k()
        for act in (lambda: p.y_y, lambda: setattr(p, "y_y", 3)):
            try:
                out.append(act())
            except AttributeError as e:
                out.append(str(e))
        del p.x
        out.append(hasattr(p, "x"))
        try:
            p.x
        except AttributeError as e:
            out.append(str(e))
        p.x = 7
        out.append(p.x)
        del p.x
        out.append(getattr(p, "x", "none"))
    return out
