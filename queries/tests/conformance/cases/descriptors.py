"""Properties, descriptors, the order of bases, and how instances are made."""


class Celsius:
    def __init__(self, degrees): self._degrees = degrees
    @property
    def degrees(self): return self._degrees
    @degrees.setter
    def degrees(self, value):
        if value < -273: raise ValueError("too cold")
        self._degrees = value
    @degrees.deleter
    def degrees(self): self._degrees = 0
    @property
    def fahrenheit(self): return self._degrees * 9 / 5 + 32


class Positive:
    def __set_name__(self, owner, name): self.name = "_" + name
    def __get__(self, instance, owner): return self if instance is None else getattr(instance, self.name)
    def __set__(self, instance, value):
        if value <= 0: raise ValueError(self.name)
        setattr(instance, self.name, value)


class Box:
    width = Positive()
    height = Positive()
    def __init__(self, width, height): self.width, self.height = width, height


class A:
    def who(self): return ["A"]
class B(A):
    def who(self): return ["B", *super().who()]
class C(A):
    def who(self): return ["C", *super().who()]
class D(B, C):
    def who(self): return ["D", *super().who()]


class Single:
    made = None
    def __new__(cls, *args):
        if cls.made is None: cls.made = super().__new__(cls)
        return cls.made
    def __init__(self, value): self.value = value


class Point:
    __slots__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y


class Registry:
    kinds = []
    def __init_subclass__(cls, tag="none", **keywords): Registry.kinds.append((cls.__name__, tag))


class Circle(Registry, tag="round"): pass
class Plain(Registry): pass


class Lazy:
    def __getattr__(self, name):
        if name.startswith("get_"): return lambda: name[4:]
        raise AttributeError(name)


class Watched:
    def __init__(self): object.__setattr__(self, "log", [])
    def __setattr__(self, name, value):
        self.log.append((name, value))
        object.__setattr__(self, name, value)


class Names(list):
    def shout(self): return [each.upper() for each in self]


class Defaults(dict):
    def __missing__(self, key): return f"no {key}"


class Meters(float):
    def __repr__(self): return f"{float(self)} m"


class Text(str):
    def first(self): return self[:1]


def case_property_reads():
    c = Celsius(100)
    return [c.degrees, c.fahrenheit]
def case_property_writes():
    c = Celsius(0)
    c.degrees = 20
    return [c.degrees, c.fahrenheit]
def case_property_checks():
    Celsius(0).degrees = -300
def case_property_deletes():
    c = Celsius(7)
    del c.degrees
    return c.degrees
def case_property_without_setter():
    Celsius(0).fahrenheit = 3
def case_property_augmented():
    c = Celsius(1)
    c.degrees += 4
    return c.degrees
def case_descriptor_stores():
    b = Box(2, 3)
    b.width = 5
    return [b.width * b.height, b._width]
def case_descriptor_refuses():
    return Box(1, 0)
def case_descriptor_of_class():
    return isinstance(Box.width, Positive)
def case_diamond():
    return D().who()
def case_mro_names():
    return [each.__name__ for each in D.__mro__]
def case_bases():
    return [each.__name__ for each in D.__bases__]
def case_isinstance_of_diamond():
    return [isinstance(D(), each) for each in (A, B, C, D)]
def case_issubclass_of_diamond():
    return [issubclass(D, A), issubclass(B, C), issubclass(C, (B, A))]
def case_new_gives_one():
    a, b = Single(1), Single(2)
    return [a is b, a.value]
def case_slots_hold():
    p = Point(1, 2)
    p.x = 9
    return [p.x, p.y]
def case_slots_refuse():
    Point(1, 2).z = 3
def case_slots_unset():
    p = Point(1, 2)
    del p.x
    return p.x
def case_init_subclass():
    return Registry.kinds
def case_init_subclass_at_run():
    class Late(Registry, tag="late"): pass
    found = Registry.kinds.pop()
    return found
def case_getattr_makes():
    return Lazy().get_name()
def case_getattr_raises():
    return Lazy().other
def case_hasattr_of_getattr():
    return [hasattr(Lazy(), "get_x"), hasattr(Lazy(), "x")]
