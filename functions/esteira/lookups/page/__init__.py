"""Reads HTML pages in a child process: a page that crashes or hangs its parser ends only the child."""
