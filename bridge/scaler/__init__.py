"""The scaler: a process of its own that makes the plan's numbers true. It starts workers, and ends them gently."""
