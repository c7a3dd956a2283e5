-- The oldest last failure of an order that will be retried, and of a dead one.
SELECT min(failed_at) FILTER (WHERE attempt < %(dead_at)s), min(failed_at) FILTER (WHERE attempt >= %(dead_at)s)
FROM order_failures;
