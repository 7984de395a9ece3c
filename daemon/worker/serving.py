"""The warm process behind ``sprag dev``: imports the framework once, forks a server of the app on request.

It never imports the app, so a new server starts from a clean state at the price of a fork. It keeps
what servers have compiled, so that the next one compiles only what is new. Servers talk to the daemon by
sockets of their own; this process only starts them, and takes them with it.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
import selectors
import signal
import socket
import sys
import threading

from . import frames, zygote
from .codes import Codes

PIECE = 1 << 16
# How long requests that a replaced server still answers may take.
DRAIN_SECONDS = 30


def main():
    """Announce this interpreter, then start servers until the daemon closes the pipe."""
    opened = zygote.announce()
    if opened is None:
        return
    control, replies = opened
    os.close(replies)
    prepare()
    gc.collect()
    gc.freeze()
    # Servers that have ended need no one to wait for them.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    Starter(control).run()


class Starter:
    """Starts servers, and keeps what they have compiled."""

    def __init__(self, control):
        self._control = control
        self._servers = []
        self._codes = Codes()
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ, (frames.Reader(), self._start))

    def run(self):
        while self._control in self._selector.get_map():
            for key, _events in self._selector.select():
                self._read(key.fd, *key.data)
        for pid in self._servers:
            zygote.kill_group(pid)

    def _read(self, fd, reader, take):
        piece = os.read(fd, PIECE)
        if not piece:
            self._selector.unregister(fd)
            os.close(fd)
            return
        reader.feed(piece)
        for _tag, payload in reader.frames():
            take(payload)

    def _start(self, payload):
        request = json.loads(payload)
        mine, its = os.pipe()
        pid = os.fork()
        if pid == 0:
            for fd in [mine, *self._selector.get_map()]:
                os.close(fd)
            self._selector.close()
            run_server(request, self._codes, its)
        os.close(its)
        self._servers.append(pid)
        self._selector.register(mine, selectors.EVENT_READ, (frames.Reader(), self._keep))

    def _keep(self, payload):
        self._codes.add(marshal.loads(payload))


def prepare():
    """Load in this process what every server needs before it runs user code."""
    import gevent.pywsgi
    import sprag.runtime.socket_bridge

    from . import build, development, outdated, problems

    try:
        import geventwebsocket.handler
        import geventwebsocket.resource
    except ImportError:
        # Apps without sockets do without it.
        pass


def run_server(request, codes, keeping):
    """Never returns: whatever user code does, this process ends here."""
    status = 70
    try:
        status = Server(request, codes, keeping).run()
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)


class Server:
    """One version of the app, served on a socket of its own until it is told to drain."""

    def __init__(self, request, codes, keeping):
        """``keeping`` is the pipe on which this process's own codes are kept for later servers."""
        from .outdated import Loaded
        from .problems import Reporter
        from .recording import Project

        self._request = request
        self._control = connect(request["control"])
        self._output = connect(request["control"])
        self._writing = threading.Lock()
        project = Project(request["root"])
        self._project = project
        self._reporter = Reporter(project)
        wrote = lambda path: self._send({"kind": "wrote", "path": path})
        self._keeping = keeping
        self._codes = codes.kept_by(self._keep)
        self._loaded = Loaded(project, wrote, request["last_good"]["texts"], self._codes)
        self._server = None
        self._problems = []

    def run(self):
        from . import build

        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        build.detach(self._output.detach())
        self._enter_project()
        app = self._start_app()
        self._end_keeping()
        if app is None:
            return 1
        self._serve(app)
        return 0

    def _enter_project(self):
        self._project.enter(self._request["environment"])
        self._loaded.watch()

    def _start_app(self):
        """Import and boot the app. What does not work is told; then there is none."""
        from . import discovery

        problems = Tolerated(self._request["last_good"]["absent"])
        self._problems = problems
        finder = discovery.Finder(self._reporter, problems, lambda _name: nothing())
        app = None
        try:
            _target, app = finder.load_app(self._request["target"])
            pages = finder.pages(app.routes)
            app._pages, app._mounts = pages, finder.mounts(app.mounts_package, pages)
            if not problems or self._request["tolerant"]:
                app.boot()
        except discovery.NotFound:
            app = None
        except BaseException as error:
            problems.append(self._reporter.from_error("boot", error))
            app = None
        if problems and not (app and self._request["tolerant"]):
            self._send({"kind": "failed", "problems": problems})
            return None
        return app

    def _keep(self, codes):
        if self._keeping is not None:
            frames.write_codes(self._keeping, codes)

    def _end_keeping(self):
        """What is imported from now on is too little to be kept."""
        self._codes.hand_over()
        os.close(self._keeping)
        self._keeping = None

    def _serve(self, app):
        import gevent
        import gevent.event

        from . import development

        drained = gevent.event.Event()
        wake = gevent.get_hub().loop.async_()
        wake.start(lambda: gevent.spawn(self._drain, drained))
        facts = development.Facts(self._request["facts"])
        listener = listen(self._request["listen"])

        def ready(server):
            self._server = server
            threading.Thread(target=self._obey, args=(facts, wake), daemon=True).start()
            self._send({"kind": "ready", "pid": os.getpid(), "problems": self._problems})
            drained.wait()

        development.serve(app, listener, facts, self._reporter, ready)

    def _drain(self, drained):
        self._server.stop(timeout=DRAIN_SECONDS)
        drained.set()

    def _obey(self, facts, wake):
        """Follow the daemon's orders, in a thread: user code that blocks the server must not block this."""
        reader = frames.Reader()
        while True:
            piece = self._control.recv(PIECE)
            if not piece:
                # The daemon is gone.
                os.killpg(0, signal.SIGKILL)
            reader.feed(piece)
            for _tag, payload in reader.frames():
                order = json.loads(payload)
                if order["kind"] == "facts":
                    facts.replace(order["facts"])
                elif order["kind"] == "changed":
                    verdict = self._loaded.verdict(order["changed"], order["added"])
                    self._send({"kind": "verdict", "seq": order["seq"], **verdict})
                elif order["kind"] == "texts":
                    self._send({"kind": "texts", "seq": order["seq"], "texts": self._loaded.texts(order["paths"])})
                elif order["kind"] == "drain":
                    wake.send()

    def _send(self, message):
        with self._writing:
            frames.write_message(self._control.fileno(), message)


class Tolerated(list):
    """Problems, but for those of files that are left out."""

    def __init__(self, absent):
        super().__init__()
        self._absent = frozenset(absent)

    def append(self, problem):
        if not any(frame["file"] in self._absent for frame in problem["frames"]):
            super().append(problem)


def connect(path):
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connected.connect(path)
    return connected


def listen(path):
    """A socket that gevent can serve on."""
    from gevent import socket as gevent_socket

    listener = gevent_socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(256)
    return listener


class nothing:
    """A step that needs no deadline."""

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        return False


