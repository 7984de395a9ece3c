"""State that both sides write to with the same calls."""

from sprag import store

ledger = store("ledger", initial={"total": 0})
