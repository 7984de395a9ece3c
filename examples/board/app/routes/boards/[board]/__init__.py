"""One board, at `/boards/[board]`."""
