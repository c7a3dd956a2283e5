"""The dead-letter workbench: dead letters listed, grouped, edited, tried without effect, and sent back.

Owns the tables `dead_letters` (a copy of what the dead-letter queues hold), `dead_letter_filings` (how old it is),
`dead_letter_edits`, `redrive_jobs` and `redrive_items`.
"""
