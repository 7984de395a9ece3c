"""Compiled modules, by the text that they come from.

The zygote keeps them, so that a process that imports the app anew compiles only what is new. They
hold no marks: those belong to one process.
"""

from __future__ import annotations

import hashlib
import marshal

# New codes are handed to the zygote in pieces of about this size.
PIECE = 1 << 18


class Codes:
    def __init__(self, keep=None):
        """``keep`` is given new codes, as ``{path: (digest, bytes)}``, from time to time."""
        self._known = {}
        self._keep = keep
        self._new = {}
        self._size = 0

    def add(self, codes):
        self._known.update(codes)

    def kept_by(self, keep):
        """The same codes, in the process that uses them."""
        codes = Codes(keep)
        codes._known = self._known
        return codes

    def compiled(self, loader, source, path):
        digest = hashlib.blake2b(source, digest_size=16).digest()
        known = self._known.get(path)
        if known is not None and known[0] == digest:
            return marshal.loads(known[1])
        code = loader.source_to_code(source, path)
        self._new[path] = (digest, marshal.dumps(code))
        self._size += len(self._new[path][1])
        if self._size > PIECE:
            self.hand_over()
        return code

    def hand_over(self):
        if self._new and self._keep is not None:
            self._keep(self._new)
        self._new, self._size = {}, 0
