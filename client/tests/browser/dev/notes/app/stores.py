"""State that several parts of a page share."""

from sprag import store

tally = store("tally", initial={"clicks": 0})
