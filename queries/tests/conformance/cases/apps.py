"""Code as browser modules hold it: state, undo, grouping, paging, validation, text."""

import math
import re
from collections import Counter, defaultdict, deque
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial, reduce
from itertools import accumulate, chain, groupby


class Store:
    def __init__(self, initial=None):
        self.state = dict(initial or {})
        self.past = []
        self.future = []
        self.listeners = []

    def set(self, **changes):
        self.past.append(dict(self.state))
        self.future.clear()
        self.state.update(changes)
        for listener in list(self.listeners):
            listener(self.state)
        return self.state

    def undo(self):
        if not self.past:
            return False
        self.future.append(self.state)
        self.state = self.past.pop()
        return True

    def redo(self):
        if not self.future:
            return False
        self.past.append(self.state)
        self.state = self.future.pop()
        return True

    def subscribe(self, listener):
        self.listeners.append(listener)
        return lambda: self.listeners.remove(listener)


def case_undo():
    store = Store({"count": 0})
    store.set(count=1)
    store.set(count=2, name="x")
    seen = [store.undo(), dict(store.state), store.undo(), dict(store.state), store.undo()]
    return seen + [store.redo(), dict(store.state), store.redo(), store.redo(), store.state]
def case_undo_branch():
    store = Store()
    store.set(a=1)
    store.undo()
    store.set(b=2)
    return [store.redo(), store.state, len(store.past)]
def case_subscribe():
    store, seen = Store(), []
    stop = store.subscribe(lambda state: seen.append(sorted(state)))
    store.set(b=1)
    store.set(a=1)
    stop()
    store.set(c=1)
    return seen
def case_unsubscribe_twice():
    store = Store()
    stop = store.subscribe(print)
    stop()
    stop()
def case_closures_late():
    handlers = []
    for name in ["a", "b"]:
        handlers.append(lambda: name)
    return [handler() for handler in handlers]
def case_closures_default():
    handlers = [lambda value, name=name: f"{name}{value}" for name in "ab"]
    return [handler(1) for handler in handlers]
def case_closures_factory():
    def make(step):
        count = 0
        def bump(times=1):
            nonlocal count
            count += step * times
            return count
        return bump
    one, ten = make(1), make(10)
    return [one(), one(3), ten(times=2), one(), ten()]
def case_debounce_counter():
    calls = []
    pending = {"id": 0}
    def request(value):
        pending["id"] += 1
        mine = pending["id"]
        def fire():
            if mine == pending["id"]:
                calls.append(value)
        return fire
    timers = [request(text) for text in ("a", "ab", "abc")]
    for timer in timers:
        timer()
    return [calls, pending]
def case_wrap_around():
    size = 5
    index = 0
    moves = []
    for step in (-1, -1, 3, 7, -12):
        index = (index + step) % size
        moves.append(index)
    return moves
def case_pagination():
    def page(items, number, size):
        last = max(1, math.ceil(len(items) / size))
        number = min(max(number, 1), last)
        start = (number - 1) * size
        return {"items": items[start:start + size], "page": number, "last": last, "more": number < last}
    items = [f"item{i}" for i in range(1, 8)]
    return [page(items, 1, 3), page(items, 9, 3), page([], 2, 3), page(items, -2, 4)]
def case_page_links():
    def links(current, last, around=1):
        shown = []
        for number in range(1, last + 1):
            if number in (1, last) or abs(number - current) <= around:
                shown.append(number)
            elif shown[-1] is not None:
                shown.append(None)
        return shown
    return [links(1, 10), links(5, 10), links(10, 10), links(2, 3), links(5, 12, around=2)]
def case_group_by_first():
    groups = defaultdict(list)
    for word in ["apple", "bob", "avocado", "cat", "bee"]:
        groups[word[0]].append(word)
    return {key: sorted(words, key=len, reverse=True) for key, words in sorted(groups.items())}
def case_groupby():
    rows = [("x", 1), ("x", 2), ("y", 3), ("x", 4)]
    return [(key, [value for _, value in group]) for key, group in groupby(rows, key=lambda row: row[0])]
def case_counter():
    counts = Counter("mississippi")
    return [counts.most_common(2), counts["z"], sum(counts.values()), sorted(counts.elements())[:3]]
def case_sort_stable():
    rows = [{"n": "b", "v": 2}, {"n": "a", "v": 2}, {"n": "c", "v": 1}]
    return [row["n"] for row in sorted(rows, key=lambda row: row["v"], reverse=True)]
