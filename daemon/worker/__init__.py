"""The part of spragd that runs inside the app's own Python interpreter.

The daemon starts :mod:`zygote` once and keeps it warm; each build forks a child of it that imports
the app, describes it and renders its surfaces (:mod:`build`). Everything goes back to the daemon
as messages; nothing here writes files.
"""
