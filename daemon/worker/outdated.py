"""What a running server has read of the project, and whether a change makes it outdated.

A server that is replaced loses what it holds in memory, so it is kept wherever that is right: for
files it never read, for comments, and for edits of browser classes alone, whose new methods are put
into the running classes so that the next page is rendered with them.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
import types

ENVIRONMENT = (".env", ".env.local")
# Read at every request: nothing of it is kept.
UNCACHED_READERS = (os.path.join("sprag", "runtime", "shell.py"),)
# Who looks for modules, which are judged by themselves.
MODULE_FINDERS = ("<frozen importlib._bootstrap_external>", "pkgutil.py", "discovery.py")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Loaded:
    """Everything of the project that this process has taken in."""

    def __init__(self, imported, on_written):
        """``on_written`` is told each file that the app writes, once."""
        recorder = imported.recorder
        self._project = recorder.project
        self._on_written = on_written
        # By project-relative path; grows with what is imported later.
        self._modules = recorder.loaded
        self._files = self._relative(imported.files)
        self._folders = self._relative(imported.listings)
        self._written = set()
        for path in self._relative(recorder.written):
            self._note_written(path)

    # -- watching -----------------------------------------------------------------------------

    def watch(self):
        """From here on, note what is read besides modules."""
        sys.addaudithook(self._on_event)

    def _relative(self, paths):
        inside = (path for path in paths if self._is_inside(path) and not path.endswith((".py", ".pyc")))
        return {os.path.relpath(path, self._project.root).replace(os.sep, "/") for path in inside}

    def _note_written(self, path):
        if path not in self._written:
            self._written.add(path)
            self._on_written(path)

    def _on_event(self, event, arguments):
        if event == "open":
            self._on_open(*arguments)
        elif event in ("os.listdir", "os.scandir") and isinstance(arguments[0], (str, bytes)):
            path = os.path.abspath(os.fsdecode(arguments[0]))
            if self._is_inside(path) and not read_by(MODULE_FINDERS):
                self._folders.add(os.path.relpath(path, self._project.root).replace(os.sep, "/"))

    def _on_open(self, path, mode, flags):
        if not isinstance(path, (str, bytes)):
            return
        path = os.path.abspath(os.fsdecode(path))
        if not self._is_inside(path) or path.endswith((".py", ".pyc")):
            return
        relative = os.path.relpath(path, self._project.root).replace(os.sep, "/")
        writes = set(mode) & set("wax+") if isinstance(mode, str) else flags & WRITING
        if writes:
            self._note_written(relative)
        elif not read_by(UNCACHED_READERS):
            self._files.add(relative)

    def _is_inside(self, path):
        return path.startswith(self._project.root + os.sep) and not self._project.is_installed(path)

    # -- judging ------------------------------------------------------------------------------

    def verdict(self, changed, added):
        """``unaffected``, ``patched``, or ``outdated`` with the file that is the reason."""
        patches = []
        for path in changed:
            reason = self._judge(path, path in added, patches)
            if reason:
                return {"verdict": "outdated", "reason": path}
        for path, source, classes in patches:
            self._patch(path, source, classes)
        return {"verdict": "patched" if patches else "unaffected", "reason": None}

    def _judge(self, path, is_new, patches):
        """Whether this change makes the server outdated; adds to ``patches`` what need not."""
        if path in ENVIRONMENT:
            return True
        if path.endswith(".py"):
            return self._judge_module(path, is_new, patches)
        if path in self._written:
            return False
        return path in self._files or (is_new and os.path.dirname(path) in self._folders)

    def _judge_module(self, path, is_new, patches):
        if path not in self._modules:
            # A new page, or what a failed import looked for.
            return is_new and os.path.dirname(path).partition("/")[0] in self._packages()
        loaded = self._modules[path]
        try:
            with open(os.path.join(self._project.root, path), "rb") as file:
                new = file.read()
            classes = changed_classes(loaded.source, new, sys.modules.get(loaded.name))
        except (OSError, SyntaxError, ValueError):
            return True
        if classes is None:
            return True
        if classes:
            patches.append((path, new, classes))
        return False

    def texts(self, paths):
        """The texts of these files that run. What could not be imported does not."""
        known = {path: self._modules[path] for path in paths if path in self._modules}
        return {
            path: importlib.util.decode_source(loaded.source)
            for path, loaded in known.items()
            if loaded.name is None or loaded.name in sys.modules
        }

    def _packages(self):
        return {path.partition("/")[0] for path in self._modules}

    def _patch(self, path, source, classes):
        loaded = self._modules[path]
        module = sys.modules[loaded.name]
        for node in classes:
            code = compile(ast.Module([node], []), os.path.join(self._project.root, path), "exec")
            made = {}
            exec(code, module.__dict__, made)
            replace_members(getattr(module, node.name), made[node.name])
        loaded.source = source


def read_by(endings):
    """Whether one of these files is among the nearest callers."""
    frame = sys._getframe(3)
    for _step in range(12):
        if frame is None:
            return False
        if frame.f_code.co_filename.endswith(endings):
            return True
        frame = frame.f_back
    return False


def changed_classes(old, new, module):
    """The browser classes that differ between two texts; None if anything else does."""
    before, after = statements(old), statements(new)
    if [key for key, _node in before] == [key for key, _node in after]:
        return []
    if len(before) != len(after):
        return None
    differing = [(mine, other) for (key, mine), (other_key, other) in zip(before, after) if key != other_key]
    fits = all(is_same_browser_class(mine, other, module) for mine, other in differing)
    return [node for _mine, node in differing] if fits else None


def statements(source):
    """Each top-level statement with what identifies its meaning, whatever its lines."""
    tree = ast.parse(source)
    return [(ast.dump(node), node) for node in tree.body if not is_docstring(node)]


def is_docstring(node):
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def is_same_browser_class(old, new, module):
    from sprag.runtime.browser import Component, Module

    if not (isinstance(old, ast.ClassDef) and isinstance(new, ast.ClassDef) and old.name == new.name):
        return False
    heads = [[ast.dump(part) for part in node.bases + node.keywords + node.decorator_list] for node in (old, new)]
    known = getattr(module, old.name, None)
    return (
        heads[0] == heads[1]
        and all(is_framework_decorator(decorator, module) for decorator in new.decorator_list)
        and isinstance(known, type)
        and issubclass(known, (Component, Module))
        and known.__module__ == module.__name__
    )


def is_framework_decorator(expression, module):
    """Such as ``@animate("in")``, which only notes something on the class."""
    callee = expression.func if isinstance(expression, ast.Call) else expression
    decorator = getattr(module, callee.id, None) if isinstance(callee, ast.Name) else None
    return (getattr(decorator, "__module__", None) or "").partition(".")[0] == "sprag"


def replace_members(known, made):
    """Give a running class the members of its new version; it stays the class that others refer to."""
    kept = {"__dict__", "__weakref__", "__module__", "__qualname__"}
    for name in set(vars(known)) - set(vars(made)) - kept:
        delattr(known, name)
    for name, value in vars(made).items():
        if name not in kept:
            rebind(value, made, known)
            setattr(known, name, value)


def rebind(value, made, known):
    """``super()`` in a method looks its class up in a cell."""
    function = getattr(value, "__func__", value)
    for part in (function, *(getattr(value, name, None) for name in ("fget", "fset", "fdel"))):
        if not isinstance(part, types.FunctionType):
            continue
        for cell in part.__closure__ or ():
            if cell.cell_contents is made:
                cell.cell_contents = known
