"""The Celery tasks: thin functions that call the manager or the worker.

They own the task names `drain` and `manager.tick`. They may import every other part of the bridge except the scaler,
and import what they run when they run it.
"""
