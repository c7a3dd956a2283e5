-- Orders of the target in each state, one state each.
SELECT (SELECT count(*) FROM orders) - (SELECT count(*) FROM order_conflicts) AS persisted,
    (SELECT count(*) FROM order_conflicts) AS conflict, (SELECT count(*) FROM producer_rejects) AS rejected,
    (SELECT count(*) FROM order_failures WHERE attempt >= 5) AS dead,
    (SELECT count(*) FROM order_failures WHERE attempt < 5) AS retrying