def case_sort_mixed_none():
    rows = [{"v": 3}, {"v": None}, {"v": 1}]
    return sorted(rows, key=lambda row: (row["v"] is None, row["v"] or 0))
def case_sort_none_fails():
    return sorted([3, None, 1])
def case_sort_casefold(): return sorted(["b", "A", "a", "B"], key=str.lower)
def case_sort_in_place():
    rows = [[2, "b"], [1, "z"], [2, "a"]]
    rows.sort()
    copy = rows[:]
    copy.sort(key=lambda row: row[1], reverse=True)
    return [rows, copy]
def case_money_formats():
    return [f"{1234.5:,.2f}", f"{0:.2f}", f"{-5.678:+.1f}", f"{1e6:,.0f}", f"{12:>6}", f"{12:06.2f}", f"{0.256:.1%}", f"{5:03d}", f"{1234567:_}", f"{255:#x}"]
def case_text_alignment():
    rows = [("apple", 3), ("kiwi", 12)]
    return "\n".join(f"{name:<8}|{count:>4}|{name:^9}|{name[:2]!r:>6}" for name, count in rows)
def case_date_formats():
    day = date(2024, 2, 28)
    return [str(day + timedelta(days=2)), day.strftime("%d.%m.%Y"), day.isoformat(), (date(2024, 3, 1) - day).days, day.weekday(), day.replace(day=1) < day]
def case_datetime_formats():
    moment = datetime(2024, 5, 6, 7, 8, 9)
    return [moment.isoformat(), moment.strftime("%H:%M"), str(moment + timedelta(hours=20)), moment.date().isoformat(), (moment - datetime(2024, 5, 6)).total_seconds()]
def case_elapsed():
    def elapsed(seconds):
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
    return [elapsed(5), elapsed(65), elapsed(3661), elapsed(0)]
def case_validate():
    def validate(form):
        errors = {}
        name = form.get("name", "").strip()
        if not name:
            errors["name"] = "required"
        try:
            age = int(form["age"])
            if not 0 < age < 150:
                raise ValueError("out of range")
        except KeyError as missing:
            errors["age"] = f"missing {missing}"
        except ValueError as problem:
            errors["age"] = str(problem)
        else:
            form["age"] = age
        finally:
            form["seen"] = True
        return errors
    forms = [{}, {"name": " a ", "age": "12"}, {"name": "b", "age": "x1"}, {"name": "c", "age": 200}]
    return [(validate(form), form) for form in forms]
def case_email():
    pattern = re.compile(r"^[\w.+-]+@[\w-]+\.[\w.]+$")
    return [bool(pattern.match(text)) for text in ["a@b.co", "a.b+c@d-e.org", "a@b", "@b.co"]]
def case_slug():
    def slug(text):
        return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
    return [slug("Hello, World!"), slug("  A  b "), slug("--")]
def case_template():
    return re.sub(r"\{(\w+)\}", lambda found: {"a": "1", "b": "2"}.get(found.group(1), found.group(0)), "x{a}y{b}z{c}")
def case_match_event():
    def handle(event):
        match event:
            case {"type": "add", "item": {"id": int(number), **rest}}:
                return f"add {number} {sorted(rest)}"
            case {"type": "remove", "ids": [first, *others]}:
                return f"remove {first} and {len(others)}"
            case {"type": "move", "by": (x, y)} if x != y:
                return f"move {x},{y}"
            case {"type": "quit" | "exit" as how}:
                return how
            case {"type": str(kind)}:
                return f"? {kind}"
            case None:
                return "nothing"
            case _:
                return "bad"
    events = [{"type": "add", "item": {"id": 3, "b": 1, "a": 2}}, {"type": "remove", "ids": [1, 2, 3]}, {"type": "remove", "ids": []}, {"type": "move", "by": [1, 2]}, {"type": "move", "by": [1, 1]}, {"type": "exit"}, None, 5, {"type": 1}]
    return [handle(event) for event in events]
def case_reducer():
    def reducer(state, action):
        kind = action["type"]
        if kind == "add":
            return {**state, "items": [*state["items"], action["item"]]}
        if kind == "toggle":
            items = [{**item, "done": not item["done"]} if item["id"] == action["id"] else item for item in state["items"]]
            return state | {"items": items}
        return state
    start = {"items": []}
    actions = [{"type": "add", "item": {"id": 1, "done": False}}, {"type": "add", "item": {"id": 2, "done": False}}, {"type": "toggle", "id": 2}, {"type": "?"}]
    return [reduce(reducer, actions, start), start]
