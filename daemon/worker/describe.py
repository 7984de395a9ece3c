"""The app's declarations as data: the truth that the daemon's static reading only predicts."""

from __future__ import annotations

import json
import os

from .problems import file_of


class Describer:
    def __init__(self, app, project):
        self._app = app
        self._project = project
        # What each surface declares, told once.
        self._told = {}

    def prepare(self):
        """Learn what the surfaces declare, so that processes that are forked from this one know it.

        Returns those that were not known before."""
        surfaces = self._app._pages + self._app._mounts
        told = {id(surface): (surface, self._described(name, surface)) for name, surface in surfaces}
        new = [item for item in surfaces if id(item[1]) not in self._told]
        self._told = told
        return new

    def app(self, target):
        from sprag.runtime.assets import resolve_project_root

        app = self._app
        root = self._project.relative(str(resolve_project_root(app)))
        return {
            "target": target,
            "package": app.routes.partition(".")[0],
            "asset_root": "" if root == "." else root,
            "shell": self.shell(app.shell),
            "modules": self.modules(app.modules),
            "server_mode": app.server_mode,
            "stores": stores(),
        }

    def surface(self, name, surface, entries):
        """A page or mount that the module ``name`` declares, and where it is built."""
        found = [{"path": entry.path, "params": json.dumps(entry.params, default=str)} for entry in entries]
        return {**self._described(name, surface), "entries": found}

    def _described(self, name, surface):
        known, told = self._told.get(id(surface), (None, None))
        return told if known is surface else self._surface(name, surface)

    def _surface(self, source, surface):
        own = self._page(surface) if hasattr(surface, "screen") else self._mount(surface)
        return {
            **own,
            "pattern": surface.path,
            "source": source,
            "file": self._project.relative(file_of(source)),
            "name": surface.name or surface.path.strip("/").replace("/", "__") or "index",
            "shell": self.shell(surface.shell),
            "modules": self.modules(surface.modules),
            "providers": {key: class_reference(value) for key, value in surface.providers.items()},
        }

    def _page(self, page):
        return {
            "kind": "route",
            "mode": page.mode,
            "controller": class_reference(page.controller),
            "screen": class_reference(page.screen),
            "actions": sorted(page.controller.sprag_actions()),
            "has_events": has_events(page.controller),
        }

    def _mount(self, mount):
        return {
            "kind": "mount",
            "mode": "",
            "controller": class_reference(mount.boot),
            "component": class_reference(mount.component),
            "module": class_reference(mount.module),
            "actions": sorted(mount.boot.sprag_actions()) if mount.boot else [],
            "has_events": has_events(mount.boot),
        }

    def shell(self, value):
        """A shell as declared: nothing is merged with the app's and no asset is resolved."""
        from sprag.runtime.shell import DEFAULT_SLOT, Shell

        if value is None:
            return None
        shell = value if isinstance(value, Shell) else Shell(template=str(value))
        return {
            "template": self.path(shell.template) if shell.template else None,
            "css": [self.path(item) for item in shell.css],
            "js": [self.script(item) for item in shell.js],
            "modules": self.modules(shell.modules),
            "slot": None if shell.slot == DEFAULT_SLOT else shell.slot,
        }

    def script(self, item):
        return {"src": self.path(getattr(item, "src", item)), "module": bool(getattr(item, "module", False))}

    def modules(self, modules):
        return {
            alias: {"src": self.path(item.src), "export": item.export} for alias, item in modules.items()
        }

    def path(self, value):
        """Paths below the project are told relative to it, wherever it lies on this machine."""
        text = str(value)
        return self._project.relative(text) if os.path.isabs(text) and self._project.owns(text) else text


def stores():
    from sprag.runtime.stores import declared_stores

    return [
        {"name": store.name, "initial": json.dumps(store.initial, default=str)} for store in declared_stores()
    ]


def class_reference(value):
    if value is None:
        return None
    return {"module": value.__module__, "name": value.__qualname__}


def has_events(controller):
    from sprag.runtime.socket_bridge import controller_uses_socket_bridge

    return controller_uses_socket_bridge(controller)
