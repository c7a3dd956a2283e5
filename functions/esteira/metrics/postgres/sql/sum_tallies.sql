-- The number of orders in the target.
SELECT coalesce(sum(rows), 0)::bigint FROM order_tallies;