def case_nested_update():
    state = {"user": {"tags": ["a"]}, "n": 1}
    copy = {**state, "user": {**state["user"], "tags": state["user"]["tags"] + ["b"]}}
    copy["user"]["tags"].append("c")
    return [state, copy]
def case_aliasing():
    rows = [[0] * 2] * 2
    rows[0][0] = 1
    other = [[0] * 2 for _ in range(2)]
    other[0][0] = 1
    return [rows, other]
def case_remove_while():
    items = [1, 2, 3, 4, 5, 6]
    for item in items[:]:
        if item % 2:
            items.remove(item)
    return items
def case_delete_keys():
    data = {"a": 1, "_b": 2, "_c": 3}
    for key in list(data):
        if key.startswith("_"):
            del data[key]
    return data
def case_delete_while_iterating():
    data = {"a": 1, "b": 2}
    for key in data:
        del data[key]
    return data
def case_search():
    items = [{"name": "Ada", "tags": ["x", "y"]}, {"name": "bob", "tags": []}]
    def search(text):
        text = text.lower()
        return [item["name"] for item in items if text in item["name"].lower() or any(text in tag for tag in item["tags"])]
    return [search("A"), search("y"), search(""), search("zz")]
def case_first_match():
    items = [{"id": 1}, {"id": 2}]
    found = next((item for item in items if item["id"] == 2), None)
    missing = next((item for item in items if item["id"] == 9), None)
    return [found, missing, found is items[1]]
def case_for_else():
    def find(items, wanted):
        for index, item in enumerate(items, start=1):
            if item == wanted:
                break
        else:
            return -1
        return index
    return [find("abc", "c"), find("abc", "z"), find([], 1)]
def case_zip_dict():
    keys, values = ["a", "b", "c"], [1, 2]
    return [dict(zip(keys, values)), list(zip(*[(1, "x"), (2, "y")])), {value: key for key, value in zip(keys, values)}]
def case_matrix():
    grid = [[row * 3 + column for column in range(3)] for row in range(2)]
    return [[list(column) for column in zip(*grid)], sum(map(sum, grid)), [cell for row in grid for cell in row if cell % 2], grid[-1][-1]]
def case_deque_recent():
    recent = deque(maxlen=3)
    for item in range(5):
        recent.appendleft(item)
    recent.rotate(1)
    return [list(recent), recent[0], 2 in recent, len(recent)]
def case_partial():
    def tag(name, text, *, cls=""):
        return f"<{name} {cls}>{text}"
    bold = partial(tag, "b", cls="x")
    return [bold("t"), bold("u", cls="y")]
def case_accumulate(): return [list(accumulate([1, 2, 3, 4])), list(accumulate([3, 1, 4], max)), list(chain([1], (2, 3), "ab"))]
def case_progress():
    def bar(done, total, width=10):
        filled = width * done // total if total else 0
        return "#" * filled + "." * (width - filled)
    return [bar(3, 10), bar(0, 0), bar(99, 100), bar(10, 10, width=4)]
