"""What the last time would have cost on AWS."""
