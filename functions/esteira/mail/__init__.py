"""Mails: outbox, templates, delivery by SES, recipients.

Owns the tables `mails` and `mail_recipients`. Imports only `core`.
"""