def case_average():
    scores = [3, 4, 5]
    return [f"{sum(scores) / len(scores):.1f}", round(sum(scores) / 7, 2), sum(scores) // 5, max(scores) - min(scores)]
def case_average_empty():
    scores = []
    return sum(scores) / len(scores)
def case_swap():
    items = ["a", "b", "c"]
    items[0], items[-1] = items[-1], items[0]
    i, j = 0, 1
    i, items[i] = 2, "z"
    return [items, i, j]
def case_move_item():
    items = list("abcde")
    items.insert(1, items.pop(3))
    items.insert(99, items.pop(0))
    return items
def case_chunks():
    def chunks(items, size):
        for start in range(0, len(items), size):
            yield items[start:start + size]
    return [list(chunks("abcdefg", 3)), list(chunks([1, 2], 5)), [len(chunk) for chunk in chunks(list(range(7)), 2)]]
def case_flatten():
    def flatten(value):
        if isinstance(value, (list, tuple)):
            for item in value:
                yield from flatten(item)
        else:
            yield value
    return list(flatten([1, (2, [3, "ab"]), [], [[4]]]))
def case_tree():
    def depth(node):
        return 1 + max((depth(child) for child in node.get("children", [])), default=0)
    tree = {"children": [{"children": [{}]}, {}]}
    return [depth(tree), depth({})]
def case_memo():
    seen = {}
    def fib(n):
        if n in seen:
            return seen[n]
        seen[n] = n if n < 2 else fib(n - 1) + fib(n - 2)
        return seen[n]
    return [fib(50), len(seen)]
def case_coordinates():
    board = {(x, y): "." for x in range(2) for y in range(2)}
    board[1, 0] = "#"
    return [board[(1, 0)], sorted(position for position, cell in board.items() if cell == "."), (0, 0) in board, (5, 5) in board]
def case_set_selection():
    selected = {1, 2}
    def toggle(item):
        selected.symmetric_difference_update({item})
    toggle(2)
    toggle(3)
    return [sorted(selected), selected == {3, 1}, selected >= {1}, selected.isdisjoint([2])]
def case_filters():
    products = [{"n": "a", "p": 5, "t": "x"}, {"n": "b", "p": 15, "t": "y"}, {"n": "c", "p": 25, "t": "x"}]
    filters = {"t": "x", "low": None, "high": 20}
    tests = []
    if filters.get("t"):
        tests.append(lambda item: item["t"] == filters["t"])
    if filters["low"] is not None:
        tests.append(lambda item: item["p"] >= filters["low"])
    if filters["high"] is not None:
        tests.append(lambda item: item["p"] <= filters["high"])
    return [item["n"] for item in products if all(test(item) for test in tests)]
def case_query_string():
    params = {"q": "a b", "page": 2, "empty": "", "none": None}
    return "&".join(f"{key}={value}" for key, value in params.items() if value not in ("", None))
def case_initials():
    return ["".join(part[0].upper() for part in name.split()) for name in ["ada lovelace", "x", "", " a  b c "]]
def case_truncate():
    def truncate(text, limit=8, end="…"):
        return text if len(text) <= limit else text[:limit - len(end)].rstrip() + end
    return [truncate("short"), truncate("a longer text"), truncate("exactly8"), truncate("abc", limit=2, end="..")]
def case_plural():
    def plural(count, word, many=None):
        return f"{count} {word if count == 1 else many or word + 's'}"
    return [plural(1, "item"), plural(0, "item"), plural(2, "box", "boxes"), plural(True, "x")]
def case_percent_format():
    values = [("a", 1), ("b", 2.5)]
    return ["%s=%d" % value for value in values] + ["%5.1f|%-4s|%03d" % (2.345, "x", 7), "%(a)s%%" % {"a": 1}]
def case_format_method(): return ["{} {}".format("a", 1), "{1}{0}".format("a", "b"), "{name:>5}".format(name="x"), "{0[k]} {1[0]}".format({"k": 2}, [3])]
def case_walrus():
    data = [1, 5, 10]
    return [[doubled for item in data if (doubled := item * 2) > 5], (n := len(data)) + n]
def case_chained_comparison():
    return [1 < 2 < 3, 3 > 2 > 2, 1 < 3 > 2, 0 == False == 0, "a" < "b" < "c", 1 in [1] in [[1]]]
def case_short_circuit():
    calls = []
    def touch(value):
        calls.append(value)
        return value
    result = [touch(0) or touch("x"), touch([]) and touch(1), touch(1) and touch(0) or touch("z")]
    return [result, calls]
def case_finally_order():
    log = []
    def run(fail):
        try:
            log.append("try")
            if fail:
                raise RuntimeError("x")
            return "returned"
        except RuntimeError:
            log.append("except")
            return "caught"
        finally:
            log.append("finally")
    return [run(False), run(True), log]
def case_finally_continue():
    seen = []
    for item in range(4):
        try:
            if item == 1:
                continue
            if item == 3:
                break
            seen.append(item)
        finally:
            seen.append(-item)
    return seen
def case_custom_error():
    class FormError(ValueError):
        def __init__(self, field, message="bad"):
            super().__init__(f"{field}: {message}")
            self.field = field
    try:
        raise FormError("age", message="old")
    except ValueError as error:
        return [str(error), error.field, isinstance(error, FormError), error.args, repr(error)]
def case_error_chain():
    try:
        try:
            {}["k"]
        except KeyError as error:
            raise ValueError("wrapped") from error
    except ValueError as error:
        return [str(error), repr(error.__cause__)]
def case_retry():
    attempts = []
    def flaky(limit):
        attempts.append(len(attempts))
        if len(attempts) < limit:
            raise ConnectionError("down")
        return "up"
    while True:
        try:
            return [flaky(3), attempts]
        except ConnectionError:
            pass
def case_generator_state():
    def ids(prefix, start=1):
        number = start
        while True:
            reset = yield f"{prefix}{number}"
            number = start if reset else number + 1
    maker = ids("n", start=5)
    return [next(maker), next(maker), maker.send(True), next(maker)]
def case_context():
    log = []
    class Busy:
        def __enter__(self):
            log.append("on")
            return self
        def __exit__(self, kind, error, trace):
            log.append(kind.__name__ if kind else "off")
            return kind is KeyError
    with Busy() as busy:
        log.append(isinstance(busy, Busy))
    with Busy():
        raise KeyError("x")
    return log
def case_operators():
    class Money:
        def __init__(self, cents):
            self.cents = cents
        def __add__(self, other):
            return Money(self.cents + (other.cents if isinstance(other, Money) else other))
        __radd__ = __add__
        def __eq__(self, other):
            return isinstance(other, Money) and self.cents == other.cents
        def __lt__(self, other):
            return self.cents < other.cents
        def __hash__(self):
            return hash(self.cents)
        def __repr__(self):
            return f"Money({self.cents})"
        def __format__(self, spec):
            return f"{self.cents / 100:{spec or '.2f'}}"
        def __bool__(self):
            return self.cents != 0
    a, b = Money(150), Money(50)
    return [sum([a, b]), a + b == Money(200), sorted([a, b]), f"{a}|{b:.1f}", bool(Money(0)), len({a, Money(150), b}), max(a, b), [m for m in (Money(0), a) if m]]
def case_container_class():
    class Bag:
        def __init__(self, *items):
            self.items = list(items)
        def __len__(self):
            return len(self.items)
        def __getitem__(self, index):
            return self.items[index]
        def __contains__(self, item):
            return item in self.items
        def __iter__(self):
            return iter(self.items)
        def __setitem__(self, index, value):
            self.items[index] = value
    bag = Bag(1, 2, 3)
    bag[-1] = 9
    return [len(bag), bag[0], bag[1:], 9 in bag, list(bag), [*bag], bool(Bag()), max(bag)]
def case_string_builder():
    lines = []
    for depth, name in enumerate(["root", "child", "leaf"]):
        lines.append(f"{'  ' * depth}- {name}")
    return "\n".join(lines)
def case_global_counter():
    return [bump(), bump(5), COUNTER["n"]]


COUNTER = {"n": 0}


def bump(by=1):
    COUNTER["n"] += by
    return COUNTER["n"]


def case_parse_csv():
    text = "name,age\nada,36\nbob,\n"
    header, *rows = [line.split(",") for line in text.splitlines()]
    return [dict(zip(header, row)) | {"age": int(row[1]) if row[1] else None} for row in rows]
def case_roman():
    def roman(number):
        result = ""
        for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
            count, number = divmod(number, value)
            result += letters * count
        return result
    return [roman(n) for n in (1, 4, 9, 14, 38)]
def case_clamp(): return [max(0, min(100, value)) for value in (-5, 50, 101)]
def case_lerp(): return [round(1 + (5 - 1) * step / 4, 3) for step in range(5)]
def case_bit_flags():
    read, write = 1 << 0, 1 << 1
    mode = read | write
    mode &= ~write
    return [mode, bool(mode & read), bool(mode & write), mode ^ 7, 1 << 40, -1 >> 1, 5 & -2]
def case_big_numbers(): return [2 ** 40, 10 ** 15 + 1, 2 ** 52 - 1, (2 ** 31) * 2, 123456789 * 1000]
def case_unpack_nested():
    rows = [(1, (2, 3)), (4, (5, 6))]
    return [a + b * c for a, (b, c) in rows]
def case_unpack_wrong():
    rows = [(1, 2), (3,)]
    return [a for a, b in rows]
def case_unpack_nested_wrong():
    rows = [(1, (2, 3, 4))]
    return [a + b + c for a, (b, c) in rows]
def case_unpack_nested_loop_wrong():
    result = []
    for a, (b, c) in [(1, (2, 3)), (4, (5,))]:
        result.append(a + b + c)
    return result
def case_star_call():
    def show(*args, **kwargs):
        return [args, sorted(kwargs.items())]
    return [show(*[1, 2], 3, **{"b": 1}, a=2), show(*"ab"), show(**{})]
def case_none_attribute():
    value = None
    return value.name
def case_index_error():
    return [1, 2][5]
def case_string_index_error():
    return "ab"[9]
def case_key_error():
    return {"a": 1}["b"]
def case_add_text_number():
    return "a" + 1
def case_add_number_text():
    values = [1, "a"]
    return values[0] + values[1]
def case_list_times_float():
    values = [1.5]
    return [1] * values[0]
def case_call_none():
    handlers = {"a": None}
    return handlers["a"]()
def case_compare_types():
    values = [1, "a"]
    return values[0] < values[1]
def case_iterate_number():
    values = [5]
    return [item for item in values[0]]
def case_len_number():
    values = [5]
    return len(values[0])
def case_append_result():
    items = []
    result = items.append(1)
    return [result, items]
def case_multi_assign():
    a = b = []
    a.append(1)
    c = d = 0
    c += 1
    return [b, c, d]
def case_loop_variable_after():
    for index in range(3):
        pass
    return index
def case_loop_variable_unbound():
    for index in []:
        pass
    return index
def case_shadow_builtin():
    list = [3, 1]
    max = len(list)
    return [sorted(list), max]
def case_reserved_names():
    new, this, var, function, delete, default, class_ = 1, 2, 3, 4, 5, 6, 7
    arguments, let, await_, typeof, void, null, undefined = 1, 2, 3, 4, 5, 6, 7
    return [new, this, var, function, delete, default, class_, arguments, let, await_, typeof, void, null, undefined]
def case_reserved_keys():
    data = {"constructor": 1, "__proto__": 2, "toString": 3, "length": 4}
    return [data["constructor"], data.get("hasOwnProperty"), "valueOf" in data, len(data), list(data), data["__proto__"]]
def case_number_keys():
    data = {3: "c", 1: "a"}
    data[2] = "b"
    data["1"] = "text"
    return [list(data), data[1], data["1"], 1.0 in data, data.get(True)]
def case_key_order():
    data = {"10": 1, "9": 2, "a": 3}
    data["1"] = 4
    return [list(data), list(data.items())[0]]
def case_dict_sorting():
    scores = {"ada": 3, "bob": 9, "cy": 3}
    return [sorted(scores, key=scores.get), sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])), max(scores, key=scores.get), min(scores.values())]
