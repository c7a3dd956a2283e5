"""SQS: the lanes, as their senders, receivers and operators see them."""
