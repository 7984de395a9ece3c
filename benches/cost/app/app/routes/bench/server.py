from sprag import Controller


class BenchController(Controller):
    route = "/"

    def load(self):
        return {"rows": []}
