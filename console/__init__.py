"""The web console: the live feed, the Prometheus endpoint and the pages, in one process on loopback.

It owns the WebSocket protocol (docs/feed.md) and the operator's browser session; it stores nothing.
It may use the use cases and wiring of `esteira`; nothing else imports it.
"""
