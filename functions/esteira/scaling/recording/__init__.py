"""What the manager observed at each tick of the last day: what a what-if replays."""
