-- The orders with an id, one of each source at most, or with the id of their message; in the state that counts.
WITH keys AS (
    SELECT source, source_id FROM orders WHERE message_id = %(message_id)s::uuid
    UNION
    SELECT source, source_id FROM order_failures WHERE message_id = %(message_id)s::uuid
    UNION
    SELECT source, %(source_id)s::bigint FROM order_sources WHERE %(message_id)s::uuid IS NULL
)
SELECT found.source, found.source_id, found.state, to_jsonb(found.since) #>> '{}' AS since, found.attempts, found.reason,
       found.product, found.price, found.payment_state
FROM keys k, LATERAL (
    SELECT * FROM orders_in_conflict o WHERE o.source = k.source AND o.source_id = k.source_id
    UNION ALL
    SELECT * FROM orders_persisted o WHERE o.source = k.source AND o.source_id = k.source_id
    UNION ALL
    SELECT * FROM orders_rejected o WHERE o.source = k.source AND o.source_id = k.source_id
    UNION ALL
    SELECT * FROM orders_failed o WHERE o.source = k.source AND o.source_id = k.source_id
) AS found
WHERE (%(source)s::text IS NULL OR found.source = %(source)s)
  AND (%(source_id)s::bigint IS NULL OR found.source_id = %(source_id)s)
  AND CASE WHEN found.state <> 'failed' THEN found.state WHEN found.attempts < %(dead_at)s THEN 'retrying' ELSE 'dead' END
      = ANY(%(states)s::text[])
  AND found.since BETWEEN %(since)s::timestamptz AND %(until)s::timestamptz
  AND (found.since, found.source_id, found.source)
      < (%(before_since)s::timestamptz, %(before_id)s::bigint, %(before_source)s::text)
ORDER BY found.since DESC, found.source_id DESC, found.source DESC
LIMIT %(limit)s
