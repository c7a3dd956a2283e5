"""What all HTTP functions share: the Chalice app with token check and error answers, and request decoding."""
