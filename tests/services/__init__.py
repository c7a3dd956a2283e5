"""Real services to throw away, and what the suites measure with: a load, a checker, a proxy that breaks connections."""
