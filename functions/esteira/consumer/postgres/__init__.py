"""Orders, their failed attempts, and attempt documents that wait for MongoDB."""
