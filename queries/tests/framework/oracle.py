"""Prints as JSON, on the last line, the stores of the cases, and what those that only use stores hear under CPython.

Arguments: the modules of ``cases`` in which Python itself says what is right, as no browser is needed.
"""

import importlib
import inspect
import json
import logging
import sys
from pathlib import Path

from sprag import Module
from sprag.runtime.stores import declared_stores


def heard(case):
    made = case()
    made.on_start()
    return repr(made.heard)


def cases(name):
    module = importlib.import_module(f"cases.{name}")
    members = [member for member in vars(module).values() if inspect.isclass(member) and issubclass(member, Module)]
    return {each.__name__: heard(each) for each in members if each.__module__ == module.__name__}


logging.disable(logging.CRITICAL)
sys.path.insert(0, str(Path(__file__).parent))
importlib.import_module("cases.shelf")
expected = {name: text for module in sys.argv[1:] for name, text in cases(module).items()}
print(json.dumps({"stores": {store.name: store.initial for store in declared_stores()}, "expected": expected}))
