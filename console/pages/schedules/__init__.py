"""Schedules: what runs in the next 24 hours, in words, the last result, and running now."""
