"""What Esteira does, one module a verb. Reaches the outside only through `ports`."""
