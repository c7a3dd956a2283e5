"""The Celery tasks: thin functions that call the manager, the worker or a feature of the core.

They own the task names `drain`, `manager.tick`, `recovery.run`, `reports.write`, `workbench.file` and
`workbench.redrive`. They may import every other part of the bridge except the scaler, and import what they run when
they run it.
"""
