"""The lane `lookups`: its messages carry no task; each receive takes the best one, and the answer is kept with it."""
