"""Workers, what the scaler did, and the configuration that decides about them."""
