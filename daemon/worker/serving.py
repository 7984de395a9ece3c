"""The warm process behind ``sprag dev``: imports the framework once and has servers of the app started.

It never imports the app. Servers are forked from a process that has (:mod:`.parent`); when that one is
outdated, another is forked from here, at a price of importing the app, for which compiled modules are kept.
Servers talk to the daemon by sockets of their own; this process only has them started, and takes them with it.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import sys

from . import frames, zygote
from .codes import Codes

PIECE = 1 << 16


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
    """Has servers started, one after the other."""

    def __init__(self, control):
        self._control = control
        self._reader = frames.Reader()
        self._codes = Codes()
        # All processes that can be servers, or have been.
        self._servers = []
        # The process that servers are forked from, and what has changed since it was told.
        self._parent = None
        self._behind = Behind()
        # Who is to start the server that is asked for, and with what.
        self._starting = None
        self._request = None
        self._sockets = ()
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)

    def run(self):
        while self._control in self._selector.get_map():
            ready = [key for key, _events in self._selector.select()]
            # A request that comes after the end of another has to find it ended.
            for key in sorted(ready, key=lambda key: key.fd == self._control):
                if key.fd == self._control:
                    self._read_control()
                elif key.fd in self._selector.get_map():
                    self._follow(key.data)
        for pid in self._servers:
            zygote.kill_group(pid)

    def _read_control(self):
        piece = os.read(self._control, PIECE)
        if not piece:
            self._selector.unregister(self._control)
            return
        self._reader.feed(piece)
        for _tag, payload in self._reader.frames():
            self._start(json.loads(payload))

    def _start(self, request):
        self._give_up()
        self._request = request
        self._sockets = [connect(request["control"]) for _use in ("messages", "output")]
        self._behind.add(request)
        if self._parent is None:
            self._import()
            return
        self._starting = self._parent
        descriptors = [connected.fileno() for connected in self._sockets]
        if not self._parent.order({**request, **self._behind.told()}, descriptors):
            self._forget(self._parent)

    def _give_up(self):
        """The daemon no longer waits for the server that it asked for before."""
        if self._starting is not None:
            self._end(self._starting)
            self._has_started()

    def _import(self):
        """Have another process import the app."""
        mine, channel = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            mine.close()
            for fd in self._selector.get_map():
                os.close(fd)
            self._selector.close()
            run(self._request, self._codes, channel, *self._sockets)
        channel.close()
        self._servers.append(pid)
        self._starting = zygote.AppProcess(pid, mine, self._codes)
        self._selector.register(mine, selectors.EVENT_READ, self._starting)

    def _follow(self, process):
        told = process.messages()
        for message in told or ():
            self._take(process, message)
        if told is None:
            self._forget(process)

    def _take(self, process, message):
        if message["kind"] == "imported":
            if self._parent is not None:
                self._end(self._parent)
            self._behind = Behind()
            if message["stays"]:
                self._parent = process
            else:
                self._has_started()
        elif message["kind"] == "started":
            self._servers.append(message["pid"])
            self._behind = Behind()
            self._has_started()
        elif message["kind"] == "failed":
            self._has_started()
        else:
            if message["kind"] == "outdated":
                self._end(process)
            self._import()

    def _has_started(self):
        for connected in self._sockets:
            connected.close()
        self._starting, self._request, self._sockets = None, None, ()

    def _end(self, process):
        """End a process that has no more to do; servers that were forked from it stay."""
        zygote.kill(process.pid)
        zygote.kill_group(process.pid)
        self._selector.unregister(process.channel)
        process.channel.close()
        if process is self._parent:
            self._parent = None

    def _forget(self, process):
        """It says no more: it has ended, or serves."""
        self._selector.unregister(process.channel)
        process.channel.close()
        was_parent = process is self._parent
        if was_parent:
            self._parent = None
        if process is not self._starting:
            return
        if was_parent:
            self._import()
        else:
            self._has_started()


class Behind:
    """Files that have changed, and those of them that are new."""

    def __init__(self):
        self._changed = set()
        self._added = set()

    def add(self, request):
        self._changed.update(request["changed"])
        self._added.update(request["added"])

    def told(self):
        return {"changed": sorted(self._changed), "added": sorted(self._added)}


def prepare():
    """Load in this process what every server needs before it runs user code."""
    import gevent.pywsgi
    import sprag.runtime.socket_bridge

    from . import parent

    try:
        import geventwebsocket.handler
        import geventwebsocket.resource
    except ImportError:
        # Apps without sockets do without it.
        pass


def run(request, codes, channel, messages, output):
    """Never returns: whatever user code does, this process ends here."""
    from . import app_server, parent

    status = 70
    try:
        control = app_server.Control(messages)
        status = parent.main(request, codes, channel, control, output.detach())
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        try:
            sys.stdout.flush()
            sys.stderr.flush()
        finally:
            os._exit(status)


def connect(path):
    connected = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    connected.connect(path)
    return connected
