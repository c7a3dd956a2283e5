-- A callback is stored at its first delivery, whether its order is known or not.
INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at)
SELECT *
FROM unnest(
    %(provider)s::text[], %(event_id)s::text[], %(source)s::text[], %(source_id)s::bigint[],
    %(state)s::payment_state[], %(amount)s::numeric[], %(occurred_at)s::timestamptz[]
)
ON CONFLICT (provider, event_id) DO NOTHING
