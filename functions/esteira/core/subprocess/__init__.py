"""Work in a child process with limits of its own, which input may end without harm to its parent."""
