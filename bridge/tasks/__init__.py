"""The tasks. What they do is imported when they run."""
