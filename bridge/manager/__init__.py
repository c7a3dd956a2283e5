"""The manager: observes, plans, and hands out as many drain tasks as there are workers with nothing to do."""
