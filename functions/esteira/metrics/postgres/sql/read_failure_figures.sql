-- The oldest failure of an order that comes again, and of one that is dead.
SELECT min(failed_at) FILTER (WHERE attempt < %(dead_at)s), min(failed_at) FILTER (WHERE attempt >= %(dead_at)s)
FROM order_failures;
