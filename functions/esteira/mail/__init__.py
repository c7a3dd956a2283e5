"""Mails: an outbox, their texts, and delivery by SES.

Owns the tables `mails` and `mail_recipients`. Imports only `core`.
"""
