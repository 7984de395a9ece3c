"""Browser classes that the pages inherit from."""
