"""Lambda, as the scaler sees it: the event source mappings of the lanes' consumers."""
