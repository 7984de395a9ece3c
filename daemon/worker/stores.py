"""The state of all stores, as text, computed only after something changed it."""

from __future__ import annotations

import functools
import hashlib
import json
import uuid

MUTATORS = ("set", "patch", "update", "delete", "clear", "destroy")


class State:
    """Equal identities are equal states."""

    __slots__ = ("identity", "text", "value")

    def __init__(self, value):
        from sprag.runtime.rendering.page import _json_safe

        # Only if JSON cannot hold it: then no state is equal to it.
        self.value = None
        try:
            self.text = json.dumps(_json_safe(value), sort_keys=True)
            self.identity = hashlib.blake2b(self.text.encode("utf-8"), digest_size=16).hexdigest()
        except (TypeError, ValueError, RecursionError):
            self.value = value
            self.text = "{}"
            self.identity = uuid.uuid4().hex


class Stores:
    def __init__(self):
        """There is one per process: it counts the changes of all models."""
        from specter import Model

        self._changes = 0
        self._version = None
        self._state = None
        for name in MUTATORS:
            setattr(Model, name, self._counted(getattr(Model, name)))

    def _counted(self, original):
        @functools.wraps(original)
        def mutate(model, *arguments, **options):
            try:
                return original(model, *arguments, **options)
            finally:
                self._changes += 1

        return mutate

    def state(self):
        from sprag.runtime.rendering import store_snapshots

        version = (self._changes, len(declared()))
        if version != self._version:
            self._state = State(store_snapshots())
            self._version = version
        return self._state

    def restore(self, text):
        """Put the stores into the state in which a surface that is not rendered again left them.

        False if that cannot be done, because it was rendering that declared one of them.
        """
        known = {store.name: store for store in declared()}
        states = json.loads(text)
        if not known.keys() >= states.keys():
            return False
        for name, value in states.items():
            if known[name].snapshot() != value:
                known[name].clear()
                known[name].patch(value)
        return True


def declared():
    from sprag.runtime import stores

    return stores._STORE_REGISTRY
