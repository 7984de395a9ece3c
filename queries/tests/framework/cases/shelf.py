from sprag import store

shelf = store("shelf", initial={"items": [], "total": 0, "user": {"name": "ann", "tags": ["a"]}})
till = store("till", initial={"cash": 1})
