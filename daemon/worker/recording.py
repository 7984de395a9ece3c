"""What user code depends on: modules, files, directories, environment variables, the outside world.

Imports are recorded as edges between files, so that what one surface runs can be told even though
modules are loaded once for all of them, and of every function whether it ran. What imports look for is
recorded with what was there, whether or not that was what they found: what comes to be there later may
go first. Files, listings and variables are recorded for the process as a whole or for the surface that
is being rendered, see :class:`Recorder`. A module whose text is read by user code is a data file too.

Not seen: existence checks (covered by listings in practice), clocks, random numbers, line numbers
that code asks its own frames for, and what C extensions do on their own.
"""

from __future__ import annotations

import builtins
import importlib
import importlib.util
import os
import sys
import sysconfig
import time
from importlib.machinery import PathFinder, SourceFileLoader

from .marks import Ran, marked

# Audit events of things that no recording can make repeatable.
VOLATILE_EVENTS = frozenset(
    {"os.fork", "os.posix_spawn", "os.system", "socket.connect", "sqlite3.connect", "subprocess.Popen"}
)
SYSTEM_FOLDERS = ("/dev/", "/etc/", "/lib/", "/proc/", "/sys/", "/usr/")
MODULE_FINDERS = (
    "<frozen importlib._bootstrap_external>",
    os.sep + "pkgutil.py",
    os.path.join("spragd_worker", "discovery.py"),
)


class Project:
    """Which files belong to the project: all below its root that no interpreter installed."""

    def __init__(self, root):
        self.root = os.path.realpath(root)
        self._owned = {}
        self._installed = installed_folders()

    def enter(self, environment):
        """Make this process one of the client's: its environment, the project as folder and first place of imports."""
        os.environ.clear()
        os.environ.update(environment)
        time.tzset()
        os.chdir(self.root)
        # The zygote was started in the environment of another client.
        wanted = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        sys.path[:0] = [self.root] + [path for path in wanted if path and path not in sys.path]

    def owns(self, filename):
        if filename not in self._owned:
            self._owned[filename] = self._decide(filename)
        return self._owned[filename]

    def _decide(self, filename):
        if filename.startswith("<"):
            return False
        path = os.path.abspath(filename)
        inside = path == self.root or path.startswith(self.root + os.sep)
        return inside and not self.is_installed(path)

    def is_installed(self, path):
        return path.startswith(self._installed) or "{0}site-packages{0}".format(os.sep) in path

    def relative(self, filename):
        return os.path.relpath(os.path.abspath(filename), self.root).replace(os.sep, "/")


