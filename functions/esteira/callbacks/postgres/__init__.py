"""The table `callbacks`, and the payment columns of `orders`."""
