"""Prints the corpus as a project: each case where `cases/` has it, and again where other code may stand.

A case is a function of its file. The same code is also a helper of the file of a Module, a method of a
Module, and a method of a class beside one. `--all` gives every case in all four placements, else each
has its own file and one other placement, chosen by its name. `--cases=FOLDER` takes other files than ours.
"""

import ast
import json
import re
import sys
import zlib
from pathlib import Path

OTHERS = ("helper", "method", "beside")
MODULE = "from sprag import Module, Screen\n"


class Category:
    """The source of one file of cases, and its parts."""

    def __init__(self, path):
        self.name = path.stem
        self.source = path.read_text()
        lines = self.source.splitlines()
        tree = ast.parse(self.source)
        self.cases = {node.name: node for node in tree.body if is_case(node)}
        self.segments = {name: "\n".join(lines[node.lineno - 1 : node.end_lineno]) for name, node in self.cases.items()}
        kept = [True] * len(lines)
        for node in self.cases.values():
            for number in range(node.lineno - 1, node.end_lineno):
                kept[number] = False
        self.support = "\n".join(line for line, is_kept in zip(lines, kept) if is_kept)

    def as_method(self, name):
        """The case as a method, indented; None if it names another case, which then is not there."""
        node = self.cases[name]
        names = {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}
        if names & set(self.cases):
            return None
        text = self.segments[name]
        if any(is_multiline_text(each) for each in ast.walk(node)):
            text = ast.unparse(node)
        text = re.sub(r"^((?:async )?def case_\w+)\(\)", r"\1(self)", text)
        return "\n".join(f"    {line}" if line else "" for line in text.splitlines())


def is_case(node):
    return isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("case_")


def is_multiline_text(node):
    return isinstance(node, (ast.Constant, ast.JoinedStr)) and node.end_lineno != node.lineno


def placed_in(category, placement, names):
    """The text of a file with these cases in one placement, and its entries."""
    entries, classes = [], []
    for name in names:
        class_name = f"{placement.title()}{category.name.title().replace('_', '')}{name[4:].title().replace('_', '')}"
        run = {"module": f"app.routes.{category.name}_{placement}", "class": class_name, "name": name}
        is_async = isinstance(category.cases[name], ast.AsyncFunctionDef)
        wait, prefix = ("await ", "async ") if is_async else ("", "")
        if placement == "helper":
            body = f"    {prefix}def {name}_run(self):\n        return {wait}{name}()"
            run["name"] += "_run"
        else:
            body = category.as_method(name)
            if body is None:
                continue
        if placement == "beside":
            classes.append(f"class {class_name}Plain:\n{body}\n")
            body = f"    {prefix}def {name}(self):\n        return {wait}{class_name}Plain().{name}()"
        classes.append(f"class {class_name}(Module):\n{body}\n")
        entries.append({"id": f"{category.name}.{name}", "placement": placement, **run})
    support = category.source if placement == "helper" else category.support
    return support, "\n\n" + "\n\n".join(classes), entries


def with_framework(support):
    """The import of the framework goes after the docstring and `__future__`."""
    tree = ast.parse(support)
    last = 0
    for node in tree.body:
        is_doc = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and node is tree.body[0]
        if is_doc or isinstance(node, ast.ImportFrom) and node.module == "__future__":
            last = node.end_lineno
    lines = support.splitlines()
    return "\n".join([*lines[:last], MODULE, *lines[last:]]) + "\n"


def project(categories, everywhere):
    """Files by path, and the entries: what to run, and the id by which its outcome is known."""
    files, entries = {"cases/__init__.py": ""}, []
    probes, modules = [], []
    for category in categories:
        files[f"cases/{category.name}.py"] = category.source
        if not category.cases:
            continue
        for name in category.cases:
            module = f"cases.{category.name}"
            entries.append({"id": f"{category.name}.{name}", "placement": "file", "module": module, "class": None, "name": name})
        names = ", ".join(f"{category.name}.{name}" for name in category.cases)
        probes.append(
            f"from cases import {category.name}\n\n\n"
            f"class Probe{category.name}(Module):\n    def run(self):\n        return [{names}]\n\n\n"
        )
        modules.append(f"Probe{category.name}")
        for position, placement in enumerate(OTHERS):
            chosen = [name for name in category.cases if everywhere or zlib.crc32(name.encode()) % len(OTHERS) == position]
            support, classes, placed = placed_in(category, placement, chosen)
            if not placed:
                continue
            path = f"app/routes/{category.name}_{placement}"
            # Relative imports of the cases reach their own folder.
            support = re.sub(r"^(\s*)from \.(\w+) import", r"\1from cases.\2 import", support, flags=re.MULTILINE)
            support = re.sub(r"^(\s*)from \. import", r"\1from cases import", support, flags=re.MULTILINE)
            files[f"{path}.py"] = with_framework(support) + classes
            entries.extend(placed)
            named = ", ".join(entry["class"] for entry in placed)
            probes.append(f"from app.routes.{category.name}_{placement} import {named}\n\n\n")
            modules.extend(entry["class"] for entry in placed)
    screen = f"class HomeScreen(Screen):\n    modules = [{', '.join(modules)}]\n\n    def render(self, data):\n        return None\n"
    files["app/routes/home/web.py"] = MODULE + "".join(probes) + screen
    return {"files": files, "entries": entries}


def main(arguments):
    folders = [argument.removeprefix("--cases=") for argument in arguments if argument.startswith("--cases=")]
    folder = Path(folders[0]) if folders else Path(__file__).parent / "cases"
    names = [name for name in arguments if not name.startswith("-")]
    paths = sorted(path for path in folder.glob("*.py") if path.stem != "__init__")
    # A category may use another as a helper of its own, so that all files are there.
    categories = [Category(path) for path in paths]
    for category in categories:
        if names and category.name not in names:
            category.cases = {}
    print(json.dumps(project(categories, "--all" in arguments)))


if __name__ == "__main__":
    main(sys.argv[1:])
