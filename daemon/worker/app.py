"""The app's process: forked from the zygote, it imports the app and is forked for every build.

It never boots the app, so each build starts from what importing gives. Edits inside of functions are
exchanged in it (:mod:`.exchange`), other modules are loaded anew where that is as good as importing the
whole app (:mod:`.reloading`); it ends when a change needs more, and another one imports the app.

An app whose import leaves more than memory behind (threads, open files, connections) cannot be forked: then the
process that imported it does the one build and ends.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import threading
import time
from importlib.machinery import SourceFileLoader

from . import build, discovery, exchange, frames
from .describe import Describer
from .discovery import raw_environment
from .marks import marked
from .problems import Reporter
from .recording import Project, Recorder, signature
from .reloading import Reloading
from .steps import Steps
from .stores import Stores

PIECE = 1 << 16
DESCRIPTORS = "/proc/self/fd" if sys.platform == "linux" else "/dev/fd"
# Of an event loop, which is made anew after a fork.
LOOP_DESCRIPTORS = ("anon_inode:[eventpoll]", "anon_inode:[eventfd]", "anon_inode:[timerfd]")
# Problems that need not come back when the same is imported again.
PASSING_PROBLEMS = frozenset({"deadline", "exit"})


def main(request, channel, codes, messages, output):
    """Import the app, do the build, and all that are asked for later. Returns only in a process that does a build."""
    build.detach(output)
    before = descriptors()
    app = App(request, channel, codes, messages)
    app.load(before)
    if app.app is None:
        return
    if not app.stays:
        app.hand_over_codes()
        build.Build(request, messages, app).run()
        return
    gc.freeze()
    if app.fork(request, messages, None):
        return
    app.serve()


def entered(folder):
    """Go there, if it is still there."""
    try:
        os.chdir(folder)
    except OSError:
        return False
    return True


class App:
    """The imported app and what it was imported from."""

    def __init__(self, request, channel, codes, messages):
        self._channel = channel
        self._request = request
        self._environment = request["environment"]
        self._codes = codes.kept_by(self._hand_over)
        project = Project(request["root"])
        self.recorder = Recorder(project, self._codes)
        self.reporter = Reporter(project, self.recorder.paused)
        self._steps = Steps(request, messages, self.recorder)
        self.stores = None
        self.problems = []
        self.target = None
        self.app = None
        self.describer = None
        self._surfaces = []
        self.stays = False
        # How many modules have been loaded anew.
        self._reloads = 0

    def _hand_over(self, codes):
        frames.write_codes(self._channel.fileno(), codes)

    def hand_over_codes(self):
        with self.recorder.paused():
            self._codes.hand_over()

    def _tell(self, message):
        frames.write_message(self._channel.fileno(), message)

    # -- importing ----------------------------------------------------------------------------

    def load(self, before):
        """Import the app and tell what that depended on. ``before`` are the descriptors that were open."""
        self.recorder.project.enter(self._environment)
        self.stores = Stores()
        for name in (".env", ".env.local"):
            path = os.path.join(self.recorder.project.root, name)
            self.recorder.files[path] = signature(path)
        self.recorder.install()
        finder = self._finder = discovery.Finder(self.reporter, self.problems, self._import_step)
        # What is imported stays.
        gc.disable()
        try:
            self._import(finder)
        except discovery.NotFound:
            pass
        gc.enable()
        # Modules may have been loaded that read them, and variables that every interpreter reads.
        self.recorder.read_variable("PYTHONPATH")
        self.recorder.read_variable("TZ")
        self._changes = changes(finder.environment, raw_environment())
        roots = self._roots(self._surfaces)
        self.stays = self.app is not None and self._can_stay(before)
        self._ran = set(self.recorder.ran)
        taken = self.recorder.take()
        self._steps.send({"kind": "imported", "roots": roots, "stays": self.stays, **taken})
        if self.app is None:
            self._steps.send({"kind": "no_app", "problems": self.problems})
        else:
            with self.recorder.paused():
                self.stores.state()

    def _import(self, finder):
        with self._steps.phase("import"):
            self.target, app = finder.load_app(self._request["target"])
        with self._steps.phase("discovery"):
            self.app = app
            self.describer = Describer(app, self.recorder.project)
            self._surfaces = self._find_surfaces()
        finder.found_again()

    def _find_surfaces(self):
        """Those that are new."""
        pages = self._finder.pages(self.app.routes)
        self.app._mounts = self._finder.mounts(self.app.mounts_package, pages)
        self.app._pages = pages
        return self.describer.prepare()

    def _import_step(self, name):
        phase = "import:" + name
        return None if self._steps.skips(phase) else self._steps.phase(phase)

    def _roots(self, surfaces):
        """Of each surface, by kind and pattern, the files whose code makes it what it is."""
        roots = {}
        for name, surface in surfaces:
            kind = "route" if hasattr(surface, "screen") else "mount"
            names = module_names(self.target, name, surface)
            roots[build.key(kind, surface.path)] = sorted(self.recorder.files_of(names))
        return roots

    def _can_stay(self, before):
        """Whether a fork of this process is what a process that imports the app again would be."""
        return (
            not any(step.startswith("import:") for step in self._request["skip"])
            and not any(problem["kind"] in PASSING_PROBLEMS for problem in self.problems)
            and not self.recorder.volatile
            and threading.active_count() == 1
            and number_of_threads() == 1
            and not descriptors() - before
        )

    # -- being forked -------------------------------------------------------------------------

    def serve(self):
        """Obey orders until the zygote closes the channel or a change needs another process."""
        reader, received = frames.Reader(), []
        here = os.getcwd()
        while True:
            # While it waits it must not keep the project's disk from being unmounted.
            with self.recorder.paused():
                os.chdir("/")
                piece, more, _flags, _address = socket.recv_fds(self._channel, PIECE, 2)
                if not piece or not entered(here):
                    return
            for descriptor in more:
                os.set_inheritable(descriptor, False)
                received.append(descriptor)
            reader.feed(piece)
            for _tag, payload in reader.frames():
                order = json.loads(payload)
                rest = self._exchange(order["changed"])
                if order["kind"] == "check":
                    self._tell({"kind": "checked", "outdated": rest})
                    continue
                messages, output = received.pop(0), received.pop(0)
                if rest and not self._reload(order, messages, output, rest):
                    self._tell({"kind": "outdated", "paths": rest})
                    return
                if self.fork(order, messages, output):
                    return

    def fork(self, request, messages, output):
        """Start a build and wait for its end. True in the process that did it."""
        sys.stdout.flush()
        sys.stderr.flush()
        with self.recorder.paused():
            pid = os.fork()
        if pid == 0:
            self._channel.close()
            self._build(request, messages, output)
            return True
        os.close(messages)
        self._silence(output)
        self._tell({"kind": "started", "pid": pid})
        self.hand_over_codes()
        _pid, status = os.waitpid(pid, 0)
        self._tell({"kind": "ended", "status": status})
        return False

    def _silence(self, output):
        """Let go of the build's output, so that the reader sees its end."""
        if output is not None:
            os.close(output)
        null = os.open(os.devnull, os.O_RDWR)
        for fd in (1, 2):
            os.dup2(null, fd)
        os.close(null)

    def _build(self, request, messages, output):
        import gevent

        build.detach(os.dup(1) if output is None else output)
        # A loop that importing made belongs to the parent process.
        gevent.reinit()
        with self.recorder.paused():
            self._change_environment(request["environment"])
        build.Build(request, messages, self).run()

    def _change_environment(self, environment):
        """Make it as if the app had been imported in this environment, of which it has read nothing that differs."""
        if environment == self._environment:
            return
        from sprag.runtime import env

        os.environ.clear()
        os.environ.update(environment)
        env._LOADED_ROOTS.clear()
        try:
            env.load_project_env(self.target.partition(":")[0])
        except ValueError:
            # It has been reported.
            pass
        for name, value in self._changes.items():
            name = os.fsdecode(name)
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = os.fsdecode(value)
        time.tzset()

    # -- taking in changes --------------------------------------------------------------------

    def _exchange(self, paths):
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
        code = self._codes.compiled(SourceFileLoader(name, filename), source, filename)
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

    def _reload(self, request, messages, output, paths):
        """Load changed modules anew. False if the app has to be imported by another process."""
        for fd in (1, 2):
            os.dup2(output, fd)
        before = descriptors()
        steps = Steps(request, messages, self.recorder)
        reloading = Reloading(self.recorder, self.target.partition(":")[0], self._finder)
        try:
            affected = reloading.affected(paths)
            self._reloads += len(affected)
            # What was loaded before stays in memory.
            exchange.require(not self.problems and self._reloads < len(self.recorder.loaded))
            with steps.phase("import"):
                reloading.run(paths)
                new = self._find_surfaces()
            exchange.require(not self.problems and self._can_stay(before))
        except BaseException:
            return False
        gc.freeze()
        steps.send({"kind": "reloaded", "roots": self._roots(new), **self.recorder.take()})
        return True


def changes(before, after):
    """What must be done to one dictionary to have the other; None is for what is deleted."""
    differing = {name: after.get(name) for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    return differing


def module_names(target, source, surface):
    """The modules whose code makes a surface what it is."""
    names = {target.partition(":")[0], source}
    classes = [getattr(surface, name, None) for name in ("controller", "screen", "component", "module", "boot")]
    classes += surface.providers.values()
    names.update(value.__module__ for value in classes if value is not None)
    return names


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
