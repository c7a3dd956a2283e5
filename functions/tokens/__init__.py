"""Integration tokens: the door through which secrets come in and do not go out."""
