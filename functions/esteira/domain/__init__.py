"""Records, rules and decisions. Knows no database, no queue and no framework."""
