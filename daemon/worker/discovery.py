"""Finding the app and its surfaces, keeping what works when something does not.

The framework's own discovery stops at the first module that cannot be imported; here each module
that raises is a problem of its own and the others are still found. Order and naming are the
framework's, so that what is built is what its server will serve.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import pkgutil
import re
import sys
from pathlib import Path

from .problems import file_of

TARGETS = ("app:app", "app.app:app")


class NotFound(Exception):
    """There is no app to build; the problem has been reported."""


class Finder:
    def __init__(self, reporter, problems, step):
        """``step(name)`` is a context manager for running one module; None if it must be left out."""
        self._reporter = reporter
        self._problems = problems
        self._step = step
        self._causes = []
        # Of surface modules with names of their own, how to load them; and the modules found, by kind.
        self.loads = {}
        self._found = {}
        self._known = {}
        # What the environment is before modules of the app can change it.
        self.environment = {}

    # -- the app ------------------------------------------------------------------------------

    def load_app(self, wanted):
        """Import the first target that exists; return it and its ``App``."""
        for target in (wanted,) if wanted else TARGETS:
            module_name, _, attribute = target.partition(":")
            if not attribute:
                self._fail("no_app", "the app must be named as module:attribute, not {!r}".format(target))
            self._load_environment(module_name)
            if not self._exists(module_name):
                continue
            module = self._import(module_name)
            if module is None:
                raise NotFound
            app = getattr(module, attribute, None)
            if app is not None:
                return target, self._checked(target, app)
        self._fail("no_app", "there is no app: tried {}".format(wanted or " and ".join(TARGETS)))

    def _load_environment(self, module_name):
        from sprag.runtime.env import load_project_env

        try:
            load_project_env(module_name)
        except ValueError as error:
            self._problems.append(self._environment_problem(error))
        self.environment = raw_environment()

    def _environment_problem(self, error):
        """The framework's message quotes the line, which may be a secret: only its place is told."""
        place = re.search(r" in (?P<file>.+?):(?P<line>\d+): ", str(error))
        frames = []
        if place and self._reporter.project.owns(place["file"]):
            frames = [self._reporter.frame(place["file"], int(place["line"]), None, "<env>")]
        return self._reporter.problem("env", "this line is not KEY=VALUE", frames=frames)

    def _exists(self, module_name):
        try:
            return importlib.util.find_spec(module_name) is not None
        except (ImportError, ValueError):
            return False

    def _checked(self, target, app):
        from sprag import App

        if not isinstance(app, App):
            self._fail("no_app", "{} is a {}, not an App".format(target, type(app).__name__))
        return app

    def _import(self, module_name):
        try:
            return importlib.import_module(module_name)
        except BaseException as error:
            self._report_import(error)
            return None

    def _report_import(self, error):
        """One report of one cause, however many modules import the broken one."""
        kind = "syntax" if isinstance(error, SyntaxError) else "import"
        problem = self._reporter.from_error(kind, error)
        cause = (problem["message"], problem["frames"][-1:])
        if cause not in self._causes:
            self._causes.append(cause)
            self._problems.append(problem)

    def _fail(self, kind, message):
        self._problems.append(self._reporter.problem(kind, message))
        raise NotFound

    # -- surfaces -----------------------------------------------------------------------------

    def pages(self, package):
        from sprag.runtime.page import Page
        from sprag.runtime.routing import is_dynamic_path

        found = self._surfaces(package, "page", Page)
        return sorted(found, key=lambda item: (is_dynamic_path(item[1].path), item[1].path))

    def mounts(self, package, pages):
        from sprag.runtime.discovery import validate_surface_paths
        from sprag.runtime.mount import Mount

        accepted = []
        if not self._exists(package):
            return accepted
        for item in sorted(self._surfaces(package, "mount", Mount), key=lambda item: item[1].path):
            try:
                validate_surface_paths(pages, accepted + [item])
            except ValueError as error:
                self._conflict(item, str(error))
            else:
                accepted.append(item)
        return accepted

    def found_again(self):
        """The same modules are looked through again, without looking for more."""
        self._modules = lambda _package, leaf: [(name, sys.modules[name]) for name in self._found.get(leaf, ())]

    def _surfaces(self, package, leaf, kind):
        """Every surface object of the modules named ``leaf``; the first of one path is kept."""
        found, owners = [], {}
        for name, module in self._modules(package, leaf):
            for value in self._declared(module, kind):
                if value.path in owners:
                    message = "the path is already taken by {}".format(owners[value.path])
                    self._conflict((name, value), message)
                    continue
                owners[value.path] = name
                found.append((name, value))
        return found

    def _declared(self, module, kind):
        """The surface objects among a module's names, looked up once."""
        known, declared = self._known.get((module.__name__, kind), (None, None))
        if known is not module:
            values = (getattr(module, name) for name in dir(module))
            declared = [value for value in values if isinstance(value, kind)]
            self._known[module.__name__, kind] = (module, declared)
        return declared

    def _conflict(self, item, message):
        name, surface = item
        frames = [self._reporter.frame(file_of(name), 1, None, "<module>")]
        self._problems.append(self._reporter.problem("conflict", message, surface.path, frames))

    def _modules(self, package_name, leaf):
        """``(name, module)`` of each surface module, in the framework's order."""
        package = self._import(package_name)
        if package is None:
            return
        seen = set()
        for folder in getattr(package, "__path__", ()):
            for name, load in self._candidates(package_name, folder, leaf):
                step = self._step(name)
                if name in seen or step is None:
                    continue
                seen.add(name)
                try:
                    with step:
                        module = load(name)
                except BaseException as error:
                    self._report_import(error)
                else:
                    self._found.setdefault(leaf, []).append(name)
                    yield name, module

    def _candidates(self, package_name, folder, leaf):
        def on_error(_name):
            # walk_packages calls this from its except clause, for a package that cannot be imported.
            self._report_import(sys.exc_info()[1])

        try:
            for info in pkgutil.walk_packages([folder], package_name + ".", on_error):
                if info.name.endswith("." + leaf):
                    yield info.name, importlib.import_module
        except (SystemExit, KeyboardInterrupt) as error:
            self._report_import(error)
        yield from self._dotted_folders(package_name, Path(folder), leaf)

    def _dotted_folders(self, package_name, root, leaf):
        """Folders such as ``[...rest]``, which pkgutil does not see; the framework names them."""
        from sprag.runtime import discovery

        for path in sorted(root.rglob(leaf + ".py")):
            relative = path.relative_to(root)
            if any("." in part for part in relative.parts[:-1]):
                name = discovery._synthetic_module_name(package_name, relative)
                self.loads[name] = lambda _name, relative=relative: discovery._load_surface_module(
                    package_name, root, relative
                )
                yield name, self.loads[name]


def raw_environment():
    """A copy of the environment of which nobody is told that it is read."""
    return dict(os.environ._data)
