"""The warm process: imports the framework once, starts the app's process, relays the frames of builds.

It never imports the app, so the app's process (:mod:`.app`) always starts from the same clean state. The
zygote outlives whatever user code does: it keeps the output of a build within bounds, kills it at its
deadline or on request, and passes on complete frames only.
"""

from __future__ import annotations

import gc
import json
import marshal
import os
import select
import signal
import socket
import sys
import time
import warnings

from . import frames
from .codes import Codes

PIECE = 1 << 16
# How long user code may go on after the soft deadline has raised inside it.
GRACE = 2.0
POLL = 0.25


def main():
    """Announce this interpreter, then serve build requests until the daemon closes the pipe."""
    opened = announce()
    if opened is None:
        return
    control, replies = opened
    from . import build

    build.adopt_orphans()
    gc.collect()
    gc.freeze()
    zygote = Zygote(control, replies)
    zygote.serve()


class Zygote:
    def __init__(self, control, replies):
        self.control = control
        self.replies = replies
        self.reader = frames.Reader()
        self.codes = Codes()
        # The app's process, if there is one that can do builds.
        self.app = None

    def serve(self):
        while True:
            for _tag, payload in self.reader.frames():
                self.obey(json.loads(payload))
            piece = os.read(self.control, PIECE)
            if not piece:
                self.close()
                return
            self.reader.feed(piece)

    def obey(self, request):
        if request["kind"] == "build":
            self.build(request)
        elif request["kind"] == "check":
            self.check(request)

    def build(self, request):
        if self.app is not None and request["is_new"]:
            self.end_app()
        if self.app is None and not request["is_new"]:
            self.tell({"kind": "outdated", "paths": []})
            return
        Build(self, request).run()

    def check(self, request):
        """Whether changed modules compile, and their functions can be exchanged in the app's process."""
        if self.app is None:
            self.tell({"kind": "checked", "outdated": broken(request["root"], request["changed"])})
            return
        answer = self.app.answer(request["deadline"]) if self.app.order(request, ()) else None
        if answer is None:
            self.end_app()
        self.tell(answer or {"kind": "checked", "outdated": broken(request["root"], request["changed"])})

    def tell(self, message):
        frames.write_message(self.replies, message)

    def end_app(self):
        self.app.end()
        self.app = None

    def close(self):
        """Leave nothing behind: where nobody reaps orphans they would stay."""
        if self.app is not None:
            self.end_app()
        end_orphans(0)


