"""The web console: the live feed, Prometheus figures and the pages, in one process on loopback."""
