"""A chapter, at `/handbook/[...page]`."""
