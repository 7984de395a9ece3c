"""Runs the cases under CPython and prints what each gave, as JSON on the last line."""

import asyncio
import importlib
import inspect
import json
import sys
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


def outcome(case):
    try:
        value = case()
        if inspect.iscoroutine(value):
            value = asyncio.run(value)
        return {"value": shown(value)}
    except Exception as error:
        return {"raises": type(error).__name__, "message": str(error)}


def outcomes(name):
    module = importlib.import_module(f"cases.{name}")
    cases = [member for member in vars(module) if member.startswith("case_")]
    return {case: outcome(getattr(module, case)) for case in cases}


sys.path.insert(0, str(Path(__file__).parent))
print(json.dumps({name: outcomes(name) for name in sys.argv[1:]}))
