-- A page of the orders that the target knows, the newest first. Each source and each state gives its own first rows, by
-- index, and the first of these are the page: so a page costs the same wherever it lies. `before_*` is the last row of the
-- page before, or the largest values that there are.
SELECT found.source, found.source_id, found.state, to_jsonb(found.since) #>> '{}' AS since, found.attempts, found.reason,
       found.product, found.price, found.payment_state
FROM order_sources s, LATERAL (
    (
        SELECT * FROM orders_in_conflict o
        WHERE o.source = s.source AND 'conflict' = ANY(%(states)s::text[])
          AND o.since BETWEEN %(since)s::timestamptz AND %(until)s::timestamptz
          AND (o.since, o.source_id) <= (%(before_since)s::timestamptz, %(before_id)s::bigint)
          AND (o.since, o.source_id, o.source)
              < (%(before_since)s::timestamptz, %(before_id)s::bigint, %(before_source)s::text)
        ORDER BY o.since DESC, o.source_id DESC
        LIMIT %(limit)s
    )
    UNION ALL
    (
        SELECT * FROM orders_persisted o
        WHERE o.source = s.source AND 'persisted' = ANY(%(states)s::text[])
          AND o.since BETWEEN %(since)s::timestamptz AND %(until)s::timestamptz
          AND (o.since, o.source_id) <= (%(before_since)s::timestamptz, %(before_id)s::bigint)
          AND (o.since, o.source_id, o.source)
              < (%(before_since)s::timestamptz, %(before_id)s::bigint, %(before_source)s::text)
        ORDER BY o.since DESC, o.source_id DESC
        LIMIT %(limit)s
    )
    UNION ALL
    (
        SELECT * FROM orders_rejected o
        WHERE o.source = s.source AND 'rejected' = ANY(%(states)s::text[])
          AND o.since BETWEEN %(since)s::timestamptz AND %(until)s::timestamptz
          AND (o.since, o.source_id) <= (%(before_since)s::timestamptz, %(before_id)s::bigint)
          AND (o.since, o.source_id, o.source)
              < (%(before_since)s::timestamptz, %(before_id)s::bigint, %(before_source)s::text)
        ORDER BY o.since DESC, o.source_id DESC
        LIMIT %(limit)s
    )
    UNION ALL
    (
        SELECT * FROM orders_failed o
        WHERE o.source = s.source AND %(states)s::text[] && ARRAY['retrying', 'dead']
          AND o.attempts BETWEEN %(least_attempts)s::int AND %(most_attempts)s::int
          AND o.since BETWEEN %(since)s::timestamptz AND %(until)s::timestamptz
          AND (o.since, o.source_id) <= (%(before_since)s::timestamptz, %(before_id)s::bigint)
          AND (o.since, o.source_id, o.source)
              < (%(before_since)s::timestamptz, %(before_id)s::bigint, %(before_source)s::text)
        ORDER BY o.since DESC, o.source_id DESC
        LIMIT %(limit)s
    )
) AS found
WHERE %(source)s::text IS NULL OR s.source = %(source)s
ORDER BY found.since DESC, found.source_id DESC, found.source DESC
LIMIT %(limit)s
