-- A callback is stored at its first delivery, whether its order is known or not.
INSERT INTO callbacks (provider, event_id, source, source_id, state, amount, occurred_at)
SELECT *
FROM unnest(
    %(provider)b::text[], %(event_id)b::text[], %(source)b::text[], %(source_id)b::bigint[],
    %(state)s::payment_state[], %(amount)s::numeric[], %(occurred_at)s::timestamptz[]
)
ON CONFLICT (provider, event_id) DO NOTHING
