"""What all HTTP functions share: the Chalice app with token check and error responses, and request decoding."""
