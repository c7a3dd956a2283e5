"""Functions: what is deployed with its figures; for each its log, and invoking it with an event."""
