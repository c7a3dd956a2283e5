-- Of several events of one order the furthest state wins; a late event never moves a payment back.
WITH furthest AS (
    SELECT source, source_id, max(state) AS state
    FROM unnest(%(source)b::text[], %(source_id)b::bigint[], %(state)s::payment_state[]) AS e (source, source_id, state)
    GROUP BY source, source_id
),
locked AS (
    SELECT o.source, o.source_id, f.state
    FROM orders o JOIN furthest f USING (source, source_id)
    ORDER BY o.source, o.source_id
    FOR UPDATE OF o
)
UPDATE orders o SET payment_state = locked.state, payment_changed_at = now()
FROM locked
WHERE o.source = locked.source AND o.source_id = locked.source_id
  AND (o.payment_state IS NULL OR o.payment_state < locked.state)
