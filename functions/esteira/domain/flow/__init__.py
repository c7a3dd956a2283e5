"""How much capacity each lane gets: configuration, observation, plan, and what the scaler makes of it. All pure."""
