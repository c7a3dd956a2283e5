"""The worker manager: every two seconds it plans capacity and dispatches one drain task for each idle worker.

It owns the plan in Redis (`esteira:flow:plan`) and keeps no state between ticks. It may import `esteira` and the
bridge's own modules, but no other sub-package: how a task is sent is passed in.
"""
