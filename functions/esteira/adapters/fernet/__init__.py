"""Secrets at rest: authenticated encryption by Fernet (AES-128-CBC and HMAC-SHA256)."""