class AppProcess:
    """The app's process as the zygote sees it."""

    def __init__(self, pid, channel, codes):
        self.pid = pid
        self.channel = channel
        self.codes = codes
        self.reader = frames.Reader()

    def order(self, request, descriptors):
        """Tell it what to do; False if it is gone, for whatever reason it ended between two builds."""
        payload = json.dumps(request).encode("utf-8")
        frame = frames.HEADER.pack(frames.MESSAGE, len(payload)) + payload
        try:
            sent = socket.send_fds(self.channel, [frame], descriptors) if descriptors else 0
            self.channel.sendall(frame[sent:])
        except ConnectionError:
            return False
        return True

    def messages(self):
        """What it has told by now; None once it is gone."""
        try:
            piece = self.channel.recv(PIECE)
        except ConnectionError:
            # It ended without reading its order.
            return None
        if not piece:
            return None
        self.reader.feed(piece)
        told = []
        for tag, payload in self.reader.frames():
            if tag == frames.CODES:
                self.codes.add(marshal.loads(payload))
            else:
                told.append(json.loads(payload))
        return told

    def answer(self, patience):
        """Its next message; None if it is gone or takes too long."""
        until = time.monotonic() + patience
        while select.select([self.channel], [], [], max(0, until - time.monotonic()))[0]:
            told = self.messages()
            if told is None or told:
                return told and told[0]
        return None

    def status(self):
        """Its wait status, or None while it lives."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        return status if pid else None

    def end(self):
        """End it, and its children with it."""
        os.kill(self.pid, signal.SIGKILL)
        kill_group(self.pid)
        os.waitpid(self.pid, 0)
        self.channel.close()


def announce():
    """Say what this interpreter is; its pipes to the daemon, or None if it cannot be used."""
    control, replies = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(2, 1)
    sys.argv = ["sprag"]
    sys.dont_write_bytecode = True
    hello = describe_interpreter()
    frames.write_message(replies, hello)
    return None if hello["problem"] is not None else (control, replies)


def describe_interpreter():
    """Facts about the interpreter and the framework in it, and why it cannot be used, if so."""
    facts = {
        "kind": "hello",
        "python": ".".join(str(part) for part in sys.version_info[:3]),
        "prefix": sys.prefix,
        "site_packages": sorted(path for path in sys.path if path.endswith("-packages")),
        "framework": None,
        "problem": None,
    }
    if not (3, 9) <= sys.version_info[:2] <= (3, 12):
        facts["problem"] = {
            "kind": "python_version",
            "message": "Python {} cannot run the framework".format(facts["python"]),
        }
        return facts
    try:
        facts["framework"] = import_framework()
    except Exception as error:
        facts["problem"] = {
            "kind": "framework_missing",
            "message": "the framework cannot be imported: {}: {}".format(type(error).__name__, error),
        }
    return facts


def import_framework():
    """Import all that builds need, so that children inherit it; tell where it is."""
    import importlib.metadata

    import sprag
    import sprag.runtime.discovery
    import sprag.runtime.http
    import sprag.runtime.loader
    import sprag.runtime.rendering

    from . import app, build, corrections

    corrections.install()
    build.prepare()
    package = os.path.dirname(os.path.abspath(sprag.__file__))
    return {
        "version": sprag.__version__,
        "package": package,
        "assets": asset_files(os.path.join(package, "assets")),
        "specter": importlib.metadata.version("specter-runtime"),
    }


def asset_files(folder):
    found = []
    for directory, _names, files in os.walk(folder):
        found += (os.path.relpath(os.path.join(directory, name), folder) for name in files)
    return sorted(name for name in found if not name.endswith(".pyc"))


class Build:
    """One build and what is known of the processes that do it."""

    def __init__(self, zygote, request):
        self.zygote = zygote
        self.request = request
        self.app = zygote.app
        # The process that runs user code now.
        self.pid = 0
        self.phase = "start"
        self.since = time.monotonic()
        self.killed_for = None
        self.output = bytearray()
        self.printed = 0
        self.overflow_phase = None
        # How the process that did the build ended.
        self.status = None
        self.outdated = None

    def run(self):
        messages, messages_end = os.pipe()
        output, output_end = os.pipe()
        if self.app is None:
            self.start_app(messages_end, output_end, (messages, output))
        elif not self.app.order(self.request, (messages_end, output_end)):
            # The daemon asks for a new one then.
            self.outdated = []
            self.zygote.end_app()
        os.close(messages_end)
        os.close(output_end)
        os.set_blocking(output, False)
        if self.outdated is None:
            self.relay(messages, output)
        self.drain(output)
        if self.pid:
            kill_group(self.pid)
        end_orphans(self.zygote.app.pid if self.zygote.app else 0)
        os.close(messages)
        os.close(output)
        if self.outdated is not None:
            self.zygote.tell({"kind": "outdated", "paths": self.outdated})
        else:
            self.zygote.tell(self.finished(self.status))
        if self.killed_for == "gone":
            self.zygote.close()
            os._exit(0)

    def start_app(self, messages, output, readers):
        """The app's process, which does this build when it has imported the app."""
        mine, channel = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            mine.close()
            for fd in (*readers, self.zygote.control, self.zygote.replies):
                os.close(fd)
            run_app(self.request, channel, self.zygote.codes, messages, output)
        channel.close()
        self.pid = pid
        self.app = self.zygote.app = AppProcess(pid, mine, self.zygote.codes)

    def relay(self, messages, output):
        """Pass frames on until the build has ended."""
        incoming = frames.Reader()
        channel = self.app.channel
        sources = [messages, output, channel, self.zygote.control]
        while self.status is None and self.outdated is None or (messages in sources and readable):
            readable = select.select(sources, [], [], POLL)[0]
            if output in readable and not self.drain(output):
                sources.remove(output)
            if messages in readable:
                piece = os.read(messages, PIECE)
                incoming.feed(piece)
                for tag, payload in incoming.frames():
                    self.pass_on(tag, payload)
                if not piece:
                    sources.remove(messages)
            if channel in readable and not self.follow():
                sources.remove(channel)
            if self.zygote.control in readable and not self.read_control():
                sources.remove(self.zygote.control)
            if self.killed_for is None and self.is_overdue():
                self.kill("deadline")
            if channel not in sources and self.status is None:
                self.wait_for_app()

    def follow(self):
        """Take what the app's process tells; False once it is gone."""
        told = self.app.messages()
        for message in told or ():
            if message["kind"] == "started":
                self.pid = message["pid"]
                if self.killed_for is not None:
                    self.kill(self.killed_for)
            elif message["kind"] == "ended":
                self.status = message["status"]
            elif message["kind"] == "outdated":
                self.outdated = message["paths"]
                self.zygote.end_app()
        return told is not None and self.outdated is None

    def wait_for_app(self):
        """It has closed the channel: it is ending, or doing the build itself."""
        if self.outdated is not None:
            return
        status = self.app.status()
        if status is None:
            time.sleep(0.002)
            return
        self.status = status
        if not self.pid:
            # It had ended before it began with this build.
            self.outdated = []
        kill_group(self.app.pid)
        self.app.channel.close()
        self.zygote.app = None

    def pass_on(self, tag, payload):
        if tag == frames.PHASE:
            self.phase = payload.decode("utf-8")
            self.since = time.monotonic()
        frames.write(self.zygote.replies, tag, payload)

    def read_control(self):
        """While a build runs the daemon can only cancel it, or be gone."""
        piece = os.read(self.zygote.control, PIECE)
        if not piece:
            self.kill("gone")
            return False
        self.zygote.reader.feed(piece)
        for _tag, payload in self.zygote.reader.frames():
            if json.loads(payload)["kind"] == "cancel":
                self.kill("cancel")
        return True

    def is_overdue(self):
        return time.monotonic() - self.since > self.request["deadline"] + GRACE

    def kill(self, reason):
        self.killed_for = reason
        if self.pid:
            kill(self.pid)
            kill_group(self.pid)

    def drain(self, output):
        """Take what the child printed, keep the beginning; False once nothing more can come."""
        limit = self.request["output_limit"]
        while True:
            try:
                piece = os.read(output, PIECE)
            except BlockingIOError:
                return True
            if not piece:
                return False
            self.printed += len(piece)
            self.output += piece[:max(0, limit - len(self.output))]
            if self.printed > limit and self.overflow_phase is None:
                self.overflow_phase = self.phase

    def finished(self, status):
        return {
            "kind": "finished",
            "phase": self.phase,
            "killed_for": self.killed_for,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
            "exit": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "output": self.output.decode("utf-8", "replace"),
            "printed": self.printed,
            "overflow_phase": self.overflow_phase,
        }


def broken(root, paths):
    """The modules that do not compile."""
    found = []
    for path in paths:
        try:
            with open(os.path.join(root, path), "rb") as file, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(file.read(), path, "exec", dont_inherit=True)
        except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
            found.append(path)
    return found


def kill(pid):
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        pass


def kill_group(leader):
    """End what is left of a process and of those that it started."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def end_orphans(kept):
    """End and reap what a build has left behind, in its group or out of it.

    Orphans become children of this process (see `build.adopt_orphans`), which between builds has no others
    than the one that is ``kept``.
    """
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline:
        orphans = [pid for pid in children() if pid != kept]
        if not orphans:
            return
        for pid in orphans:
            kill(pid)
            os.waitpid(pid, os.WNOHANG)
        time.sleep(0.001)


def children():
    """The processes whose parent this one is, where the system tells."""
    try:
        with open("/proc/self/task/{}/children".format(os.getpid())) as listed:
            return [int(pid) for pid in listed.read().split()]
    except OSError:
        return []


def run_app(request, channel, codes, messages, output):
    """Never returns: whatever user code does, this process ends here."""
    try:
        from . import app

        app.main(request, channel, codes, messages, output)
        os._exit(0)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(70)
