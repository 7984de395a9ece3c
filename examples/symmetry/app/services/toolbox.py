"""One of each primitive that only the server has, owned by one service."""

import subprocess
import sys
from itertools import count

from sprag import Handler, ManagedProcess, Service, Watcher, create_cache, create_model, create_store

HATCHES_ROUTE = "/hatches"


class KnockHandler(Handler):
    """Answers a socket event without a controller."""

    name = "knock"
    events = {"toolbox:knock": "on_knock"}

    def __init__(self, answer):
        super().__init__()
        self.knocks = 0
        self.answer = answer

    def on_knock(self, payload=None):
        self.knocks += 1
        visitor = (payload or {}).get("visitor", "somebody")
        self.answer({"text": f"knock {self.knocks}: come in, {visitor}"})


class Toolbox(Service):
    """Owns the primitives and stops with the app what has to be stopped."""

    def __init__(self):
        super().__init__("toolbox")
        self.visits = create_store("toolbox.visits", {"count": 0})
        self.office = create_model("toolbox.office", {"desk": {"lamp": "off"}})
        self.answers = create_cache("toolbox.answers", ttl=3600)
        self.readings = 0
        self.computations = 0
        self.watcher = None

    def on_start(self):
        # `Handler.setup` finds the socket ingress in the registry; it needs no Flask-SocketIO here.
        self.own(KnockHandler(self.answer).setup(None))
        levels = count(1)
        self.watcher = self.own(Watcher("toolbox.level", poll=lambda: next(levels), interval=0.2))
        self.watcher.subscribe(lambda level, watcher: self.set_state({"level": level}))
        self.watcher.start()

    def answer(self, payload):
        self.emit_socket("toolbox:answer", payload, route=HATCHES_ROUTE)

    def use_store(self):
        visits = self.visits.update(lambda state: {"count": state["count"] + 1})
        return f"visited {visits['count']} times"

    def use_model(self):
        lamp = "off" if self.office.get("desk.lamp") == "on" else "on"
        self.office.set("desk.lamp", lamp)
        return f"the lamp on the desk is {lamp}"

    def use_cache(self):
        self.readings += 1
        answer = self.answers.get_or_compute(self.compute)
        return f"{answer}: read {self.readings} times, computed {self.computations} times"

    def compute(self):
        self.computations += 1
        return 6 * 7

    def use_watcher(self):
        return f"the level is {self.state.get('level', 'not known yet')}"

    def use_process(self):
        program = "print('a child process can add: ' + str(2 + 3))"
        child = ManagedProcess("toolbox.child")
        child.start([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
        try:
            child.wait(timeout=10)
            return child.process.stdout.read().strip()
        finally:
            child.stop()


toolbox = Toolbox()
