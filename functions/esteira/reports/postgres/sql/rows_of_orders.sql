SELECT o.source, o.source_id::text AS source_id, o.message_id::text AS message_id, o.product, o.price,
    o.security_check, o.attempts, o.payment_state::text AS payment_state, o.payment_changed_at, o.processed_at
FROM orders o
WHERE (%(since)s::timestamptz IS NULL OR o.processed_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR o.processed_at < %(until)s)
  AND (%(source)s::text IS NULL OR o.source = %(source)s)
  AND (%(payment_state)s::text IS NULL OR o.payment_state = %(payment_state)s::payment_state)
ORDER BY o.source, o.source_id
