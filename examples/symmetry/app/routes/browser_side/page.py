"""The browser's escape hatches."""

from sprag import module, page

from .server import BrowserSideController
from .web import BrowserSideScreen

browser_side = page(
    path="/browser",
    controller=BrowserSideController,
    screen=BrowserSideScreen,
    modules={
        # A named export, and a module's default export.
        "createSparkline": module("app/static/vendor/sparkline.mjs", export="createSparkline"),
        "units": module("app/static/vendor/units.mjs"),
    },
    metadata={"title": "Browser only · Symmetry"},
)
