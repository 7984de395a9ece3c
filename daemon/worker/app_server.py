"""One server of the app, as ``sprag dev`` has it run: boots what is imported, serves, obeys the daemon."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading

from . import build, development, frames
from .outdated import Loaded

PIECE = 1 << 16
# How long requests that a replaced server still answers may take.
DRAIN_SECONDS = 30


class Server:
    """One version of the app, served on a socket of its own until it is told to drain."""

    def __init__(self, request, imported, control):
        """``imported`` is the app as :mod:`.parent` has loaded it."""
        self._request = request
        self._app = imported.app
        self._problems = imported.problems
        self._reporter = imported.reporter
        self._control = control
        # The first are the facts.
        self._orders = control.orders()
        self._writing = threading.Lock()
        imported.recorder.stop()
        self._loaded = Loaded(imported, lambda path: self._send({"kind": "wrote", "path": path}))
        self._server = None

    def run(self):
        """The exit status."""
        self._loaded.watch()
        if not self._boot():
            self._send({"kind": "failed", "problems": self._problems})
            return 1
        self._serve(self._app)
        return 0

    def _boot(self):
        try:
            self._app.boot()
        except BaseException as error:
            self._problems.append(self._reporter.from_error("boot", error))
            return False
        return True

    def _serve(self, app):
        import gevent
        import gevent.event

        drained = gevent.event.Event()
        wake = gevent.get_hub().loop.async_()
        wake.start(lambda: gevent.spawn(self._drain, drained))
        facts = development.Facts(next(self._orders)["facts"])
        listener = listen(self._request["listen"])

        def ready(server):
            self._server = server
            build.outlive_parent()
            threading.Thread(target=self._obey, args=(facts, wake), daemon=True).start()
            self._send({"kind": "ready", "pid": os.getpid(), "problems": self._problems})
            drained.wait()

        development.serve(app, listener, facts, self._reporter, ready)

    def _drain(self, drained):
        self._server.stop(timeout=DRAIN_SECONDS)
        drained.set()

    def _obey(self, facts, wake):
        """Follow the daemon's orders, in a thread: user code that blocks the server must not block this."""
        for order in self._orders:
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
            self._control.send(message)


class Control:
    """The way to the daemon, of one server."""

    def __init__(self, connected):
        self._socket = connected

    def send(self, message):
        frames.write_message(self._socket.fileno(), message)

    def orders(self):
        """What the daemon wants, one after the other. This process ends when the daemon is gone."""
        reader = frames.Reader()
        while True:
            piece = self._socket.recv(PIECE)
            if not piece:
                os.killpg(0, signal.SIGKILL)
            reader.feed(piece)
            for _tag, payload in reader.frames():
                yield json.loads(payload)

    def close(self):
        self._socket.close()


def listen(path):
    """A socket that gevent can serve on."""
    from gevent import socket as gevent_socket

    listener = gevent_socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(path)
    listener.listen(256)
    return listener
