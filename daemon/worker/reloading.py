"""Loading edited modules anew, with all that import them, in a process that has loaded them.

That gives what importing the app anew would give if the modules are plain (:mod:`.plain`) before and
after, so that the old ones leave nothing behind. Where that cannot be told, nothing is undone: the
process is not to be used any more.
"""

from __future__ import annotations

import importlib
import sys

from . import plain
from .exchange import require


class Reloading:
    def __init__(self, recorder, target, finder):
        """``target`` is the module of the app; ``finder`` knows how surface modules are loaded."""
        self._recorder = recorder
        self._target = target
        self._finder = finder

    def affected(self, paths):
        """The modules at ``paths`` and all that import them, in the order in which they were loaded."""
        found, queue = set(paths), list(paths)
        while queue:
            for importer in self._recorder.importers.get(queue.pop(), ()):
                if importer not in found:
                    found.add(importer)
                    queue.append(importer)
        return [(path, loaded) for path, loaded in self._recorder.loaded.items() if path in found]

    def run(self, paths):
        """Raises :class:`.exchange.Different`, or what loading raises, if the app must be imported anew."""
        affected = self.affected(paths)
        names = {loaded.name: None for _path, loaded in affected}
        require(len(affected) >= len(paths) and all(name in sys.modules for name in names))
        require(self._target not in names)
        self._require_plain(affected)
        stores = self._forget_stores(names)
        self._forget(names)
        ran = self._load(names)
        self._require_plain(affected)
        require(not ran)
        self._order_stores(stores)

    def _require_plain(self, affected):
        owns = self._recorder.project.owns
        for _path, loaded in affected:
            require(plain.is_plain(loaded.source, vars(sys.modules[loaded.name]), owns))

    def _forget(self, names):
        for name in names:
            module = sys.modules.pop(name)
            package, _, attribute = name.rpartition(".")
            if getattr(sys.modules.get(package), attribute, None) is module:
                delattr(sys.modules[package], attribute)

    def _load(self, names):
        """Tells which functions ran meanwhile."""
        ran = self._recorder.ran
        before = set(ran)
        ran.clear()
        importlib.invalidate_caches()
        for name in names:
            if name not in sys.modules:
                self._finder.loads.get(name, importlib.import_module)(name)
        now = set(ran)
        ran.update(before)
        return now

    # -- stores -------------------------------------------------------------------------------

    def _forget_stores(self, names):
        """Undo the declarations of these modules; tell their places among all."""
        from sprag.runtime import stores

        own = bridges(names)
        for loaded in self._recorder.loaded.values():
            if not own:
                break
            if loaded.name not in names:
                own -= bridges([loaded.name])
        declared = list(stores._STORE_REGISTRY)
        forgotten = [store for store in declared if id(store) in own]
        for store in forgotten:
            stores._STORE_REGISTRY.remove(store)
            del stores._STORE_BY_NAME[store.name]
        return len(stores._STORE_REGISTRY), [(declared.index(store), store.name) for store in forgotten]

    def _order_stores(self, before):
        """The stores that were declared again are where they were."""
        from sprag.runtime import stores

        count, forgotten = before
        anew = stores._STORE_REGISTRY[count:]
        require([store.name for store in anew] == [name for _place, name in forgotten])
        del stores._STORE_REGISTRY[count:]
        for (place, _name), store in zip(forgotten, anew):
            stores._STORE_REGISTRY.insert(place, store)


def bridges(names):
    """The stores that modules have names for."""
    from sprag.runtime.stores import StoreBridge

    found = set()
    for name in names:
        for value in list(vars(sys.modules[name]).values()) if name in sys.modules else ():
            if isinstance(value, StoreBridge):
                found.add(id(value))
    return found
