"""The boards that a fresh server starts with."""

COLUMNS = (
    {"id": "todo", "name": "To do"},
    {"id": "doing", "name": "Doing"},
    {"id": "done", "name": "Done"},
)

PEOPLE = ("Grace Hopper", "Alan Kay", "Barbara Liskov")

BOARDS = (
    {
        "id": "launch",
        "name": "Autumn launch",
        "about": "Everything that has to be true on the first of October.",
        "cards": (
            ("todo", "Write the release notes", "Grace Hopper", 3),
            ("todo", "Ask three customers to try the beta", "Alan Kay", 5),
            ("doing", "Translate the setup guide", "Barbara Liskov", 2),
            ("doing", "Measure the start-up time on old laptops", "Grace Hopper", 5),
            ("done", "Choose a date", "Alan Kay", 1),
        ),
    },
    {
        "id": "website",
        "name": "Website",
        "about": "A home page that loads on a train.",
        "cards": (
            ("todo", "Draw a diagram of the whole system", "Barbara Liskov", 8),
            ("doing", "Replace the carousel by one good sentence", "Alan Kay", 2),
            ("done", "Remove the last web font", "Grace Hopper", 1),
        ),
    },
)


def new_board(seed):
    """A board as the service keeps it: cards have ids, and there are no files yet."""
    cards = [
        {"id": f"{seed['id']}-{number}", "column": column, "title": title, "owner": owner, "points": points}
        for number, (column, title, owner, points) in enumerate(seed["cards"], start=1)
    ]
    return {
        "id": seed["id"],
        "name": seed["name"],
        "about": seed["about"],
        "cards": cards,
        "files": [],
        "issued": len(cards),
    }


def activity(length=120):
    """What happened lately, newest first."""
    verbs = ("moved", "wrote", "closed", "asked about", "estimated")
    things = ("the release notes", "the setup guide", "the diagram", "a bug report")
    return [
        {
            "id": f"entry-{number}",
            "who": PEOPLE[number % len(PEOPLE)],
            "what": f"{verbs[number % len(verbs)]} {things[number % len(things)]}",
            "when": f"{number + 1} h ago",
        }
        for number in range(length)
    ]
