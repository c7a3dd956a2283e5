"""The scaler: a process of its own that starts and stops workers until their numbers match the plan.

It owns the workers' processes, their log files and `scaler.lock`, or on Kubernetes the replicas of the workers'
Deployments; it deletes the heartbeats of ended workers, and sets the event source mappings of the Lambda consumers. It
may import `esteira` and the bridge's own modules, but no other sub-package.
"""
