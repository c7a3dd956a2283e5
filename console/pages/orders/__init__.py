"""Orders: search, the story of one as a picture and in tables, and a saved story opened again."""
