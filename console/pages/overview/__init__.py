"""The overview: all metrics on one screen."""
