"""Accounts of people and tokens of machines, for administrators."""
