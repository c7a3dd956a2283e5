"""The commands: function `x_y` becomes the command `x-y`. One module a command, but `flow-set` is in `flow`, and
`resume` in `pause`.
"""
