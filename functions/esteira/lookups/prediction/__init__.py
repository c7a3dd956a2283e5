"""When look-ups will end. Pure: counts of what waits and what is planned, rates of the providers, and the batch."""
