"""The shapes in which providers answer, one module each. Parsed strictly, and tolerant of new fields."""
