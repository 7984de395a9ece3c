"""Length-prefixed frames between the daemon, the zygote and the processes that it starts.

A frame is one tag byte, four bytes of length (big endian) and that many bytes. Tag ``M`` is a JSON
message, tag ``P`` the name of the phase that begins, which the zygote reads to enforce deadlines, tag
``C`` compiled modules for the zygote to keep.
"""

from __future__ import annotations

import json
import marshal
import os
import struct

MESSAGE = b"M"
PHASE = b"P"
CODES = b"C"
HEADER = struct.Struct(">cI")


def write(fd, tag, payload):
    """Write one frame whole."""
    view = memoryview(HEADER.pack(tag, len(payload)) + payload)
    while view:
        view = view[os.write(fd, view):]


def write_message(fd, message):
    # What no text can hold, as the halves of a character that names of files and errors may have, is no reason to
    # say nothing.
    write(fd, MESSAGE, json.dumps(message, ensure_ascii=False).encode("utf-8", "replace"))


def write_codes(fd, codes):
    write(fd, CODES, marshal.dumps(codes))


class Reader:
    """Reassembles frames from the pieces in which a pipe delivers them."""

    def __init__(self):
        self._pending = bytearray()

    def feed(self, piece):
        self._pending += piece

    def frames(self):
        """Yield every complete frame as ``(tag, payload)``; a partial one stays."""
        while len(self._pending) >= HEADER.size:
            tag, length = HEADER.unpack_from(self._pending)
            end = HEADER.size + length
            if len(self._pending) < end:
                return
            payload = bytes(self._pending[HEADER.size:end])
            del self._pending[:end]
            yield tag, payload