def installed_folders():
    """Where the interpreter keeps modules. Its prefix alone is too much: projects lie below /usr/src."""
    paths = sysconfig.get_paths()
    folders = {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    folders.add(os.path.dirname(os.__file__))
    if sys.prefix != sys.base_prefix:
        folders.add(sys.prefix)
    return tuple(os.path.realpath(folder) + os.sep for folder in folders)


class Loaded:
    """A module of the project as it was loaded."""

    __slots__ = ("name", "source", "code")

    def __init__(self, name):
        # None if the file was loaded under more than one.
        self.name = name
        self.source = b""
        # What runs, with marks; None for what does not compile.
        self.code = None


class Recorder:
    """Everything recorded in one process. There is one per process: audit hooks cannot be removed.

    What is recorded before :meth:`take` is told by it and recorded anew from then on.
    """

    def __init__(self, project, codes, texts=None):
        """``texts`` of modules, by path, count instead of those on disk."""
        self.project = project
        self.codes = codes
        self._texts = texts or {}
        # The surface whose code runs, or None while the app is imported and started.
        self.surface = None
        self._is_paused = False
        # By path, in the order in which loading began.
        self.loaded = {}
        self.importers = {}
        self.ran = Ran()
        self.written = set()
        self._paths = {}
        self._edges = {}
        self._begin()

    def _begin(self):
        self.new_modules = {}
        self.new_names = []
        self.new_edges = {}
        self.files = {}
        self.discovery_listings = {}
        self.lookups = {}
        self.listings = {}
        self.variables = {}
        self.volatile = {}
        self._ran_before = set(self.ran)

    def install(self):
        self._patch_imports()
        self._patch_finding()
        self._patch_loading()
        self._patch_environment()
        sys.addaudithook(self._on_event)

    def stop(self):
        """Note from now on which modules are loaded, and nothing else."""
        self._is_paused = True
        self.codes = self.codes.kept_by(None)

    def take(self):
        """What everybody depends on, as it is told to the daemon."""
        with self.paused():
            taken = {
                "modules": self.new_modules,
                "imports": self._imports(),
                "files": self.files,
                "discovery_listings": self.discovery_listings,
                "lookups": self.lookups,
                "listings": self.listings,
                "variables": sorted(self.variables.get(None, ())),
                "volatile": sorted(self.volatile.get(None, ())),
                "ran": sorted(self.take_ran()),
            }
            self._begin()
        return taken

    def take_ran(self):
        """The functions that ran for the first time since this was asked."""
        ran = self.ran - self._ran_before
        self._ran_before |= ran
        return ran

    # -- imports ------------------------------------------------------------------------------

    def _patch_imports(self):
        original_import = builtins.__import__
        original_import_module = importlib.import_module

        def recording_import(name, globals=None, locals=None, fromlist=(), level=0):
            importer = (globals or {}).get("__name__")
            if importer is None or not self.project.owns((globals or {}).get("__file__") or "<"):
                return original_import(name, globals, locals, fromlist, level)
            target = absolute_name(name, globals, level)
            try:
                return original_import(name, globals, locals, fromlist, level)
            finally:
                self._edge(importer, target, fromlist or ())

        def recording_import_module(name, package=None):
            caller = sys._getframe(1).f_globals
            if self.project.owns(caller.get("__file__") or "<"):
                level = len(name) - len(name.lstrip("."))
                target = importlib.util.resolve_name(name, package) if level else name
                self._edge(caller["__name__"], target, ())
            return original_import_module(name, package)

        builtins.__import__ = recording_import
        importlib.import_module = recording_import_module

    def _edge(self, importer, target, members):
        known = self._edges.setdefault(importer, set())
        names = ["{}.{}".format(target, member) for member in members]
        for name in (target, *(name for name in names if name in sys.modules)):
            if name not in known:
                known.add(name)
                self.new_edges.setdefault(importer, []).append(name)

    def _imports(self):
        """The project files that each project file runs: what it imports, and packages around it."""
        imports = {}
        for name in self.new_names:
            imports.setdefault(self._paths[name], set()).update(self.files_of([name]))
        for importer, targets in self.new_edges.items():
            if importer in self._paths:
                imports.setdefault(self._paths[importer], set()).update(self.files_of(targets))
        for path, targets in imports.items():
            for target in targets - {path}:
                self.importers.setdefault(target, set()).add(path)
        return {path: sorted(targets - {path}) for path, targets in imports.items()}

    def files_of(self, names):
        """The project files of modules and of the packages around them."""
        files = set()
        for name in names:
            while name:
                if name in self._paths:
                    files.add(self._paths[name])
                name = name.rpartition(".")[0]
        return files

    def _patch_finding(self):
        original = PathFinder.find_spec

        def find_spec(fullname, path=None, target=None):
            self._note_lookup(fullname.rpartition(".")[2], sys.path if path is None else path)
            return original(fullname, path, target)

        PathFinder.find_spec = find_spec

    def _note_lookup(self, name, folders):
        if self._is_paused:
            return
        with self.paused():
            for folder in folders:
                folder = os.path.abspath(os.fsdecode(folder))
                if self._is_data(folder):
                    self.lookups.setdefault(folder, {}).setdefault(name, what_is_there(folder, name))

    def _patch_loading(self):
        """Project modules always come from source: a ``.pyc`` is trusted by whole seconds only."""
        original = SourceFileLoader.get_code

        def get_code(loader, fullname):
            path = loader.get_filename(fullname)
            if not self.project.owns(path):
                return original(loader, fullname)
            with self.paused():
                relative = self.project.relative(path)
                self.new_modules[relative] = signature(path)
                self.new_names.append(fullname)
                self._paths[fullname] = relative
                loaded = self.loaded.setdefault(relative, Loaded(fullname))
                if loaded.name != fullname:
                    loaded.name = None
                loaded.code = None
                text = self._texts.get(relative)
                loaded.source = loader.get_data(path) if text is None else text.encode("utf-8")
            code = self.codes.compiled(loader, loaded.source, path)
            loaded.code = marked(code, relative + ":", self.ran)
            return loaded.code

        SourceFileLoader.get_code = get_code

    # -- environment --------------------------------------------------------------------------

    def _patch_environment(self):
        recorder = self

        class RecordingEnviron(os._Environ):
            """``os.environ``, noting which variables are read."""

            def __getitem__(self, key):
                recorder.read_variable(key)
                return super().__getitem__(key)

            def __iter__(self):
                recorder.read_variable("*")
                return super().__iter__()

        os.environ.__class__ = RecordingEnviron

    def read_variable(self, name):
        """``*`` stands for all of them and makes the others needless."""
        if self._is_paused or not isinstance(name, str):
            return
        names = self.variables.setdefault(self.surface, set())
        if "*" not in names:
            names.add(name)

    # -- files --------------------------------------------------------------------------------

    def paused(self):
        return Pause(self)

    def _on_event(self, event, arguments):
        if self._is_paused:
            return
        if event == "open":
            self._on_open(arguments[0], arguments[1])
        elif event in ("os.listdir", "os.scandir"):
            self._on_listing(arguments[0] if arguments[0] is not None else ".")
        elif event in VOLATILE_EVENTS:
            self.volatile.setdefault(self.surface, set()).add(event)

    def _on_open(self, path, mode):
        if not isinstance(path, (str, bytes)):
            return
        with self.paused():
            path = os.path.abspath(os.fsdecode(path))
            if isinstance(mode, str) and set(mode) & set("wax+"):
                # What user code writes is its state, not its input: reading it again would never end.
                self.written.add(path)
                self.files.pop(path, None)
                return
            if path in self.written or not self._is_data(path):
                return
            if path.endswith(".pyc"):
                return
            if path.endswith(".py") and is_shown_with_a_warning():
                return
            if not is_text(path):
                self._note_unnameable("open")
            elif path not in self.files:
                self.files[path] = signature(path)

    def _on_listing(self, path):
        if not isinstance(path, (str, bytes)):
            return
        with self.paused():
            is_discovery = self._is_listed_for_modules()
            path = os.path.abspath(os.fsdecode(path))
            if not self._is_data(path) and path != self.project.root:
                return
            if not is_text(path):
                self._note_unnameable("os.listdir")
            elif is_discovery:
                self.discovery_listings.setdefault(path, importable_names(path))
            else:
                self.listings.setdefault(path, listing(path))

    def _note_unnameable(self, event):
        """Something was read whose name the daemon cannot be told: what it is later is not known."""
        self.volatile.setdefault(self.surface, set()).add(event)

    def _is_listed_for_modules(self):
        """Whether it is imports, or the search for surfaces, that list the directory."""
        frame = sys._getframe(3)
        while frame is not None:
            filename = frame.f_code.co_filename
            if filename.endswith(MODULE_FINDERS):
                return True
            if self.project.owns(filename):
                return False
            frame = frame.f_back
        return False

    def _is_data(self, path):
        if os.path.basename(path) == "__pycache__":
            return False
        if self.project.owns(path):
            return True
        return not self.project.is_installed(path) and not path.startswith(SYSTEM_FOLDERS)


class Pause:
    """The worker's own file access is nobody's dependency."""

    def __init__(self, recorder):
        self._recorder = recorder

    def __enter__(self):
        self._before = self._recorder._is_paused
        self._recorder._is_paused = True

    def __exit__(self, *_error):
        self._recorder._is_paused = self._before


def is_shown_with_a_warning():
    """Whether a module's text is read for nobody but who reads the warning about one of its lines."""
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_filename.endswith(os.sep + "warnings.py"):
            return True
        frame = frame.f_back
    return False


def absolute_name(name, globals, level):
    if level == 0:
        return name
    package = globals.get("__package__") or globals["__name__"].rpartition(".")[0]
    base = package.split(".")
    base = base[:len(base) - level + 1]
    return ".".join(base + ([name] if name else []))


def signature(path):
    """Size, modification and change times (ns) and inode; None for what cannot be read."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    facts = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
    return [fact & 0xFFFF_FFFF_FFFF_FFFF for fact in facts]


def listing(path):
    """The names in a directory, sorted, without what Python itself puts there."""
    try:
        names = os.listdir(path)
    except OSError:
        return None
    return sorted(as_text(name) for name in names if name != "__pycache__" and not name.endswith(".pyc"))


def is_text(name):
    return as_text(name) == name


def as_text(name):
    """A name as the daemon reads it: bytes that are no UTF-8 are replaced."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def importable_names(path):
    """The names in a directory that can be modules, packages or route folders."""
    names = listing(path)
    return names and [name for name in names if is_module(path, name) or is_package_or_route(path, name)]


def is_module(path, name):
    """A link to nothing is none yet."""
    return name.endswith(".py") and os.path.exists(os.path.join(path, name))


def is_package_or_route(path, name):
    return name.startswith("[") or os.path.exists(os.path.join(path, name, "__init__.py"))


def what_is_there(folder, name):
    """What an import that looks for a name in a folder finds there; a plain folder is a package too, in
    the last place."""
    path = os.path.join(folder, name)
    if os.path.isfile(os.path.join(path, "__init__.py")):
        return "package"
    if os.path.isfile(path + ".py"):
        return "module"
    return "folder" if os.path.isdir(path) else "nothing"
