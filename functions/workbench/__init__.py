"""The dead-letter workbench's function: lists, one letter, its mending and trying, and bulk redrives."""
