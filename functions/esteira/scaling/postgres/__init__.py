"""Scaling config by version, and the log of decisions and scaling events."""
