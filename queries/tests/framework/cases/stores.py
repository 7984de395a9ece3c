from cases.case import Case
from cases.shelf import shelf, till


def told(heard, name):
    def tell(value):
        heard.append((name, value))

    return tell


class SubscribersHearOfEachDifference(Case):
    def on_start(self):
        shelf.reset()
        heard = self.heard
        endings = [
            shelf.subscribe(told(heard, "all")),
            shelf.subscribe(fn=told(heard, "total"), selector="total"),
            shelf.subscribe(selector=lambda s: s["user"]["tags"] if "user" in s else None, fn=told(heard, "tags")),
            shelf.subscribe(told(heard, "parts"), selector=["user", "name"]),
            shelf.listen("user", told(heard, "user")),
            shelf.subscribe(told(heard, "now"), selector="total", immediate=True),
        ]
        shelf.set("total", 5)
        shelf.set("total", 5)
        shelf.set("total", True)
        shelf.set("total", 1)
        shelf.set("user.name", "z")
        shelf.set(("user", "tags"), ["a"])
        shelf.set("user.tags", ["b"])
        shelf.update(lambda s: s["user"]["tags"].append("c"))
        shelf.update(lambda s: {**s, "total": 9})
        shelf.update(lambda s: None)
        shelf.patch({"total": 9, "items": [1]})
        shelf.patch({})
        heard.append(shelf.delete("user.name"))
        heard.append(shelf.delete("total"))
        heard.append(shelf.delete("total"))
        shelf.clear()
        shelf.clear()
        heard.append(shelf.reset())
        shelf.set("extra", 1)
        shelf.reset()
        shelf.reset()
        shelf.set("a.b.c", 1)
        shelf.set("a.b", 2)
        shelf.set("a.b.c", 3)
        heard.append([end() for end in endings])
        shelf.set("total", 0)
        shelf.reset()


class ReadingAndWritingCopies(Case):
    def on_start(self):
        hear = self.heard.append
        shelf.reset()
        shelf.get("user")["name"] = "mutated"
        hear(shelf.get("user.name"))
        shelf.snapshot()["items"].append(1)
        hear(shelf.get("items"))
        mine = [1, 2]
        shelf.set("items", mine)
        mine.append(3)
        hear(shelf.get("items"))
        shelf.set("total", 2)["total"] = 100
        shelf.update(lambda s: s)["total"] = 100
        hear(shelf.get("total"))
        for path in ["user.name", "user.zip", "user.name.first", "items.0", "", [], None, "user..name", " user . name "]:
            hear(shelf.get(path, "no"))
        hear(shelf.select("user.zip", default="d"))
        hear(shelf.select(lambda s: s["user"]["name"].upper()))
        shelf.set("items", (1, 2))
        hear(shelf.get("items"))
        shelf.set("nums", {1: "a", 2: "b"})
        hear(shelf.get("nums"))
        hear(shelf.get(("nums", 1)))
        shelf.set("none", None)
        hear(shelf.get("none", "default"))
        hear(shelf.delete("user"))
        hear(shelf.initial)
        hear(repr(till))
        shelf.reset()


class WhatIsWrongRaises(Case):
    def on_start(self):
        shelf.reset()
        for bad in [5, None, "", [], {}]:
            for change in [lambda: shelf.set(bad, 1), lambda: shelf.delete(bad), lambda: shelf.patch(bad), lambda: shelf.update(bad)]:
                try:
                    self.heard.append(change())
                except Exception as error:
                    self.heard.append(type(error).__name__)
        for mutator in [lambda s: [1], lambda s: s["missing"]]:
            try:
                shelf.update(mutator)
            except Exception as error:
                self.heard.append(type(error).__name__)
        self.heard.append(shelf.get())


class OneSubscriberIsNotAnothersBusiness(Case):
    def on_start(self):
        shelf.reset()
        heard = self.heard

        def fails(total):
            raise ValueError(total)

        once = []

        def only_once(total):
            heard.append(("once", total))
            once[0]()

        first = shelf.subscribe(fails, selector="total")
        once.append(shelf.listen("total", only_once))
        last = shelf.listen("total", told(heard, "last"))
        shelf.set("total", 1)
        shelf.set("total", 2)
        first()
        last()
        same = told(heard, "same")
        twice = [shelf.subscribe(same, selector="total"), shelf.subscribe(same, selector="total")]
        shelf.set("total", 3)
        twice[0]()
        shelf.set("total", 4)
        twice[1]()
        careless = shelf.subscribe(lambda s: s.update(total=1000))
        shelf.set("total", 5)
        heard.append(shelf.get("total"))
        careless()
        shelf.reset()
