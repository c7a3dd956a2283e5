"""How many workers each lane gets: configuration, observation, plan, and the scaler's actions. Pure functions only."""
