"""The metrics as Prometheus reads them. Needs prometheus-client, which no function carries."""
