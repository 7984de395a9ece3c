"""The eight rows, at `/`."""
