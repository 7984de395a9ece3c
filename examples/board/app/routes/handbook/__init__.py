"""How we work, at `/handbook`."""
