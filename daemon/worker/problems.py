"""Exceptions of user code as data: what happened, and where in the project."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import nullcontext


class DeadlineExceeded(KeyboardInterrupt):
    """Raised inside user code that runs too long.

    A KeyboardInterrupt, because ``except Exception`` must not swallow it and because gevent's hub
    hands that kind on to the main greenlet.
    """


class Reporter:
    """Turns exceptions into problems whose frames are project files only."""

    def __init__(self, project, unrecorded=nullcontext):
        """``unrecorded`` makes a context in which reading is nobody's dependency."""
        self.project = project
        self._unrecorded = unrecorded

    def problem(self, kind, message, surface=None, frames=()):
        return {
            "kind": kind,
            "surface": surface,
            "message": self.without_root(message),
            "frames": list(frames),
        }

    def from_error(self, kind, error, surface=None, at=None):
        """``at`` is a function to point at when no frame of the traceback is in the project."""
        if isinstance(error, DeadlineExceeded):
            kind, message = "deadline", "ran longer than its deadline"
        elif isinstance(error, SystemExit):
            kind, message = "exit", "ended the process: SystemExit({})".format(error.code)
        else:
            message = "".join(traceback.format_exception_only(type(error), error)).strip()
            if isinstance(error, SyntaxError):
                message = "{}: {}".format(type(error).__name__, error.msg)
        frames = self.frames(error) or self.frame_of(at)
        return self.problem(kind, message, surface, frames)

    def without_static_paths(self, source, page):
        """A dynamic page from which no paths can be made."""
        frames = [self.frame(file_of(source), 1, None, "<module>")]
        return self.problem("missing_static_paths", "a dynamic route needs static_paths", page.path, frames)

    def frames(self, error):
        """The project's frames of a traceback, the deepest last; a syntax error ends in its place."""
        with self._unrecorded():
            summaries = traceback.extract_tb(error.__traceback__)
        found = [
            self.frame(summary.filename, summary.lineno, columns(summary), summary.name)
            for summary in summaries
            if self.project.owns(summary.filename)
        ]
        if isinstance(error, SyntaxError) and error.filename and self.project.owns(error.filename):
            found.append(self.frame(error.filename, error.lineno or 1, None, "<module>"))
        return found

    def frame_of(self, function):
        code = getattr(function, "__code__", None)
        if code is None or not self.project.owns(code.co_filename):
            return []
        return [self.frame(code.co_filename, code.co_firstlineno, None, code.co_name)]

    def frame(self, filename, line, span, function):
        return {
            "file": self.project.relative(filename),
            "line": line or 1,
            "columns": span,
            "function": function,
        }

    def without_root(self, text):
        """Messages never tell where on this machine the project lies."""
        return text.replace(self.project.root + os.sep, "").replace(self.project.root, ".")


def file_of(module_name):
    return getattr(sys.modules.get(module_name), "__file__", None) or os.curdir


def columns(summary):
    """Byte offsets in the line, from Python 3.11 on and for expressions of one line."""
    start, end = getattr(summary, "colno", None), getattr(summary, "end_colno", None)
    if start is None or end is None or getattr(summary, "end_lineno", None) != summary.lineno:
        return None
    return [start, end]
