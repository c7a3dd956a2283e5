"""The orders' function: search, the story of one order, and handing a range of a source over again."""
