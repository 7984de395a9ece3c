from sprag import Module

from app import work


class BenchModule(Module):
    def works(self):
        """Brings the lines along."""
        return [
            work.numbers_known,
            work.numbers_unknown,
            work.text_known,
            work.text_unknown,
            work.collections_known,
            work.collections_unknown,
            work.methods_known,
            work.methods_unknown,
            work.instances_known,
            work.instances_unknown,
        ]
