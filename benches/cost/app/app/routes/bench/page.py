from sprag import page

from .server import BenchController
from .web import BenchScreen

bench = page(path="/", controller=BenchController, screen=BenchScreen)