def case_dict_merge_count():
    left, right = {"a": 1, "b": 2}, {"b": 3, "c": 4}
    return {key: left.get(key, 0) + right.get(key, 0) for key in left.keys() | right.keys()} == {"a": 1, "b": 5, "c": 4}
def case_unicode():
    text = "naïve 😀 café"
    return [len(text), text[6], text[::-1], text.upper(), text.index("c"), text.find("😀"), text.center(16, "*"), list("a😀")]
def case_string_methods():
    return ["a,b,,c".split(","), " x y ".split(), "a-b-c".rsplit("-", 1), "abc".partition("b"), "x=1=2".split("=", 1), "Hello".swapcase(), "ab\ncd".splitlines(), "title case".title(), "x".zfill(3), "-5".zfill(4), "aXbX".replace("X", "-", 1), "abc".removesuffix("c")]


@dataclass
class Todo:
    title: str
    done: bool = False
    tags: list[str] = field(default_factory=list)
    due: float | None = None

    def __post_init__(self):
        self.title = self.title.strip()


@dataclass
class Board:
    todos: list[Todo] = field(default_factory=list)

    def add(self, title, **options):
        todo = Todo(title, **options)
        self.todos.append(todo)
        return todo

    @property
    def open(self):
        return [todo for todo in self.todos if not todo.done]

    @property
    def progress(self):
        return len([todo for todo in self.todos if todo.done]) / len(self.todos) if self.todos else 0.0

    def by_tag(self):
        groups = defaultdict(list)
        for todo in self.todos:
            for tag in todo.tags or ["-"]:
                groups[tag].append(todo.title)
        return dict(groups)


def case_board():
    board = Board()
    board.add(" one ", tags=["x"])
    board.add("two", done=True)
    board.add("three", tags=["x", "y"], due=1.5)
    return [len(board.open), f"{board.progress:.0%}", board.by_tag(), repr(board.todos[0]), board.todos[1] == Todo("two", True)]
def case_board_empty(): return [str(Board().progress), Board() == Board(), Board().by_tag()]
