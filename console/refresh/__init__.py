"""Keeps the feed up to date: waits for announced changes, measures the metrics, and publishes them to the hub.

It owns the background tasks of the console and stores nothing.
It may use `console.feed`, the metrics gateway and the Redis channel of changes; it knows neither pages nor routes.
"""
