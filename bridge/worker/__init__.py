"""A drain worker from within: what its two processes share, its sign of life, its end."""