def case_setattr_logs():
    w = Watched()
    w.a = 1
    w.b_c = 2
    return [w.log, w.a, w.b_c]
def case_list_subclass():
    n = Names(["a", "b"])
    n.append("c")
    return [n.shout(), len(n), n[-1], n == ["a", "b", "c"], isinstance(n, list), type(n).__name__]
def case_list_subclass_slices():
    n = Names("abc")
    return [n[1:], sorted(n, reverse=True), "b" in n]
def case_dict_missing():
    d = Defaults(a=1)
    return [d["a"], d["b"], d.get("b"), "b" in d, len(d)]
def case_float_subclass():
    m = Meters(2)
    return [repr(m), m + 1, m == 2.0, isinstance(m, float)]
def case_str_subclass():
    t = Text("hello")
    return [t.first(), t.upper(), len(t), t == "hello", t + "!", isinstance(t, str)]
def case_vars_of_instance():
    return vars(Box(1, 2))
def case_dict_of_instance():
    c = Celsius(3)
    c.__dict__["extra"] = 1
    return [c.extra, sorted(c.__dict__)]
def case_getattr_by_computed_name():
    return [getattr("abc", "up" + "per")(), getattr(Celsius(5), "deg" + "rees")]
def case_getattr_fallback():
    return [getattr(Celsius(1), "nothing", "fallback"), getattr([], "push", None)]
def case_setattr_by_name():
    c = Celsius(0)
    setattr(c, "degrees", 12)
    setattr(c, "some_note", "x")
    return [c.degrees, c.some_note]
def case_delattr_by_name():
    c = Celsius(0)
    c.note = 1
    delattr(c, "note")
    return hasattr(c, "note")
def case_class_attribute_shared():
    class Count:
        total = 0
        def __init__(self): Count.total += 1
    Count(), Count()
    return [Count.total, Count().total]
def case_class_attribute_shadowed():
    class Thing:
        kind = "class"
    t = Thing()
    t.kind = "own"
    return [t.kind, Thing.kind, Thing().kind]
def case_class_attribute_called_name():
    class Tag:
        name = "tag"
        length = 3
    return [Tag.name, Tag.length, Tag().name, Tag.__name__]
def case_static_and_class_methods():
    class Make:
        kind = "base"
        @staticmethod
        def add(a, b=1): return a + b
        @classmethod
        def of(cls): return cls.kind
    class Sub(Make):
        kind = "sub"
    return [Make.add(1), Make().add(1, 2), Sub.of(), Sub().of()]
def case_super_in_classmethod():
    class Base:
        @classmethod
        def parts(cls): return ["base", cls.__name__]
    class Sub(Base):
        @classmethod
        def parts(cls): return ["sub", *super().parts()]
    return Sub.parts()
def case_super_property():
    class Base:
        @property
        def label(self): return "base"
    class Sub(Base):
        @property
        def label(self): return super().label + "+sub"
    return Sub().label
def case_decorated_method():
    def twice(function):
        def run(self, value): return function(self, function(self, value))
        return run
    class Num:
        def __init__(self, step): self.step = step
        @twice
        def up(self, value): return value + self.step
    return Num(3).up(1)
def case_class_decorator():
    def tagged(cls):
        cls.tag = cls.__name__.lower()
        return cls
    @tagged
    class Item: pass
    return [Item.tag, Item().tag]
def case_nested_class():
    class Outer:
        class Inner:
            value = 4
        def make(self): return self.Inner().value
    return [Outer().make(), Outer.Inner.__name__]
def case_type_makes_class():
    Made = type("Made", (A,), {"x": 1})
    return [Made.__name__, Made().x, Made().who()]
def case_class_body_runs():
    class Table:
        rows = []
        for each in range(3):
            rows.append(each * each)
        if len(rows) > 2:
            size = "big"
        else:
            size = "small"
    return [Table.rows, Table.size]
def case_docstrings():
    def told():
        """What it does."""
    class Told:
        """A class."""
    return [told.__doc__, Told.__doc__, Told().__doc__]
