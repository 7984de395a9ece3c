"""Signing in, at `/login`."""
