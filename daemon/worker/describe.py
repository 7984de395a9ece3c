"""The app's declarations as data: the truth that the daemon's static reading only predicts."""

from __future__ import annotations

import json
import os

from . import discovery


class Describer:
    def __init__(self, app, project):
        self._app = app
        self._project = project

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

    def page(self, source, page, entries):
        return {
            "kind": "route",
            "mode": page.mode,
            "controller": class_reference(page.controller),
            "screen": class_reference(page.screen),
            "actions": sorted(page.controller.sprag_actions()),
            "has_events": has_events(page.controller),
            **self._surface(source, page, entries),
        }

    def mount(self, source, mount, entries):
        return {
            "kind": "mount",
            "mode": "",
            "controller": class_reference(mount.boot),
            "component": class_reference(mount.component),
            "module": class_reference(mount.module),
            "actions": sorted(mount.boot.sprag_actions()) if mount.boot else [],
            "has_events": has_events(mount.boot),
            **self._surface(source, mount, entries),
        }

    def _surface(self, source, surface, entries):
        return {
            "pattern": surface.path,
            "source": source,
            "file": self._project.relative(discovery.file_of(source)),
            "name": surface.name or surface.path.strip("/").replace("/", "__") or "index",
            "shell": self.shell(surface.shell),
            "modules": self.modules(surface.modules),
            "providers": {key: class_reference(value) for key, value in surface.providers.items()},
            "entries": [
                {"path": entry.path, "params": json.dumps(entry.params, default=str)} for entry in entries
            ],
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
