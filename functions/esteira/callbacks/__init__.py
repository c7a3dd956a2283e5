"""Receives payment notifications from providers, queues them on the lane `payments` and applies them to orders.

Owns the table `callbacks` and the payment columns of `orders`. Imports `core` and `consumer` (batch processing).
"""
