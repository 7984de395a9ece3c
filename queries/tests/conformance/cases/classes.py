"""Classes, inheritance, properties, dunders."""


class Animal:
    kind = "animal"
    count = 0
    tags = []

    def __init__(self, name, legs=4):
        self.name = name
        self.legs = legs
        Animal.count += 1

    def speak(self):
        return f"{self.name} makes {self.sound()}"

    def sound(self):
        return "noise"

    @property
    def title(self):
        return self.name.title()

    @title.setter
    def title(self, value):
        self.name = value.lower()

    @staticmethod
    def add(a, b=1):
        return a + b

    @classmethod
    def make(cls, name, **options):
        return cls(name, **options)

    def __repr__(self):
        return f"{type(self).__name__}({self.name!r})"


class Dog(Animal):
    kind = "dog"

    def __init__(self, name, trick=None):
        super().__init__(name, legs=4)
        self.trick = trick

    def sound(self):
        return "woof"

    def speak(self):
        return super().speak() + "!"


class Puppy(Dog):
    pass


class Bird(Animal):
    def __init__(self, name):
        self.wings = 2
        super().__init__(name, 2)


class Flag:
    def __str__(self):
        return "flag-str"


class Bare:
    pass


class Stack:
    def __init__(self):
        self._items = []
        self.max_size = 3

    def push(self, item):
        if len(self._items) >= self.max_size:
            raise OverflowError("full")
        self._items.append(item)
        return self

    def __len__(self):
        return len(self._items)

    def __getitem__(self, index):
        return self._items[index]

    def __setitem__(self, index, value):
        self._items[index] = value

    def __delitem__(self, index):
        del self._items[index]

    def __contains__(self, item):
        return item in self._items

    def __call__(self, x):
        return x * len(self)


class Swim:
    def swim(self):
        return "swims"

    def move(self):
        return "swim"


class Walk:
    def move(self):
        return "walk"


class Duck(Swim, Walk):
    def moves(self):
        return [self.swim(), self.move()]


class Lazy:
    def __getattr__(self, name):
        if name == "secret":
            return 42
        raise AttributeError(name)


class Celsius:
    def __init__(self, degrees):
        self._degrees = degrees

    @property
    def degrees(self):
        return self._degrees


def case_inherit(): return [Dog("rex").speak(), Puppy("bit").speak(), Animal("a").speak()]
def case_class_attributes(): return [Dog("a").kind, Puppy.kind, Animal.kind, Bird("b").kind]
def case_class_attribute_override():
    d = Dog("a")
    d.kind = "mine"
    return [d.kind, Dog.kind, Dog("b").kind]
def case_class_attribute_shared():
    a, b = Bare(), Bare()
    Bare.level = 5
    first = a.level
    Bare.level = 6
    return [first, b.level]
def case_shared_list():
    one, two = Animal("x"), Animal("y")
    one.tags.append("t")
    result = list(two.tags)
    Animal.tags.clear()
    return result
def case_counter():
    before = Animal.count
    Dog("z")
    return Animal.count - before
def case_property():
    d = Dog("rex")
    first = d.title
    d.title = "MAX"
    return [first, d.name, d.title]
def case_property_read_only():
    c = Celsius(5)
    c.degrees = 6
def case_static_method(): return [Animal.add(1), Dog.add(1, 2), Dog("a").add(5)]
def case_class_method(): return [repr(Dog.make("a")), repr(Animal.make("b", legs=3)), Animal.make("b", legs=3).legs, Puppy("p").make("q").name]
def case_super_order(): return [Bird("b").wings, Bird("b").legs]
def case_default_argument(): return [Dog("a").trick, Dog("a", "sit").trick, Dog(trick="x", name="n").name]
def case_repr(): return [repr(Dog("a")), str(Dog("a")), f"{Dog('a')}", repr([Dog("b")]), f"{Flag()}", str(Flag())]
def case_isinstance(): return [isinstance(Puppy("a"), Animal), isinstance(Animal("a"), Dog), issubclass(Puppy, Dog), isinstance(Dog("a"), (int, Dog))]
def case_type_name(): return [type(Dog("a")).__name__, Dog.__name__, type(1).__name__, type("a").__name__, type([]).__name__, type(None).__name__, type({}).__name__, type((1,)).__name__]
def case_type_compare(): return [type(Dog("a")) is Dog, type(Dog("a")) == Animal, type(1) is int, type("") == str]
def case_missing_attribute():
    return Dog("a").missing
