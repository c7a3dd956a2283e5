"""Sources in both cursor modes, the checkpoint and the rejects."""
