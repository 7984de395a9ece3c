"""Attributes whose types the compiler knows, as no code of this project assigns any without naming it; and those that
look like them."""


class Counter:
    def __init__(self):
        self.count = 0
        self.log = ""
        self.seen = []
        self.places = {}
        self.is_open = False

    def step(self):
        self.count += 1
        if self.count % 3 == 0:
            self.log += f"{self.count};"
        self.seen += ["x"]
        self.places = {"last": 1}
        self.is_open = not self.is_open
        return self

    def back(self):
        self.below -= 1
        return self

    def value(self):
        return self.count

    def text(self):
        if self.is_open:
            return "open"
        return self.log

    below = 0


def stepped(times):
    counter = Counter()
    for _ in range(times):
        counter.step()
    return counter


def case_known_types_give_what_python_gives():
    counter = stepped(7)
    total = 0
    for i in range(5):
        total = (total + counter.value() * i) % 4
    return [
        counter.count, counter.count / 2, counter.count // 2, -counter.count, counter.count ** 2, counter.log * 2,
        counter.log[1:], len(counter.log), counter.seen, len(counter.seen), counter.places, counter.is_open,
        str(counter.is_open), counter.is_open + 1, total, counter.text(), repr(counter.count), f"{counter.count:>5}",
    ]


def case_a_count_grows_past_what_floats_hold():
    counter = stepped(3)
    return [counter.value() * 9007199254740993, counter.count + 9007199254740991, 2 ** 70 + counter.count, counter.count * 10 ** 20]


