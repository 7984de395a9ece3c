"""One build, in a child of the zygote: import the app, describe it, render what is asked for.

Messages, in order: ``app`` (declarations and the problems so far), one ``entry`` for each surface
that was rendered or ``kept`` for each that did not need it, ``dependencies``. A phase frame precedes
each step; a step whose phase the request lists in ``skip`` ended an earlier child and is left out.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from contextlib import contextmanager

from . import describe, discovery, frames, surfaces
from .problems import DeadlineExceeded, Reporter
from .recording import Project, Recorder, signature

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
_libc = None


def prepare():
    """Load in the zygote what every child needs before it runs user code."""
    global _libc
    if sys.platform == "linux":
        _libc = ctypes.CDLL(None)


def adopt_orphans():
    """Make this process the parent of what its children leave behind."""
    if _libc is not None:
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def detach(output):
    """Make this child a group of its own that dies with the zygote and prints into ``output``."""
    os.setsid()
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    for fd in (1, 2):
        os.dup2(output, fd)
    os.close(output)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)


def run(request, messages):
    Build(request, messages).run()


class Build:
    def __init__(self, request, messages):
        self._request = request
        self._messages = messages
        self._project = Project(request["root"])
        self._reporter = Reporter(self._project)
        self._recorder = Recorder(self._project)
        self._problems = []
        self._roots = {}
        self._patterns = {}
        self._stores = {}

    def run(self):
        self._enter_project()
        app = None
        try:
            app, pages, mounts = self._import()
        except discovery.NotFound:
            self._send({"kind": "no_app", "problems": self._problems})
        else:
            self._boot(app, pages, mounts)
            entries = self._describe(app, pages, mounts)
            self._render(app, entries)
        self._send_dependencies()
        self._shut_down(app)

    def _enter_project(self):
        self._project.enter(self._request["environment"])
        for name in (".env", ".env.local"):
            path = os.path.join(self._project.root, name)
            self._recorder.files[path] = signature(path)
        self._recorder.install()

    # -- phases -------------------------------------------------------------------------------

    @contextmanager
    def _phase(self, name, surface=None):
        """User code of one step runs in here, under its deadline, its reads put to its account."""
        frames.write(self._messages, frames.PHASE, name.encode("utf-8"))
        signal.signal(signal.SIGALRM, raise_deadline)
        signal.setitimer(signal.ITIMER_REAL, self._request["deadline"])
        self._recorder.surface = surface
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            self._recorder.surface = None

    def _skips(self, phase):
        return phase in self._request["skip"]

    def _import(self):
        finder = discovery.Finder(self._reporter, self._problems, self._import_step)
        with self._phase("import"):
            self._target, app = finder.load_app(self._request["target"])
        with self._phase("discovery"):
            pages = finder.pages(app.routes)
            mounts = finder.mounts(app.mounts_package, pages)
        app._pages, app._mounts = pages, mounts
        return app, pages, mounts

    def _import_step(self, name):
        phase = "import:" + name
        return None if self._skips(phase) else self._phase(phase)

    def _boot(self, app, pages, mounts):
        """Start providers and controllers; what fails to start must not stop the rest."""
        self._recorder.is_importing = False
        app._sprag_static_build = False
        app._ensure_controllers = lambda: self._start_controllers(app, pages, mounts)
        with self._phase("boot"):
            try:
                app.boot()
            except BaseException as error:
                self._problems.append(self._reporter.from_error("boot", error))
                app._booted = True

    def _start_controllers(self, app, pages, mounts):
        starts = [(page, page.controller, app.controller_for_page) for _name, page in pages]
        starts += [(mount, mount.boot, app.controller_for_mount) for _name, mount in mounts if mount.boot]
        for surface, controller, start in starts:
            try:
                start(surface)
            except BaseException as error:
                problem = self._reporter.from_error("boot", error, surface.path, controller.__init__)
                self._problems.append(problem)

    def _describe(self, app, pages, mounts):
        """Send the declarations; return ``(key, surface, path, params)`` of what there is to render."""
        describer = describe.Describer(app, self._project)
        described, entries, taken = [], [], {}
        for name, page in pages:
            concrete = self._concrete_paths(name, page, taken)
            described.append(describer.page(name, page, concrete))
            entries += (("route", page, entry.path, entry.params) for entry in concrete)
            self._roots[page.path] = module_roots(self._target, name, page)
        for name, mount in mounts:
            if not self._stays_below(mount.path, mount):
                continue
            entry = surfaces_entry(mount)
            described.append(describer.mount(name, mount, [entry]))
            entries.append(("mount", mount, mount.path, {}))
            self._roots[mount.path] = module_roots(self._target, name, mount)
        answer = {**describer.app(self._target), "surfaces": described, "problems": self._problems}
        self._send({"kind": "app", "app": answer})
        return entries

    def _concrete_paths(self, source, page, taken):
        from sprag.runtime.routing import build_entries_for_page, is_dynamic_path

        phase = "static_paths:" + page.path
        if self._skips(phase):
            return []
        if page.static_paths is None and is_dynamic_path(page.path):
            message = "a dynamic route needs static_paths"
            frames = [self._reporter.frame(discovery.file_of(source), 1, None, "<module>")]
            problem = self._reporter.problem("missing_static_paths", message, page.path, frames)
            self._problems.append(problem)
            return []
        with self._phase(phase):
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

    def _render(self, app, entries):
        from sprag.runtime.env import public_env

        with self._recorder.paused():
            renderer = surfaces.Renderer(app, self._reporter, public_env())
        for kind, surface, path, params in entries:
            key = kind + ":" + path
            self._patterns[key] = surface.path
            if self._skips(key):
                continue
            before = store_state()
            known = self._request["known"].get(key)
            if known is not None and known["before"] == before and restore_stores(known["after"]):
                self._stores[key] = known
                self._send({"kind": "kept", "surface": {"kind": kind, "path": path}})
                continue
            with self._phase(key, key):
                rendered, problems = self._render_one(renderer, kind, surface, path, params)
            after = store_state()
            self._stores[key] = {"before": before, "after": after if after != before else None}
            entry = {
                "kind": kind,
                "pattern": surface.path,
                "path": path,
                "rendered": rendered,
                "problems": problems,
            }
            self._send({"kind": "entry", "entry": entry})

    def _render_one(self, renderer, kind, surface, path, params):
        try:
            if kind == "mount":
                return renderer.mount(surface), []
            return renderer.page(surface, path, params), []
        except surfaces.Failed as failure:
            return "failed", [failure.problem]
        except BaseException as error:
            return "failed", [self._reporter.from_error("render", error, path)]

    # -- messages -----------------------------------------------------------------------------

    def _send(self, message):
        with self._recorder.paused():
            frames.write_message(self._messages, message)

    def _send_dependencies(self):
        recorder = self._recorder
        with recorder.paused():
            per_surface = {key: self._surface_dependencies(key) for key in self._stores}
            message = {
                "kind": "dependencies",
                "surfaces": per_surface,
                "modules": recorder.module_files,
                "files": recorder.files,
                "discovery_listings": recorder.discovery_listings,
                "listings": recorder.listings,
                "variables": sorted(recorder.variables.get(None, ())),
                "has_missing_imports": bool(recorder.missing),
                "volatile": sorted(recorder.volatile.get(None, ())),
            }
        self._send(message)

    def _surface_dependencies(self, key):
        pattern = self._patterns[key]
        return {
            "modules": self._recorder.closure(self._roots[pattern]),
            "variables": sorted(self._recorder.variables.get(key, ())),
            "volatile": sorted(self._recorder.volatile.get(key, ())),
            "stores": self._stores[key],
        }

    def _shut_down(self, app):
        """Stop what the app started; what does not stop in time is killed with this process."""
        if app is None:
            return
        with self._phase("shutdown"):
            try:
                app.shutdown()
            except BaseException:
                pass


def raise_deadline(_signal, _frame):
    raise DeadlineExceeded


def surfaces_entry(mount):
    from sprag.runtime.routing import BuildEntry

    return BuildEntry(path=mount.path, params={})


def module_roots(target, source, surface):
    """The modules whose code makes a surface what it is."""
    names = {target.partition(":")[0], source}
    classes = [getattr(surface, name, None) for name in ("controller", "screen", "component", "module", "boot")]
    classes += surface.providers.values()
    names.update(value.__module__ for value in classes if value is not None)
    return names


def store_state():
    """The state of all stores as text: equal texts are equal states."""
    from sprag.runtime.rendering import store_snapshots

    return json.dumps(store_snapshots(), sort_keys=True, default=repr)


def restore_stores(state):
    """Put the stores into the state in which a surface that is not rendered again left them.

    False if that cannot be done, because it was rendering that declared one of them.
    """
    from sprag.runtime.stores import declared_stores

    if state is None:
        return True
    declared = {store.name: store for store in declared_stores()}
    states = json.loads(state)
    if not declared.keys() >= states.keys():
        return False
    for name, value in states.items():
        if declared[name].snapshot() != value:
            declared[name].clear()
            declared[name].patch(value)
    return True
