"""The dead-letter workbench: dead letters listed, grouped, edited, tried without effect, and sent back.

Owns the tables `dead_letters`, a copy of what the dead-letter queues hold, and `dead_letter_edits`.
"""
