"""One build, in a process that has imported the app: boot it, describe it, render what is asked for.

Messages, in order: ``app`` (declarations and the problems so far) if it is asked for, for each surface
that had to be rendered its ``entry``, with the ``state`` of the stores before it if that is new, and
``rendered`` with what all of that depended on. A phase frame precedes each step; a step whose phase the
request lists in ``skip`` ended an earlier process and is left out.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

from . import surfaces as rendering
from .steps import Steps

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = None


def prepare():
    """Load in the zygote what every process needs before it runs user code."""
    global _libc
    if sys.platform == "linux":
        _libc = ctypes.CDLL(None)


def adopt_orphans():
    """Make this process the parent of what its children leave behind."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def detach(output):
    """Make this process a group of its own that dies with its parent and prints into ``output``."""
    os.setsid()
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for fd in (1, 2):
        os.dup2(output, fd)
    if output > 2:
        os.close(output)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)


def outlive_parent():
    """Go on without the process that this one was forked from."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, 0)


class Build:
    def __init__(self, request, messages, imported):
        """``imported`` is the app as :mod:`.app` has loaded it."""
        self._request = request
        self._recorder = imported.recorder
        self._reporter = imported.reporter
        self._stores = imported.stores
        self._problems = list(imported.problems)
        self._target = imported.target
        self._app = imported.app
        self._describer = imported.describer
        self._steps = Steps(request, messages, imported.recorder)
        # Of each surface that the daemon knows: the state before it, and after it if it differs.
        self._known = {}
        self._rendered = {}
        # Of each page that was asked for it, the parameters by path.
        self._found = {}
        self._told = set()

    def run(self):
        self._boot()
        entries = self._entries()
        early = sorted(self._recorder.take_ran())
        self._render(entries)
        self._send_dependencies(early)
        self._shut_down()

    # -- boot ---------------------------------------------------------------------------------

    def _boot(self):
        """Start providers and controllers; what fails to start must not stop the rest."""
        app = self._app
        app._sprag_static_build = False
        app._ensure_controllers = self._start_controllers
        with self._steps.phase("boot"):
            try:
                app.boot()
            except BaseException as error:
                self._problems.append(self._reporter.from_error("boot", error))
                app._booted = True

    def _start_controllers(self):
        app = self._app
        starts = [(page, page.controller, app.controller_for_page) for _name, page in app._pages]
        starts += [(mount, mount.boot, app.controller_for_mount) for _name, mount in app._mounts if mount.boot]
        for surface, controller, start in starts:
            try:
                start(surface)
            except BaseException as error:
                problem = self._reporter.from_error("boot", error, surface.path, controller.__init__)
                self._problems.append(problem)

    # -- what there is to render --------------------------------------------------------------

    def _entries(self):
        """``(key, surface, path, params)`` of the surfaces in their order."""
        self._known = {
            key(kind, path): (before, after)
            for kind, _pattern, path, before, after in self._request["known"]
            if before is not None
        }
        is_remembered = not self._request["describe"] and not self._problems
        entries = self._remembered_entries() if is_remembered else None
        return self._describe() if entries is None else entries

    def _remembered_entries(self):
        """Those that the daemon remembers, in so far as they are the same; None if they are not."""
        surfaces = {("route", page.path): (name, page) for name, page in self._app._pages}
        surfaces.update({("mount", mount.path): (name, mount) for name, mount in self._app._mounts})
        problems = list(self._problems)
        entries = []
        for kind, pattern, path, before, _after in self._request["known"]:
            name, surface = surfaces[kind, pattern]
            if before is None and kind == "route" and path not in self._params(name, surface):
                self._problems = problems
                return None
            params = lambda name=name, surface=surface, path=path: self._params(name, surface).get(path)
            entries.append((kind, surface, path, dict if kind == "mount" else params))
        return entries

    def _params(self, name, page):
        """Of one page, the parameters by path."""
        if page.path not in self._found:
            concrete = self._concrete_paths(name, page, {})
            self._found[page.path] = {entry.path: entry.params for entry in concrete}
        return self._found[page.path]

    def _describe(self):
        """Send the declarations."""
        described, entries, taken = [], [], {}
        state = self._stores.state()
        for name, page in self._app._pages:
            concrete = self._concrete_paths(name, page, taken)
            described.append(self._describer.surface(name, page, concrete))
            entries += (("route", page, entry.path, lambda entry=entry: entry.params) for entry in concrete)
        for name, mount in self._app._mounts:
            if not self._stays_below(mount.path, mount):
                continue
            described.append(self._describer.surface(name, mount, [rendering.mount_entry(mount)]))
            entries.append(("mount", mount, mount.path, dict))
        answer = {**self._describer.app(self._target), "surfaces": described, "problems": self._problems}
        # What finding paths does to the stores has to be done again each time.
        self._steps.send({"kind": "app", "app": answer, "has_effects": self._stores.state() is not state})
        return entries

    def _concrete_paths(self, source, page, taken):
        from sprag.runtime.routing import build_entries_for_page, is_dynamic_path

        phase = "static_paths:" + page.path
        if self._steps.skips(phase):
            return []
        if not is_dynamic_path(page.path):
            found = build_entries_for_page(page)
        elif page.static_paths is None:
            self._problems.append(self._reporter.without_static_paths(source, page))
            return []
        else:
            with self._steps.phase(phase):
                try:
                    found = build_entries_for_page(page)
                except BaseException as error:
                    at = page.static_paths if callable(page.static_paths) else None
                    problem = self._reporter.from_error("static_paths", error, page.path, at)
                    self._problems.append(problem)
                    return []
        return [entry for entry in found if self._claim(entry.path, page, taken)]

    def _claim(self, path, page, taken):
        if not self._stays_below(path, page):
            return False
        owner = taken.setdefault(path.rstrip("/") or "/", page.path)
        if owner != page.path:
            message = "{} is already built by {}".format(path, owner)
            self._problems.append(self._reporter.problem("conflict", message, page.path))
        return owner == page.path

    def _stays_below(self, path, surface):
        """Whether a path leads nowhere else than below the web root."""
        if not {".", ".."} & set(path.split("/")):
            return True
        message = "the path {} must not have `.` or `..` as a segment".format(path)
        self._problems.append(self._reporter.problem("static_paths", message, surface.path))
        return False

    # -- rendering ----------------------------------------------------------------------------

    def _render(self, entries):
        from sprag.runtime.env import public_env

        with self._recorder.paused():
            renderer = rendering.Renderer(self._app, self._reporter, self._stores, public_env())
        for kind, surface, path, params in entries:
            name = key(kind, path)
            if self._steps.skips(name) or self._is_kept(name):
                continue
            params = params()
            before = self._stores.state()
            with self._steps.phase(name, name):
                rendered, problems = self._render_one(renderer, kind, surface, path, params)
            after = self._stores.state()
            self._rendered[name] = (before.identity, after.identity if after is not before else None)
            for state in (before, renderer.state, after):
                self._tell(state)
            entry = {
                "kind": kind,
                "pattern": surface.path,
                "path": path,
                "rendered": rendered,
                "problems": problems,
            }
            self._steps.send({"kind": "entry", "entry": entry, "stores": renderer.state.identity})

    def _is_kept(self, name):
        """Whether the surface is as the daemon remembers it; then the stores are, too."""
        before, after = self._known.get(name, (None, None))
        if before != self._stores.state().identity:
            return False
        return after is None or self._stores.restore(self._request["states"][after])

    def _tell(self, state):
        if state.identity not in self._told:
            self._told.add(state.identity)
            self._steps.send({"kind": "state", "identity": state.identity, "text": state.text})

    def _render_one(self, renderer, kind, surface, path, params):
        try:
            if kind == "mount":
                return renderer.mount(surface), []
            return renderer.page(surface, path, params or {}), []
        except rendering.Failed as failure:
            return "failed", [failure.problem]
        except BaseException as error:
            return "failed", [self._reporter.from_error("render", error, path)]

    # -- the end ------------------------------------------------------------------------------

    def _send_dependencies(self, early):
        recorder = self._recorder
        with recorder.paused():
            per_surface = {
                name: {
                    "variables": sorted(recorder.variables.get(name, ())),
                    "volatile": sorted(recorder.volatile.get(name, ())),
                    "before": before,
                    "after": after,
                }
                for name, (before, after) in self._rendered.items()
            }
            message = {"kind": "rendered", "surfaces": per_surface, "ran_early": early, **recorder.take()}
        self._steps.send(message)

    def _shut_down(self):
        """Stop what the app started; what does not stop in time is killed with this process."""
        with self._steps.phase("shutdown"):
            try:
                self._app.shutdown()
            except BaseException:
                pass


def key(kind, path):
    return "{}:{}".format(kind, path)
