"""Running user code in steps: each announced, under its deadline, its reads put to its account."""

from __future__ import annotations

import signal
from contextlib import contextmanager

from . import frames
from .problems import DeadlineExceeded


class Steps:
    def __init__(self, request, messages, recorder):
        """``messages`` is where this process tells the daemon what it does and finds."""
        self._deadline = request["deadline"]
        self._left_out = frozenset(request["skip"])
        self._messages = messages
        self._recorder = recorder

    def skips(self, phase):
        """Whether the step ended an earlier process and is left out."""
        return phase in self._left_out

    @contextmanager
    def phase(self, name, surface=None):
        frames.write(self._messages, frames.PHASE, name.encode("utf-8"))
        signal.signal(signal.SIGALRM, raise_deadline)
        signal.setitimer(signal.ITIMER_REAL, self._deadline)
        self._recorder.surface = surface
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._recorder.surface = None

    def send(self, message):
        with self._recorder.paused():
            frames.write_message(self._messages, message)


def raise_deadline(_signal, _frame):
    raise DeadlineExceeded
