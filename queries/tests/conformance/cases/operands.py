"""Operands that are attributes, items or results, where only the run knows what has them."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.moves = 0

    def moved(self, by):
        self.x = self.x + by.x
        self.y = self.y - by.y
        self.moves = self.moves + 1
        return self

    def total(self):
        return self.x + self.y

    @property
    def doubled(self):
        return self.x * 2


class Counter:
    def __init__(self):
        self.count = 0
        self.names = []
        self.label = ""

    def step(self, name):
        self.count = self.count + 1
        self.names = self.names + ["next"]
        self.label = self.label + "."
        return f"{name}{self.count}"


class Lazy:
    def __getattr__(self, name):
        return len(name)


def error_of(action):
    try:
        return action()
    except Exception as error:
        return type(error).__name__, str(error)


def case_attributes_of_unknown_objects_are_operands():
    def sum_of(first, second):
        return [first.x + second.x, first.y - second.y, first.x < second.x, first.y >= second.y, -first.x, first.x % 3]

    return sum_of(Point(1, 2), Point(3, 4)), sum_of(Point(1.5, 2.0), Point(0.5, 2))


def case_operands_may_be_missing():
    def sum_of(value):
        return value.x + 1

    values = [None, "text", 3, 2.0, True, [1], (1, 2), {1}, Point(1, 2), Counter()]
    return [error_of(lambda value=value: sum_of(value)) for value in values]


def case_what_javascript_has_is_no_attribute():
    def length(value):
        return value.length + 1

    def size(value):
        return 1 < value.size

    def name_of(value):
        return value.name + "!"

    def value_of(value):
        try:
            return value.value * 2
        except AttributeError as error:
            return str(error)

    values = ["text", 2.0, 3, [1], (1, 2), None]
    reads = (length, size, name_of, value_of)
    return [[error_of(lambda v=value, r=read: r(v)) for value in values] for read in reads]


def case_methods_are_no_operands():
    def sum_of(value):
        return value.total + 1

    return error_of(lambda: sum_of(Point(1, 2)))[0]


def case_properties_and_getattr_are_operands():
    def sum_of(value):
        return value.doubled + 1, value.other_name - 1 if isinstance(value, Lazy) else None

    attrAt = 1
    return sum_of(Point(4, 2)), sum_of(Lazy()), attrAt + Point(1, 2).x


def case_class_attributes_are_operands():
    class Sized:
        size = 3

    def sum_of(value):
        return value.size + 1, value.size > 2, 10 // value.size

    return sum_of(Sized), sum_of(Sized())


def case_an_operand_is_read_before_the_next():
    log = []

    class Noted:
        def __init__(self, name, x):
            self.name = name
            self.value = x

        @property
        def x(self):
            log.append(self.name)
            return self.value

    def sum_of(first, second):
        return first.x + second.x * 2, first.x < second.x

    return sum_of(Noted("a", 1), Noted("b", 2)), log


def case_an_attribute_may_be_none():
    def sum_of(value):
        return value.x + 1

    return error_of(lambda: sum_of(Point(None, 1)))


def case_augmented_by_an_attribute():
    def total_of(values):
        total = 0
        for value in values:
            total += value.x
            total -= value.y
        return total

    return total_of([Point(1, 2), Point(3.5, 1), Point(True, 0)])


def case_assigned_is_as_augmented():
    counter = Counter()
    return [counter.step(name) for name in ("a", "b")], counter.count, counter.names, counter.label


def case_moves_of_ints_and_floats():
    point = Point(0, 0)
    for step in (Point(1, 2), Point(0.5, 1), Point(0.5, 0), Point(2**31, -(2**53))):
        point.moved(step)
    return point.x, point.y, point.moves, point.total()


def case_a_loop_variable_takes_the_name_of_what_it_collects():
    found = []
    for item in range(3):
        item = Point(item, 1)
        found.append(item)
    total = 0
    for item in found:
        total = total + item.x + item.y
    return total


def case_a_loop_over_what_it_fills():
    waiting = []
    for item in waiting:
        waiting.append(item + 1)
    waiting.append(1)
    for item in waiting:
        if item < 4:
            waiting.append(item + 1)
    return waiting, item


def case_a_name_of_two_loops_of_other_types():
    names = []
    for part in "ab":
        names.append(part)
    for part in names:
        names = names + [part + "!"]
    for part in [1, 2.0, None]:
        names.append(part)
    for part in names:
        if not part:
            return names, part
    return names


def case_ints_around_32_bits():
    edges = [-(2**31) - 1, -(2**31), -1, 0, 1, 2**31 - 1, 2**31, 2**32, 2**53 - 1, -(2**53) + 1, True]
    results = []
    for left in edges:
        for right in edges:
            results.append([left + right, left - right, left * right])
            if right:
                results.append([left % right, left // right, divmod(left, right)])
        results.append([-left, abs(left), +left])
    return results


def case_whole_floats_stay_floats():
    def of(left, right):
        return [left + right, left - right, left * right, left / right, left % right, left // right, -left, abs(left)]

    return [of(2.0, 4), of(4, 2.0), of(0.5, 0.5), of(-0.0, 1), of(0, -2), of(-3, 3.0), of(1.5, -1.5)]


def case_sorting_numbers_of_all_sizes():
    return [
        sorted([3, 1, 2, -5, 0, 2]),
        sorted([2**31, -(2**31), 2**40, 5, -1]),
        sorted([1.5, 2, -0.5, 1, 0]),
        sorted([2.0, 1, 3]),
        sorted([0.0, -0.0, 0, 1]),
        sorted([True, 2, 0, False]),
        sorted([2**70, 1, -(2**70)]),
        sorted([3, 1, 2], reverse=True),
        sorted([2**31 - 1, -(2**31), 7], reverse=True),
        sorted([float("inf"), 1, float("-inf"), 2.5]),
    ]


def case_get_of_what_has_get():
    class Shelf:
        def __init__(self):
            self.asked = []

        def get(self, key, fallback="nothing"):
            self.asked.append(key)
            return key, fallback

    class Named(dict):
        def get(self, key, fallback=None):
            return f"my {key}"

    def read(source, *args):
        return source.get("a", *args)

    plain = {"a": 1, "get": 2, "constructor": 3}
    nothing = {"a": None}
    values = [plain, nothing, {}, {"a": False}, Shelf(), Named(a=1), {1: 2, "a": 3}, {"get": read, "a": 5}]
    return [[read(value), read(value, 7)] for value in values], plain.get("constructor"), plain.get("toString"), error_of(lambda: read(None))
