"""The warm process: imports the framework once, forks a child for each build, relays its frames.

It never imports the app, so a build always starts from the same clean state. The zygote outlives
whatever user code does in a child: it keeps the child's output within bounds, kills it at its
deadline or on request, and passes on complete frames only.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import sys
import time

from . import frames

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
    reader = frames.Reader()
    while True:
        for _tag, payload in reader.frames():
            request = json.loads(payload)
            if request["kind"] == "build":
                Build(request, control, replies, reader).run()
        piece = os.read(control, PIECE)
        if not piece:
            return
        reader.feed(piece)


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

    from . import build, corrections

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
    """One child and what is known of it."""

    def __init__(self, request, control, replies, reader):
        self.request = request
        self.control = control
        self.replies = replies
        self.reader = reader
        self.pid = 0
        self.phase = "start"
        self.since = time.monotonic()
        self.killed_for = None
        self.output = bytearray()
        self.printed = 0
        self.overflow_phase = None

    def run(self):
        messages, messages_end = os.pipe()
        output, output_end = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            for fd in (messages, output, self.control, self.replies):
                os.close(fd)
            run_child(self.request, messages_end, output_end)
        os.close(messages_end)
        os.close(output_end)
        os.set_blocking(output, False)
        status = self.relay(messages, output)
        self.drain(output)
        kill_group(self.pid)
        end_orphans()
        os.close(messages)
        os.close(output)
        frames.write_message(self.replies, self.finished(status))
        if self.killed_for == "gone":
            os._exit(0)

    def relay(self, messages, output):
        """Pass frames on until the child has ended; return its wait status."""
        incoming = frames.Reader()
        sources = [messages, output, self.control]
        status = None
        while status is None or (messages in sources and readable):
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
            if self.control in readable and not self.read_control():
                sources.remove(self.control)
            if self.killed_for is None and self.is_overdue():
                self.kill("deadline")
            if status is None and (messages not in sources or not readable or self.killed_for):
                status = self.wait()
        return status

    def wait(self):
        """The child's wait status, or None while it lives."""
        pid, status = os.waitpid(self.pid, os.WNOHANG)
        if pid:
            return status
        time.sleep(0.002)
        return None

    def pass_on(self, tag, payload):
        if tag == frames.PHASE:
            self.phase = payload.decode("utf-8")
            self.since = time.monotonic()
        frames.write(self.replies, tag, payload)

    def read_control(self):
        """While a build runs the daemon can only cancel it, or be gone."""
        piece = os.read(self.control, PIECE)
        if not piece:
            self.kill("gone")
            return False
        self.reader.feed(piece)
        for _tag, payload in self.reader.frames():
            if json.loads(payload)["kind"] == "cancel":
                self.kill("cancel")
        return True

    def is_overdue(self):
        return time.monotonic() - self.since > self.request["deadline"] + GRACE

    def kill(self, reason):
        self.killed_for = reason
        os.kill(self.pid, signal.SIGKILL)
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


def kill_group(leader):
    """End what is left of a child and the processes that it started."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def end_orphans():
    """End and reap what a build has left behind, in its group or out of it.

    Orphans become children of this process (see `build.adopt_orphans`), which has no others between builds.
    """
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline:
        try:
            ended = os.waitpid(-1, os.WNOHANG)[0]
        except ChildProcessError:
            return
        if not ended:
            for pid in children():
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.001)


def children():
    """The processes whose parent this one is, where the system tells."""
    try:
        with open("/proc/self/task/{}/children".format(os.getpid())) as listed:
            return [int(pid) for pid in listed.read().split()]
    except OSError:
        return []


def run_child(request, messages, output):
    """Never returns: whatever user code does, this process ends here."""
    try:
        from . import build

        build.detach(output)
        build.run(request, messages)
        os._exit(0)
    except BaseException as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(70)
