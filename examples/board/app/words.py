"""Words for numbers and names: shared by the server, the components and the modules."""


def plural(count, one, many=None):
    """`3 cards`, `1 card`; `many` is needed only where an s does not do."""
    if count == 1:
        return f"1 {one}"
    return f"{count} {many or one + 's'}"


def initials(name, *, limit=2):
    """`Grace Hopper` is `GH`."""
    return "".join([part[0].upper() for part in name.split()])[:limit]


def matches(text, words):
    """Whether a text has each of some words, in any case. No words match everything."""
    lowered = text.lower()
    return all(word in lowered for word in words.lower().split())
