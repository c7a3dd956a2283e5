"""One module a command. A module `x_y` holds the function `x_y`, which becomes the command `x-y`."""
