"""A timer for one card, at `/focus`."""
