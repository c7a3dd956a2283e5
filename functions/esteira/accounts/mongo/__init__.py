"""The stores of accounts in MongoDB. Filters are built from checked values alone."""
