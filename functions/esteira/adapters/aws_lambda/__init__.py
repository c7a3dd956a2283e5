"""Lambda as the scaler uses it: the event source mappings of the lanes' consumers."""
