"""The same work twice: with types that show in the code, and with types that only the caller knows.

Plain Python, so that other compilers take the file as it is. The last functions are the lines of the table; each gives
a value by which results are compared.
"""


def numbers_known():
    total = 0
    for i in range(200000):
        total = (total + i * 7) % 1000003
        if total % 3 == 0:
            total += 1
    mean = 0.0
    for i in range(200000):
        mean = mean * 0.5 + i / 3.0
    return total + int(mean)


def numbers(count, factor, modulus, ratio):
    total = 0
    for i in range(count):
        total = (total + i * factor) % modulus
        if total % 3 == 0:
            total += 1
    mean = 0.0
    for i in range(count):
        mean = mean / ratio + i / 3
    return total + int(mean)


def text_known():
    result = ""
    for i in range(20000):
        result += f"row {i}, "
    parts = []
    for i in range(20000):
        parts.append("cell " + str(i))
    joined = "; ".join(parts)
    return len(result) + len(joined.upper()) + joined.find("99")


def text(count, label, separator):
    result = ""
    for i in range(count):
        result += f"{label} {i}{separator}"
    parts = []
    for i in range(count):
        parts.append(label + " " + str(i))
    joined = separator.join(parts)
    return len(result) + len(joined.upper()) + joined.find("99")


def collections_known():
    words = ["alpha", "beta", "gamma", "delta", "epsilon"]
    totals = {}
    values = []
    for i in range(50000):
        word = words[i % 5]
        totals[word] = totals.get(word, 0) + i
        values.append(i * 3 % 1009)
    small = [value + 1 for value in values if value < 500]
    values.sort()
    return len(small) + values[100] + totals["gamma"]


def collections(count, words, totals):
    values = []
    for i in range(count):
        word = words[i % len(words)]
        totals[word] = totals.get(word, 0) + i
        values.append(i * 3 % 1009)
    small = [value + 1 for value in values if value < 500]
    values.sort()
    return len(small) + values[len(values) // 2] + totals[words[0]]


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y
        self.moves = 0

    def move(self, dx, dy):
        self.x = self.x + dx
        self.y = self.y + dy
        self.moves = self.moves + 1
        return self

    def distance(self):
        return abs(self.x) + abs(self.y)


class Counter:
    def __init__(self):
        self.count = 0
        self.log = ""

    def step(self):
        self.count += 1
        if self.count % 1000 == 0:
            self.log += "."

    def value(self):
        return self.count


class Token:
    def __init__(self, kind):
        self.kind = kind
        self.uses = 0
        self.text = ""
        self.following = None


class Vector:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def plus(self, other):
        return Vector(self.x + other.x, self.y + other.y)


def methods_known():
    counter = Counter()
    total = 0
    for i in range(100000):
        counter.step()
        total = (total + counter.value()) % 65536
    return total + len(counter.log)


def methods(count, dx, dy):
    point = Point(0, 0)
    total = 0
    for i in range(count):
        point.move(dx, -dy)
        total = (total + point.distance()) % 65536
    return total + point.moves


def instances_known():
    tokens = []
    for i in range(20000):
        token = Token("word")
        token.uses += 1
        tokens.append(token)
    total = 0
    for token in tokens:
        total = (total + token.uses) % 65536
    return total


def instances(count, dx, dy):
    place = Vector(0, 0)
    step = Vector(dx, dy)
    passed = []
    for i in range(count):
        place = place.plus(step)
        passed.append(place)
    return place.x - place.y + len(passed)


def numbers_unknown():
    return numbers(200000, 7, 1000003, 1.5)


def text_unknown():
    return text(20000, "row", ", ")


def collections_unknown():
    return collections(50000, ["alpha", "beta", "gamma", "delta", "epsilon"], {})


def methods_unknown():
    return methods(100000, 3, 4)


def instances_unknown():
    return instances(20000, 3, 4)
