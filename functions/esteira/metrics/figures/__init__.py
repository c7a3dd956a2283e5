"""The metrics of each subject, computed from measured values. Pure."""
