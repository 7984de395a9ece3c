"""The process that servers of ``sprag dev`` are forked from: it has imported the app and never boots it.

A server that takes the place of another begins as a fork of this process, which has taken in the edits
since (:mod:`.imported`). Where that is not certain to be what importing the app anew would give, it says
so, and another process imports the app. An app whose import leaves more than memory behind cannot be
forked: then the process that imported it becomes the server.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import sys
from contextlib import nullcontext

from . import build, frames
from .app_server import Control, Server
from .imported import Imported
from .problems import Reporter
from .recording import Project, Recorder, listing, signature

PIECE = 1 << 16


def main(request, codes, channel, control, output):
    """Import the app and start a server of it, and others when they are asked for. The exit status."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    build.detach(os.dup(output))
    app = App(request, codes, channel)
    try:
        app.load(request["target"], request["environment"])
    except BaseException as error:
        app.fail(error)
    app.hand_over_codes()
    if app.app is None or (app.problems and not request["tolerant"]):
        control.send({"kind": "failed", "problems": app.problems})
        return 1
    app.note_reads()
    is_whole = not app.problems and not any(request["last_good"].values())
    if not (is_whole and app.can_be_forked()):
        if is_whole:
            app.tell({"kind": "imported", "stays": False})
        channel.close()
        os.close(output)
        return Server(request, app, control).run()
    gc.freeze()
    app.tell({"kind": "imported", "stays": True})
    if app.fork(output):
        return Server(request, app, control).run()
    control.close()
    return app.obey()


class App(Imported):
    """The imported app, of which servers are forked."""

    def __init__(self, request, codes, channel):
        self._channel = channel
        project = Project(request["root"])
        last_good = request["last_good"]
        codes = codes.kept_by(lambda new: frames.write_codes(channel.fileno(), new))
        recorder = Recorder(project, codes, last_good["texts"])
        problems = Tolerated(last_good["absent"])
        super().__init__(recorder, Reporter(project, recorder.paused), problems, lambda _name: nullcontext())
        # Everything that importing has read besides the project's modules, as it was.
        self.files = {}
        self.listings = {}
        self._modules = set()

    def tell(self, message):
        frames.write_message(self._channel.fileno(), message)

    def fail(self, error):
        """What is imported cannot be served."""
        self.app = None
        self.problems.append(self.reporter.from_error("boot", error))

    def hand_over_codes(self):
        self.recorder.codes.hand_over()

    def can_be_forked(self, before=None):
        # Files that importing writes would not be written again.
        return not self.recorder.written and super().can_be_forked(before)

    # -- being forked -------------------------------------------------------------------------

    def fork(self, output):
        """Start a server that prints into ``output``. True in its process."""
        import gevent

        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        with self.recorder.paused():
            pid = os.fork()
        if pid == 0:
            # Before the daemon can know, and ask for another.
            self.tell({"kind": "started", "pid": os.getpid()})
            self._channel.close()
            build.detach(output)
            # A loop that importing made belongs to the parent process.
            gevent.reinit()
            return True
        silence(output)
        return False

    def obey(self):
        """Start servers until nobody wants any, or a change needs another process. The exit status."""
        reader, received = frames.Reader(), []
        while True:
            piece, more, _flags, _address = socket.recv_fds(self._channel, PIECE, 2)
            if not piece:
                return 0
            for descriptor in more:
                os.set_inheritable(descriptor, False)
                received.append(descriptor)
            reader.feed(piece)
            for _tag, payload in reader.frames():
                request = json.loads(payload)
                control, output = Control(socket.socket(fileno=received.pop(0))), received.pop(0)
                reap()
                for fd in (1, 2):
                    os.dup2(output, fd)
                hindrance, problems = self._take_in(request)
                if hindrance is None and self.fork(output):
                    return Server(request, self, control).run()
                if hindrance is not None:
                    silence(output)
                    self.tell({"kind": hindrance})
                if problems:
                    control.send({"kind": "failed", "problems": problems})
                control.close()

    # -- taking in changes --------------------------------------------------------------------

    def note_reads(self):
        taken = self.recorder.take()
        self.files.update(taken["files"])
        self.listings.update(taken["listings"])
        self.files.update((path, signature(path)) for path in self._other_modules())

    def _other_modules(self):
        """Where those of the new modules lie that are neither the project's nor installed."""
        project = self.recorder.project
        new = set(sys.modules) - self._modules
        self._modules |= new
        for name in new:
            path = getattr(sys.modules[name], "__file__", None)
            if path and not name.startswith(__package__) and not project.is_installed(path) and not project.owns(path):
                yield path

    def _take_in(self, request):
        """Take in what has changed. Why no server can be forked then, and problems that the daemon is told.

        This process is ``outdated``; or another one has to import the app ``aside``, for a server that is
        like no other; or the server that was asked for has ``failed``.
        """
        changed, last_good = request["changed"], request["last_good"]
        if not self._still_has_read(changed, request["added"]):
            return "outdated", []
        rest = self.exchange([path for path in changed if path in self.recorder.loaded])
        rest = [path for path in rest if not self._has_last_good(path, last_good["texts"])]
        problems = self._syntax_problems(rest)
        if problems and not request["tolerant"]:
            return "failed", problems
        if problems or last_good["absent"]:
            return "aside", []
        if rest and not self.reload(rest):
            return "outdated", []
        if rest:
            self.note_reads()
        self.hand_over_codes()
        return None, []

    def _has_last_good(self, path, texts):
        return path in texts and self.recorder.loaded[path].source == texts[path].encode("utf-8")

    def _syntax_problems(self, paths):
        problems = []
        with self.recorder.paused():
            for path in paths:
                filename = os.path.join(self.recorder.project.root, path)
                try:
                    with open(filename, "rb") as file:
                        compile(file.read(), filename, "exec", dont_inherit=True)
                except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
                    problems.append(self.reporter.from_error("syntax", error))
        return problems

    def _still_has_read(self, changed, added):
        """Whether files are there as before, and those that importing has read are the same."""
        with self.recorder.paused():
            exists = lambda path: os.path.lexists(os.path.join(self.recorder.project.root, path))
            return (
                not any(exists(path) for path in added)
                and all(exists(path) for path in changed if path not in added)
                and all(signature(path) == known for path, known in self.files.items())
                and all(listing(path) == names for path, names in self.listings.items())
            )


class Tolerated(list):
    """Problems, but for those of files that are left out."""

    def __init__(self, absent):
        super().__init__()
        self._absent = frozenset(absent)

    def append(self, problem):
        if not any(frame["file"] in self._absent for frame in problem["frames"]):
            super().append(problem)


def silence(output):
    """Let go of a server's output, so that the reader sees its end."""
    os.close(output)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (1, 2):
        os.dup2(null, fd)
    os.close(null)


def reap():
    """Let servers that have ended go."""
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
