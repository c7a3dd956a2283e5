"""The metrics of each subject, computed from what was measured. Pure."""
