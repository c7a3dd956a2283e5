"""Functions of company look-ups: what users book, and the hand-over of what is due."""
