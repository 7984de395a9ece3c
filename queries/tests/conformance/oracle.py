"""Runs the entries of a project under CPython and prints what each gave, as JSON on the last line.

Argument: the file that holds the project (see placements.py). The framework is not needed: what the
entries use of it, a base class, is put in its place.
"""

import asyncio
import importlib
import inspect
import json
import sys
import tempfile
import types
from pathlib import Path


def shown(value):
    """The text by which both sides are compared: `repr`, but sets in order."""
    kind = type(value)
    if kind is list:
        return "[" + ", ".join(map(shown, value)) + "]"
    if kind is tuple:
        return "(" + "".join(shown(item) + ", " for item in value) + ")"
    if kind is dict:
        return "{" + ", ".join(f"{shown(key)}: {shown(item)}" for key, item in value.items()) + "}"
    if kind in (set, frozenset):
        return kind.__name__ + "{" + ", ".join(sorted(map(shown, value))) + "}"
    return repr(value)


def outcome(entry):
    try:
        module = importlib.import_module(entry["module"])
        owner = getattr(module, entry["class"])() if entry["class"] else module
        value = getattr(owner, entry["name"])()
        if inspect.iscoroutine(value):
            value = asyncio.run(value)
        return {"value": shown(value)}
    except Exception as error:
        return {"raises": type(error).__name__, "message": str(error)}


def framework():
    module = types.ModuleType("sprag")
    for name in ("App", "Component", "Module", "Screen", "Controller"):
        setattr(module, name, type(name, (), {"__init__": lambda self, *args, **options: None}))
    module.page = lambda **options: None
    return module


def main(path):
    project = json.loads(Path(path).read_text())
    sys.modules["sprag"] = framework()
    output, sys.stdout = sys.stdout, sys.stderr
    with tempfile.TemporaryDirectory() as root:
        for name, text in {"app/__init__.py": "", "app/routes/__init__.py": "", **project["files"]}.items():
            file = Path(root, name)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text)
        sys.path.insert(0, root)
        outcomes = [outcome(entry) for entry in project["entries"]]
    print(json.dumps(outcomes), file=output)


main(sys.argv[1])
