"""Keeps the figures coming: hears of changes, has them measured, and tells the hub."""
