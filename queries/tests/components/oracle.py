"""Renders the components as the server does, and prints what each gave as JSON on the last line.

Arguments: the folder that holds ``corrections.py``, then the modules of ``cases``. A component gets the
props that ``PROPS`` of its file names, as ``hydrate(Component, props=…)`` in a Screen would give it.
"""

import importlib
import inspect
import json
import sys
from pathlib import Path

from sprag import Component, hydrate
from sprag.runtime.rendering.tree import render_tree


def outcome(component, props):
    try:
        result = render_tree(hydrate(component, props=props))
        entry = result.hydration[0]
        return {"html": result.html, "props": entry["props"], "state": entry["state"]}
    except Exception as error:
        return {"raises": type(error).__name__, "props": props, "state": props}


def is_case(member, module):
    return inspect.isclass(member) and issubclass(member, Component) and member.__module__ == module.__name__


def outcomes(name):
    module = importlib.import_module(f"cases.{name}")
    components = [member for member in vars(module).values() if is_case(member, module)]
    return {each.__name__: outcome(each, module.PROPS.get(each.__name__, {})) for each in components}


corrections, *names = sys.argv[1:]
sys.path[:0] = [str(Path(__file__).parent), corrections]
importlib.import_module("corrections").install()
print(json.dumps({name: outcomes(name) for name in names}))
