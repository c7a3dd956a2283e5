-- A conflict hides the order that was persisted, and an order that was persisted hides its failures.
SELECT source || ':' || source_id AS "order", state, since, attempts, product, price::text, payment, reason
FROM (
    SELECT o.source, o.source_id, CASE WHEN c.source IS NULL THEN 'persisted' ELSE 'in conflict' END AS state,
        coalesce(c.failed_at, o.processed_at) AS since, coalesce(c.attempt, o.attempts) AS attempts, o.product, o.price,
        o.payment_state::text AS payment, c.error AS reason
    FROM orders o
    LEFT JOIN order_conflicts c USING (source, source_id)
    UNION ALL
    SELECT source, source_id, CASE WHEN attempt < 5 THEN 'retrying' ELSE 'dead' END, failed_at, attempt, NULL, NULL, NULL,
        error
    FROM order_failures
    UNION ALL
    SELECT source, source_id, 'rejected', rejected_at, NULL, NULL, NULL, NULL, reason
    FROM producer_rejects
) found
ORDER BY since DESC, source_id DESC
