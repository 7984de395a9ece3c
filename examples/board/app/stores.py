"""State that several parts of a page share."""

from sprag import store

# Written by the toolbar of a board and read by its columns.
card_filter = store("card_filter", initial={"words": "", "owner": ""})
