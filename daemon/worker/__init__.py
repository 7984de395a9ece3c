"""The part of spragd that runs inside the app's own Python interpreter.

The daemon starts :mod:`zygote` once and keeps it warm; each build forks a child of it that imports
the app, describes it and renders its surfaces (:mod:`build`). Everything goes back to the daemon
as messages; nothing here writes files.
"""

import atexit
import os
import shutil


def remove_at_exit():
    """Have this package removed at the end of the process.

    The daemon does so itself, unless it was killed or has ended without waiting.
    """
    owner, folder = os.getpid(), os.path.dirname(os.path.dirname(__file__))

    def remove():
        # Forks inherit this.
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)
