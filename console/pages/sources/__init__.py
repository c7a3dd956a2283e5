"""Sources: what is in each, how far the producer has read, who holds it up, and handing a range over again."""
