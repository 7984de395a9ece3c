"""The app in a process that has imported it and takes in edits, so that others can be forked from it.

Edits inside of functions are exchanged (:mod:`.exchange`), other modules are loaded anew where that is
as good as importing the whole app (:mod:`.reloading`). What goes beyond that needs another process.
What the forks do is not known here.
"""

from __future__ import annotations

import gc
import os
import sys
import threading
from importlib.machinery import SourceFileLoader

from . import discovery, exchange
from .marks import marked
from .recording import signature
from .reloading import Reloading

DESCRIPTORS = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"
# Of an event loop, which is made anew after a fork.
LOOP_DESCRIPTORS = ("anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[timerfd]")


class Imported:
    """The imported app and what it was imported from."""

    def __init__(self, recorder, reporter, problems, step):
        """``step`` as :class:`.discovery.Finder` takes it; ``problems`` is where those of importing go."""
        self.recorder = recorder
        self.reporter = reporter
        self.problems = problems
        self.target = None
        self.app = None
        self.finder = discovery.Finder(reporter, problems, step)
        self._before = descriptors()
        # The functions that ran while modules were loaded.
        self._ran = set()
        # How many modules have been loaded anew.
        self._reloads = 0

    # -- importing ----------------------------------------------------------------------------

    def load(self, wanted, environment):
        """Import the app that ``wanted`` names, in this environment, as far as that goes."""
        self.recorder.project.enter(environment)
        for name in (".env", ".env.local"):
            path = os.path.join(self.recorder.project.root, name)
            self.recorder.files[path] = signature(path)
        self.recorder.install()
        # What is imported stays.
        gc.disable()
        try:
            self.import_app(wanted)
            self.finder.found_again()
        except discovery.NotFound:
            pass
        gc.enable()
        self._ran = set(self.recorder.ran)

    def import_app(self, wanted):
        self.target, self.app = self.finder.load_app(wanted)
        self.find_surfaces()

    def find_surfaces(self):
        pages = self.finder.pages(self.app.routes)
        self.app._mounts = self.finder.mounts(self.app.mounts_package, pages)
        self.app._pages = pages

    def can_be_forked(self, before=None):
        """Whether a fork of this process is what a process that imports the app again would be.

        ``before`` are the descriptors that were open, if not those at the beginning.
        """
        return (
            not self.recorder.volatile
            and threading.active_count() == 1
            and number_of_threads() == 1
            and not descriptors() - (self._before if before is None else before)
        )

    # -- taking in changes --------------------------------------------------------------------

    def exchange(self, paths):
        """Exchange the functions of changed modules. Tells for which modules that is not enough."""
        rest = []
        with self.recorder.paused():
            for path in paths:
                try:
                    self._exchange_one(path)
                except (exchange.Different, OSError, SyntaxError, ValueError, RecursionError, MemoryError):
                    rest.append(path)
        return rest

    def _exchange_one(self, path):
        filename = os.path.join(self.recorder.project.root, path)
        with open(filename, "rb") as file:
            source = file.read()
        loaded = self.recorder.loaded.get(path)
        name = loaded.name if loaded else "module"
        code = self.recorder.codes.compiled(SourceFileLoader(name, filename), source, filename)
        if loaded is None:
            # It is loaded while a surface is rendered, if ever.
            return
        module = sys.modules.get(name)
        exchange.require(loaded.code is not None and getattr(module, "__file__", None) == filename)
        exchanges = []
        code = exchange.merged(loaded.code, marked(code, path + ":", self.recorder.ran), exchanges)
        has_run = any(item.is_changed and "{}:{}".format(path, item.name) in self._ran for item in exchanges)
        exchange.require(not has_run)
        exchange.exchange(exchange.holders(module, exchanges))
        loaded.code, loaded.source = code, source

    def reload(self, paths):
        """Load changed modules anew. False if the app has to be imported by another process."""
        before = descriptors()
        reloading = Reloading(self.recorder, self.target.partition(":")[0], self.finder)
        try:
            affected = reloading.affected(paths)
            self._reloads += len(affected)
            # What was loaded before stays in memory.
            exchange.require(not self.problems and self._reloads < len(self.recorder.loaded))
            reloading.run(paths)
            self.find_surfaces()
            exchange.require(not self.problems and self.can_be_forked(before))
        except BaseException:
            return False
        gc.freeze()
        return True


def descriptors():
    """What this process has open, but for the descriptors of an event loop."""
    opened = set()
    for name in os.listdir(DESCRIPTORS):
        try:
            opened.add((name, os.readlink(os.path.join(DESCRIPTORS, name))))
        except OSError:
            # That of the listing itself.
            continue
    return {item for item in opened if item[1] not in LOOP_DESCRIPTORS}


def number_of_threads():
    """Those that Python does not know of included, where the system tells."""
    try:
        return len(os.listdir("/proc/self/task"))
    except OSError:
        return 1
