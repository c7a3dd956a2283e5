"""The scaler: a process of its own that starts and stops workers until their numbers match the plan.

It owns the workers' processes, their log files and `scaler.lock`; it deletes the heartbeats of ended workers, and sets
the event source mappings of the Lambda consumers. It may import `esteira` and `bridge.queues`, nothing else from here.
"""
