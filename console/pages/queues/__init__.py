"""Queues: a row a lane, and a page for each lane, on which it is paused, looked into and purged."""
