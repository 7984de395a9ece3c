"""Helpers that server and browser share."""

STEP = 1


def label(count):
    return f"{count} notes"
