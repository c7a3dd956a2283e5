"""`esteira populate --rate`: creates new orders and payment callbacks at a given rate."""
