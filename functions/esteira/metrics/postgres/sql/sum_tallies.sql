-- How many orders have arrived.
SELECT coalesce(sum(rows), 0)::bigint FROM order_tallies;
