"""Jobs: work that takes longer than a second, done in the background with progress, to be left and come back to.

A room declares its work with `@work("room.kind")`; `services.start` queues it; the worker runs it at least once.
"""
