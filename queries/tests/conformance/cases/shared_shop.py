"""What `shop.py` takes from another file: helpers, classes and values."""

from dataclasses import dataclass, field
from enum import Enum

RATE = 0.2
CURRENCIES = {"eur": "€", "usd": "$"}


def total(lines, /, *extra, rate=RATE, rounding=2, **labels):
    amount = sum(line["price"] * line["count"] for line in lines) + sum(extra)
    return round(amount * (1 + rate), rounding), sorted(labels)


def money(amount, currency="eur", *, digits=2):
    return f"{CURRENCIES.get(currency, '?')}{amount:,.{digits}f}"


def pages(count, size=10):
    return -(-count // size)


def window(items, page=1, size=10):
    start = (page - 1) * size
    return items[start:start + size]


class Base:
    kind = "base"
    limits = {"low": 1}

    def __init__(self, name, *, active=True):
        self.name = name
        self.active = active
        self.log = []

    @property
    def label(self):
        return f"{self.kind}:{self.name}"

    @label.setter
    def label(self, value):
        self.name = value.split(":")[-1]

    @classmethod
    def make(cls, text, **options):
        return cls(text.strip(), **options)

    @staticmethod
    def clean(text, upper=False):
        return text.upper() if upper else text.lower()

    def note(self, *texts, sep=", "):
        self.log.append(sep.join(texts))
        return self

    def describe(self):
        return f"{self.label} ({'on' if self.active else 'off'})"


@dataclass
class Line:
    name: str
    price: float = 1.0
    count: int = 1
    tags: list = field(default_factory=list)

    @property
    def cost(self):
        return self.price * self.count


class Status(Enum):
    OPEN = "open"
    DONE = "done"

    @property
    def title(self):
        return self.value.title()

    @classmethod
    def parse(cls, text, default=None):
        try:
            return cls(text)
        except ValueError:
            return default or cls.OPEN


def countdown(start, *, step=1):
    while start > 0:
        yield start
        start -= step
    return "done"
