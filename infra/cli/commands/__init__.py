"""The commands: function `x_y` becomes the command `x-y`. One module a command, but one for all of flow control."""
