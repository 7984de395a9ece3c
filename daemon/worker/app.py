"""The app's process: forked from the zygote, it imports the app and is forked for every build.

It never boots the app, so each build starts from what importing gives. It takes in edits (:mod:`.imported`)
and ends when a change needs more; then another one imports the app.

An app whose import leaves more than memory behind (threads, open files, connections) cannot be forked: then the
process that imported it does the one build and ends.
"""

from __future__ import annotations

import gc
import json
import os
import socket
import sys
import time

from . import build, frames
from .describe import Describer
from .discovery import raw_environment
from .imported import Imported
from .problems import Reporter
from .recording import Project, Recorder
from .steps import Steps
from .stores import Stores

PIECE = 1 << 16
# Problems that need not come back when the same is imported again.
PASSING_PROBLEMS = frozenset({"deadline", "exit"})


def main(request, channel, codes, messages, output):
    """Import the app, do the build, and all that are asked for later. Returns only in a process that does a build."""
    build.detach(output)
    app = App(request, channel, codes, messages)
    app.load_and_tell()
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


class App(Imported):
    """The imported app, of which builds are forked."""

    def __init__(self, request, channel, codes, messages):
        self._channel = channel
        self._request = request
        self._environment = request["environment"]
        self._codes = codes.kept_by(self._hand_over)
        project = Project(request["root"])
        recorder = Recorder(project, self._codes)
        super().__init__(recorder, Reporter(project, recorder.paused), [], self._import_step)
        self._steps = Steps(request, messages, recorder)
        self.stores = None
        self.describer = None
        # Those that were found last.
        self._surfaces = []
        self.stays = False

    def _hand_over(self, codes):
        frames.write_codes(self._channel.fileno(), codes)

    def hand_over_codes(self):
        with self.recorder.paused():
            self._codes.hand_over()

    def _tell(self, message):
        frames.write_message(self._channel.fileno(), message)

    # -- importing ----------------------------------------------------------------------------

    def load_and_tell(self):
        """Import the app and tell what that depended on."""
        self.stores = Stores()
        self.load(self._request["target"], self._environment)
        # Modules may have been loaded that read them, and variables that every interpreter reads.
        self.recorder.read_variable("PYTHONPATH")
        self.recorder.read_variable("TZ")
        self._changes = changes(self.finder.environment, raw_environment())
        roots = self._roots(self._surfaces)
        self.stays = self.app is not None and self.can_be_forked()
        taken = self.recorder.take()
        self._steps.send({"kind": "imported", "roots": roots, "stays": self.stays, **taken})
        if self.app is None:
            self._steps.send({"kind": "no_app", "problems": self.problems})
        else:
            with self.recorder.paused():
                self.stores.state()

    def import_app(self, wanted):
        with self._steps.phase("import"):
            self.target, app = self.finder.load_app(wanted)
        with self._steps.phase("discovery"):
            self.app = app
            self.describer = Describer(app, self.recorder.project)
            self.find_surfaces()

    def find_surfaces(self):
        super().find_surfaces()
        self._surfaces = self.describer.prepare()

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

    def can_be_forked(self, before=None):
        return (
            not any(step.startswith("import:") for step in self._request["skip"])
            and not any(problem["kind"] in PASSING_PROBLEMS for problem in self.problems)
            and super().can_be_forked(before)
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
                rest = self.exchange(order["changed"])
                if order["kind"] == "check":
                    self._tell({"kind": "checked", "outdated": rest})
                    continue
                messages, output = received.pop(0), received.pop(0)
                if rest and not self._reload_and_tell(order, messages, output, rest):
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

    def _reload_and_tell(self, request, messages, output, paths):
        """Load changed modules anew and tell what that depended on. False if that is not enough."""
        for fd in (1, 2):
            os.dup2(output, fd)
        steps = Steps(request, messages, self.recorder)
        with steps.phase("import"):
            is_done = self.reload(paths)
        if is_done:
            steps.send({"kind": "reloaded", "roots": self._roots(self._surfaces), **self.recorder.take()})
        return is_done


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
