"""A drain worker from the inside: the state that its two processes share, its heartbeat, its consumer, its shutdown.

It owns its own heartbeat in Redis and consumes its lane's SQS queue while a drain task runs. It may import `esteira`
and the bridge's own modules, but no other sub-package.
"""
