"""A board, one page for each that a fresh server has."""

from sprag import module, page

from app.services.seed import BOARDS

from .server import BoardController
from .web import BoardScreen


def board_paths():
    return [{"board": seed["id"]} for seed in BOARDS]


board = page(
    path="/boards/[board]",
    controller=BoardController,
    screen=BoardScreen,
    static_paths=board_paths,
    modules={"confetti": module("app/static/vendor/confetti.mjs", export="confetti")},
)
