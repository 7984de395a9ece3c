"""The handbook: markdown files under `app/content/handbook`."""

from functools import lru_cache
from pathlib import Path

from sprag import load_markdown_tree

ROOT = Path(__file__).parent / "content" / "handbook"


@lru_cache(maxsize=1)
def chapters():
    return load_markdown_tree(ROOT, base_url="/handbook")


def chapter_paths():
    return [{"page": list(chapter.path_parts)} for chapter in chapters()]


def contents():
    """What the navigation shows of each chapter."""
    return [
        {"title": chapter.title, "description": chapter.description, "url": chapter.url_path}
        for chapter in chapters()
    ]


def chapter_at(parts):
    """The chapter at a path, or None."""
    for chapter in chapters():
        if list(chapter.path_parts) == list(parts):
            return chapter
    return None
