"""What is wrong, as one line on top of the page: which alerts there are, their order, and how they are shown."""
