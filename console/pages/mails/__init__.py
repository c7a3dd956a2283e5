"""Mails: one's own, or everybody's for administrators. Codes are shown to nobody."""
