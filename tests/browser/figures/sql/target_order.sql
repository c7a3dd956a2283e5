SELECT o.product AS "Product", o.price::text AS "Price", o.attempts AS "Attempts", o.processed_at AS "Persisted",
    o.payment_state::text AS "Payment", o.payment_changed_at AS "Payment changed"
FROM orders o
WHERE o.source_id = %(id)s
