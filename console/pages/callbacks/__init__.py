"""Callbacks: the notifications of payment providers, and what became of each."""