def case_a_product_is_never_minus_zero():
    counter = Counter()
    counter.back()
    return [counter.below * counter.count, counter.count * -1, repr(counter.count * -1.0), counter.below % 3, counter.below // 2, counter.below % -3]


def case_a_bool_stays_a_bool():
    counter = stepped(1)
    other = stepped(2)
    return [counter.is_open, other.is_open, counter.is_open and "yes", counter.is_open == 1, counter.is_open is True, [counter.is_open, other.is_open].count(True)]


def case_what_was_never_assigned_is_an_error():
    class Late:
        def fill(self):
            self.count = 1

        def read(self):
            return self.count + 1

    answers = []
    try:
        answers.append(Late().read())
    except AttributeError as error:
        answers.append(str(error))
    return answers


class Later:
    def fill(self):
        self.count = 1
        self.log = "a"

    def step(self):
        self.count += 1

    def add(self):
        self.log += "b"

    def value(self):
        return self.count


def case_what_was_not_assigned_yet_is_an_error():
    answers = []
    for method in ("step", "add", "value"):
        later = Later()
        try:
            getattr(later, method)()
            answers.append("fine")
        except AttributeError as error:
            answers.append(str(error))
    later = Later()
    later.fill()
    later.step()
    del later.count
    try:
        later.step()
    except AttributeError as error:
        answers.append(str(error))
    return answers


class Rated:
    def __init__(self):
        self.rate = 1
        self.label = ""
        self.entries = []
        self.size = 0
        self.flag = False
        self.total = 0

    def raised(self):
        self.rate += 1
        return self.rate

    def named(self):
        self.label += "x"
        return self.label

    def listed(self):
        self.entries += ["x"]
        return self.entries

    def grown(self):
        self.size += 1
        return self.size

    def flagged(self):
        return [self.flag, not self.flag, self.flag + 1]

    def summed(self):
        self.total += 1
        return self.total


class Subclassed(Rated):
    def __init__(self):
        super().__init__()
        self.rate = 1.5


def case_a_subclass_assigns_another_type():
    return [Rated().raised(), Subclassed().raised(), Subclassed().raised() / 2]


class Text(str):
    def __add__(self, other):
        return f"[{str(self)}+{other}]"


def case_other_code_assigns_a_subclass_of_str():
    rated = Rated()
    rated.label = Text("t")
    return [rated.named(), Rated().named()]


def case_other_code_assigns_a_tuple():
    rated = Rated()
    rated.entries = (1, 2)
    answers = [Rated().listed()]
    try:
        rated.listed()
    except TypeError as error:
        answers.append(str(error))
    return answers


class Whole(int):
    def __add__(self, other):
        return "added"


def case_other_code_assigns_a_subclass_of_int():
    rated = Rated()
    rated.size = Whole(4)
    return [rated.grown(), Rated().grown()]


def case_other_code_assigns_an_int_for_a_bool():
    rated = Rated()
    rated.flag = 1
    return [rated.flagged(), Rated().flagged()]


def case_other_code_assigns_what_is_no_finite_number():
    answers = []
    for value in (float("nan"), float("inf"), -0.0, 2.0, 2 ** 53, True):
        rated = Rated()
        rated.total = value
        answers.append(repr(rated.summed()))
    return answers


class Spoken:
    def word(self):
        return "word"

    def number(self):
        return 1


class Louder(Spoken):
    def number(self):
        return 1.0


def case_a_subclass_overrides_a_method():
    return [repr(spoken.number() + 1) for spoken in (Spoken(), Louder())]


def case_a_method_is_replaced():
    before = Spoken().word() + "!"
    original = Spoken.word
    Spoken.word = lambda self: ["other"]
    try:
        after = Spoken().word() + ["!"]
    finally:
        Spoken.word = original
    return [before, after]


class Borrowed:
    def __init__(self):
        self.amount = 0

    def grow(self):
        self.amount += 1
        return self.amount


class Lender:
    amount = "text"


def case_a_method_is_called_with_another_object():
    answers = [Borrowed().grow(), Borrowed.grow(Borrowed())]
    try:
        Borrowed.grow(Lender())
    except TypeError as error:
        answers.append(str(error))
    return answers


class Annotated:
    def __init__(self, depth: int, title: str = ""):
        self.depth: int = depth
        self.title: str = title

    def deeper(self):
        self.depth += 1
        return self.depth + 1


def case_annotations_prove_nothing():
    return [Annotated(1).deeper(), repr(Annotated(1.0).deeper()), Annotated(True).deeper(), Annotated(2 ** 60).deeper()]


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Vector(self.x + other.x, self.y + other.y)


def case_many_instances_have_their_own_attributes():
    place = Vector(0, 0)
    step = Vector(1, 0.5)
    made = []
    for _ in range(20):
        place = place.plus(step)
        made.append(place)
    return [[each.x for each in made], made[-1].y, hasattr(made[3], "z"), hasattr(step, "x"), hasattr(stepped(1), "x")]


class Bare:
    pass


def case_an_attribute_of_others_is_still_missing_here():
    answers = []
    for other in (Bare(), stepped(1), Spoken()):
        for _ in range(3):
            try:
                answers.append(other.x)
            except AttributeError as error:
                answers.append(str(error))
    bare = Bare()
    bare.x = 5
    answers.append(bare.x)
    Bare.x = 7
    answers.append([bare.x, Bare().x])
    other = Bare()
    other.x = 8
    answers.append([other.x, Bare.x])
    return answers


class Described:
    def __set_name__(self, owner, name):
        self.key = name

    def __get__(self, instance, owner):
        return "described"

    def __set__(self, instance, value):
        instance.taken = value


def case_a_descriptor_that_came_later_takes_what_is_assigned():
    class Holder:
        pass

    first = [Holder() for _ in range(3)]
    for each in first:
        each.x = 1
    Holder.x = Described()
    holder = Holder()
    holder.x = 4
    return [holder.taken, holder.x, len(first)]


class Slotted:
    __slots__ = ("x",)

    def __init__(self):
        self.x = 1


def case_slots_still_refuse_other_names():
    slotted = Slotted()
    answers = [slotted.x]
    for _ in range(3):
        try:
            slotted.y = 2
            answers.append("taken")
        except AttributeError:
            answers.append("refused")
    return answers


def case_an_object_with_a_message_is_no_error():
    class Note:
        def __init__(self, message):
            self.message = message

    notes = [Note("a"), Note("b"), Note("c")]
    answers = [note.message for note in notes]
    for thrown in (notes[0], Bare()):
        try:
            raise thrown
        except TypeError as error:
            answers.append(str(error))
    return answers
