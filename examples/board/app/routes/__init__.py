"""One package per route."""
