"""Load at a rate: new orders and payment callbacks, as many a second as asked for. `esteira populate --rate`."""
