"""What `__init__` assigns first, and what else may happen to these attributes."""


class Pair:
    def __init__(self, a, b=None):
        self.a = a
        self.b = b
        self.items = []


class Shadow(Pair):
    @property
    def a(self):
        return self._a * 10

    @a.setter
    def a(self, value):
        self._a = value


class Defaulted(Pair):
    b = "class"


class Watched(Pair):
    def __setattr__(self, name, value):
        object.__setattr__(self, name, (name, value))


class Early:
    def __init__(self, n):
        self.n = n
        self.twice = self.double()
        self.later = 1

    def double(self):
        return self.n * 2


class Bad:
    def __init__(self):
        self.show()
        self.n = 1

    def show(self):
        return self.n


class Again:
    def __init__(self, n=1):
        self.n = n
        self.m = [n]


class Late:
    def __init__(self, x):
        self.x = x


class Doubling:
    def __get__(self, obj, owner=None):
        return obj.kept * 2

    def __set__(self, obj, value):
        obj.kept = value


class Nothing:
    def __init__(self):
        """Only a text."""
        self.a = self.b = 1
        self.c: int = 2
        self.d, self.e = 3, 4


class Mixed:
    def __init__(self, name, length=3, **others):
        self.name = name
        self.length = length
        self.others = others
        self.render = None
        self.toString = "text"
        self.valueOf = 3


def case_fields():
    p = Pair(1)
    q = Pair(a=2, b=3)
    p.items.append(4)
    return vars(p), vars(q), list(vars(p)), hasattr(p, "c"), p.items is q.items


def case_missing_after_fields():
    p = Pair(1)
    out = []
    try:
        p.missing
    except AttributeError as error:
        out.append(str(error))
    del p.a
    try:
        p.a
    except AttributeError as error:
        out.append(str(error))
    out.append(hasattr(p, "a"))
    p.a = 5
    return out, list(vars(p))


def case_property_of_a_subclass():
    s = Shadow(4, 5)
    return s.a, s._a, s.b, list(vars(s))


def case_class_attribute_of_a_subclass():
    d = Defaulted(1, 2)
    before = d.b
    del d.b
    return before, d.b


def case_setattr_of_a_subclass():
    w = Watched(1, 2)
    return w.a, w.b, w.items


def case_method_while_init_runs():
    e = Early(4)
    return e.twice, e.later, list(vars(e))


def case_too_early():
    Bad()


def case_init_again():
    a = Again()
    b = a
    a.n = 7
    a.__init__(3)
    Again.__init__(a, 9)
    return b.n, b.m, list(vars(a))


def case_late_descriptor():
    a = Late(1)
    Late.x = Doubling()
    try:
        b = Late(4)
        return b.x, vars(b)
    finally:
        del Late.x


def case_several_targets():
    n = Nothing()
    return vars(n)


def case_names_of_javascript():
    m = Mixed("n", k=1)
    return m.name, m.length, m.others, m.render, m.toString, m.valueOf, list(vars(m))


def case_default_that_is_shared():
    class Box:
        def __init__(self, items=[]):
            self.items = items

    Box().items.append(1)
    return Box().items


class Base:
    def __init__(self, x):
        self.x = x
        self.y = 0


class Derived(Base):
    def __init__(self, x):
        self.z = 1
        super().__init__(x + 1)
        self.w = 2


class Several(Derived, Again):
    def __init__(self):
        Derived.__init__(self, 1)
        Again.__init__(self, 2)


def case_fields_of_a_base():
    return vars(Derived(1)), vars(Several()), list(vars(Several()))


def case_fields_by_new():
    p = object.__new__(Pair)
    out = [vars(p), hasattr(p, "a")]
    p.__init__(1)
    out.append(vars(p))
    return out


def case_wrong_call():
    out = []
    for args in [(), (1, 2, 3)]:
        try:
            Pair(*args)
        except TypeError as error:
            out.append(str(error))
    return out


def case_copy_and_class_change():
    import copy

    p = Pair(1, [2])
    q = copy.copy(p)
    r = copy.deepcopy(p)
    q.b.append(3)
    p.__class__ = Again
    p.__init__(5)
    return vars(q), vars(r), vars(p), type(p).__name__
