"""Every card there ever was, at `/archive`."""
