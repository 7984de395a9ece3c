"""The counter, at `/`."""
