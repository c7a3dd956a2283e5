"""The reports' function: starts reports, says how far they are, cancels them, and hands out downloads."""
