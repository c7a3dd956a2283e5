"""What-if: a recorded load replayed through the manager's own plan, under any configuration."""
