from sprag import Module

from app import work


class BenchModule(Module):
    def works(self):
        """Brings the helpers along."""
        return [
            work.numbers_known(1000),
            work.numbers(1000, 7, 1000003, 1.5),
            work.text_known(100),
            work.text(100, "row", ", "),
            work.collections_known(100),
            work.collections(100, ["a", "b"], {}),
            work.methods_known(100),
            work.methods(100, 3, 4),
        ]
