"""What users do with their look-ups: book, list, change, delete, run now, and see them in a calendar."""
