"""What the run costs."""
