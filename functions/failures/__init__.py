"""The failures' function: errors by group and one by one, and what people decide about them."""
