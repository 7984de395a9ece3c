"""A chapter of the handbook."""

from sprag import page

from app.handbook import chapter_paths

from .server import ChapterController
from .web import ChapterScreen

chapter = page(
    path="/handbook/[...page]",
    controller=ChapterController,
    screen=ChapterScreen,
    mode="document",
    static_paths=chapter_paths,
)
