"""Proves that no order is lost or duplicated, and repairs: ledger, verify, history, dead letters, redrive.

Owns the table `redrives` and the lanes' dead-letter queues. Imports `core`, `producer`, `consumer` and `callbacks`.
"""
