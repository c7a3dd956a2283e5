-- The ids from `first_id` on that the target knows of a source, in any state.
SELECT source_id FROM orders           WHERE source = %(source)s AND source_id >= %(first_id)s
UNION
SELECT source_id FROM producer_rejects WHERE source = %(source)s AND source_id >= %(first_id)s
UNION
SELECT source_id FROM order_failures   WHERE source = %(source)s AND source_id >= %(first_id)s;
