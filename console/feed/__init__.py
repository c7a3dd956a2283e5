"""The live feed: current metrics, subscriptions, and the WebSocket that sends changes to listeners.

It owns the message format and the close codes (docs/feed.md).
It may use the metric model of `esteira` and `console.authentication`; it knows neither pages nor storage.
"""
