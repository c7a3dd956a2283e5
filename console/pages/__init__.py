"""The pages: what each shows, built from the feed's readings."""