def case_missing_method():
    return Dog("a").fly()
def case_missing_class_attribute():
    return Dog.missing
def case_missing_argument():
    return Dog()
def case_bound_method_identity():
    d = Dog("a")
    f = d.speak
    return [f(), d.speak == d.speak]
def case_method_as_value():
    return list(map(Dog("a").add, [1, 2]))
def case_unbound_method(): return Animal.speak(Dog("a"))
def case_container():
    s = Stack()
    s.push(1).push(2)
    s[0] = 10
    del s[1]
    return [len(s), s[0], 10 in s, s(5), bool(Stack())]
def case_raise_in_method():
    s = Stack()
    for i in range(5):
        s.push(i)
def case_multiple_inheritance(): return [Duck().moves(), isinstance(Duck(), Walk), isinstance(Duck(), Swim)]
def case_getattr_hook(): return [Lazy().secret, hasattr(Lazy(), "other"), getattr(Lazy(), "other", "d")]
def case_getattr():
    d = Dog("rex")
    return [getattr(d, "name"), getattr(d, "nope", 5), hasattr(d, "speak"), hasattr(d, "nope")]
def case_setattr():
    b = Bare()
    setattr(b, "some_name", 3)
    return [b.some_name, hasattr(b, "some_name")]
def case_delattr():
    b = Bare()
    b.x = 1
    del b.x
    return hasattr(b, "x")
def case_dynamic_attributes():
    b = Bare()
    b.first_value = 1
    b.first_value += 1
    return [b.first_value, vars(b)]
def case_snake_names():
    s = Stack()
    return s.max_size
def case_class_in_list(): return [c("x").sound() for c in [Dog, Animal]]
def case_class_in_dict():
    kinds = {"dog": Dog}
    return kinds["dog"]("a", trick="t").trick
def case_nested_class():
    class Inner:
        value = 3
        def get(self): return self.value
    return Inner().get()
def case_class_local_closure():
    n = 5
    class Holder:
        def get(self): return n
    return Holder().get()
def case_callable_attribute():
    b = Bare()
    b.f = lambda x: x + 1
    return b.f(1)
def case_method_on_none():
    d = None
    return d.speak()
def case_instance_dict_key():
    a, b = Bare(), Bare()
    d = {a: 1, b: 2}
    return [d[a], d[b], len(d)]
def case_self_reference():
    b = Bare()
    b.me = b
    return b.me.me is b
def case_private_name():
    class Box:
        def __init__(self): self.__hidden = 1
        def reveal(self): return self.__hidden
    return Box().reveal()
def case_str_falls_back_to_repr(): return [str(Animal("q")), "%s" % Animal("q"), "{}".format(Animal("q"))]
def case_comparison_dunders():
    class V:
        def __init__(self, n): self.n = n
        def __lt__(self, o): return self.n < o.n
        def __le__(self, o): return self.n <= o.n
        def __eq__(self, o): return self.n == o.n
    return [V(1) < V(2), V(1) <= V(1), V(2) > V(1), V(1) == V(1), V(1) != V(2)]
def case_reflected():
    class N:
        def __radd__(self, other): return f"{other}+N"
        def __rsub__(self, other): return f"{other}-N"
    return [1 + N(), "a" + N(), 5 - N()]
def case_not_implemented():
    class A:
        def __add__(self, other): return NotImplemented
    class B:
        def __radd__(self, other): return "B"
    return A() + B()
def case_bool_and_len_priority():
    class T:
        def __bool__(self): return True
        def __len__(self): return 0
    return bool(T())


class Whatever:
    def __new__(cls, v):
        return v


class Perhaps:
    def __new__(cls, v):
        if v is None:
            return None
        return super().__new__(cls)

    def __init__(self, v):
        self.v = v


def case_new_number():
    k = [Whatever][0]
    return Whatever(5), Whatever("s"), Whatever(None), Whatever(True), Whatever(2.5), Whatever([1]), k(7), list(map(Whatever, [1, "a"])), Perhaps(None), Perhaps(3).v, [Perhaps][0](None)


class Recipe:
    def prepare(self, items):
        step = self.step
        return [step(9), list(map(self.step, items)), sorted(items, key=self.rank), {"step": self.step}["step"](1)]


class Doubling(Recipe):
    def __init__(self):
        self.factor = 2

    def step(self, item):
        return item * self.factor

    def rank(self, item):
        return -item * self.factor


def case_method_of_a_subclass_as_a_value():
    return Doubling().prepare([1, 2])
